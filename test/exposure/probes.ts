/**
 * Every place where a column can stand in an operation, as root fields that can be asked together or one by one.
 * `isian` and `isianAngka` are plain columns of the first dataset, a text and a number; `pengenal` and `kodeTempat` (reached as `tempat`) are the key and
 * the region of the second. `tetap` stands beside them and is always readable.
 */
export interface Probe {
  /** Response key of the root field. */
  readonly key: string;
  /** What follows the key: the root field with its arguments and selection. */
  readonly text: string;
  /** Fragment definitions that it spreads. */
  readonly fragments?: string;
  /** Where it is withheld, below the key; none where it asks nothing of the columns under test. */
  readonly withheld?: readonly string[];
  /** What the error names. */
  readonly coordinate?: string;
}

export const ONE = { field: 'dinkes_tabelSatu', type: 'Dinkes_TabelSatu' } as const;
export const TWO = { field: 'dinkes_tabelDua', type: 'Dinkes_TabelDua' } as const;

const { field: one, type: One } = ONE;
const { field: two, type: Two } = TWO;
const column = `${One}.isian`;
const input = `${One}Where.isian`;
const order = `${One}OrderBy.isian`;

const probe = (
  key: string,
  text: string,
  withheld?: readonly string[],
  coordinate?: string,
  fragments?: string,
): Probe => ({
  key,
  text,
  ...(withheld ? { withheld } : {}),
  ...(coordinate ? { coordinate } : {}),
  ...(fragments ? { fragments } : {}),
});

/** What asks for the plain column, or sorts or filters by it. */
export const COLUMN_PROBES: readonly Probe[] = [
  probe('rows', `${one} { totalCount nodes { id tetap } }`),
  probe('select', `${one} { nodes { tetap isian } }`, ['nodes', 'isian'], column),
  probe('alias', `${one} { nodes { lain: isian tetap } }`, ['nodes', 'lain'], column),
  probe(
    'fragment',
    `${one} { nodes { ...Baris } }`,
    ['nodes', 'isian'],
    column,
    `fragment Baris on ${One} { isian tetap }`,
  ),
  probe('inline', `${one} { nodes { ... on ${One} { isian } tetap } }`, ['nodes', 'isian'], column),
  probe('included', `${one} { nodes { tetap isian @include(if: $ya) } }`, ['nodes', 'isian'], column),
  probe('skipped', `${one} { nodes { tetap isian @skip(if: $ya) } }`),
  probe('edges', `${one} { edges { node { isian tetap } } totalCount }`, ['edges', 'node', 'isian'], column),
  probe('byKey', `${one}ByKey(pengenal: $kunciSatu) { isian tetap }`, ['isian'], column),
  probe(
    'region',
    `region(code: $kodeSatu) { name ${one} { nodes { isian tetap } } }`,
    [one, 'nodes', 'isian'],
    column,
  ),
  probe(
    'circle',
    `${one} { nodes { tetap tempat { ${one} { nodes { isian } } } } }`,
    ['nodes', 'tempat', one, 'nodes', 'isian'],
    column,
  ),
  probe(
    'whereLiteral',
    `${one}(where: { isian: { startsWith: "m" } }) { totalCount nodes { tetap } }`,
    [],
    input,
  ),
  probe('whereVariable', `${one}(where: $where) { totalCount }`, [], input),
  probe(
    'whereWithin',
    `${one}(where: { or: [$where, { tetap: { isNull: true } }] }) { totalCount }`,
    [],
    input,
  ),
  probe(
    'whereNested',
    `${one}(where: { and: { or: [{ not: { isian: { isNull: true } } }] } }) { nodes { tetap } }`,
    [],
    input,
  ),
  probe(
    'whereInRegion',
    `region(code: $kodeSatu) { name ${one}(where: { isian: { isNull: false } }) { totalCount } }`,
    [one],
    input,
  ),
  probe('orderLiteral', `${one}(orderBy: [{ tetap: ASC }, { isian: DESC }]) { nodes { tetap } }`, [], order),
  probe('orderVariable', `${one}(orderBy: $order) { nodes { tetap } }`, [], order),
  probe('after', `${one}(first: 2, after: $cursor, orderBy: { isian: ASC }) { nodes { tetap } }`, [], order),
];

const value = `${One}Column.isian`;
const number = `${One}Numbers.isianAngka`;

