import { createHash } from 'node:crypto';
import {
  type ConstValueNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  print,
  TypeInfo,
  typeFromAST,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** What is remembered of an operation: which names of the schema it uses, and its text without any value. */
export interface OperationUse {
  /** SHA-256 of the text, hex. */
  readonly hash: string;
  readonly name: string | null;
  /** The operation with the fragments that it uses; every literal is replaced, every alias numbered. */
  readonly text: string;
  /** `Type.field`, `Type.field.argument`, `Enum.VALUE`, `Input.field`, sorted; none of introspection. */
  readonly coordinates: readonly string[];
}

const NAME_CHARACTERS = 100;

/** The hash by which clients name an operation: SHA-256 of its text as it is, 64 hex digits. */
export const operationHash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What an operation that `schema` has validated uses, whatever its variables and conditions. */
export function operationUse(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationUse {
  const own = withFragments(document, operation);
  const text = textOf(schema, own);
  return {
    hash: operationHash(text),
    name: operation.name?.value.slice(0, NAME_CHARACTERS) ?? null,
    text,
    coordinates: coordinatesOf(schema, own),
  };
}

/** The operation and what it reaches by spreads, in the order of the document. */
function withFragments(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions)
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const reached = new Set<string>();
  const reach = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name: { value: name } }) {
        const fragment = fragments.get(name);
        if (!fragment || reached.has(name)) return;
        reached.add(name);
        reach(fragment);
      },
    });
  };
  reach(operation);
  const used = [...fragments.values()].filter(({ name }) => reached.has(name.value));
  return { kind: Kind.DOCUMENT, definitions: [operation, ...used] };
}

function coordinatesOf(schema: GraphQLSchema, document: DocumentNode): string[] {
  const found = new Set<string>();
  const types = new TypeInfo(schema);
  let field = '';
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name: { value: name } }) {
        if (name.startsWith('__')) return name === '__typename' ? undefined : false;
        field = `${types.getParentType()?.name}.${name}`;
        found.add(field);
        return undefined;
      },
      // Directives of an operation are the language's own: no change of a schema takes them away.
      Directive: () => false,
      Argument({ name }) {
        found.add(`${field}.${name.value}`);
      },
      ObjectField({ name }) {
        const type = getNamedType(types.getParentInputType());
        if (isInputObjectType(type)) found.add(`${type.name}.${name.value}`);
      },
      EnumValue({ value }) {
        const type = getNamedType(types.getInputType());
        if (isEnumType(type)) found.add(`${type.name}.${value}`);
      },
    }),
  );
  return [...found].sort();
}

/**
 * Text without values: a string is `""`, a number 0, a truth false, a list has each of its forms once; enum values are
 * names of the schema and stay. Aliases are the client's and may carry values, too: they are numbered.
 */
function textOf(schema: GraphQLSchema, document: DocumentNode): string {
  const types = new TypeInfo(schema);
  const aliases = new Map<string, string>();
  const renamed = (alias: string): string => {
    let name = aliases.get(alias);
    if (name === undefined) {
      name = `_${aliases.size + 1}`;
      aliases.set(alias, name);
    }
    return name;
  };
  const bare = visit(
    document,
    visitWithTypeInfo(types, {
      Field(node): FieldNode | undefined {
        return node.alias
          ? { ...node, alias: { kind: Kind.NAME, value: renamed(node.alias.value) } }
          : undefined;
      },
      Argument: {
        enter: (node) => ({ ...node, value: withoutValues(node.value, types.getInputType()) }),
      },
      VariableDefinition: {
        enter(node) {
          if (!node.defaultValue) return undefined;
          const value = withoutValues(node.defaultValue, inputTypeOf(schema, node));
          return { ...node, defaultValue: value as ConstValueNode };
        },
      },
    }),
  );
  return print(bare);
}

function withoutValues(value: ValueNode, type: GraphQLInputType | null | undefined): ValueNode {
  const expected = type ? getNullableType(type) : undefined;
  if (isListType(expected)) {
    if (value.kind !== Kind.LIST) return withoutValues(value, expected.ofType);
    const forms = new Map<string, ValueNode>();
    for (const item of value.values) {
      const form = withoutValues(item, expected.ofType);
      forms.set(print(form), form);
    }
    return { ...value, values: [...forms.values()] };
  }
  switch (value.kind) {
    case Kind.VARIABLE:
    case Kind.NULL:
      return value;
    case Kind.ENUM:
      return isEnumType(expected) ? value : EMPTY;
    case Kind.OBJECT: {
      // Keys of a free form are values, too.
      const known = isInputObjectType(expected) ? expected.getFields() : {};
      const fields = value.fields.filter(({ name }) => known[name.value]);
      return {
        ...value,
        fields: fields.map((field) => ({
          ...field,
          value: withoutValues(field.value, known[field.name.value]?.type),
        })),
      };
    }
    case Kind.LIST:
      return { ...value, values: [] };
    case Kind.BOOLEAN:
      return { ...value, value: false };
    case Kind.STRING:
      return EMPTY;
    default:
      return { kind: Kind.INT, value: '0' };
  }
}

const EMPTY: ValueNode = { kind: Kind.STRING, value: '' };

function inputTypeOf(schema: GraphQLSchema, { type }: VariableDefinitionNode): GraphQLInputType | undefined {
  const found = typeFromAST(schema, type);
  return isInputType(found) ? found : undefined;
}

/** Whether an operation's variables name input fields and enum values of the schema. */
export const namesByVariables = (
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[] = [],
): boolean =>
  definitions.some((definition) => {
    const named = getNamedType(inputTypeOf(schema, definition));
    return isInputObjectType(named) || isEnumType(named);
  });

/** `Input.field` and `Enum.VALUE` that the variables of a request name; `values` as the client sent them, checked. */
export function variableCoordinates(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  values: Readonly<Record<string, unknown>>,
): string[] {
  const found = new Set<string>();
  const walk = (value: unknown, type: GraphQLInputType | undefined): void => {
    if (value === null || value === undefined || !type) return;
    const expected = getNullableType(type);
    if (isListType(expected)) {
      for (const item of Array.isArray(value) ? value : [value]) walk(item, expected.ofType);
    } else if (isInputObjectType(expected)) {
      const fields = expected.getFields();
      for (const [name, inner] of Object.entries(value)) {
        if (!fields[name]) continue;
        found.add(`${expected.name}.${name}`);
        walk(inner, fields[name].type);
      }
    } else if (isEnumType(expected) && typeof value === 'string' && expected.getValue(value))
      found.add(`${expected.name}.${value}`);
  };
  for (const definition of definitions)
    walk(values[definition.variable.name.value], inputTypeOf(schema, definition));
  return [...found];
}
