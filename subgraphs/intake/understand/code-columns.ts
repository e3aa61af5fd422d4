import type { ColumnDefinition } from '../../../schema/definition.js';
import type { Candidate } from './candidates.js';
import { agencyKeys, businessKeys, findAgencies, findBusinessClasses } from './classes.js';
import { type CodeFindings, type Entity, LABELS, madeLabel, NOTHING_FOUND } from './code-finding.js';
import { own } from './columns.js';
import { checkRegions, givenColumns, namesBeside } from './given-regions.js';
import { columnsOfRegions } from './peek.js';
import { findPeriods, periodKeys } from './periods.js';
import type { References } from './references.js';
import { regionColumn, regionsByContent } from './region-columns.js';
import { findRegions, type RegionFinding, regionKeys } from './regions.js';
import type { Shape } from './shape.js';
import { Tuples } from './tuples.js';
import type { Decisions } from './understanding.js';

/** The texts that may lead to codes of one entity, collected while the file is read. */
export interface CodedTexts {
  readonly entity: Entity;
  readonly tuples: Tuples;
  /** Whether the dataset's definition says that this very column holds the codes. */
  readonly given: boolean;
  /** Header of the column that is made, if one is. */
  readonly label: string;
  /** Of KBLI: the edition that the definition names. */
  readonly edition: string | null;
}

const ENTITIES: readonly Entity[] = ['Region', 'BusinessClass', 'Agency', 'Period'];

/**
 * Which columns may lead to which entity: those that the dataset's definition names, otherwise by their headers or by what
 * they hold. `wanted` is null where the file is to become a new dataset; entities whose column is to be left out are not
 * looked for.
 */
export async function codedTexts(
  candidate: Candidate,
  keys: readonly string[],
  wanted: readonly ColumnDefinition[] | null,
  references: References,
  { overrides }: Decisions,
): Promise<CodedTexts[]> {
  const coded: CodedTexts[] = [];
  for (const entity of ENTITIES) {
    const column = wanted?.find(({ reference }) => reference?.entity === entity);
    const label = madeLabel(entity, keys);
    if (wanted ? !column : own(overrides, label)?.omit) continue;
    const given = column !== undefined && keys.includes(column.label);
    const beside = given && entity === 'Region' ? namesBeside(keys, column.label) : [];
    const found = given ? [column.label, ...beside] : await foundKeys(entity, candidate, keys, references);
    // They are needed when all is read: better to ask for them before, as asking begins anew.
    if (entity === 'Region' && found.length > 0 && !given) references.regions;
    const edition = column?.reference?.edition ?? null;
    coded.push({ entity, tuples: new Tuples(found), given, label, edition });
  }
  return coded;
}

async function foundKeys(
  entity: Entity,
  candidate: Candidate,
  keys: readonly string[],
  references: References,
): Promise<string[]> {
  switch (entity) {
    case 'Region': {
      const byHeader = regionKeys(keys);
      // Where a header speaks of regions, a column that holds names of them besides is about something else.
      if (byHeader.length > 0) return byHeader;
      const byContent = await columnsOfRegions(candidate, references.upperRegions);
      return byContent.filter((key) => keys.includes(key)).slice(0, 1);
    }
    case 'BusinessClass':
      return businessKeys(keys);
    case 'Agency':
      return agencyKeys(keys);
    case 'Period':
      return periodKeys(keys);
  }
}

/** A code as each entity's list writes it; whether the list has it, the load finds out. */
const WRITTEN: Readonly<Record<Entity, RegExp>> = {
  Region: /^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$/,
  BusinessClass: /^([A-V]|\d{2,5})$/,
  Agency: /^[a-z][a-z0-9]{1,30}$/,
  Period: /^\d{4}(-(S[12]|Q[1-4]|\d{2}))?$/,
};

/** Whether a column that the definition names holds nothing but codes as they are written. */
function asWritten({ entity, tuples, given }: CodedTexts): boolean {
  if (!given || tuples.overflow) return given;
  // A code of KBLI that lost its zero can be another one's, and names may stand beside a region's.
  if (entity === 'BusinessClass' || entity === 'Region') return false;
  return tuples.all.every(({ texts: [text] }) => isWritten(entity, text));
}

const isWritten = (entity: Entity, text: string | null | undefined): boolean =>
  !text?.trim() || WRITTEN[entity].test(text);

/** Finds what the columns say of shared entities. */
export function findCodes(
  coded: readonly CodedTexts[],
  shape: Shape,
  references: References,
  answers: Readonly<Record<string, string>>,
): CodeFindings {
  const found = coded.map((texts) => {
    if (asWritten(texts)) return NOTHING_FOUND;
    const { columns, ...rest } = findOf(texts, shape, references, answers);
    return { ...rest, columns: columns.map((column) => ({ ...column, label: texts.label })) };
  });
  return {
    columns: found.flatMap(({ columns }) => columns),
    matches: found.flatMap(({ matches }) => matches).sort((a, b) => a.confidence - b.confidence),
    open: found.flatMap(({ open }) => open),
    asked: found.flatMap(({ asked }) => asked),
  };
}

function findOf(
  { entity, tuples, given, edition }: CodedTexts,
  shape: Shape,
  references: References,
  answers: Readonly<Record<string, string>>,
): CodeFindings {
  switch (entity) {
    case 'Region': {
      const [first] = tuples.keys;
      if (first === undefined || (given && tuples.overflow)) return NOTHING_FOUND;
      const columns = given
        ? givenColumns(tuples, first)
        : tuples.keys.map((key) => regionColumn(key) ?? regionsByContent(key, tuples));
      const check = given && tuples.all.every(({ texts: [text] }) => isWritten('Region', text));
      if (check && columns.length === 1) return NOTHING_FOUND;
      const regions = (check ? checkRegions : findRegions)(tuples, columns, references.regions, answers);
      return regions ? regionFindings(regions) : NOTHING_FOUND;
    }
    case 'BusinessClass':
      return findBusinessClasses(tuples, references, answers, edition);
    case 'Agency':
      return findAgencies(tuples, references, answers);
    case 'Period':
      return findPeriods(shape, tuples, answers);
  }
}

const regionFindings = ({ keys, lookup, exact, ...found }: RegionFinding): CodeFindings => ({
  ...found,
  columns: [
    {
      entity: 'Region',
      edition: null,
      label: LABELS.Region,
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
