import { MONTH_NUMBERS } from '../../../schema/period.js';
import type { DateFormat } from './guess.js';

/**
 * What can be told of a date's text alone: `YMD` and `WORDS` read in one way; of three numbers with the year last, which
 * of the first two must be the day, whether it could be either, or whether it makes no difference.
 */
export type DateShape = 'YMD' | 'WORDS' | 'DAY_FIRST' | 'MONTH_FIRST' | 'EITHER' | 'SAME';

export interface DateText {
  readonly shape: DateShape;
  /** As written: two or four digits. */
  readonly year: string;
  /** First and second of the two other numbers; for YMD and WORDS the month and the day. */
  readonly first: number;
  readonly second: number;
  /** Whether a time of day other than midnight follows. */
  readonly time: boolean;
}

const WEEKDAYS =
  "(?:(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun),?\\s+)?";
const TIME =
  '(?:(?:[ T]|,\\s*)\\s*(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2})(?:\\.\\d+)?)?\\s*([AP]M)?(?:\\s*(?:WIB|WITA|WIT|Z))?)?';
const LIKELY = /^(?:[a-z'’]{3,9},?\s+)?\d{1,4}[-/.\s]+\w/i;
const PATTERNS = {
  year: new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${TIME}$`, 'i'),
  numbers: new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME}$`, 'i'),
  words: new RegExp(
    `^${WEEKDAYS}(\\d{1,2})(?:\\s+|-|/|\\.)([a-z]{3,9})\\.?(?:,?\\s+|-|/|\\.)(\\d{4}|\\d{2})${TIME}$`,
    'i',
  ),
};

/** Whether the day exists (proleptic Gregorian, years 1 to 9999). */
export function exists(year: number, month: number, day: number): boolean {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= last;
}

/** The trimmed text as a date of a day that exists, in whatever style; null where it is none in any. */
export function dateText(text: string): DateText | null {
  // Two marks or blanks between three parts, the first a number or a weekday: everything else is spared the patterns.
  if (text.length < 6 || text.length > 48 || !LIKELY.test(text)) return null;
  if (text.length === 10) {
    const quick = tenLetters(text);
    if (quick !== undefined) return quick;
  }
  const byYear = PATTERNS.year.exec(text);
  if (byYear) {
    const [, year = '', , month, day] = byYear;
    const time = clock(byYear, 5);
    if (time === null || !exists(Number(year), Number(month), Number(day))) return null;
    return { shape: 'YMD', year, first: Number(month), second: Number(day), time };
  }
  const byWords = PATTERNS.words.exec(text);
  if (byWords) {
    const [, day, word = '', year = ''] = byWords;
    const month = MONTH_NUMBERS.get(word.toLowerCase());
    const time = clock(byWords, 4);
    if (month === undefined || time === null || !exists(anyYear(year), month, Number(day))) return null;
    return { shape: 'WORDS', year, first: month, second: Number(day), time };
  }
  const byNumbers = PATTERNS.numbers.exec(text);
  if (!byNumbers) return null;
  const [, one, mark, two, year = ''] = byNumbers;
  // "11.01.02" is a code of regions far more often than a day.
  if (mark === '.' && year.length === 2) return null;
  const time = clock(byNumbers, 5);
  return time === null ? null : ofNumbers(Number(one), Number(two), year, time);
}

function ofNumbers(first: number, second: number, year: string, time: boolean): DateText | null {
  const dayFirst = exists(anyYear(year), second, first);
  const monthFirst = exists(anyYear(year), first, second);
  if (!dayFirst && !monthFirst) return null;
  const shape =
    dayFirst && monthFirst ? (first === second ? 'SAME' : 'EITHER') : dayFirst ? 'DAY_FIRST' : 'MONTH_FIRST';
  return { shape, year, first, second, time };
}

/** `31/01/2024` and `2024-01-31` without the patterns: most dates of most files. Undefined where it is neither. */
function tenLetters(text: string): DateText | null | undefined {
  if (isMark(text, 2) && text[2] === text[5]) {
    const [first, second, year] = [digits(text, 0, 2), digits(text, 3, 5), digits(text, 6, 10)];
    return Number.isNaN(first + second + year) ? undefined : ofNumbers(first, second, text.slice(6), false);
  }
  if (!isMark(text, 4) || text[4] !== text[7]) return undefined;
  const [year, first, second] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  if (Number.isNaN(year + first + second)) return undefined;
  return exists(year, first, second)
    ? { shape: 'YMD', year: text.slice(0, 4), first, second, time: false }
    : null;
}

/** The number that stands there; NaN where anything else does. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = 10 * value + digit;
  }
  return value;
}

const isMark = (text: string, at: number): boolean =>
  text[at] === '/' || text[at] === '-' || text[at] === '.';

/** Two digits stand for some century's year: a 29 February is let through here and judged when the century is known. */
const anyYear = (year: string): number => (year.length === 2 ? 2000 + Number(year) : Number(year));

/** Whether there is a time of day besides midnight; null where it is no time that exists. */
function clock(match: RegExpExecArray, at: number): boolean | null {
  const hour = match[at];
  if (hour === undefined) return false;
  const [minute, second, half] = [match[at + 1], match[at + 2] ?? '0', match[at + 3]];
  if (Number(minute) > 59 || Number(second) > 59) return null;
  if (half ? Number(hour) < 1 || Number(hour) > 12 : Number(hour) > 23) return null;
  const midnight = half ? Number(hour) === 12 && half.toUpperCase() === 'AM' : Number(hour) === 0;
  return !midnight || Number(minute) > 0 || Number(second) > 0;
}

/** The day as `YYYY-MM-DD`; null where the format does not say which day it is, or the time would be lost. */
export function exactDate(date: DateText, format: DateFormat): string | null {
  if (date.time && !format.time) return null;
  let month = date.first;
  let day = date.second;
  if (date.shape !== 'YMD' && date.shape !== 'WORDS') {
    if (format.order !== 'DMY' && format.order !== 'MDY') return null;
    if (format.order === 'DMY') [day, month] = [date.first, date.second];
  }
  const year = date.year.length === 2 ? fullYear(Number(date.year), format.lastYear) : Number(date.year);
  if (year === null || !exists(year, month, day)) return null;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function fullYear(short: number, lastYear: number | null): number | null {
  if (lastYear === null) return null;
  const year = lastYear - (lastYear % 100) + short;
  return year > lastYear ? year - 100 : year;
}

const two = (number: number): string => String(number).padStart(2, '0');

/** Whether a typed date has a time of day besides midnight. */
export const hasTime = (text: string): boolean => text.length > 10 && !text.endsWith('T00:00:00');
