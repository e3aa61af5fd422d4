import type { ColumnType } from '../../schema/definition.js';
import type { Cell, Cells, OwnColumn } from './dataset.js';

/** What the graph's `where` and `orderBy` mean, over rows in memory: written from the contract, not from the SQL. */

export type Conditions = Readonly<Record<string, unknown>>;
export type Where = { readonly [name: string]: unknown };
export type Order = readonly Readonly<Record<string, 'ASC' | 'DESC'>>[];

/** Decimals that an exact number is counted in. */
export const SCALE = 40;

/** An exact number in units of its last decimal. */
export function scaled(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(`${whole}${fraction.padEnd(SCALE, '0')}`);
}

/** A value that JavaScript compares as the column's type does: exact numbers, text by code point. */
export function comparable(type: ColumnType, text: string): bigint | string {
  switch (type) {
    case 'INTEGER':
    case 'BIGINT':
      return BigInt(text);
    case 'DECIMAL': {
      return scaled(text);
    }
    case 'TEXT':
      return Buffer.from(text, 'utf8').toString('hex');
    default:
      return text;
  }
}

export function compare(type: ColumnType, one: string, other: string): number {
  const [a, b] = [comparable(type, one), comparable(type, other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

export function oracle(columns: readonly OwnColumn[]) {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const byRegion = new Map(columns.flatMap((column) => (column.region ? [[column.region, column]] : [])));

  const holds = (where: Where, row: Cells): boolean =>
    Object.entries(where).every(([name, given]) => {
      if (name === 'and') return (given as Where[]).every((part) => holds(part, row));
      if (name === 'or') return (given as Where[]).some((part) => holds(part, row));
      if (name === 'not') return !holds(given as Where, row);
      const column = byName.get(name);
      const conditions = Object.entries(given as Conditions);
      if (column)
        return conditions.every(([operator, value]) =>
          meets(column.type, row[name] ?? null, operator, value),
        );
      const code = row[byRegion.get(name)?.name ?? ''] ?? null;
      return conditions.every(([operator, value]) => lies(code, operator, value));
    });

  const inOrder =
    (order: Order) =>
    (one: Cells, other: Cells): number => {
      for (const entry of order) {
        const [name = '', direction] = Object.entries(entry)[0] ?? [];
        const [a, b] = [one[name] ?? null, other[name] ?? null];
        // Nulls stand last in either direction.
        if (a === null || b === null) {
          if (a === b) continue;
          return a === null ? 1 : -1;
        }
        const sign = compare(byName.get(name)?.type ?? 'TEXT', a, b);
        if (sign !== 0) return direction === 'DESC' ? -sign : sign;
      }
      return 0;
    };

  return {
    /** The rows that fulfil `where`, in order; ties stay as the file has them. */
    answer: (rows: readonly Cells[], where: Where, order: Order): Cells[] =>
      rows.filter((row) => holds(where, row)).sort(inOrder(order)),
  };
}

export function meets(type: ColumnType, cell: Cell, operator: string, value: unknown): boolean {
  if (operator === 'isNull') return (cell === null) === value;
  if (cell === null) return false;
  if (operator === 'in') return (value as unknown[]).some((item) => compare(type, cell, String(item)) === 0);
  const text = String(value);
  if (operator === 'contains') return cell.toLowerCase().includes(text.toLowerCase());
  if (operator === 'startsWith') return cell.startsWith(text);
  const sign = compare(type, cell, text);
  switch (operator) {
    case 'eq':
      return sign === 0;
    case 'ne':
      return sign !== 0;
    case 'lt':
      return sign < 0;
    case 'lte':
      return sign <= 0;
    case 'gt':
      return sign > 0;
    case 'gte':
      return sign >= 0;
    default:
      throw new Error(`no such operator: ${operator}`);
  }
}

function lies(code: Cell, operator: string, value: unknown): boolean {
  if (code === null) return false;
  if (operator === 'code') return code === value;
  if (operator === 'codes') return (value as string[]).includes(code);
  return code === value || code.startsWith(`${value}.`);
}
