import type { Words } from '../../../schema/errors.js';
import { option } from '../codes/code-questions.js';
import type { Reason } from '../tables/body.js';
import type { Question } from '../typing/guess.js';
import type { Target } from './against.js';
import type { Candidate } from './candidates.js';
import { own } from './columns.js';
import type { Aside } from './reading-pass.js';
import type { Decisions } from './understanding.js';

/** Reasons that a person can overrule; blanks, units and repeated headers are never data. */
const OPEN_TO_DOUBT = ['TOTAL', 'NOTE', 'SECTION'] as const satisfies readonly Reason[];
type Doubtful = (typeof OPEN_TO_DOUBT)[number];
type Fate = 'KEEP' | 'SKIP' | 'ASK';

const WORDS: Readonly<Record<Doubtful, (count: number) => Words>> = {
  TOTAL: (count) => ({
    id: `${count} baris tampak sebagai jumlah. Lewati?`,
    en: `${count} rows look like totals. Leave them out?`,
  }),
  NOTE: (count) => ({
    id: `${count} baris tampak sebagai catatan. Lewati?`,
    en: `${count} rows look like notes. Leave them out?`,
  }),
  SECTION: (count) => ({
    id: `${count} baris tampak sebagai judul bagian, tanpa angka. Lewati?`,
    en: `${count} rows look like headings of sections, without numbers. Leave them out?`,
  }),
};

/** A template is asked about by itself: what was said of other files does not hold for rows that were filled into it. */
const idOf = (why: Doubtful, isTemplate: boolean): string =>
  `SET_ASIDE:${why}${isTemplate ? ':TEMPLATE' : ''}`;

/** What becomes of rows that are set aside, before any of them is seen. */
export interface Fates {
  readonly keep: readonly Reason[];
  /** The answers that these fates stand for, and the questions about rows that were found. */
  settle(asides: readonly Aside[]): {
    readonly assumed: Readonly<Record<string, string>>;
    readonly open: readonly Question[];
    readonly asked: readonly (Question & { readonly answer: string })[];
  };
}

/**
 * A file that begins with the dataset's own headers says that each of its rows is data. Anywhere else totals and notes are
 * left out, of a new dataset unasked, and headings of sections are asked about.
 */
export function fatesOf(
  target: Target | null,
  chosen: readonly Candidate[],
  isTemplate: boolean,
  { answers }: Decisions,
): Fates {
  const bare = chosen.every(({ table }) => table.header?.from === 0 && table.title.length === 0);
  const given = (why: Doubtful): string | undefined => own(answers, idOf(why, isTemplate));
  const fateOf = (why: Doubtful): Fate => {
    const answer = given(why);
    if (answer === 'KEEP' || answer === 'SKIP') return answer;
    if (isTemplate || (target && bare)) return 'KEEP';
    return target || why === 'SECTION' ? 'ASK' : 'SKIP';
  };
  const fates = new Map(OPEN_TO_DOUBT.map((why) => [why, fateOf(why)]));
  return {
    keep: OPEN_TO_DOUBT.filter((why) => fates.get(why) === 'KEEP'),
    settle(asides) {
      const assumed: Record<string, string> = {};
      const open: Question[] = [];
      const asked: (Question & { answer: string })[] = [];
      for (const aside of asides) {
        const why = aside.why as Doubtful;
        const fate = fates.get(why);
        if (!fate) continue;
        const question = questionOf(why, aside, isTemplate);
        if (fate === 'ASK') open.push(question);
        else {
          asked.push({ ...question, answer: fate });
          // That a bare file's rows are all data says nothing of a file with a title and totals.
          if (fate === 'SKIP' && given(why) === undefined) assumed[question.id] = fate;
        }
      }
      return { assumed, open, asked };
    },
  };
}

const questionOf = (why: Doubtful, { count, examples }: Aside, isTemplate: boolean): Question => ({
  id: idOf(why, isTemplate),
  column: '',
  kind: 'SET_ASIDE',
  words: WORDS[why](count),
  options: [
    option('SKIP', 'ya, lewati', 'yes, leave them out'),
    option('KEEP', 'tidak, muat sebagai baris', 'no, load them as rows'),
  ],
  proposed: isTemplate ? 'KEEP' : why === 'SECTION' ? null : 'SKIP',
  evidence: examples,
});
