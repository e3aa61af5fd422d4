import { asc, eq, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Drizzle } from '../../../db/client.js';
import { agencies } from '../../../db/tables/agencies.js';
import { businessClasses } from '../../../db/tables/business-classes.js';
import { regions } from '../../../db/tables/regions.js';
import { type CodeReference, contentHash } from '../../../schema/definition.js';
import { jakartaDate } from '../../calendar.js';
import type { Dataset } from '../../directory.js';
import { releaseTable } from '../../physical.js';
import { type Code, type CodeList, MAX_CODES, ownList } from './lists.js';

/** The regency whose districts are offered where the data do not say which regions they are about. */
const HOME_REGENCY = '35.14';

/** What the cells of each column can be chosen from, by the column's name; columns without a list are left out. */
export async function codeLists(
  db: Drizzle,
  dataset: Dataset,
  now: Date,
): Promise<ReadonlyMap<string, CodeList>> {
  const lists = new Map<string, CodeList>();
  for (const { definition } of dataset.columns) {
    const own = ownList(definition, dataset.facts.cadence, jakartaDate(now));
    const list =
      own ?? (definition.reference && (await entityList(db, dataset, definition.name, definition.reference)));
    if (!list || list.codes.length === 0 || list.codes.length > MAX_CODES) continue;
    const twin = [...lists.values()].find(({ name }) => name === list.name);
    // Two columns of one entity share its list where it is the same one.
    const shared = !twin || contentHash(twin.codes) === contentHash(list.codes);
    lists.set(definition.name, shared ? list : { ...list, name: `${list.name} ${definition.name}` });
  }
  return lists;
}

async function entityList(
  db: Drizzle,
  dataset: Dataset,
  column: string,
  reference: CodeReference,
): Promise<CodeList | null> {
  switch (reference.entity) {
    case 'Region':
      return { name: 'Wilayah', codes: await regionCodes(db, dataset, column) };
    case 'Agency': {
      const rows = await db.select().from(agencies).orderBy(asc(agencies.slug));
      return { name: 'Perangkat daerah', codes: rows.map(({ slug, name }) => ({ code: slug, title: name })) };
    }
    case 'BusinessClass':
      return businessCodes(db, reference);
    case 'Period':
      return null;
  }
}

/** The regions of the live release, where it has not too many; else the home regency and its districts. */
async function regionCodes(db: Drizzle, dataset: Dataset, column: string): Promise<Code[]> {
  const physical = dataset.release?.columns.get(column)?.physical;
  if (dataset.release && physical) {
    const held = sql.raw(`(select distinct ${physical} from ${releaseTable(dataset.release.id)})`);
    const codes = await regionsWhere(db, sql`${regions.code} in ${held}`);
    if (codes.length > 0 && codes.length <= MAX_CODES) return codes;
  }
  return regionsWhere(db, sql`${HOME_REGENCY} in (${regions.code}, ${regions.parentCode})`);
}

/** Names stand with the region above them: seventeen villages of the regency share theirs with another. */
async function regionsWhere(db: Drizzle, where: SQL): Promise<Code[]> {
  const above = alias(regions, 'above');
  const rows = await db
    .select({ code: regions.code, name: regions.name, above: above.name })
    .from(regions)
    .leftJoin(above, eq(above.code, regions.parentCode))
    .where(where)
    .orderBy(asc(regions.code))
    .limit(MAX_CODES + 1);
  return rows.map((row) => ({ code: row.code, title: row.above ? `${row.name}, ${row.above}` : row.name }));
}

/** The classes of the column's edition of KBLI. */
async function businessCodes(db: Drizzle, { edition }: CodeReference): Promise<CodeList | null> {
  if (edition === undefined) return null;
  const rows = await db
    .select({ code: businessClasses.code, title: businessClasses.title })
    .from(businessClasses)
    .where(eq(businessClasses.edition, edition))
    .orderBy(asc(businessClasses.code))
    .limit(MAX_CODES + 1);
  return { name: `KBLI ${edition}`, codes: rows };
}
