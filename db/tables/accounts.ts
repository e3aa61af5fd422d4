import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  date,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
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
  /** argon2id, in its own encoded form; null until its owner has set a password by a one-time link. */
  passwordHash: text(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  createdBy: uuid().references((): AnyPgColumn => accounts.id),
  /** Set while nobody may sign in with it. */
  disabledAt: timestamp({ withTimezone: true }),
  disabledBy: uuid().references((): AnyPgColumn => accounts.id),
  disabledReason: text(),
});

/** Who holds which role, and since when: a role of the workflow counts once a head has confirmed it. Never deleted. */
export const accountRoles = pgTable(
  'account_roles',
  {
    id: uuid().primaryKey().defaultRandom(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id),
    role: role().notNull(),
    /** Dates in Jakarta, both included; no first date: from the beginning, no last date: until it is ended. */
    fromDate: date(),
    toDate: date(),
    /** Null: by the installation itself. */
    grantedBy: uuid().references(() => accounts.id),
    grantedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    confirmedBy: uuid().references(() => accounts.id),
    confirmedAt: timestamp({ withTimezone: true }),
    endedBy: uuid().references(() => accounts.id),
    endedAt: timestamp({ withTimezone: true }),
    /** Why it was ended. */
    reason: text(),
  },
  (table) => [
    uniqueIndex('account_roles_held').on(table.accountId, table.role).where(sql`${table.endedAt} is null`),
  ],
);

/** Links by which somebody sets a password, once. */
export const passwordLinks = pgTable(
  'password_links',
  {
    /** SHA-256 of the token. */
    tokenHash: text().primaryKey(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id),
    /** Null: by the installation itself. */
    createdBy: uuid().references(() => accounts.id),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    usedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index('password_links_account').on(table.accountId)],
);

/** Failed attempts to sign in, by account and by address. */
export const loginAttempts = pgTable('login_attempts', {
  /** `account:` or `address:`, and a SHA-256 of the name. */
  subject: text().primaryKey(),
  failures: integer().notNull(),
  windowStart: timestamp({ withTimezone: true }).notNull(),
});

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
    /** The end whatever happens; an idle session ends before. */
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    lastSeenAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('sessions_account').on(table.accountId)],
);

/** "Akun" of step 5: the credentials of a consuming application, or of a producer's own system. */
export const serviceKeys = pgTable('service_keys', {
  id: text().primaryKey(),
  name: text().notNull(),
  agency: text().references(() => agencies.slug),
  /** `read`, `export`, `publish`; the first two also of an agency or a dataset alone: `read:dinkes_puskesmas`. */
  scopes: text().array().notNull(),
  /** SHA-256 of the secret half. */
  secretHash: text().notNull(),
  /** The secret before the last rotation, and until when it is still taken. */
  previousHash: text(),
  previousUntil: timestamp({ withTimezone: true }),
  /** Whether it may send nothing but the operations that are trusted for it. */
  trustedOnly: boolean().notNull().default(false),
  /** Who made it and answers for it; null: by the installation itself. */
  ownerId: uuid().references(() => accounts.id),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  expiresAt: timestamp({ withTimezone: true }),
  lastUsedAt: timestamp({ withTimezone: true }),
  revokedAt: timestamp({ withTimezone: true }),
  revokedBy: uuid().references(() => accounts.id),
  revokedReason: text(),
});

/** Operations that are trusted for a key. */
export const trustedOperations = pgTable(
  'trusted_operations',
  {
    keyId: text()
      .notNull()
      .references(() => serviceKeys.id),
    /** SHA-256 of the text, hex. */
    hash: text().notNull(),
    text: text().notNull(),
    registeredBy: uuid().references(() => accounts.id),
    registeredAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.keyId, table.hash] })],
);

/** Queries that somebody keeps for himself: in their literals is what he has typed, so that they end with his account. */
export const savedQueries = pgTable(
  'saved_queries',
  {
    id: uuid().primaryKey().defaultRandom(),
    accountId: uuid()
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    document: text().notNull(),
    savedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [uniqueIndex('saved_queries_name').on(table.accountId, table.name)],
);

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
