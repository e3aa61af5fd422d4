import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { EMPTY, type Landscape, type Member } from '../../../schema/check/landscape.js';
import { Failure } from '../failure.js';
import type { Checked } from './findings.js';
import type { Source } from './sources.js';

/** SDL of the hub's own subgraphs, which come along with the command. */
const OWN = new URL('../../../schema/subgraphs/', import.meta.url);

/**
 * The hub's own check, of the files alone: beside the hub's own subgraphs, with no dataset, no other producer and
 * nobody who uses anything.
 */
export async function checkOffline(sources: readonly Source[], now: Date): Promise<Checked> {
  const proposed = sources.map(({ name, agency, url, sdl }) => {
    if (sdl === null) throw new Failure(2, `${name}: "sdl": "schema.graphql"? (--offline)`);
    return { name, agency, url, sdl };
  });
  const landscape: Landscape = {
    ...EMPTY,
    members: await ownSubgraphs(),
    today: now.toISOString().slice(0, 10),
  };
  // Loads composition, which takes other commands a second that they do not need.
  const { check } = await import('../../../schema/check.js');
  const { kind, findings } = check(proposed, landscape);
  // Which case covers what is known to the hub alone.
  return { outcome: kind, findings: findings.filter(({ rule }) => rule !== 'uncovered') };
}

async function ownSubgraphs(): Promise<Member[]> {
  const files = (await readdir(OWN)).filter((file) => file.endsWith('.graphql'));
  return Promise.all(
    files.map(async (file) => ({
      name: basename(file, '.graphql'),
      kind: 'LOCAL' as const,
      agency: null,
      sdl: await readFile(new URL(file, OWN), 'utf8'),
    })),
  );
}
