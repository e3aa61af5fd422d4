import DataLoader from 'dataloader';
import { and, asc, count, eq, gt, ilike, inArray, isNull, type SQL } from 'drizzle-orm';
import { agencies } from '../../db/tables/agencies.js';
import { regions } from '../../db/tables/regions.js';
import { once, type RequestContext } from '../context.js';
import { forwardPage, pageSize } from '../paging.js';
import type { Agency, Region, RegionConnection, RegionLevel } from './types.js';

export interface RegionFilter {
  readonly parent?: string | null;
  readonly level?: RegionLevel | null;
  readonly search?: string | null;
}

export function findRegion(context: RequestContext, code: string): Promise<Region | null> {
  return once(context, 'reference.regions', () => {
    return new DataLoader<string, Region | null>(async (codes) => {
      const rows = await context.reads.db
        .select()
        .from(regions)
        .where(inArray(regions.code, [...codes]));
      const byCode = new Map(rows.map((row) => [row.code, row as Region]));
      return codes.map((code) => byCode.get(code) ?? null);
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

function conditions({ parent, level, search }: RegionFilter): SQL[] {
  const where: SQL[] = [];
  if (parent === '') where.push(isNull(regions.parentCode));
  else if (parent) where.push(eq(regions.parentCode, parent));
  if (level) where.push(eq(regions.level, level));
  if (search) where.push(ilike(regions.name, `%${search.replace(/[\\%_]/g, '\\$&')}%`));
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
