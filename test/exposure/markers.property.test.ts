import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runs } from '../support/runs.js';
import { ONE, TWO } from './probes.js';
import { expectedVerdict, LINES, type Line } from './table.js';
import { type AnyCaller, bootTwoTables, everyCaller, type TwoTables } from './two-tables.js';

// Random operations by every kind of caller: what a hidden column holds is in no answer, wherever the column was asked.

let tables: TwoTables;
let callers: readonly AnyCaller[];
beforeAll(async () => {
  tables = await bootTwoTables();
  callers = await everyCaller(tables.hub);
});
afterAll(() => tables[Symbol.asyncDispose]());

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

const field = fc
  .tuple(fc.constantFrom(...COLUMNS), fc.constantFrom(...PLACES), fc.boolean())
  .map(([column, place, inRegion]) => {
    const list = `${column.of.field}${place(column)}`;
    if (!inRegion) return list;
    return `region(code: ${column.of === ONE ? '$kodeSatu' : '$kodeDua'}) { name ${list} }`;
  });
/** What DECLINED and CLOSED columns held has left the release: the matrix asks for them after a load. */
const STATES = LINES.filter(({ status, accessClass }) => status !== 'DECLINED' && accessClass !== 'CLOSED');
const asked = fc.record({
  line: fc.constantFrom(...STATES),
  released: fc.boolean(),
  operations: fc.array(fc.tuple(fc.nat(5), fc.array(field, { minLength: 1, maxLength: 5 })), {
    minLength: 25,
    maxLength: 25,
  }),
});

test(
  'no answer holds what a hidden column holds',
  async () => {
    const seen = { shown: 0, hidden: 0 };
    const ask = async (line: Line, released: boolean, at: number, fields: readonly string[]) => {
      const { name, standing, caller } = callers[at] as (typeof callers)[number];
      const body = fields.map((text, key) => `f${key}: ${text}`).join('\n');
      const declared = ['kodeSatu', 'kodeDua'].filter((variable) => body.includes(`$${variable}`));
      const query = `query ${declared.length > 0 ? `(${declared.map((one) => `$${one}: ID!`).join(', ')})` : ''} { ${body} }`;
      const values = Object.fromEntries(declared.map((one) => [one, tables.variables[one]]));
      const { text, status } = await caller.query(query, values);
      expect(status, text).toBeLessThan(500);
      if (standing !== 'ANONYMOUS') expect(status, text).toBe(200);
      // The region that was asked for is no secret of the caller's own question.
      const markers = [...tables.markers.figures, ...tables.markers.dua].filter(
        (marker) => !Object.values(tables.variables).includes(marker),
      );
      const found = markers.filter((marker) => text.includes(marker));
      if (expectedVerdict(line, standing, released) === 'VALUES') {
        seen.shown += found.length;
      } else {
        seen.hidden += 1;
        expect(found, `${name}: ${query}\n${text}`).toEqual([]);
      }
    };
    await fc.assert(
      fc.asyncProperty(asked, async ({ line, released, operations }) => {
        await tables.become({ status: line.status, accessClass: line.accessClass, released });
        for (const [at, fields] of operations) await ask(line, released, at, fields);
      }),
      { numRuns: runs(20, 200) },
    );
    // It would have been found where it may be shown.
    expect(seen.shown).toBeGreaterThan(0);
    expect(seen.hidden).toBeGreaterThan(0);
  },
  runs(60_000, 600_000),
);
