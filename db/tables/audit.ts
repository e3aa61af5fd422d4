import {
  bigserial,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { accounts } from './accounts.js';
import { datasets } from './cases.js';

export const auditKind = pgEnum('audit_kind', ['CHANGE', 'READ', 'SESSION']);

/** Who has changed what, and read what is RESTRICTED. Never changed; each entry carries the hash of the one before it. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    at: timestamp({ withTimezone: true }).notNull(),
    kind: auditKind().notNull(),
    /** `key:<id>`, `account:<id>`, `anonymous`, or `hub`. */
    actor: text().notNull(),
    actorName: text().notNull(),
    agency: text(),
    /** The mutation or route: `Mutation.suspendField`, `GET /exports`. */
    action: text().notNull(),
    /** What it was about, without any value: `dinkes_puskesmas`, a case's number. */
    subject: text(),
    facts: jsonb().notNull(),
    /** `OK`, or the code of the refusal. */
    outcome: text().notNull(),
    requestId: text().notNull(),
    previousHash: text().notNull(),
    hash: text().notNull().unique(),
  },
  (table) => [index('audit_entries_at').on(table.at)],
);

/** What is under way: it leaves with its entry of the audit. One that stays was cut off, and nobody knows how far it came. */
export const auditBegun = pgTable('audit_begun', {
  id: uuid().primaryKey().defaultRandom(),
  /** By the database's clock. */
  begunAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  /** The entry, but for its outcome. */
  entry: jsonb().notNull(),
});

export const erasureStatus = pgEnum('erasure_status', ['PROPOSED', 'ERASED', 'CANCELLED']);

/** A release or a column that is erased everywhere, by the own producer and DIVISION_HEAD together. Never deleted. */
export const erasures = pgTable('erasures', {
  id: uuid().primaryKey().defaultRandom(),
  datasetId: uuid()
    .notNull()
    .references(() => datasets.id),
  /** Number of the release, or null for a column of all of them. */
  release: integer(),
  column: text(),
  reason: text().notNull(),
  status: erasureStatus().notNull(),
  proposedBy: uuid()
    .notNull()
    .references(() => accounts.id),
  proposedAt: timestamp({ withTimezone: true }).notNull(),
  signedBy: uuid().references(() => accounts.id),
  signedAt: timestamp({ withTimezone: true }),
  cancelledBy: uuid().references(() => accounts.id),
  cancelledAt: timestamp({ withTimezone: true }),
  /** What was erased: `[{ kind, name, bytes, sha256 }]`. */
  erased: jsonb(),
});
