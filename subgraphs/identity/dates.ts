import { isDate } from '../../schema/definition.js';
import type { Words } from '../../schema/errors.js';

/** Dates `YYYY-MM-DD` of the calendar in Jakarta, both included; no last date: until it is ended. */
export interface OpenTerm {
  readonly from: string;
  readonly to: string | null;
}

/** The same day a year later: the first that is too many of a year. It need not exist, dates compare as text. */
export const yearAfter = (from: string): string =>
  `${String(Number(from.slice(0, 4)) + 1).padStart(4, '0')}${from.slice(4)}`;

/** What is wrong with the dates of something that is to begin today or later; undefined when nothing is. */
export function datesProblem({ from, to }: OpenTerm, today: string): Words | undefined {
  for (const date of [from, to])
    if (date !== null && !isDate(date))
      return {
        id: `"${date}" bukan tanggal; tulis YYYY-MM-DD, hari yang ada di kalender.`,
        en: `"${date}" is not a date; write YYYY-MM-DD, a day of the calendar.`,
      };
  if (to !== null && to < from)
    return {
      id: `Tanggal akhir ${to} mendahului tanggal mulai ${from}.`,
      en: `The last date ${to} comes before the first date ${from}.`,
    };
  if (from < today)
    return {
      id: `Tidak dapat berlaku surut: ${from} sudah lewat (hari ini ${today} WIB).`,
      en: `It cannot reach back: ${from} is past (today is ${today} in Jakarta).`,
    };
  return undefined;
}
