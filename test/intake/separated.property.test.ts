import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sourceOf } from '../../subgraphs/intake/reading/bytes.js';
import { openDelimited } from '../../subgraphs/intake/reading/delimited.js';
import type { Row, Source } from '../../subgraphs/intake/reading/grid.js';
import { SeparatedReader } from '../../subgraphs/intake/reading/separated.js';
import { runs } from '../support/runs.js';
import { rowsIn } from './made-files.js';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** What csv-parse makes of a text, with what a row is to us; undefined where it refuses. */
function expected(text: string, delimiter: string, quote: string): Row[] | undefined {
  try {
    const records: string[][] = parse(text, {
      delimiter,
      quote,
      escape: quote,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
    });
    return records.map((cells) =>
      cells.length === 1 && cells[0] === '' ? [] : cells.map((cell) => cell || null),
    );
  } catch {
    return undefined;
  }
}

function inPieces(text: string, sizes: readonly number[]): string[] {
  const pieces: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const size = sizes[turn % sizes.length] as number;
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}

function read(pieces: readonly string[], delimiter: string, quote: '"' | "'"): Row[] | undefined {
  const reader = new SeparatedReader(delimiter, quote);
  try {
    return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
  } catch {
    return undefined;
  }
}

const part = fc.constantFrom(
  ...[
    '"',
    '""',
    '"""',
    "'",
    "''",
    ',',
    ';',
    '\t',
    '|',
    '\n',
    '\r\n',
    '\r',
    '\n\n',
    ' ',
    'a',
    'é',
    '😀',
    '0,5',
  ],
  ...['"a"', '"a,b"', '"a\nb"', '"a""b"', "'a;b'", '\\', '\u2028', '\ufeff'],
);
const text = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(''));
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

describe('a text of separated values', () => {
  test('is cut as csv-parse cuts it, wherever its pieces end', () => {
    fc.assert(
      fc.property(
        text.filter((one) => !one.startsWith('\ufeff')),
        fc.constantFrom(...DELIMITERS),
        fc.constantFrom('"' as const, "'" as const),
        sizes,
        (one, delimiter, quote, cut) => {
          expect(read(inPieces(one, cut), delimiter, quote)).toEqual(expected(one, delimiter, quote));
        },
      ),
      { numRuns: runs(2000, 100_000) },
    );
  });

  test('gives the same rows as blocks of bytes', async () => {
    const line = fc.array(fc.constantFrom('a', 'é', '1,5', '😀', '', ' x'), { maxLength: 4 });
    const lines = fc.array(line, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(lines, text, fc.constantFrom('\n', '\r\n'), sizes, async (plain, odd, end, cut) => {
        const table = plain.map((cells) => cells.join(';')).join(end);
        const whole = Buffer.from(`kepala;kolom;nilai;satuan${end}${table}${end}${odd}${end}${table}`);
        const step = (cut[0] as number) * 7;
        const source: Source = {
          ...sourceOf('a.csv', whole),
          async *bytes() {
            for (let at = 0; at < whole.length; at += step) yield whole.subarray(at, at + step);
          },
        };
        const [sheet] = (await openDelimited(source, 'utf-8')).sheets;
        const wanted = await rowsIn(sheet).catch(() => undefined);
        const blocks = sheet?.plain;
        if (!blocks) return;
        let given: Row[] | undefined = [];
        try {
          for await (const block of blocks.blocks()) {
            if ('rows' in block) given.push(...block.rows);
            else {
              expect(Buffer.from(block.lines).includes(blocks.quote)).toBe(false);
              const delimiter = String.fromCharCode(blocks.delimiter);
              given.push(...(read([Buffer.from(block.lines).toString()], delimiter, blocks.quote) as Row[]));
            }
          }
        } catch {
          given = undefined;
        }
        expect(given).toEqual(wanted);
      }),
      { numRuns: runs(500, 20_000) },
    );
  });
});
