import { setImmediate as nextTurn } from 'node:timers/promises';
import postgres, { type TransactionSql } from 'postgres';
import type { Database } from '../../db/client.js';
import { refusal } from '../../schema/errors.js';
import { databaseRefusal } from '../errors.js';

/** Sorting a whole release takes longer than a page of it. */
const STATEMENT_MS = 60_000;
/** What an export keeps in memory: texts can be long, and rows many. */
const FIRST_ROWS = 100;
const MOST_ROWS = 5000;
const BATCH_CHARACTERS = 500_000;

export type Row = readonly (string | null)[];

/**
 * One read-only transaction on the readers' pool, whose rows are fetched when they are asked for. It has to be disposed;
 * `abort` ends what runs in PostgreSQL.
 *
 * postgres.js 3.4.9 forgets a socket that has closed and would write the transaction's next message to nothing, in a
 * callback that nobody can catch: once the connection is gone, no message is sent any more, the end of the transaction
 * included.
 */
export class Snapshot implements AsyncDisposable {
  #gone = false;
  #aborted = false;
  #running: Promise<unknown> | undefined;
  #cancelling: Promise<unknown> | undefined;
  #process = 0;

  private constructor(
    private readonly tx: TransactionSql,
    private readonly writes: Database,
    private readonly finish: () => void,
    private readonly ended: Promise<unknown>,
  ) {
    ended.catch(() => {
      this.#gone = true;
    });
  }

  static async open(reads: Database, writes: Database): Promise<Snapshot> {
    let finish = () => {};
    const { tx, ended } = await new Promise<{ tx: TransactionSql; ended: Promise<unknown> }>(
      (resolve, reject) => {
        const ended = reads.sql.begin('isolation level repeatable read read only', (tx) => {
          resolve({ tx, ended });
          return new Promise<void>((end) => {
            finish = end;
          });
        });
        ended.catch(reject);
      },
    );
    const snapshot = new Snapshot(tx, writes, finish, ended);
    try {
      await snapshot.query(`set local statement_timeout = ${STATEMENT_MS}`);
      const [row] = await snapshot.query('select pg_backend_pid()');
      snapshot.#process = Number(row?.[0]);
    } catch (error) {
      await snapshot[Symbol.asyncDispose]();
      throw error;
    }
    return snapshot;
  }

  /** Rows of a statement as text, all at once. */
  async query(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    if (this.#aborted || this.#gone) throw refusal('TIMEOUT');
    const query = this.tx.unsafe(text, values as never[]).values();
    this.#running = query.catch(() => {});
    try {
      return (await query) as unknown as readonly Row[];
    } catch (error) {
      // Where the connection has broken off, the transaction hears of it a moment later.
      if (!(error instanceof postgres.PostgresError) || error.severity === 'FATAL') this.#gone = true;
      await nextTurn();
      throw databaseRefusal(error) ?? error;
    } finally {
      this.#running = undefined;
    }
  }

  /** Rows of a statement, each batch when it is asked for, by its size in characters; the first may be empty. */
  async *batches(text: string, values: readonly unknown[]): AsyncGenerator<readonly Row[]> {
    await this.query(`declare exported no scroll cursor for ${text}`, values);
    for (let size = FIRST_ROWS; ; ) {
      const rows = await this.query(`fetch ${size} from exported`);
      yield rows;
      if (rows.length < size) return;
      let characters = 1;
      for (const row of rows) for (const cell of row) characters += cell?.length ?? 0;
      const fitting = Math.floor((size * BATCH_CHARACTERS) / characters);
      size = Math.max(1, Math.min(fitting, MOST_ROWS));
    }
  }

  /** Ends the statement that runs, if any; nothing more can be asked. */
  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    if (!this.#running || this.#gone) return;
    // Sent by the owner of the reader role's session, who alone may.
    this.#cancelling = this.writes.sql`select pg_cancel_backend(${this.#process}::integer)`.catch(() => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort();
    await this.#running;
    await this.#cancelling;
    await nextTurn();
    if (this.#gone) return;
    this.finish();
    await this.ended.catch(() => {});
  }
}
