import type { ColumnType } from '../../../schema/definition.js';
import { type ColumnTyping, conventionOf } from '../typing/column.js';
import {
  type ColumnChoice,
  type ColumnGuess,
  choiceOf,
  type Format,
  type Question,
  TEXT,
} from '../typing/guess.js';
import type { ShapedColumn } from './shape.js';
import type { Decisions } from './understanding.js';

export interface TypedColumn {
  readonly column: ShapedColumn;
  /** Null for what no cell of the file says. */
  readonly guess: ColumnGuess | null;
  /** Null while something about the column is open. */
  readonly choice: ColumnChoice | null;
}

/** What a dataset wants of a column of the file. */
export interface Wanted {
  readonly type: ColumnType;
  readonly last?: Format | undefined;
}

export interface TypedColumns {
  readonly columns: readonly TypedColumn[];
  readonly open: readonly Question[];
  readonly asked: readonly Question[];
}

/** How a value of each type is written where nothing says otherwise. */
export const PLAIN: Readonly<Record<ColumnType, Format>> = {
  TEXT,
  INTEGER: { kind: 'NUMBER', decimal: '.', group: null, prefix: null, percent: false },
  BIGINT: { kind: 'NUMBER', decimal: '.', group: null, prefix: null, percent: false },
  DECIMAL: { kind: 'NUMBER', decimal: '.', group: null, prefix: null, percent: false },
  BOOLEAN: { kind: 'BOOLEAN', yes: 'true', no: 'false' },
  DATE: { kind: 'DATE', order: 'YMD', time: false, lastYear: null },
};
/** What the headers, the title or a file name say is text, but for a year. */
const TOLD: Readonly<Record<string, ColumnChoice>> = {
  PERIOD: { type: 'TEXT', format: TEXT, missing: [] },
  TABLE_YEAR: { type: 'INTEGER', format: PLAIN.INTEGER, missing: [] },
};

/**
 * A choice that reads what `choice` reads into a column of the dataset's own type; where the cells do not show how that
 * is written (a column of "tidak" alone), as the last file wrote it.
 */
export function fitted(choice: ColumnChoice, type: ColumnType, last?: Format): ColumnChoice {
  const own = PLAIN[type];
  const known = [choice.format, last].find((format) => format?.kind === own.kind);
  return { ...choice, type, format: known ?? own };
}

/**
 * The reading of each column: as its producer says, as its cells prove, or as the answers have it. `wanted` are the types
 * of the dataset's columns by key, and how its last file wrote each: what they leave no doubt about is not asked.
 */
export function typeColumns(
  columns: readonly ShapedColumn[],
  typings: readonly (ColumnTyping | null)[],
  decisions: Decisions,
  wanted: ReadonlyMap<string, Wanted>,
): TypedColumns {
  const convention = conventionOf(typings.filter((typing) => typing !== null));
  const guesses = typings.map((typing) => typing?.verdict(convention) ?? null);
  const shared = sharedMarkers(guesses);
  const open = new Map<string, Question>();
  const asked = new Map<string, Question>();
  const typed = columns.map((column, at): TypedColumn => {
    const guess = guesses[at] ?? null;
    const { type, last } = wanted.get(column.key) ?? {};
    if (!guess) return { column, guess, choice: told(column, type) };
    const override = own(decisions.overrides, column.key);
    if (override?.choice) return { column, guess, choice: override.choice };
    if (override?.omit) return { column, guess, choice: { type: 'TEXT', format: TEXT, missing: [] } };
    const answers: Record<string, string> = {};
    const pending: [Question, Question][] = [];
    for (const question of guess.questions) {
      const put = shared.get(markerOf(question)) ?? question;
      const said = saidOf(question, put, decisions.answers);
      // What was said of a sign holds for text as well; all else the dataset's type decides.
      const decided =
        said !== undefined && question.kind === 'MISSING_MARKER'
          ? undefined
          : type && withoutAsking(question, type);
      const answer = decided ?? said;
      if (answer !== undefined) answers[question.id] = answer;
      if (decided !== undefined) continue;
      pending.push([question, put]);
      if (answer !== undefined) asked.set(put.id, put);
    }
    const result = choiceOf(guess, answers);
    if ('open' in result) {
      const ids = new Set(result.open.map(({ id }) => id));
      for (const [question, put] of pending) if (ids.has(question.id)) open.set(put.id, put);
      return { column, guess, choice: null };
    }
    return { column, guess, choice: type ? fitted(result.choice, type, last) : result.choice };
  });
  return { columns: typed, open: [...open.values()], asked: [...asked.values()] };
}

