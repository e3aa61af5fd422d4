import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { open, readFile, stat, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Hub } from '../../scripts/cli/hub.js';
import { importFile } from '../../scripts/cli/importing/import.js';
import { Terminal } from '../../scripts/cli/terminal.js';
import { dispose, type Handed } from '../intake/onboarding.js';
import { bootHub, type Caller, eventually, type TestHub } from '../support/hub.js';
import { ended, type Machine, machine, type Ran } from './running.js';

const run = promisify(execFile);
const UPLOAD_LIMIT = 2_000_000;

let hub: TestHub;
let producer: Caller;
let sql: Sql;
/** A machine on which the producer of dinkes works, by a token in its environment. */
let office: Machine;
beforeAll(async () => {
  hub = await bootHub('demo', { HUB_LIMIT_UPLOAD: String(UPLOAD_LIMIT) });
  producer = await hub.official('produsen.dinkes');
  sql = postgres(hub.databaseUrl, { max: 1 });
  office = await machine({ SATUGRAF_URL: hub.url, SATUGRAF_TOKEN: producer.token ?? '' });
});
afterAll(async () => {
  await office[Symbol.asyncDispose]();
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

const jsonOf = (ran: Ran): never => {
  try {
    return JSON.parse(ran.out) as never;
  } catch {
    throw new Error(`no single JSON value: ${ran.out}\n${ran.err}`);
  }
};

describe('signing in', () => {
  const passwordOf = (user: string) =>
    inject('demo').accounts.find((account) => account.user === user)?.password ?? '';

  test('a session is kept for its owner alone, is told apart, and ends', async () => {
    await using home = await machine();
    const { url } = hub;
    const wrong = await home.satugraf(['login', '--url', url, '--user', 'tim.teknis'], {
      SATUGRAF_PASSWORD: 'salah',
    });
    expect(wrong).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('LOGIN_FAILED: Nama pengguna'),
    });
    const [login, stranger, lost] = await Promise.all([
      home.satugraf(['login', '--url', `${url}/`, '--user', 'tim.teknis', '--json'], {
        SATUGRAF_PASSWORD: passwordOf('tim.teknis'),
      }),
      office.satugraf(['whoami'], { SATUGRAF_TOKEN: '' }),
      office.satugraf(['connections'], { SATUGRAF_TOKEN: '' }),
    ]);
    expect(lost).toMatchObject({ code: 2, err: expect.stringContaining('satugraf login --user') });
    expect([login.code, login.err]).toEqual([0, '']);
    expect(jsonOf(login)).toEqual({ url, user: 'tim.teknis', expiresAt: expect.any(String) });
    expect(stranger).toMatchObject({ code: 1, out: expect.stringContaining('belum masuk / not signed in') });
    const file = home.path('config/satugraf/session.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { token } = JSON.parse(await readFile(file, 'utf8')) as { token: string };
    // The same hub under another name is, for all that the command knows, another hub.
    const [own, other] = await Promise.all([
      home.satugraf(['whoami', '--json']),
      home.satugraf(['whoami'], { SATUGRAF_URL: url.replace('127.0.0.1', 'localhost') }),
    ]);
    expect(jsonOf(own)).toMatchObject({ url, agency: 'diskominfo', roles: ['TECHNICAL_TEAM'] });
    expect(other.code).not.toBe(0);
    const logout = await home.satugraf(['logout']);
    expect(logout.code).toBe(0);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ url, token: '' });
    expect((await hub.caller(token).query('{ viewer { name } }')).errors[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
  });
});

/** Numbers that may be thousands or decimals, below a title and above a total. */
const DIRTY = [
  'REKAP KUNJUNGAN POSYANDU;;',
  ';;',
  'Kecamatan;Kunjungan;Biaya',
  'Bangil;12;1.500',
  'Beji;7;2.250',
  'Gempol;30;3.125',
  'Jumlah;49;6.875',
].join('\n');

describe('from a file to a release', () => {
  let handed: Handed;

  test('a file is understood, its question told with the answers, and answered makes a definition to hand over', async () => {
    await writeFile(office.path('posyandu.csv'), DIRTY);
    const asked = await office.satugraf(['import', 'posyandu.csv', '--definition', 'posyandu.json']);
    expect([asked.code, asked.err]).toEqual([1, '']);
    expect(asked.out).toContain('pada kolom Biaya dibaca?');
    const [answer] = /--answer \S*POINT\b/.exec(asked.out)?.[0].split(' ').slice(1) ?? [];
    expect(answer).toMatch(/DECIMAL_OR_GROUP.*=POINT$/);
    const options = ['--answer', answer ?? '', '--accept', '--definition', 'posyandu.json'];
    const done = await office.satugraf(['import', 'posyandu.csv', ...options, '--verbose']);
    expect([done.code, done.err]).toEqual([0, '']);
    expect(done.out).toMatch(/^Biaya +DECIMAL/m);
    expect(done.out).toMatch(/^kode_wilayah +TEXT +kodeWilayah/m);
    expect(done.out).toContain('TOTAL: 1 baris');
    expect(done.out).toContain('dinkes_rekapKunjunganPosyandu(');
    const definition = JSON.parse(await readFile(office.path('posyandu.json'), 'utf8')) as { name: string };
    handed = await (await dispose(hub, 'posyandu')).handedOverAs(definition);
    await hub.hub.settle();
    expect(handed.field).toMatch(/^dinkes_/);
  });

  test('a column is read or left out as its producer says, and a column or answer that is none is an error', async () => {
    await writeFile(office.path('kolom.csv'), DIRTY);
    const set = [
      '--set',
      'Biaya=DECIMAL,decimal=,,thousands=.',
      '--omit',
      'Kecamatan',
      '--omit',
      'kode_wilayah',
    ];
    const [good, bad, answer] = await Promise.all([
      office.satugraf(['import', 'kolom.csv', '--accept', '--json', ...set]),
      office.satugraf(['import', 'kolom.csv', '--accept', ...set, '--set', 'Tarif=TEXT']),
      office.satugraf(['import', 'kolom.csv', '--answer', 'Biaya:DECIMAL_OR_GROUP=TITIK']),
    ]);
    const value: {
      columns: { key: string; format: string }[];
      preview: { columns: string[]; rows: string[][] };
    } = jsonOf(good);
    expect(value.preview.columns).toEqual(['kunjungan', 'biaya']);
    expect(value.preview.rows[0]).toEqual(['12', '1500']);
    expect(bad).toMatchObject({ code: 2, err: expect.stringContaining('Kolom Tarif tidak ada') });
    expect(answer).toMatchObject({ code: 2, err: expect.stringMatching(/=TITIK: .*POINT/) });
  });

  test('a bad row refuses a load, is reported and written to a file; set aside, the others are loaded', async () => {
    const kept = { 'Biaya:DECIMAL_OR_GROUP': 'POINT' };
    await writeFile(office.path('jawaban.json'), JSON.stringify(kept));
    await writeFile(office.path('baik.csv'), DIRTY);
    const first = await office.satugraf([
      ...['load', handed.field, 'baik.csv', '--answers', 'jawaban.json', '--accept'],
    ]);
    expect([first.code, first.err]).toEqual([0, '']);
    expect(first.out).toContain('Rilis 1 berlaku: 3 baris');
    await writeFile(office.path('buruk.csv'), DIRTY.replace('Beji;7;', 'Beji;tujuh;'));
    const args = ['load', handed.field, 'buruk.csv', '--accept'];
    const refused = await office.satugraf([...args, '--rejects', 'tolak.csv']);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('Baris dibaca / rows read: 3; dimuat / loaded: 0; ditolak / rejected: 1');
    expect(refused.out).toMatch(/baris 5.*tujuh/);
    expect(refused.out).toContain('DITOLAK / REFUSED');
    expect(await readFile(office.path('tolak.csv'), 'utf8')).toContain('Beji');
    const aside = await office.satugraf([...args, '--set-aside', '--json']);
    expect([aside.code, aside.err]).toEqual([0, '']);
    const value = jsonOf(aside);
    expect(value).toMatchObject({
      release: { number: 2, rows: 2, live: true },
      report: { rowsRead: 3, rowsLoaded: 2, rowsRejected: 1, problems: [{ row: 5 }] },
      errors: [],
      rejects: 'buruk.ditolak.csv',
    });
    expect(await readFile(office.path('buruk.ditolak.csv'), 'utf8')).toContain('Beji');
  });

  test('releases are listed, and an earlier one is served again', async () => {
    const restored = await office.satugraf(['restore', handed.field, '1']);
    expect([restored.code, restored.err]).toEqual([0, '']);
    const [text, json] = await Promise.all([
      office.satugraf(['releases', handed.field]),
      office.satugraf(['releases', handed.field, '--json']),
    ]);
    expect(text.out).toMatch(/^\* +1 +3 /m);
    const value: { number: number; live: boolean; rows: number }[] = jsonOf(json);
    expect(value.map(({ number, live, rows }) => [number, live, rows])).toEqual([
      [2, false, 2],
      [1, true, 3],
    ]);
  });

  test('a template is saved, and never over a file that is there', async () => {
    const saved = await office.satugraf(['template', handed.field, '-o', 'templat.xlsx']);
    expect([saved.code, saved.err]).toEqual([0, '']);
    const bytes = await readFile(office.path('templat.xlsx'));
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    const again = await office.satugraf(['template', handed.field, '-o', 'templat.xlsx']);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('sudah ada') });
    expect(await readFile(office.path('templat.xlsx'))).toEqual(bytes);
  });

  test('who sits at the terminal is asked until an option is named, and may leave a question open', async () => {
    const at = hub.url;
    const typed = ['titik?', '2'];
    class Attended extends Terminal {
      override get attended() {
        return true;
      }
      override ask() {
        return Promise.resolve(typed.shift());
      }
    }
    await writeFile(office.path('tanya.csv'), DIRTY);
    const caller = new Hub({ url: at, token: producer.token ?? '' });
    const ask = () => importFile(caller, new Attended(true), office.path('tanya.csv'), null, {});
    const answered = await ask();
    expect(answered.answered.map(({ id, answer }) => [id, answer])).toContainEqual([
      'Biaya:DECIMAL_OR_GROUP',
      'POINT',
    ]);
    expect((await ask()).questions.map(({ id }) => id)).toContain('Biaya:DECIMAL_OR_GROUP');
  });
});

