import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { accounts } from './accounts.js';
import { agencies } from './agencies.js';

/** A permohonan. `state` is the whole state that the transitions work on; the columns beside it are for queries. */
export const cases = pgTable(
  'cases',
  {
    id: uuid().primaryKey().defaultRandom(),
    year: integer().notNull(),
    sequence: integer().notNull(),
    number: text().notNull().unique(),
    agency: text()
      .notNull()
      .references(() => agencies.slug),
    title: text().notNull(),
    purpose: text().notNull(),
    /** Set at hand-over. */
    datasetId: uuid(),
    status: text().notNull(),
    step: text().notNull(),
    version: integer().notNull(),
    state: jsonb().notNull(),
    createdBy: uuid()
      .notNull()
      .references(() => accounts.id),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    unique('cases_year_sequence').on(table.year, table.sequence),
    index('cases_agency').on(table.agency),
    index('cases_dataset').on(table.datasetId),
  ],
);

/** What happened to a case, in order; never changed. */
export const caseEvents = pgTable(
  'case_events',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    version: integer().notNull(),
    action: text().notNull(),
    fromStep: text().notNull(),
    toStep: text().notNull(),
    /** True for what the SOP's text does not know (return to draft, refusal, cancellation). */
    outsideSop: boolean().notNull(),
    actorId: uuid()
      .notNull()
      .references(() => accounts.id),
    actorRole: text().notNull(),
    reason: text(),
    facts: jsonb().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [unique('case_events_version').on(table.caseId, table.version)],
);

export const caseDocuments = pgTable(
  'case_documents',
  {
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    kind: text().notNull(),
    version: integer().notNull(),
    body: text().notNull(),
    createdBy: uuid()
      .notNull()
      .references(() => accounts.id),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.kind, table.version] })],
);

export const fieldStatus = pgEnum('field_status', [
  'PROPOSED',
  'AGREED',
  'DECLINED',
  'DEFERRED',
  'LIVE',
  'CONFIRMED',
  'DISPUTED',
]);
export const accessClass = pgEnum('access_class', ['OPEN', 'RESTRICTED', 'CLOSED']);

/** A dataset from its hand-over on. */
export const datasets = pgTable(
  'datasets',
  {
    id: uuid().primaryKey().defaultRandom(),
    agency: text()
      .notNull()
      .references(() => agencies.slug),
    name: text().notNull(),
    title: text().notNull(),
    description: text().notNull(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [unique('datasets_name').on(table.agency, table.name)],
);

/** One column of a dataset with its status and class; written by the case's transitions alone. */
export const datasetFields = pgTable(
  'dataset_fields',
  {
    datasetId: uuid()
      .notNull()
      .references(() => datasets.id),
    name: text().notNull(),
    position: integer().notNull(),
    /** The column's definition as handed over. */
    definition: jsonb().notNull(),
    status: fieldStatus().notNull(),
    accessClass: accessClass().notNull(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    since: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.datasetId, table.name] })],
);
