import { GraphQLError } from 'graphql';
import type { Statement } from './compile.js';
import { WHOLE_TYPE } from './entities.js';
import { finish } from './fix.js';
import type { Refused, Run } from './template.js';

export interface HostedAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly GraphQLError[];
}

type Objects = Record<string, unknown>;

/** The answer of a fetch out of the statement's JSON; null where nothing was left to ask. */
export function answerOf(statement: Statement, run: Run, raw: Objects | null): HostedAnswer {
  if (raw) finish(raw, statement.fixes, run.keyring, (list) => run.lists.get(list));
  const data = statement.entities ? scattered(statement, run, raw ?? {}) : (raw ?? bare(statement));
  return { data, errors: run.refused.flatMap((refused) => located(data, refused, run)) };
}

/** The answer where the statement as a whole has failed: every field that it was to answer says so. */
export function refusedAnswer(statement: Statement, run: Run, error: Error): HostedAnswer {
  const { entities } = statement;
  if (!entities) {
    const data = bare(statement);
    const whole = run.refused.filter(({ path }) => path.length === 1);
    const refused = new Set(whole.map(({ path }) => path[0]));
    const rest = statement.keys
      .filter((key) => !statement.typenames.includes(key) && !refused.has(key))
      .map((key): Refused => ({ path: [key], error }));
    return { data, errors: [...whole, ...rest].flatMap((one) => located(data, one, run)) };
  }
  const listsOf = new Map(entities.parts.map(({ type, lists }) => [type, lists]));
  const objects = run.representations.map(({ __typename }) =>
    Object.fromEntries((listsOf.get(__typename) ?? []).map((key) => [key, null])),
  );
  const data = { [entities.key]: objects };
  const errors = objects.flatMap((object, at) => {
    const keys = Object.keys(object);
    const paths = keys.length > 0 ? keys.map((key) => [entities.key, at, key]) : [[entities.key, at]];
    return paths.map((path) => asGraphQL(error, path));
  });
  return { data, errors };
}

const bare = ({ keys, typenames }: Statement): Objects =>
  Object.fromEntries(keys.map((key) => [key, typenames.includes(key) ? 'Query' : null]));

/** Puts the objects of each type where other subgraphs asked for them. */
function scattered({ entities }: Statement, run: Run, raw: Objects): Objects {
  const next = new Map<string, number>();
  const objects = run.representations.map(({ __typename }) => {
    const at = next.get(__typename) ?? 0;
    next.set(__typename, at + 1);
    return (raw[__typename] as unknown[] | null | undefined)?.[at] ?? null;
  });
  return { [entities?.key ?? '']: objects };
}

/** A refusal inside of lists is told as often as a page has rows; what lies behind is null all the same. */
const MAX_PLACES = 1000;

/** A refusal at every place of the answer where its field stands. */
function located(data: Objects, { path, error }: Refused, run: Run): GraphQLError[] {
  const [first = '', whole, type] = path;
  if (whole === WHOLE_TYPE)
    return run.representations.flatMap(({ __typename }, at) =>
      __typename === type ? [asGraphQL(error, [first, at])] : [],
    );
  const found: GraphQLError[] = [];
  const walk = (value: unknown, rest: readonly string[], at: readonly (string | number)[]): void => {
    if (found.length >= MAX_PLACES) return;
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, rest, [...at, index]);
      return;
    }
    const [key, ...below] = rest;
    if (value === null || typeof value !== 'object' || key === undefined || !Object.hasOwn(value, key))
      return;
    if (below.length > 0) walk((value as Objects)[key], below, [...at, key]);
    else found.push(asGraphQL(error, [...at, key]));
  };
  walk(data, path, []);
  return found;
}

const asGraphQL = (error: Error, path: readonly (string | number)[]): GraphQLError =>
  new GraphQLError(error.message, {
    path: [...path],
    originalError: error,
    extensions: error instanceof GraphQLError ? error.extensions : null,
  });
