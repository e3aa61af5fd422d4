import { createHash } from 'node:crypto';
import type {
  GatewayExecutionResult,
  GatewayGraphQLRequestContext,
  GatewayInterface,
} from '@apollo/server-gateway-interface';
import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  print,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { refusal } from '../schema/errors.js';
import type { RequestContext } from '../subgraphs/context.js';
import { traceOf } from './answers/explaining.js';
import { takeDown } from './answers/noting.js';
import { priced } from './answers/pricing.js';
import { costOf, costRefusal } from './cost.js';
import { isWithheld, statusOf } from './errors.js';
import type { Executor } from './executor/executor.js';
import { unusedName } from './exposure/cut.js';
import type { Layers } from './exposure/second-look.js';
import { Operation } from './operation.js';

const OPERATIONS = 1000;
const OPERATIONS_CHARACTERS = 10_000_000;

type SchemaCallback = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/**
 * One audience's face of the gateway. Parsing, validation, variable coercion, introspection and suggestions know
 * this audience's schema alone, so that a name outside it is an unknown name; then the gate, then the plan.
 */
export class Audience implements GatewayInterface {
  readonly #callbacks = new Set<SchemaCallback>();
  #schema: GraphQLSchema | undefined;
  #version = '';
  /** Of each schema that is still in use, so that an operation is planned by the graph that has validated it. */
  readonly #executors = new WeakMap<GraphQLSchema, Executor>();
  readonly #operations = new WeakMap<GraphQLSchema, LRUCache<string, Operation>>();
  readonly #rewrittenBy = new WeakMap<GraphQLSchema, LRUCache<string, Operation>>();

  /**
   * `layers` say what of an operation may be asked, `costLimit` how many values an answer can have, `straight` whether
   * JSON may be an answer as it is: what PostgreSQL has made, or what was answered before on the same grounds.
   */
  constructor(
    private readonly layers: Layers,
    private readonly costLimit: number,
    private readonly straight: boolean,
  ) {}

  /** The schema that is shown. */
  get schema(): GraphQLSchema {
    if (!this.#schema) throw new Error('an audience is asked before it has a schema');
    return this.#schema;
  }

  /** Equal for equal schemas over the same supergraph, on every hub. */
  get version(): string {
    return this.#version;
  }

  /** Gives the audience its schema and what executes plans for it; requests that have begun keep theirs. */
  show(schema: GraphQLSchema, executor: Executor, version: string): void {
    this.#executors.set(schema, executor);
    this.#schema = schema;
    this.#version = version;
    this.#tell(schema);
  }

  #tell(schema: GraphQLSchema): void {
    for (const callback of this.#callbacks) callback({ apiSchema: schema, coreSupergraphSdl: '' });
  }

  onSchemaLoadOrUpdate(callback: SchemaCallback): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  async load(): ReturnType<GatewayInterface['load']> {
    this.#tell(this.schema);
    return { executor: (requestContext) => this.#execute(requestContext) };
  }

  async stop(): Promise<void> {}

  /** An operation of this text and name that was validated by the schema that is shown. */
  known(source: string, name: string | undefined): Operation | undefined {
    return this.#schema && this.#operations.get(this.#schema)?.get(`${name ?? ''} ${source}`);
  }

  async #execute(requestContext: GatewayGraphQLRequestContext): Promise<GatewayExecutionResult> {
    if (!getOperationAST(requestContext.document, requestContext.request.operationName))
      return { errors: [new GraphQLError('Unknown operation named in the request.')] };
    const operation = this.#operation(requestContext);
    const raw = requestContext.request.variables ?? {};
    const coerced = coercedFor(operation, raw);
    if (coerced.errors) return { errors: coerced.errors.map(asBadInput) };
    return this.answer(operation, raw, coerced.coerced, requestContext.context as RequestContext);
  }

  #operation({ document, request, schema, queryHash, source }: GatewayGraphQLRequestContext): Operation {
    let operations = this.#operations.get(schema);
    if (!operations) {
      operations = operationCache();
      this.#operations.set(schema, operations);
    }
    const key = `${request.operationName ?? ''} ${source}`;
    let operation = operations.get(key);
    if (!operation) {
      operation = new Operation(schema, document, request.operationName, queryHash);
      operations.set(key, operation);
    }
    return operation;
  }

