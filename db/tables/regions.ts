import { index, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';

export const regionLevel = pgEnum('region_level', ['PROVINCE', 'REGENCY', 'DISTRICT', 'VILLAGE']);

/** Kemendagri regions: 38 provinces, 514 regencies and cities, 7,285 districts, 83,762 villages. */
export const regions = pgTable(
  'regions',
  {
    code: text().primaryKey(),
    name: text().notNull(),
    level: regionLevel().notNull(),
    parentCode: text(),
  },
  (table) => [index('regions_parent').on(table.parentCode, table.code)],
);
