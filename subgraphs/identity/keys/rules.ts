import { parse } from 'graphql';
import { isDate } from '../../../schema/definition.js';
import { refusal } from '../../../schema/errors.js';
import { operationHash } from '../../../schema/operation-use.js';
import { isScope } from '../../../schema/scopes.js';
import { endOfDay, jakartaDate } from '../../calendar.js';
import { hasRole, type Official, officialWith, type Viewer } from '../../viewer.js';
import { yearAfter } from '../dates.js';

/** Keys of one owner that are in use at a time. */
export const MOST_KEYS = 20;
/** Operations that are trusted for one key, and the characters of them together. */
export const MOST_TRUSTED = 200;
export const TRUSTED_CHARACTERS = 1_000_000;
const OPERATION_CHARACTERS = 100_000;
const NAME_CHARACTERS = 100;
const REASON_CHARACTERS = 500;
const MOST_SCOPES = 50;
const MOST_OVERLAP_HOURS = 168;
const HOUR_MS = 3_600_000;

/** What decides who may do what with a key. */
export interface KeyFacts {
  readonly ownerId: string | null;
  readonly agency: string | null;
  readonly scopes: readonly string[];
}

export interface KeyLife {
  readonly id: string;
  readonly revokedAt: Date | null;
  readonly expiresAt: Date | null;
}

const wrong = (id: string, en: string) => refusal('BAD_USER_INPUT', { detail: { id, en } });

/** The official whose session this is: keys are made and changed by people. Throws FORBIDDEN. */
export function keyOfficial(viewer: Viewer): Official {
  if (viewer.kind === 'OFFICIAL') return viewer;
  throw refusal('FORBIDDEN', { needs: 'pejabat yang masuk / a signed-in official' });
}

const isProducerOf = (viewer: Viewer, agency: string | null): boolean =>
  agency !== null && officialWith(viewer, 'PRODUCER')?.agency === agency;

/** Whether an official may have such a key: who publishes stands for an agency, who reads needs a role and no more. */
const mayHold = (official: Official, { agency, scopes }: Pick<KeyFacts, 'agency' | 'scopes'>): boolean =>
  scopes.includes('publish')
    ? agency !== null && (isProducerOf(official, agency) || hasRole(official, 'TECHNICAL_TEAM'))
    : official.roles.length > 0;

/**
 * The agency of a new key: the one given, or the official's own. Throws FORBIDDEN for a key that he may not have, and
 * for one in the name of another agency but by the technical team, which makes the accounts of step 5.
 */
export function keyAgency(
  official: Official,
  scopes: readonly string[],
  given: string | null | undefined,
): string | null {
  const agency = given ?? official.agency;
  if (!mayHold(official, { agency, scopes }))
    throw refusal('FORBIDDEN', {
      needs: scopes.includes('publish')
        ? `PRODUCER ${agency ?? ''} / TECHNICAL_TEAM`
        : 'sebuah peran / a role',
    });
  if (agency !== official.agency && !hasRole(official, 'TECHNICAL_TEAM'))
    throw refusal('FORBIDDEN', { needs: `${agency} / TECHNICAL_TEAM` });
  return agency;
}

/** Whether an official knows of a key; to everybody else it is not there. Whoever knows of it may revoke it. */
export const knows = (official: Official, { ownerId, agency }: KeyFacts): boolean =>
  ownerId === official.accountId ||
  isProducerOf(official, agency) ||
  hasRole(official, 'ADMIN', 'TECHNICAL_TEAM');

/**
 * Whether an official has a key in hand: its owner, as long as he might make it today, and its agency's producer.
 * Whoever has moved on could otherwise give himself a new secret after his own was replaced.
 */
export const manages = (official: Official, key: KeyFacts): boolean =>
  isProducerOf(official, key.agency) || (key.ownerId === official.accountId && mayHold(official, key));

/** Throws NOT_FOUND for a key that the official does not know of, or that is none. */
export function known<Key extends KeyFacts>(official: Official, key: Key | undefined, id: string): Key {
  if (!key || !knows(official, key)) throw refusal('NOT_FOUND', { what: `kunci ${id}` });
  return key;
}

/** Throws besides FORBIDDEN for one that is not his to change, and KEY_ENDED for one that nobody uses any more. */
export function managed<Key extends KeyFacts & KeyLife>(
  official: Official,
  row: Key | undefined,
  id: string,
  now: Date,
): Key {
  const key = known(official, row, id);
  if (!manages(official, key))
    throw refusal('FORBIDDEN', {
      needs: `pemilik kunci / the key's owner${key.agency ? ` / PRODUCER ${key.agency}` : ''}`,
    });
  if (!isActive(key, now)) throw refusal('KEY_ENDED', { key: key.id });
  return key;
}

export const isActive = ({ revokedAt, expiresAt }: Omit<KeyLife, 'id'>, now: Date): boolean =>
  revokedAt === null && (expiresAt === null || expiresAt > now);

