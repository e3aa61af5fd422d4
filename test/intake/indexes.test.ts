import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createHub } from '../../gateway/hub.js';
import { but, each } from '../identity/callers.js';
import { testConfig } from '../support/config.js';
import { type Answer, bootHub, type Caller, eventually, type TestHub } from '../support/hub.js';
import { dataOf, type HandedColumn, handOver, load } from './onboarding.js';

let hub: TestHub;
let sql: Sql;
let dinkes: Caller;
let team: Caller;
let field: string;
let made = 0;
// Every statement is slow, and none is answered from memory.
beforeAll(async () => {
  hub = await bootHub('demo', {}, { slowMs: 0, answerBytes: 0 });
  sql = postgres(hub.databaseUrl, { max: 2, onnotice: () => {} });
  dinkes = await hub.official('produsen.dinkes');
  team = await hub.official('tim.teknis');
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

const COLUMNS: readonly HandedColumn[] = [
  { name: 'kode', type: 'TEXT', key: true },
  { name: 'tahun', type: 'INTEGER', key: true },
  { name: 'jumlah', type: 'INTEGER' },
  { name: 'nama', type: 'TEXT' },
  { name: 'kodeWilayah', type: 'TEXT', region: 'wilayah' },
  { name: 'rahasia', type: 'TEXT', accessClass: 'CLOSED' },
];
const fileOf = (rows: number, nama = (at: number): string => `nama ${at % 7}`): string =>
  `${COLUMNS.map(({ name }) => name).join()}\n${Array.from(
    { length: rows },
    (_, at) => `K${at},${2000 + (at % 20)},${(at * 7919) % 1000},${nama(at)},35.14.01,x\n`,
  ).join('')}`;

/** Makes another dataset, of which nothing was asked yet. */
async function fresh(): Promise<void> {
  ({ field } = await handOver(hub, `indeks${++made}`, COLUMNS));
  await load(hub, dinkes, field, fileOf(20));
}

beforeEach(async () => {
  await hub.hub.noteUses();
  await sql`delete from column_uses`;
});

/** The table of the dataset's live release. */
async function liveTable(): Promise<string> {
  const [live] = await sql<{ name: string }[]>`
    select 'hosted.r' || releases.id as name from releases join datasets on datasets.id = dataset_id
    where status = 'LIVE' and datasets.name = ${field.replace('dinkes_', '')}`;
  return live?.name ?? '';
}

interface Suggestion {
  readonly dataset: string;
  readonly agency: string;
  readonly column: string;
  readonly uses: number;
  readonly meanMilliseconds: number;
  readonly since: string;
}
const askSuggestions = (caller: Caller): Promise<Answer<{ indexSuggestions: Suggestion[] }>> =>
  caller.query('{ indexSuggestions { dataset agency column uses meanMilliseconds since } }');

async function suggestions(): Promise<Suggestion[]> {
  await hub.hub.noteUses();
  return dataOf(await askSuggestions(team)).indexSuggestions;
}
const suggested = async () => (await suggestions()).map(({ column }) => column).sort();

const ask = async (args: string, caller = dinkes) =>
  dataOf(await caller.query(`{ ${field}${args} { nodes { id } } }`));

const accept = (column: string, caller = team, dataset = field) =>
  caller.query(
    'mutation ($dataset: ID!, $column: String!) { indexColumn(dataset: $dataset, column: $column) }',
    { dataset, column },
  );

const codeOf = ({ data, errors, text }: Answer, root: string): unknown =>
  errors[0]?.extensions.code ?? (data?.[root] ? 'OK' : text);

/** Columns of the indexes of the dataset's live release, `c003 c003 desc "row"` and the like. */
async function indexes(): Promise<string[]> {
  const rows = await sql<{ definition: string }[]>`
    select pg_get_indexdef(indexrelid) as definition from pg_index
    where indrelid = to_regclass(${await liveTable()})`;
  return rows
    .map(
      ({ definition }) =>
        `${/UNIQUE /.exec(definition)?.[0] ?? ''}${/\((.*)\)$/.exec(definition)?.[1] ?? ''}`,
    )
    .sort();
}
/** Of a release that nobody asked anything else for. */
const ALWAYS = ['UNIQUE "row"', 'UNIQUE c001, c002', 'UNIQUE id', 'c005, "row"'];
const both = (physical: string) => [`${physical}, "row"`, `${physical} DESC NULLS LAST, "row"`];

describe('a load', () => {
  beforeEach(fresh);

  test('makes one index of all key columns in their order, and one of each reference', async () => {
    expect(await indexes()).toEqual(ALWAYS);
  });

  test('makes an index by which a row is found by its key', async () => {
    await load(hub, dinkes, field, fileOf(3000));
    await usedWithin('_c001_c002_idx', async () => {
      const answer = await dinkes.query(`{ ${field}ByKey(kode: "K7", tahun: 2007) { jumlah } }`);
      expect(dataOf(answer)).toEqual({ [`${field}ByKey`]: { jumlah: (7 * 7919) % 1000 } });
    });
  });

  test('of a key that is too long for an index goes through without one', async () => {
    const long = Array.from({ length: 700 }, (_, at) => ((at + 1) * 7_654_321_987).toString(36)).join('');
    await load(hub, dinkes, field, fileOf(3).replace('K1,', `${long},`));
    expect(await indexes()).toEqual(ALWAYS.filter((one) => !one.includes('c001')));
    const answer = await dinkes.query(`{ ${field}ByKey(kode: "${long}", tahun: 2001) { tahun } }`);
    expect(dataOf(answer)).toEqual({ [`${field}ByKey`]: { tahun: 2001 } });
  });
});

describe('what is asked slowly', () => {
  beforeAll(fresh);

  test('is suggested to the technical team and ADMIN, and to nobody else', async () => {
    await ask('(where: { jumlah: { gte: 5 } })');
    await ask('(orderBy: [{ jumlah: DESC }, { nama: ASC }])');
    const [only, ...rest] = await suggestions();
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ dataset: field, agency: 'dinkes', column: 'jumlah', uses: 2 });
    expect(only?.meanMilliseconds).toBeLessThan(5000);
    expect(Math.abs(Date.now() - Date.parse(only?.since ?? ''))).toBeLessThan(60_000);
    const seen = await each(hub, async (caller) => codeOf(await askSuggestions(caller), 'indexSuggestions'));
    expect(seen).toEqual(
      but<unknown>('FORBIDDEN', {
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
        'technical team': 'OK',
        admin: 'OK',
      }),
    );
  });

  test('counts each statement once, within and, or, and lists of a region', async () => {
    const where =
      '(where: { and: [{ jumlah: { gt: 5 } }, { or: [{ jumlah: { lt: 3 } }, { nama: { in: ["a"] } }] }] })';
    await ask(where);
    dataOf(await dinkes.query(`{ region(code: "35.14.01") { ${field}${where} { totalCount } } }`));
    expect((await suggestions()).map(({ column, uses }) => [column, uses]).sort()).toEqual([
      ['jumlah', 2],
      ['nama', 2],
    ]);
  });

  test.each([
    [
      'the first key column and a reference',
      '(where: { kode: { eq: "K1" }, kodeWilayah: { eq: "35.14.01" } })',
    ],
    ['a region that a row refers to', '(where: { wilayah: { within: "35.14" } })'],
    ['conditions that no index answers', '(where: { nama: { contains: "a", ne: "b", isNull: false } })'],
    ['what is not to be', '(where: { not: { nama: { eq: "a" } } })'],
    ['the second column of an order', '(orderBy: [{ kode: ASC }, { nama: ASC }])'],
    ['no condition', ''],
  ])('suggests nothing for %s', async (_, args) => {
    await ask(args);
    expect(await suggested()).toEqual([]);
  });

  test.each([
    'startsWith: "n"',
    'isNull: true',
  ])('suggests a column that is filtered by %s', async (condition) => {
    await ask(`(where: { nama: { ${condition} } })`);
    expect(await suggested()).toEqual(['nama']);
  });

  test('holds what ran out of time, which comes first', async () => {
    await ask('(where: { jumlah: { gte: 5 } })');
    await locked(async () => {
      const answer = await dinkes.query(`{ ${field}(where: { nama: { eq: "a" } }) { totalCount } }`);
      expect(answer.errors[0]?.extensions.code).toBe('TIMEOUT');
    });
    const [first, second] = await suggestions();
    expect([first?.column, second?.column]).toEqual(['nama', 'jumlah']);
    expect(first?.meanMilliseconds).toBeGreaterThan(4000);
    const one = await team.query('{ indexSuggestions(first: 1) { column } }');
    expect(dataOf(one)).toEqual({ indexSuggestions: [{ column: 'nama' }] });
  });

  test('leaves out what only waited for a connection', async () => {
    await locked(async (waiting) => {
      const asked = Array.from({ length: 14 }, (_, at) => ask(`(where: { jumlah: { gte: ${at} } })`));
      await eventually(async () => ((await waiting()) === 10 ? true : undefined));
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { asked };
    }).then(({ asked }) => Promise.all(asked));
    expect(await suggestions()).toMatchObject([{ column: 'jumlah', uses: 10 }]);
  });

  test('is summed over hubs, with what one noted last before it stopped', async () => {
    const other = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl, { slowMs: 0 });
    const query = (most: number) => `{ ${field}(where: { jumlah: { lt: ${most} } }) { totalCount } }`;
    for (const most of [1, 2]) {
      const answer = await other.app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { authorization: `Bearer ${dinkes.token}` },
        payload: { query: query(most) },
      });
      expect(answer.json()).toMatchObject({ data: { [field]: {} } });
    }
    dataOf(await dinkes.query(query(3)));
    await other[Symbol.asyncDispose]();
    expect(await suggestions()).toMatchObject([{ column: 'jumlah', uses: 3 }]);
  });
});

