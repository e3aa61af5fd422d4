import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DatasetUses } from '../../subgraphs/dataset-uses.js';
import { ANONYMOUS, type Viewer } from '../../subgraphs/viewer.js';
import { but, each } from '../identity/callers.js';
import type { Caller } from '../support/hub.js';
import { bootOffice, type Office } from './granting.js';

let office: Office;
let producer: Caller;
let consumer: Caller;
beforeAll(async () => {
  office = await bootOffice();
  producer = await office.hub.official('produsen.dinkes');
  consumer = await office.hub.official('pengguna');
  await office.hub.hub.noteUses();
  await office.sql`delete from dataset_uses`;
});
afterEach(async () => {
  await office.hub.hub.noteUses();
  await office.sql`delete from dataset_uses`;
  await office.sql`delete from grants`;
});
afterAll(() => office[Symbol.asyncDispose]());

const USES = `query ($dataset: ID!, $from: String, $to: String, $first: Int, $after: String) {
  datasetUses(dataset: $dataset, from: $from, to: $to, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { consumer { kind name key agency { slug } } queries exports restricted lastDay purposes }
  }
}`;
interface Uses {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly {
    readonly consumer: { readonly kind: string; readonly name: string | null };
    readonly queries: number;
    readonly exports: number;
    readonly restricted: number;
    readonly lastDay: string;
    readonly purposes: readonly string[];
  }[];
}
const ask = (caller: Caller, variables: Record<string, unknown>) =>
  caller.query<{ datasetUses: Uses | null }>(USES, variables);

/** Queries, exports and restricted ones of each consumer, by name. */
async function counted(dataset: string): Promise<Record<string, readonly number[]>> {
  await office.hub.hub.noteUses();
  const { data, text } = await ask(await office.hub.official('tim.teknis'), { dataset });
  if (!data?.datasetUses) throw new Error(text);
  return Object.fromEntries(
    data.datasetUses.nodes.map(({ consumer: { name, kind }, queries, exports, restricted }) => [
      name ?? kind,
      [queries, exports, restricted],
    ]),
  );
}

describe('uses are counted', () => {
  test('of answers that are made and kept, of files, and of each dataset in an answer', async () => {
    const { one, other, hub } = office;
    await office.granted();
    const key = hub.key();
    const rows = (names: string) => `{ ${one.field} { nodes { ${names} } } }`;
    for (let round = 0; round < 3; round++) await consumer.query(rows('kode rahasia'));
    await consumer.query(rows('kode'));
    await consumer.query(`{ ${one.field}(where: { besaran: { gt: "1" } }) { totalCount } }`);
    await consumer.query(
      `{ a: ${one.field} { totalCount } b: ${one.field} { totalCount } ${other.field} { totalCount } }`,
    );
    // Without a grant the column is withheld, and what is read is the rest.
    await key.query(rows('kode rahasia'));
    await key.query(rows('kode rahasia'));
    expect((await consumer.download(`/exports/${one.field}.csv`)).status).toBe(200);
    expect((await consumer.download(`/exports/${one.field}.ndjson?columns=kode`)).status).toBe(200);
    const sorted = encodeURIComponent('[{"rahasia":"ASC"}]');
    expect((await consumer.download(`/exports/${one.field}.csv?columns=kode&orderBy=${sorted}`)).status).toBe(
      200,
    );
    await producer.query(rows('rahasia'));
    // What reads no dataset, or is refused as a whole, is no use of one.
    await consumer.query('{ viewer { name } datasets { name } }');
    await consumer.query(rows('tidakAda'));
    expect((await key.download(`/exports/${one.field}.csv?columns=rahasia`)).status).toBe(403);
    await hub.anonymous.query(rows('kode'));
    expect(await counted(one.field)).toEqual({
      'Pengguna Data': [6, 3, 6],
      'Dasbor kecamatan': [2, 0, 0],
      'Produsen Dinas Kesehatan': [1, 0, 1],
    });
    expect(await counted(other.field)).toEqual({ 'Pengguna Data': [1, 0, 0] });
    await consumer.query(rows('kode'));
    expect((await counted(one.field))['Pengguna Data']).toEqual([7, 3, 6]);
  });

  test('of the public, together, and of what it has already', async () => {
    const { url, anonymous } = office.hub;
    const field = 'dinkes_tenagaKesehatan';
    const get = (headers: Record<string, string> = {}) =>
      fetch(`${url}/graphql?query=${encodeURIComponent(`{ ${field} { totalCount } }`)}`, {
        headers: { 'apollo-require-preflight': 'yes', ...headers },
      });
    const etag = (await get()).headers.get('etag') ?? '';
    for (let round = 0; round < 2; round++) expect((await get({ 'if-none-match': etag })).status).toBe(304);
    expect((await anonymous.download(`/exports/${field}.csv`)).status).toBe(200);
    expect(await counted(field)).toEqual({ ANONYMOUS: [3, 1, 0] });
  });
});

