import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Perangkat daerah. The slug is fixed at registration: agencies are renamed and merged, names in the graph stay. */
export const agencies = pgTable('agencies', {
  slug: text().primaryKey(),
  name: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});
