import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentHash } from '../../../schema/definition.js';
import { bootHub, eventually, type TestHub } from '../../support/hub.js';
import type { RemoteProducer } from '../../support/remote.js';
import { runs } from '../../support/runs.js';
import { cover, publish, sdlOf, started } from './producer.js';

let hub: TestHub;
let service: RemoteProducer;
beforeAll(async () => {
  hub = await bootHub('demo');
  await cover(hub, 'tukar');
  service = await started(hub, ['tukar'], sdlOf('tukar'));
  await swap('awal');
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

/** Publishes another version, which gives the hub another graph. */
async function swap(words: string): Promise<void> {
  const sdl = sdlOf('tukar', undefined, words);
  const subgraphs = [{ name: 'dinkes_tukarSendiri', url: service.at('127.0.0.1'), sdl }];
  const { outcome } = await publish(hub.key('Sistem Dinas Kesehatan'), subgraphs);
  expect(outcome).toBe('PUBLISHED');
}

const QUERY = `{
  __type(name: "Query") { fields { name description } }
  dinkes_tukar { kode jumlah catatan }
  regency: region(code: "35.14") { name }
}`;

test('requests that are under way while graphs are swapped are answered whole, each by one graph', async () => {
  const swaps = runs(5, 20);
  const requests = runs(250, 1000);
  let sent = 0;
  const seen = new Set<string>();
  const ask = async (): Promise<void> => {
    while (sent < requests) {
      sent++;
      const { status, data, errors } = await hub.key().query(QUERY);
      expect([status, errors]).toEqual([200, []]);
      const { __type: type, ...rest } = data as {
        __type: { fields: { name: string; description: string }[] };
      };
      expect(rest).toEqual({
        dinkes_tukar: [{ kode: 'tukar 1', jumlah: 7, catatan: 'catatan tukar' }],
        regency: { name: expect.stringMatching(/pasuruan/i) },
      });
      const field = type.fields.find(({ name }) => name === 'dinkes_tukar');
      const version = /Versi \d+|awal/.exec(field?.description ?? '')?.[0];
      expect(version).toBeDefined();
      seen.add(version ?? '');
    }
  };
  let swapped = 0;
  const swapping = async (): Promise<void> => {
    for (; swapped < swaps; swapped++) await swap(`Versi ${swapped}.`);
    // What is asked now is answered by the last one.
    sent = Math.min(sent, requests - 10);
  };
  await Promise.all([swapping(), ...Array.from({ length: 8 }, ask)]);
  await ask();
  expect(swapped).toBe(swaps);
  expect(seen).toContain(`Versi ${swaps - 1}`);
}, 600_000);

test('a hub that no notification reaches finds what has changed by itself', async () => {
  const { graph } = hub.hub.parts;
  const before = graph.servedId;
  const sql = postgres(hub.databaseUrl, { max: 1 });
  try {
    const sdl = sdlOf('tukar', undefined, 'Tanpa kabar.');
    await sql`
      insert into subgraph_versions (subgraph, version, sdl, hash, url)
      select name, 1000, ${sdl}, ${contentHash(sdl)}, url from subgraphs where name = 'dinkes_tukarSendiri'`;
    await sql`update subgraphs set current_version = 1000 where name = 'dinkes_tukarSendiri'`;
  } finally {
    await sql.end();
  }
  await eventually(async () => (graph.servedId === before ? undefined : true), 15_000);
});

test('many swaps leave no memory behind', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = (): number => {
    collect();
    collect();
    return process.memoryUsage().heapUsed / 1e6;
  };
  for (let at = 0; at < 5; at++) await swap(`Pemanasan ${at}.`);
  const before = held();
  const swaps = runs(30, 300);
  for (let at = 0; at < swaps; at++) await swap(`Tukar ${at}.`);
  const grown = held() - before;
  console.log(`heap after ${swaps} swaps: ${grown.toFixed(1)} MB more`);
  expect(grown).toBeLessThan(30);
}, 1_800_000);
