import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { type BundleEntry, writeBundle } from '../../subgraphs/workflow/archive/bundle.js';
import { type BundleAbout, isBundlePath } from '../../subgraphs/workflow/archive/manifest.js';
import { verifyBundle } from '../../subgraphs/workflow/archive/verify.js';
import { runs } from '../support/runs.js';

const ABOUT: BundleAbout = {
  case: '2026-0007',
  dataset: 'dinkesKunjungan',
  release: 2,
  createdAt: '2026-03-08T02:30:45.000Z',
  chainHead: 'ab'.repeat(32),
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'satugraf-archive-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function* each<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

async function bundle(entries: readonly BundleEntry[], about = ABOUT): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of writeBundle(each(entries), about)) parts.push(part);
  return Buffer.concat(parts);
}

const file = (path: string, text: string): BundleEntry => ({ path, data: Buffer.from(text) });

async function verdictOn(bytes: Uint8Array) {
  const path = join(folder, 'one.zip');
  await writeFile(path, bytes);
  return verifyBundle(path);
}

/** What any reader of ZIP files finds in it. */
async function unzip(bytes: Uint8Array): Promise<[string, Buffer][]> {
  const path = join(folder, 'unzip.zip');
  await writeFile(path, bytes);
  const zip = await openPromise(path, { autoClose: false });
  const found: [string, Buffer][] = [];
  for await (const entry of zip.eachEntry()) {
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
    found.push([entry.fileName, Buffer.concat(parts)]);
  }
  zip.close();
  return found;
}

const flipped = (bytes: Uint8Array, at: number, mask: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] as number) ^ mask;
  return copy;
};

const sealed = (zip: Buffer): Buffer =>
  Buffer.concat([zip.subarray(0, -64), Buffer.from(sha256(zip.subarray(0, -64)))]);

/** A ZIP that somebody else put together, with a seal of its own that is right. */
async function forged(
  entries: readonly (readonly [string, Uint8Array | string])[],
  { zip64 = false, compress = true } = {},
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, data] of entries) zip.addBuffer(Buffer.from(data), path, { compress });
  zip.end({ forceZip64Format: zip64, comment: `sha256:${'0'.repeat(64)}` });
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return sealed(Buffer.concat(parts));
}

const names = fc
  .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))
  .filter((path) => path !== 'manifest.json' && isBundlePath(path));
const size = fc.nat(90_000);
const contents = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    size.map((bytes): Uint8Array => randomBytes(bytes)),
    size.map((bytes): Uint8Array => Buffer.alloc(bytes)),
  ),
  { maxLength: 4 },
);
const bundles = fc.uniqueArray(fc.record({ path: names, parts: contents }), {
  selector: ({ path }) => path,
  maxLength: 6,
});

