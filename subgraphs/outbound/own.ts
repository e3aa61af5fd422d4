import { networkInterfaces } from 'node:os';
import { canonicalAddress } from './address.js';
import type { Resolve } from './dial.js';
import type { Endpoint, Own } from './rules.js';

const POSTGRES_PORT = 5432;

export interface Named {
  readonly host: string;
  readonly port: number;
}

/** Hosts and ports of a `postgres://` URL, which may name several; a socket file is this machine's. */
export function databaseHosts(url: string): Named[] {
  const [, list = ''] = /^\w+:\/\/(?:[^@/?]*@)?([^/?]*)/.exec(url) ?? [];
  const query = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '');
  const named = [...list.split(','), ...query.getAll('host').flatMap((hosts) => hosts.split(','))];
  return named
    .filter((one) => one !== '')
    .map((one) => {
      const [, host = '', port = query.get('port') ?? ''] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(one) ?? [];
      const bare = decodeURIComponent(host.replace(/^\[|\]$/g, ''));
      return {
        host: bare === '' || bare.startsWith('/') ? '127.0.0.1' : bare,
        port: port === '' ? POSTGRES_PORT : Number(port),
      };
    });
}

/** The addresses behind what the hub itself uses, and this machine's. Throws where a name cannot be resolved. */
export async function ownEndpoints(used: readonly Named[], resolve: Resolve): Promise<Own> {
  const endpoints: Endpoint[] = [];
  for (const { host, port } of used) {
    const address = canonicalAddress(host);
    for (const one of address === undefined ? await resolve(host) : [address])
      endpoints.push({ address: canonicalAddress(one) ?? one, port });
  }
  const machine = Object.values(networkInterfaces()).flatMap((interfaces) =>
    (interfaces ?? []).flatMap(({ address }) => canonicalAddress(address.replace(/%.*$/, '')) ?? []),
  );
  return { endpoints, machine };
}
