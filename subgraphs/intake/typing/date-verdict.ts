import type { CellKind } from './counts.js';
import { type Decision, type Draft, KEEP_TEXT, NUMBER_KINDS, OTHER_KINDS, option, quoted } from './draft.js';
import type { DateFormat, FileConvention, Option } from './guess.js';

type Order = 'DMY' | 'MDY';
const ORDERS = {
  DMY: { id: 'hari lalu bulan', en: 'the day before the month' },
  MDY: { id: 'bulan lalu hari', en: 'the month before the day' },
} as const;

interface OrderVerdict {
  readonly order: DateFormat['order'];
  readonly ask: boolean;
  readonly proposed: Order | null;
  readonly byFile: boolean;
}

function decideOrder({ counts: { kinds } }: Draft, convention: FileConvention): OrderVerdict {
  const dmy = kinds.count('DAY_FIRST');
  const mdy = kinds.count('MONTH_FIRST');
  const either = kinds.count('EITHER');
  const sure = (order: DateFormat['order'], byFile = false): OrderVerdict => ({
    order,
    ask: false,
    proposed: null,
    byFile,
  });
  if (dmy > 0 && mdy > 0) {
    const order = dmy >= mdy ? 'DMY' : 'MDY';
    const clear = Math.max(dmy, mdy) >= 5 * Math.min(dmy, mdy);
    return { order, ask: true, proposed: clear ? order : null, byFile: false };
  }
  if (dmy + mdy > 0) return sure(dmy > 0 ? 'DMY' : 'MDY');
  if (either > 0)
    return convention.order
      ? sure(convention.order, true)
      : { order: 'DMY', ask: true, proposed: 'DMY', byFile: false };
  if (kinds.count('SAME') > 0) return sure(convention.order ?? 'DMY');
  return sure(kinds.count('WORDS') > 0 ? 'WORDS' : 'YMD');
}

/** Options that read the column as dates, for a question whose other answer is text. */
export function dateOptions(draft: Draft, convention: FileConvention): Option[] {
  const { order, ask } = decideOrder(draft, convention);
  const orders = ask ? (['DMY', 'MDY'] as const) : [order];
  return orders.map((each) =>
    option(
      orders.length === 1 ? 'DATE' : `DATE_${each}`,
      orders.length === 1 ? 'ini tanggal' : `ini tanggal, ${ORDERS[each as Order].id}`,
      orders.length === 1 ? 'these are dates' : `these are dates, ${ORDERS[each as Order].en}`,
      { type: 'DATE', format: { kind: 'DATE', order: each, time: false, lastYear: null } },
    ),
  );
}

/** The column as dates: their order, and what has to be asked of them. */
export function decideDate(draft: Draft, convention: FileConvention, year: number | undefined): Decision {
  const { counts, dates, values } = draft;
  const { kinds, traits } = counts;
  const verdict = decideOrder(draft, convention);
  const shown = quoted(kinds.examples('DAY_FIRST', 'MONTH_FIRST', 'YMD', 'WORDS', 'TYPED_DATE', 'EITHER'), 2);
  draft.say(
    `${dates} dari ${values} nilai adalah tanggal: ${shown.id}.`,
    `${dates} of ${values} values are dates: ${shown.en}.`,
  );
  if (verdict.ask) askOrder(draft, verdict);
  else if (kinds.count('EITHER') > 0 && verdict.order in ORDERS) {
    const words = ORDERS[verdict.order as Order];
    const by = quoted(kinds.examples('DAY_FIRST', 'MONTH_FIRST'), 1);
    draft.say(
      `Urutannya ${words.id}, ternyata dari ${verdict.byFile ? 'kolom lain pada berkas ini' : by.id}.`,
      `They write ${words.en}, as ${verdict.byFile ? "the file's other columns" : by.en} show.`,
    );
  }
  if (traits.count('SHORT_YEAR') > 0) askCentury(draft, year);
  if (traits.count('TIME') > 0) askTime(draft);
  const misfits: CellKind[] = [...NUMBER_KINDS, ...OTHER_KINDS];
  if (verdict.order === 'DMY') misfits.push('MONTH_FIRST');
  if (verdict.order === 'MDY') misfits.push('DAY_FIRST');
  return {
    type: 'DATE',
    format: { kind: 'DATE', order: verdict.order, time: false, lastYear: null },
    misfits,
  };
}

function askOrder(draft: Draft, { proposed }: OrderVerdict): void {
  const { kinds } = draft.counts;
  const example = kinds.examples('EITHER')[0] ?? kinds.examples('DAY_FIRST')[0];
  draft.ask(
    'DAY_OR_MONTH',
    {
      id: `Pada tanggal seperti "${example?.text}" di kolom ${draft.column}, manakah harinya? Isi kolom tidak menentukannya.`,
      en: `In a date like "${example?.text}" in column ${draft.column}, which number is the day? Its cells do not tell.`,
    },
    [
      ...(['DMY', 'MDY'] as const).map((order) =>
        option(order, ORDERS[order].id, ORDERS[order].en, { format: { kind: 'DATE', order } }),
      ),
      KEEP_TEXT,
    ],
    proposed,
    kinds.examples('EITHER', 'DAY_FIRST', 'MONTH_FIRST').slice(0, 10),
  );
}

function askCentury(draft: Draft, year: number | undefined): void {
  const { traits, greatestShortYear } = draft.counts;
  const last = (value: number, id: string, en: string): Option =>
    option(String(value), id, en, { format: { kind: 'DATE', lastYear: value } });
  const options = [
    last(2099, 'semuanya 20xx', 'all are 20xx'),
    last(1999, 'semuanya 19xx', 'all are 19xx'),
    ...(year === undefined || year % 100 === 99
      ? []
      : [last(year, `tidak sesudah ${year}: selebihnya 19xx`, `none after ${year}: the rest are 19xx`)]),
    KEEP_TEXT,
  ];
  const recent = year !== undefined && greatestShortYear <= year % 100;
  draft.ask(
    'CENTURY',
    {
      id: `${traits.count('SHORT_YEAR')} tanggal di kolom ${draft.column} bertahun dua angka. Abad berapa?`,
      en: `${traits.count('SHORT_YEAR')} dates of column ${draft.column} have a year of two digits. Of which century?`,
    },
    options,
    recent ? '2099' : null,
    traits.examples('SHORT_YEAR'),
  );
}

function askTime(draft: Draft): void {
  const { traits } = draft.counts;
  draft.ask(
    'TIME_OF_DAY',
    {
      id: `${traits.count('TIME')} sel kolom ${draft.column} memuat jam, yang tidak disimpan pada kolom tanggal. Bolehkah dibuang?`,
      en: `${traits.count('TIME')} cells of column ${draft.column} hold a time of day, which a date column does not keep. May it be dropped?`,
    },
    [
      option('DATE', 'ya, simpan tanggalnya saja', 'yes, keep the date alone', {
        format: { kind: 'DATE', time: true },
      }),
      KEEP_TEXT,
    ],
    'DATE',
    traits.examples('TIME'),
  );
}