describe('a bundle', () => {
  test('gives back what went in, verifies, and does so no more once one byte is flipped or the end is cut', async () => {
    await fc.assert(
      fc.asyncProperty(bundles, fc.nat(), fc.integer({ min: 1, max: 255 }), async (files, place, mask) => {
        const bytes = await bundle(files.map(({ path, parts }) => ({ path, data: each(parts) })));
        const expected = files.map(({ path, parts }) => {
          const data = Buffer.concat(parts);
          return { path, bytes: data.length, sha256: sha256(data) };
        });
        const found = (await unzip(bytes)).slice(0, -1);
        expect(found.map(([path, data]) => ({ path, bytes: data.length, sha256: sha256(data) }))).toEqual(
          expected,
        );
        expect(await verdictOn(bytes)).toEqual({
          ok: true,
          about: ABOUT,
          files: expected,
          sha256: sha256(bytes),
        });
        const at = place % bytes.length;
        expect((await verdictOn(flipped(bytes, at, mask))).ok, `byte ${at} ^ ${mask}`).toBe(false);
        expect((await verdictOn(bytes.subarray(0, at))).ok, `cut at ${at}`).toBe(false);
      }),
      { numRuns: runs(40, 1500) },
    );
  });

  test('has its manifest as the last file, with the facts and the hash of each file', async () => {
    const [, last] = await unzip(await bundle([file('data.csv', 'a\r\n1\r\n')]));
    expect(last?.[0]).toBe('manifest.json');
    expect(JSON.parse(String(last?.[1]))).toEqual({
      format: 'satugraf-archive/1',
      ...ABOUT,
      files: [{ path: 'data.csv', bytes: 6, sha256: sha256('a\r\n1\r\n') }],
    });
  });

  test('flipping any one byte of the file is detected, and names the file where it lies in one', async () => {
    const bytes = await bundle([file('data.csv', 'nama\r\nSumberejo\r\n'), file('events.jsonl', '')]);
    const path = join(folder, 'each.zip');
    await writeFile(path, bytes);
    await using handle = await open(path, 'r+');
    const named = new Set<string | undefined>();
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      await handle.write(Buffer.of(byte ^ (1 << (at % 8))), 0, 1, at);
      const verdict = await verifyBundle(path);
      expect(verdict.ok, `byte ${at} of ${bytes.length}`).toBe(false);
      if (!verdict.ok) named.add(verdict.path);
      await handle.write(Buffer.of(byte), 0, 1, at);
    }
    expect((await verifyBundle(path)).ok).toBe(true);
    expect([...named]).toEqual(
      expect.arrayContaining(['data.csv', 'events.jsonl', 'manifest.json', undefined]),
    );
  });

  test('is the same bytes for the same entries, however they come and wherever the clock stands', async () => {
    const data = Buffer.concat([
      randomBytes(100_000),
      Buffer.alloc(200_000, 'kecamatan '),
      randomBytes(70_000),
    ]);
    const pieces = (size: number) =>
      each(
        Array.from({ length: Math.ceil(data.length / size) }, (_, at) =>
          data.subarray(at * size, at * size + size),
        ),
      );
    const zone = process.env['TZ'];
    onTestFinished(() => {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    });
    const made: string[] = [];
    // 02:30 on 8 March 2026 does not exist in New York.
    for (const [tz, size] of [
      ['Asia/Jakarta', 1_000],
      ['America/New_York', 99_999],
      ['UTC', data.length],
    ] as const) {
      process.env['TZ'] = tz;
      made.push(sha256(await bundle([{ path: 'data.csv', data: pieces(size) }])));
    }
    expect(new Set(made).size).toBe(1);
    const later = { ...ABOUT, createdAt: '2026-03-08T02:30:47.000Z' };
    expect(sha256(await bundle([{ path: 'data.csv', data }], later))).not.toBe(made[0]);
  });

  test.each([
    '',
    '/etc/passwd',
    '../data.csv',
    'a/../../b',
    'a//b',
    './a',
    'C:x',
    'a\\b',
    'a\u0000',
    'a\u202Eb',
    'manifest.json',
    'data.csv',
  ])('takes no second data.csv and no file called %j', async (path) => {
    await expect(bundle([file('data.csv', ''), file(path, '')])).rejects.toThrow('can be called');
  });

  test('is not begun with facts that its own reader would refuse', async () => {
    const read = { path: 'data.csv', data: Buffer.alloc(0) };
    await expect(bundle([read], { ...ABOUT, chainHead: 'none' })).rejects.toThrow();
    await expect(bundle([read], { ...ABOUT, createdAt: 'yesterday' })).rejects.toThrow();
  });
});

