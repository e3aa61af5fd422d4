import {
  execute,
  type FieldNode,
  type GraphQLSchema,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';
import type { Asked } from './operations.js';
import type { Answer } from './running.js';
import { Subgraph } from './subgraph.js';
import type { MadeSupergraph, State } from './supergraphs/made.js';

type Things = Readonly<Record<string, unknown>>;

/**
 * The made world as one schema, without subgraphs: what an operation must give, by graphql-js alone. What a field
 * requires of others is asked of the same world.
 */
export class OneSchema {
  /** What fields require, by `Type.field`. */
  readonly #requires = new Map<string, SelectionSetNode>();

  constructor(
    private readonly made: MadeSupergraph,
    private readonly api: GraphQLSchema,
  ) {
    for (const name of Object.keys(made.subgraphs))
      for (const definition of new Subgraph(made, name).document.definitions) {
        if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
        for (const field of definition.fields ?? [])
          for (const directive of field.directives ?? []) {
            const fields = directive.arguments?.[0]?.value;
            if (directive.name.value !== 'requires' || fields?.kind !== Kind.STRING) continue;
            const [operation] = parse(`{ ${fields.value} }`).definitions;
            if (operation?.kind === Kind.OPERATION_DEFINITION)
              this.#requires.set(`${definition.name.value}.${field.name.value}`, operation.selectionSet);
          }
      }
  }

  async answer({ source, operationName, variables }: Asked): Promise<Answer> {
    const { data, errors } = await execute({
      schema: this.api,
      document: parse(source),
      operationName: operationName ?? null,
      variableValues: variables,
      contextValue: { log: [] } satisfies State,
      fieldResolver: (self: Things | undefined, args, state: State, { parentType, fieldName }) =>
        this.#value(self ?? {}, parentType.name, fieldName, args, state),
      typeResolver: (thing: Things) => String(thing['__typename']),
    });
    return {
      data: JSON.stringify(data),
      errors: (errors ?? []).map(({ message, path }) => ({ message, path })),
    };
  }

  #value(self: Things, type: string, field: string, args: Things, state: State): unknown {
    const owner = this.#owner(type, field);
    const required = this.#requires.get(`${owner}.${field}`);
    const whole = required ? { ...self, ...this.#represented(self, type, required, state) } : self;
    const compute = this.made.fields[owner]?.[field];
    return compute ? compute(whole, args, state) : whole[field];
  }

  /** The type, or an interface of it that subgraphs see as an object and that has the field. */
  #owner(type: string, field: string): string {
    const definition = this.api.getType(type);
    const interfaces = isObjectType(definition) ? definition.getInterfaces().map(({ name }) => name) : [];
    return [type, ...interfaces].find((name) => this.made.fields[name]?.[field]) ?? type;
  }

  #represented(self: Things, type: string, { selections }: SelectionSetNode, state: State): Things {
    const definition = this.api.getType(type);
    if (!isObjectType(definition)) throw new Error(`fields are required of ${type}, which has none`);
    const represented = selections.map((selection) => {
      const node = selection as FieldNode;
      const name = node.name.value;
      const field = definition.getFields()[name];
      const args = field ? getArgumentValues(field, node) : {};
      const within = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(within);
        if (!node.selectionSet || value === null || value === undefined) return value;
        const thing = value as Things;
        return this.#represented(thing, String(thing['__typename']), node.selectionSet, state);
      };
      return [name, within(this.#value(self, type, name, args, state))] as const;
    });
    return Object.fromEntries(represented);
  }
}
