import { csvCell, csvRow, csvStart } from '../../schema/csv.js';
import type { ExportColumn } from '../../subgraphs/hosted/export.js';
import type { Row } from './snapshot.js';

/** Text of a file, piece by piece, out of batches of rows. */
export type Pieces = AsyncGenerator<string>;
type Batches = AsyncIterable<readonly Row[]>;

export const header = ({ path }: Pick<ExportColumn, 'path'>): string => path.join('.');

/** RFC 4180, in UTF-8. Formulas are made text; numbers, codes and dates are as in the graph. */
export async function* csv(columns: readonly ExportColumn[], batches: Batches, excel: boolean): Pieces {
  let text = csvStart(columns.map(header), excel);
  for await (const rows of batches) {
    for (const row of rows) {
      const cells = row.map((cell, at) =>
        cell === null ? '' : csvCell(columns[at]?.type ?? 'TEXT', cell, excel),
      );
      text += csvRow(cells, excel);
    }
    yield text;
    text = '';
  }
}

/** One JSON object a line, of the shape that a row has in the graph: exact numbers are strings. */
export async function* ndjson(columns: readonly ExportColumn[], batches: Batches): Pieces {
  for await (const rows of batches) {
    let text = '';
    for (const row of rows) text += `${JSON.stringify(objectOf(columns, row))}\n`;
    yield text;
  }
}

function objectOf(columns: readonly ExportColumn[], row: Row): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [at, { path, type }] of columns.entries()) {
    const cell = row[at] ?? null;
    const [name, inner] = path;
    const value = cell === null ? null : jsonValue(type, cell);
    object[name] = inner === undefined ? value : value === null ? null : { [inner]: value };
  }
  return object;
}

function jsonValue(type: ExportColumn['type'], text: string): unknown {
  if (type === 'INTEGER') return Number(text);
  return type === 'BOOLEAN' ? text === 'true' : text;
}