describe('from a dump', () => {
  const DUMP = `CREATE TABLE \`pasien\` (
  \`kode\` char(6) NOT NULL COMMENT 'Kode pasien',
  \`nik\` char(16) DEFAULT NULL,
  \`kunjungan\` int(11) DEFAULT 0,
  PRIMARY KEY (\`kode\`)
);\n`;

  test('tables are listed and one becomes a definition, its personal data closed', async () => {
    await writeFile(office.path('simpus.sql'), DUMP);
    const [listed, whole, saved, missing] = await Promise.all([
      office.satugraf(['tables', 'simpus.sql']),
      office.satugraf(['propose', 'simpus.sql', 'pasien']),
      office.satugraf(['propose', 'simpus.sql', 'pasien', '-o', 'pasien.json', '--json']),
      office.satugraf(['propose', 'simpus.sql', 'dokter']),
    ]);
    expect(listed.code).toBe(0);
    expect(listed.out).toMatch(/pasien +3 +\S* *kode/);
    expect(whole.code).toBe(0);
    // The definition alone is on standard output; what has to be looked at stands beside it.
    const definition: { columns: object[] } = jsonOf(whole);
    expect(definition.columns).toMatchObject([
      { name: 'kode', key: true, description: expect.stringContaining('Kode pasien') },
      { name: 'nik', accessClass: 'CLOSED' },
      { name: 'kunjungan', type: 'INTEGER' },
    ]);
    expect(whole.err).toContain('CLOSED nik');
    expect(jsonOf(saved)).toMatchObject({ definition, personal: [{ column: 'nik' }] });
    expect(JSON.parse(await readFile(office.path('pasien.json'), 'utf8'))).toEqual(definition);
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('NOT_FOUND') });
  });
});