describe('a bundle in the making', () => {
  test('reads its entries only while its reader waits, and little ahead of it', async () => {
    let waiting = false;
    let pulled = 0;
    let early = 0;
    async function* source(times: number, size: number): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < times; at++) {
        if (!waiting) early++;
        await new Promise((resolve) => setImmediate(resolve));
        if (!waiting) early++;
        pulled += size;
        yield randomBytes(size);
      }
    }
    async function* entries(): AsyncGenerator<BundleEntry> {
      yield { path: 'a', data: source(40, 50_000) };
      for (let at = 0; at < 100; at++) yield { path: `documents/${at}`, data: source(1, 10_000) };
      yield { path: 'b', data: source(20, 50_000) };
    }
    const pieces = writeBundle(entries(), ABOUT);
    let received = 0;
    let ahead = 0;
    for (;;) {
      waiting = true;
      const { done, value } = await pieces.next();
      waiting = false;
      if (done) break;
      received += value.length;
      ahead = Math.max(ahead, pulled - received);
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(early).toBe(0);
    expect(pulled).toBe(4_000_000);
    expect(ahead).toBeLessThan(500_000);
  });

  test('lets go of its entries when its reader leaves or an entry fails', async () => {
    let closed = 0;
    async function* source(failing: boolean): AsyncGenerator<Uint8Array> {
      try {
        for (let at = 0; at < 100; at++) {
          if (failing && at === 3) throw new Error('connection lost');
          yield randomBytes(100_000);
        }
      } finally {
        closed++;
      }
    }
    for await (const _ of writeBundle(each([{ path: 'a', data: source(false) }]), ABOUT)) break;
    expect(closed).toBe(1);
    await expect(bundle([{ path: 'a', data: source(true) }])).rejects.toThrow('connection lost');
    expect(closed).toBe(2);
  });

  test('holds neither a big entry nor many small ones in memory, nor does verifying it', async () => {
    const row = Buffer.from('3524010,Sumberejo,1234,ya\r\n'.repeat(40_000));
    async function* entries(): AsyncGenerator<BundleEntry> {
      yield { path: 'data.csv', data: each(Array.from({ length: 48 }, () => row)) };
      for (let at = 0; at < 400; at++) yield { path: `documents/${at}`, data: Buffer.alloc(15_000, at) };
    }
    const held = (): number => {
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const path = join(folder, 'big.zip');
    await using handle = await open(path, 'w');
    const before = held();
    let most = 0;
    const sampling = setInterval(() => {
      most = Math.max(most, held());
    }, 5);
    onTestFinished(() => clearInterval(sampling));
    for await (const part of writeBundle(entries(), ABOUT)) await handle.write(part);
    const verdict = await verifyBundle(path);
    expect(verdict).toMatchObject({ ok: true, files: { length: 401 } });
    expect(most - before).toBeLessThan(30 << 20);
  });
});

describe('a bundle that was put together anew, with a seal that is right', () => {
  const DATA = 'a\r\n1\r\n';
  const listing = (files: readonly unknown[], more: object = {}) =>
    ['manifest.json', JSON.stringify({ format: 'satugraf-archive/1', ...ABOUT, files, ...more })] as const;
  const listed = (path: string, data = DATA) => ({ path, bytes: data.length, sha256: sha256(data) });
  const BOTH = listing([listed('a.csv'), listed('b.csv', 'b\r\n1\r\n')]);

  test.each([
    ['nothing changed', [['a.csv', DATA], ['b.csv', 'b\r\n1\r\n'], BOTH], { ok: true }],
    [
      'two files swapped',
      [['a.csv', 'b\r\n1\r\n'], ['b.csv', DATA], BOTH],
      { ok: false, why: 'CHANGED', path: 'a.csv' },
    ],
    ['a longer file', [['a.csv', DATA], ['b.csv', `${DATA}2`], BOTH], { why: 'CHANGED', path: 'b.csv' }],
    ['a file taken away', [['a.csv', DATA], BOTH], { why: 'MISSING', path: 'b.csv' }],
    [
      'a file added at the end',
      [['a.csv', DATA], ['b.csv', 'b\r\n1\r\n'], BOTH, ['c.csv', DATA]],
      { why: 'UNLISTED', path: 'c.csv' },
    ],
    [
      'a name twice',
      [['a.csv', DATA], ['a.csv', DATA], ['b.csv', 'b\r\n1\r\n'], BOTH],
      { why: 'UNLISTED', path: 'a.csv' },
    ],
    ['no manifest', [['a.csv', DATA]], { why: 'MISSING', path: 'manifest.json' }],
    ['another format', [listing([], { format: 'satugraf-archive/2' })], { why: 'NOT_A_BUNDLE' }],
    ['a manifest that is no JSON', [['manifest.json', '{']], { why: 'NOT_A_BUNDLE' }],
    ['a listed name that leads out', [listing([listed('../a.csv')])], { why: 'NOT_A_BUNDLE' }],
    ['facts that write on the terminal', [listing([], { case: '\u001b[2J' })], { why: 'NOT_A_BUNDLE' }],
    [
      'more listed than can be read',
      [['a.csv', DATA], listing([{ ...listed('a.csv'), bytes: 2 ** 40 }])],
      { why: 'NOT_A_BUNDLE' },
    ],
    [
      'a huge manifest',
      [['manifest.json', Buffer.alloc(5 << 20, ' ')]],
      { why: 'CHANGED', path: 'manifest.json' },
    ],
  ] as const)('%s', async (_, entries, verdict) => {
    expect(await verdictOn(await forged(entries))).toMatchObject(verdict);
  });

  test('a manifest that was changed where it lies is named itself, not the file that it now lies about', async () => {
    const zip = await forged([['a.csv', DATA], listing([listed('a.csv')])], { compress: false });
    const at = zip.indexOf(sha256(DATA));
    expect(await verdictOn(sealed(flipped(zip, at, 1)))).toMatchObject({
      why: 'CHANGED',
      path: 'manifest.json',
    });
  });

  test('a name that leads out of its folder', async () => {
    const zip = await forged([['xx/a.csv', DATA], listing([listed('xx/a.csv')])]);
    const evil = Buffer.from(zip.toString('latin1').replaceAll('xx/a.csv', '../a.csv'), 'latin1');
    expect(await verdictOn(sealed(evil))).toMatchObject({ ok: false, why: 'CHANGED' });
  });

  test('a directory that claims absurd sizes, places and counts', async () => {
    const zip = await forged([['a.csv', DATA], listing([listed('a.csv')])], { zip64: true });
    expect((await verdictOn(zip)).ok).toBe(true);
    const locator = zip.lastIndexOf(Buffer.from('PK\u0006\u0007'));
    const record = zip.lastIndexOf(Buffer.from('PK\u0006\u0006'));
    const directory = zip.indexOf(Buffer.from('PK\u0001\u0002'));
    for (const [at, width] of [
      [locator + 8, 8],
      [record + 32, 8],
      [record + 48, 8],
      [directory + 20, 4],
      [directory + 24, 4],
      [directory + 42, 4],
    ] as const)
      for (const byte of [0x7f, 0xfe]) {
        const absurd = Buffer.from(zip).fill(byte, at, at + width);
        expect((await verdictOn(sealed(absurd))).ok, `${at - directory}: ${byte}`).toBe(false);
      }
  });
});

