import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase, type Queries } from '../../db/client.js';
import { accounts } from '../../db/tables/accounts.js';
import { agencies } from '../../db/tables/agencies.js';
import { cases } from '../../db/tables/cases.js';
import { archiveChunks } from '../../db/tables/documents.js';
import { bundleEntries } from '../../subgraphs/workflow/archive/contents.js';
import { peekArchive } from '../../subgraphs/workflow/archive/peek.js';
import {
  findArchive,
  listArchives,
  readArchive,
  releaseRows,
  storeArchive,
} from '../../subgraphs/workflow/archive/store.js';
import { verifyBundle } from '../../subgraphs/workflow/archive/verify.js';
import { createDatabase } from '../support/hub.js';

const RELEASE = 41;
const COLUMNS = ['c001', 'c002', 'c003', 'c004', 'c005', 'c006'].map((physical) => ({
  physical,
  label: `Kolom ${physical}`,
}));
const ROWS = 12;
const row = (at: number): (string | null)[] =>
  at === 3
    ? [null, null, null, null, null, null]
    : [
        at === 4 ? '' : `nama ${at} "é"`,
        `${at}`,
        `${9007199254740993n + BigInt(at)}`,
        `${at}.10`,
        `${at % 2 === 0}`,
        '2026-03-08',
      ];
const NOW = new Date('2026-03-08T02:30:45.678Z');
const ABOUT = { case: '2026-0007', dataset: 'dinkesKunjungan', release: 2, chainHead: 'ab'.repeat(32) };

let database: Awaited<ReturnType<typeof createDatabase>>;
let store: Database;
let caseId: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'satugraf-archive-'));
  database = await createDatabase('empty');
  // One connection alone: whatever wanted a second one would wait for ever.
  store = openDatabase(database.url, { max: 1, name: 'test' });
  const { db } = store;
  await db.insert(agencies).values({ slug: 'dinkes', name: 'Dinas Kesehatan' });
  const accountId = randomUUID();
  await db
    .insert(accounts)
    .values({ id: accountId, username: 'a', name: 'A', agency: 'dinkes', passwordHash: '' });
  caseId = randomUUID();
  await db.insert(cases).values({
    id: caseId,
    year: 2026,
    sequence: 7,
    number: '2026-0007',
    agency: 'dinkes',
    title: '',
    purpose: '',
    status: 'OPEN',
    step: 'DELIVER',
    version: 1,
    state: {},
    createdBy: accountId,
    createdAt: NOW,
    updatedAt: NOW,
  });
  await store.sql.unsafe(
    `create table hosted.r${RELEASE} ("row" bigint primary key, id text not null, c001 text, c002 integer, c003 bigint,
      c004 numeric, c005 boolean, c006 date)`,
  );
  // Stored backwards, so only the order that is asked for gives the order of the file.
  for (let at = ROWS; at >= 1; at--)
    await store.sql.unsafe(
      `insert into hosted.r${RELEASE} values ($1::text::bigint, $1, $2, $3::text::integer, $4::text::bigint,
        $5::text::numeric, $6::text::boolean, $7::text::date)`,
      [`${at}`, ...row(at)],
    );
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of source) found.push(one);
  return found;
}

class RollBack extends Error {}

/** Runs in a transaction that leaves nothing. */
async function tried<T>(work: (tx: Queries) => Promise<T>): Promise<T> {
  let found: { value: T } | undefined;
  await store.db
    .transaction(async (tx) => {
      found = { value: await work(tx) };
      throw new RollBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RollBack)) throw error;
    });
  if (!found) throw new Error('nothing was found');
  return found.value;
}

const expected = Array.from({ length: ROWS }, (_, at) => row(at + 1));

describe('the rows of a release', () => {
  test.each([
    1,
    5,
    6,
    ROWS,
    5000,
  ])('come in the order of the file, as exact text, by pages of %i', async (size) => {
    const pages = await tried((tx) => all(releaseRows(tx, RELEASE, COLUMNS, size)));
    expect(pages.flat()).toEqual(expected);
    expect(pages.map((page) => page.length)).toEqual(
      Array.from({ length: Math.ceil(ROWS / size) }, (_, at) => Math.min(size, ROWS - at * size)),
    );
  });

  test('come with the columns that are asked for, in their order', async () => {
    const picked = [{ physical: 'c004' }, { physical: 'c001' }];
    const [page] = await tried((tx) => all(releaseRows(tx, RELEASE, picked)));
    expect(page?.[1]).toEqual(['2.10', 'nama 2 "é"']);
  });

  test('write dates alike on a server that is set to write them otherwise', async () => {
    const pages = await tried(async (tx) => {
      await tx.execute(sql`set local datestyle to 'SQL, DMY'`);
      return all(releaseRows(tx, RELEASE, COLUMNS));
    });
    expect(pages.flat()).toEqual(expected);
  });
});

