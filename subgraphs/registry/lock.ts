import { sql } from 'drizzle-orm';

/** Held while versions or supergraphs are written, and never while anything is composed. */
export const REGISTRY_LOCK = sql`select pg_advisory_xact_lock(7214004)`;

/** Held by the one hub that composes. */
export const COMPOSING = 7214020;

/** Held by the one hub that looks at remote subgraphs. */
export const LOOKING = 7214021;
