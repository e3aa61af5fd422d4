import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, type GraphQLSchema, getVariableValues, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { once, type RequestContext } from '../context.js';
import type { Dataset } from '../directory.js';
import { answerOf, type HostedAnswer, refusedAnswer } from './answer.js';
import { compile, type Statement } from './compile.js';
import { execute } from './execute.js';
import { PreparedTexts } from './prepared.js';
import { type Fetch, readFetch, Selections } from './selection.js';
import { emit, type Representation, Run } from './template.js';
import { type VisibleColumns, visibleColumns } from './visible.js';

const MAX_DOCUMENTS = 1000;
const MAX_STATEMENTS = 2000;

/** A dataset that a request has read, as it stood: what labels and caches go by. */
export interface HostedRead {
  readonly dataset: Dataset;
  readonly visible: VisibleColumns;
}

/** What a request has read of hosted datasets so far, by root field. */
export const readsOf = (context: RequestContext): Map<string, HostedRead> =>
  once(context, readsOf, () => new Map<string, HostedRead>());

/** A fetch as the gateway sends it. */
export interface HostedRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly operationName: string | undefined;
}

/**
 * The merged hosted subgraph. A fetch becomes one statement, whose JSON PostgreSQL builds; which datasets are meant,
 * and what of them the caller may read, comes from the request's directory.
 */
export class HostedSubgraph {
  readonly #schema: GraphQLSchema;
  readonly #fetches = new LRUCache<string, Fetch>({ max: MAX_DOCUMENTS });
  readonly #statements = new LRUCache<string, Statement>({ max: MAX_STATEMENTS });
  readonly #prepared = new PreparedTexts();

  constructor(sdl: string) {
    this.#schema = buildSubgraphSchema(parse(sdl));
  }

  /** Answers a fetch. Errors are refusals, GraphQL's own, or what went wrong: `cause` tells. */
  async answer(request: HostedRequest, context: RequestContext): Promise<HostedAnswer> {
    const fetch = this.#fetch(request);
    if (!fetch) return { data: null, errors: [new GraphQLError('Unknown operation named in the request.')] };
    const definitions = fetch.operation.variableDefinitions ?? [];
    const { coerced, errors } = getVariableValues(this.#schema, definitions, request.variables);
    if (errors) return { data: null, errors };
    const run = new Run(
      coerced,
      context.keyring,
      (coerced['representations'] as readonly Representation[] | undefined) ?? [],
    );
    const statement = this.#statement(request, fetch, coerced, context);
    const text = emit(statement.part, run);
    if (run.answered === 0 && !statement.entities) return answerOf(statement, run, null);
    try {
      const rows = await execute<{ data: Record<string, unknown> }>(
        context.reads.sql,
        { text, values: run.bind.values, prepare: this.#prepared.wants(text) },
        context.signal,
      );
      return answerOf(statement, run, rows[0]?.data ?? null);
    } catch (error) {
      return refusedAnswer(statement, run, error as Error);
    }
  }

  #fetch({ query, operationName }: HostedRequest): Fetch | undefined {
    const key = `${operationName ?? ''} ${query}`;
    const known = this.#fetches.get(key);
    if (known) return known;
    const fetch = readFetch(parse(query, { noLocation: true }), operationName);
    if (fetch) this.#fetches.set(key, fetch);
    return fetch;
  }

  /**
   * The statement of a fetch for this caller. It is kept by the document, the values of its conditions, and the
   * columns and releases that the caller sees: what depends on arguments is filled in at each execution.
   */
  #statement(
    { query, operationName }: HostedRequest,
    fetch: Fetch,
    variables: Record<string, unknown>,
    context: RequestContext,
  ): Statement {
    const { directory, viewer } = context;
    const reads = readsOf(context);
    const datasetOf = (names: { readonly field: string } | { readonly type: string }) =>
      'field' in names ? directory.byField(names.field) : directory.byType(names.type);
    const visible = (dataset: Dataset): VisibleColumns => {
      const { field } = dataset.names;
      const known = reads.get(field)?.visible ?? visibleColumns(dataset, viewer);
      reads.set(field, { dataset, visible: known });
      return known;
    };
    let key = `${operationName ?? ''} ${query}`;
    for (const name of fetch.conditions) key += ` ${variables[name]}`;
    for (const field of fetch.fields) {
      const dataset = datasetOf({ field }) ?? datasetOf({ field: field.replace(/ByKey$/, '') });
      if (dataset) key += ` ${visible(dataset).signature}`;
    }
    for (const type of fetch.types) {
      const dataset = datasetOf({ type });
      if (dataset) key += ` ${visible(dataset).signature}`;
    }
    const known = this.#statements.get(key);
    if (known) return known;
    const selections = new Selections(this.#schema, fetch, variables);
    const made = compile(this.#schema, { fetch, selections, visible, datasetOf });
    this.#statements.set(key, made);
    return made;
  }
}
