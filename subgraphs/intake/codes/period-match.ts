import { type Period, parsePeriod, periodOf } from '../../../schema/period.js';
import { dateText } from '../typing/dates.js';

export type PeriodMatchKind = 'ID' | 'TEXT' | 'WITH_YEAR' | 'NONE' | 'AMBIGUOUS';

/**
 * Why a person has to look at a match. `PART`: `1/2024` is a month, quarter or semester; `DATE`: a day stands for its
 * month; `SHORT_YEAR`: two digits; `NO_YEAR`: a month without a year; `SEVERAL`: two years.
 */
export type PeriodDoubt = 'PART' | 'DATE' | 'SHORT_YEAR' | 'NO_YEAR' | 'SEVERAL' | 'UNKNOWN';

export interface PeriodMatch {
  readonly kind: PeriodMatchKind;
  /** The period; null where nothing decides. */
  readonly period: Period | null;
  /** 0 to 1: 1 needs nobody's look, below 0.5 is a proposal at most. */
  readonly confidence: number;
  /** What it could be where `period` is null, the likeliest first. */
  readonly candidates: readonly Period[];
  readonly doubt: PeriodDoubt | null;
}

export interface PeriodOptions {
  /** The one year of the table, where its title, sheet or a person says so. */
  readonly year?: number | undefined;
}

const NOTHING: PeriodMatch = { kind: 'NONE', period: null, confidence: 0, candidates: [], doubt: null };
const found = (kind: PeriodMatchKind, period: Period, confidence: number): PeriodMatch => ({
  kind,
  period,
  confidence,
  candidates: [],
  doubt: null,
});
const open = (candidates: readonly Period[], doubt: PeriodDoubt): PeriodMatch => ({
  kind: candidates.length > 0 ? 'AMBIGUOUS' : 'NONE',
  period: null,
  confidence: candidates.length > 0 ? 0.4 : 0,
  candidates,
  doubt,
});

/** `1/2024`, `2024-7`: one digit, of which nothing says what it counts. */
const PART = /^(?:(\d)[-/](\d{4})|(\d{4})[-/](\d))$/;
/** `Jan-24`, `Januari '24`, `Q3 24`. */
const SHORT_YEAR = /^(.*\D)[\s'’/-]*(\d{2})$/;
const TWO_YEARS = /^(\d{4})\s*[-/]\s*(\d{4})$/;
const KINDS_OF_PARTS = ['MONTH', 'QUARTER', 'SEMESTER'] as const;
/** A year that stands in for the one that a text lacks, to see what the text would be with one. */
const ANY_YEAR = 2000;
const LONGEST = 60;

/**
 * Matches a column's texts with periods, one match a text. The column is read whole first: `1/2024` beside `12/2024` or
 * `7/2024` is a month, alone it is asked.
 */
export function matchPeriods(texts: readonly (string | null)[], options: PeriodOptions = {}): PeriodMatch[] {
  const monthly = texts.some((text) => {
    const trimmed = text?.trim() ?? '';
    const part = partOf(trimmed);
    return part ? part.number > 4 : /^(?:1[0-2][-/]\d{4}|\d{4}[-/]1[0-2])$/.test(trimmed);
  });
  const matches = new Map<string, PeriodMatch>();
  return texts.map((raw) => {
    const text = raw?.trim() ?? '';
    let match = matches.get(text);
    if (!match) {
      match = text === '' ? NOTHING : matchOne(text, monthly, options);
      matches.set(text, match);
    }
    return match;
  });
}

function matchOne(text: string, monthly: boolean, { year }: PeriodOptions): PeriodMatch {
  if (text.length > LONGEST) return open([], 'UNKNOWN');
  const exact = parsePeriod(text);
  if (exact) return found('ID', exact, 1);
  const own = periodOf(text) ?? periodOf(text.replace(/^(\d{4})\.0$/, '$1'));
  if (own) return found('TEXT', own, 0.95);
  const part = partOf(text);
  if (part) return ofPart(part, monthly);
  const years = TWO_YEARS.exec(text);
  if (years) return open(periodsOf([periodOf(years[1] ?? ''), periodOf(years[2] ?? '')]), 'SEVERAL');
  const date = ofDate(text);
  if (date) return date;
  const short = SHORT_YEAR.exec(text);
  const withCentury = short ? periodOf(`${short[1]?.replace(/[\s'’/-]+$/, '')} 20${short[2]}`) : null;
  // A number behind "Bulan" or "Triwulan" counts those, and is no year.
  if (withCentury && !periodOf(text, ANY_YEAR)) return open([withCentury], 'SHORT_YEAR');
  if (!periodOf(text, ANY_YEAR)) return open([], 'UNKNOWN');
  const completed = year === undefined ? null : periodOf(text, year);
  return completed ? found('WITH_YEAR', completed, 0.9) : open([], 'NO_YEAR');
}

function partOf(text: string): { readonly year: string; readonly number: number } | null {
  const match = PART.exec(text);
  return match ? { year: match[2] ?? match[3] ?? '', number: Number(match[1] ?? match[4]) } : null;
}

function ofPart({ year, number }: { readonly year: string; readonly number: number }, monthly: boolean) {
  const whole = periodOf(year);
  if (!whole || number === 0) return open([], 'UNKNOWN');
  const most = { MONTH: 12, QUARTER: 4, SEMESTER: 2 };
  const candidates = KINDS_OF_PARTS.filter((kind) => number <= most[kind]).map((kind) => ({
    kind,
    year: whole.year,
    number,
  }));
  const [month] = candidates;
  return monthly && month ? found('TEXT', month, 0.9) : open(candidates, 'PART');
}

/** The month of a day; both months where day and month can be exchanged. */
function ofDate(text: string): PeriodMatch | null {
  const date = dateText(text);
  if (date?.year.length !== 4) return null;
  const { shape, first, second } = date;
  const months = shape === 'EITHER' ? [second, first] : shape === 'DAY_FIRST' ? [second] : [first];
  const ids = months.map((month) => `${date.year}-${String(month).padStart(2, '0')}`);
  return open(periodsOf(ids.map(parsePeriod)), 'DATE');
}

const periodsOf = (periods: readonly (Period | null)[]): Period[] => periods.filter((one) => one !== null);
