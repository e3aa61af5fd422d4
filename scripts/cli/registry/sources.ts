import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, UsageFailure } from '../failure.js';

/** A subgraph as a producer has it: by file and options, or by a line of `satugraf.json`. */
export interface Source {
  readonly name: string;
  readonly agency: string;
  /** Empty where none is given: enough for a check, not for a publish. */
  readonly url: string;
  /** Where its SDL is shown to lie; null where the hub is to ask the subgraph itself. */
  readonly file: string | null;
  readonly sdl: string | null;
  readonly base: number | null;
}

export interface Named {
  readonly name?: string | undefined;
  readonly agency?: string | undefined;
  readonly url?: string | undefined;
  readonly base?: string | undefined;
}

export const SOURCE_USAGE = 'FILE.graphql --name NAME [--agency AGENCY] [--url URL]';
export const SOURCE_HELP = [
  '--name NAME           nama subgraf: instansi_nama / name of the subgraph: agency_name',
  '--agency AGENCY       bila tidak disebut, bagian nama sebelum garis bawah / the name before its underscore unless told',
  '--url URL             alamat subgraf / where the subgraph answers',
  'satugraf.json         { "subgraphs": [{ "name": …, "url": …, "sdl": "schema.graphql" }] }',
];

/** A file with options, or whatever `satugraf.json` or `satugraf.config.json` of a folder lists. */
export async function sourcesOf(path: string, named: Named): Promise<readonly Source[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Failure(2, `${path}: tidak dapat dibaca / cannot be read`);
  if (!found.isDirectory()) return [await sourceOf(path, named)];
  if (Object.values(named).some((value) => value !== undefined))
    throw new UsageFailure(`${path}: --name, --agency, --url, --base FILE.graphql?`);
  return listed(path);
}

/** One subgraph, by options; without a file the hub asks the subgraph itself. */
export async function sourceOf(file: string | null, { name, agency, url, base }: Named): Promise<Source> {
  if (name === undefined) throw new UsageFailure('--name NAME?');
  if (base !== undefined && !/^[1-9]\d{0,8}$/.test(base)) throw new UsageFailure(`--base ${base}: 1, 2, …?`);
  return {
    name,
    agency: agency ?? agencyOf(name),
    url: url ?? '',
    file,
    sdl: file === null ? null : await textOf(file),
    base: base === undefined ? null : Number(base),
  };
}

/** Before the hub has said whose a name is, the name says it: an agency's slug has no underscore. */
const agencyOf = (name: string): string => name.split('_')[0] ?? '';

const FILES = ['satugraf.json', 'satugraf.config.json'];

async function listed(folder: string): Promise<readonly Source[]> {
  for (const name of FILES) {
    const file = join(folder, name);
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new Failure(2, `${file}: tidak dapat dibaca / cannot be read`);
    });
    if (text !== undefined)
      return Promise.all(
        entriesOf(file, text).map(async ({ name: subgraph, agency, url, sdl }) => ({
          ...(await sourceOf(sdl === undefined ? null : join(folder, sdl), { name: subgraph, agency, url })),
        })),
      );
  }
  throw new Failure(2, `${folder}: tidak ada satugraf.json / there is no satugraf.json`);
}

interface Entry {
  readonly name: string;
  readonly agency?: string;
  readonly url?: string;
  readonly sdl?: string;
}

function entriesOf(file: string, text: string): readonly Entry[] {
  const given = parsed(file, text);
  const entries = (given as { subgraphs?: unknown } | null)?.subgraphs;
  if (!Array.isArray(entries) || entries.length === 0) throw unfit(file, '"subgraphs": […]');
  const names = new Set<string>();
  for (const [at, entry] of entries.entries()) {
    if (typeof entry !== 'object' || entry === null) throw unfit(file, `subgraphs[${at}]`);
    for (const [key, value] of Object.entries(entry))
      if (!['name', 'agency', 'url', 'sdl'].includes(key) || typeof value !== 'string')
        throw unfit(file, `subgraphs[${at}].${key}`);
    const { name } = entry as Partial<Entry>;
    if (name === undefined || names.has(name)) throw unfit(file, `subgraphs[${at}].name`);
    names.add(name);
  }
  return entries;
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unfit(file, 'JSON');
  }
}

const unfit = (file: string, what: string): Failure =>
  new Failure(2, `${file}: ${what}? { "subgraphs": [{ "name": …, "url": …, "sdl": "schema.graphql" }] }`);

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new Failure(2, `${file}: tidak dapat dibaca / cannot be read`);
  }
}
