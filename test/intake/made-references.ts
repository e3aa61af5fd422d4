import type { AgencyRow } from '../../subgraphs/intake/codes/agency-match.js';
import type { BusinessRow } from '../../subgraphs/intake/codes/business-index.js';
import type { RegionLevel, RegionRow } from '../../subgraphs/intake/codes/region-index.js';
import { sourceOf } from '../../subgraphs/intake/reading/bytes.js';
import { openFile } from '../../subgraphs/intake/reading/open.js';
import { recordsOf } from '../../subgraphs/intake/records.js';
import type { Target } from '../../subgraphs/intake/understand/against.js';
import { References } from '../../subgraphs/intake/understand/references.js';
import { understand } from '../../subgraphs/intake/understand/understand.js';
import {
  type Decisions,
  NO_DECISIONS,
  type Understanding,
} from '../../subgraphs/intake/understand/understanding.js';

const LEVELS: Readonly<Record<number, RegionLevel>> = {
  2: 'PROVINCE',
  5: 'REGENCY',
  8: 'DISTRICT',
  13: 'VILLAGE',
};
export const REGIONS: readonly RegionRow[] = Object.entries({
  '11': 'Aceh',
  '11.01': 'Kabupaten Aceh Selatan',
  '11.09': 'Kabupaten Simeulue',
  '33': 'Jawa Tengah',
  '33.17': 'Kabupaten Rembang',
  '35': 'Jawa Timur',
  '35.11': 'Kabupaten Bondowoso',
  '35.14': 'Kabupaten Pasuruan',
  '35.14.01': 'Purwodadi',
  '35.14.02': 'Tutur',
  '35.14.08': 'Purwosari',
  '35.14.15': 'Rembang',
  '35.14.18': 'Gondangwetan',
  '35.14.24': 'Tosari',
  '35.14.24.2001': 'Wonokitri',
  '35.29': 'Kabupaten Sumenep',
  '35.73': 'Kota Malang',
  '35.07': 'Kabupaten Malang',
  '35.75': 'Kota Pasuruan',
}).map(([code, name]) => ({
  code,
  name,
  level: LEVELS[code.length] as RegionLevel,
  parentCode: /^(.+)\.\d+$/.exec(code)?.[1] ?? null,
}));

const business = (...rows: [string, string, BusinessRow['level']][]): BusinessRow[] =>
  rows.map(([code, title, level]) => ({ code, title, level }));
const CLASSES: Readonly<Record<string, readonly BusinessRow[]>> = {
  '2020': business(
    ['01411', 'Pembibitan dan Budidaya Sapi Potong', 'SUBCLASS'],
    ['1411', 'Industri Pakaian Jadi', 'CLASS'],
    ['47111', 'Perdagangan Eceran Minimarket', 'SUBCLASS'],
  ),
  '2025': business(['47111', 'Perdagangan Eceran Swalayan', 'SUBCLASS']),
};

export const AGENCIES: readonly AgencyRow[] = [
  { slug: 'dinkes', name: 'Dinas Kesehatan' },
  { slug: 'dispendik', name: 'Dinas Pendidikan dan Kebudayaan' },
  { slug: 'diskominfo', name: 'Dinas Komunikasi dan Informatika' },
];

/** A few regions, agencies and classes of KBLI; of its editions those that are named. */
export const references = (editions: readonly string[] = ['2020']): References =>
  new References({
    small: {
      upper: REGIONS.filter(({ level }) => level === 'PROVINCE' || level === 'REGENCY'),
      agencies: AGENCIES,
      home: 'Kabupaten Pasuruan',
      editions,
    },
    regions: REGIONS,
    classes: CLASSES,
  });

export interface Asked {
  readonly filename?: string;
  readonly answers?: Readonly<Record<string, string>>;
  readonly overrides?: Decisions['overrides'];
  readonly target?: Target;
  readonly editions?: readonly string[];
}

/** What is understood of a file by itself, without a hub. */
export async function understood(
  bytes: string | Uint8Array,
  { filename = 'data.csv', answers = {}, overrides = {}, target, editions }: Asked = {},
): Promise<Understanding> {
  const verdict = await understand(
    sourceOf(filename, Buffer.from(bytes as string)),
    {
      agency: 'dinkes',
      year: 2024,
      decisions: { ...NO_DECISIONS, answers, overrides },
      target: target ?? null,
      check: true,
    },
    references(editions),
  );
  if (!verdict.ok) throw verdict.refusal;
  return verdict.understanding;
}

export const open = ({ questions }: Understanding): string[] => questions.map(({ id }) => id);

/** Answers every question with what is proposed, or with the answer that is given for its id. */
export async function agreed(
  bytes: string | Uint8Array,
  asked: Asked = {},
): Promise<{ understanding: Understanding; answers: Record<string, string> }> {
  const answers: Record<string, string> = { ...asked.answers };
  for (let round = 0; round < 10; round++) {
    const understanding = await understood(bytes, { ...asked, answers });
    if (understanding.questions.length === 0) return { understanding, answers };
    for (const { id, proposed } of understanding.questions) {
      if (proposed === null) throw new Error(`${id} has no proposal`);
      answers[id] = proposed;
    }
  }
  throw new Error('it never ends');
}

/** The dataset that a file became, as the next file is to fill it. */
export const targetFrom = ({ definition, mapping }: Understanding, given: Partial<Target> = {}): Target => {
  if (!definition || !mapping) throw new Error('not understood');
  const columns = mapping.columns.map((column) => ({ ...column, lookup: null }));
  return {
    field: `dinkes_${definition.name}`,
    columns: definition.columns,
    optional: [],
    deferred: [],
    withheld: [],
    last: { ...mapping, columns },
    ...given,
  };
};

/** Every record of the file under the understanding's mapping, by the columns' names; throws where one cannot be read. */
export async function recordsUnder(
  bytes: string | Uint8Array,
  { mapping, definition }: Understanding,
  { filename = 'data.csv', target }: Asked = {},
): Promise<Record<string, string | null>[]> {
  const columns = target?.columns ?? definition?.columns;
  if (!mapping || !columns) throw new Error('not understood');
  const opened = await openFile(sourceOf(filename, Buffer.from(bytes as string)));
  if (!opened.ok) throw opened.refusal;
  const rows: Record<string, string | null>[] = [];
  for await (const batch of recordsOf(opened.files, mapping, columns))
    for (const { problems, records } of batch) {
      if (problems[0]) throw new Error(problems[0].en);
      for (const { texts } of records)
        rows.push(Object.fromEntries(mapping.columns.map(({ name }, at) => [name, texts[at] ?? null])));
    }
  return rows;
}
