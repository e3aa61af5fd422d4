import type { CodeReference } from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';
import type { Question } from '../typing/guess.js';
import type { CodeMatch } from './understanding.js';

export type Entity = CodeReference['entity'];

/** A column of codes of a shared entity: one of the file, or one that is made of what others of it say. */
export interface CodeColumn {
  readonly entity: Entity;
  readonly edition: string | null;
  /** Header of the column that is made. */
  readonly label: string;
  /** Field under which a row reaches the entity. */
  readonly field: string;
  readonly title: Words;
  readonly description: Words;
  readonly keys: readonly string[];
  readonly lookup: Readonly<Record<string, string | null>>;
  /** Key of the file's column that holds the codes as they are written; then none is made. */
  readonly exact: string | null;
}

/** Headers of the columns that are made. */
export const LABELS: Readonly<Record<Entity, string>> = {
  Region: 'kode_wilayah',
  BusinessClass: 'kode_kbli',
  Agency: 'singkatan_instansi',
  Period: 'periode',
};

/** A header for the made column that no column of the file has. */
export function madeLabel(entity: Entity, keys: readonly string[]): string {
  let label = LABELS[entity];
  while (keys.includes(label)) label += ' (hasil pencocokan)';
  return label;
}

export interface CodeFindings {
  readonly columns: readonly CodeColumn[];
  readonly matches: readonly CodeMatch[];
  readonly open: readonly Question[];
  readonly asked: readonly Question[];
}

export const NOTHING_FOUND: CodeFindings = { columns: [], matches: [], open: [], asked: [] };
