import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExpiry } from '../../subgraphs/identity/keys/rules.js';
import { dataOf } from '../intake/onboarding.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { but, callerOf, each } from './callers.js';
import {
  askKey,
  type Change,
  changeKey,
  codesOf,
  dayFrom,
  KEY_FIELDS,
  makeKey,
  type ShownKey,
  type WantedKey,
} from './making-keys.js';

let hub: TestHub;
let sql: Sql;
beforeAll(async () => {
  hub = await bootHub('demo');
  sql = postgres(hub.databaseUrl, { max: 1 });
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

const today = new Date();
const listed = async (caller: Caller, id?: string): Promise<ShownKey[]> =>
  dataOf(
    await caller.query<{ serviceKeys: ShownKey[] }>(
      `query ($id: ID) { serviceKeys(id: $id) { ${KEY_FIELDS} } }`,
      { id },
    ),
  ).serviceKeys;

describe('a key is made', () => {
  const MADE = 'MADE';
  const absent = { anonymous: 'GRAPHQL_VALIDATION_FAILED' };
  const keys = { 'consumer key': 'FORBIDDEN', 'publish key of dinkes': 'FORBIDDEN' };

  test.each<[string, WantedKey, Parameters<typeof but<string>>]>([
    ['that reads, by anybody with a role', {}, [MADE, {}]],
    [
      'that reads and exports a part',
      { scopes: ['read:dinkes', 'export:dinkes_tenagaKesehatan'] },
      [MADE, {}],
    ],
    [
      'that publishes for an agency, by its producer and the technical team',
      { scopes: ['read', 'publish'], agency: 'dinkes' },
      ['FORBIDDEN', { 'producer of dinkes': MADE, 'technical team': MADE }],
    ],
    [
      'that publishes for whoever makes it, by a producer and the technical team',
      { scopes: ['publish'] },
      ['FORBIDDEN', { 'producer of dinkes': MADE, 'producer of dispendik': MADE, 'technical team': MADE }],
    ],
    [
      'that reads in the name of an agency, by its own people and the technical team',
      { agency: 'dinkes' },
      ['FORBIDDEN', { 'producer of dinkes': MADE, 'technical team': MADE }],
    ],
  ])('%s', async (_, wanted, [usual, others]) => {
    const seen = await each(hub, async (caller) => {
      const answer = await askKey(caller, wanted);
      return String(codesOf(answer)[0] ?? (answer.data?.made ? MADE : 'NOTHING'));
    });
    expect(seen).toEqual(but<string>(usual, { ...others, ...keys, ...absent }));
  });

  test('in its owner’s name and for his agency, until the end of its last day; its secret is in no other answer', async () => {
    const producer = await hub.official('produsen.dinsos');
    const expiresOn = dayFrom(today, 10);
    const { key, serviceKey } = await makeKey(producer, {
      name: '  Dasbor \n\t bansos ',
      scopes: ['read', 'publish', 'read'],
      expiresOn,
    });
    expect(serviceKey).toMatchObject({
      name: 'Dasbor bansos',
      agency: 'dinsos',
      owner: 'Produsen Dinas Sosial',
      scopes: ['read', 'publish'],
      active: true,
      trustedOnly: false,
      expiresAt: `${expiresOn}T17:00:00.000Z`,
      lastUsedAt: null,
      revokedAt: null,
    });
    const viewer = await hub.caller(key).query('{ viewer { kind name agency scopes } }');
    expect(dataOf(viewer)).toEqual({
      viewer: { kind: 'SERVICE_KEY', name: 'Dasbor bansos', agency: 'dinsos', scopes: ['read', 'publish'] },
    });
    const secret = key.slice(`sgk_${serviceKey.id}_`.length);
    expect(secret).toHaveLength(43);
    for (const caller of [producer, await hub.official('pengelola')])
      expect(JSON.stringify(await listed(caller))).not.toContain(secret);
    const [row] = await sql`select service_keys::text as all from service_keys where id = ${serviceKey.id}`;
    expect(String(row?.['all'])).not.toContain(secret);
  });

  test.each<[string, WantedKey, string]>([
    ['no name', { name: ' \n ' }, 'BAD_USER_INPUT'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 'BAD_USER_INPUT'],
    ['no scope', { scopes: [] }, 'BAD_USER_INPUT'],
    ['an unknown scope', { scopes: ['read', 'write'] }, 'BAD_USER_INPUT'],
    ['a narrowed publish', { scopes: ['publish:dinkes'] }, 'BAD_USER_INPUT'],
    ['a scope that names nothing', { scopes: ['read:'] }, 'BAD_USER_INPUT'],
    ['a scope of two colons', { scopes: ['read:dinkes:x'] }, 'BAD_USER_INPUT'],
    ['a scope with a control character', { scopes: ['read:dinkes_\u0000'] }, 'BAD_USER_INPUT'],
    ['51 scopes', { scopes: Array.from({ length: 51 }, (_, at) => `read:dinas${at}`) }, 'BAD_USER_INPUT'],
    ['no date', { expiresOn: 'besok' }, 'DATE_REFUSED'],
    ['a day that no calendar has', { expiresOn: '2999-02-30' }, 'DATE_REFUSED'],
    ['yesterday', { expiresOn: dayFrom(today, -1) }, 'DATE_REFUSED'],
    ['more than a year', { expiresOn: dayFrom(today, 367) }, 'DATE_REFUSED'],
    ['an agency that is none', { agency: 'tiada' }, 'NOT_FOUND'],
  ])('not with %s', async (_, wanted, code) => {
    const answer = await askKey(await hub.official('tim.teknis'), wanted);
    expect([codesOf(answer), answer.data?.made ?? null]).toEqual([[code], null]);
  });

  test.each([
    ['2026-03-02T03:00:00Z', '2026-03-02', '2026-03-02T17:00:00.000Z'],
    ['2026-03-01T17:00:00Z', '2026-03-01', undefined],
    ['2026-03-02T03:00:00Z', '2027-03-01', '2027-03-01T17:00:00.000Z'],
    ['2026-03-02T03:00:00Z', '2027-03-02', undefined],
    ['2028-02-29T03:00:00Z', '2029-02-28', '2029-02-28T17:00:00.000Z'],
    ['2028-02-29T03:00:00Z', '2029-03-01', undefined],
    ['2026-03-02T03:00:00Z', '2026-3-2', undefined],
  ])('at %s with the last day %s: ends %s', (now, expiresOn, expected) => {
    const read = () => readExpiry(expiresOn, new Date(now));
    if (expected === undefined) expect(read).toThrow('one year');
    else expect(read().toISOString()).toBe(expected);
  });

  test('of an owner twenty at a time, also where they are asked for at once; one that has ended makes room', async () => {
    const head = await hub.official('kepala.dinas');
    const before = await listed(head);
    const answers = await Promise.all(Array.from({ length: 24 }, () => askKey(head, {})));
    const codes = answers.flatMap(codesOf);
    expect([before.length + answers.length - codes.length, new Set(codes)]).toEqual([
      20,
      new Set(['LIMIT_EXCEEDED']),
    ]);
    const [one, other] = (await listed(head)).map(({ id }) => id);
    await changeKey(head, 'revoke', one ?? '');
    await sql`update service_keys set expires_at = now() - interval '1 second' where id = ${other ?? ''}`;
    expect((await Promise.all([1, 2, 3].map(() => askKey(head, {})))).flatMap(codesOf)).toEqual([
      'LIMIT_EXCEEDED',
    ]);
  });
});

describe('a key is changed', () => {
  const DONE = 'DONE';
  const owned = async (user: string, wanted: WantedKey) =>
    (await makeKey(await hub.official(user), wanted)).serviceKey.id;
  /** Keys by what they are, a new one for each change. */
  const KEYS = {
    'a consumer’s own': () => owned('pengguna', {}),
    'that the team made for dinkes': () =>
      owned('tim.teknis', { agency: 'dinkes', scopes: ['read', 'publish'] }),
    'of nobody': async () => {
      const id = `tanpa${Math.random().toString(36).slice(2, 9)}`;
      await sql`insert into service_keys (id, name, scopes, secret_hash) values (${id}, 'Lama', '{read}', '-')`;
      return id;
    },
  } as const;
  const hidden = { anonymous: 'GRAPHQL_VALIDATION_FAILED' };
  const keys = { 'consumer key': 'FORBIDDEN', 'publish key of dinkes': 'FORBIDDEN' };

  test.each<[keyof typeof KEYS, readonly Change[], Parameters<typeof but<string>>[1]]>([
    [
      'a consumer’s own',
      ['rotate', 'change', 'trust', 'distrust'],
      { consumer: DONE, admin: 'FORBIDDEN', 'technical team': 'FORBIDDEN' },
    ],
    ['a consumer’s own', ['revoke'], { consumer: DONE, admin: DONE, 'technical team': DONE }],
    [
      'that the team made for dinkes',
      ['rotate', 'change', 'trust', 'distrust'],
      { 'technical team': DONE, 'producer of dinkes': DONE, admin: 'FORBIDDEN' },
    ],
    [
      'that the team made for dinkes',
      ['revoke'],
      { 'technical team': DONE, 'producer of dinkes': DONE, admin: DONE },
    ],
    [
      'of nobody',
      ['rotate', 'change', 'trust', 'distrust'],
      { admin: 'FORBIDDEN', 'technical team': 'FORBIDDEN' },
    ],
    ['of nobody', ['revoke'], { admin: DONE, 'technical team': DONE }],
  ])('%s: who may %j', async (kind, changes, others) => {
    for (const change of changes) {
      const seen = await each(hub, async (caller) => {
        const answer = await changeKey(caller, change, await KEYS[kind]());
        const [code] = codesOf(answer);
        // What has no trust cannot lose it; only whoever may take it away is told so by the operation's hash.
        if (change === 'distrust' && answer.text.includes('operasi 0')) return DONE;
        return String(code ?? (answer.data?.['done'] ? DONE : 'NOTHING'));
      });
      expect([change, seen]).toEqual([change, but('NOT_FOUND', { ...others, ...keys, ...hidden })]);
      await sql`update service_keys set revoked_at = now() where owner_id is not null and name <> 'Dasbor kecamatan'`;
    }
  });

  test('to whoever does not know of it, a key is refused in the words for one that is not there', async () => {
    const id = await KEYS['a consumer’s own']();
    const stranger = await hub.official('produsen.dispendik');
    for (const change of ['rotate', 'revoke', 'change', 'trust', 'distrust'] as const) {
      const [his, none] = [
        await changeKey(stranger, change, id),
        await changeKey(stranger, change, 'x'.repeat(12)),
      ];
      expect(his.text.replaceAll(id, 'x'.repeat(12))).toBe(none.text);
    }
    expect(await listed(stranger, id)).toEqual([]);
  });

  test.each([
    'rotate',
    'change',
    'trust',
    'distrust',
  ] as const)('not once it has ended: %s', async (change) => {
    const owner = await hub.official('pengguna');
    for (const end of ['revoked_at = now()', "expires_at = now() - interval '1 second'"]) {
      const id = await KEYS['a consumer’s own']();
      await sql.unsafe(`update service_keys set ${end} where id = $1`, [id]);
      expect(codesOf(await changeKey(owner, change, id))).toEqual(['KEY_ENDED']);
    }
    await sql`update service_keys set revoked_at = now() where owner_id is not null`;
  });

  test('by an owner who could not make it any more in one way alone: he may end it', async () => {
    const producer = await callerOf(hub, 'producer of dispendik');
    const { serviceKey } = await makeKey(producer, { scopes: ['publish'] });
    const roles = sql`account_id = (select id from accounts where username = 'produsen.dispendik')`;
    await sql`update account_roles set ended_at = now() where ${roles}`;
    try {
      expect(codesOf(await askKey(producer, {}))).toEqual(['FORBIDDEN']);
      for (const change of ['rotate', 'change', 'trust'] as const)
        expect([change, codesOf(await changeKey(producer, change, serviceKey.id))]).toEqual([
          change,
          ['FORBIDDEN'],
        ]);
      expect(await listed(producer, serviceKey.id)).toMatchObject([{ active: true }]);
      expect(codesOf(await changeKey(producer, 'revoke', serviceKey.id))).toEqual([]);
    } finally {
      await sql`update account_roles set ended_at = null where ${roles}`;
    }
  });

  test('once: who revoked it, when and why stays', async () => {
    const owner = await hub.official('pengguna');
    const { serviceKey } = await makeKey(owner);
    const revoke = (caller: Caller, reason: string | null) =>
      caller.query<{ revokeServiceKey: ShownKey }>(
        `mutation ($id: ID!, $reason: String) { revokeServiceKey(id: $id, reason: $reason) { ${KEY_FIELDS} } }`,
        { id: serviceKey.id, reason },
      );
    expect(codesOf(await revoke(owner, 'x'.repeat(501)))).toEqual(['BAD_USER_INPUT']);
    const first = dataOf(await revoke(await hub.official('tim.teknis'), '  Bocor. ')).revokeServiceKey;
    expect(first).toMatchObject({ active: false, revokedReason: 'Bocor.', revokedAt: expect.any(String) });
    expect(dataOf(await revoke(owner, null)).revokeServiceKey).toEqual(first);
    const [row] = await sql`
      select username from service_keys join accounts on accounts.id = revoked_by where service_keys.id = ${serviceKey.id}`;
    expect(row?.['username']).toBe('tim.teknis');
  });

  test.each([
    [{ overlapHours: -1 }, 'BAD_USER_INPUT'],
    [{ overlapHours: 169 }, 'BAD_USER_INPUT'],
  ])('not with %j', async ({ overlapHours }, code) => {
    const answer = await (await hub.official('pengguna')).query(
      'mutation ($hours: Int!) { rotateServiceKey(id: "x", overlapHours: $hours) { key } }',
      { hours: overlapHours },
    );
    expect(codesOf(answer)).toEqual([code]);
  });
});

describe('scopes', () => {
  const COUNT = (field: string) => `{ ${field}(first: 1) { nodes { kecamatan } } }`;
  const ASKED = [
    ['dinkes_tenagaKesehatan', COUNT('dinkes_tenagaKesehatan')],
    ['dispendik_sekolahDasar', COUNT('dispendik_sekolahDasar')],
  ] as const;

  test.each<[readonly string[], readonly [unknown, unknown], readonly [number, number]]>([
    [['read'], [undefined, undefined], [403, 403]],
    [
      ['read', 'export'],
      [undefined, undefined],
      [200, 200],
    ],
    [['read:dinkes'], [undefined, 'FIELD_OUT_OF_SCOPE'], [403, 403]],
    [
      ['read:dinkes', 'export:dinkes'],
      [undefined, 'FIELD_OUT_OF_SCOPE'],
      [200, 403],
    ],
    [
      ['read:dispendik_sekolahDasar', 'export'],
      ['FIELD_OUT_OF_SCOPE', undefined],
      [403, 200],
    ],
    [['export'], ['FIELD_OUT_OF_SCOPE', 'FIELD_OUT_OF_SCOPE'], [403, 403]],
    [['read:dink'], ['FIELD_OUT_OF_SCOPE', 'FIELD_OUT_OF_SCOPE'], [403, 403]],
  ])('%j read and export what they name, and nothing else', async (scopes, codes, statuses) => {
    const official = await hub.official('kepala.bidang');
    const { key, serviceKey } = await makeKey(official, { scopes });
    const caller = hub.caller(key);
    const seen = [];
    const files = [];
    for (const [field, query] of ASKED) {
      const { errors, text } = await caller.query(query);
      seen.push(errors[0]?.extensions.code);
      if (errors.length > 0) expect(text).toContain('null');
      files.push((await caller.download(`/exports/${field}.csv`)).status);
    }
    expect([seen, files]).toEqual([codes, statuses]);
    await changeKey(official, 'revoke', serviceKey.id);
  });
});
