import type { ColumnType } from '../../../schema/definition.js';
import type { CellKind, ColumnCounts, Trait } from './counts.js';
import { DATE_KINDS, type Decision, type Draft, KEEP_TEXT, OTHER_KINDS, option, quoted } from './draft.js';
import type { FileConvention, NumberFormat, Option } from './guess.js';
import { headerWords } from './headers.js';
import { compareExact, fitsWhole } from './numerals.js';

type Mark = ',' | '.';
const NAMES = { ',': { id: 'koma', en: 'comma' }, '.': { id: 'titik', en: 'point' } } as const;
const other = (mark: Mark): Mark => (mark === ',' ? '.' : ',');

/** Which cells speak for a decimal mark: beyond doubt, or because rupiah have no thousandths. */
function votes({ kinds, traits }: ColumnCounts, mark: Mark): number {
  return mark === ','
    ? kinds.count('COMMA', 'POINT_GROUPS') + traits.count('RP_POINT_THREE')
    : kinds.count('POINT', 'POINT_ZERO', 'COMMA_GROUPS') + traits.count('RP_COMMA_THREE');
}

const voters = (mark: Mark): CellKind[] =>
  mark === ','
    ? ['COMMA', 'POINT_GROUPS', 'POINT_THREE']
    : ['POINT', 'POINT_ZERO', 'COMMA_GROUPS', 'COMMA_THREE'];

/** How the column's numbers are written when `mark` is the decimal one. */
export function numberFormat(counts: ColumnCounts, mark: Mark): NumberFormat {
  const { kinds, traits } = counts;
  const marked =
    mark === ','
      ? kinds.count('POINT_THREE') + traits.count('GROUP_POINT')
      : kinds.count('COMMA_THREE') + traits.count('GROUP_COMMA');
  const blank = traits.count('GROUP_BLANK');
  return {
    kind: 'NUMBER',
    decimal: mark,
    group: marked + blank === 0 ? null : marked >= blank ? other(mark) : ' ',
    prefix: fewRupiah(counts) || traits.count('RP') === 0 ? null : 'Rp',
    percent: traits.count('PERCENT') > 0,
  };
}

/** Whether `Rp` stands before so few numbers that it may be a slip: what the others are is not known then. */
const fewRupiah = ({ traits }: ColumnCounts): boolean => {
  const rupiah = traits.count('RP');
  return rupiah > 0 && 2 * rupiah < traits.count('PERCENT', 'BARE');
};

export const numberType = (counts: ColumnCounts, mark: Mark): ColumnType => counts.ranges[mark].type();

/** Options that read the column as numbers, a mark each, for questions whose other answers are text. */
export function numberOptions(draft: Draft, convention: FileConvention): Option[] {
  const { counts } = draft;
  const decided = decideMark(draft, convention);
  const marks: readonly Mark[] = decided.ask ? [',', '.'] : [decided.mark];
  return marks.map((mark) => {
    const effect = { type: numberType(counts, mark), format: numberFormat(counts, mark) };
    return marks.length === 1
      ? option('NUMBER', 'ini bilangan', 'these are numbers', effect)
      : option(
          mark === ',' ? 'NUMBER_COMMA' : 'NUMBER_POINT',
          `ini bilangan dengan ${NAMES[mark].id} desimal`,
          `these are numbers with a decimal ${NAMES[mark].en}`,
          effect,
        );
  });
}

interface MarkVerdict {
  readonly mark: Mark;
  readonly ask: boolean;
  readonly proposed: Mark | null;
  readonly by: 'COLUMN' | 'FILE' | 'NOTHING_TO_DECIDE' | null;
}

