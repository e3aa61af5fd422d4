import { isAscii, isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from '../../subgraphs/intake/reading/grid.js';
import { runs } from '../support/runs.js';
import { opened, rowsIn, sheetXml, workbook } from './made-files.js';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const ENDS = ['\n', '\r\n', '\r'] as const;
const ENCODINGS = [
  'utf-8',
  'utf-8 with mark',
  'blanks and mark',
  'utf-16le',
  'utf-16be',
  'windows-1252',
] as const;

/** Cells of real tables: words with any of the signs that a reader could trip over, numbers of both worlds. */
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'abcXYZ é€–"\';,|\t\n\r=.-'), minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    'Bangil',
    'KEC. REMBANG',
    '__proto__',
    '7.01.000045',
    '00 - 04',
    '1,5',
    '-',
    '1.234,50',
    "Ma'arif",
    '<b>',
  ),
);

const table = fc.integer({ min: 2, max: 6 }).chain((width) =>
  fc.array(fc.array(fc.option(word, { nil: null }), { minLength: width, maxLength: width }), {
    minLength: 3,
    maxLength: 20,
  }),
);

function written(rows: Row[], delimiter: string, end: string, quoteAll: boolean): string {
  const cell = (text: string | null): string => {
    if (text === null) return '';
    const needed = /["\n\r]/.test(text) || text.includes(delimiter) || /^'/.test(text);
    return quoteAll || needed ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map((one) => cell(one as string | null)).join(delimiter)).join(end);
}

function encoded(text: string, encoding: (typeof ENCODINGS)[number]): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8 with mark':
      return Buffer.from(`\uFEFF${text}`);
    case 'blanks and mark':
      return Buffer.from(`      \uFEFF${text}`);
    case 'utf-16le':
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
    case 'windows-1252':
      return Buffer.from(text.replaceAll('€', '\x80').replaceAll('–', '\x96'), 'latin1');
  }
}

/** Signs of windows-1252 that are UTF-8 as well (`é€–` is the bytes of `逖`) say nothing of which was meant. */
const toldApart = (bytes: Buffer): boolean => isAscii(bytes) || !isUtf8(bytes);

// The delimiter is told apart by the cells; a table that has the other delimiters in most of its cells is no table that
// anyone could tell, so a first column of plain words and numbers holds it together.
test('separated text comes back exactly, whatever its delimiter, encoding, line ends and quotes', async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(...DELIMITERS),
      fc.constantFrom(...ENDS),
      fc.constantFrom(...ENCODINGS),
      async (cells, delimiter, end, encoding) => {
        const rows = cells.map((row, at): Row => [`baris ${at}`, ...row, 'akhir']);
        const bytes = encoded(written(rows, delimiter, end, true), encoding);
        fc.pre(encoding !== 'windows-1252' || toldApart(bytes));
        const file = await opened(bytes);
        expect(file.delimiter).toBe(delimiter);
        expect(await rowsIn(file.sheets[0])).toEqual(rows);
      },
    ),
    { numRuns: runs(150, 3000) },
  );
});

test('the same with quotes only where they are needed, cells holding no other delimiter', async () => {
  const plain = word.map((text) => text.replace(/[;,|\t]/g, '.'));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.option(plain, { nil: null }), { minLength: 3, maxLength: 3 }), {
        minLength: 2,
        maxLength: 20,
      }),
      fc.constantFrom(...DELIMITERS),
      fc.constantFrom(...ENDS),
      fc.constantFrom(...ENCODINGS),
      async (cells, delimiter, end, encoding) => {
        const rows = cells.map((row, at): Row => [`baris ${at}`, ...row, 'akhir']);
        const bytes = encoded(written(rows, delimiter, end, false), encoding);
        fc.pre(encoding !== 'windows-1252' || toldApart(bytes));
        const file = await opened(bytes);
        expect(file.delimiter).toBe(delimiter);
        expect(await rowsIn(file.sheets[0])).toEqual(rows);
      },
    ),
    { numRuns: runs(150, 3000) },
  );
});

test('a workbook comes back exactly', async () => {
  const cell = fc.option(
    fc.oneof(
      word.map((text) => text.replaceAll('\r', '')),
      fc.integer(),
    ),
    { nil: null },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 10 }), async (rows) => {
      const bytes = await workbook({ sheets: [{ rows: sheetXml(rows) }] });
      const expected = rows.map((row) => {
        const typed = row.map((one) =>
          typeof one === 'number' ? { kind: 'NUMBER', text: String(one) } : one || null,
        );
        while (typed.length > 0 && typed.at(-1) === null) typed.pop();
        return typed;
      });
      while (expected.length > 0 && expected.at(-1)?.length === 0) expected.pop();
      expect(await rowsIn((await opened(bytes)).sheets[0])).toEqual(expected);
    }),
    { numRuns: runs(40, 1000) },
  );
});

test('any JSON list comes back with every value', async () => {
  const value = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null));
  const object = fc.dictionary(
    fc.constantFrom('a', 'b', '2020', '__proto__', 'constructor', 'tahun ini'),
    value,
    { minKeys: 1 },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(object, { minLength: 1, maxLength: 8 }), async (objects) => {
      const rows = await rowsIn((await opened(JSON.stringify(objects))).sheets[0]);
      const header = rows[0] as string[];
      for (const [at, one] of objects.entries())
        for (const [place, name] of header.entries()) {
          const own = Object.hasOwn(one, name) ? one[name] : null;
          const cell = rows[at + 1]?.[place] ?? null;
          expect(cell === null || typeof cell === 'string' ? cell : cell.text).toBe(
            own === null ? null : String(own),
          );
        }
    }),
    { numRuns: runs(100, 2000) },
  );
});
