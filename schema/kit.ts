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
`;
