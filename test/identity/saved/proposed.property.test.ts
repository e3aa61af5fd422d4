import fc from 'fast-check';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { SEVERITIES, type Severity } from '../../../schema/check/verdict.js';
import { changesOf } from '../../../subgraphs/identity/saved/changes.js';
import { usesOf } from '../../../subgraphs/identity/saved/uses.js';
import { runs } from '../../support/runs.js';

const SCHEMA = buildSchema(`
  type Query { rows(where: Where, order: Order = UP, page: Int): [Row] any: [Any] thing: Thing }
  type Row implements Thing { id: ID! name: String old: String @deprecated other: Other }
  type Other implements Thing { id: ID! name: String }
  type Apart { id: ID! }
  interface Thing { id: ID! }
  union Any = Row | Other
  input Where { name: String old: String @deprecated(reason: "Pakai name") and: [Where!] }
  enum Order { UP DOWN SIDEWAYS @deprecated(reason: "tak terarah") }
`);

/** What is said of a document, of proposal 7, as `KIND coordinate`. */
async function told(document: string, ...findings: readonly [string, Severity, string, 'accepted'?][]) {
  const parsed = parse(document);
  const checked = {
    kind: 'READ',
    document: parsed,
    schema: SCHEMA,
    errors: validate(SCHEMA, parsed),
    withheld: [],
  } as const;
  const changes = await changesOf(checked, {
    deprecatedSince: async () => undefined,
    waiting: [
      {
        id: '7',
        agency: 'dinkes',
        findings: findings.map(([rule, severity, coordinate, accepted]) => ({
          rule,
          severity,
          coordinate,
          subgraph: 'dinkes_a',
          words: { id: 'i', en: 'e' },
          next: 'PRODUCER' as const,
          line: null,
          column: null,
          affected: [],
          ...(accepted ? { accepted: { reason: 'r', signer: 's' } } : {}),
        })),
      },
    ],
  });
  return changes.map(({ kind, coordinate }) => `${kind} ${coordinate}`);
}

