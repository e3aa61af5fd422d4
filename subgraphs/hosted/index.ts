import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType, parse } from 'graphql';
import { codeOfKey, ENTITY_KEYS, isEntity, keyOfCode } from '../../schema/entities.js';
import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import { selectedNames } from './selection.js';
import {
  findRowById,
  findRowByKey,
  type List,
  type ListArguments,
  listRows,
  listRowsOf,
  type Row,
} from './store.js';

const BY_KEY = 'ByKey';

type Resolve<Source> = GraphQLFieldResolver<Source, RequestContext>;

/**
 * The executable schema of the merged hosted subgraph. Its resolvers are the same for every dataset: which one is
 * meant, and what of it the caller may read, comes from the request's directory.
 */
export function hostedSubgraph(sdl: string): GraphQLSchema {
  const schema = buildSubgraphSchema(parse(sdl));
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (type.name === 'Query' && !field.name.startsWith('_'))
        field.resolve = field.name.endsWith(BY_KEY)
          ? (byKey as Resolve<unknown>)
          : (list as Resolve<unknown>);
      else if (isEntity(type.name)) {
        if (field.name !== ENTITY_KEYS[type.name]) field.resolve = listOfEntity as Resolve<unknown>;
      } else if (type.getFields()['id'] && isObjectType(field.type) && isEntity(field.type.name))
        field.resolve = reference as Resolve<unknown>;
    }
    if (type.getFields()['id'] && !isEntity(type.name))
      type.extensions = { ...type.extensions, apollo: { subgraph: { resolveReference: rowOf(type.name) } } };
  }
  return schema;
}

const list: Resolve<unknown> = async (_root, args: ListArguments, context, info) => {
  const dataset = context.directory.named(info.fieldName);
  return connection(await listRows(context, dataset, args, selectedRows(info)));
};

/** The rows that refer to a shared entity. */
const listOfEntity: Resolve<Record<string, string>> = async (entity, args: ListArguments, context, info) => {
  const dataset = context.directory.named(info.fieldName);
  const { name } = info.parentType;
  const list = dataset.columns.find(({ definition }) => definition.reference?.entity === name)?.definition
    .reference;
  if (!list) throw refusal('FIELD_NOT_EXPOSED', { field: `${name}.${info.fieldName}` });
  const code = codeOfKey(list, String(entity[ENTITY_KEYS[list.entity]]));
  return connection(await listRowsOf(context, dataset, list.entity, code, args, selectedRows(info)));
};

const byKey: Resolve<unknown> = (_root, args, context, info) => {
  const dataset = context.directory.named(info.fieldName.slice(0, -BY_KEY.length));
  return findRowByKey(context, dataset, args, selectedNames(info, []));
};

/** A reference to a shared entity: its key is the code in the row. */
const reference: Resolve<Row> = (row, _args, context, info) => {
  const dataset = context.directory.byType(info.parentType.name);
  const column = dataset?.columns.find(({ definition }) => definition.reference?.field === info.fieldName);
  const list = column?.definition.reference;
  const code = column ? row[column.definition.name] : null;
  if (!list || code === null || code === undefined) return null;
  return { [ENTITY_KEYS[list.entity]]: keyOfCode(list, String(code)) };
};

/** Resolves a reference that another subgraph holds to a row of this type. */
const rowOf = (type: string) => (entity: { id: string }, context: RequestContext) => {
  const dataset = context.directory.byType(type);
  if (!dataset) throw refusal('NOT_FOUND', { what: type });
  return findRowById(context, dataset, entity.id);
};

function selectedRows(info: Parameters<Resolve<unknown>>[3]): Set<string> {
  return new Set([...selectedNames(info, ['nodes']), ...selectedNames(info, ['edges', 'node'])]);
}

function connection(page: List) {
  let cursors: readonly string[] | undefined;
  const all = () => {
    cursors ??= page.cursors();
    return cursors;
  };
  return {
    nodes: page.rows,
    edges: () => page.rows.map((node, at) => ({ node, cursor: all()[at] })),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: () => all()[0] ?? null,
      endCursor: () => all().at(-1) ?? null,
    },
    totalCount: page.totalCount,
  };
}
