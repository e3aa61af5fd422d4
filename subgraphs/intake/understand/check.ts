import type { ColumnDefinition } from '../../../schema/definition.js';
import type { Mapping } from '../mapping.js';
import type { OpenedFile } from '../reading/open.js';
import { recordsOf } from '../records.js';
import type { RowProblem, Understanding } from './understanding.js';

const ROWS = 20;
const MOST_PROBLEMS = 100;

/** What the mapping makes of every row: the first rows as they will be stored, and what cannot be read. */
export async function checkRows(
  files: readonly OpenedFile[],
  mapping: Mapping,
  columns: readonly ColumnDefinition[],
): Promise<Pick<Understanding, 'preview' | 'problemCount' | 'problems'>> {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const read = mapping.columns.flatMap(({ name }) => byName.get(name) ?? []);
  const rows: (readonly (string | null)[])[] = [];
  const problems: RowProblem[] = [];
  let problemCount = 0;
  for await (const batch of recordsOf(files, mapping, read))
    for (const { row, problems: found, records } of batch) {
      problemCount += found.length;
      for (const { column, id, en } of found)
        if (problems.length < MOST_PROBLEMS) problems.push({ row, column, id, en });
      for (const { texts } of records) if (rows.length < ROWS) rows.push(texts);
    }
  return { preview: { columns: read.map(({ name }) => name), rows }, problemCount, problems };
}
