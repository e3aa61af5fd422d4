import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnDefinition, ColumnType } from '../../schema/definition.js';
import type { Question } from '../../subgraphs/intake/typing/guess.js';
import type { Understanding } from '../../subgraphs/intake/understand/understanding.js';
import { runs } from '../support/runs.js';
import { type Asked, open, recordsUnder, understood } from './made-references.js';

const MONTHS = 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(
  ' ',
);
type Mark = ',' | '.';

/** A value: what it is, and how the file writes it. */
interface Value {
  readonly means: string | null;
  readonly written: string;
}
interface Kind {
  readonly type: ColumnType;
  readonly header: string;
  readonly value: (mark: Mark) => fc.Arbitrary<Value>;
}

const two = (number: number): string => String(number).padStart(2, '0');
const plainNumber = (text: string): string => text.replace(/^(-?)0+(?=\d)/, '$1');
const grouped = (whole: string, mark: string): string => whole.replace(/\B(?=(\d{3})+$)/g, mark);
const day = fc.record({
  year: fc.integer({ min: 1950, max: 2030 }),
  month: fc.integer({ min: 1, max: 12 }),
  date: fc.integer({ min: 1, max: 28 }),
});
const iso = ({ year, month, date }: { year: number; month: number; date: number }): string =>
  `${year}-${two(month)}-${two(date)}`;

const KINDS: readonly Kind[] = [
  {
    type: 'DECIMAL',
    header: 'luas',
    value: (mark) =>
      fc
        .record({
          whole: fc.integer({ min: 0, max: 9_999_999 }),
          part: fc.stringMatching(/^\d{0,4}$/),
          negative: fc.boolean(),
          groups: fc.boolean(),
        })
        .map(({ whole, part, negative, groups }) => {
          const sign = negative && (whole > 0 || /[1-9]/.test(part)) ? '-' : '';
          const other = mark === ',' ? '.' : ',';
          const body = groups ? grouped(String(whole), other) : String(whole);
          const means = `${sign}${plainNumber(String(whole))}${part === '' ? '' : `.${part}`}`;
          return { means, written: `${sign}${body}${part === '' ? '' : `${mark}${part}`}` };
        }),
  },
  {
    type: 'INTEGER',
    header: 'siswa',
    value: () => fc.integer({ min: -99_999, max: 999_999 }).map((n) => ({ means: `${n}`, written: `${n}` })),
  },
  {
    type: 'TEXT',
    header: 'kode',
    value: () => fc.stringMatching(/^0\d{3,11}$/).map((text) => ({ means: text, written: text })),
  },
  {
    type: 'TEXT',
    header: 'uraian',
    value: () =>
      fc.stringMatching(/^[A-Z][a-z]{2,8} [a-z]{3,9}$/).map((text) => ({ means: text, written: text })),
  },
  {
    type: 'DATE',
    header: 'tanggal',
    value: () =>
      day.map((one) => ({
        means: iso(one),
        written: `${one.date} ${MONTHS[one.month - 1]} ${one.year}`,
      })),
  },
  {
    type: 'DATE',
    header: 'mulai',
    value: () =>
      day.map((one) => ({ means: iso(one), written: `${two(one.date)}/${two(one.month)}/${one.year}` })),
  },
  {
    type: 'BOOLEAN',
    header: 'aktif',
    value: () => fc.boolean().map((yes) => ({ means: String(yes), written: yes ? 'ya' : 'tidak' })),
  },
];
const NOTHING: fc.Arbitrary<Value> = fc.constantFrom('', '-').map((written) => ({ means: null, written }));

interface Column {
  readonly kind: Kind;
  readonly header: string;
}
interface File {
  readonly mark: Mark;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
}
const NAMED: Column = { kind: KINDS[3] as Kind, header: 'butir' };

const files: fc.Arbitrary<File> = fc
  .record({
    mark: fc.constantFrom<Mark>(',', '.'),
    kinds: fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 5 }),
  })
  .chain(({ mark, kinds }) => {
    const columns = [
      NAMED,
      ...kinds.map((kind, at) => ({ kind, header: `${kind.header} ${'abcdefg'[at]}` })),
    ];
    const cells = columns.map(({ kind }, at) =>
      at === 0
        ? kind.value(mark)
        : fc.oneof({ weight: 8, arbitrary: kind.value(mark) }, { weight: 1, arbitrary: NOTHING }),
    );
    return fc.record({
      mark: fc.constant(mark),
      columns: fc.constant(columns),
      rows: fc.array(fc.tuple(...cells), { minLength: 3, maxLength: 25 }),
    });
  });

const csvOf = ({ columns, rows }: Pick<File, 'columns' | 'rows'>): string =>
  [columns.map(({ header }) => header), ...rows.map((row) => row.map(({ written }) => written))]
    .map((line) => line.join(';'))
    .join('\n');

