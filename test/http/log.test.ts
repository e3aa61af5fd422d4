import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loggedError } from '../../gateway/http/log.js';
import { refusal } from '../../schema/errors.js';
import { testConfig } from '../support/config.js';
import { createDatabase, eventually } from '../support/hub.js';
import { type HubProcess, startHub } from '../support/process.js';

/** Nothing that holds this may be logged. */
const MARK = 'rahasia7391';

let database: Awaited<ReturnType<typeof createDatabase>>;
let hub: HubProcess;
let url: string;
beforeAll(async () => {
  database = await createDatabase('demo');
  const secret = Buffer.from(testConfig(database.url).secret).toString('hex');
  hub = startHub({ DATABASE_URL: database.url, HUB_SECRET: secret, PORT: '0', HUB_LOG: 'info' });
  await hub.ready();
  url = await eventually(async () => /http:\/\/127\.0\.0\.1:\d+/.exec(hub.output())?.[0], 10_000);
});
afterAll(async () => {
  hub.child.kill('SIGTERM');
  await hub.ended();
  await database.drop();
});

interface Line {
  readonly msg: string;
  readonly level: number;
  readonly [more: string]: unknown;
}

const lines = (): Line[] =>
  hub
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
const requests = () => lines().filter(({ msg }) => msg === 'request');

const post = (body: unknown, headers: Record<string, string> = {}, path = '/graphql') =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }).then(async (response) => ({ status: response.status, text: await response.text() }));

describe('the log', () => {
  test('has one line a request, with nothing in it that was sent', async () => {
    const { keys, accounts } = inject('demo');
    const key = keys.find(({ name }) => name === 'Sistem Dinas Kesehatan');
    const account = accounts.find(({ user }) => user === 'produsen.dinkes');
    const bearer = { authorization: `Bearer ${key?.key}` };
    const query = '{ viewer { kind name } }';
    const login = (password: string) => ({
      query: 'mutation ($u: String!, $p: String!) { login(username: $u, password: $p) { token } }',
      variables: { u: 'produsen.dinkes', p: password },
    });
    const before = requests().length;
    const { text } = await post(login(account?.password ?? ''));
    const session = (JSON.parse(text) as { data: { login: { token: string } } }).data.login.token;
    const sent: readonly (() => Promise<unknown>)[] = [
      () => post({ query }, bearer),
      () => post({ query }, { authorization: `Bearer ${session}`, cookie: `a=${MARK}`, 'user-agent': MARK }),
      () => post(login(MARK)),
      () => post({ query: `mutation { login(username: "${MARK}", password: "${MARK}") { token } }` }),
      () => post({ query: `{ regions(search: "${MARK}") { totalCount } }` }),
      () => post({ query: `{ ${MARK} }` }),
      () => post({ query: `query ${MARK} { ${MARK}: viewer { kind } }`, operationName: MARK }),
      () => post(`{"query": "${MARK}`),
      () => post({ query, variables: { x: MARK } }, { 'x-forwarded-for': MARK, referer: `http://${MARK}/` }),
      () => post({ query }, { authorization: `Bearer ${MARK}`, 'idempotency-key': MARK }),
      () => post({ query }, { authorization: `Bearer sgk_000000000000_${MARK.padEnd(43, 'a')}` }),
      () => fetch(`${url}/graphql?query=${encodeURIComponent(`{ a: __typename } # ${MARK}`)}`),
      () => fetch(`${url}/${MARK}?token=${MARK}`),
      () => fetch(`${url}/exports/${MARK}.csv?where=${MARK}`),
      () => fetch(`${url}/cases/${MARK}/archives/${MARK}`, { headers: bearer }),
      () => fetch(`${url}/api/3/action/package_search?q=${MARK}`, { headers: bearer }),
      () => fetch(`${url}/%zz${MARK}`),
      () =>
        post(`nama\n${MARK}\n`, { ...bearer, 'content-type': 'text/csv' }, `/uploads?filename=${MARK}.csv`),
    ];
    for (const one of sent) await one();
    const seen = await eventually(async () => {
      const all = requests().slice(before);
      return all.length > sent.length ? all : undefined;
    });
    expect(seen).toHaveLength(sent.length + 1);
    for (const line of seen) {
      expect(Object.keys(line).sort()).toEqual(
        [
          ...[
            'bytes',
            'caller',
            'hostname',
            'level',
            'method',
            'ms',
            'msg',
            'pid',
            'reqId',
            'route',
            'status',
          ],
          ...['time', 'whole', ...(line['caller'] === 'ANONYMOUS' ? [] : ['callerId'])],
        ].sort(),
      );
    }
    expect(seen.slice(0, 3).map(({ caller, route, status }) => [caller, route, status])).toEqual([
      ['ANONYMOUS', '/graphql', 200],
      ['SERVICE_KEY', '/graphql', 200],
      ['OFFICIAL', '/graphql', 200],
    ]);
    expect(seen[1]?.['callerId']).toBe(key?.id);
    expect(seen.map(({ route }) => route)).toContain('/cases/:number/archives/:attempt');
    for (const secret of [MARK, key?.key ?? '', session, account?.password ?? '', 'produsen.dinkes'])
      expect(hub.output()).not.toContain(secret);
  });

  test('tells of what failed where it failed, and not with what', async () => {
    const sql = postgres(database.url, { max: 1 });
    try {
      await sql`alter table regions rename to regions_away`;
      const { status } = await post({ query: `{ regions(search: "${MARK} lagi") { totalCount } }` });
      expect(status).toBe(500);
    } finally {
      await sql`alter table regions_away rename to regions`;
      await sql.end();
    }
    const [failed] = await eventually(async () => {
      const errors = lines().filter(({ level }) => level >= 50);
      return errors.length > 0 ? errors : undefined;
    });
    const { err } = failed as unknown as { err: { stack: string; cause?: { code: string } } };
    expect(err.stack).toMatch(/^ {4}at /);
    expect(JSON.stringify(failed)).toContain('42P01');
    expect(hub.output()).not.toContain(MARK);
  });

  test.each<[string, Error]>([
    ['a refusal', refusal('NOT_FOUND', { what: MARK })],
    ['a parser', new SyntaxError(`Unexpected token in "${MARK}"`)],
    ['the database', Object.assign(new Error(MARK), { severity: 'ERROR', code: '22P02', detail: MARK })],
    ['the query builder', Object.assign(new Error(`Failed: ${MARK}`), { query: MARK, params: [MARK] })],
    ['something beneath', new Error('above', { cause: new SyntaxError(MARK) })],
  ])('an error of %s is told without its words', (_, error) => {
    const logged = loggedError(error);
    expect(JSON.stringify(logged)).not.toContain(MARK);
    expect(logged.stack).toMatch(/^ {4}at /);
  });
});
