import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dataOf } from '../../intake/onboarding.js';
import { type Accounts, codeOf, openAccounts, passwordOf, signIn } from './office.js';

let office: Accounts;
beforeAll(async () => {
  office = await openAccounts();
});
afterAll(() => office[Symbol.asyncDispose]());

const FIELDS =
  'username name agency position nip email passwordSet createdBy disabledBy disabledReason roles { role state reason }';
const run = async (mutation: string) => {
  const answer = await office.admin.query<Record<string, unknown>>(`mutation { made: ${mutation} }`);
  return codeOf(answer) ?? answer.data?.['made'];
};

describe('an account', () => {
  test('is made without roles and without a password, with a link for three days', async () => {
    const made = await run(
      `createAccount(username: "siti", name: " Siti Aminah ", agency: "dinkes", position: "Kepala Seksi",
        nip: "198001012005012001", email: "siti@contoh.go.id") { account { ${FIELDS} } token path expiresAt }`,
    );
    expect(made).toEqual({
      account: {
        username: 'siti',
        name: 'Siti Aminah',
        agency: 'dinkes',
        position: 'Kepala Seksi',
        nip: '198001012005012001',
        email: 'siti@contoh.go.id',
        passwordSet: false,
        createdBy: 'Pengelola',
        disabledBy: null,
        disabledReason: null,
        roles: [],
      },
      token: expect.stringMatching(/^sgl_/),
      path: expect.stringMatching(/^\/#\/password\/sgl_/),
      expiresAt: new Date(office.clock.getTime() + 72 * 3_600_000).toISOString(),
    });
    expect(codeOf(await signIn(office.hub, 'siti', ''))).toBe('LOGIN_FAILED');
  });

  test.each([
    ['a user name that is taken', 'username: "tim.teknis", name: "X"', 'ACCOUNT_EXISTS'],
    ['a user name with capitals', 'username: "Siti2", name: "X"', 'BAD_USER_INPUT'],
    ['a user name of 65 characters', `username: "${'x'.repeat(65)}", name: "X"`, 'BAD_USER_INPUT'],
    ['no name', 'username: "siti2", name: "  "', 'BAD_USER_INPUT'],
    ['a name of two lines', 'username: "siti2", name: "A\\nB"', 'BAD_USER_INPUT'],
    ['a NIP of 17 digits', 'username: "siti2", name: "X", nip: "19800101200501200"', 'BAD_USER_INPUT'],
    ['an address without @', 'username: "siti2", name: "X", email: "siti"', 'BAD_USER_INPUT'],
    ['an agency that is not registered', 'username: "siti2", name: "X", agency: "tiada"', 'NOT_FOUND'],
  ])('is not made with %s', async (_, args, code) => {
    expect(await run(`createAccount(${args}) { token }`)).toBe(code);
    expect(await office.sql`select from accounts where username = 'siti2'`).toHaveLength(0);
  });

  test('of many of one name at once is made once', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, () => run('createAccount(username: "kembar", name: "X") { path }')),
    );
    expect(made.filter((one) => one === 'ACCOUNT_EXISTS')).toHaveLength(7);
  });

  test('keeps what is not given, loses what is null, and by a move to another agency all of its roles', async () => {
    const caller = await office.employ('pindah', ['PRODUCER', 'CONSUMER']);
    expect(
      await run('changeAccount(username: "pindah", position: "Staf", email: "a@b.id") { agency email }'),
    ).toEqual({
      agency: 'dinkes',
      email: 'a@b.id',
    });
    expect((await caller.query('{ viewer { name } }')).status).toBe(200);
    const moved = (await run(
      'changeAccount(username: "pindah", agency: "dinsos", email: null) { agency position email roles { state reason } }',
    )) as { roles: { state: string; reason: string }[] };
    expect(moved).toMatchObject({ agency: 'dinsos', position: 'Staf', email: null });
    expect(moved.roles.map(({ state, reason }) => `${state} ${reason}`)).toEqual(
      Array.from({ length: 2 }, () => 'ENDED Pindah instansi / moved: dinkes → dinsos'),
    );
    expect(codeOf(await caller.query('{ viewer { name } }'))).toBe('UNAUTHENTICATED');
    expect(await run('changeAccount(username: "pengelola", agency: "dinkes") { name }')).toBe('OWN_ACCOUNT');
    expect(await run('changeAccount(username: "pengelola", position: "Pengelola Hub") { position }')).toEqual(
      {
        position: 'Pengelola Hub',
      },
    );
    expect(await run('changeAccount(username: "pindah", name: null) { name }')).toBe('BAD_USER_INPUT');
  });

  test('that is disabled lets nobody in, and ends its sessions and the keys that it alone answers for', async () => {
    const caller = await office.employ('pergi', ['CONSUMER']);
    const keys = [
      ['k1', null],
      ['k2', 'dinkes'],
    ] as const;
    for (const [id, agency] of keys)
      await office.sql`insert into service_keys (id, name, agency, scopes, secret_hash, owner_id)
        values (${id}, ${id}, ${agency}, '{read}', 'x', (select id from accounts where username = 'pergi'))`;
    expect(await run('disableAccount(username: "pergi", reason: " ") { name }')).toBe('REASON_REQUIRED');
    expect(await run('disableAccount(username: "pengelola", reason: "x") { name }')).toBe('OWN_ACCOUNT');
    expect(
      await run('disableAccount(username: "pergi", reason: " pindah tugas ") { disabledBy disabledReason }'),
    ).toEqual({
      disabledBy: 'Pengelola',
      disabledReason: 'pindah tugas',
    });
    expect(codeOf(await caller.query('{ viewer { name } }'))).toBe('UNAUTHENTICATED');
    expect(codeOf(await signIn(office.hub, 'pergi', 'sandi panjang pergi'))).toBe('LOGIN_FAILED');
    expect(
      await office.sql`select id from service_keys where revoked_at is null
        and owner_id = (select id from accounts where username = 'pergi')`,
    ).toEqual([{ id: 'k2' }]);
    expect(await run('grantRole(username: "pergi", role: ADMIN) { name }')).toBe('ACCOUNT_REFUSED');
    expect(await run('disableAccount(username: "pergi", reason: "x") { name }')).toBe('ACCOUNT_REFUSED');
    expect(await run('enableAccount(username: "pergi") { disabledReason roles { state } }')).toEqual({
      disabledReason: null,
      roles: [{ state: 'IN_FORCE' }],
    });
    expect(await run('enableAccount(username: "pergi") { name }')).toBe('ACCOUNT_REFUSED');
    expect(codeOf(await signIn(office.hub, 'pergi', 'sandi panjang pergi'))).toBeNull();
  });
});

