import type { CodeReference, ColumnDefinition } from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';
import type { Question } from '../typing/guess.js';
import type { Candidate } from './candidates.js';
import { agencyKeys, businessKeys, findAgencies, findBusinessClasses } from './classes.js';
import { columnsOfRegions } from './peek.js';
import { findPeriods, periodKeys } from './periods.js';
import type { References } from './references.js';
import { findRegions, type RegionFinding, regionKeys } from './regions.js';
import type { Shape } from './shape.js';
import { Tuples } from './tuples.js';
import type { CodeMatch } from './understanding.js';

type Entity = CodeReference['entity'];

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

export interface CodeFindings {
  readonly columns: readonly CodeColumn[];
  readonly matches: readonly CodeMatch[];
  readonly open: readonly Question[];
  readonly asked: readonly Question[];
}

/** The texts that may lead to a code, collected while the file is read; none for an entity that is not wanted. */
export type CodedTexts = Readonly<Record<Entity, Tuples>>;

/**
 * Which columns may lead to which entity: by their headers, or by what they hold. `wanted` are the columns of the dataset
 * that the file is for; null where it is to become a new one.
 */
export async function codedTexts(
  candidate: Candidate,
  keys: readonly string[],
  wanted: readonly ColumnDefinition[] | null,
  references: References,
): Promise<CodedTexts> {
  const isWanted = (entity: Entity): boolean =>
    wanted === null || wanted.some(({ reference }) => reference?.entity === entity);
  const of = (entity: Entity, found: (keys: readonly string[]) => string[]): Tuples =>
    new Tuples(isWanted(entity) ? found(keys) : []);
  const byHeader = regionKeys(keys);
  // Where a header speaks of regions, a column that holds names of them besides is about something else.
  const regions =
    byHeader.length > 0 || !isWanted('Region')
      ? byHeader
      : (await columnsOfRegions(candidate, references.upperRegions)).filter((key) => keys.includes(key));
  return {
    Region: of('Region', () => (byHeader.length > 0 ? regions : regions.slice(0, 1))),
    BusinessClass: of('BusinessClass', businessKeys),
    Agency: of('Agency', agencyKeys),
    Period: of('Period', periodKeys),
  };
}

/** Finds what the columns say of shared entities. */
export function findCodes(
  texts: CodedTexts,
  shape: Shape,
  references: References,
  answers: Readonly<Record<string, string>>,
): CodeFindings {
  const regions =
    texts.Region.keys.length > 0 ? findRegions(texts.Region, references.regions, answers) : null;
  const periods = findPeriods(shape, texts.Period, answers);
  const found: CodeFindings[] = [
    ...(regions ? [regionFindings(regions)] : []),
    findBusinessClasses(texts.BusinessClass, references, answers),
    findAgencies(texts.Agency, references, answers),
    {
      columns: periods.column ? [periods.column] : [],
      matches: [],
      open: periods.open,
      asked: periods.asked,
    },
  ];
  return {
    columns: found.flatMap(({ columns }) => columns),
    matches: found.flatMap(({ matches }) => matches).sort((a, b) => a.confidence - b.confidence),
    open: found.flatMap(({ open }) => open),
    asked: found.flatMap(({ asked }) => asked),
  };
}

const regionFindings = ({ keys, lookup, exact, ...found }: RegionFinding): CodeFindings => ({
  ...found,
  columns: [
    {
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
    },
  ],
});