/** Every row is data, whatever it adds up to. */
const KEPT = { 'SET_ASIDE:TOTAL': 'KEEP', 'SET_ASIDE:SECTION': 'KEEP', 'SET_ASIDE:NOTE': 'KEEP' } as const;

/** What the person says who wrote the file. */
function truth({ id, kind, column, options }: Question, { mark, columns }: File): string {
  const type = columns.find(({ header }) => header === column)?.kind.type;
  const wanted: Readonly<Record<string, readonly string[]>> = {
    MISSING_MARKER: [/MISSING_MARKER:-?\d/.test(id) ? 'VALUE' : 'MISSING'],
    DECIMAL_OR_GROUP: [mark === ',' ? 'COMMA' : 'POINT'],
    DAY_OR_MONTH: ['DMY'],
    BOOLEAN_OR_TEXT: ['BOOLEAN'],
    DATE_OR_TEXT: ['DATE', 'DMY'],
    CODE_OR_NUMBER: type === 'TEXT' ? ['CODE'] : ['NUMBER', mark === ',' ? 'NUMBER_COMMA' : 'NUMBER_POINT'],
    NUMBER_OR_TEXT: ['NUMBER', mark === ',' ? 'NUMBER_COMMA' : 'NUMBER_POINT'],
  };
  const answer = wanted[kind]?.find((one) => options.some(({ value }) => value === one));
  if (answer === undefined)
    throw new Error(`no answer to ${id}: ${options.map(({ value }) => value).join()}`);
  return answer;
}

async function answeredTruly(
  file: File,
  asked: Asked = {},
): Promise<{ seen: Understanding; answers: Record<string, string> }> {
  const answers: Record<string, string> = { ...KEPT, ...asked.answers };
  for (let round = 0; round < 6; round++) {
    const seen = await understood(csvOf(file), { ...asked, answers });
    if (seen.questions.length === 0) return { seen, answers };
    for (const question of seen.questions) answers[question.id] = truth(question, file);
  }
  throw new Error('it never ends');
}

/** A value as it is stored, or the text as it stands in a column that stays text. */
function same(got: string | null | undefined, { means, written }: Value, type: string | undefined): boolean {
  if (type === 'TEXT') return got === means || got === (written.trim() || null);
  if (got === null || got === undefined || means === null) return got === means;
  return got === means;
}

async function wrongCells(file: File, seen: Understanding): Promise<string[]> {
  const records = await recordsUnder(csvOf(file), seen);
  const names = file.columns.map(({ header }) =>
    seen.definition?.columns.find(({ label }) => label === header),
  );
  const wrong: string[] = [];
  if (records.length !== file.rows.length) wrong.push(`${records.length} of ${file.rows.length} rows`);
  for (const [at, record] of records.entries())
    for (const [place, value] of (file.rows[at] ?? []).entries()) {
      const column = names[place];
      const got = record[column?.name ?? ''];
      if (!same(got, value, column?.type))
        wrong.push(`${column?.label} ${column?.type}: "${value.written}" is ${got}, not ${value.means}`);
    }
  return wrong;
}

describe('a file of typed columns', () => {
  test('is read value for value, or asks; and with the true answers every value is what was meant', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (file) => {
        const first = await understood(csvOf(file), { answers: KEPT });
        if (first.mapping) expect(await wrongCells(file, first)).toEqual([]);
        const { seen } = await answeredTruly(file);
        expect(seen.problems).toEqual([]);
        expect(await wrongCells(file, seen)).toEqual([]);
      }),
      { numRuns: runs(150, 2000) },
    );
  });

  test('is understood the same twice, whatever order the answers come in, and none is asked again', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.infiniteStream(fc.nat()), async (file, random) => {
        const { seen, answers } = await answeredTruly(file);
        const order = Object.entries(answers)
          .map((entry) => ({ entry, at: random.next().value as number }))
          .sort((one, other) => one.at - other.at);
        const shuffled = Object.fromEntries(order.map(({ entry }) => entry));
        expect(await understood(csvOf(file), { answers: shuffled })).toEqual(seen);
        // One answer after the other, as a person gives them.
        let given: Record<string, string> = {};
        for (const { entry } of order) {
          given = { ...given, [entry[0]]: entry[1] };
          const now = await understood(csvOf(file), { answers: given });
          expect(open(now)).not.toContain(entry[0]);
        }
        expect(await understood(csvOf(file), { answers: given })).toEqual(seen);
      }),
      { numRuns: runs(30, 600) },
    );
  });
});

