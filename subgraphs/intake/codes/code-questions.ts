import type { Words } from '../../../schema/errors.js';
import type { Example, Option, Question } from '../typing/guess.js';

const MAX_EXAMPLES = 5;
const MAX_QUESTIONS = 50;

/** What a doubt about one value asks. Doubts with the same `key` are one question. */
export interface Ask {
  readonly key: string;
  /** The value as it is shown. */
  readonly text: string;
  readonly words: Words;
  readonly options: readonly Option[];
  readonly proposed: string | null;
}

export const option = (value: string, id: string, en = id): Option => ({
  value,
  words: { id, en },
  effect: {},
});

export const NONE_OF_THEM = option(
  'NONE',
  'bukan salah satunya; biarkan kosong',
  'none of them; leave it empty',
);

/** The questions of a column, at most fifty; row `n` of `asks` is row `n + 1`, null where there is nothing to ask. */
export function codeQuestions(
  column: string,
  kind: 'BUSINESS_CLASS' | 'AGENCY' | 'PERIOD',
  asks: readonly (Ask | null)[],
): Question[] {
  const asked = new Map<string, { ask: Ask; rows: Example[] }>();
  asks.forEach((ask, at) => {
    if (!ask) return;
    let one = asked.get(ask.key);
    if (!one) {
      if (asked.size >= MAX_QUESTIONS) return;
      one = { ask, rows: [] };
      asked.set(ask.key, one);
    }
    if (one.rows.length < MAX_EXAMPLES) one.rows.push({ row: at + 1, text: ask.text });
  });
  return [...asked].map(
    ([
      key,
      {
        ask: { words, options, proposed },
        rows,
      },
    ]) => ({
      id: `${column}:${kind}:${key}`,
      column,
      kind,
      words,
      options,
      proposed,
      evidence: rows,
    }),
  );
}
