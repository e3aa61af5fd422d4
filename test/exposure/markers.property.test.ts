import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHub, type Hub } from '../../gateway/hub.js';
import { allowAddress } from '../intake/connections/connecting.js';
import { testConfig } from '../support/config.js';
import { eventually } from '../support/hub.js';
import { type HubProcess, startHub } from '../support/process.js';
import { runs } from '../support/runs.js';
import { Receiver } from '../webhooks/receiver.js';
import { type Ask, everyPath, platformQueries } from './paths.js';
import { STATES } from './random-operations.js';
import { expectedVerdict } from './table.js';
import { type AnyCaller, bootTwoTables, everyCaller, type TwoTables } from './two-tables.js';

// Random requests on every path, by every kind of caller, to a hub that keeps what it can and to one on the same database
// that keeps nothing: what a hidden column holds is in no answer and no header, and both hubs say the same. Some
// requests go to a third hub, which logs all that it can, and a webhook is told: neither ever holds what a column holds.

let tables: TwoTables;
let plain: Hub;
let plainUrl: string;
let talkative: HubProcess;
let talkativeUrl: string;
let receiver: Receiver;
let callers: readonly AnyCaller[];
let asks: fc.Arbitrary<Ask>;
beforeAll(async () => {
  tables = await bootTwoTables();
  const { hub, databaseUrl } = tables.hub;
  plain = await createHub(testConfig(databaseUrl), databaseUrl, { answerBytes: 0, straight: false });
  plainUrl = await plain.listen();
  await hub.settle();
  const secret = Buffer.from(testConfig(databaseUrl).secret).toString('hex');
  const limitless = { HUB_RATE_KEY: '0', HUB_RATE_ANONYMOUS: '0' };
  const env = { DATABASE_URL: databaseUrl, HUB_SECRET: secret, PORT: '0', HUB_LOG: 'debug', ...limitless };
  talkative = startHub(env);
  await talkative.ready();
  talkativeUrl = await eventually(
    async () => /http:\/\/127\.0\.0\.1:\d+/.exec(talkative.output())?.[0],
    10_000,
  );
  receiver = await new Receiver().listen();
  const admin = await tables.hub.official('pengelola');
  await allowAddress(admin, '127.0.0.1', receiver.port);
  const { errors } = await admin.query(
    `mutation { createWebhook(url: "${receiver.url()}", events: [LAUNCH, CASE_STEP, DRIFT, GRANT]) { secret } }`,
  );
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  callers = await everyCaller(tables.hub);
  const platform = new Set<string>();
  for (const { caller } of callers) {
    const { bytes } = await caller.download('/schema.graphql');
    const schema = buildSchema(Buffer.from(bytes).toString(), { assumeValid: true });
    for (const query of platformQueries(schema, tables.satu.case)) platform.add(query);
  }
  asks = everyPath(tables, [...platform]);
});
afterAll(async () => {
  talkative.child.kill('SIGTERM');
  await talkative.ended();
  await receiver[Symbol.asyncDispose]();
  await plain[Symbol.asyncDispose]();
  await tables[Symbol.asyncDispose]();
});

interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Which of two answers is long enough to be compressed depends on blanks. */
const OWN_HEADERS = new Set(['date', 'x-request-id', 'content-length', 'content-encoding', 'vary']);

async function send(url: string, { path, init }: Ask, token: string | undefined): Promise<Answer> {
  const headers = { ...init.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(`${url}${path}`, { ...init, headers });
  return {
    status: response.status,
    headers: [...response.headers]
      .filter(([name]) => !OWN_HEADERS.has(name))
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    // Each byte as a character: markers are ASCII.
    body: Buffer.from(await response.arrayBuffer()).toString('latin1'),
  };
}

/** PostgreSQL's own JSON has blanks that ours has not, and no cursor is sealed twice alike. */
const meaning = ({ body, ...rest }: Answer) => ({
  ...rest,
  body: rest.headers.includes('content-type: application/json')
    ? JSON.parse(body, (key, value) => (/cursor$/i.test(key) && value !== null ? 'a cursor' : value))
    : body,
});

test(
  'no answer holds what a hidden column holds, and what is kept changes none',
  async () => {
    const seen = { shown: 0, hidden: 0 };
    const markers = [...tables.markers.figures, ...tables.markers.dua].filter(
      // The region that a request asks for is no secret of the caller's own question.
      (marker) => !Object.values(tables.variables).includes(marker),
    );
    const inState = fc.record({
      line: fc.constantFrom(...STATES),
      released: fc.boolean(),
      asked: fc.array(fc.tuple(fc.nat(5), asks), { minLength: 25, maxLength: 25 }),
    });
    await fc.assert(
      fc.asyncProperty(inState, async ({ line, released, asked }) => {
        await tables.become({ status: line.status, accessClass: line.accessClass, released });
        await plain.settle();
        for (const [turn, [at, ask]] of asked.entries()) {
          const { name, standing, caller } = callers[at] as AnyCaller;
          const [kept, unkept] = await Promise.all([
            send(tables.hub.url, ask, caller.token),
            send(plainUrl, ask, caller.token),
          ]);
          if (turn % 5 === 0) await send(talkativeUrl, ask, caller.token);
          const evidence = `${name}: ${ask.path} ${ask.init.body ?? ''}\n${kept.body}`;
          expect(kept.status, evidence).toBeLessThan(500);
          if (ask.alike) expect(meaning(kept), evidence).toEqual(meaning(unkept));
          const text = `${kept.headers}\n${kept.body}\n${unkept.headers}\n${unkept.body}`;
          const found = markers.filter((marker) => text.includes(marker));
          if (expectedVerdict(line, standing, released) === 'VALUES') {
            seen.shown += found.length;
          } else {
            seen.hidden += 1;
            expect(found, evidence).toEqual([]);
          }
        }
      }),
      { numRuns: runs(20, 200) },
    );
    await tables.become({ status: 'CONFIRMED', accessClass: 'RESTRICTED', released: false });
    const consumer = await tables.hub.official('pengguna');
    const asked = await consumer.query(
      `mutation ($dataset: ID!, $until: String!) {
        requestAccess(dataset: $dataset, columns: ["isian"], purpose: "Dasbor kecamatan", until: $until) { id } }`,
      {
        dataset: tables.satu.field,
        until: new Date(Date.now() + 86_400_000 * 30).toISOString().slice(0, 10),
      },
    );
    expect(asked.errors).toEqual([]);
    await tables.hub.hub.deliver();
    const told = receiver.received.map(({ body, headers }) => `${body}${JSON.stringify(headers)}`).join();
    expect(told).toContain(tables.satu.field);
    expect(talkative.output()).toContain('"route":"/graphql"');
    for (const text of [talkative.output(), told])
      expect(markers.filter((marker) => text.includes(marker))).toEqual([]);
    // They would have been found where they may be shown.
    expect(seen.shown).toBeGreaterThan(0);
    expect(seen.hidden).toBeGreaterThan(0);
  },
  runs(120_000, 1_200_000),
);
