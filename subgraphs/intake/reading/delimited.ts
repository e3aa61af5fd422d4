import { isUtf8 } from 'node:buffer';
import { type Dialect, dialectOf } from './dialect.js';
import { decoderOf, type Encoding, textOf, withoutMark } from './encoding.js';
import type { Block, ReadFile, Row, Sheet, Source } from './grid.js';
import { SeparatedReader } from './separated.js';

const SAMPLE = 1 << 18;
const LF = 10;
/** A mark of byte order stands within the first characters or nowhere. */
const START = 64;

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
    ...(encoding === 'utf-8' && dialect.delimiter !== null
      ? {
          plain: {
            delimiter: dialect.delimiter.charCodeAt(0),
            quote: dialect.quote,
            blocks: () => delimitedBlocks(source, dialect),
          },
        }
      : {}),
  };
  return { format: 'CSV', encoding, delimiter: dialect.delimiter, zipped: false, sheets: [sheet] };
}

/** The rows of a text of separated values. Throws FILE_REFUSED. */
async function* delimitedRows(
  source: Source,
  encoding: Encoding,
  { delimiter, quote, hint }: Dialect,
): AsyncGenerator<readonly Row[]> {
  const reader = new SeparatedReader(delimiter, quote);
  let skip = hint;
  for await (const text of textOf(source, encoding)) {
    const rows = reader.push(text);
    if (skip && rows.length > 0) {
      rows.shift();
      skip = false;
    }
    if (rows.length > 0) yield rows;
  }
  const rows = reader.end();
  if (skip) rows.shift();
  if (rows.length > 0) yield rows;
}

/**
 * The same rows of a UTF-8 text, those in whole lines without a quote as their bytes. Throws FILE_REFUSED as the rows do.
 */
async function* delimitedBlocks(source: Source, { delimiter, quote, hint }: Dialect): AsyncGenerator<Block> {
  const reader = new SeparatedReader(delimiter, quote);
  const decode = decoderOf('utf-8');
  const quoteCode = quote.charCodeAt(0);
  let skip = hint;
  let started = false;
  let rest: Uint8Array = new Uint8Array(0);
  const rowsOf = (bytes: Uint8Array | undefined): Row[] => {
    const text = decode(bytes);
    const rows = reader.push(started ? text : withoutMark(text));
    if (bytes === undefined) rows.push(...reader.end());
    started = true;
    if (!skip || rows.length === 0) return rows;
    skip = false;
    return rows.slice(1);
  };
  for await (const chunk of source.bytes()) {
    let bytes: Uint8Array = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    rest = new Uint8Array(0);
    while (bytes.length > 0) {
      const last = bytes.lastIndexOf(LF) + 1;
      if (started && reader.clean && last > 0) {
        const lines = bytes.subarray(0, last);
        bytes = bytes.subarray(last);
        if (!lines.includes(quoteCode) && isUtf8(lines)) yield { lines };
        else yield { rows: rowsOf(lines) };
        continue;
      }
      if ((reader.clean && last === 0 && bytes.length < START * 1024) || (!started && bytes.length < START)) {
        rest = bytes;
        break;
      }
      // To the end of the record that the reader is in, which is this line's unless a quoted cell goes on; at the
      // start, past where a mark of byte order can stand.
      const cut = bytes.indexOf(LF, started ? 0 : START - 1) + 1 || bytes.length;
      yield { rows: rowsOf(bytes.subarray(0, cut)) };
      bytes = bytes.subarray(cut);
      if (!reader.clean && bytes.length > 0) {
        yield { rows: rowsOf(bytes) };
        bytes = bytes.subarray(bytes.length);
      }
    }
  }
  yield { rows: rest.length > 0 ? [...rowsOf(rest), ...rowsOf(undefined)] : rowsOf(undefined) };
}
