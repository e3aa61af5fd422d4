import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { Queries } from '../../../db/client.js';
import { refusal } from '../../../schema/errors.js';
import { isAgencySlug } from '../../../schema/names.js';
import { AgencyReference } from '../../agency-reference.js';
import { jakartaDate } from '../../calendar.js';
import type { RequestContext } from '../../context.js';
import { RoleEnum } from '../../enums.js';
import { Public } from '../../local.js';
import { pageSize } from '../../paging.js';
import { hasRole, type Official, type Role } from '../../viewer.js';
import { insertAccount } from '../store.js';
import { LINK_MS, type Link, linkPath, makeLink, voidLinks } from './links.js';
import { changePassword, setPassword } from './passwords.js';
import {
  confirmProblem,
  disableProblem,
  enableProblem,
  endProblem,
  grantProblem,
  HEADS,
  linkProblem,
  moveProblem,
  roleState,
} from './rules.js';
import {
  type AccountRow,
  accountById,
  accountOf,
  changing,
  checkAgency,
  listAccounts,
  othersHold,
  storeAgency,
  storeConfirmation,
  storeDisabling,
  storeEnabling,
  storeProfile,
  storeRole,
  storeRoleEnd,
} from './store.js';
import { readName, readProfile, readReason, trimmed, usernameProblem } from './texts.js';
import { Account, PasswordLink } from './types.js';

const ADMIN: readonly Role[] = ['ADMIN'];

@Resolver(() => Account)
export class AccountResolver {
  @Query(() => [Account], {
    nullable: true,
    description:
      'For ADMIN and the heads: all accounts by user name, with `waiting` those a head has to look at.',
  })
  async accounts(
    @Ctx() { viewer, writes, now }: RequestContext,
    @Arg('first', () => Int, { nullable: true }) first?: number,
    @Arg('after', () => ID, { nullable: true, description: 'The user name behind which to begin.' })
    after?: string | null,
    @Arg('waiting', () => Boolean, { nullable: true, description: 'Only with a role that waits for a head.' })
    waiting?: boolean | null,
  ): Promise<Account[]> {
    if (!hasRole(viewer, ...ADMIN, ...HEADS)) throw seesAccounts();
    const page = { first: pageSize(first), after: after ?? null, waiting: waiting ?? false };
    const today = jakartaDate(now);
    return (await listAccounts(writes.db, page, today)).map((row) => shown(row, today));
  }

  @Query(() => Account, {
    nullable: true,
    description: "One's own account; for ADMIN and the heads that of any user name.",
  })
  async account(
    @Ctx() { viewer, writes, now }: RequestContext,
    @Arg('username', () => ID, { nullable: true }) username?: string | null,
  ): Promise<Account> {
    if (viewer.kind !== 'OFFICIAL') throw seesAccounts();
    const own = await accountById(writes.db, viewer.accountId);
    const wanted = username ?? own.username;
    if (wanted !== own.username && !hasRole(viewer, ...ADMIN, ...HEADS)) throw seesAccounts();
    return shown(await accountOf(writes.db, wanted), jakartaDate(now));
  }

  @Mutation(() => PasswordLink, {
    nullable: true,
    description:
      'ADMIN makes an account without roles. Its owner sets the password by the link, which ADMIN hands over.',
  })
  createAccount(
    @Ctx() context: RequestContext,
    @Arg('username', () => ID, { description: 'Small letters, digits, dots, underscores, hyphens.' })
    username: string,
    @Arg('name', () => String) name: string,
    @Arg('agency', () => ID, { nullable: true, description: "The agency's slug." }) agency?: string | null,
    @Arg('position', () => String, { nullable: true, description: 'Jabatan.' }) position?: string | null,
    @Arg('nip', () => String, { nullable: true, description: '18 digits.' }) nip?: string | null,
    @Arg('email', () => String, { nullable: true }) email?: string | null,
  ): Promise<PasswordLink> {
    const { now } = context;
    return changing(context, ADMIN, async (tx, { accountId: createdBy }) => {
      refuse(usernameProblem(username));
      const profile = { ...readProfile({ name, position, nip, email }), agency: trimmed(agency) };
      await checkAgency(tx, profile.agency);
      const id = await insertAccount(tx, { username, ...profile, createdBy, createdAt: now });
      if (id === undefined) throw refusal('ACCOUNT_EXISTS', { username });
      const link = await makeLink(tx, { accountId: id, createdBy, lasting: LINK_MS }, now);
      return linked(await accountById(tx, id), link, now);
    });
  }

