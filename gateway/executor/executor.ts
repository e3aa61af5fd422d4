import { performance } from 'node:perf_hooks';
import type { GraphQLDataSource } from '@apollo/gateway';
import { type PlanNode, prettyFormatQueryPlan, type QueryPlan } from '@apollo/query-planner';
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getOperationRootType,
  getVariableValues,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { refusal } from '../../schema/errors.js';
import type { Planner } from '../planning/planner.js';
import { aliased, wordsOf } from './aliases.js';
import { plainly } from './ask.js';
import { type Conditions, conditionsOf, decided } from './conditions.js';
import { type Execution, type MaySend, type Step, stepOf } from './program.js';
import { type Order, orderOf, Repeats } from './repeats.js';
import { type ObjectShape, type Objects, type Problem, Shapes, shaped } from './shape.js';
import { givesBytes, JsonBytes, onlyFetch, straightOf } from './straight.js';
import type { ExecutionCounts, Trace } from './trace.js';

/** Plans are kept up to so many characters of theirs. */
const PLANS_CHARACTERS = 30_000_000;
/** What answers were made of, and their data, up to so many characters. */
const REPEATS_CHARACTERS = 16_000_000;

/** What operations are planned with and answered by. */
export interface Executing {
  readonly planner: Planner;
  /** The schema that clients see. */
  readonly clients: GraphQLSchema;
  readonly sources: ReadonlyMap<string, GraphQLDataSource>;
  readonly counts: ExecutionCounts;
  /** Whether a subgraph may be sent what it requires; every one where not given. */
  readonly maySend?: MaySend | undefined;
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
  /** Takes down how it is executed. */
  readonly trace?: Trace | undefined;
}

/** How a request may be answered. */
export interface Manner {
  /** Whether `data` may be `JsonBytes`. */
  readonly bytes: boolean;
}

export type Executor = (asked: Asked, manner?: Manner) => Promise<GatewayExecutionResult>;

/** A plan with what of it does not depend on the request. */
interface Planned {
  readonly plan: QueryPlan;
  readonly step: Step | undefined;
  readonly shape: ObjectShape;
  /** Gives the JSON of the only fetch, where that is the answer; undefined where it was taken as the long way takes it. */
  readonly straight: ((execution: Execution) => Promise<Uint8Array | undefined>) | undefined;
  /** Set where the answer is made of texts alone, so that it can be seen whether it is the one before. */
  readonly order: Order | undefined;
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
  const repeats = new Repeats(REPEATS_CHARACTERS, executing.counts);
  return async (asked, { bytes } = { bytes: false }) => {
    const { variables, context } = asked;
    const conditions = valuesOf(asked, executing.clients);
    if (conditions instanceof GraphQLError) return { errors: [conditions] };
    const key = `${asked.hash} ${asked.operationName ?? ''} ${Object.values(conditions).join()}`;
    let planned = plans.get(key);
    const kept = planned !== undefined;
    const began = performance.now();
    if (!planned) {
      planned = planOf(executing, asked, conditions);
      plans.set(key, planned);
      executing.counts.plansMade++;
    } else executing.counts.plansKept++;
    const { trace } = asked;
    trace?.planned(prettyFormatQueryPlan(planned.plan), performance.now() - began, kept);
    const { straight, step, shape, order } = planned;
    const repeating =
      bytes && order ? repeats.begin(`${key} ${JSON.stringify(variables)}`, order, context) : undefined;
    const same = await repeating?.same();
    if (same) return asData(same);
    const execution: Execution = {
      context,
      variables,
      data: {},
      found: new Map(),
      batches: new Map(),
      ask: repeating?.ask ?? plainly,
      shares: false,
      errors: [],
      trace,
      signal: context.signal,
    };
    if (bytes && straight) {
      const json = await straight(execution);
      if (json) return asData(json);
    } else await step?.(execution);
    const answer = answerOf(execution, shape);
    return repeating && !answer.errors ? asData(repeating.keep(answer.data)) : answer;
  };
}

/** JSON in the place of the data that it is. */
const asData = (bytes: Uint8Array): GatewayExecutionResult => ({
  data: new JsonBytes(bytes) as unknown as Objects,
});

function planOf(
  { planner, clients, sources, counts, maySend }: Executing,
  asked: Asked,
  conditions: Conditions,
): Planned {
  const { operationName } = asked;
  const { document, nothing } = decided(asked.document, conditions);
  const own = aliased(clients, document, operationName);
  const plan = planner.plan(own.document, operationName);
  const only = onlyFetch(plan, own.keys);
  // One fetch is made, and answers, in the client's own words.
  const { operation, fragments, keys } = only ? wordsOf(document, operationName) : own;
  const node = only?.node ?? (plan.node as PlanNode | undefined);
  const around = {
    sources,
    isOfType: planner.isOfType,
    keys,
    counts,
    maySend,
    combinations: new Map(),
    variableOf: (name: string) => (name === own.representations ? 'representations' : name),
  };
  const root = getOperationRootType(clients, operation);
  const shape = new Shapes(clients, fragments, keys, nothing).object(root, [operation.selectionSet]);
  const source = only && sources.get(only.node.serviceName);
  const isStraight = only?.isWhole(shape) && givesBytes(source);
  return {
    plan,
    step: node && stepOf(node, around),
    shape,
    straight: isStraight && only ? straightOf(only.node, source, around) : undefined,
    order: orderOf(node, sources),
  };
}

const conditionNames = new WeakMap<DocumentNode, readonly string[]>();

/** Values of the variables that decide what is asked at all, defaults among them. */
function valuesOf(
  { document, operationName, variables }: Asked,
  schema: GraphQLSchema,
): Conditions | GraphQLError {
  let names = conditionNames.get(document);
  if (!names) {
    names = conditionsOf(document);
    conditionNames.set(document, names);
  }
  if (names.length === 0) return NONE;
  const known = names;
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const { coerced, errors } = getVariableValues(
    schema,
    definitions.filter(({ variable }) => known.includes(variable.name.value)),
    variables,
  );
  return coerced ?? (errors[0] as GraphQLError);
}

const NONE: Conditions = {};

function answerOf({ data, errors, shares }: Execution, shape: ObjectShape): GatewayExecutionResult {
  const problems: Problem[] = [];
  let answer = shaped(data, shape, { path: undefined, problems, known: shares ? new Map() : undefined });
  if (problems.length > 0) {
    // Once more, and this time with the places.
    problems.length = 0;
    answer = shaped(data, shape, { path: [], problems, known: undefined });
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
