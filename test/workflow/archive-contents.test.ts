import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GENESIS, linkHash, verifyChain } from '../../subgraphs/chain.js';
import { type ArchiveInput, bundleEntries, type TextRow } from '../../subgraphs/workflow/archive/contents.js';
import type { CaseLink, ChainedEvent } from '../../subgraphs/workflow/evidence/chain.js';
import { runs } from '../support/runs.js';

const NOTHING: ArchiveInput = {
  data: null,
  definition: {},
  sdl: null,
  documents: async () => [],
  events: [],
};

async function filesOf(input: Partial<ArchiveInput>): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const { path, data } of bundleEntries({ ...NOTHING, ...input })) {
    const parts: Uint8Array[] = [];
    for await (const part of data instanceof Uint8Array ? [data] : data) parts.push(part);
    files.set(path, Buffer.concat(parts).toString());
  }
  return files;
}

async function csvOf(labels: readonly string[], ...pages: readonly (readonly TextRow[])[]): Promise<string> {
  const columns = labels.map((label, at) => ({ label, physical: `c00${at + 1}` }));
  const data = {
    columns,
    async *pages() {
      yield* pages;
    },
  };
  return (await filesOf({ data })).get('data.csv') ?? '';
}

const link = (id: number, previousHash: string, facts: unknown): CaseLink => {
  const event: ChainedEvent = {
    id,
    caseNumber: '2026-0007',
    version: id,
    transition: true,
    action: 'OPEN_ACCESS',
    fromStep: 'DELIVER',
    toStep: 'DELIVER',
    outsideSop: false,
    actor: 'produsen.dinkes',
    role: 'PRODUCER',
    actingKind: null,
    onBehalfOf: null,
    reason: null,
    facts,
    at: '2026-03-08T02:30:45.000Z',
  };
  return { event, previousHash, hash: linkHash(event, previousHash) };
};

describe('the data of an archive', () => {
  test('is RFC 4180 with the producer’s headers; what is no value and what is an empty text differ', async () => {
    const csv = await csvOf(
      ['Kode', 'Nama, lengkap'],
      [
        ['1', 'Sumber"rejo'],
        [null, ''],
      ],
      [['=SUM(A1)', 'dua\r\nbaris']],
    );
    expect(csv).toBe('Kode,"Nama, lengkap"\r\n1,"Sumber""rejo"\r\n,""\r\n=SUM(A1),"dua\r\nbaris"\r\n');
  });

  test('comes back from a CSV reader exactly, whatever the cells hold', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', '\uFEFF', '=', 'a') }),
    );
    const tables = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(fc.option(text), { minLength: width, maxLength: width }), { minLength: 1 }),
      );
    await fc.assert(
      fc.asyncProperty(tables, fc.nat(), async (table, split) => {
        const [header, ...rows] = table;
        const labels = (header ?? []).map((label) => label ?? '');
        const at = split % (rows.length + 1);
        const csv = await csvOf(labels, rows.slice(0, at), rows.slice(at));
        const read: unknown = parse(csv, {
          bom: true,
          record_delimiter: '\r\n',
          cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
        });
        expect(read).toEqual([labels, ...rows]);
      }),
      { numRuns: runs(300, 20_000) },
    );
  });
});

describe('the other files of an archive', () => {
  test('are the definition, the SDL, the documents by kind and version, and the events', async () => {
    const document = (kind: string, version: number, filename: string) => ({
      kind,
      version,
      filename,
      async *bytes() {
        yield Buffer.from(`${kind} ${version}`);
      },
    });
    const files = await filesOf({
      definition: { title: 'Kunjungan', columns: [{ name: 'b', key: true }] },
      sdl: 'type Query { a: Int }\n',
      documents: async () => [
        document('TOR', 1, 'Kerangka Acuan.PDF'),
        document('TOR', 2, 'tor'),
        document('AGREEMENT', 1, 'x.../../evil.a b'),
      ],
    });
    expect([...files]).toEqual([
      ['definition.json', expect.any(String)],
      ['schema.graphql', 'type Query { a: Int }\n'],
      ['documents/TOR-v1.pdf', 'TOR 1'],
      ['documents/TOR-v2', 'TOR 2'],
      ['documents/AGREEMENT-v1', 'AGREEMENT 1'],
      ['events.jsonl', ''],
    ]);
    expect(JSON.parse(files.get('definition.json') ?? '')).toEqual({
      title: 'Kunjungan',
      columns: [{ name: 'b', key: true }],
    });
    expect([...(await filesOf({})).keys()]).toEqual(['definition.json', 'events.jsonl']);
  });

  test('hold the links of the chain so that anyone can follow them', async () => {
    const first = link(1, GENESIS, { z: [1, { b: null, a: 'é\n' }], a: 1.5 });
    const second = link(2, first.hash, null);
    const text = (await filesOf({ events: [first, second] })).get('events.jsonl') ?? '';
    expect(text.endsWith('\n')).toBe(true);
    const lines = text.trimEnd().split('\n');
    expect(await verifyChain(lines.map((line) => JSON.parse(line) as CaseLink))).toEqual({
      ok: true,
      events: 2,
      head: second.hash,
    });
    // Key order of the database or of the code that made the facts leaves no trace.
    const turned = { ...first, event: { ...first.event, facts: { a: 1.5, z: [1, { a: 'é\n', b: null }] } } };
    expect((await filesOf({ events: [turned, second] })).get('events.jsonl')).toBe(text);
  });
});