  @Mutation(() => PasswordLink, {
    nullable: true,
    description:
      'ADMIN makes a new link to set a password; older ones end. Where it replaces a password, a head has to confirm the ' +
      "account's roles of the workflow again.",
  })
  sendPasswordLink(
    @Ctx() context: RequestContext,
    @Arg('username', () => ID) username: string,
  ): Promise<PasswordLink> {
    const { now } = context;
    return changing(context, ADMIN, async (tx, caller) => {
      const account = await accountOf(tx, username);
      const today = jakartaDate(now);
      refuse(linkProblem(caller, account, await othersHold(tx, account.id, today), today));
      await voidLinks(tx, account.id, now);
      const wanted = { accountId: account.id, createdBy: caller.accountId, lasting: LINK_MS };
      return linked(account, await makeLink(tx, wanted, now), now);
    });
  }

  @Mutation(() => Account, {
    nullable: true,
    description:
      'ADMIN grants a role, from today and for good unless told. CONSUMER and ADMIN count at once, each other once a head ' +
      'has confirmed it. As with every change of roles, sessions of the account end.',
  })
  grantRole(
    @Ctx() context: RequestContext,
    @Arg('username', () => ID) username: string,
    @Arg('role', () => RoleEnum) role: Role,
    @Arg('from', () => String, { nullable: true, description: 'First date, `YYYY-MM-DD` in Jakarta.' })
    from?: string | null,
    @Arg('to', () => String, { nullable: true, description: 'Last date, itself included.' })
    to?: string | null,
  ): Promise<Account> {
    return onAccount(context, ADMIN, username, async ({ tx, caller, account, today, now }) => {
      const term = { from: from ?? today, to: to ?? null };
      refuse(grantProblem(caller, account, role, term, today));
      await storeRole(tx, account.id, { role, ...term, grantedBy: caller.accountId }, now);
    });
  }

  @Mutation(() => Account, {
    nullable: true,
    description:
      'A head confirms a role of the workflow, which counts from then on; not his own, nor one that he granted himself.',
  })
  confirmRole(
    @Ctx() context: RequestContext,
    @Arg('username', () => ID) username: string,
    @Arg('role', () => RoleEnum) role: Role,
  ): Promise<Account> {
    return onAccount(context, HEADS, username, async ({ tx, caller, account, today, now }) => {
      refuse(confirmProblem(caller, account, role, today));
      await storeConfirmation(tx, account.id, role, caller.accountId, now);
    });
  }

  @Mutation(() => Account, { nullable: true, description: 'ADMIN ends a role at once.' })
  endRole(
    @Ctx() context: RequestContext,
    @Arg('username', () => ID) username: string,
    @Arg('role', () => RoleEnum) role: Role,
    @Arg('reason', () => String) text: string,
  ): Promise<Account> {
    return onAccount(context, ADMIN, username, async ({ tx, caller, account, others, today, now }) => {
      const reason = readReason(text, 'endRole');
      refuse(endProblem(caller, account, role, others, today));
      await storeRoleEnd(tx, account.id, { role, endedBy: caller.accountId, reason }, now);
    });
  }

  @Mutation(() => Account, {
    nullable: true,
    description:
      'ADMIN lets nobody sign in with an account any more; keys that it alone answers for end, and its saved queries are gone.',
  })
  disableAccount(
    @Ctx() context: RequestContext,
    @Arg('username', () => ID) username: string,
    @Arg('reason', () => String) text: string,
  ): Promise<Account> {
    return onAccount(context, ADMIN, username, async ({ tx, caller, account, others, today, now }) => {
      const disabledReason = readReason(text, 'disableAccount');
      refuse(disableProblem(caller, account, others, today));
      await storeDisabling(tx, account.id, { disabledBy: caller.accountId, disabledReason }, now);
    });
  }

  @Mutation(() => Account, { nullable: true, description: 'ADMIN lets its owner sign in again.' })
  enableAccount(
    @Ctx() context: RequestContext,
    @Arg('username', () => ID) username: string,
  ): Promise<Account> {
    return onAccount(context, ADMIN, username, async ({ tx, caller, account }) => {
      refuse(enableProblem(caller, account));
      await storeEnabling(tx, account.id);
    });
  }

