import { afterAll, beforeAll, expect, test } from 'vitest';
import { compose } from '../../../schema/compose.js';
import { composable, coveredBy, currentMembers } from '../../../subgraphs/registry/members.js';
import { newestSupergraph } from '../../../subgraphs/registry/store.js';
import { bootHub, type TestHub } from '../../support/hub.js';
import type { RemoteProducer } from '../../support/remote.js';
import { cover, publish, sdlOf, started } from './producer.js';

const NAMES = ['satu', 'dua', 'tiga', 'empat', 'lima'];
const PUBLISHES = 20;

let hub: TestHub;
let service: RemoteProducer;
beforeAll(async () => {
  hub = await bootHub('demo');
  for (const name of NAMES) await cover(hub, name);
  service = await started(hub, ['satu'], sdlOf('satu'));
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

test('of many publishes at once the graph is what the stored latest ones compose to', async () => {
  const key = hub.key('Sistem Dinas Kesehatan');
  const outcomes = await Promise.all(
    Array.from({ length: PUBLISHES }, async (_, at) => {
      const name = NAMES[at % NAMES.length] ?? '';
      const sdl = sdlOf(name, undefined, `Versi ${at}.`);
      return (await publish(key, [{ name: `dinkes_layanan${name}`, url: service.at('127.0.0.1'), sdl }]))
        .outcome;
    }),
  );
  expect(new Set(outcomes)).toEqual(new Set(['PUBLISHED']));
  await hub.hub.settle();
  const { parts } = hub.hub;
  const members = await currentMembers(parts.writes.db);
  const { sources } = composable(members, coveredBy(parts.directory()));
  const composition = compose(sources);
  const newest = await newestSupergraph(parts.writes.db);
  expect(composition).toMatchObject({ ok: true, hash: newest?.hash });
  expect(parts.graph.servedId).toBe(newest?.id);
  expect(members.filter(({ kind }) => kind === 'REMOTE')).toHaveLength(NAMES.length);
});
