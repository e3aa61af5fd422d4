import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import type { Line, LineLimits, Outbound } from './dial.js';

const LIMITS: LineLimits = { connectMs: 2_000, totalMs: 10_000, windowBytes: 1 << 16 };
const PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'http:': 80 };

/**
 * Posts a body to a checked address and gives the status of the answer, whose own body nobody waits for. No redirect is
 * followed; over TLS the certificate is checked against the URL's name. Throws OUTBOUND_FAILED.
 */
export async function post(
  outbound: Outbound,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal?: AbortSignal,
): Promise<number> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (PORTS[url.protocol] ?? 0) : Number(url.port);
  return outbound.reach(
    { host, port },
    LIMITS,
    async (line) => {
      const socket = url.protocol === 'https:' ? await secured(line, host) : line.socket;
      const sending = request({
        createConnection: () => socket,
        method: 'POST',
        host: url.hostname,
        port,
        path: url.pathname + url.search,
        headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
      });
      // What comes behind the answer to it is heard by the line.
      sending.on('error', () => {});
      sending.end(body);
      const [answer] = (await line.during(once(sending, 'response'))) as [IncomingMessage];
      answer.on('error', () => {});
      return answer.statusCode ?? 0;
    },
    signal,
  );
}

async function secured({ socket, during }: Line, servername: string): Promise<Socket> {
  const tls = connect({ socket, servername, ALPNProtocols: ['http/1.1'] });
  tls.on('error', () => {});
  await during(once(tls, 'secureConnect'));
  return tls;
}
