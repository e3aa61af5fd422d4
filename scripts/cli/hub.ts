import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Failure } from './failure.js';
import type { Session } from './session.js';

interface GraphError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly messages?: { readonly id: string } };
}

/** The hub over HTTP, as anybody else reaches it. */
export class Hub {
  constructor(readonly session: Session) {}

  /** The answer's data. Throws a Failure with the hub's own sentence, and where nothing answers. */
  async query<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const response = await this.#send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as { data?: Data; errors?: readonly GraphError[] };
    if (body.errors?.length || !body.data) throw refused(body.errors ?? []);
    return body.data;
  }

  /**
   * Streams a file to the hub and gives the upload's id. Text is compressed on its way: large files pass the hub's limit
   * by what is sent. `progress` hears how many bytes of the file have been read.
   */
  async upload(path: string, progress: (read: number, size: number) => void): Promise<string> {
    const { size } = await stat(path).catch(() => {
      throw new Failure(2, `${path}: tidak dapat dibaca / cannot be read`);
    });
    let read = 0;
    const counted = new Transform({
      transform(chunk: Uint8Array, _, done) {
        read += chunk.length;
        progress(read, size);
        done(null, chunk);
      },
    });
    const file = createReadStream(path).pipe(counted);
    const body = isText(path) ? file.pipe(createGzip({ level: 6 })) : file;
    const response = await this.#send(`/uploads?filename=${encodeURIComponent(basename(path))}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: Readable.toWeb(body) as never,
      duplex: 'half',
    } as RequestInit);
    const answer = (await response.json()) as { id?: string; errors?: readonly GraphError[] };
    if (!answer.id) throw refused(answer.errors ?? []);
    return answer.id;
  }

  /** What lies at a path of the hub. */
  async download(path: string): Promise<Uint8Array> {
    const response = await this.#send(path, {});
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    const body = (await response.json().catch(() => ({}))) as { errors?: readonly GraphError[] };
    throw refused(body.errors ?? []);
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const { url, token } = this.session;
    const headers = { ...init.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) };
    try {
      return await fetch(`${url}${path}`, { ...init, headers });
    } catch {
      throw new Failure(2, `${url} tidak menjawab / does not answer`);
    }
  }
}

const isText = (path: string): boolean => /\.(csv|tsv|txt|json|ndjson|jsonl|sql|xls|html?)$/i.test(path);

function refused(errors: readonly GraphError[]): Failure {
  const lines = errors.map(({ message, extensions }) => {
    const id = extensions?.messages?.id;
    return `${extensions?.code ?? 'ERROR'}: ${id ? `${id} / ` : ''}${message}`;
  });
  return new Failure(1, lines.join('\n') || 'hub menjawab tanpa isi / the hub gave an empty answer', errors);
}
