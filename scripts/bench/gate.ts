import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { startEmbedded } from '../../db/embedded.js';
import { bodies } from './gate/asked.js';
import type { GateHubSays } from './gate/hub.js';
import type { Shares } from './gate/shares.js';
import { standAside, toServersCore } from './hosted/servers.js';
import { median } from './median.js';
import { built, FLAGS } from './own-process.js';

// What of a request's processor time the exposure gate takes: query (a) of `bench:hosted`, nothing kept, profiled in the
// hub's own process. What the gate has said holds for a caller as long as each look-up finds the same; of more sessions
// than are remembered, in turns, it is asked anew for each request. Prints a table, then every figure as one line of JSON.
const REQUESTS = 20_000;
const ROUNDS = 11;
const A_ROUND = 1000;
const WARMING = 2000;
const COUNTED = 500;
const CONNECTIONS = 16;
const HUB = built('scripts/bench/gate/hub.js');
const CALLERS = ['key', 'session', 'sessions'] as const;
type Caller = (typeof CALLERS)[number];

interface Measured extends Shares {
  readonly requests: number;
}

interface Compared {
  readonly few: readonly Measured[];
  readonly many: readonly Measured[];
}

/** Whose requests are compared at 1 row and at 1,000: the gate remembers what it has said, or is asked anew. */
const COMPARED = { 'with a key': 'key', 'asked anew': 'sessions' } as const satisfies Record<string, Caller>;

/** Microseconds of a request. */
const gateOf = ({ gate, requests }: Measured): number => gate / requests;
const sum = (rounds: readonly Measured[]): Measured => {
  const of = (figure: keyof Measured): number => rounds.reduce((all, round) => all + round[figure], 0);
  return { busy: of('busy'), gate: of('gate'), columns: of('columns'), requests: of('requests') };
};
const shown = ({ busy, gate, columns, requests }: Measured) => ({
  requests,
  'us a request': (busy / requests).toFixed(1),
  'gate us': (gate / requests).toFixed(2),
  'columns us': (columns / requests).toFixed(2),
  'gate %': ((100 * gate) / busy).toFixed(2),
});

/** On a core of its own: where PostgreSQL takes the core from it, the profile counts that as the hub's time. */
function child(databaseUrl: string) {
  const hub = fork(HUB, [databaseUrl], { execArgv: FLAGS });
  if (hub.pid !== undefined) toServersCore(hub.pid);
  return hub;
}
type Child = ReturnType<typeof child>;

async function told(hub: Child): Promise<GateHubSays> {
  const ended = new AbortController();
  const [said] = await Promise.race([
    once(hub, 'message', { signal: ended.signal }),
    once(hub, 'exit', { signal: ended.signal }),
  ]);
  ended.abort();
  if (typeof said !== 'object') throw new Error(`the hub ended: ${said}`);
  return said;
}

/** Requests of all callers so far: whose turn it is. */
let turn = 0;

async function ask(url: string, tokens: readonly string[], texts: readonly string[], count: number) {
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  let sent = 0;
  const loop = async () => {
    while (sent < count) {
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${tokens[turn++ % tokens.length]}`,
      };
      const body = texts[sent++ % texts.length] ?? '';
      const answer = await pool.request({ path: '/graphql', method: 'POST', headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 200 || text.includes('"errors"')) throw new Error(text.slice(0, 300));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, loop));
  await pool.close();
}

const folder = await mkdtemp(join(tmpdir(), 'satugraf-bench-'));
await chmod(folder, 0o711);
try {
  standAside();
  await using database = await startEmbedded({ dataDir: folder });
  const hub = child(database.url);
  const first = await told(hub);
  if (!('ready' in first)) throw new Error('the hub is not ready');
  const { url, callers } = first.ready;
  const measured = async (caller: Caller, rows: number, count: number): Promise<Measured> => {
    hub.send('begin');
    await ask(url, callers[caller], bodies(rows), count);
    hub.send('end');
    const said = await told(hub);
    if (!('shares' in said)) throw new Error('the hub has no profile');
    return { ...said.shares, requests: count };
  };
  const counted = async (rows: number): Promise<number> => {
    hub.send('count');
    await ask(url, callers.sessions, bodies(rows), COUNTED);
    hub.send('counted');
    const said = await told(hub);
    if (!('calls' in said)) throw new Error('the hub has counted nothing');
    return said.calls / COUNTED;
  };
  for (const caller of CALLERS) await ask(url, callers[caller], bodies(100), WARMING);
  const query = {} as Record<Caller, Measured>;
  for (const caller of CALLERS) query[caller] = await measured(caller, 100, REQUESTS);
  const rows = {} as Record<keyof typeof COMPARED, Compared>;
  for (const [name, caller] of Object.entries(COMPARED)) {
    const few: Measured[] = [];
    const many: Measured[] = [];
    // In turns, so that whatever else the machine does meets both.
    for (let round = 0; round < ROUNDS; round++) {
      few.push(await measured(caller, 1, A_ROUND));
      many.push(await measured(caller, 1000, A_ROUND));
    }
    rows[name as keyof typeof COMPARED] = { few, many };
  }
  const calls = { '1 row': await counted(1), '1,000 rows': await counted(1000) };
  hub.send('stop');
  await once(hub, 'exit');
  console.log('query (a): processor time of a request, and what of it the gate took');
  console.table(Object.fromEntries(CALLERS.map((caller) => [caller, shown(query[caller])])));
  const ratios: Record<string, unknown> = {};
  for (const [name, { few, many }] of Object.entries(rows)) {
    console.log(`the gate at 1 row and at 1,000, in turns, all rounds together: ${name}`);
    console.table({ '1 row': shown(sum(few)), '1,000 rows': shown(sum(many)) });
    const each = few.map((one, at) => gateOf(many[at] as Measured) / gateOf(one));
    const ratio = {
      together: gateOf(sum(many)) / gateOf(sum(few)),
      median: median(each),
      least: Math.min(...each),
      most: Math.max(...each),
    };
    console.log(`1,000 rows over 1: ${JSON.stringify(ratio)}`);
    ratios[name] = ratio;
  }
  console.log(`calls of the gate's functions a request, asked anew: ${JSON.stringify(calls)}`);
  console.log(JSON.stringify({ query, rows, ratios, calls }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
