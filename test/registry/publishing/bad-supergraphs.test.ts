import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentHash } from '../../../schema/definition.js';
import { newestSupergraph } from '../../../subgraphs/registry/store.js';
import { bootHub, type TestHub } from '../../support/hub.js';
import { store } from '../../support/remote.js';

let hub: TestHub;
let good: string;
let members: unknown;
beforeAll(async () => {
  hub = await bootHub('demo');
  const newest = await newestSupergraph(hub.hub.parts.writes.db);
  good = newest?.sdl ?? '';
  members = newest?.members;
});
afterAll(() => hub[Symbol.asyncDispose]());

const BAD: Readonly<Record<string, (sdl: string) => string>> = {
  'nothing at all': () => '',
  'no GraphQL': () => '<html><body>502 Bad Gateway</body></html>',
  'cut in the middle': (sdl) => sdl.slice(0, sdl.length / 2),
  'a plain schema': () => 'type Query { region: String }',
  'without its links': (sdl) => sdl.replaceAll(/@link\([^)]*\)/g, ''),
  'a join specification of another age': (sdl) => sdl.replace(/join\/v0\.\d+/, 'join/v9.9'),
  'without its graphs': (sdl) => sdl.replace(/enum join__Graph[^}]*}/, ''),
  'a subgraph that nobody has': (sdl) =>
    sdl.replace(/(enum join__Graph\s*{)/, '$1 HANTU @join__graph(name: "hantu", url: "local:hantu")'),
  'a graph that is not listed': (sdl) => sdl.replaceAll('graph: REFERENCE', 'graph: HANTU'),
  'a field of a type that is not there': (sdl) =>
    sdl.replace(/(type Region[^{]*{)/, '$1 hantu: Hantu @join__field(graph: REFERENCE)'),
  'a type twice': (sdl) => `${sdl}\ntype Region @join__type(graph: REFERENCE) { code: ID! }`,
  'no root type': (sdl) => sdl.replace(/type Query[\s\S]*?\n}/, ''),
  'a specification that the hub does not enforce': (sdl) =>
    sdl.replace(/^schema\b/m, 'schema @link(url: "https://specs.apollo.dev/hantu/v0.1", for: EXECUTION)'),
};

async function recorded(sdl: string, hash = contentHash(sdl)): Promise<string[]> {
  const { graph } = hub.hub.parts;
  const before = graph.servedId;
  // Of the members of today, so that the hub has no reason to compose another one.
  await store(
    hub,
    (tx) =>
      tx`insert into supergraphs (sdl, hash, members) values (${sdl}, ${hash}, ${tx.json(members as never)})`,
  );
  const team = await hub.official('tim.teknis');
  const { data } = await team.query<{ launches: { errors: string[] }[] }>(
    '{ launches(first: 1) { errors } }',
  );
  const { status, errors } = await hub.anonymous.query('{ region(code: "35.14") { name } }');
  expect([graph.servedId, status, errors]).toEqual([before, 200, []]);
  // What was put there is taken away again, so that the next one is the newest.
  await store(hub, (tx) => tx`delete from supergraphs where id > ${before ?? 0}`);
  return data?.launches[0]?.errors ?? [];
}

test.each(
  Object.entries(BAD),
)('a supergraph that is %s is refused, and the old one goes on', async (_, spoil) => {
  const bad = spoil(good);
  expect(bad).not.toBe(good);
  const errors = await recorded(bad);
  expect(errors).toHaveLength(1);
});

test('a supergraph that was altered in the store is refused, however well it reads', async () => {
  const altered = good.replace(/"""[^"]+"""/, `"""${randomBytes(8).toString('hex')}"""`);
  expect(altered).not.toBe(good);
  expect(await recorded(altered, contentHash(good))).toEqual([expect.stringContaining('altered')]);
});
