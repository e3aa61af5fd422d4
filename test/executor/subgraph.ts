import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  validate,
} from 'graphql';
import type { Faults } from './faults.js';
import type { MadeSupergraph, Row, State } from './supergraphs/made.js';

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires",
  "@provides", "@external", "@shareable", "@override", "@interfaceObject", "@inaccessible"])\n`;

/** One operation's circumstances in all subgraphs. */
export interface Run {
  readonly faults: Faults;
  readonly state: State;
}

type Things = Readonly<Record<string, unknown>>;
const rankOf = (thing: unknown): number => Number((thing as Row | undefined)?.rank ?? 0);
const selectionOf = (fields: string): SelectionSetNode => {
  const [operation] = parse(`{ ${fields} }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`no fields: ${fields}`);
  return operation.selectionSet;
};

/** Whether everything that a key names is there and the same in both. */
function matches(row: unknown, reference: unknown, { selections }: SelectionSetNode): boolean {
  if (typeof row !== 'object' || typeof reference !== 'object' || !row || !reference) return false;
  return selections.every((field) => {
    if (field.kind !== Kind.FIELD) return false;
    const own = (row as Things)[field.name.value];
    const asked = (reference as Things)[field.name.value];
    if (own === null || own === undefined) return false;
    return field.selectionSet ? matches(own, asked, field.selectionSet) : own === asked;
  });
}

const clone = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

/** A subgraph that runs in this process, over the made world. */
export class Subgraph {
  readonly document: DocumentNode;
  readonly schema: GraphQLSchema;
  readonly #parsed = new Map<string, DocumentNode | readonly GraphQLError[]>();

  constructor(
    readonly made: MadeSupergraph,
    readonly name: string,
  ) {
    this.document = parse(FEDERATION + made.subgraphs[name]);
    this.schema = buildSubgraphSchema({ typeDefs: this.document, resolvers: this.#references() });
    for (const type of Object.values(this.schema.getTypeMap())) {
      if (!isObjectType(type) || /^_/.test(type.name)) continue;
      for (const field of Object.values(type.getFields()))
        if (!field.name.startsWith('_')) field.resolve = this.#resolver(type.name, field.name);
    }
  }

  /** `Type.field` of all fields, and the types that are looked up by a key. */
  places(): { readonly fields: string[]; readonly entities: string[] } {
    const types = Object.values(this.schema.getTypeMap()).filter(
      (type) => (isObjectType(type) || isInterfaceType(type)) && !/^_/.test(type.name),
    );
    return {
      fields: types.flatMap((type) =>
        isObjectType(type)
          ? Object.keys(type.getFields())
              .filter((field) => !field.startsWith('_'))
              .map((field) => `${type.name}.${field}`)
          : [],
      ),
      entities: Object.keys(this.#references()),
    };
  }

  /** What a server would answer, of which nothing is shared with it. */
  async answer(query: string, variables: Things, operationName: string | undefined, run: Run) {
    if (run.faults.strikes('subgraph throws', this.name, 0)) throw new Error(`${this.name} is unreachable`);
    if (run.faults.strikes('subgraph answers nothing', this.name, 0)) return { data: null };
    const failed = { errors: [{ message: `${this.name} fails` }] };
    if (run.faults.strikes('subgraph fails', this.name, 0)) return failed;
    let document = this.#parsed.get(query);
    if (!document) {
      const parsed = parse(query);
      const wrong = validate(this.schema, parsed);
      document = wrong.length > 0 ? wrong : parsed;
      this.#parsed.set(query, document);
    }
    if (!('kind' in document)) return clone({ errors: document.map((error) => error.toJSON()) });
    const { data, errors } = await execute({
      schema: this.schema,
      document,
      variableValues: clone(variables),
      contextValue: run,
      operationName: operationName ?? null,
    });
    return clone(errors ? { data, errors: errors.map((error) => error.toJSON()) } : { data });
  }

  #resolver(type: string, field: string): GraphQLFieldResolver<Things | undefined, Run, Things> {
    const at = `${type}.${field}`;
    const compute = this.made.fields[type]?.[field];
    return (self, args, { faults, state }) => {
      const rank = rankOf(self);
      if (faults.strikes('field fails', at, rank)) throw new GraphQLError(`${at} is refused`);
      if (faults.strikes('field is null', at, rank)) return null;
      if (faults.strikes('field is null in one subgraph', `${this.name}:${at}`, rank)) return null;
      const value = compute ? compute(self ?? {}, args, state) : self?.[field];
      return Array.isArray(value) && faults.strikes('list has holes', at, rank)
        ? value.map((item, place) => (place % 2 === 0 ? null : item))
        : value;
    };
  }

  #references(): Record<string, { __resolveReference(reference: Things, run: Run): unknown }> {
    const references: Record<string, { __resolveReference(reference: Things, run: Run): unknown }> = {};
    for (const definition of this.document.definitions) {
      if (
        definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
        definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
      )
        continue;
      const type = definition.name.value;
      const keys = (definition.directives ?? [])
        .filter(({ name }) => name.value === 'key')
        .map(({ arguments: given }) => given?.find(({ name }) => name.value === 'fields')?.value)
        .map((value) => selectionOf(value?.kind === Kind.STRING ? value.value : ''));
      const external = (definition.fields ?? [])
        .filter(({ directives }) => directives?.some(({ name }) => name.value === 'external'))
        .map(({ name }) => name.value);
      if (keys.length === 0) continue;
      references[type] = {
        __resolveReference: (reference, { faults }) => {
          const row = this.made.rows[type]?.find((one) => keys.some((key) => matches(one, reference, key)));
          if (!row) return null;
          const at = `${this.name}:${type}`;
          const refused = new GraphQLError(`${at} is refused`);
          // What is thrown at once takes all entities of the fetch with it.
          if (faults.strikes('entities fail', at, row.rank)) throw refused;
          if (faults.strikes('entity fails', at, row.rank)) return Promise.reject(refused);
          if (faults.strikes('entity is not found', at, row.rank)) return null;
          // What this subgraph requires of others, it knows from the representation alone.
          const required = external.map((field) => [field, reference[field]] as const);
          return { ...row, ...Object.fromEntries(required) };
        },
      };
    }
    return references;
  }
}
