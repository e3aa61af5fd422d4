import { bigint, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { accounts } from './accounts.js';
import { erasures } from './audit.js';
import { cases } from './cases.js';
import { bytea } from './releases.js';

/**
 * A document of a case, a version each: handed in as text or file, or issued by the hub. Never changed; one that turns
 * out to be unfit is marked invalid.
 */
export const caseDocuments = pgTable(
  'case_documents',
  {
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    kind: text().notNull(),
    version: integer().notNull(),
    /** Step and attempt in which it was made. */
    step: text().notNull().default('SUBMIT'),
    attempt: integer().notNull().default(1),
    /** The text, where it is one; the remarks of a document that the hub issued. */
    body: text().notNull(),
    /** Number of a document that the hub issued: `0007/DISPOSISI/DISKOMINFO/2026`. */
    number: text(),
    filename: text(),
    mediaType: text().notNull().default('text/plain'),
    bytes: bigint({ mode: 'number' }).notNull().default(0),
    /** SHA-256 (hex) of the file's bytes, or of the text. */
    sha256: text().notNull().default(''),
    /** What an issued document says, as it was printed. */
    facts: jsonb(),
    createdBy: uuid().references(() => accounts.id),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    invalidatedBy: uuid().references(() => accounts.id),
    invalidatedAt: timestamp({ withTimezone: true }),
    invalidReason: text(),
    /** Set where its bytes were erased: it was the source file of what was. */
    erasureId: uuid().references(() => erasures.id),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.kind, table.version] })],
);

/** Bytes of the documents that are files. */
export const documentChunks = pgTable(
  'document_chunks',
  {
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    kind: text().notNull(),
    version: integer().notNull(),
    sequence: integer().notNull(),
    data: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.kind, table.version, table.sequence] })],
);

/** A document that was sent to a role, and who has acknowledged it. */
export const caseReports = pgTable('case_reports', {
  id: uuid().primaryKey().defaultRandom(),
  caseId: uuid()
    .notNull()
    .references(() => cases.id),
  kind: text().notNull(),
  version: integer().notNull(),
  role: text().notNull(),
  /** The agency, of a report to PRODUCER. */
  agency: text(),
  sentAt: timestamp({ withTimezone: true }).notNull(),
  acknowledgedBy: uuid().references(() => accounts.id),
  acknowledgedAt: timestamp({ withTimezone: true }),
});

/** Step 6, "arsip data": one bundle for each delivery, kept as it was made. */
export const archives = pgTable(
  'archives',
  {
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    /** Attempt at step 6. */
    attempt: integer().notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    sha256: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    /** Set where its bytes were erased: a bundle is sealed as a whole. */
    erasureId: uuid().references(() => erasures.id),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.attempt] })],
);

export const archiveChunks = pgTable(
  'archive_chunks',
  {
    caseId: uuid()
      .notNull()
      .references(() => cases.id),
    attempt: integer().notNull(),
    sequence: integer().notNull(),
    data: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.attempt, table.sequence] })],
);
