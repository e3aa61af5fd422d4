import { createHash } from 'node:crypto';
import { type CodeList, ENTITIES, isEdition, isEntity } from './entities.js';
import type { Words } from './errors.js';
import { ACCESS_CLASSES, type AccessClass } from './exposure.js';
import { type DatasetNames, datasetNames, isAgencySlug, isColumnName, isDatasetSlug } from './names.js';

/** Column types and their GraphQL scalars. `BIGINT` and `DECIMAL` travel as JSON strings, exact. */
export const COLUMN_TYPES = {
  TEXT: 'String',
  INTEGER: 'Int',
  BIGINT: 'BigInt',
  DECIMAL: 'Decimal',
  BOOLEAN: 'Boolean',
  DATE: 'Date',
} as const;
export type ColumnType = keyof typeof COLUMN_TYPES;

/**
 * A column that holds codes of a shared entity; `field` is the name under which rows reach that entity. Codes of
 * BusinessClass are those of one `edition` (the year), which no other entity has.
 */
export interface CodeReference extends CodeList {
  readonly field: string;
}

export interface ColumnDefinition {
  /** Name in the graph, lowerCamelCase: `kodeKecamatan`. */
  readonly name: string;
  /** Header in the producer's file, kept as it is: `kode_kecamatan`. */
  readonly label: string;
  readonly title: string;
  readonly description: string;
  readonly type: ColumnType;
  /** Standar data (Perpres 39/2019) besides definition (`description`) and satuan (`unit`): konsep, klasifikasi, ukuran. */
  readonly concept?: string;
  readonly classification?: string;
  readonly measure?: string;
  /** Of MS-Var (Peraturan BPS 5/2020): referensi waktu, aturan validasi, and klasifikasi isian where it is a short list. */
  readonly referenceTime?: string;
  readonly validationRule?: string;
  readonly values?: readonly string[];
  /** Unit of measure: `jiwa`, `kuintal/ha`; null where there is none. */
  readonly unit: string | null;
  readonly accessClass: AccessClass;
  /** Part of the row's key, in the order of the columns. */
  readonly key: boolean;
  readonly reference: CodeReference | null;
  /** In a CHANGE: the column of the dataset whose place this one takes. */
  readonly replaces?: string;
}

