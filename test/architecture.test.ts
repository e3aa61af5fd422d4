import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROOMS = ['schema', 'db', 'subgraphs', 'gateway', 'scripts', 'test'] as const;
type Room = (typeof ROOMS)[number];

/** Which rooms a room may import. */
const MAY_IMPORT: Readonly<Record<Room, readonly Room[]>> = {
  schema: ['schema'],
  // The store raises refusals of the contract's catalogue, and knows nothing else of it.
  db: ['db', 'schema'],
  subgraphs: ['schema', 'db', 'subgraphs'],
  gateway: ['schema', 'db', 'subgraphs', 'gateway'],
  scripts: ['schema', 'db', 'subgraphs', 'gateway', 'scripts'],
  test: [...ROOMS],
};

/** Folders that are subgraphs, or stand beside them as one does: none imports a sibling. */
const SUBGRAPHS = [
  'identity',
  'reference',
  'catalog',
  'grants',
  'workflow',
  'registry',
  'hosted',
  'intake',
  'webhooks',
  'audit',
  'erasure',
];
const FORBIDDEN_NAMES = /(^|\/)(utils?|common|helpers?|types\/|index\.tsx?$)/;

interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ['dist', 'node_modules', 'migrations'].includes(entry.name) ? [] : filesBelow(path);
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : [];
  });
}

const sources: readonly Source[] = ROOMS.flatMap(filesBelow).map((path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(
    (match) => match[1] as string,
  );
  const imports = specifiers.map((specifier) =>
    relative(ROOT, resolve(ROOT, dirname(path), specifier)).replace(/\.js$/, '.ts'),
  );
  return { path, text, imports };
});

const roomOf = (path: string): Room => path.split('/')[0] as Room;
const offenders = (bad: (source: Source) => boolean): string[] => sources.filter(bad).map(({ path }) => path);

describe('the tree', () => {
  test('rooms import in one direction', () => {
    const wrong = sources.flatMap(({ path, imports }) =>
      imports
        .filter((imported) => !MAY_IMPORT[roomOf(path)].includes(roomOf(imported)))
        .map((imported) => `${path} imports ${imported}`),
    );
    expect(wrong).toEqual([]);
  });

  test('db knows nothing of schema but its catalogue of refusals', () => {
    const wrong = sources
      .filter(({ path }) => roomOf(path) === 'db')
      .flatMap(({ path, imports }) => imports.map((imported) => [path, imported] as const))
      .filter(([, imported]) => roomOf(imported) === 'schema' && imported !== 'schema/errors.ts');
    expect(wrong).toEqual([]);
  });

  test('a subgraph folder never imports a sibling', () => {
    const folderOf = (path: string) => (roomOf(path) === 'subgraphs' ? path.split('/')[1] : undefined);
    const wrong = sources.flatMap(({ path, imports }) => {
      const own = folderOf(path);
      if (!own || !SUBGRAPHS.includes(own)) return [];
      return imports
        .filter((imported) => {
          const other = folderOf(imported);
          return other !== undefined && other !== own && SUBGRAPHS.includes(other);
        })
        .map((imported) => `${path} imports ${imported}`);
    });
    expect(wrong).toEqual([]);
  });

  test.each(['gateway/console/', 'scripts/cli/'])('%s imports schema alone', (folder) => {
    const wrong = sources
      .filter(({ path }) => path.startsWith(folder))
      .flatMap(({ path, imports }) =>
        imports
          .filter((imported) => roomOf(imported) !== 'schema' && !imported.startsWith(folder))
          .map((imported) => `${path} imports ${imported}`),
      );
    expect(wrong).toEqual([]);
  });

  test('the template for producers is complete without the hub', () => {
    const template = 'scripts/template/';
    const wrong = sources
      .filter(({ path }) => path.startsWith(template))
      .flatMap(({ imports }) => imports.filter((imported) => !imported.startsWith(template)));
    expect(wrong).toEqual([]);
  });

  test('there are no import cycles', () => {
    const graph = new Map(sources.map(({ path, imports }) => [path, imports]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const walk = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      if (done.has(path)) return;
      for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
      done.add(path);
    };
    for (const { path } of sources) walk(path, []);
    expect(cycles).toEqual([]);
  });

  test('no file is longer than 400 lines', () => {
    // Types that are made from the graph are nobody's to read.
    const long = offenders(({ path, text }) => !path.endsWith('.d.ts') && text.split('\n').length > 401);
    expect(long).toEqual([]);
  });

  test('names say what a file is about', () => {
    const named = offenders(({ path }) => FORBIDDEN_NAMES.test(path));
    // A subgraph's index.ts is its front door, one of the same four files in each; nothing else re-exports.
    const doors = SUBGRAPHS.map((name) => `subgraphs/${name}/index.ts`);
    expect(named.filter((path) => !doors.includes(path))).toEqual([]);
    expect(offenders(({ text }) => /^export \* from/m.test(text))).toEqual([]);
  });

  test('one file reads the environment', () => {
    const readers = offenders(({ path, text }) => roomOf(path) !== 'test' && text.includes('process.env'));
    // The command line and the template run on a producer's machine, where no hub is.
    expect(readers).toEqual([
      'gateway/config.ts',
      'scripts/cli/session.ts',
      'scripts/install.mjs',
      'scripts/template/src/config.ts',
    ]);
  });

  test('rules take the time as a parameter', () => {
    const pure =
      /^(schema\/|subgraphs\/(workflow|registry|hosted|catalog|grants|intake|identity|webhooks|audit|erasure)\/)/;
    expect(offenders(({ path, text }) => pure.test(path) && /Date\.now\(\)|new Date\(\)/.test(text))).toEqual(
      [],
    );
  });
});
