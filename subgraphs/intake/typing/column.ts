import type { Cell } from '../reading/grid.js';
import { type CellKind, ColumnCounts } from './counts.js';
import { dateText, hasTime } from './dates.js';
import { DATE_KINDS, MOSTLY, NUMBER_KINDS } from './draft.js';
import { type ColumnGuess, type ColumnOptions, type FileConvention, NO_CONVENTION } from './guess.js';
import { markerKind, SENTINELS } from './markers.js';
import { exactNumber, type Numeral, numeral, shortest } from './numerals.js';
import { TRUTHS } from './truths.js';
import { decide } from './verdict.js';

const MAX_DISTINCT = 100;
const MAX_MARKERS = 24;
const MAX_DIFFERENT = 200_000;
/** Beyond its 15th digit a spreadsheet's number is made of zeros. */
const EXACT_IN_A_SPREADSHEET = 15;

/**
 * Finds a column's type from all of its cells, given row by row. Its memory does not grow with the rows: counters, a
 * range, the first examples.
 */
export class ColumnTyping {
  readonly #counts = new ColumnCounts();
  readonly #missing: ReadonlySet<string>;
  #before = -2;

  constructor(readonly options: ColumnOptions) {
    this.#missing = new Set(options.missing);
  }

  /** Takes the next cell; `row` is the row's number in the file as its reader would count it, from 1. */
  add(cell: Cell, row = this.#counts.rows + 1): void {
    const counts = this.#counts;
    counts.rows++;
    if (cell === null) {
      counts.blanks++;
      return;
    }
    if (typeof cell === 'string') this.#text(cell, row);
    else this.#typed(cell.kind, cell.text, row);
  }

  /** The verdict over the cells so far. `convention` is what the file's other columns say, see `conventionOf`. */
  verdict(convention: FileConvention = NO_CONVENTION): ColumnGuess {
    return decide(this.#counts, this.options, convention);
  }

  /** Cells that can only be read with a decimal comma, a decimal point, the day first, the month first. */
  get certain(): {
    readonly comma: number;
    readonly point: number;
    readonly dmy: number;
    readonly mdy: number;
  } {
    const { kinds, values } = this.#counts;
    const share = (names: readonly CellKind[]): number => kinds.count(...names) / values;
    // A column of text that happens to hold "1,5" says nothing of how the file writes numbers.
    if (values === 0 || (share(NUMBER_KINDS) < MOSTLY && share(DATE_KINDS) < MOSTLY))
      return { comma: 0, point: 0, dmy: 0, mdy: 0 };
    return {
      comma: kinds.count('COMMA', 'POINT_GROUPS'),
      // "20519330.0" is a spreadsheet's artefact, which says nothing of how people wrote the file.
      point: kinds.count('POINT', 'COMMA_GROUPS'),
      dmy: kinds.count('DAY_FIRST'),
      mdy: kinds.count('MONTH_FIRST'),
    };
  }

  #text(raw: string, row: number): void {
    const counts = this.#counts;
    const text = raw.trim();
    if (text === '') {
      counts.blanks++;
      return;
    }
    this.#distinct(text);
    if (this.#missing.has(text) || (markerKind(text) && counts.markers.size < MAX_MARKERS)) {
      counts.markers.add(text, row, raw);
      return;
    }
    const number = numeral(text);
    if (number) {
      this.#number(number, text, raw, row);
      return;
    }
    const date = dateText(text);
    if (date) {
      counts.kinds.add(date.shape, row, raw);
      if (date.time) counts.traits.add('TIME', row, raw);
      if (date.year.length === 2) {
        counts.traits.add('SHORT_YEAR', row, raw);
        counts.greatestShortYear = Math.max(counts.greatestShortYear, Number(date.year));
      }
      return;
    }
    const word = text.length > 5 ? '' : text.toLowerCase();
    if (TRUTHS.has(word)) {
      counts.truths.add(word, row, raw);
      counts.kinds.add('TRUTH', row, raw);
    } else counts.kinds.add('WORD', row, raw);
  }

