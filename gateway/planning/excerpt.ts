import { buildSchemaFromAST, type Schema } from '@apollo/federation-internals';
import {
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  TypeInfo,
  type TypeNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

type Fields = Map<string, Set<string>>;

/**
 * What of a schema an operation touches, in the form in which answers are shaped: its fields, their arguments' types,
 * and the types that they can be of. `definitions` are those of the schema, by their names.
 */
export function excerptOf(
  schema: GraphQLSchema,
  definitions: ReadonlyMap<string, DefinitionNode>,
  document: DocumentNode,
): Schema {
  const used = usedFields(schema, document);
  const taken = new Map<string, DefinitionNode>();
  const queue = [...used.keys(), ...variableTypes(document)];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const definition = definitions.get(name);
    if (!definition || taken.has(name)) continue;
    const kept = only(definition, used.get(name));
    taken.set(name, kept);
    visit(kept, {
      NamedType: (node) => {
        queue.push(node.name.value);
      },
    });
    const type = schema.getType(name);
    if (isAbstractType(type)) queue.push(...schema.getPossibleTypes(type).map((possible) => possible.name));
  }
  return buildSchemaFromAST({ kind: Kind.DOCUMENT, definitions: [...taken.values()] }, { validate: false });
}

function usedFields(schema: GraphQLSchema, document: DocumentNode): Fields {
  const used: Fields = new Map([['Query', new Set()]]);
  const info = new TypeInfo(schema);
  const fieldsOf = (type: string): Set<string> => {
    const known = used.get(type) ?? new Set();
    used.set(type, known);
    return known;
  };
  visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const parent = info.getParentType();
        if (parent) fieldsOf(parent.name).add(node.name.value);
      },
      InlineFragment({ typeCondition }) {
        if (typeCondition) fieldsOf(typeCondition.name.value);
      },
      FragmentDefinition({ typeCondition }) {
        fieldsOf(typeCondition.name.value);
      },
    }),
  );
  return used;
}

const variableTypes = ({ definitions }: DocumentNode): string[] =>
  definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? (definition.variableDefinitions ?? []).map(({ type }) => nameOf(type))
      : [],
  );

const nameOf = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);

/** A type of which nothing but `__typename` is asked keeps one field, since it has to have one. */
function only(definition: DefinitionNode, used: ReadonlySet<string> = new Set()): DefinitionNode {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
    return definition;
  const all = definition.fields ?? [];
  const fields = all.filter(({ name }) => used.has(name.value));
  const spare = all.find(
    ({ arguments: inputs = [], type }) => inputs.length === 0 && LEAVES.has(nameOf(type)),
  );
  return {
    ...definition,
    fields: fields.length > 0 ? fields : [spare ?? all[0]].filter((one) => one !== undefined),
  };
}

const LEAVES = new Set(['ID', 'String', 'Int', 'Float', 'Boolean']);
