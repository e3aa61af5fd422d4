import type { ColumnDefinition } from './definition.js';
import type { Words } from './errors.js';
import type { DatasetFacts } from './facts.js';

/** What a text that nobody wrote says of itself, so that it is not taken for a definition. */
export const TO_COMPLETE = '(perlu dilengkapi)';

export const METADATA_ATTRIBUTES = [
  'description',
  'cadence',
  'coverage',
  'contact',
  'licence',
  'concept',
  'classification',
  'measure',
  'unit',
] as const;
export type MetadataAttribute = (typeof METADATA_ATTRIBUTES)[number];

export interface MissingMetadata {
  /** The column's name; null for what the dataset as a whole lacks. */
  readonly column: string | null;
  readonly attribute: MetadataAttribute;
  readonly words: Words;
}

export interface Completeness {
  /** 0 to 100; 100 where nothing is missing and only then. */
  readonly score: number;
  readonly missing: readonly MissingMetadata[];
}

/** What is described: the dataset's own texts and facts, and its columns. */
export interface Described {
  readonly title: string;
  readonly description: string;
  readonly columns: readonly ColumnDefinition[];
  readonly facts: DatasetFacts;
}

/** Points of the dataset as a whole, 40 together; the other 60 are the columns'. */
const DATASET_POINTS = { description: 10, cadence: 10, coverage: 8, contact: 7, licence: 5 } as const;
const COLUMN_POINTS = 60;
/** What an attribute weighs among those that are asked of a column. */
const COLUMN_WEIGHTS = { description: 4, concept: 2, classification: 1, measure: 1, unit: 2 } as const;

const NAMES: Readonly<Record<MetadataAttribute, Words>> = {
  description: { id: 'definisi', en: 'a definition' },
  cadence: { id: 'jadwal pemutakhiran', en: 'a cadence' },
  coverage: { id: 'cakupan', en: 'a coverage' },
  contact: { id: 'narahubung', en: 'a contact' },
  licence: { id: 'lisensi', en: 'a licence' },
  concept: { id: 'konsep', en: 'a concept' },
  classification: { id: 'klasifikasi', en: 'a classification' },
  measure: { id: 'ukuran', en: 'a measure' },
  unit: { id: 'satuan', en: 'a unit' },
};

/**
 * How much of the standar data (Perpres 39/2019) and the dataset's facts is there. Of 100 points the dataset has 40
 * (definition 10, cadence 10, coverage 8, contact 7, licence 5); the columns share 60 equally, each by the weights
 * definition 4, concept 2, and, where it measures something, classification 1, measure 1, unit 2. A text that repeats the
 * title, or is marked as to be completed, is missing.
 */
export function completeness({ title, description, columns, facts }: Described): Completeness {
  const missing: MissingMetadata[] = [];
  let points = 0;
  const whole = { description: definitionOf(description, [title]), ...facts };
  for (const [attribute, worth] of entriesOf(DATASET_POINTS)) {
    if (isThere(whole[attribute])) points += worth;
    else missing.push(lack(null, attribute, { id: `Dataset "${title}"`, en: `Dataset "${title}"` }));
  }
  for (const column of columns) {
    const texts = { ...column, description: definitionOf(column.description, namesOf(column)) };
    const asked = entriesOf(COLUMN_WEIGHTS).filter(([name]) => isAsked(column, name));
    const all = asked.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [attribute, weight] of asked) {
      if (isThere(texts[attribute])) points += (COLUMN_POINTS / columns.length) * (weight / all);
      else
        missing.push(
          lack(column.name, attribute, { id: `Kolom "${column.title}"`, en: `Column "${column.title}"` }),
        );
    }
  }
  return { score: missing.length === 0 ? 100 : Math.min(99, Math.round(points)), missing };
}

const entriesOf = <K extends string>(weights: Readonly<Record<K, number>>) =>
  Object.entries(weights) as [K, number][];

/** Every column has a concept and a definition; only numbers that are counted or measured have the rest. */
const isAsked = (column: ColumnDefinition, attribute: keyof typeof COLUMN_WEIGHTS): boolean =>
  attribute === 'description' ||
  attribute === 'concept' ||
  (!column.key && ['INTEGER', 'BIGINT', 'DECIMAL'].includes(column.type));

const isThere = (text: string | null | undefined): boolean =>
  text !== null && text !== undefined && text.trim() !== '' && !text.includes(TO_COMPLETE);

const namesOf = ({ title, name, label }: ColumnDefinition): string[] => [title, name, label];

/** The definition; nothing where it says no more than a name does. */
const definitionOf = (text: string, names: readonly string[]): string =>
  names.some((name) => plain(name) === plain(text)) ? '' : text;

/** Letters and digits alone, so that `Kode_Kecamatan.` is seen to repeat `kode kecamatan`. */
const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

function lack(column: string | null, attribute: MetadataAttribute, of: Words): MissingMetadata {
  const name = NAMES[attribute];
  return {
    column,
    attribute,
    words: { id: `${of.id} belum memiliki ${name.id}.`, en: `${of.en} lacks ${name.en}.` },
  };
}
