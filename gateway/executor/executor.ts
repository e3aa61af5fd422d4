import type { GraphQLDataSource } from '@apollo/gateway';
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationRootType,
  getVariableValues,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { refusal } from '../../schema/errors.js';
import type { Planner } from '../planning/planner.js';
import { aliased, type Words, wordsOf } from './aliases.js';
import { type Conditions, conditionsOf } from './conditions.js';
import { type Execution, type Step, stepOf } from './program.js';
import { type ObjectShape, type Objects, type Problem, Shapes, shaped } from './shape.js';
import { givesBytes, type JsonBytes, type OnlyFetch, onlyFetch, straightOf } from './straight.js';

/** Plans are kept up to so many characters of theirs. */
const PLANS_CHARACTERS = 30_000_000;
/** What is compiled of one plan: once for each set of values of its conditions. */
const MAX_SHAPES = 32;

/** What operations are planned with and answered by. */
export interface Executing {
  readonly planner: Planner;
  /** The schema that clients see. */
  readonly clients: GraphQLSchema;
  readonly sources: ReadonlyMap<string, GraphQLDataSource>;
}

/** An operation that was validated and may be asked. */
export interface Asked {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** Stands for the document: equal for equal ones. */
  readonly hash: string;
  /** As the client gave them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** What the request's data sources share; its `signal` ends what nobody waits for any more. */
  readonly context: { readonly signal?: AbortSignal };
}

/** How a request may be answered. */
export interface Manner {
  /** Whether `data` may be `JsonBytes`. */
  readonly bytes: boolean;
}

export type Executor = (asked: Asked, manner?: Manner) => Promise<GatewayExecutionResult>;

interface Planned {
  readonly plan: QueryPlan;
  /** The operation as its fetches answer it. */
  readonly words: Words;
  readonly step: Step | undefined;
  readonly only: OnlyFetch | undefined;
  /** Gives the JSON of the only fetch; undefined where it had to be taken as the long way takes it. */
  readonly straight: ((execution: Execution) => Promise<JsonBytes | undefined>) | undefined;
  readonly conditions: readonly string[];
  readonly shapes: LRUCache<string, Shape>;
}

interface Shape {
  readonly object: ObjectShape;
  /** Whether the only fetch answers just this. */
  readonly whole: boolean;
}

/**
 * Executes the plans of one supergraph. What of a plan does not depend on the request is compiled once and kept with it;
 * a request walks what was fetched once, into its answer. An operation that has begun keeps its graph to the end.
 */
export function executorOf(executing: Executing): Executor {
  const plans = new LRUCache<string, Planned>({
    maxSize: PLANS_CHARACTERS,
    sizeCalculation: ({ plan }, key) => JSON.stringify(plan).length + key.length,
  });
  return async (asked, { bytes } = { bytes: false }) => {
    const { variables, context } = asked;
    const key = `${asked.hash} ${asked.operationName ?? ''}`;
    let planned = plans.get(key);
    if (!planned) {
      planned = planOf(executing, asked);
      plans.set(key, planned);
    }
    const conditions = valuesOf(planned, executing.clients, variables);
    if (conditions instanceof GraphQLError) return { errors: [conditions] };
    const shape = shapeOf(planned, executing.clients, conditions);
    const execution: Execution = {
      context,
      variables,
      conditions,
      data: {},
      errors: [],
      signal: context.signal,
    };
    if (bytes && shape.whole && planned.straight) {
      const straight = await planned.straight(execution);
      if (straight) return { data: straight as unknown as Objects };
    } else await planned.step?.(execution);
    return answerOf(execution, shape.object);
  };
}

function planOf({ planner, clients, sources }: Executing, { document, operationName }: Asked): Planned {
  const own = aliased(clients, document, operationName);
  const plan = planner.plan(own.document, operationName);
  const only = onlyFetch(plan, own.keys);
  // One fetch is made, and answers, in the client's own words.
  const words = only ? wordsOf(document, operationName) : own;
  const node = only?.node ?? (plan.node as PlanNode | undefined);
  const around = {
    sources,
    isOfType: planner.isOfType,
    keys: words.keys,
    variableOf: (name: string) => (name === own.representations ? 'representations' : name),
  };
  const source = only && sources.get(only.node.serviceName);
  return {
    plan,
    words,
    step: node && stepOf(node, around),
    only,
    straight: only && givesBytes(source) ? straightOf(only.node, source, around) : undefined,
    conditions: conditionsOf(own.document),
    shapes: new LRUCache({ max: MAX_SHAPES }),
  };
}

/** Values of the variables that decide what is asked at all, defaults among them. */
function valuesOf(
  { conditions, words: { operation } }: Planned,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): Conditions | GraphQLError {
  if (conditions.length === 0) return NONE;
  const asked = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    conditions.includes(variable.name.value),
  );
  const { coerced, errors } = getVariableValues(schema, asked, variables);
  return coerced ?? (errors[0] as GraphQLError);
}

const NONE: Conditions = {};

function shapeOf(planned: Planned, clients: GraphQLSchema, conditions: Conditions): Shape {
  const key = planned.conditions.map((name) => String(conditions[name])).join();
  const known = planned.shapes.get(key);
  if (known) return known;
  const { operation, fragments, keys } = planned.words;
  const root = getOperationRootType(clients, operation);
  const object = new Shapes(clients, fragments, keys, conditions).object(root, [operation.selectionSet]);
  const made = { object, whole: planned.only?.isWhole(object, conditions) ?? false };
  planned.shapes.set(key, made);
  return made;
}

function answerOf({ data, errors }: Execution, shape: ObjectShape): GatewayExecutionResult {
  const problems: Problem[] = [];
  let answer = shaped(data, shape, { path: undefined, problems });
  if (problems.length > 0) {
    // Once more, and this time with the places.
    problems.length = 0;
    answer = shaped(data, shape, { path: [], problems });
    for (const { message, path } of problems)
      if (!errors.some((error) => concerns(error.path, path))) errors.push(asError(message, path));
  }
  return errors.length > 0 ? { data: answer, errors } : { data: answer };
}

/** Whether an error of a subgraph is why there is nothing at a place: it stands there, around or below it. */
const concerns = (error: GraphQLError['path'], place: Problem['path']): boolean =>
  !error || error.every((one, at) => at >= place.length || one === place[at]);

function asError(message: string, path: Problem['path']): GraphQLError {
  const detail = { id: 'Sebuah subgraf menjawab tidak sesuai skemanya.', en: message };
  const { extensions } = refusal('SUBGRAPH_INVALID', { detail });
  return new GraphQLError(message, { path: [...path], extensions });
}
