import { randomUUID } from 'node:crypto';
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { bootHub, type TestHub } from '../support/hub.js';
import { draft, send } from '../workflow/case-over-http.js';

let hub: TestHub;
let sql: Sql;
beforeAll(async () => {
  hub = await bootHub('demo');
  sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await hub[Symbol.asyncDispose]();
});

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly actor: string;
  readonly actor_name: string;
  readonly agency: string | null;
  readonly action: string;
  readonly subject: string | null;
  readonly facts: Record<string, unknown>;
  readonly outcome: string;
}

/** The entries that `during` adds. */
async function added(during: () => Promise<unknown>): Promise<Entry[]> {
  const [last] = await sql<{ id: string }[]>`select coalesce(max(id), 0)::text as id from audit_entries`;
  await during();
  return sql<Entry[]>`select * from audit_entries where id > ${last?.id ?? '0'} order by id`;
}

const SECRET = `rahasia${randomUUID().replaceAll('-', '')}`;
/** Fails with the entries that hold the text. */
async function expectNowhere(...texts: readonly string[]): Promise<void> {
  const entries = await sql`select * from audit_entries`;
  const holding = entries.filter((entry) => texts.some((text) => JSON.stringify(entry).includes(text)));
  expect(holding).toEqual([]);
}

/** Texts that say what a mutation is about, though they are no ids. */
const NAMES = new Set([
  ...['column', 'columns', 'drops', 'coordinates', 'scopes', 'username', 'key', 'hash', 'contentHash'],
  ...['host', 'address', 'schema', 'table', 'date', 'from', 'to', 'until', 'untilDate', 'agency'],
]);

/** A value of the type, with the marker in every text that may be somebody's words or secret. */
function givenFor(type: GraphQLInputType, name: string): unknown {
  if (isNonNullType(type)) return givenFor(type.ofType, name);
  if (isListType(type)) return [givenFor(type.ofType, name)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    return Object.fromEntries(
      fields
        .filter((field) => isRequiredInputField(field) || !isInputObjectType(getNamedType(field.type)))
        .map((field) => [field.name, givenFor(field.type, `${type.name}.${field.name}`)]),
    );
  }
  if (type.name === 'Int') return 1;
  if (type.name === 'Boolean') return true;
  return type.name === 'ID' || NAMES.has(name.replace(/^\w+\./, '')) || name === 'DatasetDefinitionInput.name'
    ? 'tiada'
    : SECRET;
}

function asked({ name, args, type }: GraphQLField<unknown, unknown>) {
  const declared = args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const passed = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const named = getNamedType(type);
  const selected = 'getFields' in named ? ' { __typename }' : '';
  return {
    query: `mutation${declared && ` (${declared})`} { ${name}${passed && `(${passed})`}${selected} }`,
    variables: Object.fromEntries(args.map((arg) => [arg.name, givenFor(arg.type, arg.name)])),
  };
}

