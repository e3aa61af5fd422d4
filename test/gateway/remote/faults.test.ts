import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { allowPort, type Fault, RemoteProducer } from '../../support/remote.js';
import { bootVisits, SUBGRAPH, type Visited } from './visits.js';

// A subgraph that is dead, slow or lying costs its own fields: the rest is whole, the error names it and no host, and
// what it sends the hub to is not asked.

const HOST = 'layanan.dinkes.test';
const HOLE = '192.0.2.1';
const OTHER = '127.0.0.2';
const LIMITS = {
  connectMs: 300,
  totalMs: 800,
  maxBytes: 200_000,
  breakAfter: Number.POSITIVE_INFINITY,
} as const;

let addresses: readonly string[] = ['127.0.0.1'];
let all: Visited;
/** Listens where nobody has allowed the hub to go: beside the subgraph, on another address of this machine. */
let canary: RemoteProducer;
beforeAll(async () => {
  all = await bootVisits({ remoteLimits: LIMITS, resolve: async () => addresses }, HOST);
  await allowPort(all.hub, all.producer.port, HOLE);
  canary = await new RemoteProducer('type Query { x: Int }', {}).listen(all.producer.port, OTHER);
});
afterAll(async () => {
  expect(canary.connections).toBe(0);
  await canary[Symbol.asyncDispose]();
  await all[Symbol.asyncDispose]();
});
afterEach(() => {
  all.producer.fault = undefined;
  addresses = ['127.0.0.1'];
});

