import { isDate } from '../../schema/definition.js';
import { refusal } from '../../schema/errors.js';
import { addMonths } from '../calendar.js';
import type { Dataset } from '../directory.js';
import {
  hasRole,
  isOwnProducer,
  isTeamOrHead,
  type Official,
  officialWith,
  ROLES,
  type Role,
  type Viewer,
} from '../viewer.js';

export const ACCESS_STATUSES = [
  'REQUESTED',
  'GRANTED',
  'REFUSED',
  'CANCELLED',
  'WITHDRAWN',
  'EXPIRED',
] as const;
export type AccessStatus = (typeof ACCESS_STATUSES)[number];
export type StoredStatus = Exclude<AccessStatus, 'EXPIRED'>;

const PURPOSE = { least: 10, most: 1000 };
const REASON_MOST = 1000;
/** Requests of one reader for one dataset that may wait at a time. */
export const MOST_OPEN = 20;
const LONGEST_MONTHS = 12;

/** Who reads by a grant. */
export interface Reader {
  readonly kind: 'KEY' | 'OFFICIAL';
  /** Of the key or the account. */
  readonly id: string;
  readonly name: string;
  /** Slug; of a key or an account of none, null. */
  readonly agency: string | null;
  /** The account itself, or whoever answers for the key; null where nobody does. */
  readonly ownerId: string | null;
}

/** What the rules go by of a request and what became of it. */
export interface GrantFacts {
  /** Slug of the agency that produces the dataset. */
  readonly agency: string;
  readonly reader: Reader;
  readonly requestedBy: string;
  readonly status: StoredStatus;
  /** Last day, `YYYY-MM-DD` in Jakarta. */
  readonly until: string;
  /** Whether the technical team decides about the dataset, too. */
  readonly delegated: boolean;
}

const wrong = (id: string, en: string) => refusal('BAD_USER_INPUT', { detail: { id, en } });
const refused = (id: string, en: string) => refusal('GRANT_REFUSED', { detail: { id, en } });

/** The status on a day: what was granted, or waits, ends with its last day. */
export const statusOn = ({ status, until }: Pick<GrantFacts, 'status' | 'until'>, today: string) =>
  (status === 'REQUESTED' || status === 'GRANTED') && until < today ? ('EXPIRED' as const) : status;

/** A key stands for nobody here: whatever is done about grants is done by an official. Throws FORBIDDEN. */
export function actorOf(viewer: Viewer): Official {
  const official = officialWith(viewer, ...ROLES);
  if (!official) throw refusal('FORBIDDEN', { needs: ROLES.join(' / ') });
  return official;
}

/** Whether an official asks, and gives back, in this reader's name. */
export const standsFor = (official: Official, { agency, ownerId, kind }: Reader): boolean =>
  ownerId === official.accountId ||
  (kind === 'KEY' && agency !== null && officialWith(official, 'PRODUCER')?.agency === agency);

/** How much of a request a viewer may read: `DATES` is all but its purpose and reasons. */
export type Sight = 'WHOLE' | 'DATES' | 'NONE';

export function sightOf(viewer: Viewer, grant: GrantFacts): Sight {
  if (isTeamOrHead(viewer) || isOwnProducer(viewer, grant.agency)) return 'WHOLE';
  if (viewer.kind === 'SERVICE_KEY')
    return grant.reader.kind === 'KEY' && grant.reader.id === viewer.keyId ? 'WHOLE' : 'NONE';
  if (viewer.kind === 'OFFICIAL' && concerns(viewer, grant)) return 'WHOLE';
  return hasRole(viewer, 'ADMIN') ? 'DATES' : 'NONE';
}

const concerns = (official: Official, { requestedBy, reader }: GrantFacts): boolean =>
  requestedBy === official.accountId || standsFor(official, reader);

