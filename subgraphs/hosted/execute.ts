import type { Sql } from '../../db/client.js';
import { refusal } from '../../schema/errors.js';

/** How often a statement is looked at that has been given up before it ran. */
const LOOK_MS = 5;

/** What the driver knows of a query and does not declare. */
interface Running {
  /** Whether it is the one that its connection is at. */
  readonly active: boolean;
  readonly canceller: ((query: unknown) => Promise<void>) | null;
}

/** A statement with its values, and whether PostgreSQL is to keep it prepared. */
export interface Execution {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly prepare: boolean;
}

/** Runs a statement, and cancels it once nobody waits for its answer any more. */
export const execute = <Row extends object>(
  sql: Sql,
  { text, values, prepare }: Execution,
  signal: AbortSignal,
): Promise<readonly Row[]> =>
  cancellable(() => sql.unsafe<Row[]>(text, values as never[], { prepare }), signal);

/** The bytes of the one value that a statement gives. */
export async function executeBytes(
  sql: Sql,
  { text, values, prepare }: Execution,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const rows = await cancellable(() => sql.unsafe(text, values as never[], { prepare }).raw(), signal);
  const bytes = rows[0]?.[0];
  if (!bytes) throw new Error('a statement has given no value');
  return bytes;
}

async function cancellable<Result>(start: () => PromiseLike<Result>, signal: AbortSignal): Promise<Result> {
  const once = async (): Promise<Result> => {
    if (signal.aborted) throw refusal('TIMEOUT');
    const query = start();
    const state = { settled: false };
    const giveUp = () => cancel(query as unknown as Running, state);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await query;
    } finally {
      state.settled = true;
      signal.removeEventListener('abort', giveUp);
    }
  };
  try {
    return await once();
  } catch (error) {
    // A cancellation that comes late hits what its connection does next, which may be this: asked once more.
    if (isCancelled(error) && !signal.aborted) return once();
    throw error;
  }
}

/**
 * Cancels a query, but not before it runs: the driver (postgres 3.4) loses the connection of one that is cancelled
 * while connecting, and mistakes the answers that follow where one is cancelled in a pipeline. Its own `cancel()`
 * drops the promise, and with it a failure.
 */
function cancel(query: Running, state: { readonly settled: boolean }): void {
  if (state.settled) return;
  if (query.active) query.canceller?.(query).catch(() => {});
  else setTimeout(() => cancel(query, state), LOOK_MS);
}

/** Whether a statement ran until it was ended: by its timeout, or since nobody waited any more. */
export const isEnded = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code === '57014';

/** Not by its timeout, which has the same code. */
const isCancelled = (error: unknown): boolean => isEnded(error) && /user request/.test(error.message);
