import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startEmbedded } from '../../db/embedded.js';
import { readConfig } from '../../gateway/config.js';
import { createHub } from '../../gateway/hub.js';
import { UNCOUNTED } from './own-process.js';

// How fast a 1 KB query of 20 nested fragments is refused, and what another client feels of it meanwhile. Prints a
// table, then every figure as one line of JSON.
const ATTACKS = 50;

const FRAGMENTS = 20;
const attack = [
  '{ region(code: "35") { ...f1 } }',
  ...Array.from({ length: FRAGMENTS }, (_, at) => {
    const spreads = at + 1 < FRAGMENTS ? `...f${at + 2} ...f${at + 2}` : 'code name';
    return `fragment f${at + 1} on Region { ${spreads} }`;
  }),
].join(' ');
const honest = '{ region(code: "35.14") { name children { nodes { code name } } } }';

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

async function post(url: string, query: string): Promise<{ status: number; ms: number }> {
  const started = performance.now();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  await response.arrayBuffer();
  return { status: response.status, ms: performance.now() - started };
}

const folder = await mkdtemp(join(tmpdir(), 'satugraf-bench-'));
await chmod(folder, 0o711);
await using database = await startEmbedded({ dataDir: folder });
{
  const config = readConfig({ DATA_DIR: folder, PORT: '0', HUB_LOG: 'silent', ...UNCOUNTED });
  await using hub = await createHub(config, database.url);
  const url = await hub.listen();
  for (let warm = 0; warm < 50; warm++) await post(url, honest);

  const alone: number[] = [];
  for (let at = 0; at < 200; at++) alone.push((await post(url, honest)).ms);

  const refused: number[] = [];
  const beside: number[] = [];
  const state = { attacking: true };
  const other = (async () => {
    while (state.attacking) beside.push((await post(url, honest)).ms);
  })();
  let status = 0;
  for (let at = 0; at < ATTACKS; at++) {
    // Each one is a text of its own, so that nothing remembers the verdict.
    const answer = await post(url, `${attack} # ${at}`);
    refused.push(answer.ms);
    status = answer.status;
  }
  state.attacking = false;
  await other;

  const figures = {
    attackBytes: attack.length,
    attackStatus: status,
    refusedMedianMs: percentile(refused, 0.5),
    refusedMaxMs: Math.max(...refused),
    honestAloneMedianMs: percentile(alone, 0.5),
    honestBesideMedianMs: percentile(beside, 0.5),
    honestBesideP99Ms: percentile(beside, 0.99),
    besideOverAlone: percentile(beside, 0.5) / percentile(alone, 0.5),
  };
  console.table(
    Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(2))])),
  );
  console.log(JSON.stringify(figures));
}
await database[Symbol.asyncDispose]();
await rm(folder, { recursive: true, force: true });
