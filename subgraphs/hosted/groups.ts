import type { FieldNode } from 'graphql';
import { refusal } from '../../schema/errors.js';
import type { Dataset } from '../directory.js';
import { pageSize } from '../paging.js';
import { compileFigures } from './figures.js';
import { asText, type Grouping, grouping } from './grouping.js';
import { groupOrderSql, havingSql, type Measure } from './measure.js';
import type { Scope } from './scope.js';
import { emit, jsonObject, literal, type Part, type Run, refusable } from './template.js';
import type { VisibleColumns } from './visible.js';

interface GroupArguments {
  readonly by: readonly string[];
  readonly having?: readonly Measure[] | null;
  readonly orderBy?: readonly Measure[] | null;
  readonly first?: number | null;
}

const MAX_BY = 8;
const MAX_MEASURES = 32;

/** The groups of a list as a JSON array; `source` is `table where condition`. */
export function compileGroups(
  scope: Scope,
  nodes: readonly FieldNode[],
  dataset: Dataset,
  path: readonly string[],
  source: (run: Run) => string,
): Part {
  return refusable(path, () => {
    const number = scope.next();
    const visible = scope.visible(dataset);
    const read = scope.argumentsOf<GroupArguments>(dataset.names.connection, nodes[0] as FieldNode);
    const selected = scope.selections.below(nodes, dataset.names.aggregate);
    const json = compileFigures(scope, selected, dataset, path, (found) => keyJson(scope, found, number));
    return (run) => {
      const args = read(run);
      const by = groupingsOf(args, visible);
      run.groups.set(number, by);
      const having = havingSql(args.having, by, visible, run.bind);
      const order = groupOrderSql(args.orderBy, by, visible);
      const limit = run.bind.bind(pageSize(args.first), 'integer');
      return (
        `(select coalesce(json_agg(g.j), '[]'::json) from (select ${emit(json, run)} as j from ${source(run)}` +
        ` group by ${expressions(by)}${having} order by ${order} limit ${limit}) as g)`
      );
    };
  });
}

export function compileGroupCount(
  scope: Scope,
  nodes: readonly FieldNode[],
  dataset: Dataset,
  path: readonly string[],
  source: (run: Run) => string,
): Part {
  const visible = scope.visible(dataset);
  const read = scope.argumentsOf<GroupArguments>(dataset.names.connection, nodes[0] as FieldNode);
  return refusable(path, () => (run) => {
    const args = read(run);
    const by = groupingsOf(args, visible);
    const having = havingSql(args.having, by, visible, run.bind);
    return `(select count(*)::integer from (select from ${source(run)} group by ${expressions(by)}${having}) as g)`;
  });
}

const expressions = (by: readonly Grouping[]): string => by.map(({ expression }) => expression).join(', ');

function groupingsOf({ by, having, orderBy }: GroupArguments, visible: VisibleColumns): Grouping[] {
  if (by.length === 0)
    throw refusal('BAD_USER_INPUT', {
      detail: { id: 'by menyebut paling sedikit satu kolom.', en: 'by names at least one column.' },
    });
  const atMost = (limit: string, max: number, found: number) => {
    if (found > max) throw refusal('LIMIT_EXCEEDED', { limit, max, found: String(found) });
  };
  atMost('by', MAX_BY, by.length);
  atMost('having', MAX_MEASURES, having?.length ?? 0);
  atMost('orderBy', MAX_MEASURES, orderBy?.length ?? 0);
  return by.map((name) => grouping(name, visible));
}

/** The key of a group: for each grouping its name and its value. */
function keyJson(scope: Scope, nodes: readonly FieldNode[], number: number): Part {
  const selected = [...scope.selections.below(nodes, 'GroupKey')];
  return (run) => {
    const parts = (run.groups.get(number) ?? []).map((one) =>
      emit(
        jsonObject(
          selected.map(([key, [node]]) => {
            const name = node?.name.value;
            if (name === 'column') return [key, literal(one.name)];
            if (name === 'value') return [key, asText(one.type, one.expression)];
            return [key, literal('GroupKey')];
          }),
        ),
        run,
      ),
    );
    return `json_build_array(${parts.join(', ')})`;
  };
}
