import { ENTITIES, type EntityName } from './entities.js';

/**
 * Types that every hosted dataset shares, so that a dataset adds only what names its own columns (DESIGN §3).
 * The same text stands in each hosted SDL; at composition it is kept once.
 */
export const FEDERATION_LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@tag"])';

/** Filter input of each GraphQL scalar that a column can have. */
export const FILTERS: Readonly<Record<string, string>> = {
  String: 'StringFilter',
  Int: 'IntFilter',
  BigInt: 'BigIntFilter',
  Decimal: 'DecimalFilter',
  Boolean: 'BooleanFilter',
  Date: 'DateFilter',
};

/** Filter input of a shared entity, by its name. */
export const entityFilter = (entity: EntityName): string => `${entity}Filter`;

const KIT_TYPES: ReadonlySet<string> = new Set([
  ...Object.values(FILTERS),
  ...ENTITIES.map(entityFilter),
  ...['SortDirection', 'Figure', 'GroupKey', 'DistinctValue', 'ValueRange'],
]);

/** Whether a type is one of the kit's own, which is about no dataset: what it is used for is judged where it is used. */
export const isKitType = (type: string): boolean => KIT_TYPES.has(type);

const ordered = (filter: string, scalar: string, unit: string) => `
"Conditions on ${unit}; all that are given must hold."
input ${filter} {
  eq: ${scalar}
  ne: ${scalar}
  in: [${scalar}!]
  lt: ${scalar}
  lte: ${scalar}
  gt: ${scalar}
  gte: ${scalar}
  isNull: Boolean
}`;

export const KIT_SDL = `
"An exact decimal number as a JSON string, e.g. \\"1234.50\\"."
scalar Decimal
"A whole number of up to 64 bits as a JSON string."
scalar BigInt
"A calendar date, YYYY-MM-DD."
scalar Date

enum SortDirection {
  ASC
  DESC
}

"Relay's page information."
type PageInfo @shareable {
  hasNextPage: Boolean! @tag(name: "public")
  hasPreviousPage: Boolean! @tag(name: "public")
  startCursor: String @tag(name: "public")
  endCursor: String @tag(name: "public")
}

"What can be worked out over the rows of a group. KEY is one of the columns that were grouped by."
enum Figure {
  KEY
  COUNT
  COUNT_DISTINCT
  SUM
  AVG
  MIN
  MAX
}

"One part of a group's key."
type GroupKey @shareable {
  "What was grouped by, as it was asked for."
  column: String! @tag(name: "public")
  "The value that all rows of the group share, as text; null where they have none."
  value: String @tag(name: "public")
}

"One value of a column, and how many rows have it."
type DistinctValue @shareable {
  "As text; null where rows have none."
  value: String @tag(name: "public")
  count: Int! @tag(name: "public")
}

"The least and the greatest value of a column, as text; null where no row has one."
type ValueRange @shareable {
  min: String @tag(name: "public")
  max: String @tag(name: "public")
}

"Conditions on text; all that are given must hold."
input StringFilter {
  eq: String
  ne: String
  in: [String!]
  lt: String
  lte: String
  gt: String
  gte: String
  "Holds the text anywhere, capitals and small letters alike."
  contains: String
  startsWith: String
  isNull: Boolean
}
${ordered('IntFilter', 'Int', 'a whole number')}
${ordered('BigIntFilter', 'BigInt', 'a 64-bit whole number')}
${ordered('DecimalFilter', 'Decimal', 'an exact number')}
${ordered('DateFilter', 'Date', 'a date')}

"Conditions on a truth value; all that are given must hold."
input BooleanFilter {
  eq: Boolean
  isNull: Boolean
}

"Conditions on the region that a row refers to."
input RegionFilter {
  "Exactly this region's code."
  code: ID
  "One of these regions' codes."
  codes: [ID!]
  "This region or any region below it."
  within: ID
}

"Conditions on the KBLI class that a row refers to, by codes of the edition that the dataset uses."
input BusinessClassFilter {
  "Exactly this class's code: C, 47, 47111."
  code: ID
  "One of these classes' codes."
  codes: [ID!]
  "This class or any class below it."
  within: ID
}

"Conditions on the period that a row refers to."
input PeriodFilter {
  "Exactly this period: 2024, 2024-S1, 2024-Q3, 2024-03."
  id: ID
  "One of these periods."
  ids: [ID!]
  "This period or any that lies in it: 2024-Q1 and 2024-03 lie in 2024."
  within: ID
  "Periods that begin on this date or later."
  from: Date
  "Periods that begin on this date or earlier."
  to: Date
}

"Conditions on the agency that a row refers to."
input AgencyFilter {
  "Exactly this agency's slug."
  slug: ID
  "One of these agencies' slugs."
  slugs: [ID!]
}
`;
