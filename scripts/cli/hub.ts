import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { exitOf, Failure, type HubFault } from './failure.js';
import type { Session } from './session.js';

const PIECE = 1 << 18;
/** Smaller files are sent as they are: then the hash that the hub keeps is the one that their owner sees. */
const COMPRESSED_FROM = 1 << 20;

/** The hub over HTTP, as anybody else reaches it. */
export class Hub {
  constructor(readonly session: Session) {}

  /** The answer's data. Throws a Failure with the hub's own sentence, or where nothing answers. */
  async query<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const response = await this.#send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const body = await answered<{ data?: Data }>(response);
    if (body.errors?.length || !body.data) throw refused(response, body.errors);
    return body.data;
  }

  /**
   * Streams a file to the hub and gives the upload's id. A large text is compressed on its way, and passes the hub's
   * limit by what is sent. `progress` hears how many bytes of the file have been read, of how many.
   */
  async upload(path: string, progress: (read: number, size: number) => void): Promise<string> {
    const file = await opened(path);
    const { size } = await file.stat();
    const pieces = Readable.from(read(file, size, progress), { objectMode: false });
    // What goes wrong is heard of by the request.
    pieces.on('error', () => {});
    try {
      const compress = size >= COMPRESSED_FROM && isText(path);
      const body = compress ? pipeline(pieces, createGzip(), () => {}) : pieces;
      const name = `${basename(path)}${compress ? '.gz' : ''}`;
      const response = await this.#send(`/uploads?filename=${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: body as never,
        duplex: 'half',
      } as RequestInit);
      const answer = await answered<{ id?: string }>(response);
      if (!answer.id) throw refused(response, answer.errors);
      return answer.id;
    } finally {
      // The hub may have answered before it had all of it.
      pieces.destroy();
      await file.close();
    }
  }

  /** What lies at a path of the hub. */
  async download(path: string): Promise<Uint8Array> {
    const response = await this.#send(path, {});
    if (!response.ok) throw refused(response, (await answered(response)).errors);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** The same piece by piece: an export may be larger than memory. */
  async stream(path: string): Promise<AsyncIterable<Uint8Array>> {
    const response = await this.#send(path, {});
    if (!response.ok || !response.body) throw refused(response, (await answered(response)).errors);
    return response.body as unknown as AsyncIterable<Uint8Array>;
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const { url, token } = this.session;
    const headers = { ...init.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) };
    try {
      return await fetch(`${url}${path}`, { ...init, headers });
    } catch (error) {
      const cause = (error as { cause?: { code?: string } }).cause?.code ?? '';
      if (BROKEN_OFF.has(cause))
        throw new Failure(
          2,
          `Sambungan ke ${url} terputus; periksa dulu apakah permintaan terlaksana. / The connection broke off; look first whether the request was carried out.`,
        );
      throw new Failure(2, `${url} tidak menjawab / does not answer${cause && ` (${cause})`}`);
    }
  }
}

/** Failures of a connection that had been there. */
const BROKEN_OFF: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

const isText = (path: string): boolean => /\.(csv|tsv|txt|json|ndjson|jsonl|sql)$/i.test(path);

async function opened(path: string): Promise<FileHandle> {
  const file = await open(path).catch(() => undefined);
  if (file && !(await file.stat()).isDirectory()) return file;
  await file?.close();
  throw new Failure(2, `${path}: tidak dapat dibaca / cannot be read`);
}

async function* read(
  file: FileHandle,
  size: number,
  progress: (read: number, size: number) => void,
): AsyncGenerator<Uint8Array> {
  for (let done = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(PIECE), 0, PIECE);
    if (bytesRead === 0) return;
    done += bytesRead;
    progress(done, Math.max(size, done));
    yield buffer.subarray(0, bytesRead);
  }
}

/** The answer's JSON; empty where something that is no hub has answered. */
async function answered<Body>(response: Response): Promise<Partial<Body> & { errors?: readonly HubFault[] }> {
  try {
    return (await response.json()) as Body & { errors?: readonly HubFault[] };
  } catch {
    return {};
  }
}

function refused({ ok, status, statusText, url }: Response, errors: readonly HubFault[] = []): Failure {
  // A proxy, or Node before the hub has heard of the request; or a server that is no hub.
  const doubt = ok || status === 404 ? '; apakah ini SatuGraf? / is this SatuGraf?' : '';
  if (errors.length === 0)
    return new Failure(2, `HTTP ${status} ${statusText} dari / from ${new URL(url).origin}${doubt}`);
  const lines = errors.map(({ message, extensions }) => {
    const id = extensions?.messages?.id;
    return `${extensions?.code ?? 'ERROR'}: ${id ? `${id} / ` : ''}${message}`;
  });
  const exit = errors.some(({ extensions }) => exitOf(extensions?.code) === 1) ? 1 : 2;
  return new Failure(exit, lines.join('\n'), errors);
}
