import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { survey } from '../../../gateway/exposure/survey.js';
import { graph } from './clinic-graph.js';

type Variables = Record<string, unknown>;

const surveyed = (source: string, variables: Variables = {}) => {
  const document = parse(source);
  expect(validate(graph, document)).toEqual([]);
  return survey(graph, document, undefined, variables);
};
const places = (source: string, variables: Variables = {}) =>
  surveyed(source, variables).occurrences.map(({ path, coordinate }) => `${path.join('.')} ${coordinate}`);
const inputs = (source: string, variables: Variables = {}) =>
  surveyed(source, variables).occurrences.flatMap((occurrence) => [...occurrence.inputs]);

describe('survey: what is asked where', () => {
  test.each<[string, string, Variables, string[]]>([
    [
      'aliases and response keys',
      '{ a: clinic(id: 1) { n: name } }',
      {},
      ['a Query.clinic', 'a.n Clinic.name'],
    ],
    [
      'a field asked twice is one occurrence, in the order of the answer',
      '{ clinic(id: 1) { name } place { __typename } clinic(id: 1) { name beds } }',
      {},
      ['clinic Query.clinic', 'clinic.name Clinic.name', 'clinic.beds Clinic.beds', 'place Query.place'],
    ],
    [
      'fragments in fragments, spread at two places',
      `{ clinic(id: 1) { region { ...R } owner { ...R } } }
       fragment R on Region { ...N ... { area } } fragment N on Region { name }`,
      {},
      [
        'clinic Query.clinic',
        ...[
          'clinic.region Clinic.region',
          'clinic.region.name Region.name',
          'clinic.region.area Region.area',
        ],
        ...['clinic.owner Clinic.owner', 'clinic.owner.name Region.name', 'clinic.owner.area Region.area'],
      ],
    ],
    [
      'a field of an interface, and as each object type has it',
      '{ nodes { id ... on Region { area } } }',
      {},
      [
        'nodes Query.nodes',
        'nodes.id Node.id',
        'nodes.id Clinic.id',
        'nodes.id Region.id',
        'nodes.area Region.area',
      ],
    ],
    [
      'an interface inside a narrower condition',
      '{ places { ... on Clinic { ... on Node { id } } } }',
      {},
      ['places Query.places', 'places.id Node.id', 'places.id Clinic.id'],
    ],
    [
      'a condition that no object passes is asked all the same',
      '{ nodes { ... on Clinic { ... on Node { ... on Region { area } } } } }',
      {},
      ['nodes Query.nodes', 'nodes.area Region.area'],
    ],
    [
      'introspection is not data',
      '{ __typename __schema { types { name } } t: __type(name: "X") { name } }',
      {},
      [],
    ],
    [
      'skip and include: literals, variables, defaults',
      `query ($t: Boolean!, $d: Boolean = false) { clinic(id: 1) {
         id @skip(if: true) name @include(if: $d) beds @skip(if: $t) label @include(if: $t)
         ... @include(if: false) { peer { id } } ...F @skip(if: $d) } }
       fragment F on Clinic { kind }`,
      { t: true },
      ['clinic Query.clinic', 'clinic.label Clinic.label', 'clinic.kind Clinic.kind'],
    ],
    [
      'a default gives way to a value',
      'query ($d: Boolean = false) { place @include(if: $d) { __typename } }',
      { d: true },
      ['place Query.place'],
    ],
    ['mutations', 'mutation { open { name } }', {}, ['open Mutation.open', 'open.name Clinic.name']],
  ])('%s', (_, source, variables, expected) => {
    expect(places(source, variables)).toEqual(expected);
  });

  test('a value that is no boolean skips nothing', () => {
    const source = 'query ($d: Boolean = false) { place @include(if: $d) { __typename } }';
    expect(places(source, { d: null })).toEqual(['place Query.place']);
    expect(places(source, { d: 'false' })).toEqual(['place Query.place']);
    expect(places(source.replace('include', 'skip'), { d: 'true' })).toEqual(['place Query.place']);
  });

  test('the named operation is surveyed; an unknown one or an unknown field throws', () => {
    const document = parse('query A { place { __typename } } query B { nodes { id } }');
    expect(survey(graph, document, 'B', {}).operation.name?.value).toBe('B');
    expect(() => survey(graph, document, undefined, {})).toThrow();
    expect(() => survey(graph, parse('{ nothing }'), undefined, {})).toThrow('Query.nothing');
  });
});

