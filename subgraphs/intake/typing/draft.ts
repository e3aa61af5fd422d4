import type { ColumnType } from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';
import type { CellKind, ColumnCounts } from './counts.js';
import type { Example, Format, Option, Question, QuestionKind } from './guess.js';

export const NUMBER_KINDS = [
  'WHOLE',
  'ZERO_LED',
  'POINT_ZERO',
  'COMMA',
  'POINT',
  'COMMA_THREE',
  'POINT_THREE',
  'COMMA_GROUPS',
  'POINT_GROUPS',
  'BLANK_GROUPS',
  'TYPED_NUMBER',
] as const satisfies readonly CellKind[];
export const DATE_KINDS = [
  'YMD',
  'WORDS',
  'DAY_FIRST',
  'MONTH_FIRST',
  'EITHER',
  'SAME',
  'TYPED_DATE',
] as const satisfies readonly CellKind[];
export const OTHER_KINDS = ['TRUTH', 'TYPED_BOOLEAN', 'WORD'] as const satisfies readonly CellKind[];

/** Share of the values from which on the rest counts as exceptions rather than as the column's nature. */
export const MOSTLY = 0.9;

/** Type and format of a column, and which kinds of its cells do not follow them. */
export interface Decision {
  readonly type: ColumnType;
  readonly format: Format;
  readonly misfits: readonly CellKind[];
  /** Cells that do not fit besides those of the misfit kinds. */
  readonly also?: { readonly count: number; readonly examples: readonly Example[] };
}

/** A verdict in the making: the counts, and the sentences and questions so far. */
export class Draft {
  readonly evidence: Words[] = [];
  readonly questions: Question[] = [];
  readonly values: number;
  readonly numbers: number;
  readonly dates: number;

  constructor(
    readonly counts: ColumnCounts,
    readonly column: string,
    readonly prefix: string,
  ) {
    this.values = counts.values;
    this.numbers = counts.kinds.count(...NUMBER_KINDS);
    this.dates = counts.kinds.count(...DATE_KINDS);
  }

  say(id: string, en: string): void {
    this.evidence.push({ id, en });
  }

  ask(
    kind: QuestionKind,
    words: Words,
    options: readonly Option[],
    proposed: string | null,
    evidence: readonly Example[],
    about = '',
  ): void {
    const id = `${this.prefix}:${kind}${about === '' ? '' : `:${about}`}`;
    this.questions.push({ id, column: this.column, kind, words, options, proposed, evidence });
  }
}

export const option = (value: string, id: string, en: string, effect: Option['effect'] = {}): Option => ({
  value,
  words: { id, en },
  effect,
});

export const KEEP_TEXT: Option = option(
  'TEXT',
  'simpan sebagai teks apa adanya',
  'keep it as text, as it is',
  {
    type: 'TEXT',
  },
);

/** `"3,493" (row 7), "4,120" (row 9)`: the first examples for a sentence. */
export function quoted(examples: readonly Example[], most = 3): Words {
  const list = (row: string) =>
    examples
      .slice(0, most)
      .map((example) => `"${example.text.trim()}" (${row} ${example.row})`)
      .join(', ');
  return { id: list('baris'), en: list('row') };
}