/** In one line, without blanks around it. Throws BAD_USER_INPUT. */
export function readName(text: string): string {
  const name = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  if (name === '' || name.length > NAME_CHARACTERS)
    throw wrong(
      `Nama kunci memuat 1 sampai ${NAME_CHARACTERS} karakter.`,
      `A key's name has 1 to ${NAME_CHARACTERS} characters.`,
    );
  return name;
}

/** Each scope once. Throws BAD_USER_INPUT for what is none. */
export function readScopes(given: readonly string[]): string[] {
  const scopes = [...new Set(given)];
  if (scopes.length === 0 || scopes.length > MOST_SCOPES)
    throw wrong(
      `Sebuah kunci mempunyai 1 sampai ${MOST_SCOPES} lingkup.`,
      `A key has 1 to ${MOST_SCOPES} scopes.`,
    );
  if (!scopes.every((scope) => /^[A-Za-z0-9_:]{1,120}$/.test(scope) && isScope(scope)))
    throw wrong(
      'Lingkup adalah read, export (dapat dipersempit: read:dinkes, read:dinkes_puskesmas), atau publish.',
      'A scope is read, export (narrowed: read:dinkes, read:dinkes_puskesmas), or publish.',
    );
  return scopes;
}

/** The end of the last day, a date in Jakarta within a year. Throws DATE_REFUSED. */
export function readExpiry(expiresOn: string, now: Date): Date {
  const today = jakartaDate(now);
  const tooLate = yearAfter(today);
  if (!isDate(expiresOn) || expiresOn < today || expiresOn >= tooLate)
    throw refusal('DATE_REFUSED', {
      detail: {
        id: `Sebuah kunci berlaku paling lama satu tahun: hari terakhirnya (YYYY-MM-DD) dari ${today} sampai sebelum ${tooLate}.`,
        en: `A key lasts one year at most: its last day (YYYY-MM-DD) is from ${today} to before ${tooLate}.`,
      },
    });
  return endOfDay(expiresOn);
}

/** What a rotation changes of a key: the secret in use becomes the previous one, which is taken until the overlap ends. */
export function rotated(
  { secretHash }: { readonly secretHash: string },
  newHash: string,
  overlapHours: number,
  now: Date,
) {
  const overlaps = overlapHours > 0;
  return {
    secretHash: newHash,
    previousHash: overlaps ? secretHash : null,
    previousUntil: overlaps ? new Date(now.getTime() + overlapHours * HOUR_MS) : null,
  };
}

/** Throws BAD_USER_INPUT. */
export function checkOverlap(hours: number): void {
  if (hours < 0 || hours > MOST_OVERLAP_HOURS)
    throw wrong(
      `Masa tumpang tindih adalah 0 sampai ${MOST_OVERLAP_HOURS} jam.`,
      `The overlap is 0 to ${MOST_OVERLAP_HOURS} hours.`,
    );
}

/** Without blanks around it; null where none is given. Throws BAD_USER_INPUT. */
export function readReason(text: string | null | undefined): string | null {
  const reason = text?.trim() ?? '';
  if (reason.length > REASON_CHARACTERS)
    throw wrong(
      `Alasan memuat paling banyak ${REASON_CHARACTERS} karakter.`,
      `A reason has at most ${REASON_CHARACTERS} characters.`,
    );
  return reason === '' ? null : reason;
}

/** Operations with their hashes, each text as it is: clients name it by that. Throws BAD_USER_INPUT, LIMIT_EXCEEDED. */
export function readOperations(texts: readonly string[]): { readonly hash: string; readonly text: string }[] {
  if (texts.length === 0) throw wrong('Sebutkan sedikitnya satu operasi.', 'Name at least one operation.');
  checkTrusted('operations', MOST_TRUSTED, texts.length);
  const operations = new Map<string, string>();
  for (const [at, text] of texts.entries()) {
    checkTrusted('characters', OPERATION_CHARACTERS, text.length);
    if (!isOperation(text))
      throw wrong(
        `Teks nomor ${at + 1} bukan operasi GraphQL yang sah.`,
        `Text number ${at + 1} is no valid GraphQL operation.`,
      );
    operations.set(operationHash(text), text);
  }
  return [...operations].map(([hash, text]) => ({ hash, text }));
}

/** Throws LIMIT_EXCEEDED. */
export function checkTrusted(limit: 'operations' | 'characters', max: number, found: number): void {
  if (found > max) throw refusal('LIMIT_EXCEEDED', { limit, max, found: String(found) });
}

function isOperation(text: string): boolean {
  try {
    return parse(text, { noLocation: true }).definitions.some((one) => one.kind === 'OperationDefinition');
  } catch {
    // A syntax error, or brackets that are nested deeper than the parser's stack.
    return false;
  }
}
