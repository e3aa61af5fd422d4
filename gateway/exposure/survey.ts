import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isUnionType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type ValueNode,
} from 'graphql';

/** One field asked at one place of an operation. */
export interface Occurrence {
  /** The first of the nodes that ask it. */
  node: FieldNode;
  /** `Parent.field`. */
  coordinate: string;
  /** Response keys from the root to the field itself, without list indices. */
  path: readonly string[];
  /** What its arguments use: `Parent.field(argument:)`, `InputType.field`, `Enum.VALUE`; not the schema's own defaults. */
  inputs: readonly string[];
}

export interface Survey {
  operation: OperationDefinitionNode;
  /** Depth first in the order of the answer, parents before children; one per distinct path and coordinate. */
  occurrences: Occurrence[];
  /** Every coordinate among the occurrences and their inputs. */
  coordinates: ReadonlySet<string>;
}

/** A field of the expanded operation: `@skip` and `@include` evaluated, spreads written out. */
export interface Field {
  kind: 'field';
  node: FieldNode;
  key: string;
  path: readonly string[];
  /** The field as written, then as each object type has it where it is asked of an abstract type; none in introspection. */
  coordinates: readonly string[];
  definition: GraphQLField<unknown, unknown>;
  /** The object types on which it is asked. */
  types: readonly GraphQLObjectType[];
  /** Whether its place can hold objects on which it is not asked. */
  restricted: boolean;
  selections: readonly Selection[] | undefined;
}

/** A spread or an inline fragment, written out. */
export interface Branch {
  kind: 'branch';
  condition: NamedTypeNode | undefined;
  directives: readonly DirectiveNode[];
  selections: readonly Selection[];
}

export type Selection = Field | Branch;

/**
 * Lists what an operation asks of its sources. Expects a document that `schema` has validated; throws where it
 * meets a name that `schema` lacks. `variables` are the raw values of the request, coerced or not.
 */
export function survey(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Record<string, unknown>,
): Survey {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error(`No operation ${operationName ?? '(unnamed)'} to survey`);
  const inputs = inputReader(operation, variables);
  const occurrences: Occurrence[] = [];
  const coordinates = new Set<string>();

  const visit = (selections: readonly Selection[]) => {
    for (const fields of byKey(fieldsOf(selections))) {
      const here = new Map<string, { node: FieldNode; inputs: Set<string> }>();
      for (const { node, definition, coordinates } of fields) {
        const { given, used } = inputs(node, definition.args);
        for (const coordinate of coordinates) {
          const entry = here.get(coordinate) ?? { node, inputs: new Set() };
          here.set(coordinate, entry);
          for (const name of given) entry.inputs.add(`${coordinate}(${name}:)`);
          for (const use of used) entry.inputs.add(use);
        }
      }
      const path = fields[0]?.path ?? [];
      for (const [coordinate, entry] of here) {
        occurrences.push({ node: entry.node, coordinate, path, inputs: [...entry.inputs] });
        coordinates.add(coordinate);
        for (const input of entry.inputs) coordinates.add(input);
      }
      visit(fields.flatMap((field) => field.selections ?? []));
    }
  };
  visit(expand(schema, document, operation, variables));
  return { operation, occurrences, coordinates };
}

/** Fields of a level in the order written, through branches. */
export function fieldsOf(selections: readonly Selection[]): Field[] {
  return selections.flatMap((selection) =>
    selection.kind === 'field' ? [selection] : fieldsOf(selection.selections),
  );
}

/** Fields of a level grouped by response key, in the order of an answer. */
export function byKey(fields: readonly Field[]): Field[][] {
  const groups = new Map<string, Field[]>();
  for (const field of fields) {
    const group = groups.get(field.key);
    if (group) group.push(field);
    else groups.set(field.key, [field]);
  }
  return [...groups.values()];
}

/** Writes an operation out. */
export function expand(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Selection[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }

  /** A set of selections on `parent`, at a place that holds `held`, of which `types` pass the conditions so far. */
  interface Place {
    parent: GraphQLCompositeType;
    held: readonly GraphQLObjectType[];
    types: readonly GraphQLObjectType[];
    path: readonly string[];
    /** Inside `__schema` or `__type`: not data. */
    meta: boolean;
  }

  const write = (nodes: readonly SelectionNode[], place: Place): Selection[] => {
    const written: Selection[] = [];
    for (const node of nodes) {
      if (skipped(node, operation, variables)) continue;
      written.push(node.kind === Kind.FIELD ? field(node, place) : branch(node, place));
    }
    return written;
  };

  const field = (node: FieldNode, { parent, held, types, path, meta }: Place): Field => {
    const name = node.name.value;
    const own = isUnionType(parent) ? undefined : parent.getFields()[name];
    const definition = own ?? introspected(schema, parent, name);
    if (!definition) throw new Error(`${parent.name}.${name} is not in the schema`);
    const asked = own && !meta ? [parent, ...(isAbstractType(parent) ? types : [])] : [];
    const key = node.alias?.value ?? name;
    const below = getNamedType(definition.type);
    const inner = isCompositeType(below) ? { parent: below, held: objects(schema, below) } : undefined;
    const at = [...path, key];
    return {
      kind: 'field',
      node,
      key,
      path: at,
      coordinates: asked.map((type) => `${type.name}.${name}`),
      definition,
      types,
      restricted: types.length < held.length,
      selections:
        inner && node.selectionSet
          ? write(node.selectionSet.selections, { ...inner, types: inner.held, path: at, meta: meta || !own })
          : undefined,
    };
  };

  const branch = (node: Exclude<SelectionNode, FieldNode>, place: Place): Branch => {
    const body = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
    if (!body) throw new Error('A fragment is spread that the document lacks');
    const condition = body.typeCondition;
    const type = condition ? schema.getType(condition.name.value) : place.parent;
    if (!isCompositeType(type)) throw new Error(`${condition?.name.value} cannot be a condition`);
    const passing = new Set(objects(schema, type));
    return {
      kind: 'branch',
      condition,
      directives: node.directives ?? [],
      selections: write(body.selectionSet.selections, {
        ...place,
        parent: type,
        types: place.types.filter((held) => passing.has(held)),
      }),
    };
  };

  const parent = schema.getRootType(operation.operation);
  if (!parent) throw new Error(`The schema has no ${operation.operation}`);
  const root = { parent, held: [parent], types: [parent], path: [], meta: false };
  return write(operation.selectionSet.selections, root);
}

