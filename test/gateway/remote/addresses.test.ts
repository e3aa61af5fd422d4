import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HubError } from '../../../schema/errors.js';
import { bootHub, type TestHub } from '../../support/hub.js';
import { allowPort, RemoteProducer } from '../../support/remote.js';

// Where a subgraph may be: the public internet over HTTPS, and what ADMIN allows. A canary on this machine is not asked.

/** Ways to write this machine and private networks in a URL. */
const SPELLINGS = `
  127.0.0.1 127.0.0.2 127.255.255.254 127.1 127.0.1 0177.0.0.1 0x7f.0.0.1 0x7f000001 2130706433 017700000001 127.0.0.01
  127.0.0.1. 0 0.0.0.0 0x0 10.1 10.0.0.1 172.16.0.1 192.168.1 3232235777 169.254.169.254 2852039166 100.64.0.1
  255.255.255.255 224.0.0.1 [::] [::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1]
  [2002:7f00:1::] [fe80::1] [fd00::1] [fec0::1] [ff02::1] localhost LOCALHOST 127.0.0.1%2f user:sandi@127.0.0.1
  ①②⑦.0.0.1 127。0。0。1 layanan.test
`
  .trim()
  .split(/\s+/);

let hub: TestHub;
let canary: RemoteProducer;
beforeAll(async () => {
  hub = await bootHub(
    'demo',
    {},
    { remoteLimits: { connectMs: 300, totalMs: 800 }, resolve: async () => ['127.0.0.1'] },
  );
  canary = await new RemoteProducer('type Query { x: Int }', {}).listen();
});
afterAll(async () => {
  await canary[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

const sdlAt = (url: string): Promise<string> =>
  hub.hub.parts.remotes.sdl('dinkes_uji', url).catch((error: HubError) => `${error.code} ${error.message}`);
const FAILED = 'SUBGRAPH_FAILED The subgraph dinkes_uji cannot answer at the moment.';

test('no spelling of this machine or of a private network is dialled, and all fail in the same words', async () => {
  expect(SPELLINGS.length).toBeGreaterThan(40);
  const urls = SPELLINGS.flatMap((host) => [
    `http://${host}:${canary.port}/graphql`,
    `https://${host}:${canary.port}/graphql`,
  ]);
  const strange = ['ftp://127.0.0.1/', 'file:///etc/passwd', 'local:catalog', 'http://', '', 'unix:/tmp/x'];
  const outcomes = await Promise.all([...urls, ...strange].map(sdlAt));
  expect(new Set(outcomes)).toEqual(new Set([FAILED]));
  expect(canary.connections).toBe(0);
});

test('what ADMIN allows is dialled; the hub itself and its database are not, whoever allows them', async () => {
  await allowPort(hub, canary.port);
  expect(await sdlAt(canary.at('127.0.0.1'))).toContain('type Query');
  expect(await sdlAt(canary.at('2130706433'))).toContain('type Query');
  for (const url of [hub.url, hub.databaseUrl.replace(/^.*@/, 'http://')]) {
    const { port, hostname } = new URL(url);
    await allowPort(hub, Number(port));
    for (const host of [hostname, '127.0.0.1', '127.0.0.9', '[::1]'])
      expect(await sdlAt(`http://${host}:${port}/graphql`), host).toBe(FAILED);
  }
});