  #number(number: Numeral, text: string, raw: string, row: number): void {
    const { kinds, traits, ranges, sentinels } = this.#counts;
    const { shape } = number;
    const whole = shape === 'WHOLE' || shape === 'ZERO_LED';
    const asPoint = whole ? exactNumber(number, '.', null) : exactNumber(number, '.', groupOf(number, ','));
    const asComma = whole ? asPoint : exactNumber(number, ',', groupOf(number, '.'));
    kinds.add(shape, row, raw);
    const short = shortest(asPoint ?? asComma ?? '');
    if (SENTINELS.has(short)) sentinels.add(short, row, raw);
    else {
      if (asPoint !== null) ranges['.'].add(asPoint);
      if (asComma !== null) ranges[','].add(asComma);
    }
    if (number.prefixed) {
      traits.add('RP', row, raw);
      if (shape === 'POINT_THREE') traits.add('RP_POINT_THREE', row, raw);
      if (shape === 'COMMA_THREE') traits.add('RP_COMMA_THREE', row, raw);
    }
    traits.add(number.percent ? 'PERCENT' : 'BARE', row, raw);
    if (number.group !== null) traits.add(GROUP_TRAITS[number.group], row, raw);
    if (whole || shape === 'POINT_ZERO')
      this.#digits(whole ? number.body : number.body.slice(0, -2), row, raw);
    else this.#before = -2;
    if (!whole && number.body.length === 5 && text === number.body && text[2] === '.')
      this.#dotted(text, row);
    if (!whole) this.#counts.running = false;
  }

  #digits(body: string, row: number, raw: string): void {
    const counts = this.#counts;
    counts.minWidth = Math.min(counts.minWidth, body.length);
    counts.maxWidth = Math.max(counts.maxWidth, body.length);
    if (body.length === 4 && body >= '1900' && body <= '2100') counts.traits.add('YEAR', row, raw);
    if (body.length > 3) counts.traits.add('LONG_WHOLE', row, raw);
    if (!counts.running) return;
    const value = body.length < 10 ? Number(body) : Number.NaN;
    if (this.#before === -2 ? value > 1 : value !== this.#before + 1) counts.running = false;
    this.#before = value;
  }

  #dotted(text: string, row: number): void {
    const counts = this.#counts;
    counts.traits.add('TWO_DOT_TWO', row, text);
    const province = text.slice(0, 2);
    if (counts.province === undefined) counts.province = province;
    else if (counts.province !== province) counts.province = null;
  }

  #typed(kind: 'NUMBER' | 'DATE' | 'BOOLEAN' | 'ERROR', text: string, row: number): void {
    const { kinds, traits, ranges, sentinels, truths, markers } = this.#counts;
    this.#distinct(text);
    switch (kind) {
      case 'NUMBER': {
        const short = shortest(text);
        if (this.#missing.has(text)) {
          markers.add(text, row, text);
          return;
        }
        kinds.add('TYPED_NUMBER', row, text);
        if (SENTINELS.has(short)) sentinels.add(short, row, text);
        else for (const range of [ranges[','], ranges['.']]) range.add(text);
        const digits = text.replace(/^-/, '');
        if (digits.includes('.')) {
          this.#counts.running = false;
          traits.add(COULD_BE_THOUSANDS.test(digits) ? 'TYPED_THOUSAND' : 'TYPED_FRACTION', row, text);
        } else {
          if (digits.length > EXACT_IN_A_SPREADSHEET) traits.add('LONG_TYPED', row, text);
          this.#digits(digits, row, text);
        }
        return;
      }
      case 'DATE':
        kinds.add('TYPED_DATE', row, text);
        if (hasTime(text)) traits.add('TIME', row, text);
        return;
      case 'BOOLEAN':
        kinds.add('TYPED_BOOLEAN', row, text);
        truths.add(text, row, text);
        return;
      case 'ERROR':
        markers.add(text, row, text);
    }
  }

  #distinct(text: string): void {
    const counts = this.#counts;
    const { different } = counts;
    if (different) {
      if (different.has(text) || different.size === MAX_DIFFERENT) counts.different = null;
      else different.add(text);
    }
    if (counts.distinctMore) return;
    if (counts.distinct.size < MAX_DISTINCT) counts.distinct.add(text.slice(0, 200));
    else counts.distinctMore = !counts.distinct.has(text.slice(0, 200));
  }
}

/** A number of a spreadsheet that looks as `1.693` does when its mark between thousands is taken for a decimal one. */
const COULD_BE_THOUSANDS = /^[1-9]\d{0,2}\.\d{1,3}$/;
const GROUP_TRAITS = { '.': 'GROUP_POINT', ',': 'GROUP_COMMA', ' ': 'GROUP_BLANK' } as const;

/** The groups to read with, where the other mark than `mark` is the decimal one. */
const groupOf = (number: Numeral, mark: ',' | '.'): ',' | '.' | ' ' => (number.group === ' ' ? ' ' : mark);

/** What the columns of a file say together of its marks and dates; null where none says it, or they contradict. */
export function conventionOf(columns: Iterable<ColumnTyping>): FileConvention {
  const sum = { comma: 0, point: 0, dmy: 0, mdy: 0 };
  for (const { certain } of columns)
    for (const name of ['comma', 'point', 'dmy', 'mdy'] as const) sum[name] += certain[name];
  return {
    decimal: sum.comma > 0 === sum.point > 0 ? null : sum.comma > 0 ? ',' : '.',
    order: sum.dmy > 0 === sum.mdy > 0 ? null : sum.dmy > 0 ? 'DMY' : 'MDY',
  };
}
