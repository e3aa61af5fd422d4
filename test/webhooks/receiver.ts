import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly body: string;
}

/** For `localhost`, signed by nobody but itself. */
const CERTIFICATE = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgIht8j+B8fXbTC8Ha
oBfWLOOB70orduSNHhDfe3lQTeqhRANCAASoE3T8ZbX5JHe3mPyP35KBXcOtjks7
zISE3+KQxrZjf9gcQEnpaX0tvegGeQUSC5IO58i6nArHqnyNt5Y83aTY
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUIsi+cHD87/CyJjNV7jG+y1cn1kowCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyOTE3MDY0N1oYDzIxMjYxMTA1
MTcwNjQ3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASoE3T8ZbX5JHe3mPyP35KBXcOtjks7zISE3+KQxrZjf9gcQEnpaX0t
vegGeQUSC5IO58i6nArHqnyNt5Y83aTYo2kwZzAdBgNVHQ4EFgQUjKumJ3I4ItsV
WukhTb1F0jE4M68wHwYDVR0jBBgwFoAUjKumJ3I4ItsVWukhTb1F0jE4M68wDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
RwAwRAIgUkDlw7htwBtu7fHbHT3BGTAd39eYjLubQ9FTL8gmf/wCIAHeiXSfk+HK
r8BBar1CrFrTtrqaTQErVgTN+vpUFdLT
-----END CERTIFICATE-----`,
};

/** A server of somebody who has made a webhook; it answers with `status`. */
export class Receiver implements AsyncDisposable {
  readonly received: Received[] = [];
  status = 204;
  readonly #server: Server;

  constructor(private readonly secure = false) {
    const answer: RequestListener = (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts).toString();
        this.received.push({ headers: request.headers, path: request.url ?? '', body });
        response.writeHead(this.status, { location: '/elsewhere' }).end('terima kasih');
      });
    };
    this.#server = secure ? createSecureServer(CERTIFICATE, answer) : createServer(answer);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Its address with a path. */
  url(path = '/kabar'): string {
    return this.secure ? `https://localhost:${this.port}${path}` : `http://127.0.0.1:${this.port}${path}`;
  }

  async listen(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  /** What has come to a path since the last time. */
  take(path = '/kabar'): Received[] {
    const [own, rest] = [true, false].map((is) => this.received.filter((one) => (one.path === path) === is));
    this.received.splice(0, this.received.length, ...(rest ?? []));
    return own ?? [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
