import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { dataOf } from '../intake/onboarding.js';
import { type Answer, bootHub, type TestHub } from '../support/hub.js';
import { but, each } from './callers.js';

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

const LOGIN =
  'mutation ($user: String!, $password: String!) { login(username: $user, password: $password) { token expiresAt } }';
type Login = Answer<{ login: { token: string; expiresAt: string } | null }>;
const login = (user: string, password: string): Promise<Login> =>
  hub.anonymous.query(LOGIN, { user, password });
const passwordOf = (user: string): string =>
  inject('demo').accounts.find((account) => account.user === user)?.password ?? '';

/** The secret half of a key: `sgk_<12 characters>_<secret>`. */
const secretOf = (key: string): string => key.slice('sgk_'.length + 12 + 1);

describe('login', () => {
  test('opens a session of twelve hours that its token alone carries', async () => {
    const asked = Date.now();
    const { login: session } = dataOf(await login('pengelola', passwordOf('pengelola')));
    const hours = (Date.parse(session?.expiresAt ?? '') - asked) / 3_600_000;
    expect(Math.round(hours)).toBe(12);
    const viewer = await hub.caller(session?.token).query('{ viewer { kind name } }');
    expect(dataOf(viewer)).toEqual({ viewer: { kind: 'OFFICIAL', name: 'Pengelola' } });
    const again = dataOf(await login('pengelola', passwordOf('pengelola')));
    expect(again.login?.token).not.toBe(session?.token);
  });

  test.each<[string, string, () => string]>([
    ['a wrong password', 'tim.teknis', () => 'salah'],
    ['an empty password', 'tim.teknis', () => ''],
    ["another account's password", 'tim.teknis', () => passwordOf('pengelola')],
    ['a password in other capitals', 'tim.teknis', () => passwordOf('tim.teknis').toUpperCase()],
    ['a password with a blank behind it', 'tim.teknis', () => `${passwordOf('tim.teknis')} `],
    ['a user who is not there', 'tiada', () => passwordOf('tim.teknis')],
    ['no user', '', () => passwordOf('tim.teknis')],
    ['a user in other capitals', 'TIM.TEKNIS', () => passwordOf('tim.teknis')],
    ['a condition for a name', "tim.teknis' or '1'='1", () => passwordOf('tim.teknis')],
  ])('with %s is refused, in the same words whatever is wrong', async (_, user, password) => {
    const before = await sql`select count(*) from sessions`;
    const answer = await login(user, password());
    expect([answer.status, answer.data ?? null]).toEqual([401, null]);
    expect(answer.errors).toEqual([
      {
        message: 'The user name or the password is wrong.',
        path: ['login'],
        extensions: {
          code: 'LOGIN_FAILED',
          messages: {
            id: 'Nama pengguna atau kata sandi salah.',
            en: 'The user name or the password is wrong.',
          },
          nextActor: 'CALLER',
        },
      },
    ]);
    expect(await sql`select count(*) from sessions`).toEqual(before);
  });

  test('and logout: a session ends for its own token alone, a key has none to end', async () => {
    const tokens = await Promise.all(
      [1, 2].map(async () => dataOf(await login('pengguna', passwordOf('pengguna'))).login?.token),
    );
    const [one, other] = tokens.map((token) => hub.caller(token));
    expect(dataOf((await one?.query('mutation { logout }')) as Answer)).toEqual({ logout: true });
    const after = await one?.query('{ viewer { kind } }');
    expect([after?.status, after?.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect((await one?.query('mutation { logout }'))?.status).toBe(401);
    expect((await other?.query('{ viewer { kind } }'))?.status).toBe(200);
    expect(dataOf(await hub.key().query('mutation { logout }'))).toEqual({ logout: false });
    const nobody = await hub.anonymous.query('mutation { logout }');
    expect([nobody.status, nobody.errors[0]?.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });

  test('gives the roles that the account has now, not those it had then', async () => {
    const { login: session } = dataOf(await login('pengguna', passwordOf('pengguna')));
    const roles = async () =>
      dataOf(await hub.caller(session?.token).query<{ viewer: object }>('{ viewer { roles } }')).viewer;
    expect(await roles()).toEqual({ roles: ['CONSUMER'] });
    const [row] = await sql`
      delete from account_roles where account_id = (select id from accounts where username = 'pengguna') returning *`;
    expect(await roles()).toEqual({ roles: [] });
    await sql`insert into account_roles ${sql(row ?? {})}`;
    expect(await roles()).toEqual({ roles: ['CONSUMER'] });
  });
});

describe('viewer', () => {
  test('says to each caller who it is', async () => {
    const seen = await each(hub, async (caller, name) => {
      const more = name === 'anonymous' ? '' : 'agency roles scopes';
      return dataOf(await caller.query<{ viewer: object }>(`{ viewer { kind name ${more} } }`)).viewer;
    });
    const official = (name: string, agency: string | null, role: string) => ({
      kind: 'OFFICIAL',
      name,
      agency,
      roles: [role],
      scopes: [],
    });
    const key = (name: string, agency: string | null, ...scopes: string[]) => ({
      kind: 'SERVICE_KEY',
      name,
      agency,
      roles: [],
      scopes,
    });
    expect(seen).toEqual({
      anonymous: { kind: 'ANONYMOUS', name: null },
      'consumer key': key('Dasbor kecamatan', null, 'read', 'export'),
      'publish key of dinkes': key('Sistem Dinas Kesehatan', 'dinkes', 'read', 'export', 'publish'),
      'producer of dinkes': official('Produsen Dinas Kesehatan', 'dinkes', 'PRODUCER'),
      'producer of dispendik': official('Produsen Dinas Pendidikan', 'dispendik', 'PRODUCER'),
      'technical team': official('Tim Teknis', 'diskominfo', 'TECHNICAL_TEAM'),
      'division head': official('Kepala Bidang E-Government', 'diskominfo', 'DIVISION_HEAD'),
      'department head': official('Kepala Dinas', 'diskominfo', 'DEPARTMENT_HEAD'),
      admin: official('Pengelola', null, 'ADMIN'),
      consumer: official('Pengguna Data', null, 'CONSUMER'),
    });
  });
});

describe('serviceKeys', () => {
  const QUERY = '{ serviceKeys { id name agency scopes active } }';
  const refused = { status: 403, codes: ['FORBIDDEN'], names: null };

  test('are listed whole for ADMIN, for a producer those of its agency, for an official his own, for no key', async () => {
    const seen = await each(hub, async (caller) => {
      const { status, errors, data } = await caller.query<{ serviceKeys: { name: string }[] | null }>(QUERY);
      const names = data?.serviceKeys?.map(({ name }) => name) ?? null;
      return { status, codes: errors.map(({ extensions }) => extensions.code), names };
    });
    // A key counts as its agency's producer for data, and knows of no key, not even of itself.
    expect(seen).toEqual(
      but(
        { status: 200, codes: [], names: [] as string[] | null },
        {
          'consumer key': refused,
          'publish key of dinkes': refused,
          anonymous: { status: 400, codes: ['GRAPHQL_VALIDATION_FAILED'], names: null },
          admin: { status: 200, codes: [], names: ['Dasbor kecamatan', 'Sistem Dinas Kesehatan'] },
          consumer: { status: 200, codes: [], names: ['Dasbor kecamatan'] },
          'producer of dinkes': { status: 200, codes: [], names: ['Sistem Dinas Kesehatan'] },
        },
      ),
    );
  });

  test('never show a secret, and say whether they still count', async () => {
    const admin = await hub.official('pengelola');
    const type = await admin.query<{ __type: { fields: { name: string }[] } }>(
      '{ __type(name: "ServiceKey") { fields { name } } }',
    );
    expect(
      dataOf(type)
        .__type.fields.map(({ name }) => name)
        .sort(),
    ).toEqual([
      'active',
      'agency',
      'createdAt',
      'expiresAt',
      'id',
      'lastUsedAt',
      'name',
      'owner',
      'previousUntil',
      'revokedAt',
      'revokedReason',
      'scopes',
      'trustedOnly',
      'trustedOperations',
    ]);
    const active = async () => {
      const answer = await admin.query<{ serviceKeys: { name: string; active: boolean }[] }>(QUERY);
      for (const { key } of inject('demo').keys) expect(answer.text).not.toContain(secretOf(key));
      return Object.fromEntries(dataOf(answer).serviceKeys.map(({ name, active }) => [name, active]));
    };
    expect(await active()).toEqual({ 'Dasbor kecamatan': true, 'Sistem Dinas Kesehatan': true });
    await sql`update service_keys set expires_at = now() - interval '1 second' where name = 'Dasbor kecamatan'`;
    await sql`update service_keys set revoked_at = now() where name = 'Sistem Dinas Kesehatan'`;
    expect(await active()).toEqual({ 'Dasbor kecamatan': false, 'Sistem Dinas Kesehatan': false });
    await sql`update service_keys set expires_at = null, revoked_at = null`;
  });
});

test('to nobody signed in, no type of accounts, keys, procedure, registry or releases exists', async () => {
  const names = [
    'ServiceKey',
    'ActingAppointment',
    'ActingKind',
    'ViewerActing',
    'Role',
    'Subgraph',
    'Supergraph',
    'Launch',
    'Release',
    'Webhook',
    'WebhookEvent',
    'IntegrationCase',
    'StepId',
  ];
  const query = (name: string) => `{ __type(name: "${name}") { name } }`;
  for (const name of names) {
    expect(dataOf(await hub.anonymous.query(query(name)))).toEqual({ __type: null });
    expect(dataOf(await hub.key().query(query(name)))).toEqual({ __type: { name } });
  }
  const { __schema } = dataOf(
    await hub.anonymous.query<{ __schema: { queryType: { fields: { name: string }[] } } }>(
      '{ __schema { queryType { fields { name } } } }',
    ),
  );
  const known = __schema.queryType.fields.map(({ name }) => name);
  for (const field of [
    'serviceKeys',
    'actingAppointments',
    'subgraphs',
    'supergraph',
    'launches',
    'releases',
    'webhooks',
    'cases',
    'procedure',
  ]) {
    expect(known).not.toContain(field);
    const message = (await hub.anonymous.query(`{ ${field} }`)).errors[0]?.message ?? '';
    expect(message).toMatch(`Cannot query field "${field}" on type "Query".`);
    const suggested = [...message.slice(message.indexOf('.')).matchAll(/"(\w+)"/g)].map(([, name]) => name);
    for (const name of suggested) expect(known).toContain(name);
  }
  for (const field of ['roles', 'acting']) {
    const viewer = await hub.anonymous.query(`{ viewer { ${field} { __typename } } }`);
    expect(viewer.errors[0]?.message).toBe(`Cannot query field "${field}" on type "Viewer".`);
  }
});

test('no password, key or token lies in the database in clear', async () => {
  const { accounts, keys } = inject('demo');
  const sessions = await Promise.all(
    accounts.slice(0, 3).map(async ({ user }) => (await hub.official(user)).token ?? ''),
  );
  await login('tim.teknis', 'sandi-yang-salah-42');
  const secrets = [
    ...accounts.map(({ password }) => password),
    ...keys.flatMap(({ key }) => [key, secretOf(key)]),
    ...sessions.flatMap((token) => [token, token.slice('sgs_'.length)]),
    'sandi-yang-salah-42',
  ];
  expect(secrets.every((secret) => secret.length >= 16)).toBe(true);
  const tables = await sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`;
  expect(tables.length).toBeGreaterThan(15);
  const forms = secrets.flatMap((secret) => [
    secret,
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ]);
  for (const { name } of tables) {
    const found = await sql.unsafe(
      `select secret from unnest($1::text[]) as secret where exists (select from ${name} as t where position(secret in t::text) > 0)`,
      [forms],
    );
    expect([name, found.length]).toEqual([name, 0]);
  }
  // The search finds what is there.
  const [row] =
    await sql`select count(*)::integer as found from accounts as t where position('tim.teknis' in t::text) > 0`;
  expect(row?.['found']).toBe(1);
  const hashes = await sql`
    select (select bool_and(password_hash like '$argon2id$%') from accounts) as passwords,
      (select bool_and(token_hash ~ '^[0-9a-f]{64}$') from sessions) as tokens,
      (select bool_and(secret_hash ~ '^[0-9a-f]{64}$') from service_keys) as keys`;
  expect(hashes[0]).toEqual({ passwords: true, tokens: true, keys: true });
});