describe('uploads', () => {
  const uploads = async () =>
    (await sql`select filename, bytes from uploads`) as unknown as { filename: string; bytes: number }[];
  const caller = () => new Hub({ url: hub.url, token: producer.token ?? '' });

  test('a large text is streamed and compressed, and what has been read of it is told', async () => {
    const line = 'Kecamatan Bangil;2024-01-01;12\n';
    const text = `Kecamatan;Tanggal;Jumlah\n${line.repeat(Math.ceil(3_000_000 / line.length))}`;
    await writeFile(office.path('besar.csv'), text);
    const heard: number[] = [];
    const id = await caller().upload(office.path('besar.csv'), (read, size) => {
      expect(size).toBe(text.length);
      heard.push(read);
    });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(heard.length).toBeGreaterThan(5);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect(heard.at(-1)).toBe(text.length);
    const [stored] = (await uploads()).filter(({ filename }) => filename === 'besar.csv.gz');
    expect(Number(stored?.bytes)).toBeLessThan(text.length / 10);
    const read = 'mutation ($id: ID!) { importFile(upload: $id) { rows proposal { title } } }';
    expect(await caller().query(read, { id })).toMatchObject({
      importFile: { rows: text.split('\n').length - 2, proposal: { title: 'Besar' } },
    });
  });

  test('a file beyond the limit is refused in the words of the hub, and the next one goes through', async () => {
    const before = (await uploads()).length;
    await writeFile(office.path('raksasa.xlsx'), randomBytes(20 * UPLOAD_LIMIT));
    const ran = await office.satugraf(['import', 'raksasa.xlsx', '--json']);
    expect(ran).toMatchObject({
      code: 1,
      err: expect.stringContaining('BODY_TOO_LARGE: Isi permintaan melebihi 2000000'),
    });
    expect(jsonOf(ran)).toMatchObject({ errors: [{ extensions: { code: 'BODY_TOO_LARGE' } }] });
    expect((await uploads()).length).toBe(before);
    expect((await office.satugraf(['whoami'])).code).toBe(0);
  });

  test('what is broken off in the middle leaves nothing behind', async () => {
    const before = (await uploads()).length;
    await run('mkfifo', [office.path('macet.xlsx')]);
    const child = office.start(['import', 'macet.xlsx']);
    const end = ended(child);
    const pipe = await open(office.path('macet.xlsx'), 'w');
    await pipe.write(randomBytes(1_500_000));
    const running = async () => {
      const transactions = await sql`select 1 from pg_stat_activity where datname = current_database()
        and xact_start is not null and pid <> pg_backend_pid()`;
      return transactions.length > 0;
    };
    await eventually(async () => ((await running()) ? true : undefined));
    child.kill('SIGINT');
    await end;
    await eventually(async () => ((await running()) ? undefined : true));
    await pipe.close();
    expect((await uploads()).length).toBe(before);
  });
});

