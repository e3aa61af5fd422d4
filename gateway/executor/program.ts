import { performance } from 'node:perf_hooks';
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { HubError, refusal } from '../../schema/errors.js';
import type { Ask, Response } from './ask.js';
import { Batch, batches, type Combinations, canGoTogether } from './batch.js';
import { type IsOfType, merge, type Representing, representing, rewriting } from './entities.js';
import { isObject, type Objects } from './shape.js';
import type { ExecutionCounts, Trace } from './trace.js';

/** One execution of a plan. */
export interface Execution {
  /** What the request's data sources share. */
  readonly context: unknown;
  /** As the client gave them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Everything that was fetched so far, from the root on. */
  readonly data: Objects;
  /** What stands at the paths of fetches, as long as nothing is fetched that belongs above it. */
  readonly found: Map<string, readonly object[]>;
  /** What is about to be asked of subgraphs that are asked for several things at once. */
  readonly batches: Map<string, Batch>;
  readonly ask: Ask;
  /** Whether several places have something in common, since it was fetched once for all of them. */
  shares: boolean;
  readonly errors: GraphQLError[];
  readonly trace: Trace | undefined;
  /** Aborted once nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined;
}

/** Carries out a part of a plan; never fails, what goes wrong is told in the execution's errors. */
export type Step = (execution: Execution) => Promise<void> | undefined;

/** Whether a subgraph may be sent what a fetch requires of objects, keys included. */
export type MaySend = (subgraph: string, requires: readonly QueryPlanSelectionNode[]) => boolean;

/** What the steps of one operation have in common. */
export interface Around {
  readonly sources: ReadonlyMap<string, GraphQLDataSource>;
  readonly isOfType: IsOfType;
  /** The client's response key of every key of the plan that is another one. */
  readonly keys: ReadonlyMap<string, string>;
  /** The client's name of a variable that was renamed, by its name in the plan. */
  readonly variableOf: (name: string) => string;
  readonly counts: ExecutionCounts;
  readonly combinations: Combinations;
  readonly maySend: MaySend | undefined;
}

type Path = readonly (string | number)[];

export function stepOf(node: PlanNode, around: Around, path: Path = []): Step {
  switch (node.kind) {
    case 'Sequence': {
      const steps = node.nodes.map((one) => stepOf(one, around, path));
      return async (execution) => {
        for (const step of steps) await step(execution);
      };
    }
    case 'Parallel': {
      const steps = node.nodes.map((one) => stepOf(one, around, path));
      return async (execution) => {
        await Promise.all(steps.map((step) => step(execution)));
      };
    }
    case 'Flatten':
      return stepOf(node.node, around, [...path, ...node.path]);
    case 'Fetch':
      return fetching(node, around, path);
    default:
      throw new Error(`a plan has a ${node.kind} node`);
  }
}

function batchFor(
  { batches, ask }: Execution,
  name: string,
  source: GraphQLDataSource,
  { combinations }: Around,
): Batch {
  let batch = batches.get(name);
  if (!batch) {
    batch = new Batch(source, combinations, ask);
    batches.set(name, batch);
  }
  return batch;
}

/** Counts a fetch, and takes it down where the execution is traced. */
export async function watched<Answer extends Response | Uint8Array>(
  { trace }: Execution,
  counts: ExecutionCounts,
  subgraph: string,
  path: string,
  more: Objects | undefined,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const began = performance.now();
  const representations = more?.['representations'];
  const end = trace?.fetch(subgraph, path, Array.isArray(representations) ? representations.length : null);
  let errors = 1;
  try {
    const answer = await send();
    errors = answer instanceof Uint8Array ? 0 : (answer.errors?.length ?? 0);
    return answer;
  } finally {
    counts.fetched(subgraph, performance.now() - began, errors > 0);
    end?.(errors);
  }
}

/** Compiles what is sent to a subgraph: its operation, and of the client's variables those that it uses. */
export function requestOf(
  { operation, operationName, variableUsages = [] }: FetchNode,
  variableOf: (name: string) => string,
) {
  const names = variableUsages.map((name) => [name, variableOf(name)] as const);
  return (execution: Execution, more: Objects | undefined): GraphQLDataSourceProcessOptions => {
    const variables: Objects = { ...more };
    for (const [name, given] of names)
      if (Object.hasOwn(execution.variables, given)) variables[name] = execution.variables[given];
    const request = { query: operation, variables, operationName };
    return { kind: 'incoming operation', request, context: execution.context } as never;
  };
}

/** Takes what a fetch of the whole answer has brought. */
export function receive(
  execution: Execution,
  serviceName: string,
  {
    data,
    errors,
  }: { readonly data?: unknown; readonly errors?: readonly GraphQLFormattedError[] | undefined },
): void {
  for (const { message, path = [], extensions } of errors ?? [])
    tell(execution, serviceName, message, path, extensions);
  if (isObject(data)) merge(execution.data, data);
}

function fetching(node: FetchNode, around: Around, path: Path): Step {
  const { serviceName, requires } = node;
  const source = around.sources.get(serviceName);
  if (!source) throw new Error(`the plan names a subgraph that this hub does not have: ${serviceName}`);
  const rewrite = rewriting(node.outputRewrites, around.isOfType);
  const asking = requestOf(node, around.variableOf);
  const levels = levelsOf(path);
  if (requires && around.maySend && !around.maySend(serviceName, requires)) {
    const refused = refusal('SUBGRAPH_NOT_ENTITLED', { subgraph: serviceName });
    return async (execution) => {
      if (objectsAt(execution, levels).length === 0) return;
      const [place = []] = placesAt(execution.data, path, around.keys);
      fail(execution, serviceName, refused, place);
    };
  }
  const whole = path.join('.');
  const about = clientPath(path, around.keys).join('.');
  const together = batches(source) && canGoTogether(node);
  const alone = [node];
  const represent = requires && representing(requires, node.inputRewrites, around.isOfType);

  /** What the subgraph answers; its errors are told with the paths that `placesOf` gives. */
  const send = async (
    execution: Execution,
    more: Objects | undefined,
    placesOf: (path: Path) => readonly Path[],
  ): Promise<unknown> => {
    const { data, errors } = await watched(execution, around.counts, serviceName, about, more, () => {
      const options = asking(execution, more);
      return together
        ? batchFor(execution, serviceName, source, around).fetch(node, options)
        : execution.ask(source, options, alone);
    });
    for (const error of errors ?? [])
      for (const place of placesOf(error.path ?? []))
        tell(execution, serviceName, error.message, place, error.extensions);
    if (!errors?.length && !isObject(data)) throw invalid(serviceName);
    return data;
  };

  return async (execution) => {
    const objects = objectsAt(execution, levels);
    if (objects.length === 0 || execution.signal?.aborted) return;
    const start = (of?: ReadonlySet<Objects>) => placesAt(execution.data, path, around.keys, of);
    try {
      if (!represent) {
        const inside = (below: Path) => start().map((place) => [...place, ...clientPath(below, around.keys)]);
        const data = await send(execution, undefined, inside);
        rewrite(data);
        if (isObject(data)) for (const object of objects) merge(object, data);
        execution.shares ||= objects.length > 1;
        forget(execution, whole);
        return;
      }
      const wanted = representationsOf(objects, represent);
      if (wanted.representations.length === 0) return;
      const inside = ([root, index, ...below]: Path): readonly Path[] => {
        const about = root === '_entities' && typeof index === 'number' ? wanted.objects[index] : undefined;
        if (!about) return start().slice(0, 1);
        const rest = clientPath(below, around.keys);
        return start(new Set(about)).map((place) => [...place, ...rest]);
      };
      const data = await send(execution, { representations: wanted.representations }, inside);
      if (!isObject(data)) return;
      const received = data['_entities'];
      if (!Array.isArray(received) || received.length !== wanted.representations.length)
        throw invalid(serviceName);
      for (const [index, about] of wanted.objects.entries()) {
        const entity: unknown = received[index];
        if (!isObject(entity)) {
          if (entity !== null) throw invalid(serviceName);
          continue;
        }
        rewrite(entity);
        for (const object of about) mergeEntity(object, entity, around.isOfType);
        if (about.length > 1) execution.shares ||= hasObjects(entity);
      }
      forget(execution, whole);
    } catch (error) {
      const [place = []] = start();
      fail(execution, serviceName, error, place);
    }
  };
}

const invalid = (subgraph: string): HubError =>
  refusal('SUBGRAPH_INVALID', {
    detail: {
      id: `Subgraf ${subgraph} menjawab dalam bentuk yang tidak diminta.`,
      en: `The subgraph ${subgraph} has answered in a shape that it was not asked for.`,
    },
  });

function tell(
  { errors }: Execution,
  serviceName: string,
  message: string,
  path: Path,
  extensions: Readonly<Record<string, unknown>> | undefined,
): void {
  const text = typeof message === 'string' && message !== '' ? message : 'A subgraph has failed.';
  errors.push(
    new GraphQLError(text, {
      ...(path.length > 0 ? { path: [...path] } : {}),
      extensions: { ...extensions, serviceName },
    }),
  );
}

/** Tells of what a data source has thrown; what is no refusal is not for the client's eyes. */
export function fail(execution: Execution, serviceName: string, error: unknown, path: Path): void {
  const known = error instanceof HubError || error instanceof GraphQLError;
  const { message, extensions } = known ? error : refusal('SUBGRAPH_FAILED', { subgraph: serviceName });
  tell(execution, serviceName, message, path, extensions);
}

interface Wanted {
  /** Each once, however many objects it stands for. */
  readonly representations: Objects[];
  /** The objects of each of the representations. */
  readonly objects: Objects[][];
}

function representationsOf(objects: readonly Objects[], { represent, keyOf }: Representing): Wanted {
  const known = new Map<string, Objects[]>();
  const wanted: Wanted = { representations: [], objects: [] };
  const add = (key: string, object: Objects, representation: Objects): void => {
    const about = [object];
    known.set(key, about);
    wanted.representations.push(representation);
    wanted.objects.push(about);
  };
  for (const object of objects) {
    const key = keyOf(object);
    const before = key === undefined ? undefined : known.get(key);
    if (before) {
      before.push(object);
      continue;
    }
    const representation = represent(object);
    if (!representation) continue;
    if (key !== undefined) {
      add(key, object, representation);
      continue;
    }
    const text = JSON.stringify(representation);
    const same = known.get(text);
    if (same) same.push(object);
    else add(text, object, representation);
  }
  return wanted;
}

const hasObjects = (entity: Objects): boolean => {
  for (const key in entity) if (typeof entity[key] === 'object' && entity[key] !== null) return true;
  return false;
};

/** An interface object answers with its interface's name: the name of what the object is goes before it. */
function mergeEntity(object: Objects, entity: Objects, isOfType: IsOfType): void {
  const { __typename: name } = object;
  merge(object, entity);
  const { __typename: received } = object;
  if (
    typeof name === 'string' &&
    typeof received === 'string' &&
    name !== received &&
    isOfType(name, received)
  )
    object['__typename'] = name;
}

/** A part of a path, and the path up to it. */
interface Level {
  readonly part: string | number;
  readonly key: string;
}

const levelsOf = (path: Path): Level[] =>
  path.map((part, at) => ({ part, key: path.slice(0, at + 1).join('.') }));

/** The objects at a path, lists written out, without those that are null; what several places have in common is there once. */
function objectsAt({ data, found, shares }: Execution, levels: readonly Level[]): readonly Objects[] {
  let at = levels.length;
  let values: readonly object[] | undefined;
  while (at > 0 && !values) values = found.get(levels[--at]?.key ?? '');
  if (values) at++;
  values ??= [data];
  for (; at < levels.length; at++) {
    const { part, key } = levels[at] as Level;
    const next: object[] = [];
    for (const value of values) step(value, part, next);
    values = shares ? [...new Set(next)] : next;
    found.set(key, values);
  }
  const objects = values.some(Array.isArray) ? values.filter((value) => !Array.isArray(value)) : values;
  return objects as readonly Objects[];
}

function step(value: object, part: string | number, into: object[]): void {
  if (!Array.isArray(value)) {
    const below = part === '@' ? undefined : (value as Objects)[part];
    if (typeof below === 'object' && below !== null) into.push(below);
  } else if (part === '@') {
    for (const item of value) if (typeof item === 'object' && item !== null) into.push(item);
  } else for (const item of value) if (typeof item === 'object' && item !== null) step(item, part, into);
}

/** What was received changes what stands below. */
function forget({ found }: Execution, path: string): void {
  for (const key of found.keys()) if (path === '' || key.startsWith(`${path}.`)) found.delete(key);
}

/** Everywhere that those objects stand, or some of them, in the client's words. */
function placesAt(
  data: Objects,
  path: Path,
  keys: ReadonlyMap<string, string>,
  of?: ReadonlySet<Objects>,
): Path[] {
  const found: Path[] = [];
  const walk = (value: unknown, at: number, place: Path): void => {
    if (Array.isArray(value)) {
      const next = path[at] === '@' ? at + 1 : at;
      value.forEach((item, index) => {
        walk(item, next, [...place, index]);
      });
      return;
    }
    if (!isObject(value)) return;
    const key = path[at];
    if (key === undefined) {
      if (!of || of.has(value)) found.push(place);
    } else if (typeof key === 'string' && Object.hasOwn(value, key))
      walk(value[key], at + 1, [...place, keys.get(key) ?? key]);
  };
  walk(data, 0, []);
  return found;
}

const clientPath = (path: Path, keys: ReadonlyMap<string, string>): Path =>
  path.map((one) => (typeof one === 'string' ? (keys.get(one) ?? one) : one));