  @Mutation(() => Account, {
    nullable: true,
    description:
      'ADMIN changes what is given, and takes away what is null. To move to another agency ends all roles.',
  })
  changeAccount(
    @Ctx() context: RequestContext,
    @Arg('username', () => ID) username: string,
    @Arg('name', () => String, { nullable: true }) name?: string,
    @Arg('agency', () => ID, { nullable: true, description: "The agency's slug." }) agency?: string | null,
    @Arg('position', () => String, { nullable: true, description: 'Jabatan.' }) position?: string | null,
    @Arg('nip', () => String, { nullable: true, description: '18 digits.' }) nip?: string | null,
    @Arg('email', () => String, { nullable: true }) email?: string | null,
  ): Promise<Account> {
    return onAccount(context, ADMIN, username, async ({ tx, caller, account, others, today, now }) => {
      const given = <T>(value: T | undefined, before: T): T => (value === undefined ? before : value);
      const profile = readProfile({
        name: given<string | null>(name, account.name),
        position: given(position, account.position),
        nip: given(nip, account.nip),
        email: given(email, account.email),
      });
      const wanted = agency === undefined ? account.agency : trimmed(agency);
      if (wanted !== account.agency) {
        refuse(moveProblem(caller, account, others, today));
        await checkAgency(tx, wanted);
        const reason = `Pindah instansi / moved: ${account.agency ?? '–'} → ${wanted ?? '–'}`;
        await storeRoleEnd(tx, account.id, { endedBy: caller.accountId, reason }, now);
      }
      await storeProfile(tx, account.id, { ...profile, agency: wanted });
    });
  }

  @Public()
  @Mutation(() => String, {
    nullable: true,
    description:
      'Sets a password of 12 to 200 characters by a one-time link, and gives the user name to sign in with.',
  })
  setPassword(
    @Ctx() context: RequestContext,
    @Arg('token', () => String) token: string,
    @Arg('password', () => String) password: string,
  ): Promise<string> {
    return setPassword(context, token, password);
  }

  @Mutation(() => Boolean, {
    nullable: true,
    description: "Replaces one's own password; all other sessions end.",
  })
  async changePassword(
    @Ctx() context: RequestContext,
    @Arg('old', () => String) old: string,
    @Arg('new', () => String) wanted: string,
  ): Promise<boolean> {
    const { viewer } = context;
    if (viewer.kind !== 'OFFICIAL')
      throw refusal('FORBIDDEN', { needs: 'pejabat yang masuk / signed-in officials' });
    await changePassword(context, viewer, { old, wanted });
    return true;
  }

  @Mutation(() => AgencyReference, {
    nullable: true,
    description:
      'ADMIN registers an agency. Its slug is fixed from then on: names in the graph begin with it.',
  })
  registerAgency(
    @Ctx() context: RequestContext,
    @Arg('slug', () => ID, { description: '2 to 31 small letters and digits, beginning with a letter.' })
    slug: string,
    @Arg('name', () => String) text: string,
  ): Promise<AgencyReference> {
    return changing(context, ADMIN, async (tx) => {
      if (!isAgencySlug(slug)) throw refusal('BAD_USER_INPUT', { detail: SLUG });
      await storeAgency(tx, slug, readName(text));
      return { slug };
    });
  }
}

const SLUG = {
  id: 'Slug instansi memuat 2 sampai 31 huruf kecil dan angka, diawali huruf.',
  en: 'The slug of an agency has 2 to 31 small letters and digits, beginning with a letter.',
};

const seesAccounts = () => refusal('FORBIDDEN', { needs: [...ADMIN, ...HEADS].join(' / ') });

function refuse(problem: Error | undefined): void {
  if (problem) throw problem;
}

interface Change {
  readonly tx: Queries;
  readonly caller: Official;
  readonly account: AccountRow;
  /** Roles in force that somebody else holds who can sign in. */
  readonly others: ReadonlySet<Role>;
  readonly today: string;
  readonly now: Date;
}

/** Runs a change of one account by an official with one of these roles, and gives the account as it is then. */
const onAccount = (
  context: RequestContext,
  needs: readonly Role[],
  username: string,
  work: (change: Change) => Promise<unknown>,
): Promise<Account> =>
  changing(context, needs, async (tx, caller) => {
    const { now } = context;
    const today = jakartaDate(now);
    const account = await accountOf(tx, username);
    const others = await othersHold(tx, account.id, today);
    await work({ tx, caller, account, others, today, now });
    return shown(await accountById(tx, account.id), today);
  });

const linked = (account: AccountRow, { token, expiresAt }: Link, now: Date): PasswordLink => ({
  account: shown(account, jakartaDate(now)),
  token,
  path: linkPath(token),
  expiresAt: expiresAt.toISOString(),
});

const shown = (row: AccountRow, today: string): Account => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  disabledAt: row.disabledAt?.toISOString() ?? null,
  roles: row.roles.map((role) => ({
    ...role,
    state: roleState(role, today),
    grantedAt: role.grantedAt.toISOString(),
    confirmedAt: role.confirmedAt?.toISOString() ?? null,
    endedAt: role.endedAt?.toISOString() ?? null,
  })),
});
