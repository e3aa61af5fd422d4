import type { DescribedColumn } from './described.js';

/** A value of a row as the hub answers it; numbers of type Decimal and BigInt are strings. */
export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** The region that alone is looked at, and the field by which a dataset's rows reach it. */
export interface Within {
  readonly field: string;
  readonly code: string;
}

export const conditionOf = ({ field, code }: Within) => ({ [field]: { within: code } });
const whereOf = (within: Within | null): string =>
  within ? `where: { ${within.field}: { within: ${JSON.stringify(within.code)} } }` : '';
const withArguments = (...given: readonly string[]): string => {
  const said = given.filter(Boolean);
  return said.length > 0 ? `(${said.join(', ')})` : '';
};

/** Rows of a dataset with these columns, as one writes it in the explorer. */
export const rowsQuery = (
  name: string,
  columns: readonly string[],
  first: number,
  within: Within | null,
): string =>
  `query Data {
  ${name}${withArguments(whereOf(within), `first: ${first}`)} {
    totalCount
    nodes {
${columns.map((column) => `      ${column}`).join('\n')}
    }
  }
}
`;

/** How many rows lie in the region, as a field of a query. */
export const countField = (name: string, within: Within): string =>
  `${name}(${whereOf(within)}) { totalCount }`;

/** Rows by one column, counted, or with the sum of a number; the largest first. */
export const groupsQuery = (
  name: string,
  by: string,
  sum: string | null,
  first: number,
  within: Within | null,
): string =>
  `query Groups {
  ${name}${withArguments(whereOf(within))} {
    groupCount(by: [${by}])
    groups(by: [${by}], orderBy: ${sum ? `{ of: SUM, column: ${sum}, direction: DESC }` : '{ of: COUNT, direction: DESC }'}, first: ${first}) {
      key { value }
      count${sum ? `\n      sum { ${sum} }` : ''}
    }
  }
}
`;

/** Numbers that are added up; a code or a year is none of them, but only its producer could say so. */
export const measures = (columns: readonly DescribedColumn[]): DescribedColumn[] =>
  columns.filter(
    ({ type, key, reference }) =>
      (type === 'INTEGER' || type === 'BIGINT' || type === 'DECIMAL') && !key && !reference,
  );

const LATITUDE = /^(lintang|latitude|lat)/i;
const LONGITUDE = /^(bujur|longitude|long|lng|lon)/i;

/** The columns that say where a row lies; null where it lies nowhere. */
export function coordinates(
  columns: readonly DescribedColumn[],
): { readonly latitude: string; readonly longitude: string } | null {
  const decimal = columns.filter(({ type }) => type === 'DECIMAL');
  const latitude = decimal.find(({ name }) => LATITUDE.test(name))?.name;
  const longitude = decimal.find(({ name }) => LONGITUDE.test(name))?.name;
  return latitude && longitude ? { latitude, longitude } : null;
}
