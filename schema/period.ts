/** Periods of statistics: years and their semesters, quarters and months, from 1900 to 2100. Pure and complete. */

/** From the longest to the shortest. */
export const PERIOD_KINDS = ['YEAR', 'SEMESTER', 'QUARTER', 'MONTH'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

export interface Period {
  readonly kind: PeriodKind;
  readonly year: number;
  /** Which one of its year, from 1; 1 for the year itself. */
  readonly number: number;
}

const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;
/** How many of a kind a year has. */
const PER_YEAR: Readonly<Record<PeriodKind, number>> = { YEAR: 1, SEMESTER: 2, QUARTER: 4, MONTH: 12 };

/** The ids, as a regular expression that JavaScript and PostgreSQL read alike. */
export const PERIOD_PATTERN = '^(19[0-9]{2}|20[0-9]{2}|2100)(-(S[12]|Q[1-4]|0[1-9]|1[0-2]))?$';
const ID = new RegExp(PERIOD_PATTERN);

const isYear = (year: number): boolean => Number.isInteger(year) && year >= FIRST_YEAR && year <= LAST_YEAR;

/** The period with this id: `2024`, `2024-S1`, `2024-Q3`, `2024-03`; null for any other text. */
export function parsePeriod(id: string): Period | null {
  const match = ID.exec(id);
  if (!match) return null;
  const year = Number(match[1]);
  const part = match[3];
  if (part === undefined) return { kind: 'YEAR', year, number: 1 };
  if (part.startsWith('S')) return { kind: 'SEMESTER', year, number: Number(part.slice(1)) };
  if (part.startsWith('Q')) return { kind: 'QUARTER', year, number: Number(part.slice(1)) };
  return { kind: 'MONTH', year, number: Number(part) };
}

export function periodId({ kind, year, number }: Period): string {
  if (kind === 'YEAR') return String(year);
  if (kind === 'MONTH') return `${year}-${String(number).padStart(2, '0')}`;
  return `${year}-${kind === 'SEMESTER' ? 'S' : 'Q'}${number}`;
}

/** First and last month of a period, 1 to 12. */
function months({ kind, number }: Period): { readonly first: number; readonly last: number } {
  const length = 12 / PER_YEAR[kind];
  return { first: (number - 1) * length + 1, last: number * length };
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** First day, YYYY-MM-DD. */
export const startOfPeriod = (period: Period): string =>
  `${period.year}-${twoDigits(months(period).first)}-01`;

/** Last day, YYYY-MM-DD. */
export function endOfPeriod(period: Period): string {
  const { last } = months(period);
  const day = new Date(Date.UTC(period.year, last, 0)).getUTCDate();
  return `${period.year}-${twoDigits(last)}-${twoDigits(day)}`;
}

/** The longer periods that a period lies in, the shortest first: of a month its quarter, semester and year. */
export function aroundPeriod(period: Period): Period[] {
  const { year } = period;
  const { first } = months(period);
  return PERIOD_KINDS.slice(0, PERIOD_KINDS.indexOf(period.kind))
    .map((kind) => ({ kind, year, number: Math.ceil((first * PER_YEAR[kind]) / 12) }))
    .reverse();
}

/** The periods of a shorter kind that a period is made of, in order; of the next shorter kind unless told. */
export function partsOfPeriod(period: Period, kind = nextShorter(period.kind)): Period[] {
  if (kind === null || PER_YEAR[kind] <= PER_YEAR[period.kind]) return [];
  const each = PER_YEAR[kind] / PER_YEAR[period.kind];
  return Array.from({ length: each }, (_, at) => ({
    kind,
    year: period.year,
    number: (period.number - 1) * each + at + 1,
  }));
}

const nextShorter = (kind: PeriodKind): PeriodKind | null =>
  PERIOD_KINDS[PERIOD_KINDS.indexOf(kind) + 1] ?? null;

/** A period and every shorter one that lies in it. */
export const inPeriod = (period: Period): Period[] => [
  period,
  ...PERIOD_KINDS.flatMap((kind) => partsOfPeriod(period, kind)),
];

const MONTH_NAMES =
  'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' ');
const ROMAN = ['I', 'II', 'III', 'IV'];

/** In Indonesian: `Tahun 2024`, `Semester I 2024`, `Triwulan III 2024`, `Maret 2024`. */
export function periodLabel({ kind, year, number }: Period): string {
  if (kind === 'YEAR') return `Tahun ${year}`;
  if (kind === 'MONTH') return `${MONTH_NAMES[number - 1]} ${year}`;
  return `${kind === 'SEMESTER' ? 'Semester' : 'Triwulan'} ${ROMAN[number - 1]} ${year}`;
}

/** Names of months as they are written, lower case, old spellings and English ones too, with their numbers. */
export const MONTH_NUMBERS: ReadonlyMap<string, number> = new Map(
  [
    'jan januari january',
    'feb peb februari pebruari february',
    'mar maret march',
    'apr april',
    'mei may',
    'jun juni june',
    'jul juli july',
    'agu ags agt agst agustus aug august',
    'sep sept september',
    'okt oktober oct october',
    'nov nop november nopember',
    'des desember dec december',
  ].flatMap((words, at) => words.split(' ').map((word) => [word, at + 1] as const)),
);
const PART_WORDS: ReadonlyMap<string, 'SEMESTER' | 'QUARTER'> = new Map([
  ...'semester sem smt smtr s'.split(' ').map((word) => [word, 'SEMESTER'] as const),
  ...'triwulan triw tw twl kuartal kwartal kw q'.split(' ').map((word) => [word, 'QUARTER'] as const),
]);
const ORDINALS: ReadonlyMap<string, number> = new Map(
  ['i pertama kesatu', 'ii kedua', 'iii ketiga', 'iv keempat'].flatMap((words, at) =>
    words.split(' ').map((word) => [word, at + 1] as const),
  ),
);
const MONTH_WORD = /^(?:bulan|bln)$/;
const FILLER = /^(?:tahun|thn|th|ke|periode|bulan|bln)$/;
/** `2024-03`, `03/2024`: two digits are a month; one, or a point, could be anything. */
const NUMERIC_MONTH = /^(?:(\d{4})[-/](\d{2})|(\d{2})[-/](\d{4}))$/;
const LONGEST = 60;

/**
 * The period that a text means as Indonesian offices write it: `Tahun 2024`, `Jan 2024`, `03/2024`, `TW III/2024`,
 * `Sem. 2 2024`. `year` is the year of the whole column, for texts that name none (`Januari`). Null where the text can
 * mean something else: a date, a school year, a year of two digits.
 */
export function periodOf(text: string, year?: number): Period | null {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST) return null;
  const exact = parsePeriod(trimmed.toUpperCase());
  if (exact) return exact;
  const numeric = NUMERIC_MONTH.exec(trimmed);
  if (numeric) return made('MONTH', Number(numeric[1] ?? numeric[4]), Number(numeric[2] ?? numeric[3]));
  if (!/^[\p{L}\d(][\p{L}\d\s./,()'-]*$/u.test(trimmed)) return null;
  const all = trimmed.toLowerCase().match(/\p{L}+|\d+/gu) ?? [];
  const tokens = all.filter((token) => !FILLER.test(token));
  const years = tokens.filter((token) => /^\d{4}$/.test(token));
  const own = years.length === 0 ? year : Number(years[0]);
  if (years.length > 1 || own === undefined) return null;
  const rest = tokens.filter((token) => !/^\d{4}$/.test(token));
  const [word = '', number] = rest;
  if (rest.length === 0) return years.length === 1 && !all.some(isMonthWord) ? made('YEAR', own, 1) : null;
  if (rest.length === 1) {
    const month = MONTH_NUMBERS.get(word) ?? (all.some(isMonthWord) ? Number(word) : Number.NaN);
    return made('MONTH', own, month);
  }
  const kind = PART_WORDS.get(word);
  // The mark of one letter is too short to stand without its year.
  if (rest.length > 2 || !kind || number === undefined || (word.length === 1 && years.length === 0))
    return null;
  return made(kind, own, ORDINALS.get(number) ?? Number(number));
}

const isMonthWord = (token: string): boolean => MONTH_WORD.test(token);

/** The period, where there is one. */
function made(kind: PeriodKind, year: number, number: number): Period | null {
  const there = Number.isInteger(number) && number >= 1 && number <= PER_YEAR[kind];
  return isYear(year) && there ? { kind, year, number } : null;
}
