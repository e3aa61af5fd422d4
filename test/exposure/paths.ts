import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type GraphQLSchema, getNamedType, isCompositeType, isNonNullType, isObjectType } from 'graphql';
import { COLUMN_PROBES, ONE, TWO } from './probes.js';
import { operationOf, rootField } from './random-operations.js';
import type { TwoTables } from './two-tables.js';

// Every path on which an answer can leave the hub.

/** A request, but for who sends it and to which hub. */
export interface Ask {
  readonly path: string;
  readonly init: RequestInit & { readonly headers?: Readonly<Record<string, string>> };
  /** Whether two hubs over one database must answer it alike, to the letter. */
  readonly alike: boolean;
}

const JSON_TYPE = { 'content-type': 'application/json' };

const post = (path: string, body: object, alike: boolean): Ask => ({
  path,
  init: { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) },
  alike,
});

const get = (path: string, alike: boolean): Ask => ({
  path,
  init: { headers: { 'apollo-require-preflight': 'true' } },
  alike,
});

const COLUMNS = ['pengenal', 'tetap', 'isian', 'isianAngka', 'kodeTempat'];

/** Values of arguments by their name, with which every other root field is asked. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  name: `"${ONE.field}"`,
  dataset: `"${ONE.field}"`,
  coordinate: `"${ONE.type}.isian"`,
  search: '"m"',
  number: '"$case"',
  columns: '["isian"]',
  code: '"35.14"',
  slug: '"dinkes"',
  edition: '"2020"',
  id: '"1"',
  subgraph: '"dinkes_tabelSatu"',
  connection: '"00000000-0000-4000-8000-000000000000"',
  upload: '"00000000-0000-4000-8000-000000000000"',
  table: '"t"',
  schema: '"public"',
  subgraphs: '[]',
  month: '"2026-11"',
  username: '"produsen.dinkes"',
  from: '"2020-01-01"',
  to: '"2099-12-31"',
};
const GIVEN_THOUGH_OPTIONAL = new Set(['dataset', 'search']);

/** Each root field that is no dataset's, with all that can be selected below it. */
export function platformQueries(schema: GraphQLSchema, caseNumber: string): string[] {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
  return roots
    .filter(({ name }) => !name.includes('_'))
    .map((field) => {
      const passed = field.args
        .filter(({ name, type }) => isNonNullType(type) || GIVEN_THOUGH_OPTIONAL.has(name))
        .map(({ name }) => {
          const value = ARGUMENTS[name];
          if (value === undefined) throw new Error(`no value for ${field.name}(${name}:)`);
          return `${name}: ${value.replace('$case', caseNumber)}`;
        });
      const type = getNamedType(field.type);
      const below = isCompositeType(type) ? ` { ${everything(type.name, schema, 3)} }` : '';
      return `{ ${field.name}${passed.length > 0 ? `(${passed.join(', ')})` : ''}${below} }`;
    });
}

/** All fields of a type that need no argument and are no dataset's, so many levels deep. */
function everything(name: string, schema: GraphQLSchema, levels: number): string {
  const type = schema.getType(name);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  const texts = fields.flatMap(({ name: field, args, type: of }) => {
    if (args.some((arg) => isNonNullType(arg.type)) || field.includes('_')) return [];
    const inner = getNamedType(of);
    if (!isCompositeType(inner)) return [field];
    if (levels === 0) return [];
    return [`${field} { ${everything(inner.name, schema, levels - 1)} }`];
  });
  return ['__typename', ...texts].join(' ');
}