/** What works out figures of the plain columns, or groups by them. */
export const FIGURE_PROBES: readonly Probe[] = [
  probe(
    'rows',
    `${one} { aggregate { count } groups(by: [tetap]) { count } distinct(column: tetap) { count } }`,
  ),
  probe(
    'sum',
    `${one} { aggregate { count sum { isianAngka } } }`,
    ['aggregate', 'sum', 'isianAngka'],
    number,
  ),
  probe(
    'maxes',
    `${one} { groups(by: tetap) { max { isianAngka } count } }`,
    ['groups', 'max', 'isianAngka'],
    number,
  ),
  probe(
    'countDistinct',
    `${one} { aggregate { countDistinct(column: isian) count } }`,
    ['aggregate', 'countDistinct'],
    value,
  ),
  probe(
    'range',
    `${one} { aggregate { count range(column: isian) { min max } } }`,
    ['aggregate', 'range'],
    value,
  ),
  probe('groups', `${one} { totalCount groups(by: [tetap, isian]) { key { value } } }`, ['groups'], value),
  probe(
    'groupsVariable',
    `${one} { groups(by: $by) { key { column value } } totalCount }`,
    ['groups'],
    value,
  ),
  probe('groupCount', `${one} { groupCount(by: [isian]) totalCount }`, ['groupCount'], value),
  probe(
    'having',
    `${one} { groups(by: tetap, having: { of: COUNT_DISTINCT, column: isian, is: { gt: "0" } }) { count } totalCount }`,
    ['groups'],
    value,
  ),
  probe(
    'havingVariable',
    `${one} { totalCount groups(by: tetap, having: $having) { count } }`,
    ['groups'],
    `${value}Angka`,
  ),
  probe(
    'groupOrder',
    `${one} { groups(by: tetap, orderBy: [{ of: MAX, column: isianAngka }]) { count } totalCount }`,
    ['groups'],
    `${value}Angka`,
  ),
  probe('distinct', `${one} { totalCount distinct(column: isian) { value count } }`, ['distinct'], value),
  probe(
    'distinctInRegion',
    `region(code: $kodeSatu) { name ${one} { totalCount distinct(column: isian, search: "m") { value } } }`,
    [one, 'distinct'],
    value,
  ),
];

/** What asks for the key and the region, or needs them to find rows. */
export const KEY_PROBES: readonly Probe[] = [
  probe('rows', `${two} { totalCount nodes { id tetap } }`),
  probe('key', `${two} { nodes { pengenal tetap } }`, ['nodes', 'pengenal'], `${Two}.pengenal`),
  probe('byKey', `${two}ByKey(pengenal: $kunciDua) { tetap }`, [], `Query.${two}ByKey`),
  probe('code', `${two} { nodes { tetap kodeTempat } }`, ['nodes', 'kodeTempat'], `${Two}.kodeTempat`),
  probe('reference', `${two} { nodes { tempat { name } tetap } }`, ['nodes', 'tempat'], `${Two}.tempat`),
  probe(
    'whereCode',
    `${two}(where: { kodeTempat: { isNull: false } }) { totalCount }`,
    [],
    `${Two}Where.kodeTempat`,
  ),
  probe(
    'whereRegion',
    `${two}(where: { tempat: { within: "35" } }) { totalCount }`,
    [],
    `${Two}Where.tempat`,
  ),
  probe(
    'orderByKey',
    `${two}(orderBy: [{ pengenal: DESC }]) { nodes { tetap } }`,
    [],
    `${Two}OrderBy.pengenal`,
  ),
  probe(
    'groupLevel',
    `${two} { totalCount groups(by: [kodeTempat_PROVINCE]) { key { value } } }`,
    ['groups'],
    `${Two}Column.kodeTempat_PROVINCE`,
  ),
  probe(
    'distinctKey',
    `${two} { totalCount distinct(column: pengenal) { value } }`,
    ['distinct'],
    `${Two}Column.pengenal`,
  ),
  probe('region', `region(code: $kodeDua) { name ${two} { nodes { tetap } } }`, [two], `Region.${two}`),
];

const TYPES: Readonly<Record<string, string>> = {
  ya: 'Boolean!',
  where: `${One}Where!`,
  order: `[${One}OrderBy!]`,
  by: `[${One}Column!]!`,
  having: `[${One}Measure!]`,
  cursor: 'String',
  kunciSatu: 'String!',
  kunciDua: 'String!',
  kodeSatu: 'ID!',
  kodeDua: 'ID!',
};

/** One operation that asks all the probes, each under its key; it declares the variables that they use. */
export function operation(probes: readonly Probe[]): string {
  const body = probes.map(({ key, text }) => `${key}: ${text}`).join('\n');
  const used = Object.entries(TYPES).filter(([name]) => body.includes(`$${name}`));
  const declared = used.map(([name, type]) => `$${name}: ${type}`).join(', ');
  return `query ${declared ? `(${declared})` : ''} {\n${body}\n}\n${probes.map(({ fragments = '' }) => fragments).join('\n')}`;
}

/** The values of the variables that `text` uses. */
export const used = (text: string, values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => text.includes(`$${name}`)));

/** Whose names are to be unknown: the column's, those of key and region, the second dataset's, or both datasets'. */
export type Unknown = 'COLUMN' | 'KEYS' | 'SECOND' | 'DATASETS';

/**
 * Names that were never there, letter for letter, and by no letter nearer to a name that is there: suggestions go by
 * that.
 */
const STRANGERS: Readonly<Record<Unknown, readonly (readonly [name: string, stranger: string])[]>> = {
  COLUMN: [['isian', 'isiax']],
  KEYS: [
    ['pengenal', 'pengenax'],
    ['kodeTempat', 'kodeTempax'],
    ['tempat', 'tempax'],
    [`${two}ByKey`, 'dinkes_tabelDyaByKey'],
  ],
  SECOND: [['abelDua', 'abelDya']],
  DATASETS: [
    ['abelSatu', 'abelSaty'],
    ['abelDua', 'abelDya'],
  ],
};

export const renamed = (text: string, unknown: Unknown): string =>
  STRANGERS[unknown].reduce((before, [name, stranger]) => before.replaceAll(name, stranger), text);
