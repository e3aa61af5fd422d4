import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getOperationAST,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { getVariableValues } from 'graphql/execution/values.js';
import type { Asked } from './operations.js';

type Things = Readonly<Record<string, unknown>>;
type Grouped = ReadonlyMap<string, readonly FieldNode[]>;

/**
 * The same data with the keys in the order that GraphQL's specification gives them: where a key is first met.
 * What a thing is of an abstract type is read from what was fetched for it, which has the same shape.
 */
export function inSpecifiedOrder(
  schema: GraphQLSchema,
  asked: Asked,
  data: unknown,
  fetched: unknown,
): unknown {
  const document = parse(asked.source);
  const operation = getOperationAST(document, asked.operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return data;
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], asked.variables);
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;

  const thing = (type: GraphQLObjectType, grouped: Grouped, own: Things, source: Things): unknown => {
    const ordered: Record<string, unknown> = {};
    for (const [key, nodes] of grouped) {
      if (!(key in own)) continue;
      const field = type.getFields()[nodes[0]?.name.value ?? ''];
      ordered[key] = field ? value(field.type, nodes, own[key], source?.[key]) : own[key];
    }
    return { ...ordered, ...Object.fromEntries(Object.entries(own).filter(([key]) => !(key in ordered))) };
  };
  const value = (
    type: GraphQLOutputType,
    nodes: readonly FieldNode[],
    own: unknown,
    source: unknown,
  ): unknown => {
    if (own === null || own === undefined) return own;
    if (isNonNullType(type)) return value(type.ofType, nodes, own, source);
    if (isListType(type))
      return (own as unknown[]).map((item, at) =>
        value(type.ofType, nodes, item, (source as unknown[] | undefined)?.[at]),
      );
    const name = (source as Things | undefined)?.['__typename'];
    const named = isAbstractType(type) ? schema.getType(String(name)) : type;
    // Of a thing that is known by its interface alone, any type's order is the order of the interface's fields.
    const [any] = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
    const actual = isObjectType(named) ? named : any;
    if (!actual) return own;
    const grouped = collectSubfields(schema, fragments, coerced, actual, [...nodes]);
    return thing(actual, grouped, own as Things, source as Things);
  };
  if (data === null || data === undefined) return data;
  const grouped = collectFields(schema, fragments, coerced, root, operation.selectionSet);
  return thing(root, grouped, data as Things, fetched as Things);
}
