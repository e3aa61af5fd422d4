import { parse, print, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { cut } from '../../../gateway/exposure/cut.js';
import { type Occurrence, survey } from '../../../gateway/exposure/survey.js';
import { graph } from './clinic-graph.js';

type Variables = Record<string, unknown>;

const denying =
  (...names: string[]) =>
  ({ coordinate, inputs }: Occurrence) =>
    [coordinate, ...inputs].find((name) => names.includes(name));

/** Surveys and cuts a document that must be valid, and leaves a valid one. */
function run(source: string, denied: string[], variables: Variables = {}) {
  const document = parse(source);
  expect(validate(graph, document)).toEqual([]);
  const found = survey(graph, document, undefined, variables);
  const result = cut(graph, document, found, variables, denying(...denied));
  if (result.document) expect(validate(graph, result.document)).toEqual([]);
  return {
    ...result,
    same: result.document === document,
    asked: result.document && print(result.document).replace(/\s+/g, ' '),
    denied: result.denials.map(({ path, coordinate }) => `${path.join('.')} ${coordinate}`),
  };
}

describe('cut: what is still asked, and the answer restored', () => {
  const clinic = (fields: object) => ({ clinic: fields });
  test.each<[string, string, string[], Variables, string | undefined, unknown, unknown, string[]]>([
    [
      'a field, by its alias',
      '{ clinic(id: 1) { b: beds name k: kind } }',
      ['Clinic.beds', 'Clinic.kind'],
      {},
      '{ clinic(id: 1) { name } }',
      clinic({ name: 'A' }),
      clinic({ b: null, name: 'A', k: null }),
      ['clinic.b Clinic.beds', 'clinic.k Clinic.kind'],
    ],
    [
      'one error for a field asked twice; the order of its first place',
      '{ clinic(id: 1) { beds name } clinic(id: 1) { beds kind } }',
      ['Clinic.beds'],
      {},
      '{ clinic(id: 1) { name } clinic(id: 1) { kind } }',
      clinic({ name: 'A', kind: 'MAIN' }),
      clinic({ beds: null, name: 'A', kind: 'MAIN' }),
      ['clinic.beds Clinic.beds'],
    ],
    [
      'nothing below a denied position is asked or reported',
      '{ clinic(id: 1) { region { area name } name } }',
      ['Clinic.region', 'Region.area'],
      {},
      '{ clinic(id: 1) { name } }',
      clinic({ name: 'A' }),
      clinic({ region: null, name: 'A' }),
      ['clinic.region Clinic.region'],
    ],
    [
      'fragments are written out, skipped parts and their variables dropped',
      `query ($s: Boolean!, $i: ID!) { clinic(id: $i) { ...F @skip(if: $s) ...G @include(if: true) } }
       fragment F on Clinic { name } fragment G on Clinic { ... @include(if: $s) { owner { ...H } } }
       fragment H on Region { area id @include(if: $s) }`,
      ['Region.area'],
      { s: true, i: 1 },
      'query ($i: ID!) { clinic(id: $i) { ... on Clinic { ... { owner { ... on Region { id } } } } } }',
      clinic({ owner: { id: 1 } }),
      clinic({ owner: { area: null, id: 1 } }),
      ['clinic.owner.area Region.area'],
    ],
    [
      'an emptied selection',
      '{ clinics { nodes { beds } } }',
      ['Clinic.beds'],
      {},
      '{ clinics { nodes { _satugraf_: __typename } } }',
      { clinics: { nodes: [{ _satugraf_: 'Clinic' }, null] } },
      { clinics: { nodes: [{ beds: null }, null] } },
      ['clinics.nodes.beds Clinic.beds'],
    ],
    [
      'a selection emptied by skip beside a cut',
      '{ clinic(id: 1) { name @skip(if: true) } place { __typename } nodes { id } }',
      ['Query.nodes'],
      {},
      '{ clinic(id: 1) { _satugraf_: __typename } place { __typename } }',
      { clinic: { _satugraf_: 'Clinic' }, place: null },
      { clinic: {}, place: null, nodes: null },
      ['nodes Query.nodes'],
    ],
    [
      'the hidden key gives way to a key of the document',
      '{ clinic(id: 1) { region { area } _satugraf_: name } }',
      ['Region.area'],
      {},
      '{ clinic(id: 1) { region { _satugraf__: __typename } _satugraf_: name } }',
      clinic({ region: { _satugraf__: 'Region' }, _satugraf_: 'A' }),
      clinic({ region: { area: null }, _satugraf_: 'A' }),
      ['clinic.region.area Region.area'],
    ],
    [
      'a root field is dropped, introspection stays with its fragments',
      '{ clinic(id: 1) { name } __schema { ...S } } fragment S on __Schema { queryType { name } }',
      ['Query.clinic'],
      {},
      '{ __schema { ... on __Schema { queryType { name } } } }',
      { __schema: { queryType: { name: 'Query' } } },
      { clinic: null, __schema: { queryType: { name: 'Query' } } },
      ['clinic Query.clinic'],
    ],
    [
      'an emptied root',
      '{ a: clinic(id: 1) { name } ... { nodes { id } } place @skip(if: true) { __typename } }',
      ['Query.clinic', 'Query.nodes'],
      {},
      undefined,
      undefined,
      { a: null, nodes: null },
      ['a Query.clinic', 'nodes Query.nodes'],
    ],
    [
      'a mutation that is denied is dropped, the other runs',
      'mutation { open { name } close(id: 1) { name beds } }',
      ['Mutation.open', 'Clinic.beds'],
      {},
      'mutation { close(id: 1) { name } }',
      { close: { name: 'A' } },
      { open: null, close: { name: 'A', beds: null } },
      ['open Mutation.open', 'close.beds Clinic.beds'],
    ],
    [
      'a subscription',
      'subscription { opened { name } }',
      ['Subscription.opened'],
      {},
      undefined,
      null,
      { opened: null },
      ['opened Subscription.opened'],
    ],
    [
      'an argument that uses a withheld column: the field that carries it',
      'query ($w: ClinicWhere) { clinics(where: $w) { totalCount } more: clinics { totalCount } }',
      ['ClinicWhere.beds'],
      { w: { or: [{ kind: 'MAIN' }, { beds: { eq: 1 } }] } },
      '{ more: clinics { totalCount } }',
      { more: { totalCount: 1 } },
      { clinics: null, more: { totalCount: 1 } },
      ['clinics Query.clinics'],
    ],
    [
      'an enum value in an order',
      '{ clinics(orderBy: [{ by: NAME }, { by: BEDS }]) { totalCount } }',
      ['ClinicColumn.BEDS'],
      {},
      undefined,
      undefined,
      { clinics: null },
      ['clinics Query.clinics'],
    ],
    [
      'lists of lists',
      '{ matrix { beds name } }',
      ['Clinic.beds'],
      {},
      '{ matrix { name } }',
      { matrix: [[{ name: 'A' }, null], null] },
      { matrix: [[{ beds: null, name: 'A' }, null], null] },
      ['matrix.beds Clinic.beds'],
    ],
    [
      'null parents and a null answer are left alone',
      '{ clinic(id: 1) { beds name } }',
      ['Clinic.beds'],
      {},
      '{ clinic(id: 1) { name } }',
      null,
      null,
      ['clinic.beds Clinic.beds'],
    ],
    [
      'null on objects of the matching type alone, in the order of each type',
      '{ places { ... on Region { name area } ... on Clinic { beds name } } }',
      ['Region.area', 'Clinic.beds'],
      {},
      '{ places { ... on Region { name } ... on Clinic { name } _satugraf_: __typename } }',
      {
        places: [
          { name: 'R', _satugraf_: 'Region' },
          { name: 'C', _satugraf_: 'Clinic' },
        ],
      },
      {
        places: [
          { name: 'R', area: null },
          { beds: null, name: 'C' },
        ],
      },
      ['places.area Region.area', 'places.beds Clinic.beds'],
    ],
    [
      'the parent decides what a child of one type lacks',
      '{ nodes { ... on Clinic { owner { name } } ... on Region { owner { area name } } } }',
      ['Region.area'],
      {},
      '{ nodes { ... on Clinic { owner { name } } ... on Region { owner { name } } _satugraf_: __typename } }',
      {
        nodes: [
          { owner: { name: 'X' }, _satugraf_: 'Clinic' },
          { owner: { name: 'Y' }, _satugraf_: 'Region' },
        ],
      },
      { nodes: [{ owner: { name: 'X' } }, { owner: { area: null, name: 'Y' } }] },
      ['nodes.owner.area Region.area'],
    ],
    [
      'an interface field is denied by one implementation, and then for what it meets',
      '{ nodes { label ... on Clinic { label name } id } }',
      ['Region.label'],
      {},
      '{ nodes { ... on Clinic { name } id _satugraf_: __typename } }',
      {
        nodes: [
          { name: 'C', id: 1, _satugraf_: 'Clinic' },
          { id: 2, _satugraf_: 'Region' },
        ],
      },
      {
        nodes: [
          { label: null, name: 'C', id: 1 },
          { label: null, id: 2 },
        ],
      },
      ['nodes.label Region.label'],
    ],
    [
      'one error for a position however many of its coordinates are denied',
      '{ nodes { id label } }',
      ['Node.label', 'Clinic.label', 'Region.label'],
      {},
      '{ nodes { id } }',
      { nodes: [{ id: 1 }] },
      { nodes: [{ id: 1, label: null }] },
      ['nodes.label Node.label'],
    ],
  ])('%s', (_, source, denied, variables, asked, data, whole, errors) => {
    const result = run(source, denied, variables);
    expect(result.asked).toBe(asked);
    expect(result.denied).toEqual(errors);
    const before = JSON.stringify(data);
    expect(JSON.stringify(result.restore(data as Variables))).toBe(JSON.stringify(whole));
    expect(JSON.stringify(data)).toBe(before);
  });

  test('nothing denied: the same document and the same data', () => {
    const result = run('query ($s: Boolean = true) { clinic(id: 1) { name @skip(if: $s) beds } }', []);
    expect(result).toMatchObject({ same: true, denials: [] });
    const data = { clinic: null };
    expect(result.restore(data)).toBe(data);
    expect(result.restore(undefined)).toBeNull();
  });

  test('data beside the denied paths is passed on as it is', () => {
    const { restore } = run('{ clinic(id: 1) { name beds } nodes { id } }', ['Clinic.beds']);
    const data = { clinic: { name: 'A' }, nodes: [{ id: 1 }] };
    expect(restore(data)?.['nodes']).toBe(data.nodes);
  });

  test('a key that the answer lacks without being denied is not made up', () => {
    const { restore } = run('{ clinic(id: 1) { name beds } }', ['Clinic.beds']);
    expect(JSON.stringify(restore({ clinic: {} }))).toBe('{"clinic":{"beds":null}}');
    expect(Object.keys(restore({}) ?? {})).toEqual([]);
  });

  test('other variables than the surveyed ones are refused, not let through', () => {
    const document = parse('query ($i: Boolean!) { nodes { id } place @include(if: $i) { __typename } }');
    const found = survey(graph, document, undefined, { i: false });
    const act = () => cut(graph, document, found, { i: true }, denying('Query.nodes'));
    expect(act).toThrow('Query.place was not surveyed');
  });

  test('a response key may be __proto__', () => {
    const { restore } = run('{ clinic(id: 1) { name __proto__: beds } }', ['Clinic.beds']);
    expect(JSON.stringify(restore({ clinic: { name: 'A' } }))).toBe(
      '{"clinic":{"name":"A","__proto__":null}}',
    );
  });

  test('the verdict comes back, asked once per occurrence and not below a denied one', () => {
    const document = parse('{ clinic(id: 1) { name region { area } name beds } place { __typename } }');
    const asked: string[] = [];
    const reason = { code: 'FIELD_RESTRICTED' };
    const { denials } = cut(graph, document, survey(graph, document, undefined, {}), {}, ({ coordinate }) => {
      asked.push(coordinate);
      return coordinate === 'Clinic.region' ? reason : undefined;
    });
    expect(denials).toEqual([{ path: ['clinic', 'region'], coordinate: 'Clinic.region', reason }]);
    expect(asked).toEqual(['Query.clinic', 'Clinic.name', 'Clinic.region', 'Clinic.beds', 'Query.place']);
  });
});