const sent =
  (text: string | Buffer, status = 200, headers: Record<string, string> = {}): Fault =>
  (_received, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
const endless =
  (chunk: string, everyMs: number): Fault =>
  async (_received, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"data":{"_entities":"');
    while (!response.destroyed) {
      response.write(chunk);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  };
const elsewhere =
  (status: number): Fault =>
  (received, response) =>
    sent('', status, { location: `http://${OTHER}:${all.producer.port}/graphql` })(received, response);

const QUERY = `{ agencies { slug } dinkes_kunjungan { jumlah }
  region(code: "35.14.01") { name dinkes_ranjang { nodes { rahasia } } } }`;
const ENTITIES = `{ agencies { slug } region(code: "35.14.01") {
  name dinkes_kunjungan { jumlah } dinkes_ranjang { nodes { rahasia } } } }`;

/** The rest of the answer is as ever, and one error names the subgraph. */
async function expectPartial(query: string, code = 'SUBGRAPH_FAILED'): Promise<void> {
  const isRoot = query === QUERY;
  const began = performance.now();
  const { status, data, errors, text } = await all.hub.key().query<Record<string, unknown>>(query);
  // Far below what a slow subgraph takes, and far above what giving it up does on a slow machine.
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(status).toBe(200);
  expect(errors, text).toHaveLength(1);
  expect(errors[0]?.extensions).toMatchObject({ code, nextActor: 'PRODUCER' });
  expect(errors[0]?.message).toContain(SUBGRAPH);
  if (!isRoot) expect(errors[0]?.path?.[0]).toBe('region');
  expect(JSON.stringify(errors)).not.toMatch(/127\.0|192\.0|layanan\.dinkes|ECONN|\d{5}/);
  expect(data).toMatchObject({
    agencies: expect.arrayContaining([{ slug: 'dinkes' }]),
    region: { name: expect.any(String), dinkes_ranjang: { nodes: [{ rahasia: all.secrets[0] }] } },
    ...(isRoot ? { dinkes_kunjungan: null } : {}),
  });
  if (!isRoot) expect(data).toMatchObject({ region: { dinkes_kunjungan: null } });
}

describe.each([
  ['a list', QUERY],
  ['what it adds to another entity', ENTITIES],
])('asked for %s, a subgraph', (_what, query) => {
  test.each<readonly [string, Fault]>([
    [
      'that breaks off its answer',
      (_received, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"data":', () => response.destroy());
      },
    ],
    ['that breaks off before it', (_received, response) => void response.destroy()],
    ['that takes half a minute', () => undefined],
    ['that drips', endless(' ', 50)],
    ['that never ends', endless('x'.repeat(50_000), 1)],
    [
      'that answers with a bomb',
      sent(gzipSync(Buffer.alloc(50_000_000, ' ')), 200, { 'content-encoding': 'gzip' }),
    ],
    ['that answers in an encoding of its own', sent('{"data":{}}', 200, { 'content-encoding': 'x-own' })],
    ['that answers with HTML', sent('<html>masuk</html>', 200, { 'content-type': 'text/html' })],
    ['that is behind a proxy which says no', sent('<h1>502</h1>', 502, { 'content-type': 'text/html' })],
    ['that cuts its JSON short', sent('{"data":{"dinkes_kunjungan":[{"jumlah":1')],
    ['that answers with a list', sent('[]')],
    ['that answers with nothing', sent('')],
    ['that answers something else', sent('{"ok":true}')],
    [
      'whose error names hosts',
      sent('{"data":null,"errors":[{"message":"ECONNREFUSED 10.1.2.3:54321"},{"message":"x"}]}'),
    ],
    ['with headers without end', sent('{}', 200, { 'x-isi': 'x'.repeat(60_000) })],
    ...[300, 301, 302, 303, 307, 308].map(
      (status) => [`that redirects by ${status}`, elsewhere(status)] as const,
    ),
  ])('%s costs its own fields alone', async (_name, fault) => {
    all.producer.fault = fault;
    await expectPartial(query);
    await expect.poll(() => all.producer.open, { timeout: 5000 }).toBe(0);
    all.producer.fault = undefined;
    expect((await all.hub.key().query(query)).errors).toEqual([]);
  });

  test.each([
    ['that answers with a text', '{"data":"ya"}'],
    ['whose data are a list', '{"data":[1]}'],
  ])('%s is told to have answered in no shape that was asked for', async (_name, text) => {
    all.producer.fault = sent(text);
    await expectPartial(query, 'SUBGRAPH_INVALID');
  });

  test('that is not there costs its own fields alone, and is asked again once it is', async () => {
    const resume = await all.producer.stop();
    try {
      await expectPartial(query);
    } finally {
      await resume();
    }
    expect((await all.hub.key().query(query)).errors).toEqual([]);
  });

  test.each<readonly [string, readonly string[]]>([
    ['where nobody answers', [HOLE]],
    ['where the hub may not go', [OTHER]],
    ['partly where the hub may not go', ['127.0.0.1', OTHER]],
    ['nowhere', []],
    ['to an address in another spelling', ['0x7f000002']],
  ])('whose name comes to lead %s costs its own fields alone', async (_name, changed) => {
    addresses = changed;
    all.producer.drop();
    await expectPartial(query);
    expect(canary.connections).toBe(0);
  });
});

test('a value of another type is null with one error at its place', async () => {
  all.producer.fault = sent('{"data":{"dinkes_kunjungan":[{"jumlah":"dua"},{"jumlah":2},7]}}');
  const { data, errors } = await all.hub.key().query('{ dinkes_kunjungan { jumlah } }');
  expect(errors.map(({ path, extensions: { code } }) => [path, code])).toContainEqual([
    ['dinkes_kunjungan', 0, 'jumlah'],
    'SUBGRAPH_INVALID',
  ]);
  expect(JSON.stringify(data)).not.toContain('dua');
});

test('a connection that is lost before an answer is made anew once, for a query', async () => {
  const before = all.producer.asked.length;
  let lost = 0;
  all.producer.fault = (received, response) => {
    if (lost++ > 0) return all.producer.answer(received);
    response.destroy();
    return undefined;
  };
  expect((await all.hub.key().query('{ dinkes_kunjungan { jumlah } }')).errors).toEqual([]);
  expect(all.producer.asked.length - before).toBe(2);
});
