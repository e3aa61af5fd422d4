import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createHub, type Hub } from '../../../gateway/hub.js';
import { testConfig } from '../../support/config.js';
import { type Answer, eventually, type TestHub } from '../../support/hub.js';
import { register } from '../../support/remote.js';
import { lookInto } from '../../workflow/case-over-http.js';
import { bootVisits, SUBGRAPH, VISITS_SDL, type Visited } from './visits.js';

// The hub looks at what producers run: whether it answers, and whether it still is what was registered.

const LIMITS = {
  connections: 2,
  waiting: 2,
  breakAfter: 3,
  breakMs: 500,
  totalMs: 4000,
  connectMs: 1000,
} as const;

let all: Visited;
let hub: TestHub;
/** Another hub over the same database. */
let other: Hub;
let otherUrl = '';
beforeAll(async () => {
  all = await bootVisits({ remoteLimits: LIMITS });
  hub = all.hub;
  other = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl);
  otherUrl = await other.listen();
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await all[Symbol.asyncDispose]();
});
afterEach(() => {
  all.producer.fault = undefined;
});

const codes = ({ errors }: Pick<Answer, 'errors'>) => errors.map(({ extensions }) => extensions.code);
/** Equal fetches under way go together: another number makes another one. */
const ask = (first = 100) =>
  hub.key().query(`{ dinkes_kunjungan(first: ${first}) { jumlah } agencies { slug } }`);
async function askOther(): Promise<Pick<Answer, 'errors'>> {
  const response = await fetch(`${otherUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${hub.key().token}` },
    body: JSON.stringify({ query: '{ dinkes_kunjungan { jumlah } agencies { slug } }' }),
  });
  const { errors = [] } = (await response.json()) as Partial<Pick<Answer, 'errors'>>;
  return { errors };
}
async function look() {
  await hub.hub.checkRemotes();
  await hub.hub.settle();
  return lookInto(hub, async (sql) => {
    const [row] = await sql`
      select healthy, failure, hash, milliseconds, quarantine, quarantined_at from subgraphs
      join subgraph_health on subgraph = name where name = ${SUBGRAPH}`;
    return row ?? expect.fail('it was not looked at');
  });
}

describe('the schema that a subgraph answers with', () => {
  afterEach(() => all.producer.become(VISITS_SDL));

  test('is what was registered, in whatever order and words: it is healthy', async () => {
    const [head, ...types] = VISITS_SDL.split(/\n(?=type )/);
    all.producer.become(
      [head, ...types.toReversed()].join('\n').replace('"Kunjungan."', '"Kunjungan pasien."'),
    );
    expect(await look()).toMatchObject({ healthy: true, failure: null, quarantine: null });
    expect(codes(await ask())).toEqual([]);
  });

  test('differs: every hub asks it nothing more, says where, and asks it again once it is restored', async () => {
    all.producer.become(VISITS_SDL.replace('jumlah: Int', 'jumlah: String'));
    const before = await look();
    expect(before).toMatchObject({ healthy: false, failure: 'SUBGRAPH_QUARANTINED' });
    expect(before['quarantine']).toMatch(
      /berbeda dari versi \d+ .*: Dinkes_Kunjungan\.jumlah\. \/ .*differs from/,
    );
    const asked = all.producer.asked.length;
    expect(codes(await ask())).toEqual(['SUBGRAPH_QUARANTINED']);
    await eventually(
      async () => (codes(await askOther())[0] === 'SUBGRAPH_QUARANTINED' ? true : undefined),
      20_000,
    );
    // It stays since when it was, and no look makes it more.
    expect((await look())['quarantined_at']).toEqual(before['quarantined_at']);
    expect(all.producer.asked).toHaveLength(asked);
    all.producer.become(VISITS_SDL);
    expect(await look()).toMatchObject({
      healthy: true,
      failure: null,
      quarantine: null,
      quarantined_at: null,
    });
    expect(codes(await ask())).toEqual([]);
    await eventually(async () => (codes(await askOther()).length === 0 ? true : undefined), 20_000);
  });

  test('differs until it is published', async () => {
    const next = VISITS_SDL.replace('  jumlah: Int\n', '  jumlah: Int\n  tambahan: Int\n');
    all.producer.become(next);
    expect((await look())['quarantine']).toContain('Dinkes_Kunjungan.tambahan');
    const registered = { name: SUBGRAPH, agency: 'dinkes', url: all.producer.at('127.0.0.1') };
    await register(hub, { ...registered, sdl: next });
    expect(await look()).toMatchObject({ healthy: true, quarantine: null });
    expect(codes(await ask())).toEqual([]);
    await register(hub, { ...registered, sdl: VISITS_SDL });
    all.producer.become(VISITS_SDL);
    expect(await look()).toMatchObject({ healthy: true, quarantine: null });
  });
});

describe('a subgraph that fails', () => {
  test('is unhealthy, and not quarantined: it may have what it had', async () => {
    const resume = await all.producer.stop();
    expect(await look()).toMatchObject({
      healthy: false,
      failure: 'SUBGRAPH_FAILED',
      quarantine: null,
      hash: null,
    });
    await resume();
    expect(await look()).toMatchObject({ healthy: true, failure: null });
  });

  test('again and again is not asked for a while, then once, and as ever when that goes well', async () => {
    await expect.poll(async () => codes(await ask()).length, { timeout: 5000 }).toBe(0);
    const before = all.producer.asked.length;
    all.producer.fault = (_received, response) => void response.writeHead(503).end();
    for (let at = 0; at < 8; at++) expect(codes(await ask(at))).toEqual(['SUBGRAPH_FAILED']);
    const asked = all.producer.asked.length - before;
    expect(asked).toBeGreaterThanOrEqual(3);
    expect(asked).toBeLessThan(8);
    all.producer.fault = undefined;
    await expect.poll(async () => codes(await ask()), { timeout: 10_000 }).toEqual([]);
  });

  test('to answer is asked so much at once, so much waits, and what is beyond is told so at once', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    all.producer.fault = async (received) => {
      await held;
      return all.producer.answer(received);
    };
    const answers: Promise<Answer>[] = [];
    let busy = 0;
    for (let at = 0; at < 7; at++)
      answers.push(
        ask(at).then((answer) => {
          busy += codes(answer).filter((code) => code === 'SUBGRAPH_BUSY').length;
          return answer;
        }),
      );
    await expect.poll(() => busy, { timeout: 3000 }).toBe(3);
    expect(all.producer.open).toBe(2);
    release();
    const ended = await Promise.all(answers);
    expect(ended.map(codes).sort()).toEqual([
      [],
      [],
      [],
      [],
      ['SUBGRAPH_BUSY'],
      ['SUBGRAPH_BUSY'],
      ['SUBGRAPH_BUSY'],
    ]);
    for (const { data } of ended)
      expect(data?.['agencies']).toEqual(expect.arrayContaining([{ slug: 'dinkes' }]));
  });
});
