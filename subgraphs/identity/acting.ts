import { type HubError, refusal, type Words } from '../../schema/errors.js';
import type { ActingKind, Official, Role } from '../viewer.js';
import { datesProblem, yearAfter } from './dates.js';

// Acting officials (Plt./Plh.): outside the SOP, so they hold only what the heads sign.

/** The roles that can be held in another's place, each with the superior who may appoint beside the one replaced. */
const SUPERIOR: ReadonlyMap<Role, Role | null> = new Map<Role, Role | null>([
  ['DIVISION_HEAD', 'DEPARTMENT_HEAD'],
  ['DEPARTMENT_HEAD', null],
]);

/** Whoever holds one of these himself is an official; a consumer or an operator of the hub signs for nobody. */
const OFFICIAL_ROLES: readonly Role[] = ['PRODUCER', 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'];

/** Dates `YYYY-MM-DD` of the calendar in Jakarta, both included. */
export interface Term {
  readonly from: string;
  readonly to: string;
}

export interface WantedAppointment extends Term {
  readonly role: Role;
  readonly kind: ActingKind;
  readonly reason: string;
}

/** An account with the roles that it holds itself. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly ownRoles: readonly Role[];
}

export interface RunningAppointment extends Term {
  readonly role: Role;
  readonly actingId: string;
  readonly replacedId: string;
  readonly endedAt: Date | null;
}

export type ActingDecision = { readonly ok: true } | { readonly ok: false; readonly refusal: HubError };

const OK: ActingDecision = { ok: true };
const refuse = (error: HubError): ActingDecision => ({ ok: false, refusal: error });
const refuseBecause = (id: string, en: string) => refuse(refusal('ACTING_REFUSED', { detail: { id, en } }));

export const overlap = (one: Term, other: Term): boolean => one.from <= other.to && other.from <= one.to;

export const isInForce = ({ from, to, endedAt }: Term & { endedAt: Date | null }, today: string): boolean =>
  endedAt === null && from <= today && today <= to;

/** What is wrong with the dates of a new appointment; undefined when nothing is. */
export function termProblem({ from, to }: Term, today: string): Words | undefined {
  const problem = datesProblem({ from, to }, today);
  if (problem) return problem;
  const tooLate = yearAfter(from);
  if (to >= tooLate)
    return {
      id: `Penunjukan paling lama satu tahun: ${from} sampai sebelum ${tooLate}.`,
      en: `An appointment lasts one year at most: from ${from} to before ${tooLate}.`,
    };
  return undefined;
}

/**
 * Judges a new appointment of `acting` in the place of `replaced`. Pure. Checked in this order: role, who appoints, who
 * is appointed, dates, reason, and the earlier appointments in the place of `replaced`.
 */
export function decideAppointment(
  caller: Official,
  wanted: WantedAppointment,
  { acting, replaced }: { readonly acting: Person; readonly replaced: Person },
  earlier: readonly RunningAppointment[],
  today: string,
): ActingDecision {
  const { role } = wanted;
  const roleProblem = roleWords(role);
  if (roleProblem) return refuse(refusal('BAD_USER_INPUT', { detail: roleProblem }));
  if (!replaced.ownRoles.includes(role))
    return refuseBecause(
      `${replaced.name} tidak memegang ${role} sendiri, jadi tidak dapat digantikan di sana.`,
      `${replaced.name} does not hold ${role} himself or herself, so cannot be replaced there.`,
    );
  if (caller.accountId !== replaced.id && !isSuperior(caller, role))
    return refuse(refusal('FORBIDDEN', { needs: appointersOf(role, replaced.name) }));
  if (acting.id === replaced.id)
    return refuseBecause(
      'Pejabat yang digantikan dan penggantinya harus orang yang berbeda.',
      'The one replaced and the one acting must be different people.',
    );
  if (acting.id === caller.accountId)
    return refuseBecause(
      'Tidak seorang pun menunjuk dirinya sendiri.',
      'Nobody appoints himself or herself.',
    );
  if (!acting.ownRoles.some((own) => OFFICIAL_ROLES.includes(own)))
    return refuseBecause(
      `${acting.name} bukan pejabat pada prosedur ini (${OFFICIAL_ROLES.join(' / ')}).`,
      `${acting.name} is no official of this procedure (${OFFICIAL_ROLES.join(' / ')}).`,
    );
  if (acting.ownRoles.includes(role))
    return refuseBecause(
      `${acting.name} sudah memegang ${role} sendiri.`,
      `${acting.name} holds ${role} already.`,
    );
  const dates = termProblem(wanted, today);
  if (dates) return refuse(refusal('DATE_REFUSED', { detail: dates }));
  if (wanted.reason.trim() === '') return refuse(refusal('REASON_REQUIRED', { action: 'APPOINT_ACTING' }));
  const other = earlier.find(
    (one) =>
      one.endedAt === null && one.role === role && one.replacedId === replaced.id && overlap(one, wanted),
  );
  if (other)
    return refuseBecause(
      `${replaced.name} sudah digantikan sebagai ${role} dari ${other.from} sampai ${other.to}; akhiri dahulu penunjukan itu.`,
      `${replaced.name} is already replaced as ${role} from ${other.from} to ${other.to}; end that appointment first.`,
    );
  return OK;
}

/** Judges the ending of an appointment before its last date is over. Pure. */
export function decideEnding(
  caller: Official,
  appointment: RunningAppointment & { readonly replacedName: string; readonly actingName: string },
  today: string,
): ActingDecision {
  const { role, actingId, replacedId, replacedName, actingName } = appointment;
  const involved = caller.accountId === actingId || caller.accountId === replacedId;
  if (!involved && !isSuperior(caller, role))
    return refuse(refusal('FORBIDDEN', { needs: `${appointersOf(role, replacedName)} / ${actingName}` }));
  if (appointment.endedAt !== null || appointment.to < today)
    return refuseBecause('Penunjukan ini sudah berakhir.', 'This appointment has ended already.');
  return OK;
}

/** The superior of the role, himself or by an appointment in force. */
function isSuperior(caller: Official, role: Role): boolean {
  const superior = SUPERIOR.get(role);
  return superior !== undefined && superior !== null && caller.roles.includes(superior);
}

const appointersOf = (role: Role, replaced: string): string =>
  [replaced, SUPERIOR.get(role) ?? []].flat().join(' / ');

function roleWords(role: Role): Words | undefined {
  if (SUPERIOR.has(role)) return undefined;
  const roles = [...SUPERIOR.keys()].join(' / ');
  return {
    id: `Peran ${role} tidak dapat dijabat Plt./Plh.; hanya ${roles}.`,
    en: `${role} cannot be held by an acting official; only ${roles} can.`,
  };
}
