import {
  bigint,
  customType,
  integer,
  jsonb,
  pgEnum,
  pgSchema,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { accounts } from './accounts.js';
import { agencies } from './agencies.js';
import { erasures } from './audit.js';
import { datasets } from './cases.js';

/** Holds one table a release; their shapes come from the definitions, so no migration knows them. */
export const hosted = pgSchema('hosted');

export const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

/** A file that was sent to `POST /uploads`; its bytes lie in `upload_chunks`. */
export const uploads = pgTable('uploads', {
  id: uuid().primaryKey().defaultRandom(),
  /** Null for a file of an official without an agency. */
  agency: text().references(() => agencies.slug),
  uploadedBy: uuid().references(() => accounts.id),
  filename: text().notNull(),
  bytes: bigint({ mode: 'number' }).notNull(),
  sha256: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  /** Set where its bytes were erased. */
  erasureId: uuid().references(() => erasures.id),
});

export const uploadChunks = pgTable(
  'upload_chunks',
  {
    uploadId: uuid()
      .notNull()
      .references(() => uploads.id, { onDelete: 'cascade' }),
    sequence: integer().notNull(),
    data: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.sequence] })],
);

export const releaseStatus = pgEnum('release_status', ['LIVE', 'SUPERSEDED']);

/** How a load stands to the release before: in its place, behind its rows, or over the rows of the same key. */
export const loadMode = pgEnum('load_mode', ['REPLACE', 'APPEND', 'UPSERT']);

/** One load of a dataset: a table of its own in the schema `hosted`, named `r<id>`. */
export const releases = pgTable(
  'releases',
  {
    id: serial().primaryKey(),
    datasetId: uuid()
      .notNull()
      .references(() => datasets.id),
    number: integer().notNull(),
    status: releaseStatus().notNull(),
    mode: loadMode().notNull().default('REPLACE'),
    /** `[{ name, type, key, reference, physical }]`: which physical column holds which column of the definition. */
    columns: jsonb().notNull(),
    rows: integer().notNull(),
    uploadId: uuid()
      .notNull()
      .references(() => uploads.id),
    loadedBy: uuid().references(() => accounts.id),
    loadedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** Set where its table was erased. */
    erasureId: uuid().references(() => erasures.id),
  },
  (table) => [unique('releases_number').on(table.datasetId, table.number)],
);
