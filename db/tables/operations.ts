import { date, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** Operations that clients have sent, without any value. */
export const operations = pgTable('operations', {
  /** SHA-256 of the text, hex. */
  hash: text().primaryKey(),
  name: text(),
  /** With every literal replaced. */
  text: text().notNull(),
  /** `Type.field`, `Type.field.argument`, `Enum.VALUE`, `Input.field`. */
  coordinates: text().array().notNull(),
});

/** How often a client has sent an operation on a day. */
export const operationUses = pgTable(
  'operation_uses',
  {
    operation: text()
      .notNull()
      .references(() => operations.hash),
    /** As the client calls itself, by its key's or account's name where it does not; `anonymous` where nobody is signed in. */
    client: text().notNull(),
    /** As the client says; empty where it says none. */
    version: text().notNull(),
    /** `key:<id>`, `account:<id>`, or `anonymous`; empty of what was counted before it was told apart. */
    consumer: text().notNull(),
    /** Name of the key or official, and of its agency, as they were last. */
    owner: text(),
    day: date().notNull(),
    count: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.operation, table.client, table.version, table.consumer, table.day] }),
    index('operation_uses_day').on(table.day),
  ],
);
