import 'reflect-metadata';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { minifyIntrospection, outputIntrospectionFile } from '@gql.tada/internal';
import { introspectionFromSchema, lexicographicSortSchema, parse, printSchema } from 'graphql';
import { localSubgraphs } from '../gateway/hub.js';
import { clientDefinitions, schemaOf } from '../schema/clients.js';
import { compose } from '../schema/compose.js';

// Writes the SDL of the hub's own subgraphs to schema/subgraphs, the graph that they are together to schema/api.graphql,
// and its types for the console's documents; with --check only says whether they have drifted.
const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FOLDER = `${ROOT}schema/subgraphs/`;
const API = `${ROOT}schema/api.graphql`;
const CONSOLE_TYPES = `${ROOT}gateway/console/app/hub/schema-types.d.ts`;
const checkOnly = process.argv.includes('--check');

const subgraphs = await localSubgraphs();
await mkdir(FOLDER, { recursive: true });
const wanted = new Map(subgraphs.map(({ name, sdl }) => [`${FOLDER}${name}.graphql`, sdl]));
const composed = compose(subgraphs.map(({ name, sdl }) => ({ name, kind: 'LOCAL', sdl })));
if (!composed.ok) throw new Error(composed.errors.join('\n'));
const api = lexicographicSortSchema(schemaOf(clientDefinitions(parse(composed.supergraphSdl))));
wanted.set(API, `${printSchema(api)}\n`);
wanted.set(
  CONSOLE_TYPES,
  outputIntrospectionFile(minifyIntrospection(introspectionFromSchema(api, { descriptions: false })), {
    fileType: '.d.ts',
    shouldPreprocess: true,
  }),
);
const drifted: string[] = [];
for (const file of await readdir(FOLDER))
  if (!wanted.has(FOLDER + file)) {
    drifted.push(file);
    if (!checkOnly) await rm(FOLDER + file);
  }
for (const [file, sdl] of wanted) {
  const stored = await readFile(file, 'utf8').catch(() => undefined);
  if (stored === sdl) continue;
  drifted.push(file.slice(ROOT.length));
  if (!checkOnly) await writeFile(file, sdl);
}
if (checkOnly && drifted.length > 0) {
  console.error(
    `schema/subgraphs has drifted (${drifted.join(', ')}): run npm run schema and commit the result`,
  );
  process.exitCode = 1;
} else console.log(drifted.length > 0 ? `written: ${drifted.join(', ')}` : 'schema/subgraphs is up to date');