  /** Answers an operation that was validated; `coerced` are the variables that `raw` are. */
  async answer(
    operation: Operation,
    raw: Record<string, unknown>,
    coerced: Record<string, unknown>,
    context: RequestContext,
  ): Promise<GatewayExecutionResult> {
    const { schema, document, name, introspects } = operation;
    takeDown(context, operation, raw);
    const trace = traceOf(context);
    const executor = this.#executors.get(schema);
    if (!executor) throw new Error('an operation has a schema that this audience was never shown');
    const allowed = await this.layers.gate(operation, raw, context);
    const errors = allowed.denials.map(
      ({ path, reason }) =>
        new GraphQLError(reason.message, { path: [...path], extensions: reason.extensions }),
    );
    let answer: GatewayExecutionResult = { data: {} };
    if (allowed.document) {
      const whole = allowed.document === document;
      const cost = whole ? operation.cost(coerced) : costOf(schema, allowed.document, name, coerced);
      priced(context, cost, this.costLimit);
      const dear = costRefusal(cost, this.costLimit);
      if (dear) return finish(null, [new GraphQLError(dear.message, { extensions: dear.extensions })]);
      const hidden = introspects ? unusedName(allowed.document) : '';
      const fetched = introspects ? withoutIntrospection(allowed.document, hidden) : allowed.document;
      const asked = fetched === document ? operation : this.#rewritten(schema, fetched, name);
      const forbidden = this.layers.look(asked, raw, context);
      if (forbidden !== undefined) return finish(null, [this.#slipped(forbidden, context)]);
      answer = await executor(
        { document: fetched, operationName: name, hash: asked.hash, variables: raw, context, trace },
        { bytes: this.straight && fetched === document && !trace },
      );
      if (introspects) answer = withIntrospected(answer, hidden, operation, allowed.document, raw);
    }
    const data = allowed.restore(answer.data);
    return finish(data, [...errors, ...(answer.errors ?? [])]);
  }

  /**
   * Plans are cached by hash, so a document that was changed has to carry another one. The name belongs to the key: what
   * is left of a document may hold other operations beside the one that is asked.
   */
  #rewritten(schema: GraphQLSchema, document: DocumentNode, name: string | undefined): Operation {
    let rewritten = this.#rewrittenBy.get(schema);
    if (!rewritten) {
      rewritten = operationCache();
      this.#rewrittenBy.set(schema, rewritten);
    }
    const source = print(document);
    const key = `${name ?? ''} ${source}`;
    let operation = rewritten.get(key);
    if (!operation) {
      const hash = createHash('sha256').update(source).digest('hex');
      operation = new Operation(schema, document, name, hash);
      rewritten.set(key, operation);
    }
    return operation;
  }

  /** What the gate should have cut: the whole operation is refused, and whoever runs the hub hears of it. */
  #slipped(coordinate: string, { requestId, log }: RequestContext): GraphQLError {
    log.error({ requestId, coordinate }, 'the gate let through what the caller may not read');
    const { message, extensions } = refusal('FIELD_NOT_EXPOSED', { field: coordinate });
    return new GraphQLError(message, { extensions });
  }
}

const operationCache = () =>
  new LRUCache<string, Operation>({
    max: OPERATIONS,
    maxSize: OPERATIONS_CHARACTERS,
    sizeCalculation: (_, key) => key.length,
  });

/** The variables of an operation as its schema has them, or what is wrong with them. */
export const coercedFor = ({ schema, node }: Operation, raw: Record<string, unknown>) =>
  getVariableValues(schema, node.variableDefinitions ?? [], raw, { maxErrors: 50 });

const asBadInput = (error: GraphQLError) =>
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });

/**
 * The document without `__schema` and `__type`: the gateway would answer them from the full schema. `hidden` is the
 * response key of the placeholder in a selection that would otherwise be empty.
 */
function withoutIntrospection(document: DocumentNode, hidden: string): DocumentNode {
  return visit(document, {
    Field: (node) => (node.name.value === '__schema' || node.name.value === '__type' ? null : undefined),
    SelectionSet: {
      leave: (node) =>
        node.selections.length > 0
          ? undefined
          : {
              ...node,
              selections: [
                {
                  kind: Kind.FIELD,
                  name: { kind: Kind.NAME, value: '__typename' },
                  alias: { kind: Kind.NAME, value: hidden },
                },
              ],
            },
    },
  });
}

/** Answers introspection from the caller's schema, in the order of the operation. */
function withIntrospected(
  answer: GatewayExecutionResult,
  hidden: string,
  { schema, name }: Operation,
  document: DocumentNode,
  variables: Record<string, unknown>,
): GatewayExecutionResult {
  const introspected = execute({
    schema,
    document,
    operationName: name,
    variableValues: variables,
    // Every other root field is null here and comes from the plan.
    fieldResolver: () => null,
  });
  if (introspected instanceof Promise) throw new Error('introspection is synchronous');
  const data: Record<string, unknown> = { ...introspected.data };
  for (const [key, value] of Object.entries(answer.data ?? {})) if (key !== hidden) data[key] = value;
  return { ...answer, data };
}

/** Whether an answer, or a part of one, holds nothing but null. */
const isEmpty = (value: unknown): boolean =>
  value === null ||
  (typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(isEmpty));

/**
 * The answer as it leaves: errors without the name of the subgraph, and, where a refusal left nothing to answer, its
 * HTTP status. A withheld field is an answer, not a failed request.
 */
function finish(
  data: Record<string, unknown> | null,
  errors: readonly GraphQLError[],
): GatewayExecutionResult {
  if (errors.length === 0) return { data };
  const failed = isEmpty(data);
  const shown = errors.map((error, at) => {
    const { serviceName: _, ...extensions } = error.extensions ?? {};
    const code = String(extensions['code']);
    const status = failed && at === 0 && !isWithheld(code) ? statusOf(code) : undefined;
    return new GraphQLError(error.message, {
      path: error.path ?? null,
      extensions: { ...extensions, ...(status ? { http: { status } } : {}) },
    });
  });
  return { data, errors: shown };
}
