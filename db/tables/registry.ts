import {
  bigserial,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { agencies } from './agencies.js';
import { datasets } from './cases.js';

export const subgraphKind = pgEnum('subgraph_kind', ['LOCAL', 'HOSTED']);

export const subgraphs = pgTable('subgraphs', {
  name: text().primaryKey(),
  kind: subgraphKind().notNull(),
  agency: text().references(() => agencies.slug),
  datasetId: uuid().references(() => datasets.id),
  /** The version to compose; null takes the subgraph out of the graph. */
  currentVersion: integer(),
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
});

/** Every attempt to compose or to swap, with its errors where it failed. */
export const launches = pgTable('launches', {
  id: bigserial({ mode: 'number' }).primaryKey(),
  supergraphId: integer(),
  members: jsonb().notNull(),
  errors: jsonb().notNull(),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
});
