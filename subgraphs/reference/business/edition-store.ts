import type { Sql } from '../../../db/client.js';
import { contentHash } from '../../../schema/definition.js';
import { refusal } from '../../../schema/errors.js';
import type { ReleaseColumn } from '../../directory.js';
import { releaseTable } from '../../physical.js';
import type { EditionClass } from './edition.js';

export type EditionOutcome =
  | { readonly kind: 'UNCHANGED' }
  | { readonly kind: 'STORED'; readonly added: number; readonly changed: number; readonly removed: number };

const MAX_CODES = 5;
type Transaction = Parameters<Parameters<Sql['begin']>[1]>[0];

/**
 * Makes an edition hold exactly these classes, in one transaction; loads that check their codes wait meanwhile. Throws
 * EDITION_REFUSED where the live release of a dataset would lose a code.
 */
export async function storeEdition(
  sql: Sql,
  edition: string,
  classes: readonly EditionClass[],
): Promise<EditionOutcome> {
  return await sql.begin(async (tx): Promise<EditionOutcome> => {
    await tx`lock table business_classes in exclusive mode`;
    const stored = await tx<EditionClass[]>`
      select code, title, description, level, parent_code as "parentCode" from business_classes
      where edition = ${edition}`;
    const before = new Map(stored.map((row) => [row.code, contentHash({ ...row })]));
    const after = new Map(classes.map((row) => [row.code, contentHash(row)]));
    const removed = [...before.keys()].filter((code) => !after.has(code));
    const added = [...after.keys()].filter((code) => !before.has(code)).length;
    const changed = [...after].filter(([code, hash]) => (before.get(code) ?? hash) !== hash).length;
    if (removed.length + added + changed === 0) return { kind: 'UNCHANGED' };
    if (removed.length > 0) await refuseLoss(tx, edition, removed);
    await tx`delete from business_classes where edition = ${edition}`;
    await tx`
      insert into business_classes (edition, code, title, description, level, parent_code)
      select ${edition}, code, title, description, level::business_level, parent from unnest(
        ${classes.map(({ code }) => code)}::text[], ${classes.map(({ title }) => title)}::text[],
        ${classes.map(({ description }) => description)}::text[], ${classes.map(({ level }) => level)}::text[],
        ${classes.map(({ parentCode }) => parentCode)}::text[]
      ) as class(code, title, description, level, parent)`;
    await tx`analyze business_classes`;
    return { kind: 'STORED', added, changed, removed: removed.length };
  });
}

/** No live release may hold a code that is about to go. */
async function refuseLoss(tx: Transaction, edition: string, removed: readonly string[]): Promise<void> {
  const live = await tx<{ id: number; columns: ReleaseColumn[]; dataset: string }[]>`
    select releases.id, releases.columns, datasets.agency || '_' || datasets.name as dataset
    from releases join datasets on datasets.id = releases.dataset_id
    where releases.status = 'LIVE' order by dataset`;
  for (const { id, columns, dataset } of live)
    for (const column of columns) {
      if (column.reference !== 'BusinessClass' || column.edition !== edition) continue;
      const used = await tx.unsafe<{ code: string }[]>(
        `select ${column.physical} as code from ${releaseTable(id)} where ${column.physical} = any($1::text[])` +
          ` group by 1 order by 1 limit ${MAX_CODES}`,
        [removed as string[]],
      );
      if (used.length === 0) continue;
      const codes = used.map(({ code }) => code).join(', ');
      throw refusal('EDITION_REFUSED', {
        detail: {
          id: `Dataset ${dataset} memakai kode KBLI ${edition} yang tidak ada lagi dalam berkas (${codes}); tidak ada yang diubah.`,
          en: `Dataset ${dataset} uses codes of KBLI ${edition} that the file no longer has (${codes}); nothing was changed.`,
        },
      });
    }
}
