import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

export interface RootField {
  /** `Query.cases`, `Mutation.draftCase`. */
  readonly coordinate: string;
  /** An operation that asks it with no more than it needs. */
  readonly operation: string;
}

/** Literals for arguments by their name, where one of the right type alone would not get as far as the guard. */
export type Literals = Readonly<Record<string, string>>;

/** Every root field that `has` the hub's own subgraphs, queries before mutations. */
export function rootFields(
  schema: GraphQLSchema,
  platform: ReadonlySet<string>,
  literals: Literals,
  own: Readonly<Record<string, Literals>>,
): RootField[] {
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {})
      .map((field) => ({ field, coordinate: `${type?.name}.${field.name}` }))
      .filter(({ coordinate }) => platform.has(coordinate))
      .map(({ field, coordinate }) => ({
        coordinate,
        operation: `${type?.name.toLowerCase()} { ${asked(field, { ...literals, ...own[coordinate] }, own[coordinate] ?? {})} }`,
      })),
  );
  // It ends the sessions by which all others are asked.
  const last = ({ coordinate }: RootField): number => Number(coordinate === 'Mutation.logout');
  return fields.sort((a, b) => last(a) - last(b));
}

function asked(field: GraphQLField<unknown, unknown>, literals: Literals, wanted: Literals): string {
  const given = field.args.filter((argument) => isRequiredArgument(argument) || argument.name in wanted);
  const written = given.map(({ name, type }) => `${name}: ${literals[name] ?? literalOf(type)}`);
  const selected = selectionOf(field.type);
  return `${field.name}${written.length > 0 ? `(${written.join(', ')})` : ''}${selected}`;
}

const selectionOf = (type: GraphQLOutputType): string =>
  isCompositeType(getNamedType(type)) ? ' { __typename }' : '';

/** The shortest literal of a type. */
function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return `[${literalOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter(isRequiredInputField);
    return `{ ${required.map((field) => `${field.name}: ${literalOf(field.type)}`).join(', ')} }`;
  }
  return { Int: '1', Float: '1', Boolean: 'true' }[type.name] ?? '"x"';
}
