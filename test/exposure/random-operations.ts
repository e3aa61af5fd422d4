import fc from 'fast-check';
import { ONE, TWO } from './probes.js';
import { LINES } from './table.js';

// Random operations on the two tables: a column in every place where one can stand.

const COLUMNS = [
  { of: ONE, name: 'isian' },
  { of: ONE, name: 'isianAngka' },
  { of: ONE, name: 'tetap' },
  { of: TWO, name: 'pengenal' },
  { of: TWO, name: 'kodeTempat' },
] as const;
type Column = (typeof COLUMNS)[number];

/** Every place where a column can stand, as what follows the name of its list. */
const PLACES: readonly ((column: Column) => string)[] = [
  ({ name }) => `{ nodes { tetap ${name} } }`,
  ({ name }) => `{ edges { node { lain: ${name} tetap } } }`,
  ({ of, name }) =>
    `{ nodes { ... on ${of.type} { ${name} } tempat { code ${of.field} { nodes { ${name} } } } } }`,
  ({ name }) => `(where: { ${name}: { isNull: false } }) { totalCount nodes { tetap } }`,
  ({ name }) => `(where: { or: [{ not: { ${name}: { isNull: true } } }] }) { nodes { tetap } }`,
  ({ name }) =>
    `(orderBy: [{ tetap: ASC }, { ${name}: DESC }], first: 2) { nodes { tetap } pageInfo { endCursor } }`,
  ({ name }) => `{ groups(by: [${name}]) { count key { value } } }`,
  ({ name }) =>
    `{ groups(by: [tetap, ${name}], first: 3) { range(column: ${name}) { max } } groupCount(by: ${name}) }`,
  ({ name }) =>
    `{ groups(by: tetap, having: { of: COUNT_DISTINCT, column: ${name}, is: { gte: "0" } }) { key { value } } }`,
  ({ name }) => `{ groups(by: tetap, orderBy: { of: COUNT_DISTINCT, column: ${name} }) { count } }`,
  ({ name }) => `{ aggregate { countDistinct(column: ${name}) range(column: ${name}) { min max } } }`,
  ({ of }) =>
    of === ONE ? '{ aggregate { max { isianAngka } sum { isianAngka } } }' : '{ aggregate { count } }',
  ({ name }) => `{ distinct(column: ${name}) { value count } }`,
  ({ name }) => `{ distinct(column: ${name}, search: "m", first: 2) { value } }`,
  () => '{ groups(by: kodeTempat_DISTRICT) { key { value } } nodes { tempat { name } } }',
];

/** A root field; `$kodeSatu` and `$kodeDua` are the regions of a row of each table. */
export const rootField: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...COLUMNS), fc.constantFrom(...PLACES), fc.boolean())
  .map(([column, place, inRegion]) => {
    const list = `${column.of.field}${place(column)}`;
    if (!inRegion) return list;
    return `region(code: ${column.of === ONE ? '$kodeSatu' : '$kodeDua'}) { name ${list} }`;
  });
/** What DECLINED and CLOSED columns held has left the release: the matrix asks for them after a load. */
export const STATES = LINES.filter(
  ({ status, accessClass }) => status !== 'DECLINED' && accessClass !== 'CLOSED',
);
/** A state of the columns under test, and operations in it by one of six callers. */
export const operationsInState = fc.record({
  line: fc.constantFrom(...STATES),
  released: fc.boolean(),
  operations: fc.array(fc.tuple(fc.nat(5), fc.array(rootField, { minLength: 1, maxLength: 5 })), {
    minLength: 25,
    maxLength: 25,
  }),
});

/** One operation that asks the fields, with the variables that it uses. */
export function operationOf(
  fields: readonly string[],
  values: Readonly<Record<string, unknown>>,
): { readonly query: string; readonly variables: Record<string, unknown> } {
  const body = fields.map((text, key) => `f${key}: ${text}`).join('\n');
  const declared = ['kodeSatu', 'kodeDua'].filter((variable) => body.includes(`$${variable}`));
  const header = declared.length > 0 ? `(${declared.map((one) => `$${one}: ID!`).join(', ')})` : '';
  return {
    query: `query ${header} { ${body} }`,
    variables: Object.fromEntries(declared.map((one) => [one, values[one]])),
  };
}
