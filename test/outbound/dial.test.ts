import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HubError, refusal } from '../../schema/errors.js';
import { readPlace } from '../../subgraphs/outbound/address.js';
import { createOutbound, type LineLimits, type Resolve } from '../../subgraphs/outbound/dial.js';
import type { Allowed, Own } from '../../subgraphs/outbound/rules.js';

const LIMITS: LineLimits = { connectMs: 1000, totalMs: 2000, windowBytes: 1 << 20 };
const NONE: Own = { endpoints: [], machine: [] };

const open = new Set<Socket>();
/** Greets, then answers each byte with a thousand, and never ends by itself. */
let server: Server;
let port = 0;
beforeAll(async () => {
  server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    socket.on('data', (asked) => socket.write(Buffer.alloc(asked.length * 1000)));
    socket.write('halo');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  for (const socket of open) socket.destroy();
  server.close();
});

const entries = (...texts: string[]): Allowed[] =>
  texts.flatMap((text) => {
    const place = readPlace(text);
    return place ? [{ place, port }] : [];
  });

function outbound(allowed: readonly Allowed[], resolve: Resolve = async () => [], own: Own = NONE) {
  const logged: string[] = [];
  const log = { error: (details: object) => void logged.push(JSON.stringify(details)) };
  return {
    logged,
    ...createOutbound({ allowed: async () => allowed, own: async () => own, resolve, log }),
  };
}

const greeting = async ({ socket }: { socket: Socket }) => String((await once(socket, 'data'))[0]);

async function failing(work: Promise<unknown>): Promise<HubError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof HubError) return error;
    throw error;
  }
  return expect.fail('it succeeded');
}

describe('a connection outside', () => {
  test('goes to the address that was checked: the name is resolved once', async () => {
    let asked = 0;
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    const { reach } = outbound(entries('127.0.0.1'), async () => answers[asked++] ?? []);
    const target = { host: 'db.dinas.id', port };
    const seen = await reach(target, LIMITS, async (line) => [
      await greeting(line),
      line.socket.remoteAddress,
    ]);
    expect([seen, asked]).toEqual([['halo', '127.0.0.1'], 1]);
    await expect.poll(() => open.size).toBe(0);
  });

  test('tries the next checked address where one does not answer', async () => {
    const { reach } = outbound(entries('127.0.0.0/8', '::1'), async () => ['::1', '127.0.0.1']);
    expect(await reach({ host: 'db.dinas.id', port }, LIMITS, greeting)).toBe('halo');
  });

  test('is not made at all where one of the addresses is not allowed', async () => {
    const { reach, logged } = outbound(entries('127.0.0.1'), async () => ['127.0.0.1', '10.0.0.1']);
    const error = await failing(reach({ host: 'db.dinas.id', port }, LIMITS, greeting));
    expect(error.code).toBe('OUTBOUND_FAILED');
    expect(logged.join()).toContain('NOT_ALLOWED 10.0.0.1');
  });

  test('fails in the same words whatever is wrong; the log alone says what', async () => {
    const closed = createServer();
    closed.listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port: closedPort } = closed.address() as AddressInfo;
    closed.close();
    const here = entries('127.0.0.1');
    const everyPort = here.flatMap(({ place }) => [port, closedPort].map((one) => ({ place, port: one })));
    const never: Resolve = () => new Promise(() => {});
    const missing: Resolve = () =>
      Promise.reject(Object.assign(new Error('ENOTFOUND x'), { code: 'ENOTFOUND' }));
    const self: Own = { endpoints: [{ address: '127.0.0.1', port }], machine: [] };
    // An address of the documentation's network: nobody answers there.
    const hole = [{ place: readPlace('192.0.2.1') ?? expect.fail(), port }];
    const quick = { ...LIMITS, connectMs: 200, totalMs: 400 };
    const cases = {
      refused: outbound([]).reach({ host: '127.0.0.1', port }, quick, greeting),
      closed: outbound(everyPort).reach({ host: '127.0.0.1', port: closedPort }, quick, greeting),
      hole: outbound(hole).reach({ host: '192.0.2.1', port }, quick, greeting),
      own: outbound(here, undefined, self).reach({ host: '127.0.0.1', port }, quick, greeting),
      unknown: outbound(here, missing).reach({ host: 'tiada.dinas.id', port }, quick, greeting),
      slowName: outbound(here, never).reach({ host: 'lambat.dinas.id', port }, quick, greeting),
      odd: outbound(here).reach({ host: '0x7f000001', port }, quick, greeting),
      wrongPassword: outbound(here).reach({ host: '127.0.0.1', port }, quick, async () => {
        throw Object.assign(new Error('password authentication failed for user "ani"'), { code: '28P01' });
      }),
      silent: outbound(here).reach({ host: '127.0.0.1', port }, quick, () => new Promise(() => {})),
    };
    const said = await Promise.all(
      Object.values(cases).map(async (work) => {
        const { message, words, extensions, cause } = await failing(work);
        return JSON.stringify({ message, words, extensions, cause: String(cause) });
      }),
    );
    expect(new Set(said).size).toBe(1);
    expect(said[0]).not.toMatch(/127|ani|28P01/);
  });

  test('ends after its total time, though bytes keep coming', async () => {
    const { reach, logged } = outbound(entries('127.0.0.1'));
    const begun = performance.now();
    const limits = { ...LIMITS, totalMs: 300 };
    const work = reach({ host: '127.0.0.1', port }, limits, async ({ socket, progress }) => {
      for (;;) {
        progress();
        socket.write('x');
        await once(socket, 'data');
      }
    });
    expect((await failing(work)).code).toBe('OUTBOUND_FAILED');
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(logged.join()).toContain('total time');
    await expect.poll(() => open.size).toBe(0);
  });

  test('ends where more bytes come than its window holds, and not while they are of use', async () => {
    const { reach, logged } = outbound(entries('127.0.0.1'));
    const pour = (isUseful: boolean) =>
      reach(
        { host: '127.0.0.1', port },
        { ...LIMITS, windowBytes: 100_000 },
        async ({ socket, progress }) => {
          let seen = 0;
          socket.on('data', (data) => {
            seen += data.length;
            if (isUseful) progress();
          });
          for (let round = 0; round < 8; round++) {
            socket.write('x'.repeat(60));
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
          return seen;
        },
      );
    expect(await pour(true)).toBeGreaterThan(400_000);
    expect((await failing(pour(false))).code).toBe('OUTBOUND_FAILED');
    expect(logged.join()).toContain('too many bytes');
  });

  test('is closed when nobody wants it any more, and lets a refusal of its user pass', async () => {
    const { reach } = outbound(entries('127.0.0.1'));
    const stop = new AbortController();
    const work = reach({ host: '127.0.0.1', port }, LIMITS, () => new Promise(() => {}), stop.signal);
    setTimeout(() => stop.abort(), 50);
    expect((await failing(work)).code).toBe('OUTBOUND_FAILED');
    const refused = reach({ host: '127.0.0.1', port }, LIMITS, async () => {
      throw refusal('COLUMN_MISSING', { columns: ['kode'] });
    });
    expect((await failing(refused)).code).toBe('COLUMN_MISSING');
    await expect.poll(() => open.size).toBe(0);
  });
});
