import { bigint, doublePrecision, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { accounts } from './accounts.js';
import { datasets } from './cases.js';

/** In how many slow statements of all hubs a column chose or sorted rows, and how long these took. */
export const columnUses = pgTable(
  'column_uses',
  {
    datasetId: uuid()
      .notNull()
      .references(() => datasets.id),
    column: text().notNull(),
    uses: bigint({ mode: 'number' }).notNull(),
    milliseconds: doublePrecision().notNull(),
    since: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.datasetId, table.column] })],
);

/** Columns of which every release of a dataset gets an index, besides what each load indexes by itself. */
export const indexedColumns = pgTable(
  'indexed_columns',
  {
    datasetId: uuid()
      .notNull()
      .references(() => datasets.id),
    column: text().notNull(),
    acceptedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    acceptedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.datasetId, table.column] })],
);