function decideMark({ counts }: Draft, convention: FileConvention): MarkVerdict {
  const comma = votes(counts, ',');
  const point = votes(counts, '.');
  if (comma > 0 && point > 0) {
    const mark = comma >= point ? ',' : '.';
    // Only a clear majority is worth proposing; the few others are then slips of the hand.
    const clear = Math.max(comma, point) >= 5 * Math.min(comma, point);
    return { mark, ask: true, proposed: clear ? mark : null, by: null };
  }
  if (comma + point > 0) return { mark: comma > 0 ? ',' : '.', ask: false, proposed: null, by: 'COLUMN' };
  const commaThree = counts.kinds.count('COMMA_THREE');
  const pointThree = counts.kinds.count('POINT_THREE');
  if (commaThree + pointThree === 0)
    return { mark: convention.decimal ?? '.', ask: false, proposed: null, by: 'NOTHING_TO_DECIDE' };
  if (commaThree > 0 && pointThree > 0) return { mark: ',', ask: true, proposed: null, by: null };
  if (convention.decimal) return { mark: convention.decimal, ask: false, proposed: null, by: 'FILE' };
  const asGroup: Mark = commaThree > 0 ? '.' : ',';
  // Whoever writes 1500 beside 3,493 does not group thousands; where no number passes 999 ungrouped, he may.
  return {
    mark: asGroup,
    ask: true,
    proposed: counts.traits.count('LONG_WHOLE') > 0 ? other(asGroup) : asGroup,
    by: null,
  };
}

/** The column as numbers: its decimal mark, type and what is odd about it. */
export function decideNumber(draft: Draft, convention: FileConvention): Decision {
  const { counts, numbers, values } = draft;
  const { kinds, traits } = counts;
  const verdict = decideMark(draft, convention);
  const format = numberFormat(counts, verdict.mark);
  const type = numberType(counts, verdict.mark);
  const range = counts.ranges[verdict.mark];
  draft.say(
    `${numbers} dari ${values} nilai adalah bilangan, dari ${range.min ?? '-'} sampai ${range.max ?? '-'}.`,
    `${numbers} of ${values} values are numbers, from ${range.min ?? '-'} to ${range.max ?? '-'}.`,
  );
  sayMark(draft, verdict, format);
  if (verdict.ask) askMark(draft, verdict);
  if (format.prefix) {
    const rp = quoted(traits.examples('RP'), 1);
    draft.say(
      `"Rp" pada ${traits.count('RP')} sel bukan bagian nilainya: ${rp.id}.`,
      `"Rp" in ${traits.count('RP')} cells is not part of the value: ${rp.en}.`,
    );
  }
  if (fewRupiah(counts)) askRupiah(draft);
  if (fewThousands(counts)) askThousands(draft);
  if (format.percent) percent(draft);
  if (range.fractions && !range.parts)
    draft.say(
      'Semua angka di belakang tanda desimal nol; nilainya mungkin bilangan bulat.',
      'All digits behind the decimal mark are zero; the values may be whole numbers.',
    );
  const typed = kinds.count('TYPED_NUMBER');
  if (typed > 0 && typed < numbers)
    draft.say(
      `${numbers - typed} bilangan tersimpan sebagai teks, ${typed} sebagai bilangan; keduanya dibaca sama.`,
      `${numbers - typed} numbers are stored as text, ${typed} as numbers; both read the same.`,
    );
  if (traits.count('YEAR') > 0 && traits.count('YEAR') === kinds.count('WHOLE') + typed && numbers === values)
    draft.say('Semua nilai adalah tahun.', 'All values are years.');
  sentinels(draft, verdict.mark);
  return { type, format, ...misfits(counts, format) };
}

function misfits(
  counts: ColumnCounts,
  { decimal, group, prefix }: NumberFormat,
): Omit<Decision, 'type' | 'format'> {
  const kinds: CellKind[] = [...DATE_KINDS, ...OTHER_KINDS];
  if (decimal === ',') kinds.push('POINT', 'POINT_ZERO', 'COMMA_GROUPS');
  else kinds.push('COMMA', 'POINT_GROUPS');
  if (group === null || group === ' ') kinds.push(decimal === ',' ? 'POINT_THREE' : 'COMMA_THREE');
  // Groups of the other sort, and rupiah that nobody confirmed, hide in kinds that fit otherwise.
  const traits: Trait[] = ([' ', '.', ','] as const)
    .filter((mark) => mark !== group && mark !== decimal)
    .map((mark) => ({ ' ': 'GROUP_BLANK', '.': 'GROUP_POINT', ',': 'GROUP_COMMA' })[mark] as Trait);
  if (prefix === null) traits.push('RP');
  return {
    misfits: kinds,
    also: { count: counts.traits.count(...traits), examples: counts.traits.examples(...traits) },
  };
}

