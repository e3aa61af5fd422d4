import { boolean, pgTable, timestamp, uuid } from 'drizzle-orm/pg-core';
import { accounts } from './accounts.js';
import { datasets } from './cases.js';

/** The released flag (Penyebarluasan Data): asked by the own producer, set by the division head. */
export const publications = pgTable('publications', {
  datasetId: uuid()
    .primaryKey()
    .references(() => datasets.id),
  released: boolean().notNull(),
  requestedBy: uuid()
    .notNull()
    .references(() => accounts.id),
  requestedAt: timestamp({ withTimezone: true }).notNull(),
  decidedBy: uuid().references(() => accounts.id),
  decidedAt: timestamp({ withTimezone: true }),
});