/** A dataset as its producer hands it over in step 2; the table, SDL and answers all come from it. */
export interface DatasetDefinition {
  /** The agency's slug: `dinkes`. */
  readonly agency: string;
  /** The dataset's slug, lowerCamelCase: `puskesmas`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly columns: readonly ColumnDefinition[];
}

const MAX_COLUMNS = 200;
/** How long a list of values in a definition may be, and each of them. */
export const MAX_VALUES = 100;
export const VALUE_CHARACTERS = 200;

export const namesOf = (definition: DatasetDefinition): DatasetNames =>
  datasetNames(definition.agency, definition.name);

export const keyColumns = (definition: DatasetDefinition): readonly ColumnDefinition[] =>
  definition.columns.filter((column) => column.key);

/**
 * The columns as the graph and a release hold them: `composed` out of `all`. A key of which a column is not composed
 * would find several rows, so it is no key.
 */
export function composedColumns<Column extends ColumnDefinition>(
  all: readonly Column[],
  isComposed: (column: Column) => boolean,
): Column[] {
  const composed = all.filter(isComposed);
  const whole = all.every((column) => !column.key || isComposed(column));
  return whole ? composed : composed.map((column) => ({ ...column, key: false }));
}

/** What is wrong with a definition, a sentence each; empty when it can be hosted. */
export function definitionProblems(definition: DatasetDefinition): Words[] {
  const problems: Words[] = [];
  const add = (id: string, en: string) => problems.push({ id, en });

  if (!isAgencySlug(definition.agency))
    add(
      `Singkatan instansi "${definition.agency}" tidak sah.`,
      `The agency slug "${definition.agency}" is not valid.`,
    );
  if (!isDatasetSlug(definition.name))
    add(
      `Nama dataset "${definition.name}" harus huruf kecil di awal, hanya huruf dan angka, tanpa akhiran cadangan.`,
      `The dataset name "${definition.name}" must be lowerCamelCase letters and digits, without a reserved ending.`,
    );
  if (definition.title.trim() === '') add('Judul dataset kosong.', 'The dataset has no title.');
  if (definition.columns.length === 0 || definition.columns.length > MAX_COLUMNS)
    add(
      `Dataset memerlukan 1 sampai ${MAX_COLUMNS} kolom.`,
      `A dataset needs between 1 and ${MAX_COLUMNS} columns.`,
    );

  const names = new Set<string>();
  const labels = new Set<string>();
  for (const column of definition.columns) {
    const { name } = column;
    if (!isColumnName(name))
      add(`Nama kolom "${name}" tidak sah.`, `The column name "${name}" is not valid.`);
    for (const taken of column.reference ? [name, column.reference.field] : [name]) {
      if (names.has(taken))
        add(`Nama kolom "${taken}" dipakai dua kali.`, `The name "${taken}" is used twice.`);
      names.add(taken);
    }
    if (labels.has(column.label))
      add(`Judul kolom "${column.label}" dipakai dua kali.`, `The header "${column.label}" is used twice.`);
    labels.add(column.label);
    const { values = [] } = column;
    if (values.length > MAX_VALUES || values.some((value) => value.length > VALUE_CHARACTERS))
      add(
        `Klasifikasi isian kolom "${name}" memuat paling banyak ${MAX_VALUES} nilai, masing-masing ${VALUE_CHARACTERS} karakter.`,
        `The list of values of "${name}" holds at most ${MAX_VALUES}, each of ${VALUE_CHARACTERS} characters.`,
      );
    if (!(column.type in COLUMN_TYPES) || !ACCESS_CLASSES.includes(column.accessClass))
      add(`Jenis atau kelas kolom "${name}" tidak dikenal.`, `The type or class of "${name}" is unknown.`);
    if (column.title.trim() === '' || column.description.trim() === '')
      add(
        `Kolom "${name}" memerlukan judul dan definisi.`,
        `Column "${name}" needs a title and a definition.`,
      );
    if (column.reference) {
      if (column.type !== 'TEXT')
        add(`Kolom kode "${name}" harus TEXT.`, `The code column "${name}" must be TEXT.`);
      const { entity, edition } = column.reference;
      if (!isEntity(entity))
        add(
          `Rujukan "${entity}" tidak dikenal; yang ada: ${ENTITIES.join(', ')}.`,
          `The reference "${entity}" is unknown; there are: ${ENTITIES.join(', ')}.`,
        );
      else if (entity === 'BusinessClass' && !isEdition(edition ?? ''))
        add(
          `Kolom KBLI "${name}" memerlukan tahun edisinya, mis. 2020.`,
          `The KBLI column "${name}" needs the year of its edition, e.g. 2020.`,
        );
      else if (entity !== 'BusinessClass' && edition !== undefined)
        add(
          `Rujukan ${entity} pada kolom "${name}" tidak mempunyai edisi; hanya BusinessClass.`,
          `The reference to ${entity} in column "${name}" has no edition; only BusinessClass has.`,
        );
      if (!isColumnName(column.reference.field))
        add(
          `Nama rujukan "${column.reference.field}" tidak sah.`,
          `The reference name "${column.reference.field}" is not valid.`,
        );
    }
  }
  for (const entity of ENTITIES)
    if (definition.columns.filter(({ reference }) => reference?.entity === entity).length > 1)
      add(`Hanya satu kolom yang dapat merujuk ${entity}.`, `Only one column can reference ${entity}.`);
  return problems;
}

/** Whether the text is a calendar date that exists, YYYY-MM-DD. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** SHA-256 (hex) of a JSON value in canonical form: object keys sorted, no white space. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** JSON in canonical form: object keys sorted, no white space, what is undefined left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
