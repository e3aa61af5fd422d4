import DataLoader from 'dataloader';
import { and, asc, count, eq, gt, ilike, isNull, type SQL, sql } from 'drizzle-orm';
import { businessClasses } from '../../../db/tables/business-classes.js';
import { once, type RequestContext } from '../../context.js';
import { forwardPage, pageSize } from '../../paging.js';
import type { BusinessLevel } from './edition.js';
import type { BusinessClass, BusinessClassConnection } from './types.js';

export interface BusinessFilter {
  readonly edition: string;
  /** A code; '' for the categories. */
  readonly parent: string | null;
  readonly level: BusinessLevel | null;
  readonly search: string | null;
}

type Row = typeof businessClasses.$inferSelect;

const idOf = ({ edition, code }: Pick<Row, 'edition' | 'code'>): string => `${edition}:${code}`;
const shown = (row: Row): BusinessClass => ({ ...row, id: idOf(row) });

/** The class with this id, `2020:47111`; null where there is none. */
export function findBusinessClass(context: RequestContext, id: string): Promise<BusinessClass | null> {
  return once(context, 'reference.business', () => {
    return new DataLoader<string, BusinessClass | null>(async (ids) => {
      const pairs = ids.map((one) => one.split(':', 2));
      const rows = await context.reads.db
        .select()
        .from(businessClasses)
        .where(
          sql`(${businessClasses.edition}, ${businessClasses.code}) in (select * from unnest(
            ${textArray(pairs.map(([edition]) => edition ?? ''))}, ${textArray(pairs.map(([, code]) => code ?? ''))}))`,
        );
      const byId = new Map(rows.map((row) => [idOf(row), shown(row)]));
      return ids.map((one) => byId.get(one) ?? null);
    });
  }).load(id);
}

/** One parameter: drizzle writes out an array as so many of them. */
const textArray = (texts: readonly string[]): SQL => sql`${sql.param([...texts])}::text[]`;

/** A page of an edition's classes in the order of their codes. */
export async function listBusinessClasses(
  context: RequestContext,
  filter: BusinessFilter,
  first: number | null | undefined,
  after: string | null | undefined,
): Promise<BusinessClassConnection> {
  const size = pageSize(first);
  const where = conditions(filter);
  const { db } = context.reads;
  const [rows, [total]] = await Promise.all([
    db
      .select()
      .from(businessClasses)
      .where(and(...where, after ? gt(businessClasses.code, after) : undefined))
      .orderBy(asc(businessClasses.code))
      .limit(size + 1),
    db
      .select({ rows: count() })
      .from(businessClasses)
      .where(and(...where)),
  ]);
  const page = forwardPage(rows.map(shown), size, after, ({ code }) => code);
  return { ...page, totalCount: total?.rows ?? 0 };
}

function conditions({ edition, parent, level, search }: BusinessFilter): SQL[] {
  const where = [eq(businessClasses.edition, edition)];
  if (parent === '') where.push(isNull(businessClasses.parentCode));
  else if (parent !== null) where.push(eq(businessClasses.parentCode, parent));
  if (level) where.push(eq(businessClasses.level, level));
  if (search) where.push(ilike(businessClasses.title, `%${search.replace(/[\\%_]/g, '\\$&')}%`));
  return where;
}

/** The classes just below one; all classes of a request that ask for the same page share two statements. */
export function listBelow(
  context: RequestContext,
  parent: BusinessClass,
  first: number | null | undefined,
  after: string | null | undefined,
): Promise<BusinessClassConnection> {
  const size = pageSize(first);
  const { sql } = context.reads;
  return once(context, `reference.business.below ${size} ${after ?? ''}`, () => {
    return new DataLoader<string, BusinessClassConnection>(async (ids) => {
      const pairs = ids.map((one) => one.split(':', 2));
      const editions = pairs.map(([edition]) => edition ?? '');
      const codes = pairs.map(([, code]) => code ?? '');
      const [rows, totals] = await Promise.all([
        sql<Row[]>`
          select child.* from unnest(${editions}::text[], ${codes}::text[]) as parent(edition, code)
          cross join lateral (
            select edition, code, title, description, level, parent_code as "parentCode" from business_classes
            where edition = parent.edition and parent_code = parent.code and code > ${after ?? ''}
            order by code limit ${size + 1}
          ) as child order by child.code`,
        sql<{ parent: string; total: number }[]>`
          select edition || ':' || parent_code as parent, count(*)::integer as total from business_classes
          where (edition, parent_code) in (select * from unnest(${editions}::text[], ${codes}::text[]))
          group by edition, parent_code`,
      ]);
      const below = new Map(ids.map((id) => [id, [] as BusinessClass[]]));
      for (const row of rows) below.get(`${row.edition}:${row.parentCode}`)?.push(shown(row));
      const totalOf = new Map(totals.map(({ parent, total }) => [parent, total]));
      return ids.map((id) => ({
        ...forwardPage(below.get(id) ?? [], size, after, ({ code }) => code),
        totalCount: totalOf.get(id) ?? 0,
      }));
    });
  }).load(parent.id);
}

/** Editions that are loaded, the newest first. */
export async function listEditions(context: RequestContext): Promise<string[]> {
  const rows = await context.reads.db
    .selectDistinct({ edition: businessClasses.edition })
    .from(businessClasses);
  return rows
    .map(({ edition }) => edition)
    .sort()
    .reverse();
}