/** A text without what surrounds it. Throws BAD_USER_INPUT where it cannot be stored, or is too long. */
function trimmed(text: string, most: number): string {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text))
    throw wrong(
      'Teks memuat karakter yang tidak dapat disimpan (NUL atau separuh pasangan surrogate).',
      'The text holds what cannot be stored (NUL or half a surrogate pair).',
    );
  const found = text.trim();
  if (found.length > most) throw wrong(`Paling banyak ${most} karakter.`, `At most ${most} characters.`);
  return found;
}

export function readPurpose(text: string): string {
  const purpose = trimmed(text, PURPOSE.most);
  if (purpose.length < PURPOSE.least)
    throw wrong(
      `Tujuan ditulis dengan ${PURPOSE.least} sampai ${PURPOSE.most} karakter.`,
      `The purpose has ${PURPOSE.least} to ${PURPOSE.most} characters.`,
    );
  return purpose;
}

/** A reason; null where there is none and none is needed. Throws REASON_REQUIRED. */
export function readReason(text: string | null | undefined, action: string, needed: boolean): string | null {
  const reason = trimmed(text ?? '', REASON_MOST);
  if (reason === '' && needed) throw refusal('REASON_REQUIRED', { action });
  return reason || null;
}

/** The last day that is asked for. Throws DATE_REFUSED for one that is not after today, or more than a year ahead. */
export function readUntil(until: string, today: string): string {
  const last = addMonths(today, LONGEST_MONTHS);
  if (!isDate(until) || until <= today || until > last)
    throw refusal('DATE_REFUSED', {
      detail: {
        id: `Tanggal akhir ditulis YYYY-MM-DD, sesudah ${today} dan paling lambat ${last}.`,
        en: `The last day is written YYYY-MM-DD, after ${today} and not later than ${last}.`,
      },
    });
  return until;
}

/**
 * The columns that are asked for, each once and in order; null: all that are RESTRICTED. Throws BAD_USER_INPUT for a
 * name that is no column, GRANT_REFUSED for a column, or a dataset, that needs no grant.
 */
export function readColumns(
  { names: { field }, columns }: Pick<Dataset, 'names' | 'columns'>,
  asked: readonly string[] | null | undefined,
): string[] | null {
  const classes = new Map(columns.map(({ definition, accessClass }) => [definition.name, accessClass]));
  if (asked === null || asked === undefined) {
    if ([...classes.values()].includes('RESTRICTED')) return null;
    throw refused(
      `${field} tidak mempunyai kolom terbatas; membacanya tidak memerlukan izin.`,
      `${field} has no restricted column; reading it needs no grant.`,
    );
  }
  if (asked.length === 0)
    throw wrong('Sebutlah sedikitnya satu kolom, atau tidak sama sekali untuk semuanya.', NO_COLUMN);
  for (const name of asked) {
    const accessClass = classes.get(name);
    if (!accessClass)
      throw wrong(`Kolom "${name}" tidak ada pada ${field}.`, `${field} has no column "${name}".`);
    if (accessClass !== 'RESTRICTED')
      throw refused(
        `Kolom ${name} tidak terbatas; membacanya tidak memerlukan izin.`,
        `The column ${name} is not restricted; reading it needs no grant.`,
      );
  }
  return [...new Set(asked)].sort();
}

const NO_COLUMN = 'Name at least one column, or give no list for all of them.';

/** Who reads every column of the dataset without one asks for no grant. Throws GRANT_REFUSED. */
export function checkNeeds(isInsider: boolean): void {
  if (isInsider)
    throw refused(
      'Produsen dataset ini, tim teknis, dan kepala membacanya tanpa izin.',
      'The producer of this dataset, the technical team and the heads read it without a grant.',
    );
}

/** Whose decision a request waits for; null where it waits for nobody's. */
export const waitsOn = (grant: GrantFacts, today: string): Role | null => {
  if (statusOn(grant, today) !== 'REQUESTED') return null;
  return grant.delegated ? 'TECHNICAL_TEAM' : 'PRODUCER';
};

