import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refusal } from '../schema/errors.js';
import type { RequestContext } from '../subgraphs/context.js';
import { columnVerdict } from '../subgraphs/directory.js';
import { inScope, isSignedIn, type Viewer } from '../subgraphs/viewer.js';
import { readsOf } from './answers/labels.js';
import type { PersistedOperations } from './answers/persisted.js';
import { contextOf, viewerOf } from './context.js';
import type { Draining } from './draining.js';
import { type ExportAsk, readAsk } from './exports/ask.js';
import { csv, ndjson } from './exports/format.js';
import { Places } from './exports/places.js';
import { queryExport } from './exports/query.js';
import { type Row, Snapshot } from './exports/snapshot.js';
import { CELL_CHARACTERS, SHEET_ROWS, workbook } from './exports/workbook.js';
import { attachment, XLSX } from './files.js';
import type { HubParts } from './parts.js';

/** How often it is looked whether an export may go on: a withdrawal acts within a second, though keys are remembered. */
const LOOK_MS = 250;
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
export function exportRoutes(
  app: FastifyInstance,
  parts: HubParts,
  state: Draining,
  persisted: PersistedOperations,
): void {
  queryExport(app, parts, persisted);
  const places = new Places();
  app.get<{ Params: { file: string } }>(
    '/exports/:file',
    { exposeHeadRoute: false, config: { access: 'ANYONE' } },
    async (request, reply) => {
      const { viewer } = request;
      const context = contextOf(request, parts);
      const ask = await readAsk(request, context, parts.graph.knownTo(viewer));
      if (!inScope(viewer, 'export', ask.dataset))
        throw refusal('KEY_OUT_OF_SCOPE', { scope: `export:${ask.dataset.names.field}` });
      const done = await places.take(!isSignedIn(viewer));
      try {
        await send(request, reply, ask, context, parts, state, done);
        const reads = readsOf(context);
        parts.datasetUses.note('EXPORT', viewer, reads, context.now);
        parts.restrictedReads.note(reads, viewer, 'GET /exports', request.id);
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
  request: FastifyRequest,
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
    const permission = new Permission(ask, viewer, () => viewerOf(request, parts), parts);
    const watched = new Watch(reply, snapshot, permission, state);
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

/** Whether the caller may still read every column that he uses, and is still who he was: a withdrawal counts at once. */
class Permission {
  #viewer: Viewer | undefined;

  constructor(
    private readonly ask: ExportAsk,
    viewer: Viewer,
    private readonly look: () => Promise<Viewer>,
    private readonly parts: HubParts,
  ) {
    this.#viewer = viewer;
  }

  get holds(): boolean {
    const viewer = this.#viewer;
    const now = this.parts.directory().byField(this.ask.dataset.names.field);
    if (!viewer || !now || !inScope(viewer, 'export', now)) return false;
    return this.ask.used.every((name) => {
      const column = now.columns.find(({ definition }) => definition.name === name);
      return column !== undefined && columnVerdict(now, column, viewer) === 'VALUES';
    });
  }

  /** Looks who the caller is now; nobody, where his key or session has ended, or nobody can say. */
  async refresh(): Promise<void> {
    this.#viewer = await this.look().catch(() => undefined);
  }
}

/** Looks after a running export, and breaks it off where it may not, or cannot, go on. */
class Watch implements Disposable {
  readonly #begun = Date.now();
  readonly #timer: NodeJS.Timeout;
  #taken = Date.now();
  #draining: number | undefined;
  #looking = false;
  #over = false;

  constructor(
    private readonly reply: FastifyReply,
    private readonly snapshot: Snapshot,
    private readonly permission: Permission,
    private readonly state: Draining,
  ) {
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
  }

  /** The batches, each checked before it goes out. */
  async *followed(
    first: readonly Row[],
    rest: AsyncIterable<readonly Row[]>,
  ): AsyncGenerator<readonly Row[]> {
    yield first;
    for await (const rows of rest) {
      this.#taken = Date.now();
      if (!this.permission.holds) return this.#breakOff();
      yield rows;
    }
  }

  /** However long the store takes to say who the caller is: time goes on, and it is asked once at a time. */
  async #look(): Promise<void> {
    const now = Date.now();
    if (this.state.draining) this.#draining ??= now;
    const late = now - this.#taken > STALL_MS || now - this.#begun > LONGEST_MS;
    if (late || now - (this.#draining ?? now) > DRAIN_MS || !this.permission.holds) return this.#breakOff();
    if (this.#looking) return;
    this.#looking = true;
    await this.permission.refresh();
    this.#looking = false;
    if (!this.#over && !this.permission.holds) this.#breakOff();
  }

  /** A file that ends early must not look whole. */
  #breakOff(): void {
    this.snapshot.abort();
    this.reply.raw.destroy();
  }

  [Symbol.dispose](): void {
    this.#over = true;
    clearInterval(this.#timer);
  }
}

const TOO_LONG = {
  id: `Ada teks yang lebih panjang dari ${CELL_CHARACTERS} karakter, batas satu sel XLSX; minta csv atau ndjson.`,
  en: `A text is longer than the ${CELL_CHARACTERS} characters of an XLSX cell; ask for csv or ndjson.`,
};
