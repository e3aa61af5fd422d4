import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { HubError, refusal } from '../../schema/errors.js';
import { type IsOfType, merge, type Represent, representing, rewriting } from './entities.js';
import { isObject, type Objects } from './shape.js';

/** One execution of a plan. */
export interface Execution {
  /** What the request's data sources share. */
  readonly context: unknown;
  /** As the client gave them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Everything that was fetched so far, from the root on. */
  readonly data: Objects;
  readonly errors: GraphQLError[];
  /** Aborted once nobody waits for the answer any more. */
  readonly signal: AbortSignal | undefined;
}

/** Carries out a part of a plan; never fails, what goes wrong is told in the execution's errors. */
export type Step = (execution: Execution) => Promise<void> | undefined;

/** What the steps of one operation have in common. */
export interface Around {
  readonly sources: ReadonlyMap<string, GraphQLDataSource>;
  readonly isOfType: IsOfType;
  /** The client's response key of every key of the plan that is another one. */
  readonly keys: ReadonlyMap<string, string>;
  /** The client's name of a variable that was renamed, by its name in the plan. */
  readonly variableOf: (name: string) => string;
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
  const represent = requires && representing(requires, node.inputRewrites, around.isOfType);

  /** What the subgraph answers; its errors are told with the paths that `placesOf` gives. */
  const send = async (
    execution: Execution,
    more: Objects | undefined,
    placesOf: (path: Path) => readonly Path[],
  ): Promise<unknown> => {
    const { data, errors } = await source.process(asking(execution, more));
    for (const error of errors ?? [])
      for (const place of placesOf(error.path ?? []))
        tell(execution, serviceName, error.message, place, error.extensions);
    if (!errors?.length && !isObject(data)) throw invalid(serviceName);
    return data;
  };

  return async (execution) => {
    const objects = objectsAt(execution.data, path);
    if (objects.length === 0 || execution.signal?.aborted) return;
    const start = () => placesAt(execution.data, path, around.keys);
    try {
      if (!represent) {
        const inside = (below: Path) => start().map((place) => [...place, ...clientPath(below, around.keys)]);
        const data = await send(execution, undefined, inside);
        rewrite(data);
        if (isObject(data)) for (const object of objects) merge(object, data);
        return;
      }
      const wanted = representationsOf(objects, represent);
      if (wanted.representations.length === 0) return;
      const inside = ([root, index, ...below]: Path): readonly Path[] => {
        const places = start();
        const rest = clientPath(below, around.keys);
        if (root !== '_entities' || typeof index !== 'number') return places.slice(0, 1);
        return (wanted.objects[index] ?? []).map((at) => [...(places[at] ?? []), ...rest]);
      };
      const data = await send(execution, { representations: wanted.representations }, inside);
      if (!isObject(data)) return;
      const received = data['_entities'];
      if (!Array.isArray(received) || received.length !== wanted.representations.length)
        throw invalid(serviceName);
      for (const [index, at] of wanted.objects.entries()) {
        const entity: unknown = received[index];
        if (!isObject(entity)) {
          if (entity !== null) throw invalid(serviceName);
          continue;
        }
        rewrite(entity);
        for (const place of at) mergeEntity(objects[place] as Objects, entity, around.isOfType);
      }
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
  /** Places among the objects, for each of the representations. */
  readonly objects: number[][];
}

function representationsOf(objects: readonly Objects[], represent: Represent): Wanted {
  const known = new Map<string, number>();
  const wanted: Wanted = { representations: [], objects: [] };
  for (let at = 0; at < objects.length; at++) {
    const representation = represent(objects[at] as Objects);
    if (!representation) continue;
    const text = objects.length > 1 ? JSON.stringify(representation) : '';
    const before = known.get(text);
    if (before !== undefined) {
      wanted.objects[before]?.push(at);
      continue;
    }
    known.set(text, wanted.representations.length);
    wanted.representations.push(representation);
    wanted.objects.push([at]);
  }
  return wanted;
}

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

/** The objects at a path, lists written out, without those that are null. */
function objectsAt(data: Objects, path: Path): Objects[] {
  const found: Objects[] = [];
  each(data, path, 0, (object) => found.push(object));
  return found;
}

function each(value: unknown, path: Path, at: number, found: (object: Objects) => void): void {
  if (Array.isArray(value)) {
    const next = path[at] === '@' ? at + 1 : at;
    for (const item of value) each(item, path, next, found);
    return;
  }
  if (!isObject(value)) return;
  const key = path[at];
  if (key === undefined) found(value);
  else if (typeof key === 'string' && Object.hasOwn(value, key)) each(value[key], path, at + 1, found);
}

/** Where those objects stand, in the client's words and in the same order. */
function placesAt(data: Objects, path: Path, keys: ReadonlyMap<string, string>): Path[] {
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
    if (key === undefined) found.push(place);
    else if (typeof key === 'string' && Object.hasOwn(value, key))
      walk(value[key], at + 1, [...place, keys.get(key) ?? key]);
  };
  walk(data, 0, []);
  return found;
}

const clientPath = (path: Path, keys: ReadonlyMap<string, string>): Path =>
  path.map((one) => (typeof one === 'string' ? (keys.get(one) ?? one) : one));
