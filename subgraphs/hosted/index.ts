import { GraphQLError, GraphQLScalarType, GraphQLSchema, getVariableValues, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { once, type RequestContext } from '../context.js';
import type { Dataset } from '../directory.js';
import { answerOf, type HostedAnswer, refusedAnswer } from './answer.js';
import { compile, type Statement } from './compile.js';
import { type Execution, execute, executeBytes, isEnded } from './execute.js';
import { PreparedTexts } from './prepared.js';
import { type Fetch, readFetch, Selections } from './selection.js';
import { emit, type Representation, Run } from './template.js';
import { usedColumns } from './used-columns.js';
import { type HostedRead, visibleColumns } from './visible.js';

const MAX_DOCUMENTS = 1000;
/** Statements of one document: one for each set of visible columns and of conditions. */
const MAX_STATEMENTS = 32;

type Objects = Record<string, unknown>;

interface Known {
  readonly fetch: Fetch;
  readonly statements: LRUCache<string, Statement>;
}

/** What a request has read of hosted datasets so far, by root field. */
export const readsOf = (context: RequestContext): Map<string, HostedRead> =>
  once(context, readsOf, () => new Map<string, HostedRead>());

/** A fetch that can be sent to PostgreSQL. */
interface Ready {
  readonly statement: Statement;
  readonly run: Run;
  readonly execution: Execution;
}

/** A fetch as the gateway sends it. */
export interface HostedRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly operationName: string | undefined;
}

/** Representations, as the gateway sends them. */
const ANY = new GraphQLScalarType({ name: '_Any' });

/** The graph that clients see holds every type of the hosted subgraph: what fetches use besides is one scalar. */
function withRepresentations(clients: GraphQLSchema): GraphQLSchema {
  const { types, ...config } = clients.toConfig();
  return new GraphQLSchema({ ...config, types: [...types, ANY], assumeValid: true });
}

/**
 * The merged hosted subgraph. A fetch becomes one statement, whose JSON PostgreSQL builds; which datasets are meant,
 * and what of them the caller may read, comes from the request's directory.
 */
export class HostedSubgraph {
  readonly #schema: GraphQLSchema;
  readonly #documents = new LRUCache<string, Known>({ max: MAX_DOCUMENTS });
  readonly #prepared = new PreparedTexts();
  #running = 0;

  /** `clients` is the schema of the graph that hosted datasets are composed into. */
  constructor(clients: GraphQLSchema) {
    this.#schema = withRepresentations(clients);
  }

  /** Answers a fetch. Errors are refusals, GraphQL's own, or what went wrong: `cause` tells. */
  async answer(request: HostedRequest, context: RequestContext): Promise<HostedAnswer> {
    const ready = this.#ready(request, context);
    return 'errors' in ready ? { data: null, errors: ready.errors } : this.#objects(ready, context);
  }

