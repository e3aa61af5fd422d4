import { refusal } from '../../schema/errors.js';
import type { ReleaseColumn } from '../directory.js';
import { SQL_TYPES } from '../physical.js';
import type { Parameters } from './parameters.js';
import type { VisibleColumns } from './visible.js';

export interface OrderKey {
  readonly column: ReleaseColumn;
  readonly descending: boolean;
}

/** Where a page starts: the values of the order's keys as text, and the row number that breaks ties. */
export interface Position {
  readonly values: readonly (string | null)[];
  readonly row: string;
}

export type OrderBy = readonly Readonly<Record<string, 'ASC' | 'DESC' | null>>[] | null | undefined;

/** Each key is compared with all before it, so that the text of a page grows with their square. */
const MAX_KEYS = 32;

export function orderOf(orderBy: OrderBy, visible: VisibleColumns): OrderKey[] {
  if (orderBy && orderBy.length > MAX_KEYS)
    throw refusal('LIMIT_EXCEEDED', { limit: 'orderBy', max: MAX_KEYS, found: String(orderBy.length) });
  return (orderBy ?? []).map((entry) => {
    const given = Object.entries(entry).filter(
      ([, direction]) => direction !== null && direction !== undefined,
    );
    const [only] = given;
    if (given.length !== 1 || !only)
      throw refusal('BAD_USER_INPUT', {
        detail: {
          id: 'Setiap butir orderBy menyebut tepat satu kolom.',
          en: 'Each entry of orderBy names exactly one column.',
        },
      });
    const column = visible.columns.get(only[0]);
    if (!column) throw refusal('FIELD_NOT_EXPOSED', { field: only[0] });
    return { column, descending: only[1] === 'DESC' };
  });
}

/** Nulls stand last in either direction; read backwards everything turns round. */
export function orderText(order: readonly OrderKey[], backwards: boolean): string {
  const keys = order.map(({ column, descending }) => {
    const direction = descending === backwards ? 'asc' : 'desc';
    return `${column.physical} ${direction} nulls ${backwards ? 'first' : 'last'}`;
  });
  return [...keys, `"row" ${backwards ? 'desc' : 'asc'}`].join(', ');
}

/** Rows strictly behind `from` in the order: keyset paging, key by key, the row number last. */
export function startCondition(
  order: readonly OrderKey[],
  backwards: boolean,
  from: Position,
  bind: Parameters,
): string {
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
