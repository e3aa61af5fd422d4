import {
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { accounts } from './accounts.js';
import { agencies } from './agencies.js';
import { datasets } from './cases.js';
import { loadMode } from './releases.js';

/** Addresses outside that ADMIN allows although they are not public: a host, an IP address or a CIDR, and a port. */
export const allowedAddresses = pgTable(
  'allowed_addresses',
  {
    id: uuid().primaryKey().defaultRandom(),
    address: text().notNull(),
    port: integer().notNull(),
    reason: text().notNull(),
    allowedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    allowedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [unique('allowed_addresses_address').on(table.address, table.port)],
);

export const connectionKind = pgEnum('connection_kind', ['POSTGRESQL', 'MYSQL']);

/** A producer's database. The password lies sealed by the installation's key and is shown to nobody. */
export const connections = pgTable(
  'connections',
  {
    id: uuid().primaryKey().defaultRandom(),
    agency: text()
      .notNull()
      .references(() => agencies.slug),
    name: text().notNull(),
    kind: connectionKind().notNull(),
    host: text().notNull(),
    port: integer().notNull(),
    database: text().notNull(),
    username: text().notNull(),
    sealedPassword: text().notNull(),
    tls: boolean().notNull(),
    createdBy: uuid().references(() => accounts.id),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    /** When it last answered; null where it never did. */
    reachedAt: timestamp({ withTimezone: true }),
  },
  (table) => [unique('connections_name').on(table.agency, table.name)],
);

/** A table or view of a connection that fills a dataset, by itself where a rhythm is given. */
export const pulls = pgTable(
  'pulls',
  {
    datasetId: uuid()
      .primaryKey()
      .references(() => datasets.id),
    connectionId: uuid()
      .notNull()
      .references(() => connections.id),
    /** Schema (PostgreSQL) or database (MySQL) of the table. */
    schema: text().notNull(),
    table: text().notNull(),
    mode: loadMode().notNull(),
    /** A column that only grows: a pull asks for what lies beyond the watermark. */
    incrementalBy: text(),
    watermark: text(),
    /** Minutes between two pulls; null where pulls are started by hand alone. */
    everyMinutes: integer(),
    nextAt: timestamp({ withTimezone: true }),
    lastAt: timestamp({ withTimezone: true }),
    /** `{ ok, rows, release }` or `{ ok: false, code, id, en }`. */
    lastOutcome: jsonb(),
    createdBy: uuid().references(() => accounts.id),
  },
  (table) => [index('pulls_next').on(table.nextAt)],
);
