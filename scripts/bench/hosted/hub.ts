import 'reflect-metadata';
import { readConfig } from '../../../gateway/config.js';
import { createHub } from '../../../gateway/hub.js';
import { newServiceKey } from '../../../subgraphs/identity/credentials.js';
import { UNCOUNTED } from '../own-process.js';
import { putDatasets } from '../store.js';
import { DATASETS } from './cases.js';

// The whole hub in a process of its own: `hub.ts <database> <secret> <bytes of answers kept>`. Tells its parent where
// it listens, a service key, and the tables that it has made where there were none.
export interface HubReady {
  readonly url: string;
  readonly key: string;
  readonly tables: readonly string[];
}

const [databaseUrl = '', secret = '', bytes = '0'] = process.argv.slice(2);
const env = { DATABASE_URL: databaseUrl, HUB_SECRET: secret, PORT: '0', HUB_LOG: 'warn', ...UNCOUNTED };
await using hub = await createHub(readConfig(env), databaseUrl, { answerBytes: Number(bytes) });
const { sql } = hub.parts.writes;
const tables = hub.parts.directory().datasets.length > 0 ? [] : await putDatasets(sql, DATASETS);
const { id, key, secretHash } = newServiceKey();
await sql`insert into service_keys (id, name, scopes, secret_hash) values (${id}, 'Ukur', '{read}', ${secretHash})`;
await hub.settle();
process.send?.({ url: await hub.listen(), key, tables } satisfies HubReady);
await new Promise((resolve) => process.once('message', resolve));
process.disconnect?.();
