import { refusal } from '../../../schema/errors.js';
import type { RawRow } from './source.js';
import type { Reader } from './values.js';

export interface PulledColumn {
  /** The definition's label, which is the source's column name. */
  readonly label: string;
  readonly read: Reader;
}

/** What a pull has read so far. */
export interface PullCount {
  rows: number;
  bytes: number;
  /** Dates of zeros by label, taken as empty. */
  readonly zeroDates: Map<string, number>;
  /** Exact text of the last row's value in the column that grows. */
  watermark: string | null;
}

export interface PullCaps {
  readonly rows: number;
  readonly bytes: number;
}

const UTF8 = new TextEncoder();

/**
 * Rows as NDJSON, a chunk a page: one object a line, NULL as null, truths as true and false, everything else as the
 * database's text. A value behind the last column is the row's mark in the column that grows. Throws PULL_REFUSED past
 * a cap, and for text that is no UTF-8.
 */
export async function* ndjsonOf(
  pages: AsyncIterable<readonly RawRow[]>,
  columns: readonly PulledColumn[],
  caps: PullCaps,
  count: PullCount,
): AsyncGenerator<Uint8Array> {
  const heads = columns.map(({ label }, at) => `${at === 0 ? '{' : ','}${JSON.stringify(label)}:`);
  for await (const page of pages) {
    let text = '';
    for (const row of page) {
      count.rows++;
      for (const [at, { label, read }] of columns.entries()) {
        const value = read(row[at] ?? null);
        if (value.kind === 'NOT_TEXT') throw notText(label, count.rows);
        if (value.kind === 'ZERO_DATE') count.zeroDates.set(label, (count.zeroDates.get(label) ?? 0) + 1);
        text += heads[at] + JSON.stringify(value.kind === 'VALUE' ? value.value : null);
      }
      text += '}\n';
      count.watermark = row[columns.length]?.toString('utf8') ?? count.watermark;
    }
    const chunk = UTF8.encode(text);
    count.bytes += chunk.length;
    if (count.rows > caps.rows) throw tooMuch(`${caps.rows} baris`, `${caps.rows} rows`);
    if (count.bytes > caps.bytes) throw tooMuch(`${caps.bytes} bita`, `${caps.bytes} bytes`);
    yield chunk;
  }
}

const notText = (label: string, row: number) =>
  refusal('PULL_REFUSED', {
    detail: {
      id: `Kolom ${label} pada baris ${row} memuat bita yang bukan teks UTF-8; perbaiki pengodean di basis data.`,
      en: `Column ${label} of row ${row} holds bytes that are no UTF-8 text; mend the encoding in the database.`,
    },
  });

const tooMuch = (id: string, en: string) =>
  refusal('PULL_REFUSED', {
    detail: {
      id: `Tarikan memuat lebih dari ${id}; buatlah view yang lebih kecil atau tarik secara bertahap.`,
      en: `The pull holds more than ${en}; make a smaller view, or pull in increments.`,
    },
  });
