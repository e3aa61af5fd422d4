import type { Words } from '../../../schema/errors.js';
import { refusal } from '../../../schema/errors.js';
import type { Cell } from '../reading/grid.js';
import { choiceProblems } from './choice.js';
import { shown } from './counts.js';
import { dateText, exactDate, hasTime } from './dates.js';
import {
  type BooleanFormat,
  type ColumnChoice,
  type ColumnGuess,
  choiceOf,
  type DateFormat,
  type NumberFormat,
} from './guess.js';
import { exactNumber, fitsWhole, numeral, shortest } from './numerals.js';

/** The text that PostgreSQL's COPY takes (before its own escapes), null where there is no value; or what is wrong. */
export type Reading = { readonly text: string | null } | { readonly problem: Words };
export type CellReader = (cell: Cell) => Reading;

const NOTHING: Reading = { text: null };
/** Digits on either side of the point that a column of decimals takes, as a load always did. */
const MAX_DIGITS = 131;

/**
 * A reader of the column's cells. A guess must have no open questions (DEFINITION_INVALID otherwise); a choice is taken
 * as the producer confirmed it. A cell is read to exactly its value, or is a problem.
 */
export function readerFor(column: string, from: ColumnGuess | ColumnChoice): CellReader {
  const choice = 'questions' in from ? settled(from) : from;
  const [problem] = choiceProblems(column, choice);
  if (problem) throw refusal('DEFINITION_INVALID', { detail: problem });
  const missing = new Set(choice.missing);
  const read = valueReader(column, choice);
  return (cell) => {
    if (cell === null) return NOTHING;
    const raw = typeof cell === 'string' ? cell : cell.text;
    const text = raw.trim();
    if (text === '' || missing.has(text)) return NOTHING;
    if (raw.includes('\0')) return problemOf(column, raw, 'memuat karakter NUL', 'holds a NUL character');
    if (typeof cell !== 'string' && cell.kind === 'ERROR')
      return problemOf(column, raw, 'adalah kesalahan rumus', 'is a failed formula');
    return read(cell, raw, text);
  };
}

function settled(guess: ColumnGuess): ColumnChoice {
  const result = choiceOf(guess);
  if ('choice' in result) return result.choice;
  const [question] = result.open;
  throw refusal('DEFINITION_INVALID', {
    detail: question?.words ?? { id: 'Ada pertanyaan terbuka.', en: 'There are open questions.' },
  });
}

type ValueReader = (cell: Exclude<Cell, null>, raw: string, text: string) => Reading;

function valueReader(column: string, { type, format, missing }: ColumnChoice): ValueReader {
  switch (format.kind) {
    case 'NUMBER':
      return numberReader(column, type as 'INTEGER' | 'BIGINT' | 'DECIMAL', format, missing);
    case 'DATE':
      return dateReader(column, format);
    case 'BOOLEAN':
      return booleanReader(column, format);
    case 'TEXT':
      if (format.strip === null) return (_, raw) => ({ text: raw });
      return (_, raw, text) => ({ text: /^\d+\.0$/.test(text) ? text.slice(0, -2) : raw });
  }
}

