import { refusal } from '../../schema/errors.js';
import type { ReleaseColumn } from '../directory.js';
import { releaseTable, SQL_TYPES } from '../physical.js';
import { compileWhere, type VisibleColumns } from './filter.js';
import { checkedValue, Parameters } from './parameters.js';

export interface OrderKey {
  readonly column: ReleaseColumn;
  readonly descending: boolean;
}

/** Where a page starts: the values of the order's keys as text, and the row number that breaks ties. */
export interface Position {
  readonly values: readonly (string | null)[];
  readonly row: string;
}

export interface ListPlan {
  readonly release: number;
  /** Whether rows carry their ids; the others have a place alone. */
  readonly keyed: boolean;
  readonly visible: VisibleColumns;
  readonly where: unknown;
  readonly order: readonly OrderKey[];
  /** Columns to answer, by name. */
  readonly select: readonly string[];
  readonly size: number;
  /** The last rows instead of the first. */
  readonly backwards: boolean;
  readonly from: Position | null;
  /** Given for a back-reference: one list for each of these codes, in this column. */
  readonly parents: { readonly column: ReleaseColumn; readonly codes: readonly string[] } | null;
}

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * One statement for a page (or, with parents, a page for each): the answer's columns as `v0…`, the order's keys as
 * text `k0…`, the row number as `place`, `id` and `parent` (position in `codes`). It asks for one row more than
 * `size`. No output bears the name of a column of the table: `order by` would sort by the output, which is text.
 */
export function listStatement(plan: ListPlan): Statement {
  const bind = new Parameters();
  const table = releaseTable(plan.release);
  const outputs = [
    '"row"::text as place',
    ...(plan.keyed ? ['id'] : []),
    ...plan.select.map((name, at) => `${output(columnOf(plan.visible, name))} as v${at}`),
    ...plan.order.map(({ column }, at) => `${column.physical}::text as k${at}`),
  ];
  const parents = plan.parents ? bind.bind(plan.parents.codes, 'text[]') : '';
  const conditions = [compileWhere(plan.where, plan.visible, bind)];
  if (plan.parents) conditions.push(`${plan.parents.column.physical} = parents.code`);
  if (plan.from) conditions.push(startCondition(plan, plan.from, bind));
  const page =
    `select ${outputs.join(', ')} from ${table} where ${conditions.join(' and ')}` +
    ` order by ${orderText(plan)} limit ${bind.bind(plan.size + 1, 'integer')}`;
  if (!plan.parents) return { text: page, values: bind.values };
  return {
    text:
      `select parents.n::integer as parent, page.* from unnest(${parents}) with ordinality as parents(code, n)` +
      ` cross join lateral (${page}) as page`,
    values: bind.values,
  };
}

/** How many rows fulfil the filter; with parents, one row for each code that has any. */
export function countStatement(plan: Pick<ListPlan, 'release' | 'visible' | 'where' | 'parents'>): Statement {
  const bind = new Parameters();
  const condition = compileWhere(plan.where, plan.visible, bind);
  const table = releaseTable(plan.release);
  if (!plan.parents)
    return { text: `select count(*)::integer as rows from ${table} where ${condition}`, values: bind.values };
  const { physical } = plan.parents.column;
  const codes = bind.bind(plan.parents.codes, 'text[]');
  return {
    text:
      `select ${physical} as code, count(*)::integer as rows from ${table}` +
      ` where ${condition} and ${physical} = any(${codes}) group by ${physical}`,
    values: bind.values,
  };
}

/** Rows by their ids, by their places, or the one row with this key. */
export function rowsStatement(
  plan: Pick<ListPlan, 'release' | 'keyed' | 'visible' | 'select'>,
  by:
    | { readonly ids: readonly string[] }
    | { readonly places: readonly string[] }
    | { readonly key: readonly (readonly [ReleaseColumn, unknown])[] },
): Statement {
  const bind = new Parameters();
  const outputs = [
    '"row"::text as place',
    ...(plan.keyed ? ['id'] : []),
    ...plan.select.map((name, at) => `${output(columnOf(plan.visible, name))} as v${at}`),
  ];
  const condition =
    'ids' in by
      ? `id = any(${bind.bind(by.ids, 'text[]')})`
      : 'places' in by
        ? `"row" = any(${bind.bind(by.places, 'bigint[]')})`
        : by.key
            .map(([column, value]) => {
              const checked = checkedValue(column.type, value, column.name);
              return `${column.physical} = ${bind.bind(checked, SQL_TYPES[column.type])}`;
            })
            .join(' and ');
  return {
    text: `select ${outputs.join(', ')} from ${releaseTable(plan.release)} where ${condition}`,
    values: bind.values,
  };
}

function columnOf(visible: VisibleColumns, name: string): ReleaseColumn {
  const column = visible.columns.get(name);
  if (!column) throw refusal('FIELD_NOT_EXPOSED', { field: name });
  return column;
}

/** What JSON cannot hold exactly leaves PostgreSQL as text. */
function output({ type, physical }: ReleaseColumn): string {
  return type === 'BIGINT' || type === 'DECIMAL' || type === 'DATE' ? `${physical}::text` : physical;
}

/** Nulls stand last in either direction; read backwards everything turns round. */
function orderText({ order, backwards }: ListPlan): string {
  const keys = order.map(({ column, descending }) => {
    const direction = descending === backwards ? 'asc' : 'desc';
    return `${column.physical} ${direction} nulls ${backwards ? 'first' : 'last'}`;
  });
  return [...keys, `"row" ${backwards ? 'desc' : 'asc'}`].join(', ');
}

/** Rows strictly behind `from` in the order: keyset paging, key by key, the row number last. */
function startCondition({ order, backwards }: ListPlan, from: Position, bind: Parameters): string {
  const branches: string[] = [];
  const ties: string[] = [];
  for (const [at, { column, descending }] of order.entries()) {
    const value = from.values[at] ?? null;
    const { physical } = column;
    if (value === null) {
      if (backwards) branches.push([...ties, `${physical} is not null`].join(' and '));
      ties.push(`${physical} is null`);
      continue;
    }
    // A cursor holds text; sent as a boolean, the driver would make any text false.
    const bound = bind.bind(value, `text::${SQL_TYPES[column.type]}`);
    const behind = `${physical} ${descending === backwards ? '>' : '<'} ${bound}`;
    branches.push([...ties, backwards ? behind : `(${behind} or ${physical} is null)`].join(' and '));
    ties.push(`${physical} = ${bound}`);
  }
  branches.push([...ties, `"row" ${backwards ? '<' : '>'} ${bind.bind(from.row, 'bigint')}`].join(' and '));
  return `(${branches.map((branch) => `(${branch})`).join(' or ')})`;
}
