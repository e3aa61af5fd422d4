import 'reflect-metadata';
import { performance } from 'node:perf_hooks';
import { readConfig } from '../../gateway/config.js';
import { createHub, type Hub } from '../../gateway/hub.js';
import type { Settled, Wanted } from '../../subgraphs/registry/publishing/publisher.js';
import { median } from './median.js';
import { UNCOUNTED } from './own-process.js';
import { TYPES } from './scale-data.js';
import { columnsOf, idOf, putDatasets } from './store.js';

// One size, in a process of its own: `registry-size.ts <database> <secret> <hosted> <remote>`. Sends its figures to its parent.
const ROUNDS = 3;
const TOGETHER = 5;
const HOSTED_COLUMNS = columnsOf(TYPES);
const REMOTE_COLUMNS = columnsOf(['TEXT', 'TEXT', 'INTEGER', 'INTEGER']);

export interface RegistryFigures {
  readonly hosted: number;
  readonly remote: number;
  /** All remote subgraphs in one publish. */
  readonly firstSeconds: number;
  /** One changed subgraph, checked and not stored. */
  readonly checkSeconds: number;
  /** One changed subgraph, from its submission to being served. */
  readonly publishSeconds: number;
  /** Several at once, each a publish of its own, until the last is served. */
  readonly togetherSeconds: number;
}

const agencyOf = (at: number): string => `dinas${at % 40}`;

/** A remote subgraph of four columns and a reference to kecamatan; `edition` makes it another one. */
function wanted(at: number, edition: number): Wanted {
  const agency = agencyOf(at);
  const name = `${agency}_jauh${at}`;
  const type = `${agency.charAt(0).toUpperCase()}${agency.slice(1)}_Jauh${at}`;
  const words =
    'Konsep: ukur. Definisi: nilai yang dibuat. Klasifikasi: tidak ada. Ukuran: jumlah. Satuan: buah.';
  const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query {
  "Data jauh ke-${at}, edisi ${edition}. ${words}"
  ${name}: [${type}]
}
"Data jauh ke-${at}. ${words}"
type ${type} @key(fields: "kolom1") {
  "Kunci. ${words}"
  kolom1: String
  "Wilayah. ${words}"
  wilayah: Region
  "Nilai. ${words}"
  kolom3: Int
  "Nilai lain. ${words}"
  kolom4: Int
}
type Region @key(fields: "code", resolvable: false) {
  code: ID!
}
`;
  return { name, agency, sdl, url: `https://${agency}.example.go.id/${name}`, base: undefined };
}

async function submit(hub: Hub, subgraphs: readonly Wanted[]): Promise<Settled> {
  const change = { subgraphs, removed: [], by: 'ukur', reason: null, approved: false };
  const settled = await hub.parts.publisher.submit(change);
  if (settled.kind !== 'PUBLISHED')
    throw new Error(`not published: ${JSON.stringify(settled).slice(0, 2000)}`);
  return settled;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

async function measure(
  databaseUrl: string,
  secret: string,
  hosted: number,
  remote: number,
): Promise<RegistryFigures> {
  const env = { DATABASE_URL: databaseUrl, HUB_SECRET: secret, PORT: '0', HUB_LOG: 'warn', ...UNCOUNTED };
  await using hub = await createHub(readConfig(env), databaseUrl);
  await hub.listen();
  const made = (at: number, name: string, columns: typeof HOSTED_COLUMNS) => ({
    id: idOf(at),
    agency: agencyOf(at),
    name,
    columns,
    released: at % 2 === 0,
    rows: null,
  });
  await putDatasets(hub.parts.writes.sql, [
    ...Array.from({ length: hosted }, (_, at) => made(at, `data${at}`, HOSTED_COLUMNS)),
    ...Array.from({ length: remote }, (_, at) => made(hosted + at, `jauh${hosted + at}`, REMOTE_COLUMNS)),
  ]);
  await hub.settle();
  const all = Array.from({ length: remote }, (_, at) => hosted + at);
  const firstSeconds = await seconds(() =>
    submit(
      hub,
      all.map((at) => wanted(at, 0)),
    ),
  );
  const checks: number[] = [];
  const publishes: number[] = [];
  const together: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    checks.push(await seconds(() => hub.parts.publisher.check([wanted(hosted, round)])));
    publishes.push(await seconds(() => submit(hub, [wanted(hosted, round)])));
    const several = all.slice(0, TOGETHER).map((at) => wanted(at, 100 + round));
    together.push(await seconds(() => Promise.all(several.map((one) => submit(hub, [one])))));
  }
  return {
    hosted,
    remote,
    firstSeconds,
    checkSeconds: median(checks),
    publishSeconds: median(publishes),
    togetherSeconds: median(together),
  };
}

const [databaseUrl = '', secret = '', hosted = '', remote = ''] = process.argv.slice(2);
const figures = await measure(databaseUrl, secret, Number(hosted), Number(remote));
await new Promise((resolve) => process.send?.(figures, resolve));
process.disconnect?.();