describe('what a waiting proposal would break:', () => {
  test.each([
    ['a field that is used', '{ rows { name } }', 'field-removed', 'BREAKING', 'Row.name', 'Row.name'],
    [
      'one that nobody was seen to use',
      '{ rows { name } }',
      'field-removed',
      'DANGEROUS',
      'Row.name',
      'Row.name',
    ],
    ['one that is not used', '{ rows { id } }', 'field-removed', 'BREAKING', 'Row.name', null],
    [
      'one within a fragment',
      '{ rows { ...F } } fragment F on Row { name }',
      'field-removed',
      'BREAKING',
      'Row.name',
      'Row.name',
    ],
    [
      'one of another type of that name',
      '{ rows { other { name } } }',
      'field-removed',
      'BREAKING',
      'Row.name',
      null,
    ],
    [
      'a field of another type',
      '{ rows { name } }',
      'field-type-changed',
      'DANGEROUS',
      'Row.name',
      'Row.name',
    ],
    [
      'an argument',
      '{ rows(page: 1) { id } }',
      'argument-removed',
      'BREAKING',
      'Query.rows(page:)',
      'Query.rows(page:)',
    ],
    ['one that is left out', '{ rows { id } }', 'argument-removed', 'BREAKING', 'Query.rows(page:)', null],
    [
      'a new argument that is required',
      '{ rows { id } }',
      'argument-added',
      'BREAKING',
      'Query.rows(secret:)',
      'Query.rows',
    ],
    [
      'a new one that may be left out',
      '{ rows { id } }',
      'argument-added',
      'DANGEROUS',
      'Query.rows(secret:)',
      null,
    ],
    [
      'a new input field',
      '{ rows(where: {}) { id } }',
      'input-field-added',
      'BREAKING',
      'Where.secret',
      'Where',
    ],
    [
      'one by a variable',
      'query ($w: Where) { rows(where: $w) { id } }',
      'input-field-added',
      'BREAKING',
      'Where.secret',
      'Where',
    ],
    [
      'one of an input that is not used',
      '{ rows { id } }',
      'input-field-added',
      'BREAKING',
      'Where.secret',
      null,
    ],
    [
      'an input field',
      '{ rows(where: { and: [{ name: "a" }] }) { id } }',
      'input-field-removed',
      'BREAKING',
      'Where.name',
      'Where.name',
    ],
    [
      'an enum value',
      '{ rows(order: DOWN) { id } }',
      'enum-value-removed',
      'DANGEROUS',
      'Order.DOWN',
      'Order.DOWN',
    ],
    [
      'another value of the enum',
      '{ rows(order: UP) { id } }',
      'enum-value-removed',
      'DANGEROUS',
      'Order.DOWN',
      null,
    ],
    ['a type', '{ rows { id } }', 'type-removed', 'BREAKING', 'Row', 'Row'],
    [
      'a type by its name alone',
      '{ any { ... on Other { __typename } } }',
      'type-removed',
      'BREAKING',
      'Other',
      'Other',
    ],
    ['a type that is not met', '{ rows { id } }', 'type-removed', 'BREAKING', 'Apart', null],
    [
      'a member of a union',
      '{ any { ... on Row { id } } }',
      'union-member-removed',
      'BREAKING',
      'Any',
      'Any',
    ],
    ['an interface', '{ thing { ... on Row { name } } }', 'interface-removed', 'BREAKING', 'Row', 'Row'],
    ['what was accepted once', '{ rows { name } }', 'field-removed', 'INFO', 'Row.name', null],
    [
      'a default',
      '{ rows(page: 1) { id } }',
      'argument-default-changed',
      'DANGEROUS',
      'Query.rows(page:)',
      null,
    ],
    ['words about a field', '{ rows { name } }', 'field-undescribed', 'WARNING', 'Row.name', null],
  ] as const)('%s', async (_, document, rule, severity, coordinate, expected) => {
    expect(await told(document, [rule, severity, coordinate])).toEqual(
      expected ? [`PROPOSED ${expected}`] : [],
    );
  });

  test('what the technical team has accepted breaks all the same', async () => {
    expect(await told('{ rows { name } }', ['field-removed', 'INFO', 'Row.name', 'accepted'])).toEqual([
      'PROPOSED Row.name',
    ]);
  });

  test('nothing is told of a name that the query does not use, or the schema lacks', async () => {
    const names = [
      'Row.name',
      'Row.old',
      'Row',
      'Apart',
      'Apart.id',
      'Secret',
      'Secret.name',
      'Row.secret',
      'Query.rows',
      'Query.rows(where:)',
    ];
    const rules = [
      'field-removed',
      'type-removed',
      'argument-added',
      'input-field-added',
      'argument-removed',
      'interface-removed',
    ];
    const documents = [
      '{ rows { name } }',
      '{ rows(where: { secret: "a" }) { secret { name } } }',
      '{ any { ... on Secret { name } } }',
      'query ($a: Secret) { rows(secret: $a) { id } }',
    ];
    const finding = fc.tuple(
      fc.constantFrom(...rules),
      fc.constantFrom(...SEVERITIES),
      fc.constantFrom(...names),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...documents),
        fc.array(finding, { maxLength: 8 }),
        async (document, findings) => {
          const { coordinates, types } = usesOf(SCHEMA, parse(document));
          for (const one of await told(document, ...findings)) {
            const [kind, name = ''] = one.split(' ');
            if (kind === 'PROPOSED')
              expect([name, coordinates.has(name) || types.has(name)]).toEqual([name, true]);
            if (kind === 'PROPOSED') expect(name).not.toMatch(/[sS]ecret/);
          }
        },
      ),
      { numRuns: runs(200, 5000) },
    );
  });
});

test('what is deprecated is told wherever it is used', async () => {
  expect(
    await told(
      'query A { rows(order: SIDEWAYS, where: { and: [{ old: "a" }] }) { ...F } } fragment F on Row { old }',
    ),
  ).toEqual(['DEPRECATED Order.SIDEWAYS', 'DEPRECATED Where.old', 'DEPRECATED Row.old']);
  expect(
    await told(
      '{ rows(order: UP) { name __typename } __type(name: "Row") { fields { deprecationReason } } }',
    ),
  ).toEqual([]);
});

test('what is broken in one place is told, with what is deprecated in another', async () => {
  expect(await told('{ rows { nothing { a b } old } }')).toEqual([
    'BROKEN Row.nothing',
    'DEPRECATED Row.old',
  ]);
});
