import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditTrailVerdict } from '../../subgraphs/audit/store.js';
import { verifyBundle } from '../../subgraphs/workflow/archive/verify.js';
import { auditChain } from '../../subgraphs/workflow/evidence/audit.js';
import { dataOf } from '../intake/onboarding.js';
import { bootHub, type Caller, eventually, type TestHub } from '../support/hub.js';
import { handedOver, readWhole } from '../workflow/case-over-http.js';
import {
  column,
  csv,
  type Delivered,
  delivered,
  erased,
  erasures,
  load,
  loadAgain,
  propose,
  proposed,
  sign,
  word,
} from './delivered.js';
import { placesOf } from './searching.js';

let hub: TestHub;
let sql: Sql;
let producer: Caller;
let head: Caller;
beforeAll(async () => {
  hub = await bootHub('demo');
  sql = postgres(hub.databaseUrl, { max: 2, onnotice: () => {} });
  producer = await hub.official('produsen.dinkes');
  head = await hub.official('kepala.bidang');
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

const names = async (field: string) =>
  (
    await producer.query<Record<string, { nodes: { nama: string }[] }>>(`{ ${field} { nodes { nama } } }`)
  ).data?.[field]?.nodes.map(({ nama }) => nama);
const codeOf = (answer: { errors: readonly { extensions: { code: string } }[] }) =>
  answer.errors[0]?.extensions.code;
const places = (text: string) => placesOf(sql, text);
/** Without the planner's samples, which PostgreSQL makes when it likes. */
const stored = async (text: string) => (await places(text)).filter((place) => !place.startsWith('pg_stats'));

async function chainsHold(): Promise<void> {
  const { db } = hub.hub.parts.writes;
  expect(await auditChain(db, null)).toMatchObject({ ok: true });
  expect(await auditTrailVerdict(db, null)).toMatchObject({ ok: true });
}

describe('a release', () => {
  let made: Delivered;
  beforeAll(async () => {
    made = await delivered(hub, 'rilis');
  });

  test('is erased everywhere, and what is left says what it was, why, and by whom', async () => {
    const { field, words, upload } = made;
    // The search finds what is there: in tables, files, a document, and within the archive.
    expect(await stored(words.second)).toEqual([
      'archive_chunks.data',
      'document_chunks.data',
      'hosted.c002',
      'upload_chunks.data',
    ]);
    const kept = [await stored(words.first), await stored(words.third)];
    const listed = (await readArchives(made))[0];
    const { id, erased: things } = await erased(hub, field, { release: 2 });
    expect(await places(words.second)).toEqual([]);
    expect([await stored(words.first), await stored(words.third)]).toEqual(kept);
    expect(await names(field)).toEqual([words.third]);

    const [source] = await sql`select sha256, bytes::text from uploads where id = ${upload}`;
    expect(things).toEqual(
      expect.arrayContaining([
        { kind: 'RELEASE', name: '2', bytes: null, sha256: source?.['sha256'] },
        { kind: 'FILE', name: 'data.xlsx', bytes: source?.['bytes'], sha256: source?.['sha256'] },
        { kind: 'ARCHIVE', name: `${made.case.number} 1`, bytes: listed?.bytes, sha256: listed?.sha256 },
        {
          kind: 'DOCUMENT',
          name: expect.stringContaining('SUPPORTING'),
          bytes: source?.['bytes'],
          sha256: source?.['sha256'],
        },
      ]),
    );
    const { events } = (await readWhole(await hub.official('tim.teknis'), made.case.number)).dossier;
    expect(events.at(-1)).toMatchObject({
      action: 'ERASE',
      role: 'DIVISION_HEAD',
      reason: 'memuat data pribadi',
    });
    expect(dataOf(await erasures(producer, field)).erasures).toMatchObject([
      {
        id,
        status: 'ERASED',
        release: 2,
        proposedBy: 'Produsen Dinas Kesehatan',
        signedBy: 'Kepala Bidang E-Government',
      },
    ]);
    await chainsHold();
  });

  test('cannot be had again: not restored, not loaded, not downloaded', async () => {
    const { field, upload } = made;
    const restore = 'mutation ($field: ID!) { restoreRelease(dataset: $field, number: 2) }';
    const restored = await producer.query(restore, { field });
    expect([restored.status, codeOf(restored)]).toEqual([410, 'ERASED']);
    const again =
      'mutation ($field: ID!, $upload: ID!) { loadRelease(dataset: $field, upload: $upload) { rows } }';
    expect(codeOf(await producer.query(again, { field, upload }))).toBe('ERASED');
    const attach = `mutation ($number: ID!, $version: Int!, $upload: ID!) {
      attachDocument(number: $number, version: $version, document: SUPPORTING, upload: $upload) { number } }`;
    expect(codeOf(await producer.query(attach, { ...made.case, upload }))).not.toBeUndefined();
    expect(codeOf(await propose(producer, field, { release: 2 }))).toBe('ERASED');
    const { releases } = dataOf(
      await producer.query<{ releases: { number: number; erasure: string | null; sha256: string }[] }>(
        'query ($field: ID!) { releases(dataset: $field) { number erasure sha256 } }',
        { field },
      ),
    );
    expect(releases.map(({ number, erasure }) => [number, erasure !== null])).toEqual([
      [3, false],
      [2, true],
      [1, false],
    ]);
    for (const path of [
      `/cases/${made.case.number}/archives/1`,
      `/cases/${made.case.number}/documents/SUPPORTING/1`,
    ])
      expect((await producer.download(path)).status).toBe(410);
  });

  test('whoever saves the answer in place of its archive learns that it was erased, not that it is damaged', async () => {
    const { bytes } = await producer.download(`/cases/${made.case.number}/archives/1`);
    const folder = await mkdtemp(join(tmpdir(), 'satugraf-hapus-'));
    try {
      await writeFile(join(folder, 'arsip.zip'), bytes);
      const verdict = await verifyBundle(join(folder, 'arsip.zip'));
      expect(verdict).toMatchObject({ ok: false, why: 'ERASED' });
      expect(!verdict.ok && verdict.detail.en).toContain(
        'was erased by Produsen Dinas Kesehatan and Kepala Bidang E-Government on ',
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('that is the live one leaves the dataset without data, until the next is loaded', async () => {
    const { field, words } = made;
    await erased(hub, field, { release: 3 });
    expect(await places(words.third)).toEqual([]);
    expect(codeOf(await producer.query(`{ ${field} { nodes { nama } } }`))).toBe('NO_RELEASE');
    await load(hub, field, csv(['baru']));
    expect(await names(field)).toEqual(['baru']);
  });

  const readArchives = async ({ case: { number } }: Delivered) =>
    dataOf(
      await producer.query<{ case: { dossier: { archives: { bytes: string; sha256: string }[] } } }>(
        'query ($number: ID!) { case(number: $number) { dossier { archives { bytes sha256 } } } }',
        { number },
      ),
    ).case.dossier.archives;
});

describe('a column', () => {
  test('is erased in all releases and files, is closed, and no later file brings it back', async () => {
    const { field, words, case: stage } = await delivered(hub, 'kolom');
    // The planner keeps samples of what it has seen.
    await sql.unsafe('analyze');
    expect(await places(words.first)).toEqual(
      expect.arrayContaining([
        'hosted.c002',
        'imports.understanding',
        'pg_stats of hosted.c002',
        'pg_stats of upload_chunks.data',
        'upload_chunks.data',
      ]),
    );
    expect(await places(words.rejected)).toEqual(expect.arrayContaining(['reject_chunks.data']));
    const tables = await sql<{ id: number; node: string }[]>`
      select r.id, pg_relation_filenode('hosted.r' || r.id)::text as node from releases r
      join datasets d on d.id = r.dataset_id where d.name = 'kolom' order by r.id`;
    const { erased: things } = await erased(hub, field, { column: 'nama' });
    for (const text of Object.values(words)) expect([text, await places(text)]).toEqual([text, []]);
    expect(things.filter(({ kind }) => kind === 'COLUMN').map(({ name }) => name)).toEqual([
      '1 nama',
      '2 nama',
      '3 nama',
    ]);
    expect(things.filter(({ kind }) => kind === 'FILE')).toHaveLength(3);
    // The tables were written anew: PostgreSQL leaves the values of a dropped column in the rows.
    for (const { id, node } of tables) {
      const [now] = await sql`select pg_relation_filenode(${`hosted.r${id}`})::text as node`;
      expect(now?.['node']).not.toBe(node);
    }
    const team = await hub.official('tim.teknis');
    expect(codeOf(await team.query(`{ ${field} { nodes { nama } } }`))).toBe('GRAPHQL_VALIDATION_FAILED');
    const { [field]: list } = dataOf(
      await team.query<Record<string, { nodes: object[] }>>(`{ ${field} { nodes { kode jumlah } } }`),
    );
    expect(list?.nodes).toEqual([{ kode: 'k1', jumlah: 0 }]);
    const { events, fields } = (await readWhole(team, stage.number)).dossier;
    expect(events.slice(-2).map(({ action }) => action)).toEqual(['RAISE_CLASS', 'ERASE']);
    expect(fields.find(({ name }) => name === 'nama')).toMatchObject({ accessClass: 'CLOSED' });
    await chainsHold();

    const later = word();
    await load(hub, field, csv([later]));
    expect(await stored(later)).toEqual(['upload_chunks.data']);
    // What came in with that file can be erased in its turn.
    await erased(hub, field, { column: 'nama' });
    expect(await places(later)).toEqual([]);
  });
});

/** A dataset at step 3, without a release. */
async function open(name: string): Promise<string> {
  const columns = [
    column('kode', 'TEXT', { key: true }),
    column('nama', 'TEXT'),
    column('jumlah', 'INTEGER'),
  ];
  await handedOver(hub, producer, { name, title: name, description: 'Data uji.', columns });
  return `dinkes_${name}`;
}

describe('a release whose rows stand in others', () => {
  test('is not erased while one that was added to it holds them', async () => {
    const field = await open('tambah');
    const [own, added] = [word(), word()];
    await load(hub, field, csv([own]));
    await load(hub, field, `kode,nama,jumlah\nz9,${added},1\n`, { mode: 'APPEND' });
    const id = await proposed(hub, field, { release: 1 });
    expect(codeOf(await sign(head, id))).toBe('ERASURE_REFUSED');
    expect(await names(field)).toEqual([own, added]);
    await erased(hub, field, { release: 2 });
    expect(codeOf(await sign(head, id))).toBeUndefined();
    expect([await places(own), await places(added)]).toEqual([[], []]);
  });

  test('takes with it those that were loaded from the same file', async () => {
    const field = await open('kembar');
    const own = word();
    const upload = await load(hub, field, csv([own]));
    await loadAgain(hub, field, upload);
    await load(hub, field, csv(['lain']));
    await producer.upload(csv([own]));
    const { erased: things } = await erased(hub, field, { release: 1 });
    expect(things.filter(({ kind }) => kind === 'RELEASE').map(({ name }) => name)).toEqual(['1', '2']);
    expect(await places(own)).toEqual([]);
    expect(await names(field)).toEqual(['lain']);
  });
});

describe('at the same time', () => {
  test('two signatures erase once', async () => {
    const field = await open('serentak');
    await load(hub, field, csv([word()]));
    const id = await proposed(hub, field, { release: 1 });
    const answers = await Promise.all([1, 2, 3, 4].map(() => sign(head, id)));
    expect(answers.map(codeOf).sort()).toEqual([
      'ERASURE_SETTLED',
      'ERASURE_SETTLED',
      'ERASURE_SETTLED',
      undefined,
    ]);
    const [count] =
      await sql`select count(*)::int as n from case_events where action = 'ERASE' and facts ->> 'erasure' = ${id}`;
    expect(count?.['n']).toBe(1);
  });

  test('one that is cut off in the middle leaves everything as it was', async () => {
    const field = await open('putus');
    const own = word();
    await load(hub, field, csv([own]));
    const before = await stored(own);
    const id = await proposed(hub, field, { release: 1 });
    const held = await sql.reserve();
    try {
      await held`begin`;
      // The evidence comes last.
      await held`select pg_advisory_xact_lock(7214007)`;
      const signing = sign(head, id);
      const killed = await eventually(async () => {
        const [row] = await held<{ killed: boolean }[]>`
          select pg_cancel_backend(a.pid) as killed from pg_locks l join pg_stat_activity a on a.pid = l.pid
          where l.locktype = 'advisory' and not l.granted and a.application_name = 'satugraf hub'`;
        return row?.killed || undefined;
      });
      expect(killed).toBe(true);
      expect(codeOf(await signing)).toBe('TIMEOUT');
    } finally {
      await held`rollback`;
      held.release();
    }
    expect(await stored(own)).toEqual(before);
    expect(await names(field)).toEqual([own]);
    expect(dataOf(await erasures(producer, field)).erasures).toMatchObject([
      { id, status: 'PROPOSED', erased: [] },
    ]);
    expect(codeOf(await sign(head, id))).toBeUndefined();
    expect(await places(own)).toEqual([]);
  });

  test('an export that runs breaks off, and nobody waits for it', async () => {
    const field = await open('ekspor');
    await load(hub, field, csv([word()]));
    const [release] = await sql<{ id: number }[]>`
      select r.id from releases r join datasets d on d.id = r.dataset_id where d.name = 'ekspor'`;
    await sql.unsafe(
      `insert into hosted.r${release?.id} ("row", id, c001, c002)
       select 100 + n, 'i' || n, 'b' || n, repeat('x', 4000) from generate_series(1, 20000) n`,
    );
    await sql`update releases set rows = 20001 where id = ${release?.id ?? 0}`;
    await sql`select pg_notify('satugraf_changes', '')`;
    await hub.hub.settle();
    const ended = new Promise<string>((resolve, reject) => {
      const sent = request(`${hub.url}/exports/${field}.csv`, {
        headers: { authorization: `Bearer ${producer.token}` },
      });
      sent.on('response', (response) => {
        // Nothing is read at first, so that the file cannot have gone out by the time it is erased.
        response.on('close', () => resolve(response.complete ? 'whole' : 'broken off'));
        response.on('error', () => {});
        void erased(hub, field, { release: 1 }).then(() => response.resume(), reject);
      });
      sent.on('error', reject);
      sent.end();
    });
    expect(await ended).toBe('broken off');
    expect(codeOf(await producer.query(`{ ${field} { totalCount } }`))).toBe('NO_RELEASE');
  });
});
