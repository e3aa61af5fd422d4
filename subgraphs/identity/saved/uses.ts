import {
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** What a document names of a schema, whether or not it is valid. */
export interface Uses {
  /** `Type.field`, `Type.field(argument:)`, `Input.field`, `Enum.VALUE` that the schema has; none of introspection. */
  readonly coordinates: ReadonlySet<string>;
  /** Types that it meets or names. */
  readonly types: ReadonlySet<string>;
  /** Of the coordinates those that are deprecated, with the reasons that are given. */
  readonly deprecated: ReadonlyMap<string, string>;
  /** What each of its nodes names or is the value or the selection of, in the schema or not. */
  readonly named: ReadonlyMap<ASTNode, string>;
  /** Of its nodes those that name something which the schema lacks. */
  readonly unknown: ReadonlySet<ASTNode>;
}

interface Definition {
  readonly deprecationReason?: string | null | undefined;
}

export function usesOf(schema: GraphQLSchema, document: DocumentNode): Uses {
  const coordinates = new Set<string>();
  const met = new Set<string>();
  const deprecated = new Map<string, string>();
  const named = new Map<ASTNode, string>();
  const unknown = new Set<ASTNode>();
  const types = new TypeInfo(schema);

  const meet = (type: { readonly name: string } | null | undefined): void => {
    if (type) met.add(type.name);
  };
  const use = (node: ASTNode, coordinate: string, definition: Definition | null | undefined): void => {
    named.set(node, coordinate);
    if (!definition) {
      unknown.add(node);
      return;
    }
    coordinates.add(coordinate);
    const reason = definition.deprecationReason;
    if (typeof reason === 'string') deprecated.set(coordinate, reason);
  };

  let field = '';
  visit(
    document,
    visitWithTypeInfo(types, {
      // Directives of an operation are the language's own.
      Directive: () => false,
      SelectionSet() {
        meet(types.getParentType());
      },
      NamedType(node) {
        const name = node.name.value;
        named.set(node, name);
        if (schema.getType(name)) met.add(name);
        else unknown.add(node);
      },
      Field(node) {
        const name = node.name.value;
        if (name.startsWith('__')) return name === '__typename' ? undefined : false;
        const parent = types.getParentType();
        // Below a name that the schema lacks nothing is known, and nothing is to be said.
        if (!parent) return false;
        field = `${parent.name}.${name}`;
        use(node, field, types.getFieldDef());
        if (node.selectionSet) named.set(node.selectionSet, field);
        return undefined;
      },
      Argument(node) {
        if (!types.getFieldDef()) return;
        const coordinate = `${field}(${node.name.value}:)`;
        use(node, coordinate, types.getArgument());
        named.set(node.value, coordinate);
      },
      ObjectValue() {
        meet(getNamedType(types.getInputType()));
      },
      ObjectField(node) {
        const parent = getNamedType(types.getParentInputType());
        if (!isInputObjectType(parent)) return;
        const coordinate = `${parent.name}.${node.name.value}`;
        use(node, coordinate, parent.getFields()[node.name.value]);
        named.set(node.value, coordinate);
      },
      EnumValue(node) {
        const type = getNamedType(types.getInputType());
        if (!isEnumType(type)) return;
        meet(type);
        use(node, `${type.name}.${node.value}`, type.getValue(node.value));
      },
    }),
  );
  return { coordinates, types: met, deprecated, named, unknown };
}
