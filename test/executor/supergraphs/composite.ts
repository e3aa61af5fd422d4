import { byField, type MadeSupergraph, pick, type Row, rows } from './made.js';

const regions = rows('Region', [
  { code: '35', name: 'Timur' },
  { code: '36', name: null },
]);
const orgs = rows('Org', [
  { id: 'o1', name: 'Dinas', region: regions[0], head: 'Ana' },
  { id: 'o2', name: 'Badan', region: regions[1], head: null },
]);
const units = rows('Unit', [
  { number: 1, org: orgs[0], title: 'Satu', budget: 10, staff: 3 },
  { number: 1, org: orgs[1], title: 'Lain', budget: 0, staff: null },
  { number: 2, org: orgs[1], title: '', budget: null, staff: 0 },
]);
const plans = rows('Plan', [
  { year: 2024, unit: units[0], goal: 'g1', done: true, cost: 5 },
  { year: 2025, unit: units[0], goal: null, done: false, cost: 0 },
  { year: 2024, unit: units[2], goal: 'g3', done: null, cost: 9 },
]);
const isOf = (value: unknown, row: Readonly<Record<string, unknown>>): boolean =>
  (value as Row).rank === row.rank;

/** Keys of several fields, and of fields of the things that a thing refers to, up to three deep. */
export const composite: MadeSupergraph = {
  name: 'composite',
  subgraphs: {
    offices: `
      type Query { units: [Unit] orgs: [Org!]! org(id: ID!): Org }
      type Org @key(fields: "id") { id: ID! name: String! region: Region! @shareable }
      type Region @key(fields: "code") { code: String! name: String }
      type Unit @key(fields: "number org { id }") { number: Int! org: Org! @shareable title: String }`,
    money: `
      type Query { plans(year: Int): [Plan] }
      type Org @key(fields: "id") @key(fields: "id region { code }") { id: ID! region: Region! @shareable units: [Unit] }
      type Region @key(fields: "code") { code: String! }
      type Unit @key(fields: "number org { id }") { number: Int! org: Org! @shareable budget: Int plans: [Plan!] }
      type Plan @key(fields: "year unit { number org { id } }") { year: Int! unit: Unit! @shareable goal: String }`,
    results: `
      type Org @key(fields: "id region { code }") { id: ID! region: Region! @shareable head: String name: String! @external }
      type Region @key(fields: "code") { code: String! orgs: [Org!]! }
      type Unit @key(fields: "org { id } number") {
        number: Int! org: Org! @shareable staff: Int budget: Int @external
        share: Float @requires(fields: "budget org { name }")
      }
      type Plan @key(fields: "unit { org { id } number } year") {
        year: Int! unit: Unit! @shareable done: Boolean cost: Int! siblings: [Plan]
      }`,
  },
  rows: { Region: regions, Org: orgs, Unit: units, Plan: plans },
  fields: {
    Query: {
      units: () => pick(units, 0, 1, 9, 2),
      orgs: () => orgs,
      org: byField(orgs, 'id'),
      plans: (_self, { year }) => plans.filter((plan) => year == null || plan.year === year),
    },
    Org: { units: (self) => [...units.filter(({ org }) => isOf(org, self)), null] },
    Region: { orgs: (self) => orgs.filter(({ region }) => isOf(region, self)) },
    Unit: {
      plans: (self) => plans.filter(({ unit }) => isOf(unit, self)),
      share: ({ budget, staff, org }) =>
        budget == null
          ? null
          : Number(budget) / (Number(staff) || 1) + String((org as Row | null)?.name).length,
    },
    Plan: { siblings: ({ year }) => [null, ...plans.filter((plan) => plan.year !== year)] },
  },
  samples: { ID: ['o1', 'o2', 'o9'], Int: [2024, 2025, 1999] },
};
