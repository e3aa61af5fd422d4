import { type HubError, refusal } from '../../schema/errors.js';
import { isNumeric } from '../../schema/figures.js';
import { numberFigure } from './figures.js';
import { compileConditions } from './filter.js';
import { type Grouping, grouping } from './grouping.js';
import type { Parameters } from './parameters.js';
import type { Conditions } from './reference-filter.js';
import type { VisibleColumns } from './visible.js';

/** One figure of a group, as the caller names it. */
export interface Measure {
  readonly of: 'KEY' | 'COUNT' | 'COUNT_DISTINCT' | 'SUM' | 'AVG' | 'MIN' | 'MAX';
  readonly column?: string | null;
  readonly is?: Conditions | null;
  readonly direction?: 'ASC' | 'DESC' | null;
}

const FIGURES = { SUM: 'sum', AVG: 'avg', MIN: 'min', MAX: 'max' } as const;

/** Compiles `having`: all conditions must hold. */
export function havingSql(
  having: readonly Measure[] | null | undefined,
  by: readonly Grouping[],
  visible: VisibleColumns,
  bind: Parameters,
): string {
  const conditions = (having ?? []).flatMap((measure) => {
    if (!measure.is || measure.of === 'KEY' || given(measure.direction)) throw needs('having', 'is');
    return compileConditions('having', 'DECIMAL', measureSql(measure, by, visible), measure.is, bind);
  });
  return conditions.length === 0 ? '' : ` having ${conditions.join(' and ')}`;
}

/** Compiles the order of groups, nulls last; their keys break ties. */
export function groupOrderSql(
  orderBy: readonly Measure[] | null | undefined,
  by: readonly Grouping[],
  visible: VisibleColumns,
): string {
  const keys = (orderBy ?? []).map((measure) => {
    if (given(measure.is)) throw needs('orderBy', 'direction');
    return `${measureSql(measure, by, visible)} ${measure.direction === 'DESC' ? 'desc' : 'asc'} nulls last`;
  });
  return [...keys, ...by.map(({ expression }) => `${expression} asc nulls last`)].join(', ');
}

function measureSql({ of, column }: Measure, by: readonly Grouping[], visible: VisibleColumns): string {
  if (of === 'COUNT') {
    if (given(column)) throw wrong('COUNT tidak menyebut kolom.', 'COUNT names no column.');
    return 'count(*)';
  }
  if (!column) throw wrong(`${of} menyebut satu kolom.`, `${of} names a column.`);
  if (of === 'KEY') {
    const key = by.find(({ name }) => name === column);
    if (!key) throw wrong(`KEY menyebut kolom dari by: ${column}.`, `KEY names a column of by: ${column}.`);
    return key.expression;
  }
  const one = grouping(column, visible);
  if (of === 'COUNT_DISTINCT') return `count(distinct ${one.expression})`;
  if (!isNumeric(one.type))
    throw wrong(`${of} memerlukan kolom angka: ${column}.`, `${of} needs a column of numbers: ${column}.`);
  return numberFigure(FIGURES[of], one.expression);
}

const given = (value: unknown): boolean => value !== null && value !== undefined;

const needs = (argument: 'having' | 'orderBy', what: 'is' | 'direction'): HubError =>
  wrong(
    `Setiap butir ${argument} menyebut satu ukuran${what === 'is' ? ' selain KEY beserta is' : ', tanpa is'}.`,
    `Each entry of ${argument} names a figure${what === 'is' ? ' other than KEY, with is' : ', without is'}.`,
  );

const wrong = (id: string, en: string): HubError => refusal('BAD_USER_INPUT', { detail: { id, en } });
