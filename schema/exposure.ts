/** SOP.md, "What is exposed, when": statuses, access classes and the matrix, as one pure function. */

export const ACCESS_CLASSES = ['OPEN', 'RESTRICTED', 'CLOSED'] as const;
export type AccessClass = (typeof ACCESS_CLASSES)[number];

export const FIELD_STATUSES = [
  'PROPOSED',
  'AGREED',
  'DECLINED',
  'DEFERRED',
  'LIVE',
  'CONFIRMED',
  'DISPUTED',
] as const;
export type FieldStatus = (typeof FIELD_STATUSES)[number];

/**
 * How a caller stands to one dataset. `INSIDER`: own producer, technical team, heads; `GRANTED`: another signed-in
 * caller whose grant covers the column; `SIGNED_IN`: the same without one (consumers, other producers, ADMIN).
 */
export const STANDINGS = ['INSIDER', 'GRANTED', 'SIGNED_IN', 'ANONYMOUS'] as const;
export type Standing = (typeof STANDINGS)[number];

export type WithheldCode =
  | 'FIELD_NOT_AGREED'
  | 'FIELD_NOT_DELIVERED'
  | 'FIELD_RESTRICTED'
  | 'FIELD_WITHDRAWN'
  /** The matrix would show it, but not to a key of these scopes. */
  | 'FIELD_OUT_OF_SCOPE';

/** `VALUES`: answered. `ABSENT`: the name does not exist for this caller. Otherwise `null` with that code. */
export type Verdict = 'VALUES' | 'ABSENT' | WithheldCode;

/** Whether a column stands in any composed schema and any live release at all. */
export function isComposed(status: FieldStatus, accessClass: AccessClass): boolean {
  return status !== 'DECLINED' && accessClass !== 'CLOSED';
}

/** Whether the public schema holds the column: an OPEN, delivered column of a released dataset. */
export function isPublic(status: FieldStatus, accessClass: AccessClass, released: boolean): boolean {
  return released && accessClass === 'OPEN' && (status === 'LIVE' || status === 'CONFIRMED');
}

/** One cell of the matrix. */
export function verdict(
  status: FieldStatus,
  accessClass: AccessClass,
  standing: Standing,
  released: boolean,
): Verdict {
  if (!isComposed(status, accessClass)) return 'ABSENT';
  if (standing === 'INSIDER') return 'VALUES';
  if (standing === 'ANONYMOUS') return isPublic(status, accessClass, released) ? 'VALUES' : 'ABSENT';
  switch (status) {
    case 'PROPOSED':
    case 'DEFERRED':
      return 'FIELD_NOT_AGREED';
    case 'AGREED':
      return 'FIELD_NOT_DELIVERED';
    case 'DISPUTED':
      return 'FIELD_WITHDRAWN';
    default:
      return accessClass === 'OPEN' || standing === 'GRANTED' ? 'VALUES' : 'FIELD_RESTRICTED';
  }
}
