import type { Series, ValueSource } from '../mapping.js';
import { unitInLabel } from '../tables/looks.js';
import type { Option, Question } from '../typing/guess.js';
import { headerWords } from '../typing/headers.js';
import type { Candidate } from './candidates.js';

/** A column as the dataset could have it: one of the file, or one that many of the file become. */
export interface ShapedColumn {
  readonly key: string;
  readonly label: string;
  readonly unit: string | null;
  readonly source: ValueSource;
}

export interface Shape {
  readonly columns: readonly ShapedColumn[];
  /** Empty where every column stays one. */
  readonly series: readonly Series[];
}

export const SHAPE_QUESTION = 'SHAPE';
export const YEAR_QUESTION = 'YEAR';
/** Keys of the columns that no file has: what is told of a row by headers, title or file name. */
export const PERIOD_COLUMN = 'periode';
export const YEAR_COLUMN = 'tahun';
const NAMELESS_MEASURE = 'nilai';

const MONTHS =
  'januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember|jan|feb|mar|apr|jun|jul|agu|agt|ags|sep|sept|okt|nov|nop|des'.split(
    '|',
  );
const MONTH_NUMBER: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  peb: 2,
  mar: 3,
  apr: 4,
  mei: 5,
  jun: 6,
  jul: 7,
  agu: 8,
  agt: 8,
  ags: 8,
  sep: 9,
  okt: 10,
  nov: 11,
  nop: 11,
  des: 12,
};
const LETTER = '[\\p{L}\\p{N}]';
const MONTH = new RegExp(`(?<!${LETTER})(${MONTHS.join('|')})(?!${LETTER})`, 'iu');
const YEAR = /(?<!\d)((?:19|20)\d{2})(?!\d)/;
const QUARTER = new RegExp(
  `(?<!${LETTER})(?:triwulan|tw|kuartal|q)[\\s_.-]*(iv|i{1,3}|[1-4])(?!${LETTER})`,
  'iu',
);
const ROMAN: Readonly<Record<string, number>> = { i: 1, ii: 2, iii: 3, iv: 4 };

interface Told {
  readonly measure: string;
  readonly year: string | null;
  /** `03`, `Q3`; null for a whole year. */
  readonly part: string | null;
}

/** What a header says of time, and what is left of it. */
function told(label: string): Told | null {
  const year = YEAR.exec(label);
  const rest = year ? label.replace(year[0], ' ') : label;
  const quarter = QUARTER.exec(rest);
  const month = quarter ? null : MONTH.exec(rest);
  if (!year && !quarter && !month) return null;
  const found = quarter ?? month;
  const part = quarter
    ? `Q${ROMAN[(quarter[1] as string).toLowerCase()] ?? quarter[1]}`
    : month
      ? String(MONTH_NUMBER[(month[1] as string).slice(0, 3).toLowerCase()]).padStart(2, '0')
      : null;
  const measure = (found ? rest.replace(found[0], ' ') : rest)
    .replace(/(^|[\s_/-])(tahun|thn|th|bulan|bln)(?=$|[\s_/-])/gi, ' ')
    .replace(/\s+([-/|_:]\s+)+/g, ' ')
    .replace(/^[\s\-/|_:.,]+|[\s\-/|_:.,]+$/g, '')
    .replace(/\s{2,}/g, ' ');
  return { measure: measure === '' ? NAMELESS_MEASURE : measure, year: year?.[1] ?? null, part };
}

/**
 * The columns that are one measure at several times. `year` is the one that title, sheet or file name: months without a
 * year are of it, or of no year at all. A measure that is `known` from a file before needs one column alone.
 */
