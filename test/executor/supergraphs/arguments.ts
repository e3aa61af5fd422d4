import { type MadeSupergraph, pick, rows } from './made.js';

const shops = rows('Shop', [
  { id: 's1', kind: 'BIG', opened: '2024-01-02', meta: { a: [1, null], b: 'x' } },
  { id: 's2', kind: null, opened: null, meta: null },
  { id: 's3', kind: 'SMALL', opened: '1999-12-31', meta: 0 },
]);
const items = rows('Item', [
  { code: 'i1', cost: 2.5, kind: 'BIG', shop: shops[0] },
  { code: 'i2', cost: 0, kind: 'SMALL', shop: shops[1] },
  { code: 'i3', cost: null, kind: null, shop: null },
]);
/** What a field was asked with, word for word. */
const echo = (_self: unknown, args: unknown): string => JSON.stringify(args);

/** Arguments of every kind, with and without defaults, of roots and of entities: most answer what they were given. */
export const withArguments: MadeSupergraph = {
  name: 'arguments',
  subgraphs: {
    shops: `
      scalar Day
      scalar Anything
      enum Kind { BIG SMALL OLD }
      input Range { from: Int = 1 to: Int not: Range kinds: [Kind!] }
      type Query {
        shops(kind: Kind, first: Int = 2, days: [Day!]): [Shop]
        echo(text: String, number: Float = 1.5, flag: Boolean! = true, id: ID, kind: Kind = BIG, many: [[Int]] = [[1]], range: Range = {to: 3}, day: Day, any: Anything): String
      }
      type Shop @key(fields: "id") { id: ID! kind: Kind opened: Day meta: Anything label(prefix: String! = ">", range: Range): String! }`,
    goods: `
      scalar Day
      scalar Anything
      enum Kind { BIG SMALL OLD }
      input Range { from: Int = 1 to: Int not: Range kinds: [Kind!] }
      type Query { items(only: [Kind] = [BIG, null]): [Item!] }
      type Item @key(fields: "code") { code: ID! cost: Float kind: Kind shop: Shop }
      type Shop @key(fields: "id") {
        id: ID! items(kind: Kind = SMALL, first: Int!): [Item]
        words(of: [String!]! = ["a"], any: Anything, day: Day = "2020-01-01"): String
      }`,
    facts: `
      enum Kind { BIG SMALL OLD }
      type Item @key(fields: "code") { code: ID! fact(number: Int = 3, kinds: [Kind!] = [OLD], id: ID): String twins(first: Int = 1): [Item!]! }
      type Shop @key(fields: "id") { id: ID! secret(zone: Int): String @inaccessible fact(deep: Boolean): String }`,
  },
  rows: { Shop: shops, Item: items },
  fields: {
    Query: {
      shops: (_self, { kind, first }) =>
        [shops[0], null, ...shops.slice(1)]
          .filter((shop) => kind == null || shop?.kind === kind)
          .slice(0, Math.max(0, Number(first ?? 9))),
      echo,
      items: () => items,
    },
    Shop: {
      label: echo,
      words: echo,
      fact: echo,
      items: (_self, { kind, first }) =>
        [...items.filter((item) => item.kind === kind), null].slice(0, Math.max(0, Number(first))),
    },
    Item: {
      fact: echo,
      twins: ({ rank }, { first }) => pick(items, Number(rank)).slice(0, Math.max(0, Number(first ?? 1))),
    },
  },
  samples: {
    ID: ['s1', '7', ''],
    String: ['a', '', '"\\\n', 'é😀'],
    Int: [1, 0, 2, -3],
    Float: [1, 0, 2.5, -1e20],
    Kind: ['BIG', 'SMALL', 'OLD'],
    Day: ['2024-01-02', ''],
    Anything: ['x', 0, true, [1, null, { a: 'b' }], { deep: { list: [[]] } }],
  },
};
