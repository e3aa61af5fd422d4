import { parsePeriod, periodId, periodOf } from '../../../schema/period.js';
import { option } from '../codes/code-questions.js';
import { lookupKey } from '../mapping.js';
import type { Question } from '../typing/guess.js';
import { headerWords } from '../typing/headers.js';
import { type CodeFindings, LABELS, NOTHING_FOUND as NONE } from './code-finding.js';
import { own } from './columns.js';
import { PERIOD_COLUMN, type Shape } from './shape.js';
import type { Tuples } from './tuples.js';

const YEARS = /^(tahun|thn|th|year)$/;
/** What a bare number counts, by the header above it; the shortest first, of which a row is where a file has several. */
const COUNTED: readonly (readonly [RegExp, string])[] = [
  [/^(bulan|bln|month)$/, 'Bulan'],
  [/^(triwulan|tw|kuartal|quarter)$/, 'Triwulan'],
  [/^(semester|smt)$/, 'Semester'],
];
const UNKNOWN = `${PERIOD_COLUMN}:PERIOD:UNKNOWN`;

const TEXTS = {
  entity: 'Period',
  edition: null,
  label: LABELS.Period,
  field: 'waktu',
  title: { id: 'Periode', en: 'Period' },
} as const;

/** The columns that say when, by their headers: the year, and the part of it. */
export function periodKeys(keys: readonly string[]): string[] {
  const one = (test: RegExp): string | undefined => keys.find((key) => test.test(wordOf(key)));
  const year = one(YEARS);
  const part = COUNTED.map(([test]) => one(test)).find((key) => key !== undefined);
  return year === undefined ? [] : part === undefined ? [year] : [year, part];
}

/** The one word of a header, `nama` and `kode` apart; '' where it has more. */
function wordOf(key: string): string {
  const words = headerWords(key).filter((word) => word !== 'nama' && word !== 'kode');
  return words.length === 1 ? (words[0] as string) : '';
}

/** The period of every row: of the headers that became rows, or of the columns that say the year and a part of it. */
export function findPeriods(
  shape: Shape,
  tuples: Tuples,
  answers: Readonly<Record<string, string>>,
): CodeFindings {
  if (shape.series.length > 0) {
    const whole = shape.series.every(({ period }) => parsePeriod(period) !== null);
    const description = {
      id: 'Periode dari judul kolom berkas sumber.',
      en: "The period in the headers of the source's columns.",
    };
    return whole
      ? { ...NONE, columns: [{ ...TEXTS, description, keys: [], lookup: {}, exact: PERIOD_COLUMN }] }
      : NONE;
  }
  const { keys } = tuples;
  if (keys.length === 0 || tuples.overflow) return NONE;
  const counted = COUNTED.find(([test]) => test.test(wordOf(keys[1] ?? '')))?.[1] ?? '';
  const lookup: Record<string, string | null> = {};
  const unknown: { row: number; text: string }[] = [];
  let found = 0;
  for (const { texts, row } of tuples.all) {
    const [year = null, part = null] = texts.map((text) => text?.trim() || null);
    const period = periodIn(year, part, counted);
    lookup[lookupKey(texts)] = period;
    if (period !== null) found++;
    else if (year !== null || part !== null)
      unknown.push({ row, text: [part, year].filter((text) => text !== null).join(' ') });
  }
  // Where most of it cannot be read, the columns are about something else.
  if (found === 0 || unknown.length > found) return NONE;
  const question = unknownQuestion(unknown, keys.join(', '));
  const asks = unknown.length > 0;
  const answered = own(answers, UNKNOWN) === 'EMPTY';
  const description = {
    id: `Periode dari kolom ${keys.join(' dan ')}.`,
    en: `The period that the columns ${keys.join(' and ')} say.`,
  };
  return {
    columns: [{ ...TEXTS, description, keys, lookup, exact: null }],
    matches: [],
    open: asks && !answered ? [question] : [],
    asked: asks && answered ? [question] : [],
  };
}

function periodIn(year: string | null, asWritten: string | null, counted: string): string | null {
  const plain = year?.replace(/\.0$/, '') ?? '';
  const part = asWritten?.replace(/^(\d{1,2})\.0$/, '$1') ?? null;
  const told = (text: string, of?: number): string | null => {
    const period = periodOf(text, of);
    return period && periodId(period);
  };
  if (!/^\d{4}$/.test(plain)) return part === null && year !== null ? told(year) : null;
  if (part === null) return told(plain);
  return told(part, Number(plain)) ?? told(`${counted} ${part} ${plain}`);
}

function unknownQuestion(
  unknown: readonly { readonly row: number; readonly text: string }[],
  keys: string,
): Question {
  const texts = [...new Set(unknown.map(({ text }) => `"${text}"`))].slice(0, 5).join(', ');
  return {
    id: UNKNOWN,
    column: keys,
    kind: 'PERIOD',
    words: {
      id: `${unknown.length} pasangan pada kolom ${keys} bukan periode yang dikenal: ${texts}. Biarkan periodenya kosong?`,
      en: `${unknown.length} pairs in the columns ${keys} are no period that is known: ${texts}. Leave their period empty?`,
    },
    options: [option('EMPTY', 'ya; teksnya tetap', 'yes; the texts stay')],
    proposed: null,
    evidence: unknown.slice(0, 5),
  };
}
