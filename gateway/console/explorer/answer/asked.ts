import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getOperationAST,
  getVariableValues,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import type { Question } from '../runs.js';

/** A field that was asked, where its answer stands. */
interface AskedField {
  readonly path: readonly string[];
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly parent: string;
}

/** What a question has asked, by a schema that knows it. */
export class Asked {
  readonly #fields: readonly AskedField[];
  readonly #document: DocumentNode;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly question: Question,
  ) {
    this.#document = parse(question.query);
    this.#fields = fieldsOf(schema, this.#document, question.operationName);
  }

  /** The named type of what stands at a place of the answer. */
  typeAt(path: readonly (string | number)[]): string | undefined {
    const keys = path.filter((step) => typeof step === 'string').join('.');
    const found = this.#fields.find((field) => field.path.join('.') === keys);
    return found && getNamedType(found.definition.type).name;
  }

  /**
   * Where the hub gives all rows of a dataset of which a list shows a page; null where the list is something else, or
   * holds more than the dataset's own columns.
   */
  wholeExport(list: readonly string[], excel: boolean): string | null {
    const [rootKey, ...below] = list;
    const [root, ...others] = this.#fields.filter(({ path }) => path.length === 1 && path[0] === rootKey);
    if (!root || others.length > 0 || below.join() !== 'nodes') return null;
    if (/@(skip|include)\b/.test(this.question.query)) return null;
    const columns = this.#columnsOf(root, list);
    if (columns.length === 0 || !columns.every((one) => one !== null)) return null;
    const args = this.#argumentsOf(root);
    if (!args) return null;
    const how = new URLSearchParams({ columns: [...new Set(columns)].join() });
    for (const name of ['where', 'orderBy'])
      if (args[name] !== undefined && args[name] !== null) how.set(name, JSON.stringify(args[name]));
    if (excel) how.set('excel', '1');
    return `/exports/${root.definition.name}.csv?${how}`;
  }

  /** Names of the columns that a dataset's page shows; null for what is none. */
  #columnsOf(root: AskedField, list: readonly string[]): (string | null)[] {
    const arguments_ = new Map(root.definition.args.map(({ name, type }) => [name, getNamedType(type).name]));
    return this.#fields
      .filter(({ path }) => path.length > list.length && list.every((key, at) => path[at] === key))
      .filter(({ node }) => node.name.value !== '__typename')
      .map(({ definition, node, parent, path }) => {
        const isDataset = arguments_.get('where') === `${parent}Where` && arguments_.has('orderBy');
        const isRenamed = path.at(-1) !== definition.name;
        return isDataset && !isRenamed && !node.selectionSet && definition.args.length === 0
          ? definition.name
          : null;
      });
  }

  #argumentsOf({ definition, node }: AskedField): Record<string, unknown> | null {
    const operation = getOperationAST(this.#document, this.question.operationName);
    const { coerced } = getVariableValues(
      this.schema,
      operation?.variableDefinitions ?? [],
      this.question.variables,
    );
    return coerced ? getArgumentValues(definition, node, coerced) : null;
  }
}

/** Every field of an operation, through its fragments. What `schema` does not know is left out. */
function fieldsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): AskedField[] {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return [];
  const fields: AskedField[] = [];
  const walk = (selected: SelectionSetNode, on: string, path: readonly string[]): void => {
    const type = schema.getType(on);
    for (const node of selected.selections) {
      if (node.kind === Kind.FIELD) {
        const definition = definitionOf(type, node);
        if (!definition) continue;
        const at = [...path, (node.alias ?? node.name).value];
        fields.push({ path: at, node, definition, parent: on });
        if (node.selectionSet) walk(node.selectionSet, getNamedType(definition.type).name, at);
        continue;
      }
      const body =
        node.kind === Kind.INLINE_FRAGMENT
          ? node
          : document.definitions.find(
              (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === node.name.value,
            );
      if (body && 'selectionSet' in body && body.kind !== Kind.OPERATION_DEFINITION)
        walk(body.selectionSet, body.typeCondition?.name.value ?? on, path);
    }
  };
  walk(operation.selectionSet, root.name, []);
  return fields;
}

const definitionOf = (type: unknown, node: FieldNode): GraphQLField<unknown, unknown> | undefined =>
  isObjectType(type) || isInterfaceType(type)
    ? (type as GraphQLObjectType).getFields()[node.name.value]
    : undefined;
