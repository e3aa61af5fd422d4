import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import postgres from 'postgres';
import { startEmbedded } from '../../db/embedded.js';
import {
  type Asked,
  askedOfFloor,
  askedOfHub,
  askedOfPostGraphile,
  factsOf,
  type Rate,
  rateOf,
} from './hosted/asking.js';
import type { BoundaryFigures } from './hosted/boundary.js';
import { CASES, DATASETS } from './hosted/cases.js';
import {
  type HubServer,
  installPeers,
  type Server,
  standAside,
  startFloor,
  startHub,
  startPostGraphile,
} from './hosted/servers.js';
import { median } from './median.js';
import { SECRET } from './own-process.js';

// The whole hub beside PostGraphile and a hand-written handler that returns PostgreSQL's own JSON: same database, same
// tables, same answers, 16 connections, in turns. Then answers that are kept; then the hosted subgraph at its boundary.
// Prints tables, then every figure as one line of JSON.
const ROUNDS = 9;
const KEPT_BYTES = 64_000_000;
const BOUNDARY = fileURLToPath(new URL('./hosted/boundary.ts', import.meta.url));

/** Names the hub's tables to PostGraphile, and what refers to what. */
async function comment(databaseUrl: string, tables: readonly string[]): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1 });
  const said = (lines: readonly string[]) => `E'${lines.join('\\n')}'`;
  for (const [at, { name, columns }] of DATASETS.entries()) {
    const table = tables[at] ?? '';
    const tags = [
      `@name uji_${name}`,
      `@foreignKey (c002) references public.regions (code)|@fieldName wilayah|@foreignFieldName uji_${name}`,
      '@unique c001',
    ];
    await sql.unsafe(`comment on table ${table} is ${said(tags)}`);
    for (const [place, column] of columns.entries())
      await sql.unsafe(
        `comment on column ${table}.c${String(place + 1).padStart(3, '0')} is '@name ${column.name}'`,
      );
  }
  await sql.unsafe(
    `comment on table public.regions is ${said(['@foreignKey (parent_code) references public.regions (code)|@fieldName parent|@foreignFieldName regionsByParentCode'])}`,
  );
  await sql.end();
}

interface Contender {
  readonly server: Server;
  readonly asked: Asked;
}

/** Rates of the contenders, round by round in turns; and of each the share of the first that it makes. */
async function compare<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  milliseconds: number,
) {
  const names = Object.keys(contenders) as Name[];
  const rounds: Record<Name, Rate>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const rates: Partial<Record<Name, Rate>> = {};
    for (const name of names) {
      const { server, asked } = contenders[name];
      rates[name] = await rateOf(server, asked, milliseconds);
    }
    rounds.push(rates as Record<Name, Rate>);
  }
  const middle = (name: Name, of: keyof Rate) => median(rounds.map((one) => one[name][of]));
  return {
    perSecond: Object.fromEntries(names.map((name) => [name, middle(name, 'perSecond')])) as Record<
      Name,
      number
    >,
    busy: Object.fromEntries(names.map((name) => [name, middle(name, 'busy')])) as Record<Name, number>,
    bytes: Object.fromEntries(names.map((name) => [name, middle(name, 'bytes')])) as Record<Name, number>,
    /** How many times the throughput of `other` the hub has. */
    times: (hub: Name, other: Name) => median(rounds.map((one) => one[hub].perSecond / one[other].perSecond)),
  };
}