describe('the audit records every change', () => {
  test('each mutation of the graph, whatever becomes of it, and nothing of its texts and secrets', async () => {
    const mutations = Object.values(hub.hub.parts.graph.members.schema.getMutationType()?.getFields() ?? {});
    expect(mutations.length).toBeGreaterThan(55);
    const team = await hub.official('tim.teknis');
    const entries = await added(async () => {
      for (const mutation of mutations) {
        if (mutation.name === 'logout') continue;
        const { query, variables } = asked(mutation);
        const answer = await team.query(query, variables);
        expect([mutation.name, answer.errors[0]?.extensions.code]).not.toEqual([
          mutation.name,
          'GRAPHQL_VALIDATION_FAILED',
        ]);
      }
      await team.query('mutation { logout }');
    });
    expect(entries.map(({ action }) => action).sort()).toEqual(
      mutations.map(({ name }) => `Mutation.${name}`).sort(),
    );
    expect(new Set(entries.map(({ actor_name }) => actor_name))).toEqual(new Set(['Tim Teknis']));
    expect(entries.filter(({ outcome }) => outcome === 'INTERNAL')).toEqual([]);
    await expectNowhere(SECRET);
    expect(entries.some(({ subject }) => subject === 'tiada')).toBe(true);
    expect(await sql`select * from audit_begun`).toHaveLength(0);
  });

  test('with its subject, its outcome and who asked', async () => {
    const producer = await hub.official('produsen.dinkes');
    const [drafted, submitted, again, uploaded, byKey] = await added(async () => {
      const stage = await draft(producer, 'Uji audit');
      await send(producer, 'submitCase', stage);
      await send(producer, 'submitCase', stage);
      await producer.upload('a\n1\n', 'nama rahasia.csv');
      await hub.key().query('mutation { decideRelease(dataset: "dinkes_x", released: true) { name } }');
    });
    const [account] = await sql<{ id: string }[]>`select id from accounts where username = 'produsen.dinkes'`;
    const by = { actor: `account:${account?.id}`, agency: 'dinkes', kind: 'CHANGE' };
    expect(drafted).toMatchObject({ ...by, action: 'Mutation.draftCase', outcome: 'OK' });
    const number = expect.stringMatching(/^2\d{3}-\d{4}$/);
    expect(submitted).toMatchObject({
      ...by,
      action: 'Mutation.submitCase',
      subject: number,
      facts: { number, version: 1 },
      outcome: 'OK',
    });
    expect(again).toMatchObject({ subject: number, outcome: 'STALE_VERSION' });
    expect(uploaded).toMatchObject({ ...by, action: 'POST /uploads', outcome: 'OK' });
    expect(uploaded?.facts).toEqual({ bytes: 4, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(byKey).toMatchObject({
      actor: expect.stringMatching(/^key:/),
      actor_name: 'Dasbor kecamatan',
      subject: 'dinkes_x',
      facts: { dataset: 'dinkes_x', released: true },
      outcome: 'NOT_FOUND',
    });
  });

  test('several in one operation, under other names, are as many entries', async () => {
    const team = await hub.official('kepala.bidang');
    const text = (alias: string) => `${alias}: endActing(id: "${alias}") { id }`;
    const entries = await added(() => team.query(`mutation { ${text('satu')} ${text('dua')} }`));
    expect(entries.map(({ action, subject }) => [action, subject])).toEqual([
      ['Mutation.endActing', 'satu'],
      ['Mutation.endActing', 'dua'],
    ]);
  });

  test('an upload that is refused', async () => {
    const [entry] = await added(() => hub.key().upload('a\n1\n'));
    expect(entry).toMatchObject({ action: 'POST /uploads', outcome: 'FORBIDDEN', subject: null });
  });
});

describe('the audit records sessions', () => {
  const LOGIN =
    'mutation ($user: String!, $password: String!) { login(username: $user, password: $password) { token } }';
  const login = (user: string, password: string) =>
    hub.anonymous.query<{ login: { token: string } }>(LOGIN, { user, password });

  test('who has signed in and out, and of a failure only a hash of the name', async () => {
    const password = inject('demo').accounts.find(({ user }) => user === 'pengguna')?.password ?? '';
    const typed = `nama${randomUUID()}`;
    const entries = await added(async () => {
      const { data } = await login('pengguna', password);
      await hub.caller(data?.login.token).query('mutation { logout }');
      await login(typed, 'salah');
      await login(typed, 'salah lagi');
    });
    const [account] = await sql<{ id: string }[]>`select id from accounts where username = 'pengguna'`;
    const pengguna = { kind: 'SESSION', actor: `account:${account?.id}`, outcome: 'OK' };
    const failed = { kind: 'SESSION', actor: 'anonymous', outcome: 'LOGIN_FAILED' };
    expect(entries).toMatchObject([
      { ...pengguna, action: 'Mutation.login' },
      { ...pengguna, action: 'Mutation.logout' },
      failed,
      failed,
    ]);
    // The same name is the same hash, so that trials of one account can be told from those of many.
    expect(entries[2]?.facts['user']).toBe(entries[3]?.facts['user']);
    await expectNowhere(password, typed, 'salah');
  });
});

describe('no change goes unrecorded', () => {
  const cases = async () => (await sql`select count(*)::int as n from cases`)[0]?.['n'];
  const DRAFT = 'mutation { draftCase(title: "Tanpa catatan") { number } }';

  test('what cannot be noted is not done', async () => {
    const producer = await hub.official('produsen.dinkes');
    const before = await cases();
    await sql`alter table audit_begun rename to audit_begun_away`;
    try {
      expect((await producer.query(DRAFT)).errors[0]?.extensions.code).toBe('INTERNAL');
      expect(await cases()).toBe(before);
    } finally {
      await sql`alter table audit_begun_away rename to audit_begun`;
    }
  });

  test('what is done stands where its end cannot be recorded, and its note becomes an entry', async () => {
    const producer = await hub.official('produsen.dinkes');
    const before = await cases();
    await sql`alter table audit_entries rename to audit_entries_away`;
    try {
      expect((await producer.query(DRAFT)).errors).toEqual([]);
      expect(await cases()).toBe(before + 1);
    } finally {
      await sql`alter table audit_entries_away rename to audit_entries`;
    }
    expect(await sql`select * from audit_begun`).toHaveLength(1);
    const close = () => hub.hub.parts.audit.closeUnfinished();
    expect(await added(close)).toEqual([]);
    await sql`update audit_begun set begun_at = now() - interval '1 hour'`;
    expect(await added(close)).toMatchObject([
      { action: 'Mutation.draftCase', actor_name: 'Produsen Dinas Kesehatan', outcome: 'UNKNOWN' },
    ]);
    expect(await added(close)).toEqual([]);
  });
});
