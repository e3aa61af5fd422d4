import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { FetchNode } from '@apollo/query-planner';
import {
  type DefinitionNode,
  type GraphQLFormattedError,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { Ask, Response } from './ask.js';
import { isObject, type Objects } from './shape.js';

/** A data source whose fetches of entities go together where they can: each request to it costs more than what it asks. */
export interface BatchingSource extends GraphQLDataSource {
  readonly batches: true;
}

export const batches = (source: GraphQLDataSource): source is BatchingSource =>
  'batches' in source && source.batches === true;

interface Pending {
  readonly node: FetchNode;
  readonly options: GraphQLDataSourceProcessOptions;
  readonly resolve: (response: Response) => void;
  readonly reject: (error: unknown) => void;
}

const REPRESENTATIONS = 'representations';
const keyOf = (at: number): string => `e${at}`;

/** Several fetches of entities as one operation. */
interface Together {
  readonly query: string;
}

/** Fetches of entities that have been put together once, by their operations. */
export type Combinations = Map<string, Together>;
/** More are put together anew each time. */
const MAX_COMBINATIONS = 200;

/** Collects what one execution asks of one subgraph until everything that has come is dealt with, and then asks at once. */
export class Batch {
  #pending: Pending[] = [];

  constructor(
    private readonly source: GraphQLDataSource,
    private readonly known: Combinations,
    private readonly ask: Ask,
  ) {}

  fetch(node: FetchNode, options: GraphQLDataSourceProcessOptions): Promise<Response> {
    return new Promise((resolve, reject) => {
      if (this.#pending.length === 0) setImmediate(() => void this.#flush());
      this.#pending.push({ node, options, resolve, reject });
    });
  }

  async #flush(): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    try {
      const [only, ...more] = pending;
      if (only && more.length === 0) {
        only.resolve(await this.ask(this.source, only.options, [only.node]));
        return;
      }
      const nodes = pending.map(({ node }) => node);
      const response = await this.ask(this.source, this.#together(pending), nodes);
      for (const [at, { resolve }] of pending.entries()) resolve(partOf(response, at));
    } catch (error) {
      for (const { reject } of pending) reject(error);
    }
  }

  #together(pending: readonly Pending[]): GraphQLDataSourceProcessOptions {
    const key = pending.map(({ node }) => node.operation).join('\0');
    let together = this.known.get(key);
    if (!together) {
      together = { query: put(pending.map(({ node }) => node.operation)) };
      if (this.known.size < MAX_COMBINATIONS) this.known.set(key, together);
    }
    const variables: Objects = {};
    for (const [at, { options }] of pending.entries())
      for (const [name, value] of Object.entries(options.request.variables ?? {}))
        variables[name === REPRESENTATIONS ? `${REPRESENTATIONS}${at}` : name] = value;
    const [{ options }] = pending as [Pending];
    return { ...options, request: { query: together.query, variables } } as GraphQLDataSourceProcessOptions;
  }
}

/** Writes operations that ask for entities as one; variables of the client are the same in all of them. */
function put(operations: readonly string[]): string {
  const variables = new Map<string, VariableDefinitionNode>();
  const selections: SelectionNode[] = [];
  for (const [at, text] of operations.entries()) {
    const own = visit(parse(text, { noLocation: true }).definitions[0] as OperationDefinitionNode, {
      Variable: (node) =>
        node.name.value === REPRESENTATIONS
          ? { ...node, name: { kind: Kind.NAME, value: `${REPRESENTATIONS}${at}` } }
          : undefined,
    });
    for (const definition of own.variableDefinitions ?? [])
      variables.set(definition.variable.name.value, definition);
    for (const selection of own.selectionSet.selections)
      if (selection.kind === Kind.FIELD)
        selections.push({ ...selection, alias: { kind: Kind.NAME, value: keyOf(at) } });
  }
  return print({
    kind: Kind.OPERATION_DEFINITION,
    operation: 'query',
    variableDefinitions: [...variables.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  } as OperationDefinitionNode);
}

/** Whether a fetch can go together with others: it asks for entities, and nothing besides. */
export function canGoTogether({ requires, operation, operationKind }: FetchNode): boolean {
  if (!requires || operationKind !== 'query') return false;
  const definitions: readonly DefinitionNode[] = parse(operation, { noLocation: true }).definitions;
  const [only] = definitions;
  if (definitions.length !== 1 || only?.kind !== Kind.OPERATION_DEFINITION) return false;
  const { selections } = only.selectionSet;
  return (
    selections.length === 1 &&
    selections[0]?.kind === Kind.FIELD &&
    selections[0].name.value === '_entities' &&
    !only.directives?.length
  );
}

/** What of an answer belongs to one of the fetches; an error that names none belongs to each. */
function partOf({ data, errors }: Response, at: number): Response {
  const key = keyOf(at);
  const own = errors?.flatMap((error): GraphQLFormattedError[] => {
    const [root, ...below] = error.path ?? [];
    if (root === key) return [{ ...error, path: ['_entities', ...below] }];
    return typeof root === 'string' && /^e\d+$/.test(root) ? [] : [error];
  });
  const part = isObject(data)
    ? { data: { _entities: data[key] ?? (own?.length ? null : undefined) } }
    : { data };
  return own && own.length > 0 ? { ...part, errors: own } : part;
}