/** Names and values that are nearly right, so that the error says what was meant. */
const SLIPS: readonly string[] = [
  `{ ${ONE.field} { nodes { isiam } } }`,
  `{ ${ONE.field} { nodes { isian { x } } } }`,
  `{ ${ONE.field}(where: { isian: { eq: 1 } }) { totalCount } }`,
  `{ ${ONE.field}(where: { isianAngka: { eq: "bukan" } }) { totalCount } }`,
  `{ ${ONE.field}(where: { isia: {} }) { totalCount } }`,
  `{ ${ONE.field}(orderBy: [{ isian: NAIK }]) { totalCount } }`,
  `{ ${ONE.field} { groups(by: [isia]) { count } } }`,
  `{ ${ONE.field}(after: "bukan kursor") { nodes { tetap } } }`,
  `{ ${ONE.field}ByKey(pengenal: 1) { isian } }`,
  `{ ${TWO.field}ByKey(pengenal: "m") { tetap } }`,
  `{ dinkes_tabelSat { totalCount } }`,
  `{ ${ONE.field} { nodes { tetap } } `,
  `{ a: __type(name: "${ONE.type}") { fields { name description } } b: __schema { types { name fields { name } } } }`,
];

const PAGES: readonly string[] = [
  '/schema.graphql',
  '/subgraph.graphql',
  '/catalog.jsonld',
  '/ns/sdi',
  '/api/3/action/package_list',
  `/api/3/action/package_show?id=${ONE.field}`,
  '/api/3/action/package_search?q=isian',
  `/datasets/${ONE.field}/template.xlsx`,
  '/cases/$case/documents/INTEGRATION_SPECIFICATION/1',
  '/cases/$case/documents/APPLICATION_PROFILE/1',
  '/cases/$case/archives/1',
  '/explorer/config.json',
  '/loads/1/rejects',
  '/health/ready',
];

/** Requests on every path. `platform` are queries of the hub's own graph. */
export function everyPath(tables: TwoTables, platform: readonly string[]): fc.Arbitrary<Ask> {
  const { variables, satu } = tables;
  const operation = fc
    .array(rootField, { minLength: 1, maxLength: 4 })
    .map((fields) => operationOf(fields, variables));
  const searched = (parameters: Record<string, unknown>) =>
    new URLSearchParams(
      Object.entries(parameters).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    );
  const csvForm = operation.map((asked) => post('/exports/query.csv', asked, true));
  const files = fc
    .record({
      field: fc.constantFrom(ONE.field, TWO.field),
      format: fc.constantFrom('csv', 'ndjson', 'csv', 'xlsx'),
      columns: fc.option(fc.subarray(COLUMNS, { minLength: 1 }).map((some) => some.join(','))),
      where: fc.option(
        fc.constantFrom(
          { isian: { startsWith: 'm' } },
          { or: [{ pengenal: { isNull: false } }] },
          { tetap: { isNull: false } },
        ),
      ),
      orderBy: fc.option(fc.constantFrom([{ isian: 'ASC' }], [{ pengenal: 'DESC' }], [{ tetap: 'ASC' }])),
      names: fc.option(fc.constant('1')),
    })
    .map(({ field, format, ...rest }) => {
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
      return get(`/exports/${field}.${format}?${searched(given)}`, format !== 'xlsx');
    });
  const hashed = (query: string) => ({
    persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') },
  });
  const persisted = fc
    .tuple(operation, fc.boolean(), fc.boolean())
    .map(([{ query, variables: given }, withText, byGet]) => {
      const asked = { variables: given, extensions: hashed(query), ...(withText ? { query } : {}) };
      return byGet ? get(`/graphql?${searched(asked)}`, true) : post('/graphql', asked, true);
    });
  const probes = fc
    .constantFrom(...COLUMN_PROBES.filter(({ text, fragments }) => !text.includes('$') && !fragments))
    .map(({ text }) => post('/graphql', { query: `{ ${text} }` }, true));
  return fc.oneof(
    { weight: 8, arbitrary: operation.map((asked) => post('/graphql', asked, true)) },
    { weight: 4, arbitrary: operation.map((asked) => get(`/graphql?${searched(asked)}`, true)) },
    { weight: 4, arbitrary: persisted },
    { weight: 2, arbitrary: csvForm },
    { weight: 3, arbitrary: files },
    { weight: 2, arbitrary: probes },
    { weight: 2, arbitrary: fc.constantFrom(...SLIPS).map((query) => post('/graphql', { query }, true)) },
    { weight: 2, arbitrary: fc.constantFrom(...platform).map((query) => post('/graphql', { query }, false)) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(...PAGES).map((page) => get(page.replace('$case', satu.case), false)),
    },
  );
}
