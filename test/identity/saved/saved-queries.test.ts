import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../support/hub.js';
import { type Accounts, codeOf, openAccounts, signIn } from '../accounts/office.js';
import { remove, save, savedOf } from './keeping.js';

const QUERY = '{ dinkes_tenagaKesehatan(first: 1) { totalCount } }';

let office: Accounts;
let own: Caller;
beforeAll(async () => {
  office = await openAccounts();
  own = await office.employ('pengembang', ['CONSUMER']);
});
afterAll(() => office[Symbol.asyncDispose]());

const namesOf = async (caller: Caller) => (await savedOf(caller)).map(({ name }) => name);

describe('an account keeps its queries', () => {
  test('by their names, each text as it was saved, and takes them out again', async () => {
    const draft = '# belum selesai\nquery A { nothing }  query B { viewer { kind } }';
    const first = await save(own, '  Tenaga \n kesehatan ', QUERY);
    expect(first.data?.saveQuery).toMatchObject({
      name: 'Tenaga kesehatan',
      document: QUERY,
      savedAt: office.clock.toISOString(),
      changes: [],
    });
    await save(own, 'Draf', draft);
    expect((await savedOf(own)).map(({ name, document }) => [name, document])).toEqual([
      ['Draf', draft],
      ['Tenaga kesehatan', QUERY],
    ]);
    const again = await save(own, 'Draf', QUERY);
    expect((await savedOf(own)).map(({ document }) => document)).toEqual([QUERY, QUERY]);
    const id = again.data?.saveQuery?.id ?? '';
    expect((await remove(own, id)).data).toEqual({ deleteSavedQuery: id });
    expect(await namesOf(own)).toEqual(['Tenaga kesehatan']);
    expect(codeOf(await remove(own, id))).toBe('NOT_FOUND');
  });

  test('and nobody else sees or takes them', async () => {
    const [kept] = await savedOf(own);
    for (const other of [office.admin, office.topHead, await office.hub.official('pengguna')]) {
      expect(await savedOf(other)).toEqual([]);
      expect(codeOf(await remove(other, kept?.id ?? ''))).toBe('NOT_FOUND');
    }
    // The same name is another's to give, too.
    await save(office.admin, 'Tenaga kesehatan', '{ viewer { kind } }');
    expect((await savedOf(own)).map(({ document }) => document)).toEqual([QUERY]);
    expect(codeOf(await remove(own, 'x'))).toBe('NOT_FOUND');
  });

  test('a key and the public have no account to keep any', async () => {
    const key = office.hub.key();
    for (const refused of [
      await key.query('{ savedQueries { id } }'),
      await save(key, 'x', QUERY),
      await remove(key, 'x'),
    ]) {
      expect(codeOf(refused)).toBe('FORBIDDEN');
      expect(refused.errors[0]?.extensions['messages']).toMatchObject({
        id: expect.stringContaining('akun yang masuk'),
      });
    }
    expect(codeOf(await save(office.hub.anonymous, 'x', QUERY))).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test('of what has been saved nothing is in the audit, nor among the operations that were seen', async () => {
    const { hub, sql } = office;
    const inline = JSON.stringify(
      '{ dinkes_tenagaKesehatan(where: { kecamatan: { eq: "Siti Rahasia" } }) { totalCount } }',
    );
    expect(
      (await own.query(`mutation { saveQuery(name: "Ibu Rahasia", document: ${inline}) { id } }`)).errors,
    ).toEqual([]);
    await save(own, 'Ibu Rahasia', JSON.parse(inline));
    await hub.hub.noteUses();
    const [audited] =
      await sql`select facts from audit_entries where action = 'Mutation.saveQuery' order by id desc`;
    expect(audited).toEqual({ facts: {} });
    for (const table of ['audit_entries', 'audit_begun', 'operations', 'operation_uses'])
      expect(await sql`select from ${sql(table)} t where t::text like '%Rahasia%'`).toHaveLength(0);
  });

  test('they are gone with the account', async () => {
    const leaver = await office.employ('yang.pergi', ['CONSUMER']);
    await save(leaver, 'Punya saya', QUERY);
    expect(
      await office.code(
        office.admin,
        'disableAccount(username: "yang.pergi", reason: "Pindah") { username }',
      ),
    ).toBe(null);
    const left = await office.sql`select from saved_queries join accounts on accounts.id = account_id
      where username = 'yang.pergi'`;
    expect(left).toHaveLength(0);
    expect(await office.code(office.admin, 'enableAccount(username: "yang.pergi") { username }')).toBe(null);
    const { data } = await signIn(office.hub, 'yang.pergi', 'sandi panjang yang.pergi');
    expect(await savedOf(office.hub.caller(data?.login?.token))).toEqual([]);
    expect(await namesOf(own)).toContain('Tenaga kesehatan');
  });
});

const times = (count: number, text: string) => Array.from({ length: count }, () => text).join(' ');

describe('what cannot be saved:', () => {
  test.each([
    ['a name of nothing', ' \n ', QUERY, 'BAD_USER_INPUT', '1 sampai 100'],
    ['a name of 101 characters', 'x'.repeat(101), QUERY, 'BAD_USER_INPUT', '1 sampai 100'],
    ['no text', 'a', '', 'BAD_USER_INPUT', 'bukan GraphQL'],
    ['an open brace', 'a', '{ viewer {\n kind ', 'BAD_USER_INPUT', '(2:7)'],
    ['SQL', 'a', 'select * from accounts', 'BAD_USER_INPUT', '(1:8)'],
    [
      'a fragment alone',
      'a',
      'fragment F on Query { viewer { kind } }',
      'BAD_USER_INPUT',
      'sedikitnya satu operasi',
    ],
    ['a schema', 'a', 'type A { b: Int }', 'BAD_USER_INPUT', 'sedikitnya satu operasi'],
    ['a NUL', 'a', '{ viewer { kind } } # \0', 'BAD_USER_INPUT', 'NUL'],
    ['a subscription', 'a', 'subscription { changes }', 'BAD_REQUEST', 'subscription'],
    ['100,001 characters', 'a', `${QUERY} # ${'x'.repeat(100_001)}`, 'LIMIT_EXCEEDED', 'characters'],
    ['4,001 tokens', 'a', `{ ${times(4001, 'a')} }`, 'LIMIT_EXCEEDED', 'tokens'],
    ['13 levels', 'a', `${'{ a '.repeat(13)}${'}'.repeat(13)}`, 'LIMIT_EXCEEDED', 'depth'],
    [
      '31 aliases',
      'a',
      `{ viewer { ${Array.from({ length: 31 }, (_, at) => `a${at}: kind`).join(' ')} } }`,
      'LIMIT_EXCEEDED',
      'aliases',
    ],
  ])('%s', async (_, name, document, code, said) => {
    const before = await savedOf(own);
    const { errors } = await save(own, name, document);
    expect(errors[0]?.extensions.code).toBe(code);
    expect(errors[0]?.extensions['messages']).toMatchObject({ id: expect.stringContaining(said) });
    expect(await savedOf(own)).toEqual(before);
  });

  test('the 201st, while one of the 200 takes another text, also of many at once', async () => {
    const many = await office.employ('banyak', ['CONSUMER']);
    await office.sql`
      insert into saved_queries (account_id, name, document, saved_at)
      select id, 'kueri ' || n, ${QUERY}, now() from accounts, generate_series(1, 199) n where username = 'banyak'`;
    const names = Array.from({ length: 8 }, (_, at) => `yang baru ${at}`);
    const all = await Promise.all(names.map((name) => save(many, name, QUERY)));
    expect(all.map(codeOf).filter((code) => code === null)).toHaveLength(1);
    expect(all.flatMap(({ errors }) => errors)[0]?.extensions).toMatchObject({
      max: 200,
      messages: { id: expect.stringContaining('Hapus dahulu') },
    });
    expect(codeOf(await save(many, 'kueri 7', '{ viewer { kind } }'))).toBe(null);
    expect(await savedOf(many)).toHaveLength(200);
  });

  test('a million characters together', async () => {
    const long = await office.employ('panjang', ['CONSUMER']);
    const text = `{ viewer { kind } } # ${'x'.repeat(99_900)}`;
    for (let at = 0; at < 10; at++) expect(codeOf(await save(long, `k${at}`, text))).toBe(null);
    expect(codeOf(await save(long, 'k10', text))).toBe('LIMIT_EXCEEDED');
  });
});
