import { pgTable, text } from 'drizzle-orm/pg-core';

/** Facts about this installation: fixed at its first start (`secret_fingerprint`, `mode`), or how far a job has come. */
export const settings = pgTable('settings', {
  key: text().primaryKey(),
  value: text().notNull(),
});
