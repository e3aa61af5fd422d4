import { sql } from 'drizzle-orm';
import {
  bigserial,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { accounts, actingKind, serviceKeys } from './accounts.js';
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
    /** `NEW` or `CHANGE`; a CHANGE names the finished case that it changes. */
    kind: text().notNull().default('NEW'),
    previousCaseId: uuid(),
    /** Number of the SOP under which the case began, and under which it ends. */
    procedure: text().notNull().default('00.8.3.3/114.3/424.084/2024'),
    /** `SHARES`, `USES` or `BOTH`: a recorded fact of the application. */
    direction: text().notNull().default('SHARES'),
    /** `[{ name, position, reach }]` */
    contacts: jsonb().notNull().default([]),
    /** Set at hand-over; of a CHANGE from the draft on. */
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

/**
 * What happened to a case, in order; never changed. Transitions raise the case's version, records of deviations and
 * of the hub itself do not. Each event carries the hash of the one before it, over all cases.
 */
export const caseEvents = pgTable(
  'case_events',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    version: integer().notNull(),
    transition: boolean().notNull().default(true),
    action: text().notNull(),
    fromStep: text().notNull(),
    toStep: text().notNull(),
    /** True for what the SOP's text does not know (return to draft, refusal, cancellation). */
    outsideSop: boolean().notNull(),
    /** Null where the hub itself records: a deadline that has passed, a field that leaves. */
    actorId: uuid().references(() => accounts.id),
    actorRole: text().notNull(),
    /** `PLT` or `PLH`, and the official for whom the actor acted. */
    actingKind: actingKind(),
    onBehalfOf: uuid().references(() => accounts.id),
    reason: text(),
    facts: jsonb().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    previousHash: text(),
    hash: text(),
  },
  (table) => [
    uniqueIndex('case_events_version').on(table.caseId, table.version).where(sql`${table.transition}`),
    index('case_events_case').on(table.caseId),
    // What the heads' figures count.
    index('case_events_counted')
      .on(table.action, table.caseId, table.at)
      .where(sql`${table.transition} and ${table.action} in ('SUBMIT', 'REJECT', 'CONTEST')`),
  ],
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
    /** Replaced or dropped by a CHANGE that is delivered: it leaves the graph on this date. */
    leavesOn: date(),
    /** The column that takes its place; null where it was dropped. */
    replacedBy: text(),
  },
  (table) => [
    primaryKey({ columns: [table.datasetId, table.name] }),
    index('dataset_fields_case').on(table.caseId),
  ],
);

/** Answers of transitions that were sent with an `Idempotency-Key`: the same request is answered with them again. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    accountId: uuid()
      .notNull()
      .references(() => accounts.id),
    key: text().notNull(),
    requestHash: text().notNull(),
    /** The case as the first answer had it. */
    answer: jsonb().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.key] })],
);

/** Access that a case which uses data asks for at PROVISION: one restricted, agreed column for one service key. */
export const grantRequests = pgTable(
  'grant_requests',
  {
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    datasetId: uuid()
      .notNull()
      .references(() => datasets.id),
    column: text().notNull(),
    keyId: text()
      .notNull()
      .references(() => serviceKeys.id),
    purpose: text().notNull(),
    requestedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.datasetId, table.column, table.keyId] })],
);
