import type { Queries } from '../../../db/client.js';
import { withoutMachinery } from '../../../schema/canonical-sdl.js';
import { refusal } from '../../../schema/errors.js';
import { readAllowed } from '../../outbound/store.js';
import type { RemoteReach } from '../../remote-subgraphs.js';
import { hasRole, officialWith, type Viewer } from '../../viewer.js';
import { listSubgraphs } from '../store.js';
import type { Wanted } from './publisher.js';
import type { SubgraphInput } from './types.js';

const MOST = 50;
const SDL_CHARACTERS = 500_000;

/** On whose behalf somebody publishes. */
export interface PublishingAgency {
  readonly agency: string;
  /** Key id or account id. */
  readonly publisherId: string;
  readonly publisherName: string;
}

/** The agency that the viewer publishes for; throws FORBIDDEN. */
export function publishingAgency(viewer: Viewer): PublishingAgency {
  const official = officialWith(viewer, 'PRODUCER');
  if (official?.agency)
    return { agency: official.agency, publisherId: official.accountId, publisherName: official.name };
  if (viewer.kind === 'SERVICE_KEY' && viewer.agency && viewer.scopes.includes('publish'))
    return { agency: viewer.agency, publisherId: viewer.keyId, publisherName: viewer.name };
  throw refusal('FORBIDDEN', { needs: 'PRODUCER / publish' });
}

/** The agency for which the viewer may check: its own, or, for those who review, the one that the name says. */
export function checkingAgency(viewer: Viewer, subgraphs: readonly SubgraphInput[]): string {
  if (hasRole(viewer, 'TECHNICAL_TEAM', 'ADMIN')) return subgraphs[0]?.name.split('_')[0] ?? '';
  return publishingAgency(viewer).agency;
}

/**
 * The subgraphs as an agency may ask for them. Throws SUBGRAPH_REFUSED for a set that is empty, too large or names one
 * twice, for names of others, and for addresses that are neither https nor allowed; SUBGRAPH_FAILED where it is to be
 * asked for its SDL and does not answer.
 */
export async function wantedOf(
  db: Queries,
  agency: string,
  inputs: readonly SubgraphInput[],
  remotes: RemoteReach,
): Promise<Wanted[]> {
  if (inputs.length === 0 || inputs.length > MOST)
    throw refused(
      `Satu publikasi memuat 1 sampai ${MOST} subgraf.`,
      `A publish takes 1 to ${MOST} subgraphs.`,
    );
  if (new Set(inputs.map(({ name }) => name)).size < inputs.length)
    throw refused('Sebuah subgraf disebut dua kali.', 'A subgraph is named twice.');
  const known = new Map((await listSubgraphs(db)).map((one) => [one.name, one]));
  const wanted: Wanted[] = [];
  for (const { name, url, sdl, base } of inputs) {
    const owner = known.get(name);
    if (!name.startsWith(`${agency}_`) || (owner && owner.agency !== agency))
      throw refused(
        `Nama subgraf "${name}" bukan milik ${agency}; awali dengan ${agency}_.`,
        `The subgraph name "${name}" is not ${agency}’s; begin it with ${agency}_.`,
      );
    await checkAddress(db, url);
    const text = sdl ?? (await askedSdl(remotes, name, url));
    if (text.length > SDL_CHARACTERS)
      throw refused(
        `SDL ${name} melebihi ${SDL_CHARACTERS} karakter.`,
        `The SDL of ${name} has more than ${SDL_CHARACTERS} characters.`,
      );
    wanted.push({ name, agency, sdl: text, url, base: base === undefined ? undefined : base });
  }
  return wanted;
}

/** What the subgraph says that it has, as its agency would write it; of what cannot be read the check says why. */
async function askedSdl(remotes: RemoteReach, name: string, url: string): Promise<string> {
  const answered = await remotes.sdl(name, url);
  try {
    return withoutMachinery(answered);
  } catch {
    return answered;
  }
}

async function checkAddress(db: Queries, text: string): Promise<void> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.username === '' && url.password === '') return;
  // Without encryption only to a port that ADMIN has opened somewhere; the place itself is checked when it is dialled.
  const port = Number(url?.port || 80);
  const isAllowed =
    url?.protocol === 'http:' &&
    url.username === '' &&
    (await readAllowed(db)).some((one) => one.port === port);
  if (!isAllowed)
    throw refused(
      `Alamat "${text}" harus https tanpa nama pengguna, atau diizinkan ADMIN.`,
      `The address "${text}" has to be https without a user name, or allowed by ADMIN.`,
    );
}

const refused = (id: string, en: string) => refusal('SUBGRAPH_REFUSED', { detail: { id, en } });
