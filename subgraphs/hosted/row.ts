import type { FieldNode } from 'graphql';
import { ENTITY_KEYS, type EntityName } from '../../schema/entities.js';
import type { Dataset, ReleaseColumn } from '../directory.js';
import { below, type Fix } from './fix.js';
import type { Around, Scope } from './scope.js';
import type { Selected } from './selection.js';
import { identifier, jsonObject, literal, type Part, separated, sql } from './template.js';

/** An object of an answer: its JSON, and the lists beside its row that the JSON takes up. */
export interface ObjectParts {
  readonly json: Part;
  readonly laterals: readonly Part[];
  readonly fixes: readonly Fix[];
}

export interface RowParts extends ObjectParts {
  /** Physical columns that the JSON reads. */
  readonly columns: readonly string[];
  /** A join behind `laterals`, which makes one record of the row; none where the JSON does without. */
  readonly record: Part;
}

/** Names of PostgreSQL's are no longer, and a record has no more columns. */
const MAX_NAME = 63;
const MAX_COLUMNS = 1600;

/** What JSON cannot hold exactly leaves PostgreSQL as text. */
const output = ({ type, physical }: ReleaseColumn, alias: string): string =>
  type === 'BIGINT' || type === 'DECIMAL' || type === 'DATE'
    ? `${alias}.${physical}::text`
    : `${alias}.${physical}`;

/** One row of `alias` as JSON or a record, which has its columns, `"row"` and, where it is keyed, `id`. */
export function compileRow(
  scope: Scope,
  selected: Selected,
  dataset: Dataset,
  alias: string,
  path: readonly string[],
  around: Around,
): RowParts {
  const visible = scope.visible(dataset);
  const pairs: [string, Part][] = [];
  const columns = new Set<string>();
  const laterals: Part[] = [];
  const fixes: Fix[] = [];
  for (const [key, nodes] of selected) {
    const name = nodes[0]?.name.value ?? '';
    const column = visible.columns.get(name);
    const reference = visible.references.get(name);
    if (name === '__typename') pairs.push([key, literal(dataset.names.type)]);
    else if (name === 'id') {
      pairs.push([key, dataset.release?.keyed ? `${alias}.id` : `${alias}."row"::text`]);
      if (dataset.release && !dataset.release.keyed)
        fixes.push({ kind: 'ID', key, release: dataset.release.id });
    } else if (column) {
      columns.add(column.physical);
      pairs.push([key, output(column, alias)]);
    } else if (reference?.reference) {
      columns.add(reference.physical);
      const code = `${alias}.${reference.physical}`;
      const entity = compileEntity(
        scope,
        nodes,
        reference.reference,
        keySql(reference, code),
        [...path, key],
        around,
      );
      pairs.push([key, sql`case when ${code} is null then null else ${entity.json} end`]);
      laterals.push(...entity.laterals);
      fixes.push(...below(key, entity.fixes));
    } else pairs.push([key, 'null::text']);
  }
  return { ...rowJson(scope, pairs), columns: [...columns], laterals, fixes };
}

/** PostgreSQL makes JSON of a record faster than of a list of names and values. */
function rowJson(
  scope: Scope,
  pairs: readonly (readonly [string, Part])[],
): { readonly json: Part; readonly record: Part } {
  if (pairs.length > MAX_COLUMNS || pairs.some(([key]) => key.length > MAX_NAME))
    return { json: jsonObject(pairs), record: '' };
  const name = `r${scope.next()}`;
  const columns = separated(
    pairs.map(([key, value]) => sql`${value} as "${identifier(key)}"`),
    ', ',
  );
  return { json: name, record: sql` cross join lateral (select ${columns}) as ${name}` };
}

/** Key of the entity that a code stands for. */
const keySql = ({ reference, edition }: ReleaseColumn, code: string): Part =>
  reference === 'BusinessClass' ? sql`(${(run) => run.bind.bind(edition, 'text')} || ':' || ${code})` : code;

/** A shared entity as this subgraph knows it: its key, and the lists of rows that refer to it. */
export function compileEntity(
  scope: Scope,
  nodes: readonly FieldNode[],
  entity: EntityName,
  key: Part,
  path: readonly string[],
  around: Around,
): ObjectParts {
  const pairs: [string, Part][] = [];
  const laterals: Part[] = [];
  const fixes: Fix[] = [];
  for (const [name, found] of scope.selections.below(nodes, entity)) {
    const field = found[0]?.name.value ?? '';
    const dataset = scope.datasetOf(field);
    if (field === '__typename') pairs.push([name, literal(entity)]);
    else if (field === ENTITY_KEYS[entity]) pairs.push([name, key]);
    else if (dataset) {
      const list = scope.list({
        nodes: found,
        dataset,
        on: entity,
        path: [...path, name],
        around,
        of: { entity, key },
      });
      const alias = `l${scope.next()}`;
      laterals.push(sql` cross join lateral (${list.part}) as ${alias}`);
      pairs.push([name, `${alias}.j`]);
      fixes.push(...below(name, list.fixes));
    } else pairs.push([name, 'null::text']);
  }
  return { json: jsonObject(pairs), laterals, fixes };
}
