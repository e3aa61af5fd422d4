import { byField, type MadeSupergraph, pick, type Resolve, rows } from './made.js';

const cases = rows('Case', [
  { id: 'q1', title: 'Satu', open: true, owner: 'Sari', score: 1 },
  { id: 'q2', title: '', open: false, owner: null, score: 0 },
  { id: 'q3', title: null, open: null, owner: 'Budi', score: null },
]);
/** Notes in the order of the calls, and answers with all that were made so far. */
const noting =
  (word: string): Resolve =>
  (_self, args, { log }) => {
    log.push(`${word} ${JSON.stringify(args)}`);
    return [...log];
  };

/** Mutations of three subgraphs, whose order shows in what they answer. */
export const mutations: MadeSupergraph = {
  name: 'mutations',
  subgraphs: {
    cases: `
      type Query { cases: [Case] case(id: ID!): Case log: [String!]! }
      type Mutation { noteOne(word: String = "a"): [String!]! open(id: ID!): Case openAll: Opened! }
      type Opened { cases: [Case!]! log: [String!] }
      type Case @key(fields: "id") { id: ID! title: String }`,
    owners: `
      type Mutation { noteTwo(word: String): [String!] give(id: ID!, to: String!): Case }
      type Case @key(fields: "id") { id: ID! owner: String open: Boolean related: [Case] log: [String] }`,
    scores: `
      type Mutation { noteThree(times: Int! = 1): [String!] score(ids: [ID!]!): [Case] }
      type Case @key(fields: "id") { id: ID! score: Int owner: String @external grade: String! @requires(fields: "owner") }`,
  },
  rows: { Case: cases },
  fields: {
    Query: {
      cases: () => pick(cases, 0, 9, 1, 2),
      case: byField(cases, 'id'),
      log: (_s, _a, { log }) => [...log],
    },
    Mutation: {
      noteOne: noting('one'),
      noteTwo: noting('two'),
      noteThree: noting('three'),
      open: (self, args, state) => {
        noting('open')(self, args, state);
        return cases.find(({ id }) => id === args.id) ?? null;
      },
      openAll: (_self, _args, { log }) => ({ __typename: 'Opened', rank: 0, cases, log: [...log] }),
      give: (self, args, state) => {
        noting('give')(self, args, state);
        return cases.find(({ id }) => id === args.id) ?? null;
      },
      score: (_self, { ids }) => (ids as unknown[]).map((id) => cases.find((one) => one.id === id) ?? null),
    },
    Case: {
      related: ({ rank }) => pick(cases, Number(rank) + 1, 0, 9),
      log: (_self, _args, { log }) => [...log],
      grade: ({ owner }) => `of ${owner}`,
    },
  },
  samples: { ID: ['q1', 'q2', 'q3', 'q9'], String: ['w', 'v'], Int: [1, 2] },
};
