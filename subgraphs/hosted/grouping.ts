import type { ColumnType } from '../../schema/definition.js';
import { refusal } from '../../schema/errors.js';
import { type GroupLevel, groupColumn } from '../../schema/figures.js';
import type { ReleaseColumn } from '../directory.js';
import type { VisibleColumns } from './visible.js';

/** What rows are grouped by: a column, or a level of it. */
export interface Grouping {
  /** As the caller wrote it: `tanggal_YEAR`. */
  readonly name: string;
  /** SQL of the value, which also gives the order. */
  readonly expression: string;
  /** Type of the value; a level is text. */
  readonly type: ColumnType;
}

/** Characters of a region's code at each level: `35`, `35.14`, `35.14.01`. */
const REGION_LENGTH: Readonly<Partial<Record<GroupLevel, number>>> = {
  PROVINCE: 2,
  REGENCY: 5,
  DISTRICT: 8,
};

const DATE_FORMAT: Readonly<Partial<Record<GroupLevel, string>>> = {
  YEAR: 'YYYY',
  QUARTER: 'YYYY-"Q"Q',
  MONTH: 'YYYY-MM',
};

/** Throws FIELD_NOT_EXPOSED for a column that the caller may not use. */
export function grouping(name: string, visible: VisibleColumns): Grouping {
  const { column: columnName, level } = groupColumn(name);
  const column = visible.columns.get(columnName);
  if (!column) throw refusal('FIELD_NOT_EXPOSED', { field: columnName });
  if (level === null) {
    const { physical, type } = column;
    return { name, expression: physical, type };
  }
  const expression = levelSql(column, level);
  if (expression === undefined) throw refusal('FIELD_NOT_EXPOSED', { field: name });
  return { name, expression, type: 'TEXT' };
}

/** Numbers that are equal are written alike. */
export function asText(type: ColumnType, expression: string): string {
  if (type === 'TEXT') return expression;
  return type === 'DECIMAL' ? `trim_scale(${expression})::text` : `${expression}::text`;
}

/** The value of a level; null where a row lies on none, as a regency does among districts, a year among months. */
function levelSql({ physical, type, reference }: ReleaseColumn, level: GroupLevel): string | undefined {
  const length = REGION_LENGTH[level];
  if (length) {
    if (reference !== 'Region') return undefined;
    return `(case when length(${physical}) >= ${length} then left(${physical}, ${length}) end)`;
  }
  if (type === 'DATE') return `(to_char(${physical}, '${DATE_FORMAT[level]}') collate "C")`;
  return reference === 'Period' ? periodSql(physical, level) : undefined;
}

/** Of periods' ids: `2024`, `2024-S1`, `2024-Q3`, `2024-03`. */
function periodSql(id: string, level: GroupLevel): string {
  if (level === 'YEAR') return `left(${id}, 4)`;
  const month = `${id} ~ '^[0-9]{4}-[0-9]{2}$'`;
  if (level === 'MONTH') return `(case when ${month} then ${id} end)`;
  return (
    `(case when ${id} like '%-Q%' then ${id}` +
    ` when ${month} then left(${id}, 4) || '-Q' || (substr(${id}, 6)::integer + 2) / 3 end)`
  );
}
