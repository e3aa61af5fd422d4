import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { canonicalAddress, readHost } from '../../subgraphs/outbound/address.js';
import type { Resolve } from '../../subgraphs/outbound/dial.js';
import { type Allowed, type Own, permit } from '../../subgraphs/outbound/rules.js';

/** Where subgraphs may be, asked again for each connection. */
export interface Places {
  allowed(): Promise<readonly Allowed[]>;
  own(): Promise<Own>;
  readonly resolve: Resolve;
  /** Whether HTTPS may go to public addresses that no list names. */
  readonly publicHttps: boolean;
}

/** Connects to checked addresses alone, whatever a name resolves to by then, and within `ms` for each of them. */
export function checkedConnector(places: Places, ms: number): buildConnector.connector {
  const connect = buildConnector({ timeout: ms });
  return (options, callback) => {
    const isSecure = options.protocol === 'https:';
    const port = Number(options.port || (isSecure ? 443 : 80));
    const hostname = options.hostname.replace(/^\[|\]$/g, '');
    const named = isIP(hostname) === 0 ? { servername: options.servername || hostname } : {};
    const tryNext = ([address, ...others]: readonly string[]): void =>
      connect(
        { ...options, hostname: address ?? '', host: options.host ?? hostname, ...named },
        (...result) => {
          const [error] = result;
          if (error && others.length > 0) tryNext(others);
          else callback(...result);
        },
      );
    within(ms, checkedAddresses(places, hostname, port, isSecure)).then(tryNext, (error: Error) =>
      callback(error, null),
    );
  };
}

/** The addresses that a host has now, in the order in which to try them. Throws where one of them may not be dialled. */
async function checkedAddresses(
  { allowed, own, resolve, publicHttps }: Places,
  hostname: string,
  port: number,
  isSecure: boolean,
): Promise<readonly string[]> {
  const host = readHost(hostname);
  if (!host) throw new NotPermitted('the host is neither a name nor an address');
  const found = host.kind === 'ADDRESS' ? [host.address] : await resolve(host.name);
  const addresses = found.map((address) => {
    const canonical = canonicalAddress(address);
    if (canonical === undefined) throw new NotPermitted(`it resolves to ${address}`);
    return canonical;
  });
  const unlisted = isSecure && publicHttps ? 'PUBLIC' : 'REFUSED';
  const verdict = permit(host, port, addresses, await allowed(), await own(), unlisted);
  if (verdict.kind === 'REFUSED') throw new NotPermitted(`${verdict.why} ${verdict.address ?? ''}`);
  return verdict.addresses;
}

/** An address that may not be dialled, whoever asks for it. */
class NotPermitted extends Error {
  override readonly name = 'NotPermitted';
}

/** The work, or a rejection where it takes longer: whoever waits for a connection would wait for ever. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the name was not resolved in ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(late));
  });
}
