import fc from 'fast-check';
import { GraphQLError, getIntrospectionQuery, Kind, parse, type SelectionSetNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, type OperationLimits, parseWithinLimits } from '../../gateway/limits.js';
import { HubError } from '../../schema/errors.js';

const NONE: OperationLimits = {
  tokens: Infinity,
  depth: Infinity,
  selections: Infinity,
  aliases: Infinity,
  rootFields: Infinity,
};

/** The name of the limit that refuses `source`, or `undefined` where it is accepted. */
function refusedBy(source: string, limits: Partial<OperationLimits> = {}): unknown {
  try {
    parseWithinLimits(source, { ...NONE, ...limits });
    return undefined;
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    expect(error.code).toBe('LIMIT_EXCEEDED');
    return error.facts['limit'];
  }
}

describe('each limit accepts its number and refuses one less', () => {
  test.each<[string, keyof OperationLimits, number, string]>([
    ['tokens, comments aside', 'tokens', 5, '{ a # c { {\n b c }'],
    ['depth in fields', 'depth', 3, '{ a { b { c } } d }'],
    ['depth through fragments', 'depth', 3, '{ a { ...F } } fragment F on A { ... on A { b { c } } }'],
    [
      'selections at each spread',
      'selections',
      10,
      '{ a { ...F } b { ...F } ... { c } } fragment F on A { x y }',
    ],
    ['aliases that differ from the name', 'aliases', 2, '{ a: a ...F ...F } fragment F on Q { c: c y: c }'],
    [
      'root fields through fragments',
      'rootFields',
      5,
      '{ a ...F ...F } fragment F on Q { b ... { __typename } }',
    ],
    ['the largest of several operations', 'depth', 2, 'query A { a { b } } query B { a }'],
    ['depth beside introspection', 'depth', 1, '{ a __schema { types { fields { name } } } }'],
    ['a __type that is not at the root', 'depth', 4, '{ a { __type { b { c } } } }'],
  ])('%s', (_, limit, value, source) => {
    expect(refusedBy(source, { [limit]: value })).toBeUndefined();
    expect(refusedBy(source, { [limit]: value - 1 })).toBe(limit);
  });

  test('the refusal says limit, maximum and number found, in both languages', () => {
    try {
      parseWithinLimits('{ a b c }', { ...NONE, rootFields: 2 });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ status: 400, facts: { limit: 'rootFields', max: 2 } });
      expect((error as HubError).words).toEqual({
        id: 'Operasi melampaui batas rootFields: 3, paling banyak 2.',
        en: 'The operation exceeds the rootFields limit: 3, at most 2.',
      });
    }
  });
});

test('a number beyond counting is told as such', () => {
  const fragments = Array.from(
    { length: 150 },
    (_, i) => `fragment f${i} on Q { ${`...f${i + 1} `.repeat(200)} }`,
  );
  const source = `{ ...f0 } ${fragments.join(' ')} fragment f150 on Q { a }`;
  expect(() => parseWithinLimits(source, { ...NONE, selections: 2000 })).toThrow(
    /: > 1000000000, at most 2000/,
  );
});

describe('introspection', () => {
  test.each([
    undefined,
    { descriptions: false, oneOf: true },
    {
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
      experimentalDirectiveDeprecation: true,
    },
  ])('the standard query passes the default limits: %j', (options) => {
    expect(refusedBy(getIntrospectionQuery(options), DEFAULT_LIMITS)).toBeUndefined();
  });

  test('its own depth is limited, through fragments too', () => {
    const types = (levels: number) =>
      `{ ...R } fragment R on Query { __type(name: "A") ${'{ ofType '.repeat(levels)} { name } ${'}'.repeat(levels)} }`;
    expect(refusedBy(types(18), DEFAULT_LIMITS)).toBeUndefined();
    expect(refusedBy(types(19), DEFAULT_LIMITS)).toBe('depth');
  });
});

