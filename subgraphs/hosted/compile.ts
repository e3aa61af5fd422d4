import { type FieldNode, type GraphQLNamedType, type GraphQLSchema, isObjectType } from 'graphql';
import { isEntity } from '../../schema/entities.js';
import { refusal } from '../../schema/errors.js';
import type { Dataset } from '../directory.js';
import { releaseTable, SQL_TYPES } from '../physical.js';
import { compileEntities, type EntityParts } from './entities.js';
import { below, type Fix } from './fix.js';
import { compileList } from './list.js';
import { checkedValue } from './parameters.js';
import { compileRow } from './row.js';
import { argumentReader, type Compiled, type Scope } from './scope.js';
import type { Fetch, Selections } from './selection.js';
import { joined, jsonObject, type Part, refusable, sql } from './template.js';
import type { HostedRead } from './visible.js';

const BY_KEY = 'ByKey';
const TYPENAME = '__typename';

/** A compiled fetch: for root fields one object, for objects of other subgraphs one array for each of their types. */
export interface Statement {
  readonly part: Part;
  readonly fixes: readonly Fix[];
  /** Response keys of the root fields, and those of them that answer the name of the root type. */
  readonly keys: readonly string[];
  readonly typenames: readonly string[];
  /** Given for `_entities`, under its response key. */
  readonly entities: { readonly key: string; readonly parts: readonly EntityParts[] } | null;
}

/** `touched` gives the datasets of the fetch by root field and by type. */
export function compile(
  schema: GraphQLSchema,
  fetch: Fetch,
  selections: Selections,
  touched: (name: string) => HostedRead | undefined,
): Statement {
  let numbers = 0;
  const scope: Scope = {
    selections,
    datasetOf: (name) => touched(name)?.dataset,
    visible: ({ names }) => (touched(names.field) as HostedRead).visible,
    next: () => ++numbers,
    argumentsOf: <Given>(type: string, node: FieldNode) =>
      argumentReader(schema, type, node) as (run: Parameters<ReturnType<typeof argumentReader>>[0]) => Given,
    list: (ask) => compileList(scope, ask),
  };
  const root = selections.root('Query');
  const fixes: Fix[] = [];
  const pairs: [string, Part][] = [];
  const typenames: string[] = [];
  for (const [key, nodes] of root) {
    const name = nodes[0]?.name.value ?? '';
    if (name === '_entities') {
      const parts = [...fetch.types].flatMap((type) =>
        isEntity(type) || isRowType(schema.getType(type)) ? [compileEntities(scope, nodes, type)] : [],
      );
      return {
        part: sql`select ${jsonObject(parts.map(({ type, part }) => [type, part]))} as data`,
        fixes: parts.flatMap(({ type, fixes }) => below(type, fixes)),
        keys: [key],
        typenames: [],
        entities: { key, parts },
      };
    }
    if (name === TYPENAME) {
      typenames.push(key);
      pairs.push([key, "'Query'"]);
      continue;
    }
    const dataset = scope.datasetOf(name);
    const field = dataset
      ? rootList(scope, key, nodes, dataset)
      : rootRow(scope, key, nodes, scope.datasetOf(name.slice(0, -BY_KEY.length)));
    pairs.push([key, field.part]);
    fixes.push(...below(key, field.fixes));
  }
  return {
    part: sql`select ${jsonObject(pairs)} as data`,
    fixes,
    keys: [...root.keys()],
    typenames,
    entities: null,
  };
}

/** Rows alone have an identity. */
const isRowType = (type: GraphQLNamedType | undefined): boolean =>
  isObjectType(type) && Object.hasOwn(type.getFields(), 'id');

function rootList(scope: Scope, key: string, nodes: readonly FieldNode[], dataset: Dataset): Compiled {
  const { part, fixes } = scope.list({ nodes, dataset, on: 'Query', path: [key], around: () => 1, of: null });
  return { part: sql`(${part})`, fixes };
}

/** The one row with this key, or null. */
function rootRow(
  scope: Scope,
  key: string,
  nodes: readonly FieldNode[],
  dataset: Dataset | undefined,
): Compiled {
  const fixes: Fix[] = [];
  const part = refusable([key], () => {
    const [node] = nodes as [FieldNode];
    if (!dataset) throw refusal('NOT_FOUND', { what: node.name.value });
    if (!dataset.release) throw refusal('NO_RELEASE', { dataset: dataset.names.field });
    const { id } = dataset.release;
    const visible = scope.visible(dataset);
    const alias = `p${scope.next()}`;
    const row = compileRow(
      scope,
      scope.selections.below(nodes, dataset.names.type),
      dataset,
      alias,
      [key],
      () => 1,
    );
    fixes.push(...row.fixes);
    const read = scope.argumentsOf<Readonly<Record<string, unknown>>>('Query', node);
    return sql`(select to_json(${row.json}) from ${releaseTable(id)} as ${alias}${joined([...row.laterals, row.record])} where ${(
      run,
    ) => {
      run.bind.begin();
      return Object.entries(read(run))
        .map(([name, value]) => {
          const column = visible.columns.get(name);
          if (!column) throw refusal('FIELD_NOT_EXPOSED', { field: name });
          const checked = checkedValue(column.type, value, name);
          return `${alias}.${column.physical} = ${run.bind.bind(checked, SQL_TYPES[column.type])}`;
        })
        .join(' and ');
    }})`;
  });
  return { part, fixes };
}
