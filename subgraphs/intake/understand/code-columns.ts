import type { CodeReference, ColumnDefinition } from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';
import type { RegionIndex } from '../codes/region-index.js';
import type { Question } from '../typing/guess.js';
import type { Candidate } from './candidates.js';
import { columnsOfRegions } from './peek.js';
import { findRegions, regionKeys } from './regions.js';
import type { Tuples } from './tuples.js';
import type { CodeMatch } from './understanding.js';

/** What codes are looked up in, asked for when a column speaks of one. */
export interface References {
  /** Provinces and regencies alone. */
  upperRegions(): Promise<RegionIndex>;
  regions(): Promise<RegionIndex>;
}

/** A column of codes of a shared entity: one of the file, or one that is made of what others of it say. */
export interface CodeColumn {
  readonly entity: CodeReference['entity'];
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

export interface CodeFindings {
  readonly columns: readonly CodeColumn[];
  readonly matches: readonly CodeMatch[];
  readonly open: readonly Question[];
  readonly asked: readonly Question[];
}

/** Columns whose texts may lead to a code that is `wanted` (null: any): by their headers, or by what they hold. */
export async function codedKeys(
  candidate: Candidate,
  keys: readonly string[],
  wanted: readonly ColumnDefinition[] | null,
  references: References,
): Promise<string[]> {
  if (wanted && !wanted.some(({ reference }) => reference?.entity === 'Region')) return [];
  const byHeader = regionKeys(keys);
  const byContent = await columnsOfRegions(candidate, new Set(byHeader), await references.upperRegions());
  // Where a header speaks of regions, a column that holds names of them besides is about something else.
  return byHeader.length > 0 ? byHeader : byContent.filter((key) => keys.includes(key)).slice(0, 1);
}

/** Finds what the columns say of shared entities. */
export async function findCodes(
  tuples: Tuples,
  references: References,
  answers: Readonly<Record<string, string>>,
): Promise<CodeFindings> {
  const found: CodeFindings = { columns: [], matches: [], open: [], asked: [] };
  if (tuples.keys.length === 0) return found;
  const regions = findRegions(tuples, tuples.keys, await references.regions(), answers);
  if (!regions) return found;
  const { keys, lookup, exact, matches, open, asked } = regions;
  const column: CodeColumn = {
    entity: 'Region',
    edition: null,
    label: 'kode_wilayah',
    field: 'wilayah',
    title: { id: 'Kode wilayah', en: 'Region code' },
    description: {
      id: `Kode Kemendagri dari wilayah yang disebut kolom ${keys.join(', ')}.`,
      en: `Kemendagri's code of the region that the columns ${keys.join(', ')} name.`,
    },
    keys,
    lookup,
    exact,
  };
  return { columns: [column], matches, open, asked };
}
