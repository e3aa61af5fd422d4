import { index, pgEnum, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** Kategori, golongan pokok, golongan, subgolongan, kelompok. */
export const businessLevel = pgEnum('business_level', ['CATEGORY', 'DIVISION', 'GROUP', 'CLASS', 'SUBCLASS']);

/** KBLI, an edition beside the other: the same code can mean something else in each. */
export const businessClasses = pgTable(
  'business_classes',
  {
    /** Year of the edition: `2020`. */
    edition: text().notNull(),
    /** `A`, `01`, `011`, `0111`, `01111`. */
    code: text().notNull(),
    title: text().notNull(),
    description: text(),
    level: businessLevel().notNull(),
    parentCode: text(),
  },
  (table) => [
    primaryKey({ columns: [table.edition, table.code] }),
    index('business_classes_parent').on(table.edition, table.parentCode, table.code),
  ],
);
