import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { ABOUT, bundle, file, flipped, forged, sealed, sha256, verdictOn } from './archive-bundles.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'satugraf-archive-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

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
    expect(await verdictOn(folder, await forged(entries))).toMatchObject(verdict);
  });

  test('a manifest that was changed where it lies is named itself, not the file that it now lies about', async () => {
    const zip = await forged([['a.csv', DATA], listing([listed('a.csv')])], { compress: false });
    const at = zip.indexOf(sha256(DATA));
    expect(await verdictOn(folder, sealed(flipped(zip, at, 1)))).toMatchObject({
      why: 'CHANGED',
      path: 'manifest.json',
    });
  });

  test('a name that leads out of its folder', async () => {
    const zip = await forged([['xx/a.csv', DATA], listing([listed('xx/a.csv')])]);
    const evil = Buffer.from(zip.toString('latin1').replaceAll('xx/a.csv', '../a.csv'), 'latin1');
    expect(await verdictOn(folder, sealed(evil))).toMatchObject({ ok: false, why: 'CHANGED' });
  });

  test('a directory that claims absurd sizes, places and counts', async () => {
    const zip = await forged([['a.csv', DATA], listing([listed('a.csv')])], { zip64: true });
    expect((await verdictOn(folder, zip)).ok).toBe(true);
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
        expect((await verdictOn(folder, sealed(absurd))).ok, `${at - directory}: ${byte}`).toBe(false);
      }
  });
});

describe('what is no bundle', () => {
  test.each([
    ['an empty file', Buffer.alloc(0)],
    ['a text', Buffer.from('PK bukan arsip '.repeat(20))],
  ])('%s', async (_, bytes) => {
    expect(await verdictOn(folder, bytes)).toMatchObject({ ok: false, why: 'NOT_A_BUNDLE' });
  });

  test('a ZIP without a seal', async () => {
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from('x'), 'manifest.json');
    zip.end();
    const parts: Buffer[] = [];
    for await (const part of zip.outputStream) parts.push(part as Buffer);
    expect(await verdictOn(folder, Buffer.concat(parts))).toMatchObject({ ok: false, why: 'NOT_A_BUNDLE' });
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
