import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { refusal } from '../schema/errors.js';
import type { RequestContext } from '../subgraphs/context.js';
import { columnVerdict } from '../subgraphs/directory.js';
import { isSignedIn, type Viewer } from '../subgraphs/viewer.js';
import { contextOf, viewerOf } from './context.js';
import { type ExportAsk, readAsk } from './exports/ask.js';
import { csv, ndjson } from './exports/format.js';
import { Places } from './exports/places.js';
import { queryExport } from './exports/query.js';
import { type Row, Snapshot } from './exports/snapshot.js';
import { CELL_CHARACTERS, SHEET_ROWS, workbook } from './exports/workbook.js';
import { attachment, type Draining, XLSX } from './files.js';
import type { HubParts } from './parts.js';

const LOOK_MS = 1000;
/** How long a client may take nothing. */
const STALL_MS = 60_000;
const LONGEST_MS = 15 * 60_000;
/** How long an export may go on once the hub is stopping. */
const DRAIN_MS = 5000;

const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: XLSX,
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const;

/** `GET /exports/<dataset>.csv|.xlsx|.ndjson`: the rows of a dataset's query as a file, streamed. */
export function exportRoutes(app: FastifyInstance, parts: HubParts, state: Draining): void {
  queryExport(app, parts);
  const places = new Places();
  app.get<{ Params: { file: string } }>(
    '/exports/:file',
    { exposeHeadRoute: false },
    async (request, reply) => {
      if (state.draining) throw refusal('SHUTTING_DOWN');
      request.viewer = await viewerOf(request, parts);
      const { viewer } = request;
      const context = contextOf(request, parts);
      const ask = await readAsk(request, context, parts.graph.knownTo(viewer));
      const done = await places.take(!isSignedIn(viewer));
      try {
        await send(reply, ask, context, parts, state, done);
      } catch (error) {
        done();
        throw error;
      }
      return reply;
    },
  );
}

/** Sends the file. What can be refused is refused before its first byte; later failures break the connection off. */
async function send(
  reply: FastifyReply,
  ask: ExportAsk,
  { viewer, log }: RequestContext,
  parts: HubParts,
  state: Draining,
  done: () => void,
): Promise<void> {
  const { dataset, format, statements } = ask;
  const { columns, values, rows } = statements;
  const snapshot = await Snapshot.open(parts.reads, parts.writes);
  const left = () => snapshot.abort();
  reply.raw.once('close', left);
  try {
    if (reply.raw.destroyed) left();
    await checkSize(ask, snapshot, parts.config.rowLimit);
    const batches = snapshot.batches(rows, values);
    const first = await batches.next();
    if (reply.raw.destroyed) throw refusal('TIMEOUT');
    const watched = new Watch(reply, snapshot, () => isAllowed(ask, viewer, parts), state);
    const all = watched.followed(first.value as readonly Row[], batches);
    const content =
      format === 'xlsx'
        ? workbook(columns, all)
        : Readable.from(format === 'csv' ? csv(columns, all, ask.excel) : ndjson(columns, all), {
            objectMode: false,
          });
    content.on('error', (error) => log.error({ err: error }, 'an export broke off'));
    reply.raw.once('close', () => {
      watched[Symbol.dispose]();
      content.destroy();
      void snapshot[Symbol.asyncDispose]().finally(done);
    });
    const name = `${dataset.names.field}-rilis-${dataset.release.number}.${format}`;
    attachment(reply, name, MEDIA_TYPES[format], null).send(content);
  } catch (error) {
    await snapshot[Symbol.asyncDispose]();
    throw error;
  }
}

/** Nothing is cut off in silence: what a file cannot hold is refused. */
async function checkSize({ dataset, format, statements }: ExportAsk, snapshot: Snapshot, limit: number) {
  const { values } = statements;
  const max = format === 'xlsx' ? Math.min(limit, SHEET_ROWS) : limit;
  if (dataset.release.rows > max) {
    const [row] = await snapshot.query(statements.count(max), values);
    if (Number(row?.[0]) > max) throw refusal('EXPORT_TOO_LARGE', { format, max });
  }
  if (format !== 'xlsx') return;
  const [row] = await snapshot.query(statements.longer(CELL_CHARACTERS), values);
  if (row?.[0] === 'true') throw refusal('EXPORT_REFUSED', { detail: TOO_LONG });
}

/** Whether the caller may still read every column: a withdrawal counts at once. */
function isAllowed({ dataset, names }: ExportAsk, viewer: Viewer, { directory }: HubParts): boolean {
  const now = directory().byField(dataset.names.field);
  return names.every((name) => {
    const column = now?.columns.find(({ definition }) => definition.name === name);
    return now && column && columnVerdict(now, column, viewer) === 'VALUES';
  });
}

/** Looks after a running export, and breaks it off where it may not, or cannot, go on. */
class Watch implements Disposable {
  readonly #begun = Date.now();
  readonly #timer: NodeJS.Timeout;
  #taken = Date.now();
  #draining: number | undefined;

  constructor(
    private readonly reply: FastifyReply,
    private readonly snapshot: Snapshot,
    private readonly allowed: () => boolean,
    private readonly state: Draining,
  ) {
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  /** The batches, each checked before it goes out. */
  async *followed(
    first: readonly Row[],
    rest: AsyncIterable<readonly Row[]>,
  ): AsyncGenerator<readonly Row[]> {
    yield first;
    for await (const rows of rest) {
      this.#taken = Date.now();
      if (!this.allowed()) return this.#breakOff();
      yield rows;
    }
  }

  #look(): void {
    const now = Date.now();
    if (this.state.draining) this.#draining ??= now;
    const late = now - this.#taken > STALL_MS || now - this.#begun > LONGEST_MS;
    if (late || now - (this.#draining ?? now) > DRAIN_MS || !this.allowed()) this.#breakOff();
  }

  /** A file that ends early must not look whole. */
  #breakOff(): void {
    this.snapshot.abort();
    this.reply.raw.destroy();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

const TOO_LONG = {
  id: `Ada teks yang lebih panjang dari ${CELL_CHARACTERS} karakter, batas satu sel XLSX; minta csv atau ndjson.`,
  en: `A text is longer than the ${CELL_CHARACTERS} characters of an XLSX cell; ask for csv or ndjson.`,
};
