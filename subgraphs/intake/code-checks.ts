import type { TransactionSql } from 'postgres';
import type { CodeReference, ColumnDefinition } from '../../schema/definition.js';
import { refusal, type Words } from '../../schema/errors.js';
import { PERIOD_PATTERN } from '../../schema/period.js';

/** SQL for "the code in `column` is one of the list"; `$1` is what `listParameter` gives. */
function isKnown({ entity }: CodeReference, column: string): string {
  switch (entity) {
    case 'Region':
      return `exists (select from regions where regions.code = ${column} and $1::text is null)`;
    case 'BusinessClass':
      return `exists (select from business_classes as known where known.edition = $1::text and known.code = ${column})`;
    case 'Agency':
      return `exists (select from agencies where agencies.slug = ${column} and $1::text is null)`;
    case 'Period':
      return `${column} ~ $1::text`;
  }
}

function listParameter({ entity, edition }: CodeReference): string | null {
  if (entity === 'BusinessClass') return edition ?? '';
  return entity === 'Period' ? PERIOD_PATTERN : null;
}

/** What a code is not, after `"…" …`. */
function notOne({ entity, edition }: CodeReference): Words {
  switch (entity) {
    case 'Region':
      return { id: 'bukan kode wilayah Kemendagri', en: 'is not a Kemendagri region code' };
    case 'BusinessClass':
      return { id: `bukan kode KBLI ${edition}`, en: `is not a code of KBLI ${edition}` };
    case 'Agency':
      return {
        id: 'bukan singkatan instansi yang terdaftar',
        en: 'is not the slug of an agency that is registered',
      };
    case 'Period':
      return {
        id: 'bukan periode (2024, 2024-S1, 2024-Q3, 2024-03)',
        en: 'is not a period (2024, 2024-S1, 2024-Q3, 2024-03)',
      };
  }
}

/**
 * Checks that every code in a column of a new release exists: regions, agencies and KBLI classes in their tables, periods
 * by their form. Throws LOAD_REFUSED with the number of different unknown codes and the first of them.
 */
export async function checkCodes(
  sql: TransactionSql,
  table: string,
  physical: string,
  column: ColumnDefinition,
): Promise<void> {
  const { reference } = column;
  if (!reference) return;
  if (reference.entity === 'BusinessClass') await holdEdition(sql, reference);
  const [first] = await sql.unsafe(
    `select min("row")::text as first, ${physical} as code, (count(*) over ())::integer as problems from ${table} as t` +
      ` where ${physical} is not null and not (${isKnown(reference, `t.${physical}`)})` +
      ` group by ${physical} order by min("row") limit 1`,
    [listParameter(reference)],
  );
  if (!first) return;
  const words = notOne(reference);
  throw refusal('LOAD_REFUSED', {
    problems: first['problems'],
    first: {
      id: `baris ${first['first']}, kolom ${column.label}: "${first['code']}" ${words.id}`,
      en: `row ${first['first']}, column ${column.label}: "${first['code']}" ${words.en}`,
    },
  });
}

/** The edition stays as it is until the release is committed: what replaces it waits, and then sees the release. */
async function holdEdition(sql: TransactionSql, { edition }: CodeReference): Promise<void> {
  await sql`lock table business_classes in row share mode`;
  const [known] = await sql`select from business_classes where edition = ${edition ?? ''} limit 1`;
  if (!known) throw refusal('EDITION_MISSING', { edition: edition ?? '' });
}