function sayMark(draft: Draft, { mark, ask, by }: MarkVerdict, format: NumberFormat): void {
  const { kinds } = draft.counts;
  if (ask || by === 'NOTHING_TO_DECIDE') return;
  const shown = quoted(kinds.examples(...voters(mark)));
  const { id, en } = NAMES[mark];
  if (by === 'COLUMN')
    draft.say(
      `Tanda desimalnya ${id}, ternyata dari ${votes(draft.counts, mark)} sel: ${shown.id}.`,
      `The decimal mark is the ${en}, as ${votes(draft.counts, mark)} cells show: ${shown.en}.`,
    );
  else
    draft.say(
      `Kolom ini sendiri tidak menentukan tanda desimalnya; kolom lain pada berkas ini memakai ${id}.`,
      `This column alone does not tell its decimal mark; the file's other columns use the ${en}.`,
    );
  const three = mark === ',' ? 'COMMA_THREE' : 'POINT_THREE';
  if (kinds.count(three) > 0) {
    const some = quoted(kinds.examples(three), 1);
    draft.say(
      `${kinds.count(three)} sel dengan tiga angka di belakang ${id} dibaca sebagai pecahan: ${some.id}.`,
      `${kinds.count(three)} cells with three digits behind the ${en} read as fractions: ${some.en}.`,
    );
  }
  if (format.group === other(mark))
    draft.say(
      `${NAMES[other(mark)].id} memisahkan ribuan.`,
      `The ${NAMES[other(mark)].en} separates thousands.`,
    );
}

function askMark(draft: Draft, { proposed }: MarkVerdict): void {
  const { counts } = draft;
  const ambiguous = counts.kinds.examples('COMMA_THREE', 'POINT_THREE');
  const example = ambiguous[0] ?? counts.kinds.examples('COMMA', 'POINT')[0];
  const options = ([',', '.'] as const).map((mark) => {
    const range = counts.ranges[mark];
    const group = numberFormat(counts, mark).group;
    const unread = draft.numbers - range.count - sentinelCount(counts);
    return option(
      mark === ',' ? 'COMMA' : 'POINT',
      `${NAMES[mark].id} tanda desimal${group === other(mark) ? `, ${NAMES[group].id} pemisah ribuan` : ''}: nilai ${range.min} sampai ${range.max}; ${unread} sel tidak terbaca`,
      `${NAMES[mark].en} as decimal mark${group === other(mark) ? `, ${NAMES[group].en} between thousands` : ''}: values ${range.min} to ${range.max}; ${unread} cells cannot be read`,
      { type: numberType(counts, mark), format: numberFormat(counts, mark) },
    );
  });
  draft.ask(
    'DECIMAL_OR_GROUP',
    {
      id: `Bagaimana bilangan seperti "${example?.text.trim()}" pada kolom ${draft.column} dibaca? Isi kolom tidak menentukannya.`,
      en: `How is a number like "${example?.text.trim()}" in column ${draft.column} to be read? Its cells do not tell.`,
    },
    [...options, KEEP_TEXT],
    proposed === null ? null : proposed === ',' ? 'COMMA' : 'POINT',
    [...ambiguous, ...counts.kinds.examples('COMMA', 'POINT', 'COMMA_GROUPS', 'POINT_GROUPS')].slice(0, 10),
  );
}

const sentinelCount = ({ sentinels: all }: ColumnCounts): number => {
  let sum = 0;
  for (const [, tally] of all.entries()) sum += tally.count;
  return sum;
};

function percent(draft: Draft): void {
  const { traits } = draft.counts;
  const bare = traits.count('BARE');
  draft.say(
    `Tanda persen pada ${traits.count('PERCENT')} sel bukan bagian nilainya: 7,09% menjadi 7.09 (satuan: persen).`,
    `The percent sign in ${traits.count('PERCENT')} cells is not part of the value: 7,09% becomes 7.09 (unit: percent).`,
  );
  if (bare === 0) return;
  draft.ask(
    'PERCENT',
    {
      id: `${bare} nilai kolom ${draft.column} tanpa tanda persen, ${traits.count('PERCENT')} dengan tanda itu. Apakah semuanya persen?`,
      en: `${bare} values of column ${draft.column} lack the percent sign, ${traits.count('PERCENT')} have it. Are all of them percent?`,
    },
    [option('SAME', 'ya, semuanya persen', 'yes, all are percent'), KEEP_TEXT],
    'SAME',
    [...traits.examples('BARE'), ...traits.examples('PERCENT')],
  );
}

