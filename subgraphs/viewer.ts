import type { Standing } from '../schema/exposure.js';

export const ROLES = [
  'PRODUCER',
  'TECHNICAL_TEAM',
  'DIVISION_HEAD',
  'DEPARTMENT_HEAD',
  'CONSUMER',
  'ADMIN',
] as const;
export type Role = (typeof ROLES)[number];

export interface Official {
  readonly kind: 'OFFICIAL';
  readonly accountId: string;
  readonly name: string;
  readonly agency: string | null;
  readonly roles: readonly Role[];
}

export interface ServiceKey {
  readonly kind: 'SERVICE_KEY';
  readonly keyId: string;
  readonly name: string;
  readonly agency: string | null;
  readonly scopes: readonly string[];
}

/** Who asks: nobody, a service key, or an official's session. */
export type Viewer = { readonly kind: 'ANONYMOUS' } | ServiceKey | Official;

export const ANONYMOUS: Viewer = { kind: 'ANONYMOUS' };

export const isSignedIn = (viewer: Viewer): viewer is ServiceKey | Official => viewer.kind !== 'ANONYMOUS';

/** The viewer as an official who has one of these roles. */
export const officialWith = (viewer: Viewer, ...roles: Role[]): Official | undefined =>
  viewer.kind === 'OFFICIAL' && roles.some((role) => viewer.roles.includes(role)) ? viewer : undefined;

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
