import type { Dataset } from '../../directory.js';
import { isFinished, type Outcome } from './outcome.js';
import type { ConnectionRow, PullRow } from './store.js';
import type { DatabaseConnection, Pull, PullOutcome } from './types.js';

/** Named field by field: what is sealed in the row stays out of every answer. */
export const shownConnection = (row: ConnectionRow): DatabaseConnection => ({
  id: row.id,
  agency: row.agency,
  name: row.name,
  kind: row.kind,
  host: row.host,
  port: row.port,
  database: row.database,
  username: row.username,
  tls: row.tls,
  createdAt: row.createdAt.toISOString(),
  reachedAt: row.reachedAt?.toISOString() ?? null,
});

export const shownPull = (dataset: Dataset, pull: PullRow, connection: ConnectionRow): Pull => ({
  dataset: dataset.names.field,
  connection: connection.id,
  connectionName: connection.name,
  schema: pull.schema,
  table: pull.table,
  mode: pull.mode,
  incrementalBy: pull.incrementalBy,
  everyMinutes: pull.everyMinutes,
  nextAt: pull.nextAt?.toISOString() ?? null,
  lastAt: pull.lastAt?.toISOString() ?? null,
  lastOutcome: pull.lastOutcome ? shownOutcome(pull.lastOutcome as Outcome) : null,
});

export const shownOutcome = (outcome: Outcome): PullOutcome =>
  outcome.ok
    ? {
        ok: true,
        finished: true,
        rows: outcome.rows,
        release: outcome.release,
        zeroDates: Object.entries(outcome.zeroDates ?? {}).map(([column, count]) => ({ column, count })),
        code: null,
        id: null,
        en: null,
      }
    : {
        ok: false,
        finished: isFinished(outcome),
        rows: null,
        release: null,
        zeroDates: [],
        code: outcome.code,
        id: outcome.id,
        en: outcome.en,
      };
