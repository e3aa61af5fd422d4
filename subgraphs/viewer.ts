import type { Standing } from '../schema/exposure.js';
import { covers, type ScopeAction, type ScopedDataset } from '../schema/scopes.js';

export const ROLES = [
  'PRODUCER',
  'TECHNICAL_TEAM',
  'DIVISION_HEAD',
  'DEPARTMENT_HEAD',
  'CONSUMER',
  'ADMIN',
] as const;
export type Role = (typeof ROLES)[number];

/** Plt. (pelaksana tugas) and Plh. (pelaksana harian). */
export const ACTING_KINDS = ['PLT', 'PLH'] as const;
export type ActingKind = (typeof ACTING_KINDS)[number];

/** A role that an official holds for a while in another official's place. */
export interface Acting {
  readonly role: Role;
  readonly kind: ActingKind;
  readonly replacedId: string;
  readonly replacedName: string;
}

/** Grants in force, by the dataset's id: the columns that they name, or null where one names none and means all. */
export type GrantsInForce = ReadonlyMap<string, ReadonlySet<string> | null>;

export interface Official {
  readonly kind: 'OFFICIAL';
  readonly accountId: string;
  readonly name: string;
  readonly agency: string | null;
  /** Every role that counts today: his own, and those of `acting`. */
  readonly roles: readonly Role[];
  /**
   * Appointments in force today, of roles that he does not hold himself: a role named here is his by appointment
   * alone. `officialWithActing` sees to it. Absent means none.
   */
  readonly acting?: readonly Acting[];
  /** Absent means none. */
  readonly grants?: GrantsInForce;
}

export interface ServiceKey {
  readonly kind: 'SERVICE_KEY';
  readonly keyId: string;
  readonly name: string;
  readonly agency: string | null;
  readonly scopes: readonly string[];
  /** Absent means none. */
  readonly grants?: GrantsInForce;
  /** Hashes of the operations that are trusted for it. Absent means none. */
  readonly trusted?: ReadonlySet<string>;
  /** Whether it may send nothing else. */
  readonly trustedOnly?: boolean;
}

/** Who asks: nobody, a service key, or an official's session. */
export type Viewer = { readonly kind: 'ANONYMOUS' } | ServiceKey | Official;

export const ANONYMOUS: Viewer = { kind: 'ANONYMOUS' };

export const isSignedIn = (viewer: Viewer): viewer is ServiceKey | Official => viewer.kind !== 'ANONYMOUS';

/** Who uses the hub, as uses are stored: `key:<id>`, `account:<id>`, or `anonymous`. */
export function consumerOf(viewer: Viewer): string {
  if (viewer.kind === 'SERVICE_KEY') return `key:${viewer.keyId}`;
  return viewer.kind === 'OFFICIAL' ? `account:${viewer.accountId}` : 'anonymous';
}

/** The viewer as an official who has one of these roles. */
export const officialWith = (viewer: Viewer, ...roles: Role[]): Official | undefined =>
  viewer.kind === 'OFFICIAL' && roles.some((role) => viewer.roles.includes(role)) ? viewer : undefined;

/** An official with his own roles and the appointments in force; his own roles count first. */
export function officialWithActing(own: Omit<Official, 'acting'>, inForce: readonly Acting[]): Official {
  const acting = inForce.filter(({ role }) => !own.roles.includes(role));
  return { ...own, roles: [...new Set([...own.roles, ...acting.map(({ role }) => role)])], acting };
}

/**
 * In whose place the official acts in this role; undefined where he holds it himself, or not at all. Of several
 * appointments to one role the one that began first.
 */
export const actingFor = (official: Official, role: Role): Acting | undefined =>
  official.acting?.find((acting) => acting.role === role);

export const hasRole = (viewer: Viewer, ...roles: Role[]): boolean =>
  officialWith(viewer, ...roles) !== undefined;

export const isTeamOrHead = (viewer: Viewer): boolean =>
  hasRole(viewer, 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD');

/** The agency's own producer; a key counts as such with the scope `publish`, but is never an official. */
export const isOwnProducer = (viewer: Viewer, agency: string): boolean =>
  officialWith(viewer, 'PRODUCER')?.agency === agency ||
  (viewer.kind === 'SERVICE_KEY' && viewer.agency === agency && viewer.scopes.includes('publish'));

/** How the viewer stands to an agency's datasets, for the matrix of SOP.md. */
export function standingOf(viewer: Viewer, agency: string): Standing {
  if (!isSignedIn(viewer)) return 'ANONYMOUS';
  return isTeamOrHead(viewer) || isOwnProducer(viewer, agency) ? 'INSIDER' : 'SIGNED_IN';
}

/** Whether a grant in force lets the viewer read a RESTRICTED column; an official's ends with the last of his roles. */
export function isGranted(viewer: Viewer, datasetId: string, column: string): boolean {
  if (!isSignedIn(viewer) || (viewer.kind === 'OFFICIAL' && viewer.roles.length === 0)) return false;
  const columns = viewer.grants?.get(datasetId);
  return columns === null || columns?.has(column) === true;
}

/** Whether what the viewer came in with covers an action on a dataset; officials and the public have no scopes. */
export const inScope = (viewer: Viewer, action: ScopeAction, dataset: ScopedDataset): boolean =>
  viewer.kind !== 'SERVICE_KEY' || covers(viewer.scopes, action, viewer.agency, dataset);
