import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLInterfaceType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** Something in an answer that its type does not allow; `path` in the client's words. */
export interface Problem {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** Problems of one answer. Places are only followed where `path` is given: they cost more than the rest. */
export interface Shaping {
  readonly path: (string | number)[] | undefined;
  readonly problems: Problem[];
  /** Objects as they were shaped already, where several places can have the same. */
  readonly known: Map<ObjectShape, Map<Objects, Objects | null>> | undefined;
}

export type Objects = Record<string, unknown>;

/** Gives the value as its type wants it; `undefined` stands for a null that its type does not allow. */
type Complete = (value: unknown, shaping: Shaping) => unknown;

/** One field of an answer. */
export interface ShapedField {
  /** The client's response key, and the key of what was fetched. */
  readonly key: string;
  readonly from: string;
  /** Set for `__typename`, which is the name of the object's type. */
  readonly typename: string | undefined;
  readonly complete: Complete;
  /** Shape of the objects, where they can be of one type alone. */
  readonly below: ObjectShape | undefined;
}

export interface ObjectShape {
  readonly type: string;
  readonly fields: readonly ShapedField[];
}

/** Compiles how the answer to an operation is shaped, in which everything is asked. */
export class Shapes {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly keys: ReadonlyMap<string, string>,
    /** Response key of what is fetched and no part of the answer. */
    private readonly nothing: string,
  ) {}

  object(type: GraphQLObjectType | GraphQLInterfaceType, sets: readonly SelectionSetNode[]): ObjectShape {
    const found = new Map<string, FieldNode[]>();
    this.#collect(type, sets, found);
    const fields: ShapedField[] = [];
    for (const [from, nodes] of found) {
      const [node] = nodes as [FieldNode];
      const key = this.keys.get(from) ?? from;
      if (key === this.nothing) continue;
      if (node.name.value === '__typename') {
        fields.push({ key, from, typename: type.name, complete: (value) => value, below: undefined });
        continue;
      }
      const field = type.getFields()[node.name.value];
      if (!field) throw new Error(`${type.name}.${node.name.value} is asked and not in the schema`);
      const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      const { complete, shape } = this.#value(field.type, below);
      fields.push({ key, from, typename: undefined, complete, below: shape });
    }
    return { type: type.name, fields };
  }

  /** Whether what is asked of objects of an interface depends on what they are besides. */
  #needsType(type: GraphQLInterfaceType, sets: readonly SelectionSetNode[]): boolean {
    return sets.some(({ selections }) =>
      selections.some((selection) => {
        if (selection.kind === Kind.FIELD) return selection.name.value === '__typename';
        const body = this.#body(selection);
        const condition = body?.typeCondition?.name.value;
        if (!body || (condition !== undefined && !this.#applies(condition, type))) return true;
        return this.#needsType(type, [body.selectionSet]);
      }),
    );
  }

  #body(selection: Exclude<SelectionSetNode['selections'][number], FieldNode>) {
    return selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
  }

  #applies(condition: string, type: GraphQLObjectType | GraphQLInterfaceType): boolean {
    if (condition === type.name) return true;
    const general = this.schema.getType(condition);
    return isAbstractType(general) && this.schema.isSubType(general, type);
  }

  #collect(
    type: GraphQLObjectType | GraphQLInterfaceType,
    sets: readonly SelectionSetNode[],
    found: Map<string, FieldNode[]>,
  ): void {
    for (const { selections } of sets)
      for (const selection of selections) {
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value;
          const nodes = found.get(key);
          if (nodes) nodes.push(selection);
          else found.set(key, [selection]);
          continue;
        }
        const body = this.#body(selection);
        const condition = body?.typeCondition?.name.value;
        if (body && (condition === undefined || this.#applies(condition, type)))
          this.#collect(type, [body.selectionSet], found);
      }
  }

  #value(
    type: GraphQLOutputType,
    below: readonly SelectionSetNode[],
  ): { readonly complete: Complete; readonly shape: ObjectShape | undefined } {
    if (isNonNullType(type)) {
      const { complete, shape } = this.#value(type.ofType, below);
      return { complete: required(complete, String(type.ofType)), shape };
    }
    if (isListType(type)) {
      const { complete, shape } = this.#value(type.ofType, below);
      return { complete: listOf(complete), shape };
    }
    if (isLeafType(type)) return { complete: leaf(type), shape: undefined };
    return isObjectType(type) ? this.#objectValue(type, below) : this.#abstractValue(type, below);
  }

  #objectValue(type: GraphQLObjectType, below: readonly SelectionSetNode[]) {
    const shape = this.object(type, below);
    const complete: Complete = (value, shaping) => {
      if (value === null) return null;
      return isObject(value) ? shapedOnce(value, shape, shaping) : wrong(shaping, type.name);
    };
    return { complete, shape };
  }

  #abstractValue(type: GraphQLCompositeType, below: readonly SelectionSetNode[]) {
    const shapes = new Map<unknown, ObjectShape | undefined>();
    const shapeOf = (name: unknown): ObjectShape | undefined => {
      if (shapes.has(name)) return shapes.get(name);
      const own = typeof name === 'string' ? this.schema.getType(name) : undefined;
      // An object of which only its interface is known has what the interface has.
      const fits = isObjectType(own)
        ? isAbstractType(type) && this.schema.isSubType(type, own)
        : isInterfaceType(own) && this.#applies(type.name, own) && !this.#needsType(own, below);
      const shape = fits && (isObjectType(own) || isInterfaceType(own)) ? this.object(own, below) : undefined;
      if (shapes.size < MAX_TYPES) shapes.set(name, shape);
      return shape;
    };
    const complete: Complete = (value, shaping) => {
      if (value === null) return null;
      if (!isObject(value)) return wrong(shaping, type.name);
      // Where it makes no difference what the object is, a plan does not ask.
      const shape = shapeOf(value['__typename'] ?? type.name);
      if (!shape) return wrong(shaping, type.name);
      return shapedOnce(value, shape, shaping);
    };
    return { complete, shape: undefined };
  }
}

