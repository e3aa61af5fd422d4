import DataLoader from 'dataloader';
import { and, asc, count, eq, gt, ilike, inArray, isNull, like, type SQL } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Database } from '../../db/client.js';
import { agencies } from '../../db/tables/agencies.js';
import { regions } from '../../db/tables/regions.js';
import { once, type RequestContext } from '../context.js';
import { forwardPage, pageSize } from '../paging.js';
import type { Agency, Region, RegionConnection, RegionLevel } from './types.js';

export interface RegionFilter {
  readonly parent?: string | null;
  readonly level?: RegionLevel | null;
  /** A region that they lie in, at any level. */
  readonly within?: string | null;
  readonly search?: string | null;
}

/** Regions come with the hub and stay as they are while it runs: what was read of them once is kept. */
interface KeptRegions {
  readonly byCode: LRUCache<string, Region>;
  readonly pages: LRUCache<string, RegionConnection>;
}

const MAX_REGIONS = 20_000;
const kept = new WeakMap<Database, KeptRegions>();

function keptOf({ reads }: RequestContext): KeptRegions {
  let known = kept.get(reads);
  if (!known) {
    known = {
      byCode: new LRUCache({ max: MAX_REGIONS }),
      pages: new LRUCache({ maxSize: MAX_REGIONS, sizeCalculation: ({ nodes }) => nodes.length + 1 }),
    };
    kept.set(reads, known);
  }
  return known;
}

export function findRegion(context: RequestContext, code: string): Promise<Region | null> {
  const { byCode } = keptOf(context);
  const known = byCode.get(code);
  if (known) return Promise.resolve(known);
  return once(context, 'reference.regions', () => {
    return new DataLoader<string, Region | null>(async (codes) => {
      const rows = await context.reads.db
        .select()
        .from(regions)
        .where(inArray(regions.code, [...codes]));
      for (const row of rows) byCode.set(row.code, row as Region);
      const found = new Map(rows.map((row) => [row.code, row as Region]));
      return codes.map((one) => found.get(one) ?? null);
    });
  }).load(code);
}

/** A page of regions in the order of their codes. */
export async function listRegions(
  context: RequestContext,
  filter: RegionFilter,
  first: number | null | undefined,
  after: string | null | undefined,
): Promise<RegionConnection> {
  const size = pageSize(first);
  const where = conditions(filter);
  const { db } = context.reads;
  const [rows, [total]] = await Promise.all([
    db
      .select()
      .from(regions)
      .where(and(...where, after ? gt(regions.code, after) : undefined))
      .orderBy(asc(regions.code))
      .limit(size + 1),
    db
      .select({ rows: count() })
      .from(regions)
      .where(and(...where)),
  ]);
  const page = forwardPage(rows as Region[], size, after, (row) => row.code);
  return { ...page, totalCount: total?.rows ?? 0 };
}

/** The regions just below one; all regions of a request that ask for the same page share two statements. */
export function listChildren(
  context: RequestContext,
  parent: string,
  first: number | null | undefined,
  after: string | null | undefined,
): Promise<RegionConnection> {
  const size = pageSize(first);
  const { sql } = context.reads;
  const { pages } = keptOf(context);
  const keyOf = (code: string): string => `${code} ${size} ${after ?? ''}`;
  const known = pages.get(keyOf(parent));
  if (known) return Promise.resolve(known);
  return once(context, `reference.children ${size} ${after ?? ''}`, () => {
    return new DataLoader<string, RegionConnection>(async (parents) => {
      const [rows, totals] = await Promise.all([
        sql<Region[]>`
          select child.* from unnest(${[...parents]}::text[]) as parent(code) cross join lateral (
            select code, name, level, parent_code as "parentCode" from regions
            where parent_code = parent.code and code > ${after ?? ''} order by code limit ${size + 1}
          ) as child order by child.code`,
        sql<{ parent: string; total: number }[]>`
          select parent_code as parent, count(*)::integer as total from regions
          where parent_code = any(${[...parents]}::text[]) group by parent_code`,
      ]);
      const below = new Map(parents.map((code) => [code, [] as Region[]]));
      for (const row of rows) below.get(row.parentCode ?? '')?.push(row);
      const totalOf = new Map(totals.map(({ parent, total }) => [parent, total]));
      return parents.map((code) => {
        const page = forwardPage(below.get(code) ?? [], size, after, (row) => row.code);
        const connection = { ...page, totalCount: totalOf.get(code) ?? 0 };
        // What nobody has, anybody can ask for: it is not kept.
        if (connection.nodes.length > 0) pages.set(keyOf(code), connection);
        return connection;
      });
    });
  }).load(parent);
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

function conditions({ parent, level, within, search }: RegionFilter): SQL[] {
  const where: SQL[] = [];
  if (parent === '') where.push(isNull(regions.parentCode));
  else if (parent) where.push(eq(regions.parentCode, parent));
  if (level) where.push(eq(regions.level, level));
  // Codes grow by a dot and digits from level to level.
  if (within) where.push(like(regions.code, `${escaped(within)}.%`));
  if (search) where.push(ilike(regions.name, `%${escaped(search)}%`));
  return where;
}

export function findAgency(context: RequestContext, slug: string): Promise<Agency | null> {
  return once(context, 'reference.agencies', () => {
    return new DataLoader<string, Agency | null>(async (slugs) => {
      const rows = await context.reads.db
        .select()
        .from(agencies)
        .where(inArray(agencies.slug, [...slugs]));
      const bySlug = new Map(rows.map((row) => [row.slug, row]));
      return slugs.map((slug) => bySlug.get(slug) ?? null);
    });
  }).load(slug);
}

export function listAgencies(context: RequestContext): Promise<Agency[]> {
  return context.reads.db.select().from(agencies).orderBy(asc(agencies.slug));
}