test('a fast statement is not noted', async () => {
  await using fast = await bootHub('demo', {}, { slowMs: 60_000 });
  const producer = await fast.official('produsen.dinkes');
  dataOf(await producer.query('{ dinkes_tenagaKesehatan(where: { tahun: { gte: 1 } }) { totalCount } }'));
  await fast.hub.noteUses();
  const official = await fast.official('tim.teknis');
  expect(dataOf(await askSuggestions(official))).toEqual({ indexSuggestions: [] });
});

describe('an accepted column', () => {
  beforeEach(fresh);

  test('is indexed in the live release, in every later one, and in one that is restored', async () => {
    await ask('(where: { jumlah: { gte: 5 } }, orderBy: [{ nama: ASC }])');
    expect(await suggested()).toEqual(['jumlah', 'nama']);
    const { number } = await load(hub, dinkes, field, fileOf(30));
    for (const round of [1, 2]) {
      expect([round, dataOf(await accept('jumlah'))]).toEqual([round, { indexColumn: true }]);
      expect(await indexes()).toEqual([...ALWAYS, ...both('c003')].sort());
    }
    expect(await suggested()).toEqual(['nama']);
    await load(hub, dinkes, field, fileOf(40));
    expect(await indexes()).toEqual([...ALWAYS, ...both('c003')].sort());
    await ask('(where: { jumlah: { gte: 5 } })');
    expect(await suggested()).toEqual(['nama']);

    const restore =
      'mutation ($field: ID!, $number: Int!) { restoreRelease(dataset: $field, number: $number) }';
    dataOf(await dinkes.query(restore, { field, number: number - 1 }));
    await hub.hub.settle();
    expect(await indexes()).toEqual([...ALWAYS, ...both('c003')].sort());
    const [kept] = await sql`
      select accounts.username, accepted_at from indexed_columns
      join accounts on accounts.id = accepted_by join datasets on datasets.id = dataset_id
      where datasets.name = ${field.replace('dinkes_', '')}`;
    expect(kept).toMatchObject({ username: 'tim.teknis', accepted_at: expect.any(Date) });
  });

  test('is what pages are sorted by, upwards and downwards', async () => {
    await load(hub, dinkes, field, fileOf(3000));
    dataOf(await accept('jumlah'));
    await usedWithin('_c003_asc', () => ask('(first: 10, orderBy: [{ jumlah: ASC }])'));
    await usedWithin('_c003_desc', () => ask('(first: 10, orderBy: [{ jumlah: DESC }])'));
  });

  test('is accepted by the technical team and ADMIN alone', async () => {
    const seen = await each(hub, async (caller) => codeOf(await accept('jumlah', caller), 'indexColumn'));
    expect(seen).toEqual(
      but<unknown>('FORBIDDEN', {
        anonymous: 'GRAPHQL_VALIDATION_FAILED',
        'technical team': 'OK',
        admin: 'OK',
      }),
    );
  });

  test('of values that are too long is refused; where they become so, loads go on without', async () => {
    const long = Array.from({ length: 700 }, (_, at) => ((at + 1) * 7_654_321_987).toString(36)).join('');
    dataOf(await accept('nama'));
    const { rows } = await load(
      hub,
      dinkes,
      field,
      fileOf(3, () => long),
    );
    expect([rows, await indexes()]).toEqual([3, ALWAYS]);
    const answer = await accept('nama');
    expect([codeOf(answer, 'indexColumn'), answer.errors[0]?.message]).toEqual([
      'BAD_USER_INPUT',
      'Values of column nama are too long for an index.',
    ]);
    expect(await suggested()).toEqual([]);
  });

  test('waits for a load of its dataset, and is in the release that this makes', async () => {
    const { body } = await dinkes.upload(fileOf(25));
    const other = postgres(hub.databaseUrl, { max: 1 });
    const held = await other.reserve();
    try {
      await held`begin`;
      await held`lock table regions in access exclusive mode`;
      const loading = dinkes.query<{ loadRelease: { rows: number } }>(
        'mutation ($f: ID!, $u: ID!) { loadRelease(dataset: $f, upload: $u) { rows } }',
        { f: field, u: body['id'] },
      );
      const locks = async (query: string) => {
        const rows = await sql`select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like ${query}`;
        return rows.length > 0 ? true : undefined;
      };
      await eventually(() => locks('%from regions%'));
      const accepting = accept('jumlah');
      await eventually(() => locks('%pg_advisory_xact_lock%'));
      await held`rollback`;
      expect(dataOf(await loading)).toEqual({ loadRelease: { rows: 25 } });
      dataOf(await accepting);
    } finally {
      held.release();
      await other.end();
    }
    expect(await indexes()).toEqual([...ALWAYS, ...both('c003')].sort());
  });
});

