import {
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  getArgumentValues,
  isObjectType,
} from 'graphql';
import type { EntityName } from '../../schema/entities.js';
import type { Dataset } from '../directory.js';
import type { Fix } from './fix.js';
import type { Selections } from './selection.js';
import type { Part, Run } from './template.js';
import type { VisibleColumns } from './visible.js';

/** A piece of a statement, and what of its JSON has to be finished outside PostgreSQL. */
export interface Compiled {
  readonly part: Part;
  readonly fixes: readonly Fix[];
}

/** At the most so many objects stand where a field is asked. */
export type Around = (run: Run) => number;

/** One list to compile: all rows of a dataset, or those that refer to an entity. */
export interface ListAsk {
  readonly nodes: readonly FieldNode[];
  readonly dataset: Dataset;
  /** Type on which the field stands: `Query`, `Region`. */
  readonly on: string;
  readonly path: readonly string[];
  /** How many objects the list is answered for at the most. */
  readonly around: Around;
  /** The entity, and SQL of its key. */
  readonly of: { readonly entity: EntityName; readonly key: Part } | null;
}

/** What all pieces of one statement are compiled with. */
export interface Scope {
  readonly selections: Selections;
  /** By root field or by type. */
  datasetOf(name: string): Dataset | undefined;
  visible(dataset: Dataset): VisibleColumns;
  /** A number that no other piece of the statement has. */
  next(): number;
  /** Reads a field's arguments when the statement runs. */
  argumentsOf<Given>(type: string, node: FieldNode): (run: Run) => Given;
  list(ask: ListAsk): Compiled;
}

/** Reads the arguments of a field with the variables of an execution; throws GraphQL's own errors. */
export function argumentReader(schema: GraphQLSchema, type: string, node: FieldNode) {
  const object = schema.getType(type);
  const field: GraphQLField<unknown, unknown> | undefined = isObjectType(object)
    ? object.getFields()[node.name.value]
    : undefined;
  if (!field) throw new Error(`${type}.${node.name.value} is not in the hosted subgraph`);
  return (run: Run): Record<string, unknown> => getArgumentValues(field, node, run.variables);
}
