import { pgTable, text } from 'drizzle-orm/pg-core';

/** Facts about this installation that are fixed at its first start: `secret_fingerprint`, `mode`. */
export const settings = pgTable('settings', {
  key: text().primaryKey(),
  value: text().notNull(),
});
