import { GraphQLError } from 'graphql';
import { HubError } from '../../schema/errors.js';
import type { Keyring } from '../keyring.js';
import type { Grouping } from './grouping.js';
import type { ListRun } from './list-run.js';
import { Parameters } from './parameters.js';

/** SQL text, or what makes it for one execution: the parts that depend on arguments. */
export type Part = string | ((run: Run) => string);

/** A refusal of one field; `path` holds response keys without list indices. */
export interface Refused {
  readonly path: readonly string[];
  readonly error: Error;
}

/** One execution of a compiled statement: its values, and what has been refused on the way. */
export class Run {
  readonly bind = new Parameters();
  readonly refused: Refused[] = [];
  /** What the arguments of each list and of each `groups` ask for, by its number in the statement. */
  readonly lists = new Map<number, ListRun>();
  readonly groups = new Map<number, readonly Grouping[]>();
  /** Fields that the statement answers. */
  answered = 0;
  /** Whether it reads all rows that fulfil a condition, whatever the page. */
  readsAll = false;

  constructor(
    readonly variables: Record<string, unknown>,
    readonly keyring: Keyring,
    readonly representations: readonly Representation[] = [],
  ) {}
}

/** What another subgraph knows of an object that it asks us about. */
export type Representation = Readonly<Record<string, unknown>> & { readonly __typename: string };

export const emit = (part: Part, run: Run): string => (typeof part === 'string' ? part : part(run));

/** Joins parts to one; text beside text becomes one text at once. */
export function joined(parts: readonly Part[]): Part {
  const merged: Part[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  const [only = ''] = merged;
  if (merged.length <= 1) return only;
  return (run) => {
    let text = '';
    for (const part of merged) text += emit(part, run);
    return text;
  };
}

/** A template of SQL text with parts in it. */
export const sql = (texts: TemplateStringsArray, ...parts: readonly Part[]): Part =>
  joined(texts.flatMap((text, at) => (at < parts.length ? [text, parts[at] as Part] : [text])));

export const separated = (parts: readonly Part[], separator: string): Part =>
  joined(parts.flatMap((part, at) => (at === 0 ? [part] : [separator, part])));

/** A refusal, or GraphQL's own word about an argument: an answer to the caller, not a failure of ours. */
const isAnswer = (error: unknown): error is Error =>
  error instanceof HubError || error instanceof GraphQLError;

/**
 * A field that is refused as a whole: where its statement cannot be made, now or with the arguments of an execution,
 * `nothing` stands in its place and everything beside it is answered.
 */
export function refusable(path: readonly string[], make: () => Part, nothing = 'null::json'): Part {
  const refuse = (run: Run, error: unknown): string => {
    if (!isAnswer(error)) throw error;
    run.refused.push({ path, error });
    return nothing;
  };
  let made: Part;
  try {
    made = make();
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return (run) => refuse(run, error);
  }
  return (run) => {
    const { length } = run.bind.values;
    try {
      const text = emit(made, run);
      run.answered += 1;
      return text;
    } catch (error) {
      run.bind.values.length = length;
      return refuse(run, error);
    }
  };
}

/** Arguments of one call: PostgreSQL takes a hundred. */
const MAX_PAIRS = 50;

/** A JSON object with these response keys, which GraphQL's grammar makes letters, digits and underscores. */
export function jsonObject(pairs: readonly (readonly [key: string, value: Part])[]): Part {
  const objects: Part[] = [];
  for (let at = 0; at < pairs.length || at === 0; at += MAX_PAIRS) {
    const some = pairs.slice(at, at + MAX_PAIRS).map(([key, value]) => sql`${literal(key)}, ${value}`);
    objects.push(sql`json_build_object(${separated(some, ', ')})`);
  }
  const [first = '', ...rest] = objects;
  return rest.reduce<Part>(
    (before, next) => sql`(left(${before}::text, -1) || ', ' || substr(${next}::text, 2))::json`,
    first,
  );
}

/** A name as a literal of SQL. */
export const literal = (name: string): string => `'${identifier(name)}'`;

/** A name of GraphQL, which needs no escape in SQL. */
export function identifier(name: string): string {
  if (!/^\w+$/.test(name)) throw new Error('a name of GraphQL is letters, digits and underscores');
  return name;
}
