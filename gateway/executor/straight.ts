import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import { type FieldNode, Kind, parse, print, type SelectionSetNode, visit } from 'graphql';
import { type Around, type Execution, fail, receive, requestOf, watched } from './program.js';
import type { ObjectShape } from './shape.js';

/** The data of an answer as JSON that was made elsewhere: it goes to the socket as it is. */
export class JsonBytes {
  constructor(readonly bytes: Uint8Array) {}
}

type Response = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** A data source that can answer with the JSON of `data` itself, or as ever where a fetch needs more than that. */
export interface BytesSource extends GraphQLDataSource {
  processBytes(options: GraphQLDataSourceProcessOptions): Promise<Uint8Array | Response>;
}

export const givesBytes = (source: GraphQLDataSource | undefined): source is BytesSource =>
  source !== undefined && 'processBytes' in source;

/** The one fetch of a plan that has no more than one. */
export interface OnlyFetch {
  /** With the client's own response keys: there is nothing besides that they could be mistaken for. */
  readonly node: FetchNode;
  /** Whether what it answers is what the client has asked for: the same keys in the same order. */
  isWhole(shape: ObjectShape): boolean;
}

export function onlyFetch({ node }: QueryPlan, keys: ReadonlyMap<string, string>): OnlyFetch | undefined {
  if (node?.kind !== 'Fetch' || node.requires || node.operationKind !== 'query') return undefined;
  if (node.inputRewrites?.length || node.outputRewrites?.length) return undefined;
  // A key like no other: what comes under it from a subgraph is not to be taken over.
  if ([...keys.values()].includes('__proto__')) return undefined;
  const document = visit(parse(node.operation, { noLocation: true }), {
    Field(field) {
      const key = field.alias && keys.get(field.alias.value);
      if (key === undefined) return undefined;
      const { alias: _, ...plain } = field;
      return key === field.name.value ? plain : { ...field, alias: { kind: Kind.NAME, value: key } };
    },
  });
  const [operation] = document.definitions;
  // Fragments are left to the long way.
  if (document.definitions.length !== 1 || operation?.kind !== Kind.OPERATION_DEFINITION) return undefined;
  return {
    node: { ...node, operation: print(document) },
    isWhole: (shape) => isSame(operation.selectionSet, shape),
  };
}

function isSame({ selections }: SelectionSetNode, { fields }: ObjectShape): boolean {
  if (selections.length !== fields.length) return false;
  return selections.every((node, at) => {
    const field = fields[at];
    if (node.kind !== Kind.FIELD || !field) return false;
    if (keyOf(node) !== field.key || (node.name.value === '__typename') !== (field.typename !== undefined))
      return false;
    if (!node.selectionSet) return true;
    return field.below !== undefined && isSame(node.selectionSet, field.below);
  });
}

const keyOf = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;

/** Asks the only fetch for its JSON; gives undefined where it has answered otherwise, which the execution then holds. */
export function straightOf(node: FetchNode, source: BytesSource, around: Around) {
  const asking = requestOf(node, around.variableOf);
  return async (execution: Execution): Promise<Uint8Array | undefined> => {
    try {
      const response = await watched(execution, around.counts, node.serviceName, '', undefined, () =>
        source.processBytes(asking(execution, undefined)),
      );
      if (response instanceof Uint8Array) {
        around.counts.straight++;
        return response;
      }
      receive(execution, node.serviceName, response);
    } catch (error) {
      fail(execution, node.serviceName, error, []);
    }
    return undefined;
  };
}
