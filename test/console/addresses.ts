import { readdirSync, readFileSync } from 'node:fs';
import { paths } from '../../gateway/console/app/paths.js';
import { NAVIGATION } from '../../gateway/console/app/shell/navigation.js';
import type { Caller } from '../support/hub.js';

/** What a caller of the demo finds to look at, and who he is. */
interface Found {
  readonly roles: readonly string[];
  readonly datasets: readonly string[];
  readonly own: readonly string[];
  readonly cases: readonly string[];
  readonly proposals: readonly string[];
}

export async function foundBy(caller: Caller): Promise<Found> {
  const list = async (field: string, key: string): Promise<string[]> => {
    const { data, errors } = await caller.query<Record<string, Record<string, string>[] | null>>(
      `{ ${field} { ${key} } }`,
    );
    // To some a list is closed; whatever else goes wrong would leave screens out unsaid.
    const others = errors.filter(({ extensions }) => extensions.code !== 'FORBIDDEN');
    if (others.length > 0) throw new Error(`${field}: ${others.map(({ message }) => message)}`);
    return (data?.[field.replace(/\(.*/, '')] ?? []).map((one) => one[key] ?? '');
  };
  const datasets = await list('datasets', 'name');
  if (!caller.token) return { roles: [], datasets, own: [], cases: [], proposals: [] };
  const { data } = await caller.query<{ viewer: { roles: string[]; agency: string | null } }>(
    '{ viewer { roles agency } }',
  );
  const { roles, agency } = data?.viewer ?? { roles: [], agency: null };
  return {
    roles,
    datasets,
    own: roles.includes('PRODUCER') ? datasets.filter((name) => name.startsWith(`${agency}_`)) : [],
    cases: await list('cases', 'number'),
    proposals: await list('proposals', 'id'),
  };
}

const GUIDES = ['produsen', 'tim-teknis', 'kepala', 'pengguna', 'pengelola'];

/** Addresses behind each path; those of which the navigation knows are there for whom it shows them. */
const BEHIND: Readonly<Record<keyof typeof paths, (found: Found) => readonly string[]>> = {
  home: () => [paths.home()],
  signIn: ({ roles }) => (roles.length === 0 ? [paths.signIn()] : []),
  ownPassword: ({ roles }) => (roles.length > 0 ? [paths.ownPassword()] : []),
  password: ({ roles }) => (roles.length === 0 ? [paths.password('x')] : []),
  catalogue: () => [paths.catalogue()],
  dataset: ({ datasets }) =>
    datasets.flatMap((name) => [paths.dataset(name), paths.dataset(name, '35.14.01')]),
  region: () => [paths.region('35.14'), paths.region('35.14.01.2001'), paths.region('99')],
  publishing: ({ roles, own }) => [
    paths.publishing(),
    ...(['file', 'structure', 'connection'] as const)
      .filter(() => roles.includes('PRODUCER'))
      .map((source) => paths.publishing({ [source]: '', step: '3' })),
    ...own.map((changes) => paths.publishing({ changes })),
  ],
  mine: () => [paths.mine()],
  mineDataset: ({ own }) =>
    own.flatMap((name) => [
      paths.mineDataset(name),
      ...(['pull', 'erasing'] as const).map((part) => paths.mineDataset(name, { part })),
    ]),
  cases: () => [paths.cases()],
  case: ({ cases }) => cases.flatMap((number) => [paths.case(number), paths.case(number, 'messages')]),
  state: () => [paths.state()],
  proposals: () => [paths.proposals()],
  proposal: ({ proposals }) => proposals.map(paths.proposal),
  subgraphs: () => [paths.subgraphs()],
  registry: () => [paths.registry()],
  keys: () => [paths.keys()],
  saved: () => [paths.saved()],
  requests: () => [paths.requests()],
  starter: () => [paths.starter()],
  accounts: () => [paths.accounts()],
  settings: () => [paths.settings()],
  audit: () => [paths.audit()],
  guide: ({ roles }) => (roles.length === 0 ? GUIDES.map(paths.guide) : []),
};

/** Every address that somebody can open, as far as there is a screen. */
export function addressesFor(found: Found): string[] {
  const entries = NAVIGATION.flatMap((group) => group.entries);
  const isShown = (to: string): boolean =>
    entries
      .filter((entry) => entry.to === to)
      .every(({ roles, signedIn }) =>
        roles ? roles.some((role) => found.roles.includes(role)) : !signedIn || found.roles.length > 0,
      );
  return Object.values(BEHIND)
    .flatMap((addresses) => addresses(found))
    .filter((to) => isShown(to) && hasScreen(to));
}

const SCREENS = new URL('../../gateway/console/app/screens/', import.meta.url);

/** The patterns of all areas' routes, read as text: their modules are a browser's. */
const PATTERNS = readdirSync(SCREENS)
  .flatMap((area) => [
    ...readFileSync(new URL(`${area}/routes.ts`, SCREENS), 'utf8').matchAll(/path: '([^']+)'/g),
  ])
  .map(([, pattern = '']) => new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`));

const hasScreen = (to: string): boolean => PATTERNS.some((pattern) => pattern.test(to.replace(/\?.*/, '')));
