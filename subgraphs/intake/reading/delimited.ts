import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type Dialect, dialectOf } from './dialect.js';
import { type Encoding, textOf } from './encoding.js';
import type { Cell, ReadFile, Row, Sheet, Source } from './grid.js';
import { LIMITS } from './limits.js';
import { damaged, tooManyColumns } from './refused.js';

const SAMPLE = 1 << 18;
const BATCH_ROWS = 500;
/** No text has it: what stands for "no delimiter" to the parser, which wants one. */
const NONE = '\u0000';

/** A text of separated values as one sheet, streamed each time that it is read. */
export async function openDelimited(source: Source, encoding: Encoding): Promise<ReadFile> {
  let sample = '';
  let whole = true;
  for await (const text of textOf(source, encoding)) {
    sample += text;
    if (sample.length >= SAMPLE) {
      whole = false;
      break;
    }
  }
  const dialect = dialectOf(sample, whole);
  const sheet: Sheet = {
    name: source.filename,
    merges: [],
    rows: () => delimitedRows(source, encoding, dialect),
  };
  return { format: 'CSV', encoding, delimiter: dialect.delimiter, zipped: false, sheets: [sheet] };
}

/**
 * The rows of a text of separated values; an empty line is an empty row. A quote within an unquoted cell is part of
 * it. Throws FILE_REFUSED for a quote that never closes, a record beyond the cap and more columns than any table has.
 */
async function* delimitedRows(
  source: Source,
  encoding: Encoding,
  { delimiter, quote, hint }: Dialect,
): AsyncGenerator<readonly Row[]> {
  const text = Readable.from(textOf(source, encoding));
  const parser = text.pipe(
    parse({
      delimiter: delimiter ?? NONE,
      quote,
      escape: quote,
      // Left to itself the parser goes by the first line, and glues the \r of other lines to their last cell.
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: LIMITS.cell,
      relax_column_count: true,
      relax_quotes: true,
      ...(hint ? { from: 2 } : {}),
    }),
  );
  text.on('error', (error) => parser.destroy(error));
  let batch: Row[] = [];
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (record.length > LIMITS.columns) throw tooManyColumns(record.length, LIMITS.columns);
      batch.push(rowOf(record));
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw error instanceof CsvError ? refusalOf(error) : error;
  } finally {
    text.destroy();
    parser.destroy();
  }
  if (batch.length > 0) yield batch;
}

function rowOf(record: string[]): Row {
  const row: Cell[] = record;
  for (let at = 0; at < row.length; at++) if (row[at] === '') row[at] = null;
  return row.length === 1 && row[0] === null ? [] : row;
}

function refusalOf(error: CsvError): ReturnType<typeof damaged> {
  const line = typeof error['lines'] === 'number' ? error['lines'] : 0;
  return error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
    ? damaged({
        id: `tanda kutip yang dibuka sebelum baris ${line} tidak ditutup, atau satu baris lebih dari 1 MB`,
        en: `a quote opened before line ${line} never closes, or one record is over 1 MB`,
      })
    : damaged({ id: `CSV, baris ${line}: ${error.code}`, en: `CSV, line ${line}: ${error.code}` });
}