/** An archive of the release and one document of 3 MB, all over the connection on which it is stored. */
const keep = (tx: Queries, attempt: number, document: Buffer) =>
  storeArchive(tx, {
    caseId,
    attempt,
    about: ABOUT,
    now: NOW,
    entries: bundleEntries({
      data: { columns: COLUMNS, pages: () => releaseRows(tx, RELEASE, COLUMNS, 5) },
      definition: { columns: [{ name: 'nama' }] },
      sdl: null,
      documents: async () => [
        {
          kind: 'TOR',
          version: 1,
          filename: 'tor.pdf',
          async *bytes() {
            await tx.execute(sql`select 1`);
            yield document;
          },
        },
      ],
      events: [],
    }),
  });

describe('an archive in the store', () => {
  test('comes back as it was made, in chunks of 1 MiB, and verifies', async () => {
    const kept = await store.db.transaction((tx) => keep(tx, 1, randomBytes(3_000_000)));
    const chunks = await all(readArchive(store.db, caseId, 1));
    const bytes = Buffer.concat(chunks);
    expect(kept).toEqual({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    expect(chunks.map(({ length }) => length)).toEqual([1 << 20, 1 << 20, bytes.length - (2 << 20)]);
    expect(await findArchive(store.db, caseId)).toEqual({
      attempt: 1,
      ...kept,
      createdAt: NOW,
      erasureId: null,
    });
    const path = join(folder, 'arsip.zip');
    await writeFile(path, bytes);
    expect(await verifyBundle(path)).toMatchObject({
      ok: true,
      about: { ...ABOUT, createdAt: NOW.toISOString() },
      files: [
        { path: 'data.csv' },
        { path: 'definition.json' },
        { path: 'documents/TOR-v1.pdf', bytes: 3_000_000 },
        { path: 'events.jsonl', bytes: 0 },
      ],
      sha256: kept.sha256,
    });
  });

  test('tells what it holds without being read whole', async () => {
    const { bytes } = (await findArchive(store.db, caseId, 1)) ?? { bytes: 0 };
    const contents = await peekArchive(store.db, { caseId, attempt: 1, bytes });
    expect(contents?.about).toMatchObject(ABOUT);
    expect(contents?.columns).toEqual(new Set(['nama']));
    expect(contents?.files.map(({ path }) => path)).toContain('documents/TOR-v1.pdf');
    expect(await peekArchive(store.db, { caseId, attempt: 1, bytes: bytes - 1 })).toBeUndefined();
    expect(await peekArchive(store.db, { caseId, attempt: 9, bytes })).toBeUndefined();
  });

  test('of each attempt is kept beside the others; without an attempt it is the newest', async () => {
    const second = await store.db.transaction((tx) => keep(tx, 2, Buffer.from('second')));
    expect(await findArchive(store.db, caseId)).toMatchObject({ attempt: 2, sha256: second.sha256 });
    expect((await listArchives(store.db, caseId)).map(({ attempt }) => attempt)).toEqual([2, 1]);
    expect(await findArchive(store.db, caseId, 1)).toMatchObject({ attempt: 1 });
    expect(await findArchive(store.db, caseId, 3)).toBeUndefined();
    expect(await findArchive(store.db, randomUUID())).toBeUndefined();
    expect(await all(readArchive(store.db, caseId, 3))).toEqual([]);
    expect(Buffer.concat(await all(readArchive(store.db, caseId, 2))).length).toBe(second.bytes);
  });

  test('that fails half-way leaves nothing behind, and its connection fit for use', async () => {
    const made = store.db.transaction(async (tx) => {
      async function* entries() {
        yield { path: 'first', data: randomBytes(2_500_000) };
        const chunks = await tx.select().from(archiveChunks).where(eq(archiveChunks.attempt, 9));
        expect(chunks.length).toBeGreaterThan(0);
        yield* bundleEntries({
          data: { columns: COLUMNS, pages: () => releaseRows(tx, 999_999, COLUMNS) },
          definition: {},
          sdl: null,
          documents: async () => [],
          events: [],
        });
      }
      await storeArchive(tx, { caseId, attempt: 9, about: ABOUT, now: NOW, entries: entries() });
    });
    await expect(made).rejects.toMatchObject({ cause: { message: expect.stringContaining('r999999') } });
    expect(await findArchive(store.db, caseId, 9)).toBeUndefined();
    expect(await all(readArchive(store.db, caseId, 9))).toEqual([]);
  });
});