/** In which role an official decides: his dataset's producer, the technical team where it is delegated. */
function deciderRole(official: Official, { agency, delegated }: GrantFacts): Role | null {
  if (officialWith(official, 'PRODUCER')?.agency === agency) return 'PRODUCER';
  return delegated && hasRole(official, 'TECHNICAL_TEAM') ? 'TECHNICAL_TEAM' : null;
}

/** Nobody decides about what he has asked for, or what is read in his name. */
const isOwn = (official: Official, { requestedBy, reader }: GrantFacts): boolean =>
  requestedBy === official.accountId || reader.ownerId === official.accountId;

export const mayDecide = (viewer: Viewer, grant: GrantFacts, today: string): boolean =>
  viewer.kind === 'OFFICIAL' &&
  statusOn(grant, today) === 'REQUESTED' &&
  deciderRole(viewer, grant) !== null &&
  !isOwn(viewer, grant);

export interface Decision {
  readonly granted: boolean;
  readonly reason: string | null;
  readonly until: string;
  readonly as: Role;
}

/** Judges a decision about a request that the official may read. Throws the refusal. */
export function decide(
  official: Official,
  grant: GrantFacts,
  wanted: { readonly grant: boolean; readonly reason?: string | null; readonly until?: string | null },
  today: string,
): Decision {
  const as = deciderRole(official, grant);
  if (!as) throw refusal('FORBIDDEN', { needs: deciders(grant) });
  if (isOwn(official, grant))
    throw refused(
      'Tidak seorang pun memutuskan permintaannya sendiri; pejabat lain yang memutuskan.',
      'Nobody decides about his or her own request; another official does.',
    );
  settled(grant, today, 'decideAccess', 'REQUESTED');
  const reason = readReason(wanted.reason, 'decideAccess', !wanted.grant);
  const shorter = wanted.until ?? grant.until;
  if (!isDate(shorter) || shorter < today || shorter > grant.until)
    throw refusal('DATE_REFUSED', {
      detail: {
        id: `Tanggal akhir hanya dapat dimajukan: dari ${today} sampai ${grant.until}.`,
        en: `The last day can only be brought forward: from ${today} to ${grant.until}.`,
      },
    });
  return { granted: wanted.grant, reason, until: wanted.grant ? shorter : grant.until, as };
}

/** Judges the taking back of a request that waits. Throws the refusal. */
export function cancel(official: Official, grant: GrantFacts, today: string): void {
  if (grant.requestedBy !== official.accountId) throw refusal('FORBIDDEN', { needs: 'peminta / requester' });
  settled(grant, today, 'cancelAccessRequest', 'REQUESTED');
}

/** Judges the end of a grant in force; gives the reason, which whoever gives his own back need not have. */
export function withdraw(
  official: Official,
  grant: GrantFacts,
  reason: string | null | undefined,
  today: string,
): string | null {
  const isHead = hasRole(official, 'DIVISION_HEAD', 'DEPARTMENT_HEAD');
  const decides = isHead || deciderRole(official, grant) !== null;
  const gives = concerns(official, grant);
  if (!decides && !gives)
    throw refusal('FORBIDDEN', { needs: `${deciders(grant)} / DIVISION_HEAD / DEPARTMENT_HEAD` });
  settled(grant, today, 'withdrawAccess', 'GRANTED');
  return readReason(reason, 'withdrawAccess', !gives);
}

function settled(grant: GrantFacts, today: string, action: string, needed: AccessStatus): void {
  const status = statusOn(grant, today);
  if (status !== needed) throw refusal('GRANT_SETTLED', { action, status });
}

const deciders = ({ agency, delegated }: GrantFacts): string =>
  `PRODUCER (${agency})${delegated ? ' / TECHNICAL_TEAM' : ''}`;

/** The own producer, as an official, hands the decisions about a dataset to the technical team. Throws FORBIDDEN. */
export function delegator(viewer: Viewer, agency: string): Official {
  const producer = officialWith(viewer, 'PRODUCER');
  if (producer?.agency !== agency) throw refusal('FORBIDDEN', { needs: `PRODUCER (${agency})` });
  return producer;
}
