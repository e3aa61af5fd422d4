import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startEmbedded } from '../../db/embedded.js';
import { readConfig } from '../../gateway/config.js';
import { createHub } from '../../gateway/hub.js';
import { tokenOf } from '../demo/client.js';
import { seedDemo } from '../demo/seed.js';
import { CHROMIUM } from './chromium.js';
import { UNCOUNTED } from './own-process.js';

// How long a first visit takes until a screen of the console can be used: by a browser that has kept nothing, with the
// demo. Beside it a bare page, whose one script writes one line, in the same browser and in turns with the others.
// Prints a table, then every figure as one line of JSON.
const ROUNDS = 10;

interface Visit {
  readonly name: string;
  readonly address: string;
  /** What can be seen once the screen can be used. */
  readonly shown: (page: Page) => Promise<void>;
  readonly token?: string;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Milliseconds from the address until `shown`, and the bytes that went over the line. */
async function visited(
  browser: Browser,
  { address, shown, token }: Visit,
): Promise<{ ms: number; bytes: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'id-ID' });
  try {
    if (token)
      await context.addInitScript(`sessionStorage.setItem('satugraf.key', ${JSON.stringify(token)})`);
    const page = await context.newPage();
    let bytes = 0;
    page.on('requestfinished', async (request) => {
      bytes += (await request.sizes().catch(() => null))?.responseBodySize ?? 0;
    });
    const started = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await shown(page);
    return { ms: performance.now() - started, bytes };
  } finally {
    await context.close();
  }
}

if (!CHROMIUM) throw new Error('needs Chromium');
const bare = createServer((_, response) => {
  response.setHeader('content-type', 'text/html');
  response.end('<main></main><script>document.querySelector("main").textContent = "ready"</script>');
}).listen(0, '127.0.0.1');
const folder = await mkdtemp(join(tmpdir(), 'satugraf-bench-'));
await chmod(folder, 0o711);
await using database = await startEmbedded({ dataDir: folder });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
{
  const config = readConfig({ DATA_DIR: folder, PORT: '0', HUB_LOG: 'silent', ...UNCOUNTED });
  await using hub = await createHub(config, database.url);
  const url = await hub.listen();
  const { accounts } = await seedDemo(hub, url, folder);
  const password = accounts.find(({ user }) => user === 'tim.teknis')?.password ?? '';
  const team = await tokenOf(url, 'tim.teknis', password);
  const cell = (name: string) => (page: Page) => page.getByRole('cell', { name }).first().waitFor();
  const visits: readonly Visit[] = [
    {
      name: 'a bare page',
      address: `http://127.0.0.1:${(bare.address() as AddressInfo).port}/`,
      shown: (page) => page.getByText('ready').waitFor(),
    },
    {
      name: 'sign in',
      address: `${url}/app/#/masuk`,
      shown: (page) => page.getByLabel('Nama pengguna').waitFor(),
    },
    { name: 'catalogue, nobody', address: `${url}/app/#/katalog`, shown: cell('Tenaga kesehatan') },
    {
      name: 'dataset, nobody',
      address: `${url}/app/#/katalog/dinkes_tenagaKesehatan`,
      shown: cell('Purwodadi'),
    },
    {
      name: 'home, team',
      address: `${url}/app/#/`,
      token: team,
      shown: (page) => page.getByRole('heading', { level: 1, name: 'Menunggu Anda' }).waitFor(),
    },
    { name: 'cases, team', address: `${url}/app/#/permohonan`, token: team, shown: cell('2026-0001') },
  ];
  const taken = visits.map((): { ms: number; bytes: number }[] => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const [at, visit] of visits.entries()) taken[at]?.push(await visited(browser, visit));

  const floor = median(taken[0]?.map(({ ms }) => ms) ?? []);
  const figures = visits.map(({ name }, at) => {
    const times = taken[at]?.map(({ ms }) => ms) ?? [];
    return {
      name,
      firstMs: Math.round(times[0] ?? 0),
      medianMs: Math.round(median(times)),
      slowestMs: Math.round(Math.max(...times)),
      overBare: Number((median(times) / floor).toFixed(2)),
      kB: Math.round(median(taken[at]?.map(({ bytes }) => bytes) ?? []) / 1000),
    };
  });
  console.table(figures);
  console.log(JSON.stringify({ rounds: ROUNDS, figures }));
}
await browser.close();
bare.close();
await database[Symbol.asyncDispose]();
await rm(folder, { recursive: true, force: true });
