import type { ColumnType } from '../../schema/definition.js';
import type { Cell, Cells, OwnColumn } from './dataset.js';
import { type Conditions, compare, meets, SCALE, scaled } from './oracle.js';

/** What aggregates, groups and distinct values mean, over rows in memory: written from the contract, not from the SQL. */

export interface Measure {
  readonly of: 'KEY' | 'COUNT' | 'COUNT_DISTINCT' | 'SUM' | 'AVG' | 'MIN' | 'MAX';
  readonly column?: string;
  readonly is?: Conditions;
  readonly direction?: 'ASC' | 'DESC';
}
export type NumberFigure = 'sum' | 'avg' | 'min' | 'max';

const AVG_DECIMALS = 10;
const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** A number as it is shown: no more decimals than it needs. */
function numeral(value: bigint): string {
  const digits = String(abs(value)).padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -SCALE)}${fraction ? `.${fraction}` : ''}`;
}

export const REGION_LEVELS = { PROVINCE: 1, REGENCY: 2, DISTRICT: 3 } as const;

export function figures(columns: readonly OwnColumn[]) {
  const byName = new Map(columns.map((column) => [column.name, column]));

  const typeOf = (by: string): ColumnType => (by.includes('_') ? 'TEXT' : (byName.get(by)?.type ?? 'TEXT'));

  /** The value by which a row is grouped, in one form for equal values. */
  const cellOf = (by: string, row: Cells): Cell => {
    const [name = '', level] = by.split('_');
    const cell = row[name] ?? null;
    if (cell === null) return null;
    const column = byName.get(name);
    if (!level) return column?.type === 'DECIMAL' ? numeral(scaled(cell)) : cell;
    if (level in REGION_LEVELS) {
      const parts = cell.split('.');
      const wanted = REGION_LEVELS[level as keyof typeof REGION_LEVELS];
      return parts.length < wanted ? null : parts.slice(0, wanted).join('.');
    }
    const year = cell.slice(0, 4);
    const month = /^\d{4}-(\d{2})/.exec(cell)?.[1];
    if (level === 'YEAR') return year;
    if (level === 'MONTH') return month ? `${year}-${month}` : null;
    if (/^\d{4}-Q\d$/.test(cell)) return cell;
    return month ? `${year}-Q${Math.ceil(Number(month) / 3)}` : null;
  };

  const different = (by: string, rows: readonly Cells[]): string[] => [
    ...new Set(rows.map((row) => cellOf(by, row)).filter((value) => value !== null)),
  ];

  const number = (figure: NumberFigure, name: string, rows: readonly Cells[]): string | null => {
    const values = rows.flatMap((row) => (row[name] == null ? [] : [scaled(row[name])]));
    if (values.length === 0) return null;
    const sum = values.reduce((total, value) => total + value, 0n);
    if (figure === 'sum') return numeral(sum);
    if (figure === 'avg') {
      const unit = 10n ** BigInt(SCALE - AVG_DECIMALS);
      const divisor = BigInt(values.length) * unit;
      const rounded = (abs(sum) * 2n + divisor) / (divisor * 2n);
      return numeral((sum < 0n ? -rounded : rounded) * unit);
    }
    const wanted = (value: bigint, best: bigint) => (figure === 'min' ? value < best : value > best);
    return numeral(values.reduce((best, value) => (wanted(value, best) ? value : best)));
  };

  const measured = (measure: Measure, rows: readonly Cells[]): string | null => {
    const { of, column = '' } = measure;
    if (of === 'COUNT') return String(rows.length);
    if (of === 'COUNT_DISTINCT') return String(different(column, rows).length);
    if (of === 'KEY') return cellOf(column, rows[0] ?? {});
    return number(of.toLowerCase() as NumberFigure, column, rows);
  };

  /** Nulls stand last, whatever the direction. */
  const nullsLast = (type: ColumnType, one: Cell, other: Cell, direction = 'ASC'): number => {
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
    return direction === 'DESC' ? -compare(type, one, other) : compare(type, one, other);
  };

  return {
    number,
    countDistinct: (by: string, rows: readonly Cells[]): number => different(by, rows).length,
    range(by: string, rows: readonly Cells[]) {
      const values = different(by, rows).sort((one, other) => compare(typeOf(by), one, other));
      return { min: values[0] ?? null, max: values.at(-1) ?? null };
    },
    /** The rows of each group, with its key. */
    groups(
      rows: readonly Cells[],
      by: readonly string[],
      having: readonly Measure[],
      order: readonly Measure[],
    ) {
      const found = new Map<string, Cells[]>();
      for (const row of rows) {
        const key = JSON.stringify(by.map((one) => cellOf(one, row)));
        found.set(key, [...(found.get(key) ?? []), row]);
      }
      const kept = [...found].filter(([, members]) =>
        having.every((measure) =>
          Object.entries(measure.is ?? {}).every(([operator, value]) =>
            meets('DECIMAL', measured(measure, members), operator, value),
          ),
        ),
      );
      const all = kept.map(([key, members]) => ({ key: JSON.parse(key) as Cell[], rows: members }));
      return all.sort((one, other) => {
        for (const measure of order) {
          const type = measure.of === 'KEY' ? typeOf(measure.column ?? '') : 'DECIMAL';
          const [a, b] = [measured(measure, one.rows), measured(measure, other.rows)];
          const sign = nullsLast(type, a, b, measure.direction);
          if (sign !== 0) return sign;
        }
        for (const [at, name] of by.entries()) {
          const sign = nullsLast(typeOf(name), one.key[at] ?? null, other.key[at] ?? null);
          if (sign !== 0) return sign;
        }
        return 0;
      });
    },
    distinct(rows: readonly Cells[], by: string, search: string | null) {
      const counts = new Map<Cell, number>();
      for (const row of rows) {
        const value = cellOf(by, row);
        const found = search === null || value?.toLowerCase().includes(search.toLowerCase());
        if (found) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      return [...counts]
        .map(([value, count]) => ({ value, count }))
        .sort((one, other) => nullsLast(typeOf(by), one.value, other.value));
    },
  };
}