/** Names that subgraphs can make up are not kept without bound. */
const MAX_TYPES = 500;

export const isObject = (value: unknown): value is Objects =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function tell({ path = [], problems }: Shaping, message: string): void {
  problems.push({ message, path: [...path] });
}

/** A value that is none of its type: null, and said so. */
function wrong(shaping: Shaping, type: string): null {
  tell(shaping, `A subgraph has answered what is no ${type}.`);
  return null;
}

/** As its type wants it, or not at all. */
function required(complete: Complete, type: string): Complete {
  return (value, shaping) => {
    const told = shaping.problems.length;
    const completed = complete(value, shaping);
    if (completed !== null) return completed;
    // A null that comes from below has been told of there.
    if (shaping.problems.length === told) tell(shaping, `Cannot return null where a ${type} has to be.`);
    return undefined;
  };
}

function listOf(complete: Complete): Complete {
  return (value, shaping) => {
    if (value === null) return null;
    if (!Array.isArray(value)) return wrong(shaping, 'list');
    const { path } = shaping;
    const items: unknown[] = new Array(value.length);
    for (let at = 0; at < value.length; at++) {
      path?.push(at);
      const item = complete(value[at] ?? null, shaping);
      path?.pop();
      if (item === undefined) return null;
      items[at] = item;
    }
    return items;
  };
}

/** Scalars of GraphQL itself and enums are checked; what a custom scalar may be, its subgraph knows. */
function leaf(type: GraphQLLeafType): Complete {
  const isValid = validity(type);
  if (!isValid) return (value) => value;
  return (value, shaping) => (value === null || isValid(value) ? value : wrong(shaping, type.name));
}

function validity(type: GraphQLLeafType): ((value: unknown) => boolean) | undefined {
  if (isEnumType(type)) return (value) => typeof value === 'string' && type.getValue(value) !== undefined;
  if (!isSpecifiedScalarType(type)) return undefined;
  switch (type.name) {
    case 'Int':
      return (value) => Number.isInteger(value);
    case 'Float':
      return (value) => typeof value === 'number';
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'ID':
      return (value) => typeof value === 'string' || Number.isInteger(value);
    default:
      return (value) => typeof value === 'string';
  }
}

function shapedOnce(source: Objects, shape: ObjectShape, shaping: Shaping): Objects | null {
  const { known } = shaping;
  if (!known) return shaped(source, shape, shaping);
  let results = known.get(shape);
  if (!results) {
    results = new Map();
    known.set(shape, results);
  }
  let result = results.get(source);
  if (result === undefined) {
    result = shaped(source, shape, shaping);
    results.set(source, result);
  }
  return result;
}

/** The object as it was asked for; `null` where a field below may not be null and is. */
export function shaped(source: Objects, { fields }: ObjectShape, shaping: Shaping): Objects | null {
  const { path } = shaping;
  const result: Objects = {};
  for (let at = 0; at < fields.length; at++) {
    const { key, from, typename, complete } = fields[at] as ShapedField;
    let value: unknown = typename;
    if (value === undefined) {
      const fetched = source[from];
      path?.push(key);
      // What an object inherits is functions, and JSON has none.
      value = complete(fetched === undefined || typeof fetched === 'function' ? null : fetched, shaping);
      path?.pop();
      if (value === undefined) return null;
    }
    if (key === '__proto__')
      Object.defineProperty(result, key, { value, enumerable: true, writable: true, configurable: true });
    else result[key] = value;
  }
  return result;
}