function objects(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLObjectType[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
}

function introspected(schema: GraphQLSchema, parent: GraphQLCompositeType, name: string) {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (parent !== schema.getQueryType()) return undefined;
  return [SchemaMetaFieldDef, TypeMetaFieldDef].find((definition) => definition.name === name);
}

/** Only a clear `true` or `false` skips: whatever is malformed counts as asked, and execution refuses it. */
function skipped(
  { directives }: SelectionNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): boolean {
  const condition = (name: string): unknown => {
    const directive = directives?.find((node) => node.name.value === name);
    let value = directive?.arguments?.find((node) => node.name.value === 'if')?.value;
    if (value?.kind === Kind.VARIABLE) {
      const variable = variableOf(operation, variables, value.name.value);
      if (variable && 'raw' in variable) return variable.raw;
      value = variable?.literal;
    }
    return value?.kind === Kind.BOOLEAN ? value.value : undefined;
  };
  return condition('skip') === true || condition('include') === false;
}

/** A variable's value: the request's, else its default; `undefined` where there is neither. */
function variableOf(
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  name: string,
): { raw: unknown } | { literal: ValueNode } | undefined {
  if (Object.hasOwn(variables, name)) return { raw: variables[name] };
  const literal = operation.variableDefinitions?.find(
    (node) => node.variable.name.value === name,
  )?.defaultValue;
  return literal && { literal };
}

/** Reads which arguments a field is given, and the input fields and enum values that they use. */
function inputReader(operation: OperationDefinitionNode, variables: Record<string, unknown>) {
  // A variable can be large and named at many places: it is walked once a type.
  const known = new Map<string, ReadonlySet<string>>();

  const given = (value: ValueNode) =>
    value.kind !== Kind.VARIABLE || variableOf(operation, variables, value.name.value) !== undefined;

  const fromVariable = (name: string, type: GraphQLInputType): ReadonlySet<string> => {
    const id = `${name}: ${type}`;
    const before = known.get(id);
    if (before) return before;
    const found = new Set<string>();
    const variable = variableOf(operation, variables, name);
    if (variable && 'raw' in variable) readRaw(variable.raw, type, found);
    else if (variable) readLiteral(variable.literal, type, found);
    known.set(id, found);
    return found;
  };

  const readLiteral = (value: ValueNode, declared: GraphQLInputType, found: Set<string>): void => {
    const type = getNullableType(declared);
    if (value.kind === Kind.VARIABLE) {
      for (const use of fromVariable(value.name.value, type)) found.add(use);
    } else if (isListType(type)) {
      for (const item of value.kind === Kind.LIST ? value.values : [value])
        readLiteral(item, type.ofType, found);
    } else if (isInputObjectType(type) && value.kind === Kind.OBJECT) {
      for (const { name, value: inner } of value.fields) {
        const field = type.getFields()[name.value];
        if (!field || !given(inner)) continue;
        found.add(`${type.name}.${field.name}`);
        readLiteral(inner, field.type, found);
      }
    } else if (isEnumType(type) && value.kind === Kind.ENUM) {
      found.add(`${type.name}.${value.value}`);
    }
  };

  return (node: FieldNode, definitions: readonly GraphQLArgument[]) => {
    const names: string[] = [];
    const used = new Set<string>();
    for (const { name, value } of node.arguments ?? []) {
      const definition = definitions.find((argument) => argument.name === name.value);
      if (!definition || !given(value)) continue;
      names.push(name.value);
      readLiteral(value, definition.type, used);
    }
    return { given: names, used };
  };
}

/** Walks a value from JSON with a stack of its own: its nesting is bounded by the size of the request alone. */
function readRaw(root: unknown, rootType: GraphQLInputType, found: Set<string>): void {
  const open: [unknown, GraphQLInputType][] = [[root, rootType]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [value, declared] = next;
    const type = getNullableType(declared);
    if (value === null || value === undefined) continue;
    if (isListType(type)) {
      for (const item of Array.isArray(value) ? value : [value]) open.push([item, type.ofType]);
    } else if (isInputObjectType(type) && typeof value === 'object') {
      for (const [name, inner] of Object.entries(value)) {
        const field = type.getFields()[name];
        if (!field || inner === undefined) continue;
        found.add(`${type.name}.${field.name}`);
        open.push([inner, field.type]);
      }
    } else if (isEnumType(type)) {
      // A caller that has coerced already may pass an enum's internal value.
      const named = typeof value === 'string' ? type.getValue(value) : undefined;
      const used = named ?? type.getValues().find((member) => member.value === value);
      if (used) found.add(`${type.name}.${used.name}`);
    }
  }
}
