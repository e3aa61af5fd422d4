import type { ColumnDefinition, ColumnType } from '../../../schema/definition.js';
import { refusal } from '../../../schema/errors.js';
import { columnKeys, type Mapping } from '../mapping.js';
import { sourceOf } from '../reading/bytes.js';
import { openFile } from '../reading/open.js';
import { REASONS } from '../tables/body.js';
import { findTables } from '../tables.js';
import { type ColumnChoice, type Format, TEXT } from '../typing/guess.js';

const NUMBER: Format = { kind: 'NUMBER', decimal: '.', group: null, prefix: null, percent: false };
const FORMATS: Readonly<Record<ColumnType, Format>> = {
  TEXT,
  INTEGER: NUMBER,
  BIGINT: NUMBER,
  DECIMAL: NUMBER,
  DATE: { kind: 'DATE', order: 'YMD', time: false, lastYear: null },
  BOOLEAN: { kind: 'BOOLEAN', yes: 'true', no: 'false' },
};
const choiceOf = (type: ColumnType): ColumnChoice => ({ type, format: FORMATS[type], missing: [] });

export interface ByLabelsInput {
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly columns: readonly ColumnDefinition[];
  /** Names of columns that the file may lack. */
  readonly optional: readonly string[];
}

/**
 * A mapping made of the definition alone: the table whose headers are the definition's, values as the hub writes them.
 * Throws COLUMN_MISSING where no table has them all, LOAD_REFUSED where one has a header twice.
 */
export async function byLabelsTask({ filename, bytes, columns, optional }: ByLabelsInput): Promise<Mapping> {
  const verdict = await openFile(sourceOf(filename, bytes));
  if (!verdict.ok) throw verdict.refusal;
  const keyOf = ({ label }: ColumnDefinition): string => label.replace(/\s+/g, ' ').trim();
  const required = columns.filter(({ name }) => !optional.includes(name));
  let missing = required;
  for (const [file, { sheets, filename: name }] of verdict.files.entries())
    for (const [sheet, one] of sheets.entries())
      for (const [table, found] of (await findTables(one, name)).entries()) {
        const keys = columnKeys(found);
        const lacks = required.filter((column) => !keys.includes(keyOf(column)));
        if (lacks.length < missing.length) missing = lacks;
        if (lacks.length > 0) continue;
        const present = columns.filter((column) => keys.includes(keyOf(column)));
        const unnamed = found.columns.findLastIndex(({ label }) => label !== '') + 2;
        if (unnamed <= found.columns.length)
          throw misfit(`kolom ke-${unnamed} tidak berjudul`, `column ${unnamed} has no header`);
        const twice = present.find((column) => keys.includes(`${keyOf(column)}#2`));
        if (twice)
          throw misfit(
            `judul kolom ${twice.label} muncul lebih dari sekali`,
            `the header ${twice.label} appears more than once`,
          );
        const encoding = verdict.files[file]?.encoding;
        return {
          tables: [{ file, sheet, table }],
          unpivot: null,
          columns: present.map((column) => ({
            name: column.name,
            source: { kind: 'COLUMN', key: keyOf(column) },
            choice: choiceOf(column.type),
            lookup: null,
          })),
          ...(encoding && verdict.files.length === 1 ? { encoding } : {}),
          // The file says itself that it is written for the definition: each of its rows is data.
          keep: REASONS.filter((reason) => reason !== 'BLANK'),
        };
      }
  throw refusal('COLUMN_MISSING', { columns: missing.map(({ label }) => label) });
}

const misfit = (id: string, en: string) => refusal('LOAD_REFUSED', { problems: 1, first: { id, en } });
