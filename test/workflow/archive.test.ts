import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type BundleEntry, writeBundle } from '../../subgraphs/workflow/archive/bundle.js';
import { isBundlePath } from '../../subgraphs/workflow/archive/manifest.js';
import { verifyBundle } from '../../subgraphs/workflow/archive/verify.js';
import { runs } from '../support/runs.js';
import { ABOUT, bundle, each, file, flipped, sha256, unzip, verdictOn } from './archive-bundles.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'satugraf-archive-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

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
  test('gives back what went in, verifies, and does so no more once one byte is flipped or the end is cut', {
    timeout: 300_000,
  }, async () => {
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
        expect(await verdictOn(folder, bytes)).toEqual({
          ok: true,
          about: ABOUT,
          files: expected,
          sha256: sha256(bytes),
        });
        const at = place % bytes.length;
        expect((await verdictOn(folder, flipped(bytes, at, mask))).ok, `byte ${at} ^ ${mask}`).toBe(false);
        expect((await verdictOn(folder, bytes.subarray(0, at))).ok, `cut at ${at}`).toBe(false);
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
    let begun = false;
    async function* rows(): AsyncGenerator<Uint8Array> {
      begun = true;
      yield Buffer.from('a');
    }
    for (const wrong of [{ chainHead: 'none' }, { createdAt: 'yesterday' }, { case: 'a\u0000b' }])
      await expect(bundle([{ path: 'data.csv', data: rows() }], { ...ABOUT, ...wrong })).rejects.toThrow();
    expect(begun).toBe(false);
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

  test('holds neither a big entry nor many small ones in memory, nor does verifying it', () => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--expose-gc', '--import', 'tsx', 'test/workflow/archive-memory.ts', join(folder, 'big.zip')],
      { encoding: 'utf8' },
    );
    const { ok, written, verified } = JSON.parse(stdout || JSON.stringify({ stderr }));
    expect(ok, stderr).toBe(true);
    // The big entry has 62 MB, the small ones 18 MB.
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(8 << 20);
    expect(verified).toBeGreaterThan(0);
    expect(verified).toBeLessThan(8 << 20);
  });
});
