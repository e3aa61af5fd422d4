import { sql } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.js';
import { HubError, refusal } from '../../../schema/errors.js';
import type { Dataset } from '../../directory.js';
import type { LoadMode } from '../load-modes.js';
import { turns } from '../turns.js';
import { storeUpload, type Upload } from '../uploads.js';
import { overConnection, tableOf, type Way } from './connect.js';
import { ndjsonOf, type PullCaps, type PullCount } from './ndjson.js';
import { type Begun, type Outcome, UNFINISHED } from './outcome.js';
import { beyondOf, sourceColumns } from './rules.js';
import {
  type ConnectionRow,
  claimDuePull,
  deleteUpload,
  findPull,
  isReleased,
  markReached,
  type PullRow,
  recordOutcome,
} from './store.js';
import { readerOf } from './values.js';

/** Loads an NDJSON upload into the dataset and switches to it. Refusals are thrown. */
export type LoadUpload = (
  dataset: Dataset,
  uploadId: string,
  mode: LoadMode,
) => Promise<{ readonly rows: number; readonly release: number }>;

export interface PullParts extends Way {
  readonly db: Drizzle;
  readonly load: LoadUpload;
  readonly log: { error(details: object, message: string): void };
  readonly caps?: PullCaps;
}

const CAPS: PullCaps = { rows: 2_000_000, bytes: 1_000_000_000 };

/** A pull holds a connection of the pool for its lock, besides those of its upload and load. */
const pulling = turns(1);
/** Datasets whose pull runs in this process, or waits for its turn. */
const busy = new Set<string>();

/**
 * Pulls the dataset once, if no other hub is doing so. The outcome is recorded; a refusal is one. By hand, a file that
 * was refused before, or that brought nothing new, is loaded all the same. Throws NOT_FOUND, and PULL_REFUSED while
 * one is running.
 */
