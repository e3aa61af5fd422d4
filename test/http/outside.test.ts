import dns from 'node:dns';
import { connect, Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_QUERY } from '../../scripts/demo/datasets.js';
import { handOver, load } from '../intake/onboarding.js';
import { bootHub } from '../support/hub.js';

/** Every host that something in this process has asked to be connected to, or has looked up. */
const hosts = new Set<string>();
const original = { connect: Socket.prototype.connect, lookup: dns.lookup };

/** The host among `net.Socket#connect`'s arguments, which may come as a list that `net.connect` has prepared. */
function hostOf(args: readonly unknown[]): string {
  const [first, second] = args;
  if (Array.isArray(first)) return hostOf(first);
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as { host?: string; path?: string };
    return path ?? host ?? 'localhost';
  }
  if (typeof first === 'string') return first;
  return typeof second === 'string' ? second : 'localhost';
}

beforeAll(() => {
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    hosts.add(hostOf(args));
    return (original.connect as (...all: unknown[]) => Socket).apply(this, args);
  } as typeof Socket.prototype.connect;
  dns.lookup = ((name: string, ...rest: unknown[]) => {
    hosts.add(name);
    return (original.lookup as (...all: unknown[]) => void)(name, ...rest);
  }) as typeof dns.lookup;
});
afterAll(() => {
  Socket.prototype.connect = original.connect;
  dns.lookup = original.lookup;
});

test('a hub that starts, answers, takes in a dataset and stops connects to nobody but its database', async () => {
  const hub = await bootHub('demo');
  try {
    expect((await hub.key().query(DEMO_QUERY)).status).toBe(200);
    expect((await hub.anonymous.query('{ __schema { queryType { name } } }')).status).toBe(200);
    const { field } = await handOver(hub, 'keluar', [{ name: 'nilai', type: 'INTEGER' }]);
    await load(hub, await hub.official('produsen.dinkes'), field, 'nilai\n1\n');
    await fetch(`${hub.url}/explorer/`);
  } finally {
    await hub[Symbol.asyncDispose]();
  }
  expect([...hosts]).toEqual(['127.0.0.1']);

  // The recorder sees what it should: this address is for documentation, nobody is there.
  connect({ host: '192.0.2.1', port: 9 })
    .on('error', () => {})
    .destroy();
  await new Promise((resolve) => dns.lookup('localhost', resolve));
  expect([...hosts]).toEqual(['127.0.0.1', '192.0.2.1', 'localhost']);
});
