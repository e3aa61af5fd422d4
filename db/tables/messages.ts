import { bigint, bigserial, index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { accounts, actingKind } from './accounts.js';
import { cases } from './cases.js';

/**
 * What is said on a case beside its procedure, in order; never changed. Somebody's own words, as the texts of documents
 * are: no erasure could find a value that is quoted in them.
 */
export const caseMessages = pgTable(
  'case_messages',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' }),
    authorId: uuid()
      .notNull()
      .references(() => accounts.id),
    authorRole: text().notNull(),
    /** `PLT` or `PLH`, and the official for whom the author acted. */
    actingKind: actingKind(),
    onBehalfOf: uuid().references(() => accounts.id),
    text: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index('case_messages_case').on(table.caseId, table.id)],
);

/** Up to which message somebody has read a case. */
export const caseMessageReads = pgTable(
  'case_message_reads',
  {
    caseId: uuid()
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' }),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id),
    upTo: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.accountId] })],
);
