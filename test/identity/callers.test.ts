import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHub, type Hub } from '../../gateway/hub.js';
import { testConfig } from '../support/config.js';
import { bootHub, type Caller, eventually, type TestHub } from '../support/hub.js';
import { changeKey, dayFrom, type Issued, makeKey } from './making-keys.js';

let clock = new Date('2026-03-02T03:00:00Z');
const later = (minutes: number) => {
  clock = new Date(clock.getTime() + minutes * 60_000);
};
let hub: TestHub;
let other: Hub;
let elsewhere: string;
let owner: Caller;
beforeAll(async () => {
  hub = await bootHub('demo', {}, { now: () => clock });
  other = await createHub(testConfig(hub.databaseUrl), hub.databaseUrl, { now: () => clock });
  elsewhere = await other.listen();
  owner = await hub.official('pengguna');
  // The clock goes on by hours and days; sessions are not what is tried here.
  await hub.hub.parts.writes.sql`update sessions set expires_at = '2099-01-01', last_seen_at = '2099-01-01'`;
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

const key = (): Promise<Issued> => makeKey(owner, { expiresOn: dayFrom(clock, 5) });

/** What a key comes to: its name, or the code with which it is refused. */
async function asked(token: string, url = hub.url): Promise<string> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{"query":"{ viewer { name } }"}',
  });
  const body = (await answer.json()) as {
    data?: { viewer: { name: string } };
    errors?: { extensions: { code: string } }[];
  };
  return body.data?.viewer.name ?? body.errors?.[0]?.extensions.code ?? '';
}

async function rotate(id: string, overlapHours: number): Promise<string> {
  const answer = await owner.query<{ rotateServiceKey: Issued | null }>(
    'mutation ($id: ID!, $hours: Int!) { rotateServiceKey(id: $id, overlapHours: $hours) { key serviceKey { id previousUntil } } }',
    { id, hours: overlapHours },
  );
  const { rotateServiceKey: issued } = answer.data ?? {};
  if (!issued) throw new Error(answer.text);
  expect(issued.serviceKey.id).toBe(id);
  const until = overlapHours > 0 ? new Date(clock.getTime() + overlapHours * 3_600_000).toISOString() : null;
  expect(issued.serviceKey.previousUntil).toBe(until);
  return issued.key;
}

/** Waits until a key is refused, no longer than a withdrawal may take. */
const refused = (token: string, url?: string) =>
  eventually(async () => ((await asked(token, url)) === 'UNAUTHENTICATED' ? true : undefined), 1000);

test('after a rotation the secret before is taken until the overlap ends, and the one before that no more', async () => {
  const { key: first, serviceKey } = await key();
  const second = await rotate(serviceKey.id, 2);
  expect([await asked(first), await asked(second)]).toEqual(['Aplikasi', 'Aplikasi']);
  later(119);
  expect([await asked(first), await asked(second)]).toEqual(['Aplikasi', 'Aplikasi']);
  later(1);
  expect([await asked(first), await asked(second)]).toEqual(['UNAUTHENTICATED', 'Aplikasi']);
  const third = await rotate(serviceKey.id, 1);
  const fourth = await rotate(serviceKey.id, 1);
  await refused(second);
  expect([await asked(third), await asked(fourth)]).toEqual(['Aplikasi', 'Aplikasi']);
  const fifth = await rotate(serviceKey.id, 0);
  await refused(third);
  await refused(fourth);
  expect(await asked(fifth)).toBe('Aplikasi');
});

test('two rotations at once leave the secrets of both of them and no other', async () => {
  const { key: first, serviceKey } = await key();
  const made = await Promise.all([rotate(serviceKey.id, 1), rotate(serviceKey.id, 1)]);
  await refused(first);
  expect(await Promise.all(made.map((one) => asked(one)))).toEqual(['Aplikasi', 'Aplikasi']);
});

test('an overlap does not outlast the key', async () => {
  const { key: first, serviceKey } = await makeKey(owner, { expiresOn: dayFrom(clock, 0) });
  const second = await rotate(serviceKey.id, 168);
  expect([await asked(first), await asked(second)]).toEqual(['Aplikasi', 'Aplikasi']);
  const before = clock;
  later(24 * 60);
  expect([await asked(first), await asked(second)]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
  clock = before;
});

test('a key that is revoked on one hub is refused by all within a second', async () => {
  const { key: token, serviceKey } = await key();
  expect([await asked(token), await asked(token, elsewhere)]).toEqual(['Aplikasi', 'Aplikasi']);
  await changeKey(owner, 'revoke', serviceKey.id);
  await Promise.all([refused(token), refused(token, elsewhere)]);
});

test('a wrong secret is answered as an unknown id is, beside a right one and after it', async () => {
  const { key: token, serviceKey } = await key();
  await rotate(serviceKey.id, 1);
  expect(await asked(token)).toBe('Aplikasi');
  const wrong = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  const unknown = token.replace(serviceKey.id, '0'.repeat(12));
  const texts = await Promise.all(
    [wrong, unknown].map(async (one) => (await hub.caller(one).query('{ viewer { name } }')).text),
  );
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]).toContain('UNAUTHENTICATED');
});

test('the last use of a key is written, at most once a minute', async () => {
  const { key: token, serviceKey } = await key();
  const { sql } = hub.hub.parts.writes;
  const lastUse = async () => {
    const [row] = await sql<{ at: string | null }[]>`
      select last_used_at as at from service_keys where id = ${serviceKey.id}`;
    return row?.at ? new Date(row.at) : null;
  };
  const used = async () => {
    // What was looked up is remembered for half a second by the machine's clock.
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await asked(token)).toBe('Aplikasi');
    return lastUse();
  };
  expect(await lastUse()).toBeNull();
  const first = clock;
  expect(await used()).toEqual(first);
  later(0.9);
  expect(await used()).toEqual(first);
  await asked(token.slice(0, -3));
  later(0.2);
  expect(await used()).toEqual(clock);
  const last = clock;
  later(5);
  await hub.caller(`${token.slice(0, -3)}xyz`).query('{ viewer { name } }');
  expect(await lastUse()).toEqual(last);
});