export async function pullDataset(
  parts: PullParts,
  dataset: Dataset,
  now: Date,
  byHand: boolean,
): Promise<{ readonly outcome: Outcome; readonly error: HubError | null }> {
  if (busy.has(dataset.id)) throw alreadyRunning();
  busy.add(dataset.id);
  try {
    return await pulling(() =>
      parts.db.transaction(async (tx) => {
        // It only holds the lock, for as long as the pull takes.
        await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`);
        const [lock] = await tx.execute<{ taken: boolean }>(
          sql`select pg_try_advisory_xact_lock(7214011, hashtext(${dataset.id})) as taken`,
        );
        if (!lock?.taken) throw alreadyRunning();
        const planned = await findPull(parts.db, dataset.id);
        if (!planned) throw refusal('NOT_FOUND', { what: `tarikan ${dataset.names.field}` });
        return pullOnce(parts, dataset, planned, now, byHand);
      }),
    );
  } finally {
    busy.delete(dataset.id);
  }
}

const alreadyRunning = () =>
  refusal('PULL_REFUSED', {
    detail: { id: 'Tarikan dataset ini sedang berjalan.', en: 'A pull of this dataset is running.' },
  });

async function pullOnce(
  parts: PullParts,
  dataset: Dataset,
  { pull, connection }: { readonly pull: PullRow; readonly connection: ConnectionRow },
  now: Date,
  byHand: boolean,
) {
  const before = pull.lastOutcome as Outcome | null;
  const state: { upload?: Upload; begun?: Begun } = {};
  try {
    if (connection.agency !== dataset.agency) throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
    // A hub that died, or lost its database, between the switch and its record: the release says which it was.
    const begun = before && !before.ok ? before.begun : undefined;
    const isDone = begun !== undefined && (await isReleased(parts.db, begun.upload));
    const watermark = isDone ? begun.watermark : pull.watermark;
    if (isDone) await recordOutcome(parts.db, dataset.id, pull.lastAt ?? now, UNFINISHED, watermark);
    const { upload, count } = await fetched(parts, dataset, { ...pull, watermark }, connection);
    await markReached(parts.db, connection.id, now);
    const zeroDates = count.zeroDates.size > 0 ? { zeroDates: Object.fromEntries(count.zeroDates) } : {};
    const done = async (outcome: Outcome, moved: string | null) => {
      await recordOutcome(parts.db, dataset.id, now, outcome, moved);
      return { outcome, error: null };
    };
    if (!upload) return await done({ ok: true, rows: 0, release: null }, watermark);
    state.upload = upload;
    const isSame = before?.sha256 === upload.sha256 && !byHand;
    if (isSame && !before.ok) {
      await deleteUpload(parts.db, upload.id);
      await recordOutcome(parts.db, dataset.id, now, before);
      return { outcome: before, error: null };
    }
    if (isSame && pull.incrementalBy !== null) {
      await deleteUpload(parts.db, upload.id);
      return await done({ ok: true, rows: 0, release: null, sha256: upload.sha256 }, watermark);
    }
    state.begun = { upload: upload.id, watermark: count.watermark ?? watermark };
    await recordOutcome(parts.db, dataset.id, now, { ...UNFINISHED, begun: state.begun });
    const { rows, release } = await parts.load(dataset, upload.id, pull.mode);
    return await done(
      { ok: true, rows, release, ...zeroDates, sha256: upload.sha256 },
      state.begun.watermark,
    );
  } catch (cause) {
    if (!(cause instanceof HubError))
      parts.log.error({ err: cause, dataset: dataset.names.field }, 'a pull failed');
    const error = cause instanceof HubError ? cause : refusal('INTERNAL');
    const outcome: Outcome = {
      ok: false,
      code: error.code,
      ...error.words,
      ...(state.begun ? { begun: state.begun } : {}),
      ...(state.begun && state.upload && error.status < 500 ? { sha256: state.upload.sha256 } : {}),
    };
    await recordOutcome(parts.db, dataset.id, now, outcome);
    return { outcome, error };
  }
}

/** The rows of the source as an upload; none where the source has none to give. */
async function fetched(
  parts: PullParts,
  dataset: Dataset,
  pull: PullRow,
  connection: ConnectionRow,
): Promise<{ upload: Upload | null; count: PullCount }> {
  const caps = parts.caps ?? CAPS;
  const definitions = dataset.columns.map(({ definition }) => definition);
  return overConnection(parts, connection, 'pull', async (session) => {
    const table = await tableOf(session, pull);
    const beyond = beyondOf(
      connection.kind,
      table,
      pull,
      definitions.some(({ key }) => key),
    );
    const sources = sourceColumns(table, definitions);
    const mark = beyond ? table.columns.filter(({ name }) => name === beyond.column) : [];
    const count: PullCount = { rows: 0, bytes: 0, zeroDates: new Map(), watermark: null };
    const pages = session.rows({
      schema: pull.schema,
      table: pull.table,
      columns: [...sources.map(({ column }) => column), ...mark],
      orderBy: table.primaryKey,
      beyond,
    });
    const columns = sources.map(({ definition, column }) => ({
      label: definition.label,
      read: readerOf(connection.kind, column.sqlType, definition.type),
    }));
    const chunks = ndjsonOf(pages, columns, caps, count);
    const first = await chunks.next();
    if (first.done) {
      if (beyond) return { upload: null, count };
      throw refusal('PULL_REFUSED', {
        detail: {
          id: 'Tabel sumber kosong; rilis yang berlaku tidak diganti.',
          en: 'The source table is empty; the release that is served was not replaced.',
        },
      });
    }
    const file = async function* () {
      yield first.value;
      yield* chunks;
    };
    const owner = { agency: dataset.agency, uploadedBy: null };
    const upload = await storeUpload(parts.db, owner, `${pull.table}.ndjson`, file(), caps.bytes);
    return { upload, count };
  });
}

/** Pulls what is due, one after the other. Several hubs share the work: each pull is claimed by one. */
export async function runDuePulls(
  parts: PullParts,
  datasets: readonly Dataset[],
  now: Date,
): Promise<number> {
  for (let done = 0; ; done++) {
    if (parts.signal?.aborted) return done;
    const id = await claimDuePull(parts.db, now);
    if (id === null) return done;
    const dataset = datasets.find((one) => one.id === id);
    if (!dataset) continue;
    await pullDataset(parts, dataset, now, false).catch((error) => {
      // One that runs already, or that was just removed, is nobody's failure.
      if (!(error instanceof HubError)) throw error;
    });
  }
}