async function wholeHub(hub: HubServer, postgraphile: Server, floor: Server) {
  const figures: Record<string, object> = {};
  const table: Record<string, object> = {};
  for (const one of CASES) {
    const contenders = {
      hub: { server: hub, asked: askedOfHub(one, hub.key) },
      postgraphile: { server: postgraphile, asked: askedOfPostGraphile(one) },
      floor: { server: floor, asked: askedOfFloor(one) },
    };
    const turns = Math.min(one.turns, 24);
    const facts = await factsOf(hub, contenders.hub.asked, turns);
    for (const other of ['postgraphile', 'floor'] as const) {
      const others = await factsOf(contenders[other].server, contenders[other].asked, turns);
      if (isDeepStrictEqual(facts, others)) continue;
      const words = [facts, others].map((some) => JSON.stringify(some).slice(0, 500));
      throw new Error(`${one.title}: ${other} answers something else:\n${words.join('\n')}`);
    }
    const compared = await compare(contenders, one.milliseconds).catch(String);
    if (typeof compared === 'string') {
      // On a slow machine 16 at once may take longer than the hub lets an operation take.
      figures[one.key] = { failed: compared };
      table[one.title] = { hub: compared };
      continue;
    }
    const { perSecond, busy, bytes, times } = compared;
    const ratios = { toPostGraphile: times('hub', 'postgraphile'), toFloor: times('hub', 'floor') };
    figures[one.key] = { perSecond, busy, bytes, ...ratios };
    table[one.title] = {
      hub: perSecond.hub.toFixed(1),
      PostGraphile: perSecond.postgraphile.toFixed(1),
      floor: perSecond.floor.toFixed(1),
      'hub / PostGraphile': ratios.toPostGraphile.toFixed(2),
      'hub / floor': ratios.toFloor.toFixed(2),
      'server busy': Object.values(busy)
        .map((share) => `${(share * 100).toFixed(0)}%`)
        .join(' '),
    };
  }
  console.log('requests a second through the whole hub, with a service key, nothing kept');
  console.table(table);
  return figures;
}

async function keptAnswers(databaseUrl: string, floor: Server) {
  const [first] = CASES;
  if (!first) throw new Error('there is no case');
  await using hub = await startHub(databaseUrl, SECRET, KEPT_BYTES);
  const { perSecond, times } = await compare(
    {
      withKey: { server: hub, asked: askedOfHub(first, hub.key) },
      anonymous: { server: hub, asked: askedOfHub(first, undefined) },
      floor: { server: floor, asked: askedOfFloor(first) },
    },
    first.milliseconds,
  );
  const ratios = { withKeyToFloor: times('withKey', 'floor'), anonymousToFloor: times('anonymous', 'floor') };
  console.log('the same, answered again from what is kept: (a)');
  console.table({
    'with a key': {
      'a second': perSecond.withKey.toFixed(0),
      'of the floor': ratios.withKeyToFloor.toFixed(2),
    },
    anonymous: {
      'a second': perSecond.anonymous.toFixed(0),
      'of the floor': ratios.anonymousToFloor.toFixed(2),
    },
    floor: { 'a second': perSecond.floor.toFixed(0), 'of the floor': '1.00' },
  });
  return { perSecond, ...ratios };
}

async function boundary(databaseUrl: string): Promise<Record<string, BoundaryFigures>> {
  const child = spawn(process.execPath, ['--import', 'tsx', BOUNDARY, databaseUrl, SECRET], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const [figures] = await Promise.race([once(child, 'message'), exited]);
  await exited;
  if (typeof figures !== 'object') throw new Error(`the boundary was not measured: ${figures}`);
  console.log('calls a second of process(), of a bare loop with the same SQL, and of the resolvers before');
  console.table(
    Object.fromEntries(
      Object.entries(figures as Record<string, BoundaryFigures>).map(([key, one]) => [
        key,
        {
          'process()': one.process.toFixed(0),
          bare: one.bare.toFixed(0),
          resolvers: one.resolvers?.toFixed(0) ?? '-',
          'process / bare': one.ofBare.toFixed(2),
          'process / resolvers': one.ofResolvers?.toFixed(2) ?? '-',
        },
      ]),
    ),
  );
  return figures as Record<string, BoundaryFigures>;
}

installPeers();
const folder = await mkdtemp(join(tmpdir(), 'satugraf-bench-'));
await chmod(folder, 0o711);
try {
  await using database = await startEmbedded({ dataDir: folder });
  const aside = standAside();
  if (!aside) console.log('cores cannot be assigned here: servers and who asks share them');
  await using hub = await startHub(database.url, SECRET, 0);
  await comment(database.url, hub.tables);
  await using floor = await startFloor(database.url, hub.tables);
  await using postgraphile = await startPostGraphile(database.url);
  const whole = await wholeHub(hub, postgraphile, floor);
  await postgraphile[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
  const kept = await keptAnswers(database.url, floor);
  await floor[Symbol.asyncDispose]();
  console.log(JSON.stringify({ cores: aside, whole, kept, boundary: await boundary(database.url) }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
