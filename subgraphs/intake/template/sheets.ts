import type { CellObject, SheetData } from 'write-excel-file/node';
import { type ColumnDefinition, type ColumnType, contentHash } from '../../../schema/definition.js';
import type { Code, CodeList } from './lists.js';

/** First cell of the row by which the hub knows a template again. */
export const MARKER = 'satugraf-template';
export const INSTRUCTIONS = 'Petunjuk';
export const CODES = 'Kode';

/** What a template is made from. */
export interface Template {
  /** The dataset's root field: `dinkes_puskesmas`. */
  readonly dataset: string;
  readonly title: string;
  readonly columns: readonly ColumnDefinition[];
  /** What cells can be chosen from, by the column's name. */
  readonly lists: ReadonlyMap<string, CodeList>;
}

export type TemplateValue = string | number | boolean | Date | null;

/** Changes with what a filled-in file would be read by, and with no text beside. */
export const templateHash = (columns: readonly ColumnDefinition[]): string =>
  contentHash(
    columns.map(({ name, label, type, key, reference }) => ({ name, label, type, key, reference })),
  );

/** A sheet can have 31 characters as its name, and not all of them. */
export function sheetName(title: string): string {
  const plain = title
    .replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]|[[\]:*?/\\\ufffd]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // Half of a surrogate pair is no character.
  const name = plain
    .slice(0, 31)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/^['\s]+|['\s]+$/g, '');
  const taken = [INSTRUCTIONS, CODES, 'History'].some((one) => one.toLowerCase() === name.toLowerCase());
  return name === '' || taken ? 'Data' : name;
}

/** The number format of a column's cells; a sheet keeps the leading zeros of what is text. */
const FORMATS: Readonly<Record<ColumnType, CellObject>> = {
  TEXT: { type: String, format: '@' },
  INTEGER: { type: Number, format: '0' },
  BIGINT: { type: Number, format: '0' },
  DECIMAL: { type: Number, format: 'General' },
  BOOLEAN: {},
  DATE: { type: Date, format: 'yyyy-mm-dd' },
};

const HEAD: CellObject = { fontWeight: 'bold', backgroundColor: '#DCE6F1' };

/** A cell holds 32,767 characters, escapes among them. */
const CELL_CHARACTERS = 32_000;

/** Office takes `_x0041_` within a text for an escape. */
const text = (value: string): CellObject => ({
  type: String,
  format: '@',
  value: value.slice(0, CELL_CHARACTERS).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_'),
});
const head = (value: string): CellObject => ({ ...text(value), ...HEAD });

/** One header row, the labels as they are, then rows; without any, a blank one that shows each column's format. */
export function dataSheet({ columns }: Template, rows: readonly (readonly TemplateValue[])[]): SheetData {
  const cell = ({ type }: ColumnDefinition, value: TemplateValue): CellObject | null => {
    if (value === null) return type === 'BOOLEAN' ? null : FORMATS[type];
    return typeof value === 'string' ? text(value) : { ...FORMATS[type], value };
  };
  const body = rows.length > 0 ? rows : [columns.map(() => null)];
  return [
    columns.map(({ label }) => head(label)),
    ...body.map((row) => columns.map((column, at) => cell(column, row[at] ?? null))),
  ];
}

const TYPES: Readonly<Record<ColumnType, { readonly name: string; readonly example: string }>> = {
  TEXT: { name: 'teks', example: '0012; nol di depan tetap ada' },
  INTEGER: { name: 'bilangan bulat', example: '1250, sebagai angka tanpa pemisah ribuan' },
  BIGINT: {
    name: 'bilangan bulat besar',
    example: '1250; lebih dari 15 angka tidak disimpan tepat oleh Excel',
  },
  DECIMAL: { name: 'bilangan desimal', example: '12,5, sebagai angka' },
  BOOLEAN: { name: 'benar/salah', example: 'TRUE atau FALSE' },
  DATE: { name: 'tanggal', example: '31 Januari 2024 sebagai tanggal, tampil 2024-01-31' },
};

const HINTS = [
  'Isi lembar pertama mulai baris kedua; jangan mengubah judul kolom.',
  'Sel tanpa nilai dikosongkan: jangan diisi "-" atau "n/a"; 0 berarti nol.',
  'Kolom kunci wajib diisi dan bersama-sama tidak boleh berulang.',
  'Daftar pilihan hanya membantu; kode lain yang sah boleh diketik.',
];

/** What each column means and how it is filled in, below the mark of the template. */
export function instructionSheet({ dataset, title, columns, lists }: Template): SheetData {
  const headings = [
    'Kolom',
    'Judul',
    'Definisi',
    'Jenis',
    'Satuan',
    'Wajib',
    'Rujukan atau pilihan',
    'Cara menulis',
  ];
  return [
    [head(`Petunjuk pengisian: ${title}`)],
    [MARKER, dataset, templateHash(columns), sheetName(title)].map(text),
    ...HINTS.map((hint) => [text(hint)]),
    [],
    headings.map(head),
    ...columns.map((column) => {
      const list = lists.get(column.name);
      const { name, example } = TYPES[column.type];
      const rule = column.validationRule ? ` Aturan: ${column.validationRule}` : '';
      return [
        column.label,
        column.title,
        `${column.description}${rule}`,
        name,
        column.unit ?? '',
        column.key ? 'ya, kunci' : 'tidak',
        list
          ? `${list.name} (lembar ${CODES})`
          : (column.reference?.entity ?? column.values?.join('; ') ?? ''),
        column.type === 'TEXT' && list ? String(list.codes[0]?.code) : example,
      ].map(text);
    }),
  ];
}

/** The lists of the sheet of codes, each once, in the order of the columns. */
export function listsOf({ columns, lists }: Template): CodeList[] {
  const byName = new Map<string, CodeList>();
  for (const { name } of columns) {
    const list = lists.get(name);
    if (list && !byName.has(list.name)) byName.set(list.name, list);
  }
  return [...byName.values()];
}

/** Two columns a list: the code as a cell of the data is to hold it, and what it stands for. */
export function codeSheet(lists: readonly CodeList[]): SheetData {
  const rows: SheetData = [lists.flatMap(({ name }) => [head(name), head('Keterangan')])];
  const most = Math.max(0, ...lists.map(({ codes }) => codes.length));
  for (let at = 0; at < most; at++) rows.push(lists.flatMap(({ codes }) => codeCells(codes[at])));
  return rows;
}

function codeCells(one: Code | undefined): SheetData[number] {
  if (!one) return [null, null];
  const { code, title } = one;
  return [typeof code === 'string' ? text(code) : { value: code }, title === '' ? null : text(title)];
}
