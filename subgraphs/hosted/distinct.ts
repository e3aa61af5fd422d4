import type { FieldNode } from 'graphql';
import type { Dataset } from '../directory.js';
import { pageSize } from '../paging.js';
import { contains } from './filter.js';
import { asText, grouping } from './grouping.js';
import { checkedValue } from './parameters.js';
import type { Scope } from './scope.js';
import { emit, jsonObject, literal, type Part, type Run, refusable } from './template.js';

interface DistinctArguments {
  readonly column: string;
  readonly search?: string | null;
  readonly first?: number | null;
}

/** Values of a column with their rows as a JSON array; `source` is `table where condition`. */
export function compileDistinct(
  scope: Scope,
  nodes: readonly FieldNode[],
  dataset: Dataset,
  path: readonly string[],
  source: (run: Run) => string,
): Part {
  const visible = scope.visible(dataset);
  const read = scope.argumentsOf<DistinctArguments>(dataset.names.connection, nodes[0] as FieldNode);
  const json = jsonObject(
    [...scope.selections.below(nodes, 'DistinctValue')].map(([key, [node]]) => {
      const name = node?.name.value;
      return [key, name === 'value' ? 'd.value' : name === 'count' ? 'd.rows' : literal('DistinctValue')];
    }),
  );
  return refusable(path, () => (run) => {
    const { column, search, first } = read(run);
    const { type, expression } = grouping(column, visible);
    const text = asText(type, expression);
    const searched =
      search === null || search === undefined
        ? ''
        : ` and ${contains(text, checkedValue('TEXT', search, 'search') as string, run.bind)}`;
    const limit = run.bind.bind(pageSize(first), 'integer');
    return (
      `(select coalesce(json_agg(${emit(json, run)}), '[]'::json) from (` +
      `select ${text} as value, count(*)::integer as rows from ${source(run)}${searched}` +
      ` group by ${expression} order by ${expression} asc nulls last limit ${limit}) as d)`
    );
  });
}
