import { readFileSync } from 'node:fs';
import { buildASTSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { excerptOf } from '../../gateway/planning/excerpt.js';
import { openPlanner } from '../../gateway/planning/planner.js';
import { compose } from '../../schema/compose.js';
import { nameOf } from '../../schema/merge.js';
import { prepare } from '../../schema/prepare.js';

const NAMES = ['catalog', 'identity', 'reference'] as const;
const composed = compose(
  NAMES.map((name) => ({
    name,
    kind: 'LOCAL',
    sdl: readFileSync(new URL(`../../schema/subgraphs/${name}.graphql`, import.meta.url), 'utf8'),
  })),
);
if (!composed.ok) throw new Error(composed.errors.join());
const { supergraphSdl } = composed;

const QUERIES: readonly [source: string, operationName?: string][] = [
  ['{ region(code: "35.14") { name children { nodes { code } } } }'],
  [
    'query One { viewer { kind } } query Two($code: ID!) { region(code: $code) { ...f } } fragment f on Region { name }',
    'Two',
  ],
  ['{ datasets { name agency { slug name } } viewer { kind } }'],
  ['query ($yes: Boolean!) { viewer @include(if: $yes) { kind } datasets { title @skip(if: $yes) name } }'],
];

test('a planner in a thread makes the plans that one in place makes, also after it was replaced', async () => {
  await using here = await openPlanner(supergraphSdl, NAMES);
  const thread = await openPlanner(supergraphSdl, NAMES, 0);
  const both = async ([source, operationName]: (typeof QUERIES)[number]) => {
    const [one, other] = [await here.plan(source, operationName), await thread.plan(source, operationName)];
    expect(one.node, source).toBeTruthy();
    expect(JSON.parse(JSON.stringify(other))).toEqual(JSON.parse(JSON.stringify(one)));
  };
  await Promise.all(QUERIES.map(both));
  await thread[Symbol.asyncDispose]();
  await Promise.all(QUERIES.map(both));
});

test.each([
  Number.POSITIVE_INFINITY,
  0,
])('what cannot be served or planned is refused in place and in a thread (from %d characters)', async (large) => {
  await expect(openPlanner('not a schema', NAMES, large)).rejects.toThrow('Syntax Error');
  await expect(openPlanner(supergraphSdl, ['reference'], large)).rejects.toThrow('does not have: catalog');
  await using planner = await openPlanner(supergraphSdl, NAMES, large);
  await expect(planner.plan('{ tiada }', undefined)).rejects.toThrow('tiada');
  expect((await planner.plan('{ viewer { kind } }', undefined)).node).toMatchObject({ kind: 'Fetch' });
});

test('answers are shaped by the fields, arguments and variables of the operation, and nothing else', () => {
  const api = parse(prepare(supergraphSdl, []).apiSdl);
  const definitions = new Map(api.definitions.map((definition) => [nameOf(definition), definition]));
  const document = parse(
    'query ($level: RegionLevel) { ...q } fragment q on Query { region(code: "35") { parent { name } } }',
  );
  const excerpt = excerptOf(buildASTSchema(api), definitions, document);
  const fields = (type: string) => {
    const found = excerpt.type(type);
    return found?.kind === 'ObjectType' ? found.fields().map(({ name }) => name) : null;
  };
  expect([fields('Query'), fields('Region'), fields('Dataset')]).toEqual([
    ['region'],
    ['name', 'parent'],
    null,
  ]);
  expect(excerpt.type('RegionLevel')?.kind).toBe('EnumType');
});
