import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getOperationAST,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** A fetch as written, with the names in it by which datasets are found. */
export interface Fetch {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly fields: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  /** Variables of `@skip` and `@include`: other values, another statement. */
  readonly conditions: readonly string[];
}

/** Reads a document once; undefined where it has no such operation. */
export function readFetch(document: DocumentNode, operationName: string | undefined): Fetch | undefined {
  const operation = getOperationAST(document, operationName);
  if (!operation) return undefined;
  const fragments = new Map<string, FragmentDefinitionNode>();
  const fields = new Set<string>();
  const types = new Set<string>();
  const conditions = new Set<string>();
  visit(document, {
    Field: ({ name }) => void fields.add(name.value),
    NamedType: ({ name }) => void types.add(name.value),
    FragmentDefinition: (node) => void fragments.set(node.name.value, node),
    Directive: ({ arguments: given = [] }) => {
      for (const { value } of given) if (value.kind === Kind.VARIABLE) conditions.add(value.name.value);
    },
  });
  return { operation, fragments, fields, types, conditions: [...conditions] };
}

/** Nodes of the same response key are one field of the answer. */
export type Selected = ReadonlyMap<string, readonly FieldNode[]>;

/** What a fetch selects with the variables of its conditions: fragments spread, `@skip` and `@include` evaluated. */
export class Selections {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fetch: Fetch,
    private readonly variables: Record<string, unknown>,
  ) {}

  /** Fields selected of an object of this type. */
  root(type: string): Selected {
    return this.#collect([this.fetch.operation.selectionSet], type);
  }

  /** Fields selected below a field, of an object of this type. */
  below(nodes: readonly FieldNode[], type: string): Selected {
    return this.#collect(
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
      type,
    );
  }

  #collect(sets: readonly SelectionSetNode[], type: string): Selected {
    const found = new Map<string, FieldNode[]>();
    const add = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (!this.#included(selection)) continue;
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value;
          const nodes = found.get(key);
          if (nodes) nodes.push(selection);
          else found.set(key, [selection]);
          continue;
        }
        const body =
          selection.kind === Kind.INLINE_FRAGMENT
            ? selection
            : this.fetch.fragments.get(selection.name.value);
        if (body && this.#applies(body.typeCondition?.name.value, type)) add(body.selectionSet);
      }
    };
    sets.forEach(add);
    return found;
  }

  #included(node: SelectionNode): boolean {
    if (!node.directives?.length) return true;
    if (getDirectiveValues(GraphQLSkipDirective, node, this.variables)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, this.variables)?.['if'] !== false;
  }

  #applies(condition: string | undefined, type: string): boolean {
    if (condition === undefined || condition === type) return true;
    const [general, special] = [this.schema.getType(condition), this.schema.getType(type)];
    return isAbstractType(general) && isObjectType(special) && this.schema.isSubType(general, special);
  }
}
