import type { ColumnDefinition } from '../../../schema/definition.js';
import type { Cadence } from '../../../schema/facts.js';

/** What a cell can be chosen from. A truth value or a number is written as one, everything else as text. */
export interface Code {
  readonly code: string | number | boolean;
  /** What it stands for; '' where it says so itself. */
  readonly title: string;
}

export interface CodeList {
  /** Heading on the sheet of codes: `Wilayah`. Columns with lists of one name share it. */
  readonly name: string;
  readonly codes: readonly Code[];
}

export const MAX_CODES = 5000;
const YEARS = 10;
const SEMESTERS = 10;
const QUARTERS = 20;
const MONTHS = 36;

/** The list of a column that needs no table: truth values, periods, values of the definition; null where it has none. */
export function ownList(column: ColumnDefinition, cadence: Cadence | null, today: string): CodeList | null {
  const { type, name, values, reference } = column;
  if (type === 'BOOLEAN')
    return {
      name: 'Benar/salah',
      codes: [
        { code: true, title: 'ya, benar' },
        { code: false, title: 'tidak, salah' },
      ],
    };
  if (reference?.entity === 'Period') return { name: 'Periode', codes: periods(cadence, today) };
  if (!values || type === 'DATE') return null;
  const isNumber = type !== 'TEXT';
  // A number that was written otherwise than as digits cannot be chosen as one.
  if (isNumber && !values.every((value) => /^-?\d{1,15}(\.\d+)?$/.test(value))) return null;
  return { name, codes: values.map((value) => ({ code: isNumber ? Number(value) : value, title: '' })) };
}

/** Recent periods, the newest first, as fine as the dataset's cadence: `2024-03`, `2024-Q3`, `2024-S1` or `2024`. */
export function periods(cadence: Cadence | null, today: string): Code[] {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7)) - 1;
  const back = <T>(count: number, make: (at: number) => T): T[] =>
    Array.from({ length: count }, (_, at) => make(at));
  /** Those of a kind of which a year has `parts`. */
  const recent = (count: number, parts: number, write: (part: number) => string): Code[] =>
    back(count, (at) => {
      const index = year * parts + Math.floor((month * parts) / 12) - at;
      return { code: `${Math.floor(index / parts)}-${write((index % parts) + 1)}`, title: '' };
    });
  switch (cadence) {
    case 'DAILY':
    case 'WEEKLY':
    case 'MONTHLY':
      return recent(MONTHS, 12, (part) => String(part).padStart(2, '0'));
    case 'QUARTERLY':
      return recent(QUARTERS, 4, (part) => `Q${part}`);
    case 'SEMESTERLY':
      return recent(SEMESTERS, 2, (part) => `S${part}`);
    default:
      return back(YEARS, (at) => ({ code: String(year - at), title: '' }));
  }
}
