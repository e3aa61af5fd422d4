import { type MadeSupergraph, pick, rows } from './made.js';

const cats = rows('Cat', [
  { id: 'c1', size: 3, age: 0, name: 'Oyen' },
  { id: 'c2', size: 0, age: 2, name: '' },
]);
const dogs = rows('Dog', [
  { id: 'd1', size: 0, age: 5, name: 'Bopi' },
  { id: 'd2', size: 8, age: 0, name: 'Kiko' },
]);
const yards = rows('Yard', [
  { id: 'y1', pens: [[cats[0], null], null, pick(cats, 1)], keeper: { cat: cats[1] } },
]);

/** Where a plan renames keys, requires things out of lists of lists, and meets an interface object's own name. */
export const oddities: MadeSupergraph = {
  name: 'oddities',
  subgraphs: {
    pets: `
      type Query { pets: [Pet] yard: Yard }
      interface Pet @key(fields: "id") { id: ID! name: String }
      type Cat implements Pet @key(fields: "id") { id: ID! name: String size: Int @shareable age: Int }
      type Dog implements Pet @key(fields: "id") { id: ID! name: String size: Int! @shareable age: Int }
      type Yard @key(fields: "id") { id: ID! pens: [[Cat]] }`,
    sizes: `
      type Dog @key(fields: "id") { id: ID! size: Int @shareable }`,
    yards: `
      type Yard @key(fields: "id") { id: ID! pens: [[Cat]] @external ages: String @requires(fields: "pens { age }") }
      type Cat @key(fields: "id") { id: ID! age: Int @external }`,
    ranks: `
      type Query { best: [Pet] }
      type Pet @interfaceObject @key(fields: "id") { id: ID! rank2: Int }`,
    words: `
      type Pet @interfaceObject @key(fields: "id") { id: ID! rank2: Int @external word: String @requires(fields: "rank2") }`,
  },
  rows: { Pet: [...cats, ...dogs], Cat: cats, Dog: dogs, Yard: yards },
  fields: {
    Query: {
      pets: () => [...cats, null, ...dogs],
      yard: () => yards[0],
      best: () => [dogs[0], cats[1]],
    },
    Pet: { rank2: ({ rank }) => Number(rank) + 1, word: ({ rank2 }) => `no. ${rank2}` },
    Yard: { ages: ({ pens }) => JSON.stringify(pens) },
  },
  samples: {},
};
