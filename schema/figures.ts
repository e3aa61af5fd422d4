import type { ColumnDefinition, ColumnType } from './definition.js';
import type { DatasetNames } from './names.js';
import { describe } from './words.js';

/** Levels by which a column can be grouped beside its own values; a level follows the column's name: `tanggal_YEAR`. */
export const REGION_LEVELS = ['PROVINCE', 'REGENCY', 'DISTRICT'] as const;
export const TIME_LEVELS = ['YEAR', 'QUARTER', 'MONTH'] as const;
export type GroupLevel = (typeof REGION_LEVELS)[number] | (typeof TIME_LEVELS)[number];

const LEVEL_WORDS: Readonly<Record<GroupLevel, string>> = {
  PROVINCE: 'menurut provinsi / by province',
  REGENCY: 'menurut kabupaten dan kota / by regency and city',
  DISTRICT: 'menurut kecamatan / by district',
  YEAR: 'menurut tahun / by year',
  QUARTER: 'menurut triwulan / by quarter',
  MONTH: 'menurut bulan / by month',
};

const levelsOf = ({ type, reference }: ColumnDefinition): readonly GroupLevel[] => {
  if (reference?.entity === 'Region') return REGION_LEVELS;
  return type === 'DATE' || reference?.entity === 'Period' ? TIME_LEVELS : [];
};

/** What a value of a dataset's enum of columns stands for; a column's own name holds no underscore. */
export function groupColumn(value: string): { readonly column: string; readonly level: GroupLevel | null } {
  const [column = '', level] = value.split('_');
  return { column, level: (level as GroupLevel | undefined) ?? null };
}

export const isNumeric = (type: ColumnType): boolean =>
  type === 'INTEGER' || type === 'BIGINT' || type === 'DECIMAL';

/** Fields of a connection that speak of all rows of the filter, whatever the page. */
export const listOfFigures = ({ aggregate, column, measure }: DatasetNames): string => `\
  "Figures over all rows that fulfil \`where\`, on all pages."
  aggregate: ${aggregate}
  """
  Figures of each group of rows that fulfil \`where\`, on all pages: at most eight columns or levels, groups in the order of
  their keys unless told (nulls last), the first 100 unless told, at most 1,000.
  """
  groups(by: [${column}!]!, having: [${measure}!], orderBy: [${measure}!], first: Int): [${aggregate}!]
  "How many groups there are, on all pages."
  groupCount(by: [${column}!]!, having: [${measure}!]): Int
  "Values of one column with their rows, in the column's order, nulls last: the first 100 unless told, at most 1,000."
  distinct(
    column: ${column}!
    "Values that hold this text anywhere, capitals and small letters alike."
    search: String
    first: Int
  ): [DistinctValue!]`;

/** The types of a dataset's figures: an enum of columns and levels, numbers by column, an aggregate, a measure. */
export function figuresSdl(names: DatasetNames, columns: readonly ColumnDefinition[]): string {
  const values = columns.flatMap((column) => [
    `${describe([column.title], '  ')}\n  ${column.name}`,
    ...levelsOf(column).map(
      (level) => `${describe([`${column.title}, ${LEVEL_WORDS[level]}`], '  ')}\n  ${column.name}_${level}`,
    ),
  ]);
  const numeric = columns.filter(({ type }) => isNumeric(type));
  const numbers =
    numeric.length === 0
      ? ''
      : `
"One exact number for each column of numbers."
type ${names.numbers} {
${numeric.map((column) => `${describe([unitOf(column)], '  ')}\n  ${column.name}: Decimal`).join('\n')}
}
`;
  const figures =
    numeric.length === 0
      ? ''
      : `
  "Exact; null where no row has a value."
  sum: ${names.numbers}
  "Rounded half away from zero to ten decimals."
  avg: ${names.numbers}
  min: ${names.numbers}
  max: ${names.numbers}`;
  return `
"What rows of the dataset can be grouped by: its columns, and levels of regions and of time."
enum ${names.column} {
${values.join('\n')}
}
${numbers}
"Figures over rows: over all of a list, or over one group."
type ${names.aggregate} {
  "The group's key in the order of \`by\`; empty where the figures are of all rows."
  key: [GroupKey!]!
  count: Int!
  "How many different values there are, nulls not counted."
  countDistinct(column: ${names.column}!): Int
  "The least and the greatest value, as text."
  range(column: ${names.column}!): ValueRange${figures}
}

"""
One figure of a group, to keep groups by (\`having\`, with \`is\`) or to order them by (\`orderBy\`, with \`direction\`).
KEY names a column of \`by\`, COUNT none.
"""
input ${names.measure} {
  of: Figure!
  column: ${names.column}
  is: DecimalFilter
  direction: SortDirection
}
`;
}

const unitOf = ({ title, unit }: ColumnDefinition): string => (unit ? `${title} (${unit})` : title);
