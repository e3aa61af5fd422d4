/**
 * Names of hosted datasets in the graph: `<Agency>_<Dataset>` for types, `<agency>_<dataset>` for fields and
 * subgraphs, exactly one underscore. Ownership is a row in the store, never read out of a name.
 */
export interface DatasetNames {
  /** Subgraph and root field: `dinkes_puskesmas`. */
  readonly field: string;
  /** Root field for one row: `dinkes_puskesmasByKey`. */
  readonly byKey: string;
  /** Object type of a row: `Dinkes_Puskesmas`. */
  readonly type: string;
  readonly connection: string;
  readonly edge: string;
  readonly where: string;
  readonly orderBy: string;
  /** Enum of what rows can be grouped by: the columns, and levels of regions and of time. */
  readonly column: string;
  /** One exact number for each column of numbers. */
  readonly numbers: string;
  readonly aggregate: string;
  /** Input that names one figure of a group. */
  readonly measure: string;
}

/** Endings that the kit gives to helper types and fields; a dataset may not end in one of them. */
export const RESERVED_ENDINGS = [
  'Connection',
  'Edge',
  'Where',
  'OrderBy',
  'Column',
  'Numbers',
  'Aggregate',
  'Measure',
  'Group',
  'ByKey',
] as const;

/** Names that every hosted row type has from the kit, that `where` uses for itself, or that no enum value can have. */
export const RESERVED_COLUMNS = ['id', 'and', 'or', 'not', 'true', 'false', 'null'] as const;

const AGENCY_SLUG = /^[a-z][a-z0-9]{1,30}$/;
const DATASET_SLUG = /^[a-z][A-Za-z0-9]{1,60}$/;
const COLUMN_NAME = /^[a-z][A-Za-z0-9]{0,60}$/;

export const isAgencySlug = (slug: string): boolean => AGENCY_SLUG.test(slug);
export const isColumnName = (name: string): boolean =>
  COLUMN_NAME.test(name) && !(RESERVED_COLUMNS as readonly string[]).includes(name);
export const isDatasetSlug = (slug: string): boolean =>
  DATASET_SLUG.test(slug) && !RESERVED_ENDINGS.some((ending) => slug.endsWith(ending));

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** All graph names of one dataset, from its agency's slug and its own. */
export function datasetNames(agency: string, dataset: string): DatasetNames {
  const field = `${agency}_${dataset}`;
  const type = `${capital(agency)}_${capital(dataset)}`;
  return {
    field,
    byKey: `${field}ByKey`,
    type,
    connection: `${type}Connection`,
    edge: `${type}Edge`,
    where: `${type}Where`,
    orderBy: `${type}OrderBy`,
    column: `${type}Column`,
    numbers: `${type}Numbers`,
    aggregate: `${type}Aggregate`,
    measure: `${type}Measure`,
  };
}
