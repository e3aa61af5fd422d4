import { request } from 'node:http';
import { connect } from 'node:net';
import postgres, { type Sql } from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, bootHub, type Caller, eventually, type TestHub } from '../support/hub.js';
import { askLoad, dataOf, type HandedColumn, handOver, load } from './onboarding.js';

const UPLOAD_LIMIT = 2_000_000;
const COLUMNS: readonly HandedColumn[] = [
  { name: 'kode', type: 'TEXT', key: true, region: 'region' },
  { name: 'tahun', type: 'INTEGER', key: true },
  { name: 'anggaran', type: 'BIGINT' },
  { name: 'rasio', type: 'DECIMAL' },
  { name: 'tanggal', type: 'DATE' },
  { name: 'aktif', type: 'BOOLEAN' },
  { name: 'catatan', type: 'TEXT' },
];
const HEADER = 'kode,tahun,anggaran,rasio,tanggal,aktif,catatan';
const ROW = '35.14.01,2024,9007199254740993,1.50,2024-02-29,true,"baik, sekali"';

let hub: TestHub;
let sql: Sql;
let dinkes: Caller;
let field: string;
beforeAll(async () => {
  hub = await bootHub('demo', { HUB_LIMIT_UPLOAD: String(UPLOAD_LIMIT) });
  sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  dinkes = await hub.official('produsen.dinkes');
  ({ field } = await handOver(hub, 'muatan', COLUMNS));
  await load(hub, dinkes, field, `${HEADER}\n${ROW}\n`);
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

/** What a refusal must not change: tables, releases, and what readers of the dataset are answered. */
async function everything() {
  const tables = await sql`select tablename from pg_tables where schemaname = 'hosted' order by 1`;
  const releases =
    await sql`select id, dataset_id, number, status, rows, upload_id from releases order by id`;
  const rows = await dinkes.query(`{
    ${field} {
      totalCount nodes { id kode tahun anggaran rasio tanggal aktif catatan region { name } }
    }
  }`);
  return { tables: tables.map(({ tablename }) => tablename), releases: [...releases], rows: dataOf(rows) };
}

let before: Awaited<ReturnType<typeof everything>>;
beforeEach(async () => {
  before = await everything();
});
afterEach(async () => {
  await hub.hub.settle();
  expect(await everything()).toEqual(before);
});

const STATUS: Readonly<Record<string, number>> = { FILE_REFUSED: 415, QUESTIONS_OPEN: 409 };

/** A refusal carries its status, its code, and one sentence in each language. */
function expectRefusal(answer: Answer, status: number, code: string, words: RegExp | string = ''): void {
  const [error, ...others] = answer.errors;
  expect(others).toEqual([]);
  expect([answer.status, error?.extensions.code], answer.text).toEqual([status, code]);
  const messages = error?.extensions['messages'] as { id: string; en: string };
  expect(error?.message).toBe(messages.en);
  expect(messages.en).toMatch(words);
  expect(messages.id).not.toBe('');
  expect(messages.id).not.toBe(messages.en);
}

describe('a file is refused, and nothing of it stays, with', () => {
  const cells = (row: Partial<Record<string, string>>) =>
    HEADER.split(',')
      .map((name, at) => row[name] ?? ROW.split(/,(?! )/)[at])
      .join(',');

  test.each<[string, string, string, RegExp]>([
    ['a column missing', `kode,tahun,rasio,tanggal,aktif,catatan\n`, 'COLUMN_MISSING', /\banggaran;/],
    ['nothing in it', '', 'FILE_REFUSED', /empty/],
    ['headers and no row', '\n', 'FILE_REFUSED', /not one row of data/],
    ['words for a number', cells({ tahun: 'x' }), 'LOAD_REFUSED', /row 2, column tahun: "x" is not a number/],
    ['too great a number', cells({ tahun: '2147483648' }), 'LOAD_REFUSED', /column tahun: .* out of range/],
    ['an exponent', cells({ rasio: '2E5' }), 'LOAD_REFUSED', /column rasio: "2E5" is not a number/],
    ['a day that is not', cells({ tanggal: '2023-02-29' }), 'LOAD_REFUSED', /column tanggal: "2023-02-29"/],
    ['a word for a truth', cells({ aktif: 'constructor' }), 'LOAD_REFUSED', /column aktif: "constructor"/],
    ['an empty key', cells({ kode: '' }), 'LOAD_REFUSED', /column kode: "" is empty though part of the key/],
    ['a NUL character', cells({ catatan: 'a\0b' }), 'FILE_REFUSED', /binary/],
    [
      'a NUL character far from its start',
      `${`${ROW}\n`.repeat(1500)}${cells({ catatan: 'a\0b' })}`,
      'LOAD_REFUSED',
      /row 1502, column catatan: .* NUL/,
    ],
    [
      'faults further down',
      `${ROW}\n${cells({ tahun: '2023', aktif: '2' })}\n${cells({ tahun: '' })}`,
      'LOAD_REFUSED',
      /^2 value\(s\) .* row 3, column aktif: "2"/,
    ],
    [
      'a key twice, however it is written',
      `${cells({ tahun: '2022' })}\n${ROW}\n${cells({ tahun: ' 02024 ', catatan: 'lain' })}`,
      'LOAD_REFUSED',
      /rows 3 and 4 have the same key/,
    ],
    [
      'unknown region codes',
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
        .map((year) => cells({ tahun: String(year), ...(year > 8 ? { kode: `35.99.${year}` } : {}) }))
        .join('\n'),
      'LOAD_REFUSED',
      /^3 value\(s\) .* row 10, column kode: "35.99.9" is not a Kemendagri region code/,
    ],
    [
      'an unclosed quote',
      `${cells({ catatan: '"tak ditutup' })}`,
      'FILE_REFUSED',
      /quote opened in row 2 never closes/,
    ],
    ['a row too short', `${ROW}\n35.14.02,2024,1`, 'LOAD_REFUSED', /row 3, the row has 3 cells, not 7/],
    ['a row too long', `${ROW},lebih`, 'QUESTIONS_OPEN', /"#8" is new/],
    [
      'a row too long, far down',
      `${`${ROW}\n`.repeat(250)}${ROW},lebih`,
      'LOAD_REFUSED',
      /row 252, "lebih" stands in column 8, outside the table/,
    ],
  ])('%s', async (_, rows, code, words) => {
    const file = code === 'COLUMN_MISSING' || rows === '' ? rows : `${HEADER}\n${rows}\n`;
    const { status, body } = await dinkes.upload(file);
    expect(status).toBe(201);
    expectRefusal(await askLoad(dinkes, field, body['id']), STATUS[code] ?? 422, code, words);
  });
});

describe('a load is refused', () => {
  test.each([
    ['an unknown upload', '00000000-0000-4000-8000-000000000000'],
    ['what is no upload id', 'data.csv'],
    ['an empty id', ''],
  ])('of %s', async (_, upload) => {
    expectRefusal(await askLoad(dinkes, field, upload), 404, 'NOT_FOUND');
  });

  test("of another agency's upload, as if it were not there", async () => {
    const dispendik = await hub.official('produsen.dispendik');
    const { body } = await dispendik.upload(`${HEADER}\n${ROW}\n`);
    expectRefusal(await askLoad(dinkes, field, body['id']), 404, 'NOT_FOUND');
  });

  test('to whoever is not the own producer', async () => {
    const { body } = await dinkes.upload(`${HEADER}\n${ROW}\n`);
    const others = [
      'produsen.dispendik',
      'tim.teknis',
      'kepala.bidang',
      'kepala.dinas',
      'pengelola',
      'pengguna',
    ];
    for (const user of others)
      expectRefusal(await askLoad(await hub.official(user), field, body['id']), 403, 'FORBIDDEN', 'PRODUCER');
    expectRefusal(await askLoad(hub.key(), field, body['id']), 403, 'FORBIDDEN', 'PRODUCER');
    const nobody = await askLoad(hub.anonymous, field, body['id']);
    expect([nobody.status, nobody.errors[0]?.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });

  test('of a dataset that is not there', async () => {
    const { body } = await dinkes.upload('a\n');
    expectRefusal(await askLoad(dinkes, 'dinkes_tiada', body['id']), 404, 'NOT_FOUND', 'dinkes_tiada');
  });
});

describe('an upload', () => {
  let kept: number;
  const uploads = async () => Number((await sql`select count(*) from uploads`)[0]?.['count']);
  const chunks = async () => Number((await sql`select count(*) from upload_chunks`)[0]?.['count']);
  beforeEach(async () => {
    kept = (await uploads()) + (await chunks());
  });
  afterEach(async () => {
    expect((await uploads()) + (await chunks())).toBe(kept);
  });

  const refused = async (
    sent: Promise<{ status: number; body: Record<string, unknown> }>,
    status: number,
    code: string,
  ) => {
    const answer = await sent;
    const [error] = answer.body['errors'] as { message: string; extensions: Record<string, unknown> }[];
    expect([answer.status, error?.extensions['code']]).toEqual([status, code]);
    const messages = error?.extensions['messages'] as { id: string; en: string };
    expect([messages.en, messages.id === messages.en, messages.id === '']).toEqual([
      error?.message,
      false,
      false,
    ]);
  };

  test.each(['pengelola', 'pengguna'])('by %s is refused', async (user) => {
    await refused((await hub.official(user)).upload('a\n'), 403, 'FORBIDDEN');
  });

  test('by nobody, by a consumer key, or by a key that is none, is refused', async () => {
    await refused(hub.anonymous.upload('a\n'), 403, 'FORBIDDEN');
    await refused(hub.key().upload('a\n'), 403, 'FORBIDDEN');
    await refused(hub.caller('bukan kunci').upload('a\n'), 401, 'UNAUTHENTICATED');
  });

  test('over the limit is refused, announced or not', async () => {
    await refused(dinkes.upload(Buffer.alloc(UPLOAD_LIMIT + 1, 'a')), 413, 'BODY_TOO_LARGE');
    const piece = Buffer.alloc(500_000, 'a');
    const stream = new ReadableStream({
      start(controller) {
        for (let sent = 0; sent <= UPLOAD_LIMIT; sent += piece.length) controller.enqueue(piece);
        controller.close();
      },
    });
    const answer = await fetch(`${hub.url}/uploads`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', authorization: `Bearer ${dinkes.token}` },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(413);
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    await answer.text();
  });

  test('that is refused leaves its connection in order for the next request', async () => {
    // By hand, because clients differ in whether they use a connection again on which they were refused.
    const answers = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(hub.url).port), '127.0.0.1');
      let text = '';
      socket.on('data', (data) => {
        text += data;
      });
      socket.once('error', reject);
      socket.once('close', () => resolve(text));
      const body = Buffer.alloc(UPLOAD_LIMIT + 3_000_000, 'a');
      socket.write(
        `POST /uploads HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer ${dinkes.token}\r\n` +
          `Content-Type: text/csv\r\nContent-Length: ${body.length}\r\n\r\n`,
      );
      socket.write(body);
      socket.write('GET /health/live HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n');
    });
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
  });

  test('that is broken off leaves nothing', async () => {
    const sent = request(`${hub.url}/uploads`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', authorization: `Bearer ${dinkes.token}` },
    });
    const over = new Promise((resolve) => sent.once('close', resolve));
    sent.once('error', () => {});
    sent.write(Buffer.alloc(1_100_000, 'a'));
    const open = async () =>
      Number(
        (
          await sql`select count(*) from pg_stat_activity
          where datname = current_database() and state like 'idle in transaction%'`
        )[0]?.['count'],
      );
    await eventually(async () => ((await open()) > 0 ? true : undefined));
    sent.destroy();
    await over;
    await eventually(async () => ((await open()) === 0 ? true : undefined));
  });
});