describe('wide to long', () => {
  const periods = fc.constantFrom(
    ['2021', '2022', '2023'],
    ['Januari 2024', 'Februari 2024', 'Maret 2024', 'Desember 2024'],
    ['Triwulan I 2024', 'Triwulan II 2024', 'Triwulan IV 2024'],
    ['2019', '2020'],
  );
  const IDS: Readonly<Record<string, string>> = {
    'Januari 2024': '2024-01',
    'Februari 2024': '2024-02',
    'Maret 2024': '2024-03',
    'Desember 2024': '2024-12',
    'Triwulan I 2024': '2024-Q1',
    'Triwulan II 2024': '2024-Q2',
    'Triwulan IV 2024': '2024-Q4',
  };
  const tables = fc
    .record({
      periods,
      measures: fc.uniqueArray(
        fc.constantFrom('Produksi', 'Luas panen', 'Siswa (orang)', 'nilai', 'Rata-rata'),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
      turned: fc.boolean(),
    })
    .chain(({ periods: times, measures, turned }) => {
      const pairs = measures.flatMap((measure) => times.map((time) => ({ measure, time })));
      const cell = fc.option(fc.integer({ min: 1, max: 800 }), { freq: 6 });
      return fc.record({
        pairs: fc.shuffledSubarray(pairs, { minLength: pairs.length }),
        times: fc.constant(times),
        measures: fc.constant(measures),
        turned: fc.constant(turned),
        rows: fc.array(fc.tuple(...pairs.map(() => cell)), { minLength: 3, maxLength: 12 }),
      });
    });

  test('gives exactly the rows, periods and values of the table', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async ({ pairs, times, measures, turned, rows }) => {
        const headers = pairs.map(({ measure, time }) =>
          turned ? `${time} ${measure}` : `${measure} ${time}`,
        );
        const file = [
          ['butir', ...headers].join(';'),
          ...rows.map((row, at) => [`Butir ${'abcdefghijkl'[at]}`, ...row.map((one) => one ?? '')].join(';')),
        ].join('\n');
        const seen = await understood(file, { answers: { ...KEPT, SHAPE: 'LONG' } });
        expect(open(seen)).toEqual([]);
        const labelled = new Map(seen.definition?.columns.map(({ name, label }) => [name, label]));
        const got = (await recordsUnder(file, seen)).flatMap((record) => {
          const named = Object.fromEntries(
            Object.entries(record).map(([name, text]) => [labelled.get(name), text]),
          );
          return measures.flatMap((measure) =>
            named[measure] === null
              ? []
              : [`${named['butir']} ${named['periode']} ${measure} ${named[measure]}`],
          );
        });
        const wanted = rows.flatMap((row, at) =>
          pairs.flatMap(({ measure, time }, place) =>
            row[place] === null
              ? []
              : [`Butir ${'abcdefghijkl'[at]} ${IDS[time] ?? time} ${measure} ${row[place]}`],
          ),
        );
        expect(got.sort()).toEqual(wanted.sort());
        expect(times.length).toBeGreaterThan(1);
      }),
      { numRuns: runs(100, 3000) },
    );
  });
});

describe('the next file of a dataset', () => {
  const LABELS = [
    'kode',
    'nama usaha',
    'jumlah',
    'luas (m2)',
    'Luas (M2)',
    'catatan',
    'a',
    'A',
    'catatan',
    '% a',
    '< 5',
  ];
  const columnOf = (label: string, at: number, key: boolean): ColumnDefinition => ({
    name: `k${at}`,
    label,
    title: label,
    description: label,
    type: 'TEXT',
    unit: null,
    accessClass: 'OPEN',
    key,
    reference: null,
  });

  test('fills each column of the dataset, asks about it or shows it as a difference, and never one with two', async () => {
    const labels = fc.uniqueArray(fc.constantFrom(...LABELS, '> 5', 'A.'), { minLength: 2, maxLength: 6 });
    const headers = fc.array(fc.constantFrom(...LABELS, '> 5', 'A.', 'lain'), { minLength: 2, maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(
        labels,
        headers,
        fc.boolean(),
        fc.boolean(),
        async (wanted, given, keyed, optional) => {
          const columns = wanted.map((label, at) => columnOf(label, at, keyed && at === 0));
          const file = [given, ...['x', 'y', 'z'].map((row) => given.map((_, at) => `isi ${row}${at}`))]
            .map((line) => line.join(';'))
            .join('\n');
          const last = { tables: [], unpivot: null, columns: [], keep: [] };
          const target = {
            field: 'd_x',
            columns,
            optional: optional ? ['k1'] : [],
            deferred: [],
            withheld: [],
            last,
          };
          const seen = await understood(file, { target });
          for (const { name, label } of columns) {
            const fills = seen.columns.filter((column) => column.fills === name);
            expect(fills.length).toBeLessThanOrEqual(1);
            const asked = seen.questions.some(({ column }) => column === label);
            const shown = seen.differences.some(({ column }) => column === label);
            expect([label, fills.length === 1 || asked || shown]).toEqual([label, true]);
          }
          // Nor is a column of the file left out in silence.
          for (const { key, fills } of seen.columns)
            if (fills === null) expect(open(seen)).toContain(`NEW_COLUMN:${key}`);
        },
      ),
      { numRuns: runs(300, 10_000) },
    );
  });
});
