import { decideCode } from './code-verdict.js';
import type { ColumnCounts } from './counts.js';
import { dateOptions, decideDate } from './date-verdict.js';
import { type Decision, Draft, KEEP_TEXT, MOSTLY, option, quoted } from './draft.js';
import {
  type ColumnGuess,
  type ColumnOptions,
  type FileConvention,
  type MissingMarker,
  type QuestionKind,
  TEXT,
} from './guess.js';
import { type HeaderHint, headerHint } from './headers.js';
import { markerKind } from './markers.js';
import { decideNumber, numberOptions } from './number-verdict.js';
import { PAIRS } from './truths.js';

/** Share of numbers or dates from which on a column of text is asked about. */
const PARTLY = 0.5;
const MAX_EXCEPTIONS = 20;

/** The verdict over everything that was counted. */
export function decide(
  counts: ColumnCounts,
  options: ColumnOptions,
  convention: FileConvention,
): ColumnGuess {
  const { header, position } = options;
  const prefix = position === undefined ? header : `${header}#${position}`;
  const draft = new Draft(counts, header, prefix);
  const decision = decideType(draft, options, convention);
  const missing = markers(draft, decision, new Set(options.missing));
  const also = decision.also ?? { count: 0, examples: [] };
  return {
    column: header,
    type: decision.type,
    format: decision.format,
    rows: counts.rows,
    blanks: counts.blanks,
    missing,
    evidence: draft.evidence,
    questions: draft.questions,
    exceptions: [...counts.kinds.examples(...decision.misfits), ...also.examples]
      .sort((a, b) => a.row - b.row)
      .slice(0, MAX_EXCEPTIONS),
    exceptionCount: counts.kinds.count(...decision.misfits) + also.count,
    distinct: { count: counts.distinct.size, more: counts.distinctMore },
    unique: counts.different !== null && counts.blanks === 0 && counts.values === counts.different.size,
  };
}

function decideType(draft: Draft, options: ColumnOptions, convention: FileConvention): Decision {
  const { values, dates, numbers } = draft;
  if (values === 0) {
    draft.say('Kolom ini tidak berisi nilai.', 'This column holds no value.');
    return { type: 'TEXT', format: TEXT, misfits: [] };
  }
  const truth = decideBoolean(draft);
  if (truth) return truth;
  const hint = options.hint === undefined ? headerHint(options.header) : options.hint;
  // A code such as 1.02.2021 is no date, whatever it looks like.
  if (hint !== 'CODE' && dates >= MOSTLY * values) return decideDate(draft, convention, options.year);
  const code = decideCode(draft, hint, convention);
  if (code) return code;
  if (numbers >= MOSTLY * values) return decideNumber(draft, convention);
  return decideText(draft, hint, convention);
}

function decideBoolean(draft: Draft): Decision | undefined {
  const { kinds, truths } = draft.counts;
  const typed = kinds.count('TYPED_BOOLEAN');
  if (kinds.count('TRUTH') + typed !== draft.values) return undefined;
  const words = [...truths.entries()].map(([word]) => word);
  const pair = PAIRS.find((each) => words.every((word) => each.includes(word)));
  // A column of "tidak" alone says nothing that could be otherwise.
  if (!pair || (words.length < 2 && typed === 0)) return undefined;
  const [yes, no] = pair;
  draft.say(
    `Semua ${draft.values} nilai "${yes}" (${truths.count(yes)}) atau "${no}" (${truths.count(no)}).`,
    `All ${draft.values} values are "${yes}" (${truths.count(yes)}) or "${no}" (${truths.count(no)}).`,
  );
  if (yes !== 'true')
    draft.ask(
      'BOOLEAN_OR_TEXT',
      {
        id: `Apakah kolom ${draft.column} benar/salah, atau teks?`,
        en: `Is column ${draft.column} true or false, or text?`,
      },
      [
        option('BOOLEAN', `benar/salah: "${yes}" berarti benar`, `true or false: "${yes}" means true`),
        KEEP_TEXT,
      ],
      'BOOLEAN',
      truths.examples(yes, no),
    );
  return { type: 'BOOLEAN', format: { kind: 'BOOLEAN', yes, no }, misfits: [] };
}

function decideText(draft: Draft, hint: HeaderHint, convention: FileConvention): Decision {
  const { values, dates, numbers, counts } = draft;
  const shown = quoted(counts.kinds.examples('WORD', 'TRUTH'));
  draft.say(
    `${values - numbers - dates} dari ${values} nilai adalah teks${shown.id === '' ? '' : `: ${shown.id}`}.`,
    `${values - numbers - dates} of ${values} values are text${shown.en === '' ? '' : `: ${shown.en}`}.`,
  );
  const asked = (
    kind: QuestionKind,
    what: { id: string; en: string },
    count: number,
    choices: (typeof KEEP_TEXT)[],
  ) =>
    draft.ask(
      kind,
      {
        id: `${count} dari ${values} nilai kolom ${draft.column} adalah ${what.id}. Apakah yang lain salah isi?`,
        en: `${count} of ${values} values of column ${draft.column} are ${what.en}. Are the others mistakes?`,
      },
      [KEEP_TEXT, ...choices],
      'TEXT',
      counts.kinds.examples('WORD', 'TRUTH'),
    );
  if (hint === 'CODE') return { type: 'TEXT', format: TEXT, misfits: [] };
  if (numbers >= PARTLY * values)
    asked('NUMBER_OR_TEXT', { id: 'bilangan', en: 'numbers' }, numbers, numberOptions(draft, convention));
  else if (dates >= PARTLY * values)
    asked('DATE_OR_TEXT', { id: 'tanggal', en: 'dates' }, dates, dateOptions(draft, convention));
  return { type: 'TEXT', format: TEXT, misfits: [] };
}

/** The markers of the column; those that nobody has confirmed are asked about. */
function markers(draft: Draft, { type }: Decision, confirmed: ReadonlySet<string>): MissingMarker[] {
  return [...draft.counts.markers.entries()].map(([marker, tally]) => {
    const known = confirmed.has(marker);
    if (!known) {
      const stays =
        type === 'TEXT'
          ? option('VALUE', 'tidak, ini nilai', 'no, it is a value')
          : option('TEXT', 'tidak; simpan kolom ini sebagai teks', 'no; keep this column as text', {
              type: 'TEXT',
            });
      const sure = type !== 'TEXT' || markerKind(marker) !== 'WORD' || marker.startsWith('#');
      draft.ask(
        'MISSING_MARKER',
        {
          id: `${tally.count} sel kolom ${draft.column} berisi "${marker}". Apakah artinya "tidak ada data"?`,
          en: `${tally.count} cells of column ${draft.column} hold "${marker}". Does it mean "no value"?`,
        },
        [option('MISSING', 'ya, tidak ada data', 'yes, no value', { missing: marker }), stays],
        sure ? 'MISSING' : null,
        tally.examples,
        marker,
      );
    }
    return { marker, count: tally.count, confirmed: known };
  });
}
