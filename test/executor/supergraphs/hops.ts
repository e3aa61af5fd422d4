import { byField, type MadeSupergraph, pick, rows } from './made.js';

const makers = rows('Maker', [
  { id: 'm1', name: 'Anugerah', country: 'ID' },
  { id: 'm2', name: 'Borneo', country: null },
  { id: 'm3', name: '', country: 'MY' },
]);
const products = rows('Product', [
  { id: 'p1', upc: 'u1', sku: 's1', name: 'Meja', stock: 4, shelf: 'A', rating: 4.5, maker: makers[0] },
  { id: 'p2', upc: 'u2', sku: 's2', name: 'Kursi', stock: 0, shelf: null, rating: 0, maker: makers[1] },
  { id: 'p3', upc: 'u3', sku: 's3', name: '', stock: 7, shelf: 'B', rating: 3.25, maker: null },
  { id: 'p4', upc: 'u4', sku: null, name: 'Lemari', stock: 2, shelf: 'C', rating: null, maker: makers[2] },
  { id: 'p5', upc: 'u5', sku: 's5', name: 'Rak', stock: null, shelf: 'D', rating: 1, maker: makers[0] },
]);

/** A product is reached through three keys, one after the other; its maker has one key that all know. */
export const hops: MadeSupergraph = {
  name: 'hops',
  subgraphs: {
    names: `
      type Query { products: [Product] product(id: ID!): Product makers: [Maker!]! }
      type Product @key(fields: "id") { id: ID! name: String! }
      type Maker @key(fields: "id") { id: ID! name: String }`,
    codes: `
      type Product @key(fields: "id") @key(fields: "upc") { id: ID! upc: ID maker: Maker }
      type Maker @key(fields: "id", resolvable: false) { id: ID! }`,
    shelves: `
      type Query { shelf(name: String = "A"): [Product!] }
      type Product @key(fields: "upc") @key(fields: "sku") { upc: ID sku: ID shelf: String rating: Float }`,
    stocks: `
      type Query { scarce: Product }
      type Product @key(fields: "sku") { sku: ID stock: Int similar: [Product] }
      type Maker @key(fields: "id") { id: ID! country: String products(first: Int = 2): [Product] }`,
  },
  rows: { Product: products, Maker: makers },
  fields: {
    Query: {
      products: () => pick(products, 0, 1, 2, 9, 3, 4),
      product: byField(products, 'id'),
      makers: () => makers,
      shelf: (_self, { name }) => products.filter(({ shelf }) => shelf === name),
      scarce: () => products[1],
    },
    Product: {
      similar: ({ sku }) => [null, ...products.filter((other) => other.sku && other.sku !== sku).slice(0, 2)],
    },
    Maker: {
      products: ({ id }, { first }) =>
        products
          .filter(({ maker }) => (maker as { id: unknown } | null)?.id === id)
          .slice(0, Math.max(0, Number(first ?? 1))),
    },
  },
  samples: { ID: ['p1', 'p2', 'p3', 'p4', 'p9'], String: ['A', 'B', 'Z'], Int: [1, 0, 3] },
};