describe('survey: what arguments use', () => {
  const WHERE = 'Query.clinics(where:)';
  test.each<[string, string, Variables, string[]]>([
    ['no arguments, whatever their defaults', '{ clinics { totalCount } }', {}, []],
    [
      'a literal',
      '{ clinics(where: { beds: { eq: 1 } }) { totalCount } }',
      {},
      [WHERE, 'ClinicWhere.beds', 'IntWhere.eq'],
    ],
    [
      'and, or, not in literals, enums among them',
      '{ clinics(where: { and: [{ not: { name: { eq: "x" } } }, { or: { kind: MAIN } }] }) { totalCount } }',
      {},
      [
        WHERE,
        'ClinicWhere.and',
        'ClinicWhere.not',
        'ClinicWhere.name',
        'TextWhere.eq',
        'ClinicWhere.or',
        'ClinicWhere.kind',
        'Kind.MAIN',
      ],
    ],
    [
      'and, or, not in a variable, single values for lists',
      'query ($w: ClinicWhere) { clinics(where: $w) { totalCount } }',
      { w: { and: { or: [{ not: { kind: 'BRANCH' } }] } } },
      [WHERE, 'ClinicWhere.and', 'ClinicWhere.or', 'ClinicWhere.not', 'ClinicWhere.kind', 'Kind.BRANCH'],
    ],
    [
      'a variable inside a literal, and a list variable of numbers',
      'query ($w: ClinicWhere!, $n: [Int!]) { clinics(where: { and: [$w, { beds: { in: $n } }] }) { totalCount } }',
      { w: { name: null }, n: [1] },
      [WHERE, 'ClinicWhere.and', 'ClinicWhere.name', 'ClinicWhere.beds', 'IntWhere.in'],
    ],
    [
      'a list variable',
      'query ($o: [ClinicOrder!]) { clinics(orderBy: $o) { totalCount } }',
      { o: [{ by: 'BEDS' }, { by: 'NAME', descending: true }] },
      [
        'Query.clinics(orderBy:)',
        'ClinicOrder.by',
        'ClinicOrder.descending',
        'ClinicColumn.NAME',
        'ClinicColumn.BEDS',
      ],
    ],
    [
      'a single value for a list, and for a list of lists',
      'query ($o: [ClinicOrder!]) { clinics(orderBy: $o, grid: { by: NAME }) { totalCount } }',
      { o: { by: 'BEDS' } },
      [
        'Query.clinics(orderBy:)',
        'Query.clinics(grid:)',
        'ClinicOrder.by',
        'ClinicColumn.BEDS',
        'ClinicColumn.NAME',
      ],
    ],
    [
      "a variable's default",
      'query ($c: ClinicColumn! = BEDS) { clinics(orderBy: { by: $c }) { totalCount } }',
      {},
      ['Query.clinics(orderBy:)', 'ClinicOrder.by', 'ClinicColumn.BEDS'],
    ],
    [
      'a value in place of the default',
      'query ($c: ClinicColumn! = BEDS) { clinics(orderBy: { by: $c }) { totalCount } }',
      { c: 'NAME' },
      ['Query.clinics(orderBy:)', 'ClinicOrder.by', 'ClinicColumn.NAME'],
    ],
    [
      'variables that are not given',
      'query ($w: ClinicWhere, $n: TextWhere) { clinics(where: $w) { nodes { id } } more: clinics(where: { name: $n }) { totalCount } }',
      {},
      [WHERE],
    ],
    [
      'an interface field with an argument: for every coordinate',
      '{ place { ... on Clinic { peer { label(size: 1) } } } }',
      {},
      ['Node.label(size:)', 'Clinic.label(size:)', 'Region.label(size:)'],
    ],
    [
      'united where a field is asked of two types',
      '{ nodes { ... on Clinic { label(size: 1) } ... on Region { label } } }',
      {},
      ['Clinic.label(size:)'],
    ],
  ])('%s', (_, source, variables, expected) => {
    expect(inputs(source, variables).sort()).toEqual([...expected].sort());
  });

  test('coordinates hold both fields and what their arguments use', () => {
    const { coordinates } = surveyed('{ clinics(where: { kind: MAIN }) { totalCount } }');
    expect([...coordinates]).toEqual([
      'Query.clinics',
      WHERE,
      'ClinicWhere.kind',
      'Kind.MAIN',
      'Clinics.totalCount',
    ]);
  });

  test('a variable nested beyond any stack is read, once for all its places', () => {
    let deep: Variables = { kind: 'MAIN' };
    for (let i = 0; i < 50_000; i++) deep = { not: deep };
    const many = Array.from({ length: 100 }, (_, i) => `c${i}: clinics(where: $w) { totalCount }`).join(' ');
    let reads = 0;
    const counted = {
      get not() {
        reads++;
        return deep;
      },
    };
    const found = surveyed(`query ($w: ClinicWhere) { ${many} }`, { w: counted });
    expect(found.coordinates).toContain('Kind.MAIN');
    expect(reads).toBe(1);
  });
});
