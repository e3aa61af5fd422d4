import { type HubError, refusal } from '../../../schema/errors.js';
import { UNCONFIRMED_ROLES } from '../../in-force.js';
import { actingFor, type Official, type Role } from '../../viewer.js';
import { datesProblem, type OpenTerm } from '../dates.js';

// Who may change which account and role. Every rule is pure; it gives the refusal, or undefined where it has none.

/** Any of them confirms what ADMIN has granted. */
export const HEADS: readonly Role[] = ['DIVISION_HEAD', 'DEPARTMENT_HEAD'];

/** Somebody who can sign in has to hold each of these: without them nobody could make or confirm a successor. */
const KEPT_ROLES: readonly Role[] = ['ADMIN', 'DEPARTMENT_HEAD'];

export const ROLE_STATES = ['WAITING', 'UPCOMING', 'IN_FORCE', 'EXPIRED', 'ENDED'] as const;
export type RoleState = (typeof ROLE_STATES)[number];

export interface HeldRole {
  readonly role: Role;
  readonly from: string | null;
  readonly to: string | null;
  /** Account that granted it; null: the installation itself. */
  readonly grantedById: string | null;
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
}

/** An account as the rules see it. */
export interface Holder {
  readonly id: string;
  readonly agency: string | null;
  readonly disabledAt: Date | null;
  readonly passwordSet: boolean;
  readonly roles: readonly HeldRole[];
}

export const needsConfirmation = (role: Role): boolean => !UNCONFIRMED_ROLES.includes(role);

/** What a role counts for on a date in Jakarta: only one that is IN_FORCE gives its holder anything. */
export function roleState({ role, from, to, confirmedAt, endedAt }: HeldRole, today: string): RoleState {
  if (endedAt !== null) return 'ENDED';
  if (to !== null && to < today) return 'EXPIRED';
  if (needsConfirmation(role) && confirmedAt === null) return 'WAITING';
  return from !== null && today < from ? 'UPCOMING' : 'IN_FORCE';
}

/** The one grant of a role that has not been ended. */
const heldRole = ({ roles }: Holder, role: Role): HeldRole | undefined =>
  roles.find((held) => held.role === role && held.endedAt === null);

const holds = (account: Holder, role: Role, today: string): boolean => {
  const held = heldRole(account, role);
  return held !== undefined && account.disabledAt === null && roleState(held, today) === 'IN_FORCE';
};

const refused = (id: string, en: string): HubError => refusal('ACCOUNT_REFUSED', { detail: { id, en } });

const DISABLED = () => refused('Akun ini dinonaktifkan.', 'This account is disabled.');

const isOwn = (caller: Official, account: Holder): boolean => caller.accountId === account.id;

/** Roles of `KEPT_ROLES` that would be left to nobody; `others`: what somebody else holds who can sign in. */
function lastHolder(
  account: Holder,
  roles: readonly Role[],
  others: ReadonlySet<Role>,
  today: string,
): HubError | undefined {
  const lost = roles.find(
    (role) => KEPT_ROLES.includes(role) && holds(account, role, today) && !others.has(role),
  );
  return lost && refusal('LAST_HOLDER', { role: lost });
}

/** Whether ADMIN may grant a role for these dates. */
export function grantProblem(
  caller: Official,
  account: Holder,
  role: Role,
  term: OpenTerm,
  today: string,
): HubError | undefined {
  if (isOwn(caller, account)) return refusal('OWN_ACCOUNT');
  if (account.disabledAt) return DISABLED();
  if (role === 'PRODUCER' && account.agency === null)
    return refused(
      'Produsen Data bertindak untuk satu instansi; akun ini tidak mempunyainya.',
      'A PRODUCER acts for one agency; this account has none.',
    );
  const dates = datesProblem(term, today);
  if (dates) return refusal('DATE_REFUSED', { detail: dates });
  const held = heldRole(account, role);
  if (held && roleState(held, today) !== 'EXPIRED')
    return refused(
      `Akun ini sudah memegang ${role}; akhiri dahulu.`,
      `This account holds ${role} already; end that first.`,
    );
  return undefined;
}

