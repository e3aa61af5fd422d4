import { type HubError, refusal } from '../../../schema/errors.js';
import type { Official, Role } from '../../viewer.js';

export const DEVIATION_KINDS = ['COMPLETENESS', 'TIME', 'OUTPUT'] as const;
export type DeviationKind = (typeof DEVIATION_KINDS)[number];

/**
 * `OPEN` → `ACCOUNTED` by the performer → `ACCEPTED`, or `RETURNED` to be accounted for again, by the superior. Those of
 * the DEPARTMENT_HEAD, who has no superior here, end with a statement: `STATED`. A wrong record is `CORRECTED` by a
 * second one, the `CORRECTION`; both stay.
 */
export const DEVIATION_STATUSES = [
  'OPEN',
  'ACCOUNTED',
  'RETURNED',
  'ACCEPTED',
  'STATED',
  'CORRECTED',
  'CORRECTION',
] as const;
export type DeviationStatus = (typeof DEVIATION_STATUSES)[number];

/** Statuses in which somebody still has to act. */
export const UNSETTLED: readonly DeviationStatus[] = ['OPEN', 'ACCOUNTED', 'RETURNED'];

/** Who judges the account of a role's failure; the DEPARTMENT_HEAD's own is closed by a statement. */
export const SUPERIOR: Readonly<Partial<Record<Role, Role>>> = {
  PRODUCER: 'DIVISION_HEAD',
  TECHNICAL_TEAM: 'DIVISION_HEAD',
  DIVISION_HEAD: 'DEPARTMENT_HEAD',
};

export const superiorOf = (role: Role): Role => SUPERIOR[role] ?? 'DEPARTMENT_HEAD';

export interface DeviationSubject {
  readonly status: DeviationStatus;
  readonly chargedTo: Role;
  /** Agency of the case, which a PRODUCER has to act for. */
  readonly agency: string;
  /** Who wrote the last account. */
  readonly accountedBy: string | null;
}

export type DeviationAction =
  | {
      readonly type: 'ACCOUNT';
      readonly cause: string;
      readonly correction: string;
      readonly evidence: string | null;
    }
  | { readonly type: 'ACCEPT'; readonly reason: string | null }
  | { readonly type: 'RETURN'; readonly reason: string }
  | { readonly type: 'CORRECT'; readonly reason: string };

export type DeviationDecision =
  | { readonly ok: true; readonly status: DeviationStatus; readonly role: Role }
  | { readonly ok: false; readonly refusal: HubError };

const refuse = (error: HubError): DeviationDecision => ({ ok: false, refusal: error });

/** Who acts next on a deviation; null once it is settled. */
export function nextOn({ status, chargedTo }: Pick<DeviationSubject, 'status' | 'chargedTo'>): Role | null {
  if (status === 'OPEN' || status === 'RETURNED') return chargedTo;
  return status === 'ACCOUNTED' ? superiorOf(chargedTo) : null;
}

/** Judges one action on a deviation. Pure. Checked in this order: role, status, person, words. */
export function decideDeviation(
  subject: DeviationSubject,
  official: Official,
  action: DeviationAction,
): DeviationDecision {
  const role = action.type === 'ACCOUNT' ? subject.chargedTo : superiorOf(subject.chargedTo);
  const theirs = role !== 'PRODUCER' || official.agency === subject.agency;
  if (!official.roles.includes(role) || !theirs)
    return refuse(refusal('WRONG_ROLE', { action: action.type, performer: role }));
  const settled = subject.status === 'CORRECTED' || subject.status === 'CORRECTION';
  const expected = action.type === 'CORRECT' ? !settled : nextOn(subject) === role && fits(subject, action);
  if (!expected) return refuse(refusal('DEVIATION_SETTLED', { action: action.type, status: subject.status }));
  // The superior who wrote the account himself, in another role, cannot accept it.
  const judges = action.type === 'ACCEPT' || action.type === 'RETURN';
  if (judges && subject.accountedBy === official.accountId) return refuse(refusal('SAME_PERSON'));
  const blank = action.type === 'ACCOUNT' ? [action.cause, action.correction] : [action.reason ?? 'none'];
  if (blank.some((text) => text.trim() === ''))
    return refuse(refusal('REASON_REQUIRED', { action: action.type }));
  return { ok: true, role, status: outcome(subject, action) };
}

const fits = ({ status }: DeviationSubject, { type }: DeviationAction): boolean =>
  type === 'ACCOUNT' ? status !== 'ACCOUNTED' : status === 'ACCOUNTED';

function outcome({ chargedTo }: DeviationSubject, { type }: DeviationAction): DeviationStatus {
  switch (type) {
    case 'ACCOUNT':
      return SUPERIOR[chargedTo] ? 'ACCOUNTED' : 'STATED';
    case 'ACCEPT':
      return 'ACCEPTED';
    case 'RETURN':
      return 'RETURNED';
    case 'CORRECT':
      return 'CORRECTED';
  }
}
