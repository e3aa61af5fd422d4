import type { Cell } from './grid.js';

/** What a number format shows of a serial number. */
export type DateFormat = 'DATE' | 'DATETIME' | 'TIME' | 'DURATION' | null;

/** Formats that every workbook has without naming them (ECMA-376, 18.8.30; 27–36 and 50–58 are East Asian dates). */
function builtIn(id: number): DateFormat {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return 'DATE';
  if (id === 22) return 'DATETIME';
  if (id === 46) return 'DURATION';
  return (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47 ? 'TIME' : null;
}

/** What the number format `id`, with the workbook's own `code` where it has one, makes of a number. */
export function dateFormat(id: number, code: string | undefined): DateFormat {
  if (code === undefined) return builtIn(id);
  const first = (code.split(';')[0] as string).replace(/"[^"]*"|\\.|_.|\*./g, '');
  if (/\[(h+|m+|s+)\]/i.test(first)) return 'DURATION';
  const letters = first
    .replace(/\[[^\]]*\]/g, '')
    .replace(/general|am\/pm|a\/p/gi, '')
    .toLowerCase();
  const time = /[hs]/.test(letters);
  const date = /[dy]/.test(letters) || (/m/.test(letters) && !time);
  if (date) return time ? 'DATETIME' : 'DATE';
  return time ? 'TIME' : null;
}

const DAY = 86_400;
const LAST = 2_958_465;

/**
 * A serial number as the date that it stands for. A time of day is told where the format shows one or the value has
 * one; a mere time or a duration is text (`07:30:00`), because it is on no day. Undefined for what is no date:
 * negative, past the year 9999, or 29 February 1900, which only Excel knows.
 */
export function dateCell(serial: number, format: DateFormat, from1904: boolean): Cell | undefined {
  if (format === null || !Number.isFinite(serial) || serial < 0 || serial > LAST + 1) return undefined;
  const seconds = Math.round(serial * DAY);
  const days = Math.floor(seconds / DAY);
  const rest = seconds - days * DAY;
  if (format === 'DURATION') return clock(seconds);
  if (format === 'TIME' && days === 0) return clock(rest);
  if (!from1904 && (days < 1 || days === 60)) return undefined;
  // Excel counts a 29 February 1900 that never was: the days before it are one off.
  const offset = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const date = new Date(offset + days * DAY * 1000).toISOString().slice(0, 10);
  return { kind: 'DATE', text: rest === 0 && format === 'DATE' ? date : `${date}T${clock(rest)}` };
}

const two = (number: number): string => String(number).padStart(2, '0');
const clock = (seconds: number): string =>
  `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;

/** A date that a workbook stores as text (`t="d"`); undefined where it is none. */
export function isoDateCell(text: string): Cell | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?)?$/.exec(text);
  if (!match) return undefined;
  const [, date = '', time] = match;
  return { kind: 'DATE', text: time === undefined || time === '00:00:00' ? date : `${date}T${time}` };
}
