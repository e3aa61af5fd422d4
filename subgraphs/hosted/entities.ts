import type { FieldNode } from 'graphql';
import { ENTITY_KEYS, isEntity } from '../../schema/entities.js';
import { refusal } from '../../schema/errors.js';
import { releaseTable } from '../physical.js';
import type { Fix } from './fix.js';
import { compileEntity, compileRow } from './row.js';
import type { Scope } from './scope.js';
import { joined, type Part, type Run, refusable, sql } from './template.js';

/** In a path: every object of the type that follows. */
export const WHOLE_TYPE = '...';

/** What is answered of the objects of one type, in the order in which other subgraphs named them. */
export interface EntityParts {
  readonly type: string;
  readonly part: Part;
  readonly fixes: readonly Fix[];
  /** Response keys of its lists, which can be refused one by one. */
  readonly lists: readonly string[];
}

/** Set-based: one array of keys, one row of the answer for each. */
export function compileEntities(scope: Scope, nodes: readonly FieldNode[], type: string): EntityParts {
  if (isEntity(type)) {
    const { json, laterals, fixes } = compileEntity(scope, nodes, type, 'e.key', ['_entities'], around);
    const keys = (run: Run) =>
      run.bind.bind(
        representations(run, type).map((one) => String(one[ENTITY_KEYS[type]])),
        'text[]',
      );
    const part = sql`(select coalesce(json_agg(${json} order by e.n), '[]'::json) from unnest(${keys}) with ordinality as e(key, n)${joined(laterals)})`;
    const lists = [...scope.selections.below(nodes, type)].flatMap(([key, [node]]) =>
      scope.datasetOf(node?.name.value ?? '') ? [key] : [],
    );
    return { type, part, fixes, lists };
  }
  const fixes: Fix[] = [];
  const part = refusable(['_entities', WHOLE_TYPE, type], () => {
    const dataset = scope.datasetOf(type);
    if (!dataset) throw refusal('NOT_FOUND', { what: type });
    const { release } = dataset;
    if (!release) throw refusal('NO_RELEASE', { dataset: dataset.names.field });
    const row = compileRow(scope, scope.selections.below(nodes, type), dataset, 'r', ['_entities'], around);
    fixes.push(...row.fixes);
    // Ids of rows without a key are their numbers, encrypted; one that does not open finds nothing.
    const keys = (run: Run) => {
      const ids = representations(run, type).map(({ id }) => String(id));
      return release.keyed
        ? run.bind.bind(ids, 'text[]')
        : run.bind.bind(
            ids.map((id) => run.keyring.rowOf(release.id, id) ?? null),
            'text[]::bigint[]',
          );
    };
    const joins = `left join ${releaseTable(release.id)} as r on ${release.keyed ? 'r.id' : 'r."row"'} = e.key`;
    return sql`(select coalesce(json_agg(case when r."row" is null then null else to_json(${row.json}) end order by e.n), '[]'::json) from unnest(${keys}) with ordinality as e(key, n) ${joins}${joined([...row.laterals, row.record])})`;
  });
  return { type, part, fixes, lists: [] };
}

/** Each list is answered for each of the objects. */
const around = (run: Run): number => run.representations.length;

const representations = (run: Run, type: string) =>
  run.representations.filter(({ __typename }) => __typename === type);
