import { isDate } from '../../../schema/definition.js';

const MONTHS = [
  'Januari',
  'Februari',
  'Maret',
  'April',
  'Mei',
  'Juni',
  'Juli',
  'Agustus',
  'September',
  'Oktober',
  'November',
  'Desember',
];
const WEEKDAYS = ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'];
const DIGITS = ['', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan'];
const WIB_HOURS = 7;

/** Midnight UTC of a calendar date. Throws a RangeError for anything but an existing YYYY-MM-DD. */
export function utcDay(date: string): Date {
  if (!isDate(date)) throw new RangeError(`not a date: ${date}`);
  return new Date(`${date}T00:00:00Z`);
}

const parts = (day: Date) => ({
  weekday: WEEKDAYS[day.getUTCDay()] ?? '',
  day: day.getUTCDate(),
  month: MONTHS[day.getUTCMonth()] ?? '',
  year: day.getUTCFullYear(),
});

/** `2026-03-05` → `5 Maret 2026`. */
export function longDate(date: string): string {
  const { day, month, year } = parts(utcDay(date));
  return `${day} ${month} ${year}`;
}

/** The opening words of a record: `Kamis, tanggal lima, bulan Maret, tahun dua ribu dua puluh enam`. */
export function spelledDate(date: string): string {
  const { weekday, day, month, year } = parts(utcDay(date));
  return `${weekday}, tanggal ${spelled(day)}, bulan ${month}, tahun ${spelled(year)}`;
}

/** A date in long form; an ISO 8601 instant as `5 Maret 2026 16.30 WIB`; any other text as it is. */
export function longMoment(text: string): string {
  if (isDate(text)) return longDate(text);
  const instant = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) return text;
  const local = new Date(instant + WIB_HOURS * 3_600_000).toISOString();
  return `${longDate(local.slice(0, 10))} ${local.slice(11, 16).replace(':', '.')} WIB`;
}

/** A whole number from 1 to 9999 in words. */
export function spelled(count: number): string {
  const words: string[] = [];
  const thousands = Math.floor(count / 1000);
  const hundreds = Math.floor((count % 1000) / 100);
  const rest = count % 100;
  if (thousands > 0) words.push(thousands === 1 ? 'seribu' : `${DIGITS[thousands]} ribu`);
  if (hundreds > 0) words.push(hundreds === 1 ? 'seratus' : `${DIGITS[hundreds]} ratus`);
  if (rest === 10) words.push('sepuluh');
  else if (rest === 11) words.push('sebelas');
  else if (rest > 11 && rest < 20) words.push(`${DIGITS[rest - 10]} belas`);
  else {
    if (rest >= 20) words.push(`${DIGITS[Math.floor(rest / 10)]} puluh`);
    if (rest % 10 > 0) words.push(DIGITS[rest % 10] ?? '');
  }
  return words.join(' ');
}
