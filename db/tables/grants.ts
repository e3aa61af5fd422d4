import { sql } from 'drizzle-orm';
import {
  date,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { accounts, role, serviceKeys } from './accounts.js';
import { datasets } from './cases.js';

export const grantStatus = pgEnum('grant_status', [
  'REQUESTED',
  'GRANTED',
  'REFUSED',
  'CANCELLED',
  'WITHDRAWN',
]);

/** What a consumer has asked to read of a RESTRICTED dataset, and what became of it. Never deleted. */
export const grants = pgTable(
  'grants',
  {
    id: uuid().primaryKey().defaultRandom(),
    datasetId: uuid()
      .notNull()
      .references(() => datasets.id),
    /** Names of columns; null: all that are RESTRICTED, those to come included. */
    columns: text().array(),
    /** Who reads: a key, or an account itself; one of the two. */
    keyId: text().references(() => serviceKeys.id),
    accountId: uuid().references(() => accounts.id),
    purpose: text().notNull(),
    /** Last day, in Jakarta, itself included. */
    untilDate: date().notNull(),
    requestedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    requestedAt: timestamp({ withTimezone: true }).notNull(),
    status: grantStatus().notNull(),
    decidedBy: uuid().references(() => accounts.id),
    /** In which role: the owning PRODUCER, or TECHNICAL_TEAM where it is delegated. */
    decidedAs: role(),
    decidedAt: timestamp({ withTimezone: true }),
    /** Of the decision. */
    reason: text(),
    endedBy: uuid().references(() => accounts.id),
    endedAt: timestamp({ withTimezone: true }),
    endReason: text(),
  },
  (table) => [
    index('grants_dataset').on(table.datasetId),
    index('grants_key').on(table.keyId).where(sql`${table.status} = 'GRANTED'`),
    index('grants_account').on(table.accountId).where(sql`${table.status} = 'GRANTED'`),
  ],
);

/** Datasets whose requests the technical team decides in the producer's place. */
export const grantDelegations = pgTable('grant_delegations', {
  datasetId: uuid()
    .primaryKey()
    .references(() => datasets.id),
  delegatedBy: uuid()
    .notNull()
    .references(() => accounts.id),
  delegatedAt: timestamp({ withTimezone: true }).notNull(),
});

/** How often somebody has read a dataset on a day. */
export const datasetUses = pgTable(
  'dataset_uses',
  {
    datasetId: uuid()
      .notNull()
      .references(() => datasets.id),
    day: date().notNull(),
    /** `key:<id>`, `account:<id>`, or `anonymous`. */
    consumer: text().notNull(),
    queries: integer().notNull(),
    exports: integer().notNull(),
    /** Those of them that read RESTRICTED columns. */
    restricted: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.datasetId, table.day, table.consumer] })],
);