describe('hostile documents are refused quickly', () => {
  const doubling = (levels: number) => {
    const fragment = (i: number) =>
      `fragment f${i} on Q { ${i < levels ? `...f${i + 1} ...f${i + 1}` : 'a'} }`;
    return `{ ...f1 } ${Array.from({ length: levels }, (_, i) => fragment(i + 1)).join(' ')}`;
  };

  test.each<[string, string, unknown, Partial<OperationLimits>]>([
    ['20 doubling fragments', doubling(20), 'selections', DEFAULT_LIMITS],
    ['180 doubling fragments', doubling(180), 'selections', { selections: Number.MAX_SAFE_INTEGER }],
    ['2,000 doubling fragments', doubling(2000), 'nesting', NONE],
    ['4,000 braces', '{'.repeat(4000), 'nesting', DEFAULT_LIMITS],
    ['a million fields', '{'.concat(' a'.repeat(1e6), '}'), 'tokens', DEFAULT_LIMITS],
    ['nested fields', `${'{a'.repeat(1900)}${'}'.repeat(1900)}`, 'nesting', DEFAULT_LIMITS],
    ['nested lists', `{ a(b: ${'['.repeat(9)}${']'.repeat(9)}) }`, 'lists', DEFAULT_LIMITS],
    [
      'nested list types',
      `query ($a: ${'['.repeat(900)}Int${']'.repeat(900)}) { a }`,
      'lists',
      DEFAULT_LIMITS,
    ],
  ])('%s', (_, source, limit, limits) => {
    expect(refusedBy(source, limits)).toBe(limit);
  });

  test('nesting through a chain of fragments counts as written and when spread again deeper', () => {
    const chain = (length: number) =>
      Array.from(
        { length },
        (_, i) => `fragment f${i} on Q { ${i + 1 < length ? `...f${i + 1}` : 'a'} }`,
      ).join(' ');
    expect(refusedBy(`{ ...f0 } ${chain(199)}`)).toBeUndefined();
    expect(refusedBy(`{ ...f0 } ${chain(200)}`)).toBe('nesting');
    expect(refusedBy(`{ ...f0 } ${chain(20_000)}`)).toBe('nesting');
    expect(refusedBy(`{ ...f0 ... { ...f0 } } ${chain(199)}`)).toBe('nesting');
  });

  test('cycles and unknown fragments are left to validation', () => {
    expect(
      refusedBy('{ ...A } fragment A on Q { a ...B } fragment B on Q { ...A ...A ...C }', DEFAULT_LIMITS),
    ).toBeUndefined();
  });

  test.each(['{ a', '', '{ a ? }', 'query { a(b: "x) }'])('a syntax error stays one: %s', (source) => {
    const parsed = (run: () => unknown) => {
      try {
        return run();
      } catch (error) {
        return error;
      }
    };
    const found = parsed(() => parseWithinLimits(source, DEFAULT_LIMITS));
    expect(found).toBeInstanceOf(GraphQLError);
    expect(String(found)).toBe(String(parsed(() => parse(source))));
  });
});

interface Counts {
  depth: number;
  selections: number;
  aliases: number;
  rootFields: number;
}

/** Counts by writing every fragment out, the slow way. */
function naive(source: string): Counts {
  const document = parse(source);
  const bodies = new Map<string, SelectionSetNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) bodies.set(node.name.value, node.selectionSet);
  }
  const counts: Counts = { depth: 0, selections: 0, aliases: 0, rootFields: 0 };
  const walk = (set: SelectionSetNode, depth: number) => {
    for (const node of set.selections) {
      counts.selections++;
      if (node.kind === Kind.FIELD) {
        counts.depth = Math.max(counts.depth, depth);
        if (depth === 1) counts.rootFields++;
        if (node.alias && node.alias.value !== node.name.value) counts.aliases++;
        if (node.selectionSet) walk(node.selectionSet, depth + 1);
      } else {
        const body = node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : bodies.get(node.name.value);
        if (body) walk(body, depth);
      }
    }
  };
  for (const node of document.definitions)
    if (node.kind === Kind.OPERATION_DEFINITION) walk(node.selectionSet, 1);
  return counts;
}

/** A document of one operation and four fragments, each spreading only those after it. */
const documents = (() => {
  const set = (from: number, levels: number): fc.Arbitrary<string> => {
    const leaf: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'x: a', 'a: a', '__typename');
    const choices = [leaf];
    if (from < 4) choices.push(fc.integer({ min: from, max: 3 }).map((i) => `...f${i}`));
    if (levels > 0) {
      const body = set(from, levels - 1);
      choices.push(
        fc.constantFrom('a', 'y: b', '...', '... on Q').chain((head) => body.map((b) => `${head} ${b}`)),
      );
    }
    return fc
      .array(fc.oneof(...choices), { minLength: 1, maxLength: 4 })
      .map((selections) => `{ ${selections.join(' ')} }`);
  };
  const fragment = (i: number) => set(i + 1, 2).map((body) => `fragment f${i} on Q ${body}`);
  return fc.tuple(set(0, 3), ...[0, 1, 2, 3].map(fragment)).map((parts) => parts.join(' '));
})();

test('the memoised count equals a count by writing the fragments out', () => {
  fc.assert(
    fc.property(documents, (source) => {
      const counts = naive(source);
      expect(refusedBy(source, counts)).toBeUndefined();
      for (const limit of ['depth', 'selections', 'aliases', 'rootFields'] as const) {
        const less = refusedBy(source, { [limit]: counts[limit] - 1 });
        expect(less, `${limit} of ${counts[limit]}`).toBe(limit);
      }
    }),
    { numRuns: 500 },
  );
});
