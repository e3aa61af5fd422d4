import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphqlSync, parse } from 'graphql';
import { expect, test } from 'vitest';
import { differingCoordinates, withoutMachinery } from '../../schema/canonical-sdl.js';

const SDL = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag"])
"Satu."
type Query { a(x: Int = 1, y: [String!]): A @deprecated(reason: "b") b: E }
type A implements I @key(fields: "id") @key(fields: "kode") { id: ID! kode: String }
interface I { id: ID! }
enum E { SATU DUA }
input In { x: Int = 3 }
union U = A`;

test.each([
  ['descriptions', SDL.replace('"Satu."', '"""Dua."""').replace('{ id: ID! kode', '{ "k" id: ID! kode')],
  ['order of types', SDL.replace('enum E { SATU DUA }\n', '').concat('\nenum E { SATU DUA }')],
  [
    'order of fields, values, arguments and keys',
    SDL.replace('id: ID! kode: String', 'kode: String id: ID!')
      .replace('SATU DUA', 'DUA SATU')
      .replace('x: Int = 1, y: [String!]', 'y: [String!] x: Int = 1')
      .replace('@key(fields: "id") @key(fields: "kode")', '@key(fields: "kode") @key(fields: "id")')
      .replace('["@key", "@tag"]', '["@tag", "@key"]'),
  ],
  [
    'extension and definition',
    SDL.replace('type Query', 'extend type Query')
      .replace('extend schema', 'schema')
      .replace('"@tag"])', '"@tag"]) { query: Query }')
      .replace('"Satu."', ''),
  ],
  [
    'a type in two parts',
    SDL.replace('enum E', 'extend type A { _: Int }\nenum E').replace('{ _: Int }', '@key(fields: "id")'),
  ],
  ['white space and comments', SDL.replaceAll(' ', '  # x\n')],
  [
    'what libraries add',
    `${SDL}
    scalar _Any type _Service { sdl: String } union _Entity = A
    extend type Query { _service: _Service! _entities(representations: [_Any!]!): [_Entity]! }
    directive @key(fields: String!) repeatable on OBJECT`,
  ],
])('%s make no other schema', (_what, other) => {
  expect(other).not.toBe(SDL);
  expect(differingCoordinates(SDL, other)).toEqual([]);
});

test('a schema is not another one for having been served by a federation library', () => {
  const schema = buildSubgraphSchema(parse(SDL));
  const { data } = graphqlSync({ schema, source: '{ _service { sdl } }' });
  const { sdl } = data?.['_service'] as { sdl: string };
  expect(sdl).not.toBe(SDL);
  expect(differingCoordinates(SDL, sdl)).toEqual([]);
});

test.each([
  ['kode: String', 'kode: Int', ['A.kode']],
  ['kode: String', 'kode: String!', ['A.kode']],
  [' kode: String }', ' }', ['A.kode']],
  ['x: Int = 1', 'x: Int = 2', ['Query.a']],
  ['x: Int = 1', 'x: Int', ['Query.a']],
  ['reason: "b"', 'reason: "c"', ['Query.a']],
  ['@key(fields: "kode") ', '', ['A']],
  ['implements I ', '', ['A']],
  ['SATU DUA', 'SATU', ['E.DUA']],
  ['Int = 3', 'Int = 4', ['In.x']],
  ['union U = A', 'union V = A', ['U', 'V']],
  ['v2.9', 'v2.8', ['schema']],
  ['enum E { SATU DUA }', 'enum E { SATU DUA }\ntype Z { z: Int }', ['Z', 'Z.z']],
])('%s that has become %s is told by its place', (was, is, places) => {
  expect(differingCoordinates(SDL, SDL.replace(was, is))).toEqual(places);
});

test('what a library answers with is what the agency wrote, without the library’s own words', () => {
  const schema = buildSubgraphSchema({ typeDefs: parse(SDL) });
  const { data } = graphqlSync({ schema, source: '{ _service { sdl } }' });
  const { sdl } = (data as unknown as { _service: { sdl: string } })._service;
  expect(sdl).toMatch(/_entities|link__Import/);
  const own = withoutMachinery(sdl);
  expect(own).not.toMatch(/_entities|_service|_Any|link__|federation__|directive @/);
  expect(differingCoordinates(SDL, own)).toEqual([]);
  expect(own).toContain('"""');
  expect(withoutMachinery('schema { query: Akar } type Akar { a: Int }')).toContain('query: Akar');
});
