import { boolean, pgTable, timestamp, uuid } from 'drizzle-orm/pg-core';
import { accounts } from './accounts.js';
import { cases, datasets } from './cases.js';

/** The released flag (Penyebarluasan Data): asked by the own producer, set by the division head. */
export const publications = pgTable('publications', {
  datasetId: uuid()
    .primaryKey()
    .references(() => datasets.id),
  /** The dataset's case at the time: the flag holds for that one alone, not for a later case under the same name. */
  caseId: uuid()
    .notNull()
    .references(() => cases.id),
  released: boolean().notNull(),
  requestedBy: uuid()
    .notNull()
    .references(() => accounts.id),
  requestedAt: timestamp({ withTimezone: true }).notNull(),
  decidedBy: uuid().references(() => accounts.id),
  decidedAt: timestamp({ withTimezone: true }),
});