test('an agency is registered once, and has its name in the graph', async () => {
  expect(await run('registerAgency(slug: "bappeda", name: " Bappeda ") { slug name }')).toEqual({
    slug: 'bappeda',
    name: 'Bappeda',
  });
  expect(await run('registerAgency(slug: "bappeda", name: "Lain") { slug }')).toBe('AGENCY_EXISTS');
  for (const slug of ['Bappeda2', '2x', 'a', 'a_b', ''])
    expect(await run(`registerAgency(slug: "${slug}", name: "X") { slug }`)).toBe('BAD_USER_INPUT');
});

describe('a session', () => {
  beforeEach(() => office.sql`delete from sessions`.then(() => {}));
  const MINUTE = 60_000;
  const viewer = async (token: string | undefined) =>
    codeOf(await office.hub.caller(token).query('{ viewer { kind } }'));
  const open = async () => dataOf(await signIn(office.hub, 'pengguna', passwordOf('pengguna'))).login?.token;
  const at = (start: Date, minutes: number) => {
    office.clock = new Date(start.getTime() + minutes * MINUTE);
  };

  test.each([
    ['is good while it is used', [119, 238, 300], [null, null, null]],
    ['ends after two hours without a request', [119, 239, 240], [null, 'UNAUTHENTICATED', 'UNAUTHENTICATED']],
    [
      'ends after twelve hours however it is used',
      [100, 200, 300, 400, 500, 600, 700, 719, 720],
      [...Array.from({ length: 8 }, () => null), 'UNAUTHENTICATED'],
    ],
  ])('%s', async (_, minutes, codes) => {
    const start = office.clock;
    const token = await open();
    const seen: (string | null)[] = [];
    for (const minute of minutes) {
      at(start, minute);
      seen.push(await viewer(token));
    }
    expect(seen).toEqual(codes);
    at(start, 0);
  });

  test('is written to once a minute at most', async () => {
    const start = office.clock;
    const token = await open();
    const writes = async (seconds: number) => {
      at(start, seconds / 60);
      await viewer(token);
      const [row] = await office.sql`select max(last_seen_at) as seen from sessions where account_id =
        (select id from accounts where username = 'pengguna') and created_at = ${start}`;
      return (row?.['seen'].getTime() - start.getTime()) / 1000;
    };
    expect([await writes(59), await writes(60), await writes(119), await writes(125)]).toEqual([
      0, 60, 60, 125,
    ]);
    at(start, 0);
  });

  test('that is over is taken away when somebody signs in', async () => {
    const start = office.clock;
    await Promise.all([open(), open()]);
    const count = async () => Number((await office.sql`select count(*) from sessions`)[0]?.['count']);
    expect(await count()).toBe(2);
    at(start, 121);
    await open();
    expect(await count()).toBe(1);
    at(start, 0);
  });
});
