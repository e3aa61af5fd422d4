import type { ColumnType } from '../../schema/definition.js';
import { refusal } from '../../schema/errors.js';
import type { ReleaseColumn } from '../directory.js';
import { SQL_TYPES } from '../physical.js';
import { checkedValue, escapeLike, nullValue, type Parameters } from './parameters.js';
import { type Conditions, compileReference } from './reference-filter.js';
import type { VisibleColumns } from './visible.js';

const COMPARISONS: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
};

/** Levels of `and`, `or` and `not`; a variable's nesting is bounded by nothing else, and the server's stack ends. */
const MAX_DEPTH = 100;

/** Compiles a `where` argument to a condition; an empty one holds for every row. Throws LIMIT_EXCEEDED. */
export function compileWhere(where: unknown, visible: VisibleColumns, bind: Parameters, depth = 0): string {
  if (depth > MAX_DEPTH)
    throw refusal('LIMIT_EXCEEDED', { limit: 'where', max: MAX_DEPTH, found: `> ${MAX_DEPTH}` });
  if (where === null || where === undefined) return 'true';
  const parts: string[] = [];
  for (const [name, condition] of Object.entries(where as Record<string, unknown>)) {
    if (condition === null || condition === undefined) continue;
    if (name === 'and' || name === 'or') {
      const inner = (condition as unknown[]).map((part) => compileWhere(part, visible, bind, depth + 1));
      if (inner.length > 0) parts.push(`(${inner.join(name === 'and' ? ' and ' : ' or ')})`);
      else parts.push(name === 'and' ? 'true' : 'false');
    } else if (name === 'not')
      parts.push(`not coalesce(${compileWhere(condition, visible, bind, depth + 1)}, false)`);
    else if (visible.columns.has(name)) {
      const { type, physical } = visible.columns.get(name) as ReleaseColumn;
      parts.push(...compileConditions(name, type, physical, condition as Conditions, bind));
    } else if (visible.references.has(name))
      parts.push(
        ...compileReference(
          name,
          visible.references.get(name) as ReleaseColumn,
          condition as Conditions,
          bind,
        ),
      );
    else throw refusal('FIELD_NOT_EXPOSED', { field: name });
  }
  return parts.length === 0 ? 'true' : `(${parts.join(' and ')})`;
}

/** Compiles what is asked of an expression of this type; `name` is how refusals call it. */
export function compileConditions(
  name: string,
  type: ColumnType,
  expression: string,
  conditions: Conditions,
  bind: Parameters,
): string[] {
  const sqlType = SQL_TYPES[type];
  return Object.entries(conditions).map(([operator, value]) => {
    const field = `${name}.${operator}`;
    if (value === null || value === undefined) throw nullValue(field, 'isNull: true');
    if (operator === 'isNull') return value ? `${expression} is null` : `${expression} is not null`;
    if (operator === 'in') {
      const values = (value as unknown[]).map((item) => String(checkedValue(type, item, field)));
      // As text first: drizzle takes the serializers of date[] and numeric[] away from the driver.
      return `${expression} = any(${bind.bind(values, `text[]::${sqlType}[]`)})`;
    }
    const checked = checkedValue(type, value, field);
    if (operator === 'contains') return contains(expression, checked as string, bind);
    if (operator === 'startsWith')
      return `${expression} like ${bind.bind(`${escapeLike(checked as string)}%`, 'text')}`;
    return `${expression} ${COMPARISONS[operator]} ${bind.bind(checked, sqlType)}`;
  });
}

/** The column's own collation, "C", knows capitals of ASCII alone. */
export const contains = (expression: string, text: string, bind: Parameters): string =>
  `${expression} collate "default" ilike ${bind.bind(`%${escapeLike(text)}%`, 'text')}`;
