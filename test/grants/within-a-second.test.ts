import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createHub, type Hub } from '../../gateway/hub.js';
import { testConfig } from '../support/config.js';
import { type Caller, eventually } from '../support/hub.js';
import { bootOffice, decide, type Office, outcome, request, toHour, withdraw } from './granting.js';

const HOUR = 1 / 24;
/** So that the clock stands at 23.00 in Jakarta. */
const TO_THE_EVENING = toHour(23);
/** Within this time after a change it acts, on every hub. */
const RULE_MS = 1000;
/** How long is asked before and after. */
const BEFORE_MS = 700;
const AFTER_MS = 2200;
const MANY = 10_000;

let office: Office;
let second: Hub;
let urls: readonly string[];
beforeAll(async () => {
  office = await bootOffice({}, TO_THE_EVENING);
  const { hub, sql } = office;
  const [release] = await sql<{ id: number }[]>`
    select releases.id from releases join datasets on datasets.id = releases.dataset_id
    where datasets.name = 'terbatas' and releases.status = 'LIVE'`;
  await sql.unsafe(`
    insert into hosted.r${release?.id} ("row", c001, c002, c003, c004)
    select 100 + n, 'z' || n, repeat('x', 4000), 'zz', n from generate_series(1, ${MANY}) n`);
  second = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl, { now: office.now });
  urls = [hub.url, await second.listen()];
});
afterEach(async () => {
  await office.sql`delete from grants`;
  await office.sql`update service_keys set revoked_at = null`;
  await office.become(['rahasia'], 'CONFIRMED', 'RESTRICTED');
  await second.settle();
});
afterAll(async () => {
  await second[Symbol.asyncDispose]();
  await office[Symbol.asyncDispose]();
});

/** Something that shows the markers as long as they may be read. */
interface Probe {
  readonly what: string;
  readonly ask: (url: string, token: string) => Promise<string>;
}

const graph = async (url: string, token: string, query: string, variables: object = {}): Promise<string> => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return response.text();
};

const ONES = JSON.stringify({ kode: { startsWith: 'k' } });
const paged = (after: string | null) => ({
  query: `query ($after: String) { ${office.one.field}(first: 2, after: $after, orderBy: [{ rahasia: ASC }]) {
    nodes { rahasia } pageInfo { endCursor } } }`,
  variables: { after },
});

async function probes(token: string): Promise<Probe[]> {
  const { field } = office.one;
  const { query, variables } = paged(null);
  const first = JSON.parse(await graph(urls[0] ?? '', token, query, variables));
  const cursor: string = first.data[field].pageInfo.endCursor;
  const chosen = office.rows[0]?.rahasia ?? '';
  return [
    {
      what: 'a kept answer',
      ask: (url) =>
        graph(url, token, `{ ${field}(where: { kode: { startsWith: "k" } }) { nodes { rahasia } } }`),
    },
    { what: 'a page behind a cursor', ask: (url) => graph(url, token, query, paged(cursor).variables) },
    {
      what: 'rows found by it',
      ask: async (url) => {
        const where = `{ rahasia: { eq: "${chosen}" } }`;
        const text = await graph(url, token, `{ ${field}(where: ${where}) { nodes { kode } } }`);
        return text.includes('"k0"') ? chosen : text;
      },
    },
    {
      what: 'a file',
      ask: async (url) => {
        const path = `/exports/${field}.csv?columns=rahasia&where=${encodeURIComponent(ONES)}`;
        const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
        return response.text().catch(() => '');
      },
    },
  ];
}

interface Seen {
  readonly hub: number;
  readonly what: string;
  readonly startedAt: number;
  readonly shows: boolean;
}

/** Sessions of the readers' pools that exports hold. */
const held = () => office.sql<{ pid: number }[]>`
  select pid from pg_stat_activity
  where datname = current_database() and application_name = 'satugraf reader' and state like 'idle in transaction%'`;

/** A file of everything on each hub, of which only the beginning is taken; `what` uses the column in some place. */
async function runningExports(token: string) {
  const { field } = office.one;
  const places = [
    'columns=tetap,rahasia',
    `columns=tetap&where=${encodeURIComponent(JSON.stringify({ rahasia: { isNull: false } }))}`,
  ];
  return Promise.all(
    urls.map(async (url, at) => {
      const response = await fetch(`${url}/exports/${field}.csv?${places[at % places.length]}`, {
        // A file that is compressed on its way is through before anything can happen to it.
        headers: { authorization: `Bearer ${token}`, 'accept-encoding': 'identity' },
      });
      expect(response.status).toBe(200);
      const reader = response.body?.getReader();
      await reader?.read();
      return async () => {
        while (!(await reader?.read())?.done);
      };
    }),
  );
}

