import type { ColumnType } from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';
import type { ColumnChoice, Format } from './guess.js';

const FORMAT_OF: Readonly<Record<ColumnType, Format['kind']>> = {
  TEXT: 'TEXT',
  INTEGER: 'NUMBER',
  BIGINT: 'NUMBER',
  DECIMAL: 'NUMBER',
  BOOLEAN: 'BOOLEAN',
  DATE: 'DATE',
};

/** Why nothing could be read by a choice, a sentence each; empty when it holds together. */
export function choiceProblems(column: string, { type, format }: ColumnChoice): Words[] {
  const problems: Words[] = [];
  if (FORMAT_OF[type] !== format.kind)
    problems.push({
      id: `Kolom ${column}: jenis ${type} tidak dibaca dengan format ${format.kind}.`,
      en: `Column ${column}: the type ${type} is not read by the format ${format.kind}.`,
    });
  if (format.kind === 'NUMBER' && format.group === format.decimal)
    problems.push({
      id: `Kolom ${column}: tanda desimal dan pemisah ribuan tidak boleh sama.`,
      en: `Column ${column}: the decimal mark and the mark between thousands must differ.`,
    });
  if (format.kind === 'BOOLEAN' && format.yes.trim().toLowerCase() === format.no.trim().toLowerCase())
    problems.push({
      id: `Kolom ${column}: kata untuk benar dan salah tidak boleh sama.`,
      en: `Column ${column}: the words for true and false must differ.`,
    });
  return problems;
}
