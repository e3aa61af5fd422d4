import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { ColumnDefinition } from '../../schema/definition.js';
import { HubError, refusal, type Words } from '../../schema/errors.js';
import { readCell } from './cells.js';

const BATCH_CHARACTERS = 1 << 16;
const MAX_RECORD = 1 << 20;

const FORMAT = {
  bom: true,
  // Left to itself the parser goes by the first line, and glues the \r of other lines to their last cell.
  record_delimiter: ['\r\n', '\n', '\r'],
  skip_empty_lines: true,
  max_record_size: MAX_RECORD,
  relax_column_count: true,
};

export interface RowProblem extends Words {
  /** Line of the data, the first one after the header being 1. */
  readonly row: number;
}

export interface CsvCount {
  rows: number;
  problems: number;
  first: RowProblem | null;
}

/**
 * Reads a CSV (UTF-8, comma, header in its first line) and yields the lines of PostgreSQL's COPY text format:
 * row number, id, then the columns in the definition's order. Counts rows and problems into `count` as it goes.
 * Throws COLUMN_MISSING, or LOAD_REFUSED for a file that is no UTF-8, no whole CSV, or has a header twice.
 */
export async function* copyLines(
  source: Readable,
  columns: readonly ColumnDefinition[],
  rowId: (row: number, cells: readonly (string | null)[]) => string,
  count: CsvCount,
): AsyncGenerator<string> {
  const text = Readable.from(utf8(source));
  const parser = text.pipe(parse(FORMAT));
  text.on('error', (error) => parser.destroy(error));
  let places: readonly number[] | undefined;
  let width = 0;
  let batch = '';
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (!places) {
        places = placesOf(record, columns);
        width = record.length;
        continue;
      }
      count.rows++;
      if (record.length !== width) {
        note(count, {
          id: `baris memuat ${record.length} sel, bukan ${width}`,
          en: `the row has ${record.length} cells, not ${width}`,
        });
        continue;
      }
      const cells = readCells(record, places, columns, count);
      if (cells && count.problems === 0) {
        batch += `${count.rows}\t${rowId(count.rows, cells)}\t${cells.map(copyText).join('\t')}\n`;
        if (batch.length > BATCH_CHARACTERS) {
          yield batch;
          batch = '';
        }
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refused(
      `berkas bukan CSV yang utuh (${error.code})`,
      `the file is not a whole CSV (${error.code})`,
    );
  } finally {
    text.destroy();
    source.destroy();
    parser.destroy();
  }
  if (!places) placesOf([], columns);
  if (batch) yield batch;
}

/** The header of a CSV, for whoever has to know it before the load; empty for an empty file. */
export async function readHeader(source: Readable): Promise<readonly string[]> {
  const text = Readable.from(utf8(source));
  const parser = text.pipe(parse(FORMAT));
  text.on('error', (error) => parser.destroy(error));
  try {
    for await (const record of parser as AsyncIterable<string[]>) return record;
  } catch (error) {
    // Whatever is wrong with the file, the load says it.
    if (!(error instanceof CsvError) && !(error instanceof HubError)) throw error;
  } finally {
    text.destroy();
    source.destroy();
    parser.destroy();
  }
  return [];
}

/** The text of a UTF-8 file. A decoder that puts U+FFFD for what it cannot read would change values in silence. */
async function* utf8(source: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw refused('berkas bukan teks UTF-8', 'the file is not UTF-8 text');
    }
  };
  for await (const bytes of source as AsyncIterable<Uint8Array>) yield decode(bytes);
  yield decode();
}

function placesOf(header: readonly string[], columns: readonly ColumnDefinition[]): number[] {
  const places = columns.map(({ label }) => header.indexOf(label));
  const missing = columns.filter((_, at) => places[at] === -1).map(({ label }) => label);
  if (missing.length > 0) throw refusal('COLUMN_MISSING', { columns: missing });
  const twice = columns.find(({ label }, at) => header.indexOf(label, (places[at] as number) + 1) !== -1);
  if (twice)
    throw refused(
      `judul kolom ${twice.label} muncul lebih dari sekali`,
      `the header ${twice.label} appears more than once`,
    );
  return places;
}

/** A file that is refused as a whole. */
const refused = (id: string, en: string) => refusal('LOAD_REFUSED', { problems: 1, first: { id, en } });

function readCells(
  record: readonly string[],
  places: readonly number[],
  columns: readonly ColumnDefinition[],
  count: CsvCount,
): (string | null)[] | undefined {
  const cells: (string | null)[] = [];
  for (const [at, column] of columns.entries()) {
    const cell = readCell(column, record[places[at] as number] ?? '');
    if ('problem' in cell) note(count, cell.problem);
    else cells.push(cell.text);
  }
  return cells.length === columns.length ? cells : undefined;
}

function note(count: CsvCount, words: Words): void {
  count.problems++;
  count.first ??= {
    row: count.rows,
    id: `baris ${count.rows}, ${words.id}`,
    en: `row ${count.rows}, ${words.en}`,
  };
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const copyText = (cell: string | null): string =>
  cell === null ? '\\N' : cell.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] as string);
