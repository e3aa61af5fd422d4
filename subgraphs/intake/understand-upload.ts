import { asc, desc, eq, inArray } from 'drizzle-orm';
import type { Drizzle } from '../../db/client.js';
import { agencies } from '../../db/tables/agencies.js';
import { businessClasses } from '../../db/tables/business-classes.js';
import { regions } from '../../db/tables/regions.js';
import type { RequestContext } from '../context.js';
import type { Need, ReferenceData } from './understand/references.js';
import type { UnderstandRequest } from './understand/understand.js';
import type { Understanding } from './understand/understanding.js';
import { type StoredUpload, uploadBytes } from './uploads.js';

/** The government whose hub this is. */
const HOME = 'Kabupaten Pasuruan';

/** Understands an upload in a worker. Throws FILE_REFUSED and FILE_TOO_COSTLY. */
export async function understandUpload(
  { writes, intake, now }: Pick<RequestContext, 'writes' | 'intake' | 'now'>,
  upload: StoredUpload,
  request: Omit<UnderstandRequest, 'year'>,
): Promise<Understanding> {
  let references = await referencesOf(writes.db);
  for (;;) {
    const result = await intake.workers.run('understand', {
      filename: upload.filename,
      bytes: await uploadBytes(writes.sql, upload),
      request: { ...request, year: now.getUTCFullYear() },
      references,
    });
    if ('understanding' in result) return result.understanding;
    references = { ...references, ...(await given(writes.db, result.needs, references)) };
  }
}

async function referencesOf(db: Drizzle): Promise<ReferenceData> {
  const [upper, all, editions] = await Promise.all([
    db
      .select()
      .from(regions)
      .where(inArray(regions.level, ['PROVINCE', 'REGENCY']))
      .orderBy(asc(regions.code)),
    db.select({ slug: agencies.slug, name: agencies.name }).from(agencies).orderBy(asc(agencies.slug)),
    db
      .selectDistinct({ edition: businessClasses.edition })
      .from(businessClasses)
      .orderBy(desc(businessClasses.edition)),
  ]);
  return { upper, agencies: all, home: HOME, editions: editions.map(({ edition }) => edition) };
}

async function given(
  db: Drizzle,
  need: Need,
  { classes }: ReferenceData,
): Promise<Pick<ReferenceData, 'regions' | 'classes'>> {
  if (need.kind === 'REGIONS') return { regions: await db.select().from(regions).orderBy(asc(regions.code)) };
  const rows = await db
    .select({ code: businessClasses.code, title: businessClasses.title, level: businessClasses.level })
    .from(businessClasses)
    .where(eq(businessClasses.edition, need.edition))
    .orderBy(asc(businessClasses.code));
  return { classes: { ...classes, [need.edition]: rows } };
}
