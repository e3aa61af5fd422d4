import 'reflect-metadata';
import { startEmbedded } from '../db/embedded.js';
import { isLoopback, readConfig, readGatewayConfig } from '../gateway/config.js';
import { createHub, type Hub } from '../gateway/hub.js';
import { createGateway } from '../gateway/only/server.js';
import { HubError } from '../schema/errors.js';
import { firstRun } from '../subgraphs/identity/accounts/installation.js';
import { announce } from './announce.js';
import { demoMode, seedDemo } from './demo/seed.js';

// `npm start`: the hub with its embedded PostgreSQL, or the one at DATABASE_URL, and a demo on a first start at home.
const opened: AsyncDisposable[] = [];
let stopping: Promise<void> | undefined;

/** The hub first, the database last. */
function stop(): Promise<void> {
  stopping ??= (async () => {
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]();
  })();
  return stopping;
}

async function start(): Promise<void> {
  const alone = readGatewayConfig();
  if (alone) {
    const gateway = await createGateway(alone);
    opened.push(gateway);
    console.log(`\nGateway: ${await gateway.listen()}/graphql\n`);
    return;
  }
  const config = readConfig();
  let { databaseUrl } = config;
  if (databaseUrl === null) {
    const embedded = await startEmbedded({ dataDir: config.dataDir });
    opened.push(embedded);
    databaseUrl = embedded.url;
  }
  const hub: Hub = await createHub(config, databaseUrl);
  opened.push(hub);
  if (hub.parts.readerStatements.length > 0)
    console.warn(
      [
        '',
        'Pembacaan berjalan hanya-baca tanpa peran sendiri; DBA dapat menjalankan sekali:',
        'Reads run read-only without a role of their own; a DBA can run once:',
        ...hub.parts.readerStatements.map((statement) => `  ${statement};`),
      ].join('\n'),
    );
  const demo = await demoMode(hub.parts.writes.db, config.demo, isLoopback(config.host));
  const url = await hub.listen();
  const facts = demo ? await seedDemo(hub, url, config.dataDir) : null;
  const codes = demo ? [] : await firstRun(hub.parts.writes.db, hub.parts.now());
  announce(url, facts, codes);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    stop().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });

try {
  await start();
} catch (error) {
  await stop().catch(() => {});
  if (!(error instanceof HubError)) throw error;
  console.error(`\n${error.words.id}\n${error.words.en}\n[${error.code}]\n`);
  process.exit(1);
}
