import 'reflect-metadata';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { localSubgraphs } from '../gateway/hub.js';

// Writes the SDL of the hub's own subgraphs to schema/subgraphs; with --check only says whether they have drifted.
const FOLDER = fileURLToPath(new URL('../schema/subgraphs/', import.meta.url));
const checkOnly = process.argv.includes('--check');

const subgraphs = await localSubgraphs();
await mkdir(FOLDER, { recursive: true });
const wanted = new Map(subgraphs.map(({ name, sdl }) => [`${name}.graphql`, sdl]));
const drifted: string[] = [];
for (const file of await readdir(FOLDER))
  if (!wanted.has(file)) {
    drifted.push(file);
    if (!checkOnly) await rm(FOLDER + file);
  }
for (const [file, sdl] of wanted) {
  const stored = await readFile(FOLDER + file, 'utf8').catch(() => undefined);
  if (stored === sdl) continue;
  drifted.push(file);
  if (!checkOnly) await writeFile(FOLDER + file, sdl);
}
if (checkOnly && drifted.length > 0) {
  console.error(
    `schema/subgraphs has drifted (${drifted.join(', ')}): run npm run schema and commit the result`,
  );
  process.exitCode = 1;
} else console.log(drifted.length > 0 ? `written: ${drifted.join(', ')}` : 'schema/subgraphs is up to date');