describe('what is no bundle', () => {
  test.each([
    ['an empty file', Buffer.alloc(0)],
    ['a text', Buffer.from('PK bukan arsip '.repeat(20))],
  ])('%s', async (_, bytes) => {
    expect(await verdictOn(bytes)).toMatchObject({ ok: false, why: 'NOT_A_BUNDLE' });
  });

  test('a ZIP without a seal', async () => {
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from('x'), 'manifest.json');
    zip.end();
    const parts: Buffer[] = [];
    for await (const part of zip.outputStream) parts.push(part as Buffer);
    expect(await verdictOn(Buffer.concat(parts))).toMatchObject({ ok: false, why: 'NOT_A_BUNDLE' });
  });
});

describe('npm run archive:verify', () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'scripts/archive-verify.ts', ...args],
      { encoding: 'utf8' },
    );
    return { status, stdout, stderr };
  };

  test('tells what an intact archive is of, and its hash', async () => {
    const bytes = await bundle([file('data.csv', 'a\r\n1\r\n')]);
    await writeFile(join(folder, 'arsip.zip'), bytes);
    const { status, stdout } = run(join(folder, 'arsip.zip'));
    expect(status).toBe(0);
    for (const fact of ['UTUH', 'INTACT', ABOUT.case, 'dinkesKunjungan', ABOUT.createdAt, sha256(bytes)])
      expect(stdout).toContain(fact);
  });

  test('fails on one flipped byte', async () => {
    const bytes = await bundle([file('data.csv', 'a\r\n1\r\n')]);
    await writeFile(join(folder, 'rusak.zip'), flipped(bytes, 12, 1));
    const { status, stdout } = run(join(folder, 'rusak.zip'));
    expect(status).toBe(1);
    expect(stdout).toMatch(/^RUSAK: .*\nDAMAGED: .*\n\[CHANGED]/);
  });

  test('says how it is used, and in one sentence that a file is not there', () => {
    expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run archive:verify') });
    const gone = run(join(folder, 'tidak-ada.zip'));
    expect(gone).toMatchObject({ status: 1, stdout: '' });
    expect(gone.stderr).toMatch(
      /^Berkas .* tidak dapat dibaca \(ENOENT\)\.\nThe file .* cannot be read \(ENOENT\)\.\n$/,
    );
  });
});
