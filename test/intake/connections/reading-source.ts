import { expect } from 'vitest';
import type { ColumnType } from '../../../schema/definition.js';
import { inSession } from '../../../subgraphs/intake/connections/connect.js';
import { ndjsonOf, type PullCount } from '../../../subgraphs/intake/connections/ndjson.js';
import type { Beyond } from '../../../subgraphs/intake/connections/source.js';
import { readerOf } from '../../../subgraphs/intake/connections/values.js';
import type { Structure, Table } from '../../../subgraphs/intake/structure/structure.js';
import { readPlace } from '../../../subgraphs/outbound/address.js';
import { createOutbound } from '../../../subgraphs/outbound/dial.js';
import type { SourceDatabase } from '../../support/servers.js';

/** A way out that allows this address alone. */
export const outboundTo = ({ host, port }: Pick<SourceDatabase, 'host' | 'port'>) => {
  const place = readPlace(host) ?? expect.fail(`${host} is no place`);
  return createOutbound({
    allowed: async () => [{ place, port }],
    own: async () => ({ endpoints: [], machine: [] }),
    resolve: async () => [],
    log: { error: () => {} },
  });
};

const loginOf = (source: SourceDatabase) => ({ ...source, tls: false });

export const structureIn = (source: SourceDatabase): Promise<Structure> =>
  inSession({ outbound: outboundTo(source) }, source.kind, loginOf(source), 'structure', (session) =>
    session.structure(),
  );

export function tableIn({ tables }: Structure, name: string): Table {
  return tables.find((one) => one.name === name) ?? expect.fail(`no table ${name}`);
}

/** A table's rows as a pull writes them, each column read for the type that the structure gives it, or for `as`. */
export async function pulled(
  source: SourceDatabase,
  name: string,
  { as = {}, beyond = null }: { as?: Readonly<Record<string, ColumnType>>; beyond?: Beyond | null } = {},
): Promise<{ readonly lines: string[]; readonly count: PullCount }> {
  const count: PullCount = { rows: 0, bytes: 0, zeroDates: new Map(), watermark: null };
  const lines = await inSession(
    { outbound: outboundTo(source) },
    source.kind,
    loginOf(source),
    'pull',
    async (session) => {
      const [table] = (await session.structure({ schema: source.schema, table: name })).tables;
      if (!table) return expect.fail(`no table ${name}`);
      const columns = table.columns.filter(({ type }) => type !== null);
      const mark = beyond ? table.columns.filter((column) => column.name === beyond.column) : [];
      const pages = session.rows({
        schema: source.schema,
        table: name,
        columns: [...columns, ...mark],
        orderBy: table.primaryKey,
        beyond,
      });
      const read = columns.map((column) => ({
        label: column.name,
        read: readerOf(source.kind, column.sqlType, as[column.name] ?? column.type ?? 'TEXT'),
      }));
      const chunks: Uint8Array[] = [];
      for await (const chunk of ndjsonOf(pages, read, { rows: 1e6, bytes: 1e9 }, count)) chunks.push(chunk);
      return Buffer.concat(chunks).toString('utf8').split('\n').slice(0, -1);
    },
  );
  return { lines, count };
}

/** The values of one column, row by row. */
export const column = (lines: readonly string[], name: string): unknown[] =>
  lines.map((line) => (JSON.parse(line) as Record<string, unknown>)[name]);
