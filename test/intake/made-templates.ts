import type { ColumnDefinition, ColumnType } from '../../schema/definition.js';
import { type CodeList, ownList } from '../../subgraphs/intake/template/lists.js';
import { filledTemplate } from '../../subgraphs/intake/template/recognise.js';
import type { Template, TemplateValue } from '../../subgraphs/intake/template/sheets.js';
import type { Target } from '../../subgraphs/intake/understand/against.js';
import { opened } from './made-files.js';
import { recordsUnder, understood } from './made-references.js';

export const column = (
  name: string,
  type: ColumnType,
  more: Partial<ColumnDefinition> = {},
): ColumnDefinition => ({
  name,
  label: name,
  title: `Judul ${name}`,
  description: `Definisi "${name}" & <lainnya>.`,
  type,
  unit: null,
  accessClass: 'OPEN',
  key: false,
  reference: null,
  ...more,
});

export const REGIONS: CodeList = {
  name: 'Wilayah',
  codes: [
    { code: '35.14.01', title: 'Purwodadi, Kabupaten Pasuruan' },
    { code: '35.14.02', title: 'Tutur, Kabupaten Pasuruan' },
  ],
};
export const COLUMNS = [
  column('kodeKecamatan', 'TEXT', {
    label: 'kode_kecamatan',
    key: true,
    reference: { entity: 'Region', field: 'region' },
  }),
  column('sekolah', 'TEXT', {
    label: 'Nama sekolah, sebagaimana tertulis pada izin operasional '.repeat(3).trim(),
  }),
  column('npsn', 'TEXT', { label: 'NPSN' }),
  column('negeri', 'BOOLEAN', { label: 'Negeri?' }),
  column('berdiri', 'DATE', { label: 'Tanggal berdiri' }),
  column('siswa', 'INTEGER', { unit: 'orang' }),
  column('luas', 'DECIMAL', { label: 'Luas (m2)' }),
  column('jenjang', 'TEXT', { values: ['SD', 'MI'] }),
];

export function templateOf(columns: readonly ColumnDefinition[], title = 'Sekolah dasar'): Template {
  const lists = new Map<string, CodeList>();
  for (const one of columns) {
    const list = ownList(one, 'MONTHLY', '2024-02-10') ?? (one.reference ? REGIONS : null);
    if (list) lists.set(one.name, list);
  }
  return { dataset: 'dispendik_sekolah', title, columns, lists };
}

export const date = (text: string) => new Date(`${text}T00:00:00Z`);
export const ROWS: TemplateValue[][] = [
  ['35.14.01', 'SDN Purwodadi I', '00519330', true, date('1974-01-31'), 120, 1250.5, 'SD'],
  ['35.14.02', 'SDN Tutur II', '20519331', false, date('2024-02-29'), 98, 900, 'SD'],
  ['35.14.02', 'MI Nurul "Huda"', '60713842', false, date('1999-12-31'), 1000, 0.125, 'MI'],
];

export const targetOf = (columns: readonly ColumnDefinition[]): Target => ({
  field: 'dispendik_sekolah',
  columns,
  optional: [],
  deferred: [],
  withheld: [],
  last: null,
});

/** A filled-in template as the hub reads it: what is understood of it, and the records that would be loaded. */
export async function readBack(bytes: Uint8Array, columns: readonly ColumnDefinition[]) {
  const file = await opened(bytes, 'templat.xlsx');
  const template = await filledTemplate(file);
  if (!template) throw new Error('not a template');
  const asked = { filename: 'templat.xlsx', target: targetOf(columns) };
  const seen = await understood(bytes, asked);
  const records = seen.mapping ? await recordsUnder(bytes, seen, asked) : [];
  const names = columns.map(({ name }) => name);
  return { file, template, seen, rows: records.map((record) => names.map((name) => record[name])) };
}

export const textOf = (value: TemplateValue): string | null =>
  value instanceof Date ? value.toISOString().slice(0, 10) : value === null ? null : String(value);