describe('these are no faults:', () => {
  let others: number;
  beforeAll(() => {
    others = 0;
  });

  /** A dataset of its own, so that what the other tests compare stays as it is. */
  const loaded = async (file: string | Uint8Array, caller = dinkes) => {
    const handed = await handOver(hub, `sah${++others}`, COLUMNS);
    const release = await load(hub, caller, handed.field, file);
    before = await everything();
    return { ...handed, release };
  };

  test('a header without rows', async () => {
    const { field, release } = await loaded(`${HEADER}\n`);
    expect(release).toMatchObject({ number: 1, rows: 0, live: true });
    const answer = await dinkes.query(`{ ${field} { totalCount nodes { id } } }`);
    expect(dataOf(answer)).toEqual({ [field]: { totalCount: 0, nodes: [] } });
  });

  test('Latin-1 instead of UTF-8', async () => {
    const row = ROW.replace('"baik, sekali"', 'caf\xe9');
    const { field } = await loaded(Buffer.from(`${HEADER}\n${row}\n`, 'latin1'));
    const answer = await dinkes.query(`{ ${field} { nodes { catatan } } }`);
    expect(dataOf(answer)).toEqual({ [field]: { nodes: [{ catatan: 'café' }] } });
  });

  test('columns in another order, more of them, empty cells, and a publish key', async () => {
    const { field, release } = await loaded(
      '\ufeffcatatan,lebih,aktif,tanggal,rasio,anggaran,tahun,kode\r\n,x,,,,,2024,35.14.01\r\n',
      hub.key('Sistem Dinas Kesehatan'),
    );
    expect(release.rows).toBe(1);
    const names = 'kode tahun anggaran rasio tanggal aktif catatan';
    const answer = await dinkes.query(`{ ${field} { nodes { ${names} } } }`);
    const nothing = { anggaran: null, rasio: null, tanggal: null, aktif: null, catatan: null };
    expect(dataOf(answer)).toEqual({ [field]: { nodes: [{ kode: '35.14.01', tahun: 2024, ...nothing }] } });
  });

  test('an upload without a body, or with a NUL in its name', async () => {
    const headers = { authorization: `Bearer ${dinkes.token}` };
    for (const query of ['', '?filename=a%00b', '?filename=a&filename=b']) {
      const answer = await fetch(`${hub.url}/uploads${query}`, { method: 'POST', headers });
      expect([answer.status, await answer.json()]).toEqual([201, expect.objectContaining({ bytes: 0 })]);
    }
  });
});