function askRupiah(draft: Draft): void {
  const { traits } = draft.counts;
  const money = headerWords(draft.column).some((word) => ['rp', 'rupiah', 'harga', 'biaya'].includes(word));
  draft.ask(
    'RUPIAH',
    {
      id: `${traits.count('RP')} dari ${draft.numbers} bilangan kolom ${draft.column} ditulis dengan "Rp". Apakah semuanya rupiah?`,
      en: `${traits.count('RP')} of ${draft.numbers} numbers of column ${draft.column} are written with "Rp". Are all of them rupiah?`,
    },
    [
      option(
        'SAME',
        'ya, atau "Rp" salah tulis: nilainya tetap',
        'yes, or "Rp" is a slip: the values stand',
        {
          format: { kind: 'NUMBER', prefix: 'Rp' },
        },
      ),
      KEEP_TEXT,
    ],
    money ? 'SAME' : null,
    traits.examples('RP'),
  );
}

const FEW_OF = 0.1;

/** Whether few numbers of a spreadsheet have a fraction, where all others are whole, and each could be thousands. */
function fewThousands({ kinds, traits }: ColumnCounts): boolean {
  const some = traits.count('TYPED_THOUSAND');
  return some > 0 && traits.count('TYPED_FRACTION') === 0 && some <= FEW_OF * kinds.count('TYPED_NUMBER');
}

function askThousands(draft: Draft): void {
  const { traits, kinds, ranges } = draft.counts;
  const examples = traits.examples('TYPED_THOUSAND');
  const text = examples[0]?.text ?? '';
  const [whole = '', part = ''] = text.split('.');
  const thousand = `${whole}${part.padEnd(3, '0')}`;
  const some = traits.count('TYPED_THOUSAND');
  const max = ranges['.'].max ?? '0';
  const type = fitsWhole(max.split('.')[0] ?? '0', 'INTEGER') ? 'INTEGER' : 'BIGINT';
  draft.ask(
    'DECIMAL_OR_GROUP',
    {
      id: `${some} dari ${kinds.count('TYPED_NUMBER')} bilangan kolom ${draft.column} berpecahan seperti ${text}, yang lain bulat. Apakah ${text} berarti ${thousand}?`,
      en: `${some} of ${kinds.count('TYPED_NUMBER')} numbers of column ${draft.column} have a fraction, as ${text} has; the others are whole. Does ${text} mean ${thousand}?`,
    },
    [
      option('THOUSANDS', `ya, ${text} adalah ${thousand}`, `yes, ${text} is ${thousand}`, {
        type,
        format: { kind: 'NUMBER', thousands: true },
      }),
      option('FRACTION', `tidak, memang ${text}`, `no, it is ${text} indeed`),
      KEEP_TEXT,
    ],
    null,
    examples,
    'THOUSANDS',
  );
}

/** Asks of 9999 and the like where they lie beyond the range of all other numbers. */
function sentinels(draft: Draft, mark: Mark): void {
  const range = draft.counts.ranges[mark];
  const { min, max } = range;
  if (min === null || max === null || range.count < 3) return;
  for (const [value, tally] of draft.counts.sentinels.entries()) {
    const far = value.startsWith('-')
      ? !min.startsWith('-') || compareExact(value, threefold(min)) < 0
      : max.startsWith('-') || compareExact(value, threefold(max)) > 0;
    if (!far) continue;
    draft.ask(
      'MISSING_MARKER',
      {
        id: `${tally.count} sel kolom ${draft.column} berisi ${value}, jauh di luar nilai lainnya (${min} sampai ${max}). Apakah artinya "tidak ada data"?`,
        en: `${tally.count} cells of column ${draft.column} hold ${value}, far off all others (${min} to ${max}). Does it mean "no value"?`,
      },
      [
        option('MISSING', 'ya, tidak ada data', 'yes, no value', { missing: value }),
        option('VALUE', 'tidak, ini nilai', 'no, it is a value'),
      ],
      'MISSING',
      tally.examples,
      value,
    );
  }
}

/** Three times the whole part, away from zero; enough to tell what lies far off. */
function threefold(value: string): string {
  const [whole = '0'] = value.replace(/^-/, '').split('.');
  const triple = (BigInt(whole) + 1n) * 3n;
  return value.startsWith('-') ? `-${triple}` : `${triple}`;
}
