import { sql } from 'drizzle-orm';
import {
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { accounts } from './accounts.js';
import { cases } from './cases.js';

/** Days without work besides Saturdays and Sundays. */
export const holidays = pgTable('holidays', {
  date: date().primaryKey(),
  /** `HOLIDAY` or `COLLECTIVE_LEAVE` (cuti bersama). */
  kind: text().notNull(),
  name: text().notNull(),
  /** The decree by number and date. */
  source: text().notNull(),
});

/** Every change of the table of holidays, with what the day was before and after; null where it was none. */
export const holidayChanges = pgTable('holiday_changes', {
  id: serial().primaryKey(),
  date: date().notNull(),
  before: jsonb(),
  after: jsonb(),
  reason: text().notNull(),
  changedBy: uuid()
    .notNull()
    .references(() => accounts.id),
  at: timestamp({ withTimezone: true }).notNull(),
});

/** One attempt at one step, from its opening to its completion. */
export const caseSteps = pgTable(
  'case_steps',
  {
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    step: text().notNull(),
    attempt: integer().notNull(),
    /** The role that a lateness is charged to. */
    chargedTo: text().notNull(),
    openedAt: timestamp({ withTimezone: true }).notNull(),
    /** Due at the end (24:00 WIB) of this date; null without a limit, or before the application is complete. */
    dueOn: date(),
    completedAt: timestamp({ withTimezone: true }),
    /** Working days, fixed at completion. */
    lateDays: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.caseId, table.step, table.attempt] }),
    index('case_steps_due').on(table.dueOn).where(sql`${table.completedAt} is null`),
  ],
);

/** Deadlines that a change of the table of holidays has moved. */
export const deadlineMoves = pgTable(
  'deadline_moves',
  {
    changeId: integer()
      .notNull()
      .references(() => holidayChanges.id),
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    step: text().notNull(),
    attempt: integer().notNull(),
    oldDue: date().notNull(),
    newDue: date().notNull(),
  },
  (table) => [primaryKey({ columns: [table.changeId, table.caseId, table.step, table.attempt] })],
);

/** A failure against mutu baku. Its life is in the case's events; nothing deletes one. */
export const deviations = pgTable(
  'deviations',
  {
    id: uuid().primaryKey().defaultRandom(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    step: text().notNull(),
    attempt: integer().notNull(),
    kind: text().notNull(),
    chargedTo: text().notNull(),
    /** `OPEN`, `ACCOUNTED`, `RETURNED`, `ACCEPTED`, `STATED`, `CORRECTED`. */
    status: text().notNull(),
    openedAt: timestamp({ withTimezone: true }).notNull(),
    /** Working days, of a TIME deviation; final once the step is completed. */
    lateDays: integer(),
    /** What happened: the document that was missing, the columns that were contested, who had not signed. */
    facts: jsonb().notNull(),
    /** The wrong record that this one corrects. */
    corrects: uuid(),
    cause: text(),
    correction: text(),
    evidence: text(),
    accountedBy: uuid().references(() => accounts.id),
    accountedAt: timestamp({ withTimezone: true }),
    judgedBy: uuid().references(() => accounts.id),
    judgedAt: timestamp({ withTimezone: true }),
    judgement: text(),
  },
  (table) => [
    uniqueIndex('deviations_time')
      .on(table.caseId, table.step, table.attempt)
      .where(sql`${table.kind} = 'TIME' and ${table.corrects} is null`),
    index('deviations_case').on(table.caseId),
  ],
);

/** Mails to officials about a step, one each; only where an operator has configured SMTP. */
export const mails = pgTable(
  'mails',
  {
    /** `OPENED`, `REMINDER` or `OVERDUE`. */
    kind: text().notNull(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    step: text().notNull(),
    attempt: integer().notNull(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id),
    queuedAt: timestamp({ withTimezone: true }).notNull(),
    sentAt: timestamp({ withTimezone: true }),
    tries: integer().notNull().default(0),
    /** Why the last try failed. */
    error: text(),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.caseId, table.step, table.attempt, table.accountId] }),
  ],
);
