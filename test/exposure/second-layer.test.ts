import { afterAll, beforeAll, expect, test } from 'vitest';
import { ColumnUses } from '../../subgraphs/column-uses.js';
import type { RequestContext } from '../../subgraphs/context.js';
import { HostedSubgraph } from '../../subgraphs/hosted/index.js';
import { ANONYMOUS } from '../../subgraphs/viewer.js';
import { ONE } from './probes.js';
import { bootTwoTables, type TwoTables } from './two-tables.js';

// What the gate would have cut before planning, asked of the hosted subgraph itself, past the gate.

let tables: TwoTables;
let subgraph: HostedSubgraph;
beforeAll(async () => {
  tables = await bootTwoTables();
  await tables.become({ status: 'CONFIRMED', accessClass: 'RESTRICTED', released: true });
  subgraph = new HostedSubgraph(tables.hub.hub.parts.graph.members.schema);
});
afterAll(() => tables[Symbol.asyncDispose]());

const ask = (query: string, variables: Record<string, unknown> = {}) => {
  const { reads, keyring, directory } = tables.hub.hub.parts;
  const context = {
    viewer: ANONYMOUS,
    reads,
    keyring,
    directory: directory(),
    memo: new Map(),
    columnUses: new ColumnUses(Number.POSITIVE_INFINITY),
    signal: new AbortController().signal,
  } as unknown as RequestContext;
  return subgraph.answer({ query, variables, operationName: undefined }, context);
};

test('a column that the caller may not read is selected as null', async () => {
  const { data, errors } = await ask(
    `{ ${ONE.field} {
      nodes { tetap isian isianAngka }
      aggregate { sum { isianAngka } }
      groups(by: [tetap]) { max { isianAngka } }
    } }`,
  );
  expect(errors).toEqual([]);
  const text = JSON.stringify(data);
  expect(text).toContain('"isian":null');
  expect(text).toContain('"tetap":"m');
  for (const marker of tables.markers.figures) expect(text).not.toContain(marker);
});

test.each([
  ['(where: { isian: { startsWith: "m" } }) { totalCount }', []],
  ['(where: { not: { or: [{ isianAngka: { gt: "0" } }] } }) { totalCount }', []],
  ['(orderBy: [{ tetap: ASC }, { isian: DESC }]) { nodes { tetap } }', []],
  ['{ groups(by: [tetap, isian]) { count } }', ['groups']],
  ['{ groupCount(by: [isian]) }', ['groupCount']],
  ['{ groups(by: [tetap], having: { of: SUM, column: isianAngka, is: { gt: "0" } }) { count } }', ['groups']],
  ['{ groups(by: [tetap], orderBy: { of: COUNT_DISTINCT, column: isian }) { count } }', ['groups']],
  ['{ aggregate { countDistinct(column: isian) } }', ['aggregate', 'countDistinct']],
  ['{ aggregate { range(column: isianAngka) { min max } } }', ['aggregate', 'range']],
  ['{ distinct(column: isian) { value } }', ['distinct']],
])('%s is refused where the column stands', async (rest, below) => {
  const { data, errors } = await ask(`{ ${ONE.field}${rest} }`);
  expect(errors.map(({ path, originalError }) => [path, originalError])).toMatchObject([
    [[ONE.field, ...below], { code: 'FIELD_NOT_EXPOSED' }],
  ]);
  for (const marker of tables.markers.figures) expect(JSON.stringify(data)).not.toContain(marker);
});
