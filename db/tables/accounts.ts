import { date, index, pgEnum, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { agencies } from './agencies.js';

export const role = pgEnum('role', [
  'PRODUCER',
  'TECHNICAL_TEAM',
  'DIVISION_HEAD',
  'DEPARTMENT_HEAD',
  'CONSUMER',
  'ADMIN',
]);

export const accounts = pgTable('accounts', {
  id: uuid().primaryKey().defaultRandom(),
  username: text().notNull().unique(),
  name: text().notNull(),
  agency: text().references(() => agencies.slug),
  /** Jabatan and NIP, as signature blocks print them. */
  position: text(),
  nip: text(),
  email: text(),
  /** argon2id, in its own encoded form. */
  passwordHash: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

export const accountRoles = pgTable(
  'account_roles',
  {
    accountId: uuid()
      .notNull()
      .references(() => accounts.id),
    role: role().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.role] })],
);

export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey().defaultRandom(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id),
    /** SHA-256 of the token; the token itself is never stored. */
    tokenHash: text().notNull().unique(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index('sessions_account').on(table.accountId)],
);

/** "Akun" of step 5: the credentials of a consuming application, or of a producer's own system. */
export const serviceKeys = pgTable('service_keys', {
  id: text().primaryKey(),
  name: text().notNull(),
  agency: text().references(() => agencies.slug),
  /** `read`, `publish`. */
  scopes: text().array().notNull(),
  /** SHA-256 of the secret half. */
  secretHash: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  expiresAt: timestamp({ withTimezone: true }),
  revokedAt: timestamp({ withTimezone: true }),
});

export const actingKind = pgEnum('acting_kind', ['PLT', 'PLH']);

/** Plt./Plh.: who acts for whom, from the first to the last date (inclusive, Asia/Jakarta). Never deleted. */
export const actingAppointments = pgTable(
  'acting_appointments',
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: actingKind().notNull(),
    role: role().notNull(),
    /** The official who is replaced. */
    replacedId: uuid()
      .notNull()
      .references(() => accounts.id),
    actingId: uuid()
      .notNull()
      .references(() => accounts.id),
    fromDate: date().notNull(),
    toDate: date().notNull(),
    reason: text().notNull(),
    appointedBy: uuid()
      .notNull()
      .references(() => accounts.id),
    appointedAt: timestamp({ withTimezone: true }).notNull(),
    /** Set where it was ended before its last date. */
    endedBy: uuid().references(() => accounts.id),
    endedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index('acting_appointments_acting').on(table.actingId)],
);
