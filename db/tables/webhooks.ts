import { sql } from 'drizzle-orm';
import {
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { agencies } from './agencies.js';

/** Where something of the graph is told to others; every hub may deliver, each delivery once. */
export const webhooks = pgTable('webhooks', {
  id: uuid().primaryKey().defaultRandom(),
  /** Null of the hub's own operators. */
  agency: text().references(() => agencies.slug),
  url: text().notNull(),
  /** `LAUNCH`, `CASE_STEP`, `DRIFT`, `GRANT`. */
  events: text().array().notNull(),
  /** The secret that deliveries are signed with, sealed. */
  secret: text().notNull(),
  createdBy: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
  endedAt: timestamp({ withTimezone: true }),
});

export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    webhookId: uuid()
      .notNull()
      .references(() => webhooks.id),
    event: text().notNull(),
    /** What the event is about, once for each webhook: `launch 12`. */
    subject: text().notNull(),
    payload: jsonb().notNull(),
    attempts: integer().notNull().default(0),
    /** Null once it was delivered or given up. */
    nextAt: timestamp({ withTimezone: true }),
    deliveredAt: timestamp({ withTimezone: true }),
    failure: text(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    uniqueIndex('webhook_deliveries_once').on(table.webhookId, table.subject),
    index('webhook_deliveries_due').on(table.nextAt).where(sql`${table.nextAt} is not null`),
  ],
);
