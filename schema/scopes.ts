import { type DatasetNames, isAgencySlug } from './names.js';

/** What a service key may do: query, download files, and stand for its agency's own producer. */
export const SCOPE_ACTIONS = ['read', 'export', 'publish'] as const;
export type ScopeAction = (typeof SCOPE_ACTIONS)[number];

/** A dataset as scopes name it. */
export interface ScopedDataset {
  readonly agency: string;
  readonly names: Pick<DatasetNames, 'field'>;
}

/** `read`, `read:dinkes` (an agency's datasets), `read:dinkes_puskesmas` (one dataset); `publish` stands alone. */
export function isScope(text: string): boolean {
  const [action = '', place, ...more] = text.split(':');
  if (more.length > 0 || !(SCOPE_ACTIONS as readonly string[]).includes(action)) return false;
  if (place === undefined) return true;
  const [agency = '', name, ...rest] = place.split('_');
  return action !== 'publish' && rest.length === 0 && isAgencySlug(agency) && name !== '';
}

/** Whether scopes cover an action on a dataset. Whoever publishes for an agency reads and exports what is its own. */
export const covers = (
  scopes: readonly string[],
  action: ScopeAction,
  keyAgency: string | null,
  { agency, names }: ScopedDataset,
): boolean =>
  scopes.includes(action) ||
  (scopes.includes('publish') && keyAgency === agency) ||
  scopes.includes(`${action}:${agency}`) ||
  scopes.includes(`${action}:${names.field}`);