function told({ source }: ShapedColumn, type: ColumnType | undefined): ColumnChoice {
  const choice = TOLD[source.kind] ?? { type: 'TEXT', format: TEXT, missing: [] };
  return type ? fitted(choice, type) : choice;
}

/** The answer that the dataset's own type gives; none where the type leaves the question as it is. */
function withoutAsking({ kind, options }: Question, type: ColumnType): string | undefined {
  const text = options.find(({ effect }) => effect.type === 'TEXT');
  const others = options.filter((one) => one !== text);
  if (type === 'TEXT') {
    // A sign in a text is a text; but the ".0" on a code is asked about.
    if (kind === 'MISSING_MARKER') return options.find(({ effect }) => !effect.missing)?.value;
    return options.some(({ effect }) => effect.format?.kind === 'TEXT' && effect.format.strip)
      ? undefined
      : text?.value;
  }
  if (kind === 'MISSING_MARKER' || kind === 'DECIMAL_OR_GROUP' || kind === 'RUPIAH') return undefined;
  return text && others.length === 1 ? others[0]?.value : undefined;
}

/** What was said to a question, as an option of its own: `put` is the question under which it was asked. */
function saidOf(question: Question, put: Question, answers: Decisions['answers']): string | undefined {
  const answer = own(answers, put.id);
  if (answer !== undefined && put.options.some(({ value }) => value === answer))
    return put === question ? answer : memberAnswer(question, answer);
  const marker = put === question && !isNumber(markerOf(question)) ? markerOf(question) : '';
  // A sign that a file used in several columns stands for the same in the one that uses it now.
  const shared = marker === '' || isText(question) ? undefined : own(answers, sharedId(marker));
  return shared === 'MISSING' || shared === 'VALUE' ? memberAnswer(question, shared) : undefined;
}

const sharedId = (marker: string): string => `MISSING_MARKER:${marker}`;
const isNumber = (marker: string): boolean => /^-?\d+$/.test(marker);
/** Whether the column of a question about a sign is one of text, where the sign may be a value. */
const isText = ({ options }: Question): boolean => !options.some(({ effect }) => effect.type === 'TEXT');

const MARKER = /:MISSING_MARKER:(.+)$/su;
const markerOf = ({ kind, id }: Question): string =>
  kind === 'MISSING_MARKER' ? (MARKER.exec(id)?.[1] ?? '') : '';

/** A sign that several columns use for "no value" is asked about once; numbers such as 9999 for each column apart. */
function sharedMarkers(guesses: readonly (ColumnGuess | null)[]): ReadonlyMap<string, Question> {
  const byMarker = new Map<string, Question[]>();
  for (const guess of guesses)
    for (const question of guess?.questions ?? []) {
      const marker = markerOf(question);
      if (marker === '' || isNumber(marker)) continue;
      byMarker.set(marker, [...(byMarker.get(marker) ?? []), question]);
    }
  const shared = new Map<string, Question>();
  for (const [marker, questions] of byMarker) {
    if (questions.length < 2) continue;
    const names = questions.map(({ column }) => column);
    const list = `${names.slice(0, 4).join(', ')}${names.length > 4 ? `, … (${names.length})` : ''}`;
    shared.set(marker, {
      id: sharedId(marker),
      column: '',
      kind: 'MISSING_MARKER',
      words: {
        id: `Apakah "${marker}" pada kolom ${list} berarti "tidak ada data"?`,
        en: `Does "${marker}" in the columns ${list} mean "no value"?`,
      },
      options: [
        { value: 'MISSING', words: { id: 'ya, tidak ada data', en: 'yes, no value' }, effect: {} },
        { value: 'VALUE', words: { id: 'tidak, ini nilai', en: 'no, it is a value' }, effect: {} },
      ],
      proposed: questions.every(({ proposed }) => proposed === 'MISSING') ? 'MISSING' : null,
      evidence: questions.flatMap(({ evidence }) => evidence.slice(0, 1)).slice(0, 5),
    });
  }
  return shared;
}

const memberAnswer = ({ options }: Question, answer: string): string =>
  (answer === 'MISSING' ? 'MISSING' : options.find(({ value }) => value !== 'MISSING')?.value) ?? answer;

/** The entry under a key that anybody may have named, `constructor` too. */
export const own = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