describe('uses are shown', () => {
  test('to the own producer, the technical team and the heads', async () => {
    const { one } = office;
    const codes = await each(office.hub, async (caller) => {
      const { data, errors } = await ask(caller, { dataset: one.field });
      return data?.datasetUses ? 'OK' : errors[0]?.extensions.code;
    });
    expect(codes).toEqual(
      but<string | undefined>('OK', {
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
        'consumer key': 'FORBIDDEN',
        'producer of dispendik': 'FORBIDDEN',
        admin: 'FORBIDDEN',
        consumer: 'FORBIDDEN',
      }),
    );
    const { errors } = await ask(producer, { dataset: 'dinkes_tidakAda' });
    expect(errors[0]?.extensions.code).toBe('NOT_FOUND');
  });

  const noted = (consumer: string, day: string, queries: number, exports = 0) => office.sql`
    insert into dataset_uses select id, ${day}, ${consumer}, ${queries}, ${exports}, 0
    from datasets where name = 'terbatas'`;

  test('with what each was granted, by day, the most frequent first', async () => {
    const { one, keyId, day } = office;
    const [account] = await office.sql<{ id: string }[]>`select id from accounts where username = 'pengguna'`;
    await office.granted({ key: keyId, purpose: 'Peta kemiskinan' });
    await office.granted({ key: keyId, purpose: 'Laporan lama', status: 'WITHDRAWN' });
    await office.granted({ key: keyId, purpose: 'Ditolak', status: 'REFUSED' });
    await office.granted({ key: keyId, purpose: 'Di dataset lain', dataset: 'terbatasLain' });
    await office.granted({ purpose: 'Penelitian', until: day(-1) });
    await noted(`key:${keyId}`, day(-3), 2);
    await noted(`key:${keyId}`, day(-1), 3, 1);
    await noted(`account:${account?.id}`, day(-2), 1);
    await noted('anonymous', day(-1), 4);
    const shown = async (from: string | null, to: string | null) => {
      const { data } = await ask(producer, { dataset: one.field, from, to });
      return data?.datasetUses?.nodes.map(
        ({ consumer: { kind, name }, queries, exports, lastDay, purposes }) => ({
          who: name ?? kind,
          reads: [queries, exports],
          lastDay,
          purposes: [...purposes].sort(),
        }),
      );
    };
    const dashboard = {
      who: 'Dasbor kecamatan',
      lastDay: day(-1),
      purposes: ['Laporan lama', 'Peta kemiskinan'],
    };
    const anyone = { who: 'ANONYMOUS', reads: [4, 0], lastDay: day(-1), purposes: [] };
    expect(await shown(null, null)).toEqual([
      { ...dashboard, reads: [5, 1] },
      anyone,
      { who: 'Pengguna Data', reads: [1, 0], lastDay: day(-2), purposes: ['Penelitian'] },
    ]);
    expect(await shown(day(-1), day(-1))).toEqual([anyone, { ...dashboard, reads: [3, 1] }]);
    expect(await shown(day(0), null)).toEqual([]);
    const { errors } = await ask(producer, { dataset: one.field, from: '2026-02-30' });
    expect(errors[0]?.extensions.code).toBe('DATE_REFUSED');
  });

  test('page by page, though some have read as often', async () => {
    const { one, day } = office;
    for (let at = 0; at < 7; at++) await noted(`key:tidakAda${at}`, day(0), at < 4 ? 1 : at);
    const pages: number[][] = [];
    let after: string | null = null;
    do {
      const { data } = await ask(producer, { dataset: one.field, first: 3, after });
      const { nodes = [], pageInfo, totalCount } = (data?.datasetUses ?? {}) as Partial<Uses>;
      expect(totalCount).toBe(7);
      pages.push(nodes.map(({ queries }) => queries));
      after = pageInfo?.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(pages).toEqual([[6, 5, 4], [1, 1, 1], [1]]);
  });

  test('until 400 days later', async () => {
    const { day, sql, hub } = office;
    await noted('anonymous', day(-400), 1);
    await noted('anonymous', day(-401), 1);
    await hub.hub.noteUses();
    const [row] = await sql`select count(*)::int as count from dataset_uses`;
    expect(row?.['count']).toBe(1);
  });
});

describe('the notes of a hub', () => {
  const viewer = (name: string): Viewer => ({
    kind: 'SERVICE_KEY',
    keyId: name,
    name,
    agency: null,
    scopes: [],
  });
  const reads = [{ dataset: { id: 'd' }, restricted: [] }];

  test('are of the day in Jakarta on which it was read', () => {
    const uses = new DatasetUses();
    uses.note('QUERY', ANONYMOUS, reads, new Date('2026-03-01T16:59:59Z'));
    uses.note('EXPORT', ANONYMOUS, reads, new Date('2026-03-01T17:00:00Z'));
    expect(uses.take().map(({ day, queries, exports }) => [day, queries, exports])).toEqual([
      ['2026-03-01', 1, 0],
      ['2026-03-02', 0, 1],
    ]);
    expect(uses.take()).toEqual([]);
  });

  test('are bounded: known consumers are counted on, new ones go by', () => {
    const uses = new DatasetUses();
    const now = new Date('2026-03-01T00:00:00Z');
    for (let at = 0; at < 20_010; at++) uses.note('QUERY', viewer(`k${at}`), reads, now);
    uses.note('QUERY', viewer('k0'), reads, now);
    const taken = uses.take();
    expect([taken.length, taken.find(({ consumer }) => consumer === 'key:k0')?.queries]).toEqual([20_000, 2]);
  });
});
