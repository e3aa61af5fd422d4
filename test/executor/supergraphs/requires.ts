import { byField, calculated, type MadeSupergraph, pick, rows } from './made.js';

const parts = rows('Part', [
  { id: 'x1', mass: 2, label: 'kaki' },
  { id: 'x2', mass: null, label: '' },
  { id: 'x3', mass: 5, label: null },
]);
const size = (width: number | null, height: number) => ({ width, height, __typename: 'Size', rank: height });
const products = rows('Product', [
  { id: 'p1', name: 'Meja', weight: 10, base: 100, size: size(2, 3), parts: pick(parts, 0, 1) },
  { id: 'p2', name: 'Kursi', weight: 0, base: 0, size: size(null, 2), parts: pick(parts, 2, 9, 0) },
  { id: 'p3', name: '', weight: null, base: 40, size: null, parts: null },
  { id: 'p4', name: 'Rak', weight: 3, base: null, size: size(5, 0), parts: [] },
]);
const RATES: Readonly<Record<string, number>> = { USD: 1, EUR: 2, IDR: 100 };
const sum = (values: unknown): number | null =>
  Array.isArray(values) ? values.reduce((all, value) => all + (Number(value?.mass) || 0), 0) : null;

/** Fields that require fields that require fields: of the same type, of its parts, with arguments, through a list. */
export const requires: MadeSupergraph = {
  name: 'requires',
  subgraphs: {
    catalog: `
      type Query { products: [Product] product(id: ID!): Product }
      type Product @key(fields: "id") {
        id: ID! name: String weight: Int price(currency: Currency = USD): Int size: Size parts: [Part]
      }
      type Size { width: Int height: Int! }
      type Part @key(fields: "id") { id: ID! mass: Int }
      enum Currency { USD EUR IDR }`,
    shipping: `
      type Product @key(fields: "id") {
        id: ID!
        weight: Int @external
        price(currency: Currency = USD): Int @external
        size: Size @external
        heavy: Boolean @requires(fields: "weight")
        shipping: Int @requires(fields: "price(currency: USD) weight")
        volume: Int @requires(fields: "size { width height }")
        couriers: [String!]! @requires(fields: "size { height }")
      }
      type Size { width: Int @external height: Int! @external }
      enum Currency { USD EUR IDR }`,
    taxes: `
      type Query { taxed: [Product!]! }
      type Product @key(fields: "id") {
        id: ID!
        shipping: Int @external
        volume: Int @external
        parts: [Part] @external
        tax(percent: Int! = 10): Int @requires(fields: "shipping volume")
        mass: Int @requires(fields: "parts { mass }")
      }
      type Part @key(fields: "id") { id: ID! mass: Int @external light: Boolean! @requires(fields: "mass") }`,
    totals: `
      type Product @key(fields: "id") {
        id: ID! tax(percent: Int! = 10): Int @external heavy: Boolean @external mass: Int @external
        total: Int @requires(fields: "tax(percent: 20) mass")
        verdict: String! @requires(fields: "heavy")
      }
      type Part @key(fields: "id") { id: ID! label: String }`,
  },
  rows: { Product: products, Part: parts },
  fields: {
    Query: {
      products: () => pick(products, 0, 9, 1, 2, 3),
      product: byField(products, 'id'),
      taxed: () => pick(products, 3, 0),
    },
    Product: {
      price: ({ base }, { currency }) =>
        calculated([base], (amount) => amount * (RATES[String(currency ?? 'USD')] ?? 1)),
      heavy: ({ weight }) => (weight === null ? null : Number(weight) > 5),
      shipping: ({ price, weight }) => calculated([price, weight], (amount, mass) => amount + mass),
      volume: (self) => {
        const { width, height } = (self.size ?? {}) as Record<string, unknown>;
        return calculated([width, height], (wide, high) => wide * high);
      },
      couriers: ({ size: given }) => (given ? [`c${(given as { height: unknown }).height}`] : []),
      tax: ({ shipping, volume }, { percent }) =>
        calculated([shipping, percent], (amount, rate) => amount * rate + (Number(volume) || 0)),
      mass: (self) => sum(self.parts),
      total: ({ tax, mass }) => calculated([tax], (amount) => amount + (Number(mass) || 0)),
      verdict: ({ heavy }) => `heavy: ${heavy}`,
    },
    Part: { light: ({ mass }) => Number(mass) < 3 },
  },
  samples: { ID: ['p1', 'p2', 'p3', 'p4', 'p9'], Int: [10, 0, 20], Currency: ['USD', 'EUR', 'IDR'] },
};