export function seriesIn(
  keys: readonly string[],
  year: string | null,
  known: ReadonlySet<string> = new Set(),
): Series[] {
  const found: Series[] = [];
  const parts = new Set<string>();
  for (const key of keys) {
    const one = told(key.replace(/#\d+$/, ''));
    if (!one) continue;
    const of = one.year ?? (one.part === null ? null : year);
    const period = of === null ? (one.part as string) : one.part === null ? of : `${of}-${one.part}`;
    if (one.part !== null) parts.add(one.part);
    found.push({ key, measure: one.measure, period });
  }
  const byMeasure = new Map<string, Series[]>();
  for (const one of found) byMeasure.set(one.measure, [...(byMeasure.get(one.measure) ?? []), one]);
  const repeated = [...byMeasure].flatMap(([measure, series]) => {
    const times = new Set(series.map(({ period }) => period)).size;
    return times === series.length && (times > 1 || known.has(measure)) ? series : [];
  });
  const gone = new Set(repeated.map(({ key }) => key));
  const stay = new Set(keys.filter((key) => !gone.has(key)));
  // A column that says the period already leaves no place for another one.
  if (stay.has(PERIOD_COLUMN)) return [];
  // `Produksi` beside `Produksi 2023` and `Produksi 2024` is another column than theirs.
  return repeated.map((one) =>
    stay.has(one.measure) ? { ...one, measure: `${one.measure} (per periode)` } : one,
  );
}

/** The columns of all tables together, each as it is, with the year of the title where that is wanted. */
function plain(candidates: readonly Candidate[], without: ReadonlySet<string> = new Set()): ShapedColumn[] {
  const columns = new Map<string, ShapedColumn>();
  for (const { table, keys } of candidates)
    for (const [at, key] of keys.entries())
      if (!columns.has(key) && !without.has(key))
        columns.set(key, {
          key,
          label: table.columns[at]?.label ?? '',
          unit: table.columns[at]?.unit ?? null,
          source: { kind: 'COLUMN', key },
        });
  return [...columns.values()];
}

const measured = (series: readonly Series[]): ShapedColumn[] =>
  [...new Set(series.map(({ measure }) => measure))].map((measure) => ({
    key: measure,
    label: measure,
    unit: unitInLabel(measure),
    source: { kind: 'MEASURE', measure },
  }));

const PERIOD: ShapedColumn = {
  key: PERIOD_COLUMN,
  label: PERIOD_COLUMN,
  unit: null,
  source: { kind: 'PERIOD' },
};
const TITLE_YEAR: ShapedColumn = {
  key: YEAR_COLUMN,
  label: YEAR_COLUMN,
  unit: null,
  source: { kind: 'TABLE_YEAR' },
};

/** What the dataset that a file is to fill says of its shape. */
export interface FixedShape {
  readonly wide: boolean;
  readonly titleYear: boolean;
  /** Measures that its columns became before. */
  readonly measures: ReadonlySet<string>;
}

export interface ShapeVerdict {
  readonly shape: Shape;
  readonly open: readonly Question[];
  readonly asked: readonly Question[];
}

/**
 * Which columns become rows, and whether the year of the title becomes a column; asked wherever it could be. `fixed`
 * are the sources that the dataset's columns had in its last file: they decide without a question.
 */
export function shapeOf(
  candidates: readonly Candidate[],
  answers: Readonly<Record<string, string>>,
  fixed: FixedShape | null,
): ShapeVerdict {
  const years = new Set(candidates.flatMap(({ table }) => table.year ?? []));
  const year = years.size === 1 ? ([...years][0] as string) : null;
  const all = plain(candidates);
  const series = seriesIn(
    all.map(({ key }) => key),
    year,
    fixed?.measures,
  );
  const open: Question[] = [];
  const asked: Question[] = [];
  const settle = (question: Question, decided: string | undefined): string | undefined => {
    if (decided !== undefined) return decided;
    const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
    const valid = question.options.some(({ value }) => value === answer);
    (valid ? asked : open).push(question);
    return valid ? answer : undefined;
  };
  const long =
    series.length > 0 &&
    settle(shapeQuestion(series), fixed ? (fixed.wide ? 'WIDE' : 'LONG') : undefined) === 'LONG';
  const gone = new Set(long ? series.map(({ key }) => key) : []);
  const columns = [...plain(candidates, gone), ...(long ? [PERIOD, ...measured(series)] : [])];
  const dated = long && series.every(({ period }) => /^\d{4}/.test(period));
  const knowsYear = dated || columns.some(({ key }) => tellsTime(key));
  // Until it is known what becomes rows, nobody can say whether the year is told already.
  if (open.length === 0 && years.size > 0 && !knowsYear) {
    const decided = fixed ? (fixed.titleYear ? 'COLUMN' : 'IGNORE') : undefined;
    if (settle(yearQuestion([...years]), decided) === 'COLUMN') columns.unshift(TITLE_YEAR);
  }
  return { shape: { columns, series: long ? series : [] }, open, asked };
}

const TIMES = /^(tahun|thn|year|periode|period|tanggal|tgl|\w*date\w*)$/;

/** Whether a column of that header says when; a unit in brackets does not. */
const tellsTime = (key: string): boolean =>
  headerWords(key.replace(/[([].*?[)\]]/g, '')).some((word) => TIMES.test(word));

const option = (value: string, id: string, en: string): Option => ({ value, words: { id, en }, effect: {} });

function shapeQuestion(series: readonly Series[]): Question {
  const measures = [...new Set(series.map(({ measure }) => measure))];
  const periods = [...new Set(series.map(({ period }) => period))].sort();
  const span = `${periods[0]} … ${periods.at(-1)}`;
  return {
    id: SHAPE_QUESTION,
    column: '',
    kind: 'SHAPE',
    words: {
      id: `${series.length} kolom berjudul waktu (${span}). Jadikan baris, satu baris per periode?`,
      en: `${series.length} columns are headed by a time (${span}). Turn them into rows, one for each period?`,
    },
    options: [
      option(
        'LONG',
        `ya: kolom ${PERIOD_COLUMN} dan ${measures.slice(0, 3).join(', ')}; berkas tahun depan cukup menambah baris`,
        `yes: the columns ${PERIOD_COLUMN} and ${measures.slice(0, 3).join(', ')}; next year's file only adds rows`,
      ),
      option('WIDE', 'tidak, biarkan sebagai kolom', 'no, leave them as columns'),
    ],
    proposed: 'LONG',
    evidence: [],
  };
}

function yearQuestion(years: string[]): Question {
  const list = years.sort().join(', ');
  return {
    id: YEAR_QUESTION,
    column: '',
    kind: 'YEAR',
    words: {
      id: `Judul, lembar atau nama berkas menyebut tahun ${list}. Jadikan kolom ${YEAR_COLUMN}?`,
      en: `Title, sheet or file name says ${list}. Make it the column ${YEAR_COLUMN}?`,
    },
    options: [
      option('COLUMN', `ya, kolom ${YEAR_COLUMN}`, `yes, the column ${YEAR_COLUMN}`),
      option('IGNORE', 'tidak', 'no'),
    ],
    proposed: 'COLUMN',
    evidence: [],
  };
}
