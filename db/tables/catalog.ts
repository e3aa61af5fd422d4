import { boolean, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
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

/** Facts about a dataset as a whole that its producer keeps true without a case. */
export const datasetFacts = pgTable('dataset_facts', {
  datasetId: uuid()
    .primaryKey()
    .references(() => datasets.id),
  /** How often a new release is promised: `MONTHLY`, … */
  cadence: text(),
  /** Region, period and population that the data cover. */
  coverage: text(),
  /** Who answers questions, and how to reach them. */
  contact: text(),
  /** Under which terms the data may be used: `CC BY 4.0`. */
  licence: text(),
  updatedBy: uuid().references(() => accounts.id),
  updatedAt: timestamp({ withTimezone: true }).notNull(),
});