interface Line {
  readonly what: string;
  /** Who reads until it happens. */
  readonly reader: () => Promise<Caller>;
  readonly happens: () => Promise<unknown>;
}

const consumer = () => office.hub.official('pengguna');
const producer = () => office.hub.official('produsen.dinkes');

/** Grants through the graph. */
async function grant(key: string | null): Promise<string> {
  const asked = { dataset: office.one.field, until: office.day(3), key };
  const id = (await request(await consumer(), asked)).data?.done?.id ?? '';
  expect(outcome(await decide(await producer(), id, true))).toBe('OK');
  return id;
}

let granted = '';
const consumerWithGrant = async () => {
  granted = await grant(null);
  return consumer();
};
const keyWithGrant = async () => {
  granted = await grant(office.keyId);
  return office.hub.key();
};
let colleagues = 0;

const LINES: readonly Line[] = [
  {
    what: 'a grant of an official is withdrawn',
    reader: consumerWithGrant,
    happens: async () => expect(outcome(await withdraw(await producer(), granted))).toBe('OK'),
  },
  {
    what: 'a grant of a key is given back',
    reader: keyWithGrant,
    happens: async () => expect(outcome(await withdraw(await consumer(), granted, null))).toBe('OK'),
  },
  {
    what: 'a column is suspended',
    reader: keyWithGrant,
    happens: () =>
      office.sql.begin(async (tx) => {
        await tx`update dataset_fields set status = 'DISPUTED'
          where name = 'rahasia' and dataset_id = (select id from datasets where name = 'terbatas')`;
        await tx`select pg_notify('satugraf_changes', '')`;
      }),
  },
  {
    what: 'a key is revoked',
    reader: keyWithGrant,
    happens: () => office.sql`update service_keys set revoked_at = now() where id = ${office.keyId}`,
  },
  {
    what: 'a role of the technical team ends',
    reader: () => office.newcomer(`rekan.tim.${++colleagues}`, 'diskominfo', 'TECHNICAL_TEAM'),
    happens: () => office.sql`update account_roles set ended_at = now()
      where account_id = (select id from accounts where username = ${`rekan.tim.${colleagues}`})`,
  },
  {
    what: 'a grant comes to the end of its last day',
    reader: async () => {
      const caller = await keyWithGrant();
      await office.sql`update grants set until_date = ${office.day(0)} where id = ${granted}`;
      return caller;
    },
    happens: async () => office.ahead(TO_THE_EVENING + 2 * HOUR),
  },
];

test.each(
  LINES,
)('$what: on two hubs nothing that begins a second later shows it, and running files break off', async ({
  reader,
  happens,
}) => {
  const { token = '' } = await reader();
  // What was remembered of a key from before the grant is forgotten by then.
  await eventually(async () =>
    (await (await probes(token).catch(() => []))[0]?.ask(urls[1] ?? '', token))?.includes(
      office.rows[0]?.rahasia ?? '',
    )
      ? true
      : undefined,
  );
  const asked = await probes(token);
  const rest = await runningExports(token);
  const seen: Seen[] = [];
  let asking = true;
  const loops = urls.flatMap((url, hub) =>
    asked.map(async ({ what, ask }) => {
      while (asking) {
        const startedAt = Date.now();
        const text = await ask(url, token);
        seen.push({ hub, what, startedAt, shows: office.rows.some(({ rahasia }) => text.includes(rahasia)) });
        await sleep(15);
      }
    }),
  );
  await sleep(BEFORE_MS);
  expect((await held()).length).toBeGreaterThanOrEqual(urls.length);
  const began = Date.now();
  await happens();
  const changedAt = Date.now();
  await sleep(RULE_MS + AFTER_MS);
  asking = false;
  await Promise.all(loops);

  const before = seen.filter(({ startedAt }) => startedAt < began - 200);
  const after = seen.filter(({ startedAt }) => startedAt > changedAt + RULE_MS);
  for (const hub of urls.keys())
    for (const { what } of asked) {
      const own = (all: readonly Seen[]) => all.filter((one) => one.hub === hub && one.what === what);
      expect(own(before).length, `${what} on hub ${hub} before`).toBeGreaterThan(0);
      expect(own(after).length, `${what} on hub ${hub} after`).toBeGreaterThan(0);
    }
  expect(before.filter(({ shows }) => !shows)).toEqual([]);
  expect(after.filter(({ shows }) => shows)).toEqual([]);
  await eventually(async () => ((await held()).length === 0 ? true : undefined));
  for (const one of rest) await expect(one()).rejects.toThrow();
});
