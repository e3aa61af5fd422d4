import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_DECISIONS } from '../../subgraphs/intake/understand/understanding.js';
import { createWorkers, WORKER_LIMITS } from '../../subgraphs/intake/worker/pool.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { sheetXml, workbook, zipped } from './made-files.js';
import { askLoad, dataOf, handOver } from './onboarding.js';

let hub: TestHub;
let dinkes: Caller;
let field: string;
beforeAll(async () => {
  hub = await bootHub('demo', { HUB_LIMIT_UPLOAD: String(150 << 20) });
  dinkes = await hub.official('produsen.dinkes');
  ({ field } = await handOver(hub, 'jahat', [
    { name: 'kode', type: 'TEXT' },
    { name: 'nilai', type: 'INTEGER' },
  ]));
});
afterAll(() => hub[Symbol.asyncDispose]());

const TABLE = 'kode,nilai\na,1\nb,2\nc,3\n';

/** Uploads and loads a file; the hub must answer others meanwhile, and within seconds. */
async function load(file: string | Uint8Array) {
  const { status, body } = await dinkes.upload(file);
  expect(status).toBe(201);
  const started = performance.now();
  const [answer, beside] = await Promise.all([
    askLoad(dinkes, field, body['id']),
    hub.anonymous.query('{ region(code: "35.14") { name } }'),
  ]);
  expect(beside.status).toBe(200);
  expect(performance.now() - started).toBeLessThan(15_000);
  return answer;
}

const big = (bytes: number, start: string, piece: string): Buffer =>
  Buffer.concat([Buffer.from(start), Buffer.alloc(bytes, piece)]);
const sheet = (rows: string, prolog = '') => workbook({ sheets: [{ rows, prolog }] });
const HEAD =
  '<row r="1"><c r="A1" t="inlineStr"><is><t>kode</t></is></c><c r="B1" t="inlineStr"><is><t>nilai</t></is></c></row>';

describe('a hostile file is refused in seconds, and the hub goes on:', () => {
  test.each<[string, () => Promise<Uint8Array> | Uint8Array | string, RegExp]>([
    ['a ZIP bomb', () => zipped({ 'a.csv': Buffer.alloc(12 << 20, 'a') }), /bomb/],
    ['a gzip bomb', () => gzipSync(Buffer.alloc(300 << 20, 'a,1\n')), /bomb/],
    ['a cell of 100 MB', () => big(100 << 20, 'kode,nilai\n', 'x'), /over 1 MB/],
    ['a quote that stays open for 50 MB', () => big(51 << 20, `${TABLE}"`, '3,4\n'), /quote opened in row 5/],
    ['a million columns', () => `${'a,'.repeat(1_000_000)}\n${TABLE}`, /\d+ columns in use/],
    [
      'a formula that was never calculated',
      () =>
        sheet(
          `${HEAD}<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>1+1</f></c></row><row r="3"><c r="A3"><v>1</v></c><c r="B3"><v>5</v></c></row>`,
        ),
      /#CALC!/,
    ],
    [
      'entities that expand',
      () => sheet(HEAD, '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'),
      /DTD/,
    ],
    ['JSON without a bottom', () => '['.repeat(1_000_000), /64/],
    ['NULs', () => `${TABLE}\0\0\0,1\n`, /binary/],
    [
      'a lone cell at the far end of a sheet',
      () => sheet(`${HEAD}<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>`),
      /"2" stands in column 16384, outside the table/,
    ],
  ])('%s', async (_, make, words) => {
    const { status, errors } = await load(await make());
    expect([status, errors[0]?.message]).toEqual([expect.any(Number), expect.stringMatching(words)]);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(dataOf(await load(TABLE)).loadRelease.rows).toBe(3);
  });
});

test('headers are names of columns and nothing else, whatever they say', async () => {
  const labels = [
    '__proto__',
    'constructor',
    'a"b',
    'a.b',
    'dua\nbaris',
    'y'.repeat(200),
    '=1+1',
    'toString',
  ];
  const columns = labels.map((label, at) => ({
    name: `kolom${at}`,
    label,
    type: 'INTEGER' as const,
  }));
  const { field: awkward } = await handOver(hub, 'judul', columns);
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`;
  const file =
    line(labels) + [1, 2, 3].map((row) => line(labels.map((_, at) => String(row * 10 + at)))).join('');
  const { body } = await dinkes.upload(file);
  expect(dataOf(await askLoad(dinkes, awkward, body['id'])).loadRelease.rows).toBe(3);
  await hub.hub.settle();
  const names = columns.map(({ name }) => name);
  const answer = await dinkes.query<Record<string, { nodes: Record<string, number>[] }>>(
    `{ ${awkward} { nodes { ${names.join(' ')} } } }`,
  );
  expect(dataOf(answer)[awkward]?.nodes.map((node) => names.map((name) => node[name]))).toEqual(
    [1, 2, 3].map((row) => labels.map((_, at) => row * 10 + at)),
  );
});

test('a formula counts by the value that was stored with it', async () => {
  const rows = sheetXml([
    ['kode', 'nilai'],
    ['a', 1],
    ['b', 2],
  ]).replace('<v>2</v>', '<f>1+1</f><v>2</v>');
  expect(dataOf(await load(await sheet(rows))).loadRelease.rows).toBe(2);
});

describe('a file that costs too much', () => {
  const ask = (text: string) => ({
    filename: 'a.json',
    bytes: new TextEncoder().encode(text),
    request: { agency: 'dinkes', year: 2026, decisions: NO_DECISIONS, target: null, check: false },
    references: { small: { upper: [], agencies: [], home: '', editions: [] } },
  });
  const json = `[${Array.from({ length: 200_000 }, (_, at) => `{"kode":"${at}","b":[1,2,3]}`).join(',')}]`;

  test('of memory ends its worker with a way out, and the next file is read', async () => {
    await using workers = createWorkers({ ...WORKER_LIMITS, heapMb: 60 });
    await expect(workers.run('understand', ask(json))).rejects.toMatchObject({
      code: 'FILE_TOO_COSTLY',
      words: { en: expect.stringContaining('memory') },
    });
    await expect(workers.run('understand', ask('[{"kode":"a"},{"kode":"b"}]'))).resolves.toBeTruthy();
  });

  test('of time ends its worker, too', async () => {
    await using workers = createWorkers({ ...WORKER_LIMITS, silentMs: 300 });
    await expect(workers.run('understand', ask(json))).rejects.toMatchObject({
      code: 'FILE_TOO_COSTLY',
      words: { en: expect.stringContaining('time') },
    });
  });
});
