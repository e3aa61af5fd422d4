import postgres, { type Sql } from 'postgres';
import { inject } from 'vitest';
import type { Role } from '../../../subgraphs/viewer.js';
import { dataOf } from '../../intake/onboarding.js';
import { type Answer, bootHub, type Caller, type TestHub } from '../../support/hub.js';

/** The demo's hub, whose clock the test moves, as those who manage its accounts use it. */
export interface Accounts extends AsyncDisposable {
  readonly hub: TestHub;
  readonly sql: Sql;
  clock: Date;
  readonly admin: Caller;
  /** Kepala Bidang and Kepala Dinas. */
  readonly head: Caller;
  readonly topHead: Caller;
  /** Runs a mutation; gives the code of its first error, or null. */
  code(caller: Caller, mutation: string): Promise<string | null>;
  /** An account that was made by ADMIN, with a password that its owner has set, and roles that count. */
  employ(user: string, roles: readonly Role[], agency?: string): Promise<Caller>;
}

export const codeOf = ({ errors }: Answer<unknown>): string | null => errors[0]?.extensions.code ?? null;

export const passwordOf = (user: string): string =>
  inject('demo').accounts.find((account) => account.user === user)?.password ?? '';

export const signIn = (hub: TestHub, user: string, password: string) =>
  hub.anonymous.query<{ login: { token: string; expiresAt: string } | null }>(
    'mutation ($user: String!, $password: String!) { login(username: $user, password: $password) { token expiresAt } }',
    { user, password },
  );

export const setPassword = (caller: Caller, token: string, password: string) =>
  caller.query<{ setPassword: string | null }>(
    'mutation ($token: String!, $password: String!) { setPassword(token: $token, password: $password) }',
    { token, password },
  );

export const linkTo = async (admin: Caller, user: string): Promise<string> =>
  dataOf(
    await admin.query<{ sendPasswordLink: { token: string } }>(
      `mutation { sendPasswordLink(username: "${user}") { token } }`,
    ),
  ).sendPasswordLink.token;

export async function openAccounts(start = new Date()): Promise<Accounts> {
  const state = { clock: start };
  const hub = await bootHub('demo', {}, { now: () => state.clock });
  const sql = postgres(hub.databaseUrl, { max: 2 });
  const [admin, head, topHead] = await Promise.all([
    hub.official('pengelola'),
    hub.official('kepala.bidang'),
    hub.official('kepala.dinas'),
  ]);
  return Object.assign(state, {
    hub,
    sql,
    admin,
    head,
    topHead,
    code: async (caller: Caller, mutation: string) => codeOf(await caller.query(`mutation { ${mutation} }`)),
    async employ(user: string, roles: readonly Role[], agency = 'dinkes') {
      const made = await admin.query<{ createAccount: { token: string } }>(
        `mutation { createAccount(username: "${user}", name: "Nama ${user}", agency: "${agency}") { token } }`,
      );
      const password = `sandi panjang ${user}`;
      dataOf(await setPassword(hub.anonymous, dataOf(made).createAccount.token, password));
      for (const role of roles) {
        dataOf(await admin.query(`mutation { grantRole(username: "${user}", role: ${role}) { username } }`));
        if (role !== 'CONSUMER' && role !== 'ADMIN')
          dataOf(
            await topHead.query(`mutation { confirmRole(username: "${user}", role: ${role}) { username } }`),
          );
      }
      const { login } = dataOf(await signIn(hub, user, password));
      return hub.caller(login?.token);
    },
    async [Symbol.asyncDispose]() {
      await sql.end();
      await hub[Symbol.asyncDispose]();
    },
  });
}
