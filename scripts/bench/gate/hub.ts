import 'reflect-metadata';
import { Session } from 'node:inspector/promises';
import { readConfig } from '../../../gateway/config.js';
import { createHub } from '../../../gateway/hub.js';
import { newServiceKey, newSessionToken } from '../../../subgraphs/identity/credentials.js';
import { createAccount } from '../../../subgraphs/identity/store.js';
import { SECRET, UNCOUNTED } from '../own-process.js';
import { putDatasets } from '../store.js';
import { CONSUMER, DATASETS } from './asked.js';
import { callsOf, type Shares, sharesOf } from './shares.js';

// The whole hub in a process of its own: `hub.ts <database>`. Between two messages of its parent it profiles itself
// and says where its time went, or counts the calls of the gate's functions.
export interface GateHubReady {
  readonly url: string;
  /** Tokens of each kind of caller, which ask in turns. */
  readonly callers: Readonly<Record<'key' | 'session' | 'sessions', readonly string[]>>;
}
export type GateHubSays =
  | { readonly ready: GateHubReady }
  | { readonly shares: Shares }
  /** Calls of the gate's functions. */
  | { readonly calls: number };

const MICROSECONDS_A_SAMPLE = 200;
/** More than the hub remembers: one that asks again was forgotten meanwhile. */
const SESSIONS = 1500;

const [databaseUrl = ''] = process.argv.slice(2);
const env = { DATABASE_URL: databaseUrl, HUB_SECRET: SECRET, PORT: '0', HUB_LOG: 'warn', ...UNCOUNTED };
await using hub = await createHub(readConfig(env), databaseUrl, { answerBytes: 0 });
const { sql, db } = hub.parts.writes;
await putDatasets(sql, DATASETS);
const key = newServiceKey();
await sql`
  insert into service_keys (id, name, scopes, secret_hash) values (${key.id}, 'Ukur', '{read}', ${key.secretHash})`;
const account = await createAccount(db, CONSUMER);
const sessions = Array.from({ length: SESSIONS }, newSessionToken);
await sql`
  insert into sessions (account_id, token_hash, created_at, expires_at)
  select ${account}, hash, now(), now() + interval '1 day'
  from unnest(${sessions.map(({ tokenHash }) => tokenHash)}::text[]) as hash`;
const tokens = sessions.map(({ token }) => token);
await hub.settle();

const inspector = new Session();
inspector.connect();
await inspector.post('Profiler.enable');
await inspector.post('Profiler.setSamplingInterval', { interval: MICROSECONDS_A_SAMPLE });

const say = (words: GateHubSays) => process.send?.(words);
const stopped = new Promise<void>((resolve) => {
  process.on('message', async (message) => {
    if (message === 'begin') await inspector.post('Profiler.start');
    else if (message === 'end') say({ shares: sharesOf((await inspector.post('Profiler.stop')).profile) });
    else if (message === 'count')
      await inspector.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    else if (message === 'counted') {
      const { result } = await inspector.post('Profiler.takePreciseCoverage');
      await inspector.post('Profiler.stopPreciseCoverage');
      say({ calls: callsOf(result) });
    } else resolve();
  });
});
const callers = { key: [key.key], session: tokens.slice(0, 1), sessions: tokens.slice(1) };
say({ ready: { url: await hub.listen(), callers } });
await stopped;
process.disconnect?.();
