import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, bootHub, type Caller, type TestHub } from '../support/hub.js';
import { dataOf, type HandedColumn, handOver } from './onboarding.js';

let hub: TestHub;
let sql: Sql;
let dinkes: Caller;
beforeAll(async () => {
  hub = await bootHub('demo', { HUB_LIMIT_ROWS: '500' });
  sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  dinkes = await hub.official('produsen.dinkes');
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

const KEYED: readonly HandedColumn[] = [
  { name: 'kode', type: 'TEXT', key: true },
  { name: 'nilai', type: 'INTEGER' },
  { name: 'catatan', type: 'TEXT' },
];
const KEYLESS = KEYED.map((column) => ({ ...column, key: false }));
let made = 0;
const dataset = async (columns = KEYED): Promise<string> =>
  (await handOver(hub, `muat${++made}`, columns)).field;

interface Report {
  readonly id: string;
  readonly mode: string;
  readonly outcome: string;
  readonly rowsRead: number;
  readonly rowsLoaded: number;
  readonly rowsRejected: number;
  readonly problems: readonly { row: number | null; column: string | null; id: string; en: string }[];
  readonly notes: readonly { column: string | null; id: string; en: string }[];
  readonly rejectsPath: string | null;
}
const REPORT =
  'id mode outcome rowsRead rowsLoaded rowsRejected problems { row column id en } notes { column id en } rejectsPath';
interface Loaded {
  readonly loadRelease: { readonly number: number; readonly rows: number; readonly report: Report };
}

async function ask(field: string, file: string, options = ''): Promise<Answer<Loaded>> {
  const { body } = await dinkes.upload(file);
  const answer = await dinkes.query<Loaded>(
    `mutation ($field: ID!, $upload: ID!) {
      loadRelease(dataset: $field, upload: $upload ${options}) { number rows report { ${REPORT} } } }`,
    { field, upload: body['id'] },
  );
  await hub.hub.settle();
  return answer;
}
const load = async (field: string, file: string, options = '') =>
  dataOf(await ask(field, file, options)).loadRelease;

interface Node {
  readonly id: string;
  readonly kode: string;
  readonly nilai: number | null;
  readonly catatan: string | null;
}
async function rowsOf(field: string): Promise<readonly Node[]> {
  const answer = await dinkes.query<Record<string, { nodes: readonly Node[] }>>(
    `{ ${field}(first: 1000) { nodes { id kode nilai catatan } } }`,
  );
  return dataOf(answer)[field]?.nodes ?? [];
}
const shown = async (field: string) => (await rowsOf(field)).map(({ kode, nilai }) => `${kode}=${nilai}`);

const reports = async (field: string, caller = dinkes) =>
  dataOf(
    await caller.query<{ loadReports: Report[] }>(
      `query ($field: ID!) { loadReports(dataset: $field) { ${REPORT} } }`,
      {
        field,
      },
    ),
  ).loadReports;

const file = (...rows: string[]) => `kode,nilai,catatan\n${rows.join('\n')}\n`;
const first = file('A,1,a', 'B,2,b', 'C,3,c');

describe('a load', () => {
  test('of a file with bad rows is refused as a whole, with a report that has the rows and their reasons', async () => {
    const field = await dataset();
    await load(field, first);
    const bad = file('D,4,=1+1', 'E,x,"kata, kata"', ',5,-3');
    const answer = await ask(field, bad);
    const [error] = answer.errors;
    expect([answer.status, error?.extensions.code]).toEqual([422, 'LOAD_REFUSED']);
    expect(await shown(field)).toEqual(['A=1', 'B=2', 'C=3']);
    const [report, loaded] = await reports(field);
    expect(loaded).toMatchObject({ outcome: 'LOADED', rowsLoaded: 3, rejectsPath: null, problems: [] });
    expect(report).toMatchObject({
      id: error?.extensions['report'],
      outcome: 'REFUSED',
      rowsRead: 3,
      rowsLoaded: 0,
      rowsRejected: 2,
      problems: [
        { row: 3, column: 'nilai', en: expect.stringContaining('row 3, column nilai: "x"') },
        { row: 4, column: 'kode', id: expect.stringContaining('baris 4, kolom kode: "" kosong') },
      ],
    });
    const { status, headers, bytes } = await dinkes.download(report?.rejectsPath ?? '');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const lines = Buffer.from(bytes).toString().split('\r\n');
    expect(lines[0]).toBe('\ufeffkode,nilai,catatan,baris,alasan');
    expect(lines[1]).toMatch(/^E,x,"kata, kata",3,/);
    expect(lines[2]).toMatch(/^,5,-3,4,/);
  });

  test('may set bad rows aside, and the file of them, mended, can be appended', async () => {
    const field = await dataset();
    const { rows, report } = await load(field, file('A,1,a', 'B,x,=b', 'C,3,c'), 'rejects: SET_ASIDE');
    expect([rows, report]).toMatchObject([
      3 - 1,
      { outcome: 'LOADED', rowsRead: 3, rowsLoaded: 2, rowsRejected: 1 },
    ]);
    const { bytes } = await dinkes.download(report.rejectsPath ?? '');
    const rejected = Buffer.from(bytes).toString();
    expect(rejected).toContain("B,x,'=b,3,");
    const appended = await load(field, rejected.replace('B,x', 'B,2'), 'mode: APPEND');
    expect(appended).toMatchObject({ number: 2, rows: 3, report: { mode: 'APPEND', rowsLoaded: 1 } });
    expect(await shown(field)).toEqual(['A=1', 'C=3', 'B=2']);
  });

  test('sets rows of one key aside, all of them, and keeps the others', async () => {
    const field = await dataset();
    const twice = file('A,1,a', 'B,2,b', 'A,3,c');
    expect((await ask(field, twice)).errors[0]?.message).toMatch(/rows 2 and 4 have the same key/);
    const { report } = await load(field, twice, 'rejects: SET_ASIDE');
    expect(report).toMatchObject({ rowsRead: 3, rowsLoaded: 1, rowsRejected: 2 });
    expect(report.problems.map(({ row }) => row)).toEqual([2, 4]);
    expect(await shown(field)).toEqual(['B=2']);
  });

  test('appends rows behind those of the release before; a key that is there already is refused', async () => {
    const field = await dataset();
    await load(field, first);
    expect((await ask(field, file('D,4,d', 'B,9,b'), 'mode: APPEND')).errors[0]?.message).toMatch(
      /row 3 has the key of a row that the release before has/,
    );
    expect(await shown(field)).toEqual(['A=1', 'B=2', 'C=3']);
    await load(field, file('D,4,d', 'B,9,b'), 'mode: APPEND, rejects: SET_ASIDE');
    expect(await shown(field)).toEqual(['A=1', 'B=2', 'C=3', 'D=4']);
  });

  test('updates rows of the same key in their places and adds the others', async () => {
    const field = await dataset();
    await load(field, first);
    const { rows, report } = await load(field, file('D,4,d', 'B,9,'), 'mode: UPSERT');
    expect(rows).toBe(4);
    expect(report.notes[0]?.en).toBe('Rows added: 1, updated: 1.');
    expect(await shown(field)).toEqual(['A=1', 'B=9', 'C=3', 'D=4']);
    expect((await rowsOf(field))[1]?.catatan).toBeNull();
  });

  test('updates a row whose key is written another way', async () => {
    const field = await dataset(
      KEYED.map((column) => ({ ...column, type: column.key ? 'DECIMAL' : column.type })),
    );
    await load(field, file('1.5,1,a', '2.5,2,b'));
    expect((await load(field, file('1.50,9,a'), 'mode: UPSERT')).rows).toBe(2);
    expect(await shown(field)).toEqual(['1.50=9', '2.5=2']);
  });

  test('needs a key to update by', async () => {
    const field = await dataset(KEYLESS);
    await load(field, first);
    expect((await ask(field, first, 'mode: UPSERT')).errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    await load(field, file('A,1,a'), 'mode: APPEND');
    expect(await shown(field)).toEqual(['A=1', 'B=2', 'C=3', 'A=1']);
  });

  test('beyond the rows that a release may have is refused', async () => {
    const field = await dataset();
    const many = file(...Array.from({ length: 501 }, (_, at) => `K${at},${at},x`));
    expect((await ask(field, many)).errors[0]?.message).toMatch(/more than 500 rows/);
    await load(field, file(...Array.from({ length: 499 }, (_, at) => `K${at},${at},x`)));
    expect((await ask(field, first, 'mode: APPEND')).errors[0]?.message).toMatch(/more than 500 rows/);
    expect(await shown(field)).toHaveLength(499);
  });

  test('names what looks unlikely beside the release before, and stops for none of it', async () => {
    const field = await dataset();
    const rows = (times: number, note: string) =>
      file(...Array.from({ length: 20 }, (_, at) => `K${at},${(at + 1) * times},${note}`));
    expect((await load(field, rows(1000, 'a'))).report.notes).toEqual([]);
    const { report } = await load(field, rows(1, ''));
    expect(report.notes.map(({ column, en }) => `${column}: ${en}`)).toEqual([
      'nilai: The values of column nilai are about 1,000 times smaller than in the release before.',
      'catatan: Column catatan has become empty.',
    ]);
  });
});

describe('ids', () => {
  test('of equal keys stay the same in every release', async () => {
    const field = await dataset();
    await load(field, first);
    const before = await rowsOf(field);
    await load(field, file('C,3,x', 'A,7,y'));
    const now = await rowsOf(field);
    for (const { id, kode } of now) expect(id).toBe(before.find((row) => row.kode === kode)?.id);
  });

  test('of rows without a key are all different, and those of a release alone', async () => {
    const field = await dataset(KEYLESS);
    await load(field, first);
    const before = await rowsOf(field);
    await load(field, first);
    const ids = [...before, ...(await rowsOf(field))].map(({ id }) => id);
    expect(new Set(ids).size).toBe(6);
    for (const id of ids) expect(id).toMatch(/^[\w-]{22}$/);
  });
});

describe('an earlier release', () => {
  const restore = (field: string, number: number, caller = dinkes) =>
    caller.query(
      'mutation ($field: ID!, $number: Int!) { restoreRelease(dataset: $field, number: $number) }',
      { field, number },
    );

  test('can be served again', async () => {
    const field = await dataset();
    await load(field, first);
    await load(field, file('X,9,x'));
    dataOf(await restore(field, 1));
    await hub.hub.settle();
    expect(await shown(field)).toEqual(['A=1', 'B=2', 'C=3']);
    expect((await restore(field, 7)).errors[0]?.extensions.code).toBe('NOT_FOUND');
    const team = await hub.official('tim.teknis');
    expect((await restore(field, 2, team)).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('that holds a column which the dataset has no more stays where it is', async () => {
    const field = await dataset();
    await load(field, first);
    await load(field, file('X,9,x'));
    await sql`update dataset_fields set access_class = 'CLOSED' where name = 'catatan'
      and dataset_id = (select id from datasets where name = ${field.replace('dinkes_', '')})`;
    await sql`select pg_notify('satugraf', '')`;
    await hub.hub.settle();
    const answer = await restore(field, 1);
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'RELEASE_MISFIT' });
  });
});

test('reports and rejected rows are for those who see the releases, and unknown to others', async () => {
  const field = await dataset();
  const { report } = await load(field, file('A,1,a', 'B,x,b'), 'rejects: SET_ASIDE');
  const path = report.rejectsPath ?? '';
  for (const user of ['produsen.dinkes', 'tim.teknis', 'kepala.dinas'])
    expect((await (await hub.official(user)).download(path)).status).toBe(200);
  for (const other of [await hub.official('produsen.dispendik'), hub.key(), hub.anonymous]) {
    expect((await other.download(path)).status).toBe(404);
    const answer = await other.query('query ($field: ID!) { loadReports(dataset: $field) { id } }', {
      field,
    });
    expect(answer.errors).not.toEqual([]);
  }
  expect((await dinkes.download('/loads/bukan-id/rejects')).status).toBe(404);
});