/**
 * Whether a head may confirm a role: neither who would hold it, nor who granted it, nor who is a head only in the
 * place of the one who would hold it.
 */
export function confirmProblem(
  caller: Official,
  account: Holder,
  role: Role,
  today: string,
): HubError | undefined {
  if (isOwn(caller, account)) return refusal('OWN_ACCOUNT');
  const standsForHolder = HEADS.every(
    (head) => !caller.roles.includes(head) || actingFor(caller, head)?.replacedId === account.id,
  );
  if (standsForHolder)
    return refused(
      'Pelaksana yang menggantikan pemegang peran ini tidak mengukuhkannya; kepala lain yang melakukannya.',
      'Who acts in the place of the holder of this role does not confirm it; another head does.',
    );
  const held = heldRole(account, role);
  if (!held || account.disabledAt || roleState(held, today) !== 'WAITING')
    return refused(
      `Tidak ada ${role} pada akun ini yang menunggu pengukuhan.`,
      `No ${role} of this account waits to be confirmed.`,
    );
  if (held.grantedById === caller.accountId)
    return refused(
      'Yang memberikan peran tidak sekaligus mengukuhkannya; kepala lain yang melakukannya.',
      'Who has granted a role does not confirm it as well; another head does.',
    );
  return undefined;
}

/** Whether ADMIN may end a role, for a reason that has been checked. */
export function endProblem(
  caller: Official,
  account: Holder,
  role: Role,
  others: ReadonlySet<Role>,
  today: string,
): HubError | undefined {
  if (isOwn(caller, account)) return refusal('OWN_ACCOUNT');
  if (!heldRole(account, role))
    return refused(`Akun ini tidak memegang ${role}.`, `This account does not hold ${role}.`);
  return lastHolder(account, [role], others, today);
}

/** Whether ADMIN may disable an account. */
export function disableProblem(
  caller: Official,
  account: Holder,
  others: ReadonlySet<Role>,
  today: string,
): HubError | undefined {
  if (isOwn(caller, account)) return refusal('OWN_ACCOUNT');
  if (account.disabledAt) return DISABLED();
  return lastHolder(account, KEPT_ROLES, others, today);
}

/** Whether ADMIN may enable an account again. */
export function enableProblem(caller: Official, account: Holder): HubError | undefined {
  if (isOwn(caller, account)) return refusal('OWN_ACCOUNT');
  return account.disabledAt
    ? undefined
    : refused('Akun ini tidak dinonaktifkan.', 'This account is not disabled.');
}

/** Whether ADMIN may move an account to another agency, which ends all of its roles. */
export function moveProblem(
  caller: Official,
  account: Holder,
  others: ReadonlySet<Role>,
  today: string,
): HubError | undefined {
  return isOwn(caller, account) ? refusal('OWN_ACCOUNT') : lastHolder(account, KEPT_ROLES, others, today);
}

/** Whether ADMIN may send a link by which the account's password is set. */
export function linkProblem(
  caller: Official,
  account: Holder,
  others: ReadonlySet<Role>,
  today: string,
): HubError | undefined {
  if (isOwn(caller, account)) return refusal('OWN_ACCOUNT');
  if (account.disabledAt) return DISABLED();
  return resetProblem(account, others, today);
}

/**
 * A link from ADMIN that replaces a password makes the roles of the workflow wait for a head again, or ADMIN could
 * take them over by a link that he keeps. So it is refused where no other head could confirm them.
 */
export function resetProblem(
  account: Holder,
  others: ReadonlySet<Role>,
  today: string,
): HubError | undefined {
  const confirmed = account.roles.some(({ role }) => needsConfirmation(role) && holds(account, role, today));
  if (!account.passwordSet || !confirmed || HEADS.some((role) => others.has(role))) return undefined;
  return refused(
    'Tidak ada kepala lain yang dapat mengukuhkan peran akun ini lagi; pengelola server membuat tautannya (npm run account -- link).',
    'No other head could confirm the roles of this account again; the operator of the machine makes its link (npm run account -- link).',
  );
}
