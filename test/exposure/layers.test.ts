import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runs } from '../support/runs.js';
import { COLUMN_PROBES, FIGURE_PROBES, KEY_PROBES, ONE, operation, used } from './probes.js';
import { operationOf, operationsInState } from './random-operations.js';
import { expectedVerdict } from './table.js';
import { type AnyCaller, bootTwoTables, everyCaller, type TwoTables } from './two-tables.js';

// A hub without one of its layers of exposure: what the others leave shows nothing that is withheld.

const LAYERS = ['PUBLIC_SCHEMA', 'GATE', 'PLAN_CHECK', 'COLUMN_LIST'] as const;

describe.each(LAYERS)('without %s', (without) => {
  let tables: TwoTables;
  let callers: readonly AnyCaller[];
  beforeAll(async () => {
    tables = await bootTwoTables({ without });
    callers = await everyCaller(tables.hub);
  });
  afterAll(() => tables[Symbol.asyncDispose]());

  /** What the columns under test hold, but for the regions that the caller himself has asked for. */
  const hidden = () =>
    [...tables.markers.figures, ...tables.markers.dua].filter(
      (marker) => !Object.values(tables.variables).includes(marker),
    );

  test(
    'random operations show nothing that is withheld',
    async () => {
      let shown = 0;
      await fc.assert(
        fc.asyncProperty(operationsInState, async ({ line, released, operations }) => {
          const { status, accessClass } = line;
          await tables.become({ status, accessClass, released });
          for (const [at, fields] of operations) {
            const { name, standing, caller } = callers[at] as AnyCaller;
            const { query, variables } = operationOf(fields, tables.variables);
            const { text, status: http } = await caller.query(query, variables);
            expect(http, text).toBeLessThan(500);
            const found = hidden().filter((marker) => text.includes(marker));
            if (expectedVerdict(line, standing, released) === 'VALUES') shown += found.length;
            else expect(found, `${name}: ${query}\n${text}`).toEqual([]);
          }
        }),
        { numRuns: runs(6, 60) },
      );
      expect(shown).toBeGreaterThan(0);
    },
    runs(60_000, 600_000),
  );

  test('every place where a column can stand, and every format of an export', async () => {
    await tables.become({ status: 'CONFIRMED', accessClass: 'RESTRICTED', released: true });
    for (const { name, standing, caller } of callers) {
      for (const probe of [...COLUMN_PROBES, ...FIGURE_PROBES, ...KEY_PROBES]) {
        const query = operation([probe]);
        if (query.includes('$cursor')) continue;
        const { text } = await caller.query(query, used(query, tables.variables));
        const found = standing === 'INSIDER' ? [] : hidden().filter((marker) => text.includes(marker));
        expect(found, `${name}: ${query}\n${text}`).toEqual([]);
      }
      for (const format of ['csv', 'ndjson'])
        for (const columns of [
          '',
          '?columns=tetap,isian',
          '?where={"isian":{"startsWith":"m"}}&columns=tetap',
        ]) {
          const { bytes, status } = await caller.download(`/exports/${ONE.field}.${format}${columns}`);
          const text = Buffer.from(bytes).toString();
          const found = tables.markers.figures.filter((marker) => text.includes(marker));
          if (standing === 'INSIDER') expect(status, text).toBe(200);
          else expect(found, `${name}: ${format}${columns}\n${text}`).toEqual([]);
          // A filter by what is withheld would tell of it by which rows come.
          if (standing !== 'INSIDER' && columns.startsWith('?where')) expect(status, text).not.toBe(200);
        }
    }
  });
});