describe('what cannot run', () => {
  test('a wrong call is told how to be right, and ends with 2', async () => {
    const calls = [
      [],
      ['muat'],
      ['login'],
      ['import', 'a.csv', 'b.csv'],
      ['import', 'tiada.csv'],
      ['import', 'a.csv', '--tiada'],
      ['import', 'a.csv', '--answer', 'SHAPE'],
      ['import', 'a.csv', '--set', 'Biaya=UANG'],
      ['load', 'dinkes_x', 'a.csv', '--mode', 'timpa'],
      ['template', 'dinkes_x'],
      ['tables'],
      ['help', 'muat'],
    ];
    const ran: [string, Ran][] = [];
    const rest = calls.values();
    const next = async () => {
      for (const args of rest) ran.push([args.join(' '), await office.satugraf(args)]);
    };
    await Promise.all([next(), next(), next()]);
    expect(ran.filter(([, { code, out, err }]) => code !== 2 || out !== '' || err === '')).toEqual([]);
    expect(ran.find(([args]) => args.startsWith('load'))?.[1].err).toContain('satugraf load DATASET FILE');
  });

  test('a hub that is not there is an error of its own', async () => {
    const ran = await office.satugraf(['releases', 'dinkes_x', '--json'], {
      SATUGRAF_URL: 'http://127.0.0.1:9',
    });
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('tidak menjawab / does not answer') });
    expect(jsonOf(ran)).toEqual({ errors: [{ message: expect.stringContaining('127.0.0.1:9') }] });
  });

  test('the command runs from any folder, and explains itself', async () => {
    const bin = new URL('../../scripts/cli/satugraf.mjs', import.meta.url).pathname;
    const { stdout } = await run(process.execPath, [bin, 'help', 'load'], { cwd: office.folder });
    expect(stdout).toContain('satugraf load DATASET FILE');
  });
});