  /** As `answer` does; but where PostgreSQL's JSON of `data` is the whole answer, its bytes. */
  async answerBytes(request: HostedRequest, context: RequestContext): Promise<Uint8Array | HostedAnswer> {
    const ready = this.#ready(request, context);
    if ('errors' in ready) return { data: null, errors: ready.errors };
    const { statement, run, execution } = ready;
    const { fixes, entities, typenames } = statement;
    // Ids and cursors are made here, as is what is said of refusals.
    if (entities || fixes.length > 0 || typenames.length > 0 || run.refused.length > 0)
      return this.#objects(ready, context);
    try {
      return await this.#timed(ready, context, () =>
        executeBytes(context.reads.sql, execution, context.signal),
      );
    } catch (error) {
      return refusedAnswer(statement, run, error as Error);
    }
  }

  async #objects(ready: Ready, context: RequestContext): Promise<HostedAnswer> {
    const { statement, run, execution } = ready;
    if (run.answered === 0 && !statement.entities) return answerOf(statement, run, null);
    try {
      const rows = await this.#timed(ready, context, () =>
        execute<{ data: Objects }>(context.reads.sql, execution, context.signal),
      );
      return answerOf(statement, run, rows[0]?.data ?? null);
    } catch (error) {
      return refusedAnswer(statement, run, error as Error);
    }
  }

  /** The statement of a fetch with its values. */
  #ready(
    request: HostedRequest,
    context: RequestContext,
  ): Ready | { readonly errors: readonly GraphQLError[] } {
    const known = this.#known(request);
    if (!known) return { errors: [new GraphQLError('Unknown operation named in the request.')] };
    const { fetch } = known;
    const definitions = fetch.operation.variableDefinitions ?? [];
    const { coerced, errors } = getVariableValues(this.#schema, definitions, request.variables);
    if (errors) return { errors };
    const run = new Run(
      coerced,
      context.keyring,
      (coerced['representations'] as readonly Representation[] | undefined) ?? [],
    );
    const statement = this.#statement(known, coerced, context);
    const text = emit(statement.part, run);
    // A prepared statement comes to a plan for any values, which costs figures over many rows twice the time.
    const prepare = !run.readsAll && this.#prepared.wants(text);
    const execution = { text, values: run.bind.values, prepare };
    return { statement, run, execution };
  }

  /** Runs a statement; where it is slow, the columns that it chose and sorted by are noted. */
  async #timed<Result>(
    { run }: Ready,
    context: RequestContext,
    execute: () => Promise<Result>,
  ): Promise<Result> {
    const ahead = this.#running++;
    const began = performance.now();
    const measure = (): void => {
      const milliseconds = performance.now() - began;
      // One that may have waited for a connection says nothing of its columns.
      if (milliseconds >= context.columnUses.slowMs && ahead < context.reads.sql.options.max)
        noteColumns(run, context, milliseconds);
    };
    try {
      const result = await execute();
      measure();
      return result;
    } catch (error) {
      if (isEnded(error)) measure();
      throw error;
    } finally {
      this.#running--;
    }
  }

  #known({ query, operationName = '' }: HostedRequest): Known | undefined {
    const key = operationName === '' ? query : `${operationName} ${query}`;
    const before = this.#documents.get(key);
    if (before) return before;
    const fetch = readFetch(parse(query, { noLocation: true }), operationName || undefined);
    if (!fetch) return undefined;
    const known = { fetch, statements: new LRUCache<string, Statement>({ max: MAX_STATEMENTS }) };
    this.#documents.set(key, known);
    return known;
  }

  /**
   * The statement of a fetch for this caller. It is kept by the document, the values of its conditions, and the
   * columns and releases that the caller sees: what depends on arguments is filled in at each execution.
   */
  #statement(
    { fetch, statements }: Known,
    variables: Record<string, unknown>,
    context: RequestContext,
  ): Statement {
    const { directory } = context;
    const reads = readsOf(context);
    // What a statement keeps hold of: the datasets that it is about, not the request, nor the whole directory.
    const touched = new Map<string, HostedRead>();
    let key = '';
    for (const name of fetch.conditions) key += ` ${variables[name]}`;
    const touch = (dataset: Dataset | undefined) => {
      if (!dataset) return;
      const { field, type } = dataset.names;
      const read = reads.get(field) ?? { dataset, visible: visibleColumns(dataset, context) };
      reads.set(field, read);
      touched.set(field, read).set(type, read);
      key += ` ${read.visible.signature}`;
    };
    for (const field of fetch.fields)
      touch(directory.byField(field) ?? directory.byField(field.replace(/ByKey$/, '')));
    for (const type of fetch.types) touch(directory.byType(type));
    const before = statements.get(key);
    if (before) return before;
    const selections = new Selections(this.#schema, fetch, variables);
    const made = compile(this.#schema, fetch, selections, (name) => touched.get(name));
    statements.set(key, made);
    return made;
  }
}

/** Notes by which columns the lists of a slow statement went. */
function noteColumns({ lists }: Run, context: RequestContext, milliseconds: number): void {
  for (const { dataset, visible } of readsOf(context).values()) {
    const own = [...lists.values()].filter(({ release }) => release === dataset.release?.id);
    const columns = new Set(own.flatMap((list) => usedColumns(list, visible)));
    context.columnUses.note(dataset.id, columns, milliseconds);
  }
}