describe('a column to accept', () => {
  beforeAll(fresh);

  test.each([
    ['an unknown dataset', 'dinkes_tiada', 'jumlah', 'NOT_FOUND'],
    ['an unknown column', '', 'tiada', 'NOT_FOUND'],
    ['the name of no column', '', 'id"', 'NOT_FOUND'],
    ['a column that is closed', '', 'rahasia', 'NOT_FOUND'],
  ])('cannot be %s', async (_, dataset, column, code) => {
    expect(codeOf(await accept(column, team, dataset || field), 'indexColumn')).toBe(code);
    expect(await indexes()).toEqual(ALWAYS);
  });

  test('has to be loaded', async () => {
    const { field: empty } = await handOver(hub, `indeks${++made}`, COLUMNS);
    expect(codeOf(await accept('jumlah', team, empty), 'indexColumn')).toBe('NO_RELEASE');
  });
});

/** Asks until PostgreSQL has counted, a second after the scan, that the live release's index of this name was used. */
async function usedWithin(ending: string, question: () => Promise<unknown>): Promise<void> {
  const table = await liveTable();
  const scans = async () => {
    const [row] = await sql<{ scans: number }[]>`
      select idx_scan::integer as scans from pg_stat_user_indexes
      where relid = to_regclass(${table}) and right(indexrelname, ${ending.length}::integer) = ${ending}`;
    return row?.scans;
  };
  expect(await scans()).toBe(0);
  await eventually(async () => {
    await question();
    return (await scans()) || undefined;
  }, 20_000);
}

/** Runs `work` while nobody can read the dataset's live release; `waiting` counts who wants to. */
async function locked<T>(work: (waiting: () => Promise<number>) => Promise<T>): Promise<T> {
  const table = await liveTable();
  return sql.begin(async (tx) => {
    await tx.unsafe(`lock table ${table} in access exclusive mode`);
    return work(async () => {
      const [row] = await sql<{ waiting: number }[]>`
        select count(distinct pid)::integer as waiting from pg_locks
        where not granted and relation = to_regclass(${table})`;
      return row?.waiting ?? 0;
    });
  }) as Promise<T>;
}
