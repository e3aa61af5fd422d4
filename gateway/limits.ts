import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  Lexer,
  parse,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import { refusal } from '../schema/errors.js';

/** How much one operation may ask. Everything but `tokens` is counted with fragments expanded at each spread. */
export interface OperationLimits {
  /** Lexical tokens of the whole document, comments not counted. */
  tokens: number;
  /** Levels of fields; `{ a { b } }` has two. Below a root `__schema` or `__type` a fixed limit holds instead. */
  depth: number;
  /** Fields, inline fragments and spreads. */
  selections: number;
  /** Fields under a name other than their own. */
  aliases: number;
  /** Fields directly below the operation. */
  rootFields: number;
}

export const DEFAULT_LIMITS: OperationLimits = {
  tokens: 4000,
  depth: 12,
  selections: 2000,
  aliases: 30,
  rootFields: 20,
};

/** Rows × fields; what `cost.ts` counts with the variables of a request. */
export const DEFAULT_COST = 500_000;

/** The standard introspection query is deeper than any honest query of data: it unwraps types nine times. */
const INTROSPECTION_DEPTH = 20;

/** Brackets, or selection sets through fragments: what recursive readers of a document can bear on their stack. */
const NESTING = 200;

/**
 * Lists within lists, written out. The planner of @apollo/gateway 2.14.4 walks each list twice, so its time doubles
 * with every level: 24 levels took it minutes. Deeper filters go by variable, which it does not walk.
 */
const LISTS = 8;

/** Levels of a request's variables: what recursive coercion can bear on its stack, and more than any filter needs. */
const VARIABLE_NESTING = 250;

/** Numbers beyond this are not worth exact words; doubling fragments soon pass it (and no count can wrap around). */
const COUNTABLE = 1e9;

interface Size {
  selections: number;
  aliases: number;
  /** Fields at this level, through fragments. */
  fields: number;
  depth: number;
  /** Depth of the `__schema` and `__type` fields at this level. */
  introspection: number;
  nesting: number;
}

const nothing = (): Size => ({
  selections: 0,
  aliases: 0,
  fields: 0,
  depth: 0,
  introspection: 0,
  nesting: 0,
});

/**
 * Parses `source` and refuses it when a limit is exceeded: by the text or by any of its operations.
 * Cyclic and unknown fragments are left to validation, which names them better.
 * Throws `LIMIT_EXCEEDED`, or the `GraphQLError` of a syntax error.
 */
export function parseWithinLimits(source: string, limits: OperationLimits): DocumentNode {
  scan(source, limits.tokens);
  const document = parse(source);
  const measure = measurer(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = measure(definition.selectionSet);
    check('selections', limits.selections, size.selections);
    check('depth', limits.depth, size.depth);
    check('depth', INTROSPECTION_DEPTH, size.introspection);
    check('aliases', limits.aliases, size.aliases);
    check('rootFields', limits.rootFields, size.fields);
    check('nesting', NESTING, size.nesting);
  }
  return document;
}

function check(limit: string, max: number, found: number): void {
  if (found <= max) return;
  const words = found <= COUNTABLE ? String(found) : `> ${COUNTABLE}`;
  throw refusal('LIMIT_EXCEEDED', { limit, max, found: words }, { facts: { limit, max } });
}

/** One pass of the lexer before parsing: the parser is recursive, and its own token limit is known by words only. */
function scan(source: string, max: number): void {
  const lexer = new Lexer(new Source(source));
  let tokens = 0;
  let open = 0;
  let lists = 0;
  for (;;) {
    const { kind } = lexer.advance();
    if (kind === TokenKind.EOF) return;
    check('tokens', max, ++tokens);
    if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) open++;
    if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) open--;
    check('nesting', NESTING, open);
    if (kind === TokenKind.BRACKET_L) lists++;
    if (kind === TokenKind.BRACKET_R) lists--;
    check('lists', LISTS, lists);
  }
}

/** Refuses variables that are no map, and those that are nested too deep. Throws `BAD_REQUEST`, `LIMIT_EXCEEDED`. */
export function checkVariables(variables: unknown): void {
  if (variables !== undefined && typeof variables !== 'object')
    throw refusal('BAD_REQUEST', { detail: NO_MAP });
  let level: unknown[] = [variables];
  for (let depth = 0; level.length > 0; depth++) {
    check('variables', VARIABLE_NESTING, depth);
    level = level.flatMap((value) =>
      value !== null && typeof value === 'object' ? Object.values(value) : [],
    );
  }
}

const NO_MAP = {
  id: 'Kirim variables sebagai objek JSON.',
  en: 'Send variables as a JSON object.',
};

/** Measures selection sets; each fragment once, however often it is spread. */
function measurer(document: DocumentNode): (set: SelectionSetNode) => Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, Size>();

  const spread = (name: string, level: number): Size => {
    const measured = known.get(name);
    if (measured) return measured;
    const fragment = fragments.get(name);
    known.set(name, nothing()); // what a cycle finds of itself
    const size = fragment ? measure(fragment.selectionSet, level) : nothing();
    known.set(name, size);
    return size;
  };

  const measure = (set: SelectionSetNode, level: number): Size => {
    check('nesting', NESTING, level);
    const sum = nothing();
    for (const selection of set.selections) {
      sum.selections += 1;
      let inner: Size;
      if (selection.kind === Kind.FIELD) {
        inner = selection.selectionSet ? measure(selection.selectionSet, level + 1) : nothing();
        const name = selection.name.value;
        const below = 1 + Math.max(inner.depth, inner.introspection);
        if (name === '__schema' || name === '__type') sum.introspection = Math.max(sum.introspection, below);
        else sum.depth = Math.max(sum.depth, below);
        sum.fields += 1;
        if (selection.alias && selection.alias.value !== name) sum.aliases += 1;
      } else {
        inner =
          selection.kind === Kind.INLINE_FRAGMENT
            ? measure(selection.selectionSet, level + 1)
            : spread(selection.name.value, level + 1);
        sum.depth = Math.max(sum.depth, inner.depth);
        sum.introspection = Math.max(sum.introspection, inner.introspection);
        sum.fields += inner.fields;
      }
      sum.selections += inner.selections;
      sum.aliases += inner.aliases;
      sum.nesting = Math.max(sum.nesting, inner.nesting);
    }
    sum.nesting += 1;
    return sum;
  };

  return (set) => measure(set, 1);
}
