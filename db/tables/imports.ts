import {
  bigint,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { accounts } from './accounts.js';
import { agencies } from './agencies.js';
import { datasets } from './cases.js';
import { bytea, loadMode, releases, uploads } from './releases.js';

/** A file on its way to a dataset: what it was understood as, and what its producer has answered so far. */
export const imports = pgTable('imports', {
  id: uuid().primaryKey().defaultRandom(),
  uploadId: uuid()
    .notNull()
    .references(() => uploads.id),
  agency: text()
    .notNull()
    .references(() => agencies.slug),
  /** Null while the file is to become a new dataset. */
  datasetId: uuid().references(() => datasets.id),
  /** `{ answers, overrides }`: the value of the chosen option by question, and what the producer says otherwise. */
  decisions: jsonb().notNull(),
  /** The understanding as it was made of the file under these decisions. */
  understanding: jsonb().notNull(),
  createdBy: uuid().references(() => accounts.id),
  createdAt: timestamp({ withTimezone: true }).notNull(),
  updatedAt: timestamp({ withTimezone: true }).notNull(),
});

/** How a dataset's files are read: confirmed once by its producer, used for the next file. */
export const mappings = pgTable('mappings', {
  datasetId: uuid()
    .primaryKey()
    .references(() => datasets.id),
  mapping: jsonb().notNull(),
  /** What was answered when it was confirmed: the same question of a later file is not asked again. */
  decisions: jsonb().notNull(),
  confirmedBy: uuid().references(() => accounts.id),
  confirmedAt: timestamp({ withTimezone: true }).notNull(),
});

export const loadOutcome = pgEnum('load_outcome', ['LOADED', 'REFUSED']);

/** What became of a load, also of one that was refused and left no release. */
export const loadReports = pgTable('load_reports', {
  id: uuid().primaryKey().defaultRandom(),
  datasetId: uuid()
    .notNull()
    .references(() => datasets.id),
  uploadId: uuid()
    .notNull()
    .references(() => uploads.id),
  releaseId: integer().references(() => releases.id),
  mode: loadMode().notNull(),
  outcome: loadOutcome().notNull(),
  rowsRead: integer().notNull(),
  rowsLoaded: integer().notNull(),
  rowsRejected: integer().notNull(),
  /** The first problems: `[{ row, column, id, en }]`. */
  problems: jsonb().notNull(),
  /** Plausibility against the release before: `[{ column, id, en }]`. */
  notes: jsonb().notNull(),
  /** Bytes of the file of rejected rows; 0 where none was rejected. */
  rejectBytes: bigint({ mode: 'number' }).notNull().default(0),
  loadedBy: uuid().references(() => accounts.id),
  at: timestamp({ withTimezone: true }).notNull(),
});

/** The rejected rows of a load as a CSV file, each with its reasons. */
export const rejectChunks = pgTable(
  'reject_chunks',
  {
    reportId: uuid()
      .notNull()
      .references(() => loadReports.id, { onDelete: 'cascade' }),
    sequence: integer().notNull(),
    data: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.sequence] })],
);
