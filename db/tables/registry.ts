import { sql } from 'drizzle-orm';
import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { accounts } from './accounts.js';
import { agencies } from './agencies.js';
import { datasets } from './cases.js';

export const subgraphKind = pgEnum('subgraph_kind', ['LOCAL', 'HOSTED', 'REMOTE']);

export const subgraphs = pgTable('subgraphs', {
  name: text().primaryKey(),
  kind: subgraphKind().notNull(),
  agency: text().references(() => agencies.slug),
  datasetId: uuid().references(() => datasets.id),
  /** The version to compose; null takes the subgraph out of the graph. */
  currentVersion: integer(),
  /** Where a remote subgraph answers. */
  url: text(),
  /** Why a remote subgraph is asked nothing until it is looked into, in words for people; null where it is not. */
  quarantine: text(),
  quarantinedAt: timestamp({ withTimezone: true }),
  /** What callers are told while its agency works on it, and until when. */
  maintenance: text(),
  maintenanceUntil: timestamp({ withTimezone: true }),
});

export const subgraphVersions = pgTable(
  'subgraph_versions',
  {
    subgraph: text()
      .notNull()
      .references(() => subgraphs.name),
    version: integer().notNull(),
    sdl: text().notNull(),
    hash: text().notNull(),
    publishedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** Name of the key or official that published it; null where the hub itself did. */
    publishedBy: text(),
    url: text(),
  },
  (table) => [primaryKey({ columns: [table.subgraph, table.version] })],
);

/** Composed supergraphs, the newest of which every hub serves. */
export const supergraphs = pgTable('supergraphs', {
  id: bigserial({ mode: 'number' }).primaryKey(),
  sdl: text().notNull(),
  hash: text().notNull(),
  /** `{ name: version }` of every subgraph in it. */
  members: jsonb().notNull(),
  composedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  /** The earlier supergraph to which a rollback went back. */
  rollbackOf: integer(),
});

/** Every attempt to compose or to swap, with its errors where it failed. */
export const launches = pgTable('launches', {
  id: bigserial({ mode: 'number' }).primaryKey(),
  supergraphId: integer(),
  members: jsonb().notNull(),
  errors: jsonb().notNull(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  /** Findings of the check that let its versions in, and milliseconds that composing took. */
  findings: jsonb().notNull().default([]),
  milliseconds: integer(),
  /** Who set it off, and why; null where the hub itself did. */
  by: text(),
  reason: text(),
});

export const proposalStatus = pgEnum('proposal_status', ['WAITING', 'RETURNED', 'PUBLISHED', 'WITHDRAWN']);

/** Changes of remote subgraphs that wait for the technical team; one open proposal a set of subgraphs. */
export const proposals = pgTable(
  'proposals',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    agency: text()
      .notNull()
      .references(() => agencies.slug),
    /** `[{ name, sdl, url, base }]`; `base` is the version that it was made on, null of a new subgraph. */
    subgraphs: jsonb().notNull(),
    /** Hash of `subgraphs`: what an approval is of. */
    hash: text().notNull(),
    status: proposalStatus().notNull().default('WAITING'),
    /** The findings as they were when it was last checked. */
    findings: jsonb().notNull(),
    /** Key id or account id, and name, of the publisher. */
    publisher: text().notNull(),
    publisherName: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    index('proposals_open').on(table.agency).where(sql`${table.status} in ('WAITING', 'RETURNED')`),
  ],
);

export const reviewDecision = pgEnum('review_decision', ['APPROVE', 'RETURN']);

/** What a reviewer has said of a proposal as it was then; never changed. */
export const proposalReviews = pgTable(
  'proposal_reviews',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    proposalId: integer().notNull(),
    /** Of the proposal as it was reviewed. */
    hash: text().notNull(),
    reviewerId: uuid()
      .notNull()
      .references(() => accounts.id),
    decision: reviewDecision().notNull(),
    reason: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [uniqueIndex('proposal_reviews_one').on(table.proposalId, table.hash, table.reviewerId)],
);

/** A finding that the technical team has accepted for a coordinate, with who signed it and why. */
export const acceptedFindings = pgTable(
  'accepted_findings',
  {
    subgraph: text()
      .notNull()
      .references(() => subgraphs.name),
    rule: text().notNull(),
    coordinate: text().notNull(),
    reason: text().notNull(),
    signerId: uuid()
      .notNull()
      .references(() => accounts.id),
    proposalId: integer().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.subgraph, table.rule, table.coordinate] })],
);

/** An agency's consent that a subgraph of another one contributes to these coordinates of its own types. */
export const consents = pgTable('consents', {
  id: bigserial({ mode: 'number' }).primaryKey(),
  owner: text()
    .notNull()
    .references(() => agencies.slug),
  subgraph: text().notNull(),
  coordinates: text().array().notNull(),
  reason: text().notNull(),
  signerId: uuid()
    .notNull()
    .references(() => accounts.id),
  at: timestamp({ withTimezone: true }).notNull(),
  withdrawnAt: timestamp({ withTimezone: true }),
});

/** How a remote subgraph did when the hub last looked. */
export const subgraphHealth = pgTable('subgraph_health', {
  subgraph: text()
    .primaryKey()
    .references(() => subgraphs.name),
  checkedAt: timestamp({ withTimezone: true }).notNull(),
  healthy: boolean().notNull(),
  milliseconds: integer().notNull(),
  /** The code of what failed. */
  failure: text(),
  /** Hash of the SDL that it says it has. */
  hash: text(),
});
