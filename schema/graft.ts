import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  specifiedDirectives,
  specifiedScalarTypes,
  type TypeNode,
} from 'graphql';
import { isObject, nameOf } from './merge.js';
import type { Addition } from './sample.js';

/** Thrown where something is met that only composition itself can judge. */
class NotGraftable extends Error {}

/**
 * The supergraph with what further datasets add to it, written as composition would have written it: types of their
 * own, and fields of shared types, all resolved by `subgraph`. Gives undefined where a name is taken or missing, or
 * where something is used that the join specification has other words for.
 */
export function graft(
  supergraphSdl: string,
  subgraph: string,
  additions: readonly Addition[],
): string | undefined {
  try {
    const stock = new Stock(supergraphSdl, subgraph.toUpperCase());
    for (const { own, fields } of additions) {
      for (const definition of own) stock.addType(definition);
      for (const [type, field] of fields) stock.addField(type, field);
    }
    return stock.print();
  } catch (error) {
    if (error instanceof NotGraftable) return undefined;
    throw error;
  }
}

const BUILT_IN = new Set([...specifiedScalarTypes, ...specifiedDirectives].map(({ name }) => name));

type DescribedNode =
  | DefinitionNode
  | FieldDefinitionNode
  | InputValueDefinitionNode
  | EnumValueDefinitionNode;

class Stock {
  /** Types by their names, directives by theirs with an @ before. */
  readonly #definitions: Map<string, DefinitionNode>;
  readonly #grown = new Map<string, { shared: boolean; fields: Map<string, FieldDefinitionNode> }>();
  readonly #referred = new Set<string>();

  constructor(
    supergraphSdl: string,
    private readonly graph: string,
  ) {
    const { definitions } = parse(supergraphSdl, { noLocation: true });
    this.#definitions = new Map(definitions.map((one) => [keyOf(one), one]));
  }

  addType(definition: DefinitionNode): void {
    const name = nameOf(definition);
    if (this.#definitions.has(name)) throw new NotGraftable();
    this.#definitions.set(name, this.#joined(described(definition)));
  }

  addField(type: string, field: FieldDefinitionNode): void {
    const { shared, fields } = this.#growing(type);
    if (fields.has(field.name.value)) throw new NotGraftable();
    const own = this.#field(field);
    fields.set(
      field.name.value,
      shared ? { ...own, directives: [this.#directive('join__field'), ...own.directives] } : own,
    );
  }

  print(): string {
    for (const name of this.#referred)
      if (!this.#definitions.has(name) && !BUILT_IN.has(name)) throw new NotGraftable();
    for (const [name, { fields }] of this.#grown) {
      const known = this.#definitions.get(name) as ObjectTypeDefinitionNode;
      this.#definitions.set(name, { ...known, fields: [...fields.values()] });
    }
    const definitions = [...this.#definitions.values()];
    const isType = (one: DefinitionNode) => !keyOf(one).startsWith('@');
    const types = definitions.filter(isType);
    const rest = definitions.filter((one) => !isType(one));
    types.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
    return print({ kind: Kind.DOCUMENT, definitions: [...rest, ...types] });
  }

  #growing(type: string) {
    let growing = this.#grown.get(type);
    if (growing) return growing;
    const definition = this.#definitions.get(type);
    if (!definition || !isObject(definition)) throw new NotGraftable();
    const graphs = new Set(
      (definition.directives ?? [])
        .filter(({ name }) => name.value === 'join__type')
        .map((directive) => argument(directive, 'graph')),
    );
    growing = {
      shared: graphs.size > 1,
      fields: new Map((definition.fields ?? []).map((field) => [field.name.value, field])),
    };
    this.#grown.set(type, growing);
    return growing;
  }

  #joined(definition: DefinitionNode): DefinitionNode {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION: {
        if (definition.interfaces?.length) throw new NotGraftable();
        const fields = (definition.fields ?? []).map((field) => this.#field(field));
        const keys = (definition.directives ?? []).filter(({ name }) => name.value === 'key');
        const plain = (definition.directives ?? []).filter(({ name }) => name.value !== 'key');
        const joins = keys.map((key) => this.#key(key, definition));
        return { ...definition, fields, directives: this.#directives(plain, joins) };
      }
      case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
        const fields = (definition.fields ?? []).map((field) => this.#input(field));
        return { ...definition, fields, directives: this.#directives(definition.directives) };
      }
      case Kind.ENUM_TYPE_DEFINITION: {
        const values = (definition.values ?? []).map((value) => ({
          ...described(value),
          directives: [this.#directive('join__enumValue'), ...this.#carried(value.directives)],
        }));
        return { ...definition, values, directives: this.#directives(definition.directives) };
      }
      case Kind.SCALAR_TYPE_DEFINITION:
        return { ...definition, directives: this.#directives(definition.directives) };
      default:
        throw new NotGraftable();
    }
  }

  #key(key: ConstDirectiveNode, { fields = [] }: ObjectTypeDefinitionNode): ConstDirectiveNode {
    const name = argument(key, 'fields');
    if (
      name === undefined ||
      key.arguments?.length !== 1 ||
      !fields.some((field) => field.name.value === name)
    )
      throw new NotGraftable();
    return this.#directive('join__type', { key: name });
  }

  #field(field: FieldDefinitionNode) {
    this.#refer(field.type);
    const inputs = (field.arguments ?? []).map((one) => this.#input(one));
    return { ...described(field), arguments: inputs, directives: this.#carried(field.directives) };
  }

  #input(input: InputValueDefinitionNode): InputValueDefinitionNode {
    this.#refer(input.type);
    return { ...described(input), directives: this.#carried(input.directives) };
  }

  #refer(type: TypeNode): void {
    if (type.kind === Kind.NAMED_TYPE) this.#referred.add(type.name.value);
    else this.#refer(type.type);
  }

  #directives(
    directives: readonly ConstDirectiveNode[] = [],
    joins: readonly ConstDirectiveNode[] = [],
  ): ConstDirectiveNode[] {
    const joined = joins.length > 0 ? joins : [this.#directive('join__type')];
    return [...joined, ...this.#carried(directives)];
  }

  /** What a supergraph says as the subgraph does. */
  #carried(directives: readonly ConstDirectiveNode[] = []): ConstDirectiveNode[] {
    return directives.filter(({ name: { value } }) => {
      if (value === 'shareable') return false;
      if (value !== 'deprecated' && !(value === 'tag' && this.#definitions.has('@tag')))
        throw new NotGraftable();
      return true;
    });
  }

  #directive(name: string, texts: Readonly<Record<string, string>> = {}): ConstDirectiveNode {
    return {
      kind: Kind.DIRECTIVE,
      name: { kind: Kind.NAME, value: name },
      arguments: [
        {
          kind: Kind.ARGUMENT,
          name: { kind: Kind.NAME, value: 'graph' },
          value: { kind: Kind.ENUM, value: this.graph },
        },
        ...Object.entries(texts).map(([key, value]) => ({
          kind: Kind.ARGUMENT as const,
          name: { kind: Kind.NAME as const, value: key },
          value: { kind: Kind.STRING as const, value },
        })),
      ],
    };
  }
}

/** Composition writes every description as a block. */
const described = <Node extends DescribedNode>(node: Node): Node =>
  'description' in node && node.description
    ? { ...node, description: { ...node.description, block: true } }
    : node;

const keyOf = (definition: DefinitionNode): string =>
  definition.kind === Kind.DIRECTIVE_DEFINITION ? `@${nameOf(definition)}` : nameOf(definition);

function argument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((one) => one.name.value === name)?.value;
  return value && 'value' in value ? String(value.value) : undefined;
}