function numberReader(
  column: string,
  type: 'INTEGER' | 'BIGINT' | 'DECIMAL',
  format: NumberFormat,
  missing: readonly string[],
): ValueReader {
  const markers = new Set(missing.filter((marker) => /^-?\d+(\.\d+)?$/.test(marker)).map(shortest));
  return (cell, raw, text) => {
    if (typeof cell !== 'string' && cell.kind !== 'NUMBER')
      return problemOf(column, raw, 'bukan bilangan', 'is not a number');
    const number = numeral(text);
    const typed = typeof cell !== 'string';
    const exact =
      number === null ||
      (!typed && ((number.prefixed && !format.prefix) || (number.percent && !format.percent)))
        ? null
        : exactNumber(number, typed ? '.' : format.decimal, typed ? null : format.group);
    const value = typed && format.thousands && exact !== null ? inThousands(exact) : exact;
    if (value === null)
      return problemOf(
        column,
        raw,
        `bukan bilangan ${described(format).id}`,
        `is not a number ${described(format).en}`,
      );
    if (markers.size > 0 && markers.has(shortest(value))) return NOTHING;
    if (type === 'DECIMAL') {
      const [whole = '', fraction = ''] = value.replace('-', '').split('.');
      return whole.length > MAX_DIGITS || fraction.length > MAX_DIGITS
        ? problemOf(column, raw, 'terlalu panjang', 'is too long')
        : { text: value };
    }
    const short = shortest(value);
    if (short.includes('.')) return problemOf(column, raw, 'bukan bilangan bulat', 'is not a whole number');
    return fitsWhole(short, type)
      ? { text: short }
      : problemOf(column, raw, 'terlalu besar', 'is out of range');
  };
}

/** `1.693` → `1693`, `1.5` → `1500`; a whole number stays. More than three digits of a fraction are none of thousands. */
function inThousands(value: string): string | null {
  const [whole = '', part] = value.split('.');
  if (part === undefined) return value;
  return part.length > 3 ? null : shortest(`${whole}${part.padEnd(3, '0')}`);
}

const MARK = {
  ',': { id: 'koma', en: 'comma' },
  '.': { id: 'titik', en: 'point' },
  ' ': { id: 'spasi', en: 'blank' },
};

/** How numbers are written, for the sentence about one that is not. */
function described({ decimal, group }: NumberFormat): Words {
  const ribuan = group === null ? 'tanpa pemisah ribuan' : `dengan pemisah ribuan ${MARK[group].id}`;
  const thousands =
    group === null ? 'without marks between thousands' : `with a ${MARK[group].en} between thousands`;
  return {
    id: `dengan ${MARK[decimal].id} desimal ${ribuan}`,
    en: `with a decimal ${MARK[decimal].en} ${thousands}`,
  };
}

function dateReader(column: string, format: DateFormat): ValueReader {
  return (cell, raw, text) => {
    if (typeof cell !== 'string') {
      if (cell.kind !== 'DATE') return problemOf(column, raw, 'bukan tanggal', 'is not a date');
      if (hasTime(text) && !format.time) return problemOf(column, raw, 'memuat jam', 'holds a time of day');
      return { text: text.slice(0, 10) };
    }
    const date = dateText(text);
    const value = date && exactDate(date, format);
    if (value) return { text: value };
    if (date?.time && !format.time) return problemOf(column, raw, 'memuat jam', 'holds a time of day');
    if (date?.year.length === 2 && format.lastYear === null)
      return problemOf(column, raw, 'bertahun dua angka', 'has a year of two digits');
    const order = { DMY: 'dd/mm/yyyy', MDY: 'mm/dd/yyyy', YMD: 'yyyy-mm-dd', WORDS: 'dd Mmm yyyy' }[
      format.order
    ];
    return problemOf(column, raw, `bukan tanggal ${order}`, `is not a date ${order}`);
  };
}

function booleanReader(column: string, { yes, no }: BooleanFormat): ValueReader {
  const truths = new Map([
    [yes.toLowerCase(), 'true'],
    [no.toLowerCase(), 'false'],
  ]);
  return (cell, raw, text) => {
    if (typeof cell !== 'string')
      return cell.kind === 'BOOLEAN'
        ? { text: cell.text }
        : problemOf(column, raw, `bukan ${yes}/${no}`, `is not ${yes} or ${no}`);
    const truth = truths.get(text.toLowerCase());
    return truth ? { text: truth } : problemOf(column, raw, `bukan ${yes}/${no}`, `is not ${yes} or ${no}`);
  };
}

function problemOf(column: string, raw: string, id: string, en: string): Reading {
  const short = shown(raw);
  return { problem: { id: `kolom ${column}: "${short}" ${id}`, en: `column ${column}: "${short}" ${en}` } };
}
