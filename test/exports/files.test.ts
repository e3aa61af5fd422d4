import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'csv-parse/sync';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Made, makeDataset, type OwnDataset } from '../hosted/dataset.js';
import { bootHub, type Caller, eventually, type TestHub } from '../support/hub.js';
import { unzip } from '../workflow/archive-bundles.js';

const RIBU = 20_000;

const DATASET = {
  name: 'ekspor',
  columns: [
    { name: 'kode', type: 'TEXT' },
    { name: 'catatan', type: 'TEXT' },
    { name: 'jumlah', type: 'DECIMAL' },
    { name: 'besar', type: 'BIGINT' },
    { name: 'tanggal', type: 'DATE' },
    { name: 'aktif', type: 'BOOLEAN' },
    { name: 'banyak', type: 'INTEGER' },
    { name: 'kodeKecamatan', type: 'TEXT', region: 'kecamatan' },
  ],
} as const satisfies OwnDataset;
const NAMES = DATASET.columns.map(({ name }) => name);

type Cells = readonly (string | null)[];
/** What files get wrong: formulas, separators, quotes, long numbers, old dates, control characters, nothing. */
const ODD: readonly Cells[] = [
  ['a1', '=HYPERLINK("http://x")', '-12.50', '9007199254740993', '2024-02-29', 'true', '-7', '35.14.01'],
  ['a2', 'a;b,"c"\r\nd', '1234567890123456.50', '42', '1900-02-28', 'false', '0', null],
  ['a3', ' +62812345678 ', '0.1', '-5', '1900-03-01', null, null, null],
  ['a4', '-5', '100.00', null, null, null, null, null],
  ['0005', '\u000b_x000B_ <&> é 𝄞', null, null, null, null, null, null],
  ['a6', '', null, null, null, null, null, null],
];

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are in use, without what is only waiting to be collected. */
function living(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

let hub: TestHub;
let sql: Sql;
let made: Made;
let table = '';
let team: Caller;
beforeAll(async () => {
  hub = await bootHub('demo', { HUB_LIMIT_ROWS: String(RIBU) });
  sql = postgres(hub.databaseUrl, { max: 2, onnotice: () => {} });
  made = await makeDataset(hub, DATASET, [{ kode: 'awal' }]);
  team = await hub.official('tim.teknis');
  const [release] = await sql<{ id: number }[]>`
    select releases.id from releases join datasets on datasets.id = releases.dataset_id
    where datasets.name = 'ekspor' and releases.status = 'LIVE'`;
  table = `hosted.r${release?.id}`;
  const types = ['text', 'text', 'numeric', 'bigint', 'date', 'boolean', 'integer', 'text'];
  const values = types.map((type, at) => `$${at + 1}::text::${type}`).join(', ');
  const physical = types.map((_, at) => `c00${at + 1}`).join(', ');
  await sql.unsafe(`delete from ${table}`);
  for (const [at, row] of ODD.entries())
    await sql.unsafe(`insert into ${table} ("row", ${physical}) values (${at + 1}, ${values})`, [
      ...row,
    ] as never[]);
  await sql.unsafe(
    `insert into ${table} ("row", c001, c002, c007) select 100 + n, 'b' || n, repeat('x', 4000), n from generate_series(1, ${RIBU}) n`,
  );
  await sql`update releases set rows = ${RIBU + ODD.length} where id = ${release?.id ?? 0}`;
  await sql`select pg_notify('satugraf_changes', '')`;
  await hub.hub.settle();
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

const ODD_ONES = { kode: { in: ODD.map(([kode]) => kode) } };
const MANY = { kode: { startsWith: 'b' } };

function path(ending: string, parameters: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(parameters).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return `/exports/${made.field}.${ending}?${new URLSearchParams(texts as [string, string][])}`;
}

async function download(caller: Caller, at: string) {
  const { status, headers, bytes } = await caller.download(at);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const code = status === 200 ? null : (JSON.parse(text).errors[0].extensions.code as string);
  return { status, headers, bytes, text, code };
}

describe('what the files hold', () => {
  test('CSV: every cell as it is, but formulas are text', async () => {
    const { text, headers } = await download(team, path('csv', { where: ODD_ONES }));
    expect(headers.get('content-disposition')).toContain(`filename="${made.field}-rilis-1.csv"`);
    expect(headers.get('cache-control')).toBe('private, no-store');
    const rows = parse(text, { relax_column_count: false }) as string[][];
    const expected = ODD.map((row) => row.map((cell) => cell ?? ''));
    (expected[0] as string[])[1] = `'=HYPERLINK("http://x")`;
    (expected[2] as string[])[1] = `' +62812345678 `;
    expect(rows).toEqual([NAMES, ...expected]);
    expect(text.endsWith('\r\n')).toBe(true);
  });

  test('CSV for Excel: a byte order mark, semicolons, decimal commas, and numbers that stay numbers', async () => {
    const { text } = await download(
      team,
      path('csv', { where: ODD_ONES, excel: '1', columns: 'jumlah,kode,catatan' }),
    );
    expect(text.startsWith('\ufeffjumlah;kode;catatan\r\n-12,50;a1;"\'=HYPERLINK(""http://x"")"\r\n')).toBe(
      true,
    );
    expect(text).toContain('\r\n1234567890123456,50;a2;"a;b,""c""\r\nd"\r\n');
    expect(text).toContain('\r\n100,00;a4;-5\r\n;0005;');
  });

  test('NDJSON: the rows of the graph, regions by name where asked for', async () => {
    const at = path('ndjson', { where: ODD_ONES, names: '1', orderBy: [{ kode: 'DESC' }] });
    const rows = (await download(team, at)).text.trimEnd().split('\n');
    const { data } = await team.query<Record<string, { nodes: unknown[] }>>(
      `query ($where: ${made.type}Where) { list: ${made.field}(where: $where, orderBy: [{ kode: DESC }]) {
        nodes { kode catatan jumlah besar tanggal aktif banyak kodeKecamatan kecamatan { name } }
      } }`,
      { where: ODD_ONES },
    );
    expect(rows.map((row) => JSON.parse(row))).toEqual(data?.['list']?.nodes);
    expect(rows[4]).toContain('"kecamatan":{"name":"');
  });

  test('XLSX: texts as texts, dates as dates, and numbers that a cell would round as text', async () => {
    const { bytes } = await download(team, path('xlsx', { where: ODD_ONES, names: '1' }));
    const parts = new Map(await unzip(Buffer.from(bytes)));
    const sheet = parts.get('xl/worksheets/sheet1.xml')?.toString() ?? '';
    const cell = (at: string) => new RegExp(`<c r="${at}"[^>]*>.*?</c>`, 's').exec(sheet)?.[0];
    const text = (at: string, shown: string) =>
      `<c r="${at}" s="1" t="inlineStr"><is><t xml:space="preserve">${shown}</t></is></c>`;
    expect(cell('B2')).toBe(text('B2', '=HYPERLINK("http://x")'));
    expect(cell('C2')).toBe('<c r="C2"><v>-12.50</v></c>');
    expect(cell('D2')).toBe(text('D2', '9007199254740993'));
    expect(cell('E2')).toBe('<c r="E2" s="2"><v>45351</v></c>');
    expect(cell('F2')).toBe('<c r="F2" t="b"><v>1</v></c>');
    expect(cell('G2')).toBe('<c r="G2"><v>-7</v></c>');
    expect(cell('I1')).toContain('kecamatan.name');
    expect(cell('C3')).toBe(text('C3', '1234567890123456.50'));
    expect(cell('E3')).toBe(text('E3', '1900-02-28'));
    expect(cell('E4')).toBe('<c r="E4" s="2"><v>61</v></c>');
    expect(cell('A6')).toBe(text('A6', '0005'));
    expect(cell('B6')).toBe(text('B6', '_x000B__x005F_x000B_ &lt;&amp;&gt; é 𝄞'));
    expect(cell('C6')).toBeUndefined();
  });

  test('one empty cell is no blank line, and nothing found is a header', async () => {
    const where = { kode: { in: ['a4', 'a6'] } };
    expect((await download(team, path('csv', { columns: 'besar', where }))).text).toBe(
      'besar\r\n""\r\n""\r\n',
    );
    const none = { kode: { in: [] } };
    expect((await download(team, path('csv', { columns: 'besar', where: none }))).text).toBe('besar\r\n');
    expect((await download(team, path('ndjson', { where: none }))).text).toBe('');
  });
});

describe('what is refused', () => {
  test.each([
    { columns: 'kode,tidakAda' },
    { columns: 'kode,__typename' },
    { columns: 'kode,id' },
    { columns: 'kecamatan' },
    { columns: '' },
    { columns: 'kode}}' },
    { where: '{' },
    { where: '[1' },
    { where: { tidakAda: { eq: 'x' } } },
    { where: { kode: { eq: 5 } } },
    { where: { jumlah: { eq: "1'; drop table x" } } },
    { where: { kode: { eq: 'a\u0000' } } },
    { where: { banyak: { gt: 3e9 } } },
    { where: { kode: 'a1' } },
    { orderBy: [{ kode: 'UP' }] },
    { orderBy: [{ kode: 'ASC', besar: 'ASC' }] },
    { orderBy: { tidakAda: 'ASC' } },
    { colums: 'kode' },
    { names: 'ya' },
  ])('%j', async (parameters) => {
    const answer = await download(team, path('csv', parameters));
    expect(answer).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
    expect(answer.text).not.toMatch(/syntax|relation|hosted\.|c00\d|\bselect\b|postgres/i);
  });

  test('deep filters, excel in other formats, a parameter given twice', async () => {
    const deep = `${'{"not":'.repeat(300)}{}${'}'.repeat(300)}`;
    expect(await download(team, path('csv', { where: deep }))).toMatchObject({
      status: 400,
      code: 'LIMIT_EXCEEDED',
    });
    for (const at of [path('xlsx', { excel: '1' }), `${path('csv', { columns: 'kode' })}&columns=besar`])
      expect(await download(team, at)).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  test('more rows than an export may have, before the first byte', async () => {
    const answer = await download(team, path('csv', {}));
    expect(answer).toMatchObject({ status: 413, code: 'EXPORT_TOO_LARGE' });
  });

  test('a text that no cell of a workbook holds', async () => {
    await sql.unsafe(`update ${table} set c002 = repeat('y', 40000) where c001 = 'a6'`);
    expect(await download(team, path('xlsx', { where: ODD_ONES }))).toMatchObject({
      status: 422,
      code: 'EXPORT_REFUSED',
    });
    expect((await download(team, path('xlsx', { where: ODD_ONES, columns: 'kode' }))).status).toBe(200);
    await sql.unsafe(`update ${table} set c002 = '' where c001 = 'a6'`);
  });
});

describe('many rows', () => {
  /** Sessions of the readers' pool that an export holds: nothing else is asked meanwhile. */
  const held = () => sql<{ pid: number; state: string; query: string; since: string }[]>`
    select pid, state, query, state_change::text as since from pg_stat_activity
    where datname = current_database() and application_name = 'satugraf reader' and state <> 'idle'`;
  const open = (signal: AbortSignal | null = null) =>
    fetch(`${hub.url}${path('csv', { where: MANY })}`, {
      // As it is: packed, these rows would fit into the sockets, read or not.
      headers: { authorization: `Bearer ${team.token}`, 'accept-encoding': 'identity' },
      signal,
    });

  test('80 MB come whole, and memory does not hold them', async () => {
    const before = living();
    let peak = 0;
    let [bytes, lines, chunks] = [0, 0, 0];
    for await (const chunk of (await open()).body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      for (const byte of chunk) if (byte === 10) lines++;
      if (chunks++ % 400 === 0) peak = Math.max(peak, living());
    }
    expect(lines).toBe(RIBU + 1);
    expect(bytes).toBeGreaterThan(80_000_000);
    expect(chunks).toBeGreaterThan(1000);
    expect(peak - before).toBeLessThan(40_000_000);
  });

  test('who reads nothing is sent nothing more; who leaves ends the transaction', async () => {
    const leaving = new AbortController();
    const response = await open(leaving.signal);
    const reader = response.body?.getReader();
    await reader?.read();
    const waiting = async () => (await held()).find(({ state }) => state === 'idle in transaction');
    // What the sockets take is sent; then nothing is fetched any more.
    const paused = await eventually(async () => {
      const now = await waiting();
      await sleep(300);
      return now?.since === (await waiting())?.since ? now : undefined;
    }, 20_000);
    await sleep(300);
    expect(await waiting()).toEqual(paused);
    leaving.abort();
    await expect(reader?.closed).rejects.toThrow('aborted');
    await eventually(async () => ((await held()).length === 0 ? true : undefined), 1000);
  });

  test('who leaves while a statement runs ends the statement', async () => {
    const leaving = new AbortController();
    await sql.begin(async (tx) => {
      await tx.unsafe(`lock table ${table} in access exclusive mode`);
      const asked = open(leaving.signal).catch((error: Error) => error.name);
      await eventually(async () => (await held()).find(({ state }) => state === 'active'));
      leaving.abort();
      expect(await asked).toBe('AbortError');
      await eventually(async () => ((await held()).length === 0 ? true : undefined), 1000);
    });
  });

  test('a connection that dies breaks the file off, and nothing else', async () => {
    const response = await open();
    const reader = response.body?.getReader();
    await reader?.read();
    await sleep(200);
    const [session] = await held();
    await sql`select pg_terminate_backend(${session?.pid ?? 0})`;
    await sleep(100);
    const rest = async () => {
      while (!(await reader?.read())?.done);
    };
    await expect(rest()).rejects.toThrow();
    expect((await download(team, path('csv', { where: ODD_ONES }))).status).toBe(200);
  });

  test('an export ends when a column of it is withdrawn', async () => {
    await sql`update dataset_fields set status = 'CONFIRMED' where dataset_id = (select id from datasets where name = 'ekspor')`;
    await sql`select pg_notify('satugraf_changes', '')`;
    await hub.hub.settle();
    const response = await fetch(`${hub.url}${path('csv', { where: MANY })}`, {
      headers: { authorization: `Bearer ${hub.key().token}` },
    });
    const reader = response.body?.getReader();
    await reader?.read();
    await sql`update dataset_fields set status = 'DISPUTED' where name = 'catatan'`;
    await sql`select pg_notify('satugraf_changes', '')`;
    await hub.hub.settle();
    const rest = async () => {
      while (!(await reader?.read())?.done);
    };
    await expect(rest()).rejects.toThrow();
    await eventually(async () => ((await held()).length === 0 ? true : undefined), 1000);
  });
});

describe("a query's own answer", () => {
  const ask = async (query: string, variables = {}, parameters = '') => {
    const response = await fetch(`${hub.url}/exports/query.csv${parameters}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${team.token}` },
      body: JSON.stringify({ query, variables }),
    });
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
    const code = response.ok ? null : JSON.parse(text).errors[0].extensions.code;
    return { status: response.status, text, code };
  };

  test('one list is a table with dotted headers', async () => {
    const rows = `(where: { kode: { in: ["a1", "a2"] } })`;
    const text = (parameters: string, selection: string) =>
      ask(`{ ${made.field}${rows} ${selection} }`, {}, parameters).then((one) => one.text);
    expect(await text('?excel=1', '{ totalCount nodes { k: kode jumlah kecamatan { code level } } }')).toBe(
      '\ufeffk;jumlah;kecamatan.code;kecamatan.level\r\na1;-12,50;35.14.01;DISTRICT\r\na2;1234567890123456,50;;\r\n',
    );
    expect(await text('', `{ edges { node { catatan ...B } } } } fragment B on ${made.type} { banyak`)).toBe(
      'node.catatan,node.banyak\r\n"\'=HYPERLINK(""http://x"")",-7\r\n"a;b,""c""\r\nd",0\r\n',
    );
    expect(await text('', '{ groups(by: [aktif, kode]) { key { value } count sum { jumlah } } }')).toBe(
      'key.0.value,key.1.value,count,sum.jumlah\r\nfalse,a2,1,1234567890123456.5\r\ntrue,a1,1,-12.5\r\n',
    );
  });

  test('anything but one list is refused, a refusal is passed on, a mutation does nothing', async () => {
    const { field } = made;
    for (const query of [
      `{ a: ${field} { nodes { kode } } b: ${field} { nodes { kode } } }`,
      `{ ${field} { totalCount } }`,
      `{ ${field} { nodes { kode kecamatan { ${field} { nodes { kode } } } } } }`,
      'mutation { logout }',
      '{ __schema { types { name } } b: __typename c: __schema { directives { name } } }',
    ])
      expect(await ask(query)).toMatchObject({ status: 422, code: 'EXPORT_REFUSED' });
    expect(await ask(`{ ${field} { nodes { tidakAda } } }`)).toMatchObject({
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
    expect(await ask('{')).toMatchObject({ status: 400, code: 'GRAPHQL_PARSE_FAILED' });
    expect((await team.query('{ viewer { name } }')).errors).toEqual([]);
  });
});
