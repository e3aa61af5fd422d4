import type { TransactionSql } from 'postgres';
import type { CodeReference, ColumnDefinition } from '../../schema/definition.js';
import { refusal, type Words } from '../../schema/errors.js';
import { PERIOD_PATTERN } from '../../schema/period.js';

interface Condition {
  /** SQL that holds where the code is one of its list. */
  readonly text: string;
  /** What `$1` stands for, where the text has it. */
  readonly values: readonly string[];
}

function isKnown({ entity, edition = '' }: CodeReference, column: string): Condition {
  switch (entity) {
    case 'Region':
      return { text: `exists (select from regions where regions.code = ${column})`, values: [] };
    case 'BusinessClass':
      return {
        text: `exists (select from business_classes as known where known.edition = $1::text and known.code = ${column})`,
        values: [edition],
      };
    case 'Agency':
      return { text: `exists (select from agencies where agencies.slug = ${column})`, values: [] };
    case 'Period':
      return { text: `${column} ~ $1::text`, values: [PERIOD_PATTERN] };
  }
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
  const known = isKnown(reference, `t.${physical}`);
  const [first] = await sql.unsafe(
    `select min("row")::text as first, ${physical} as code, (count(*) over ())::integer as problems from ${table} as t` +
      ` where ${physical} is not null and not (${known.text})` +
      ` group by ${physical} order by min("row") limit 1`,
    [...known.values],
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
