import type { ListRun } from './list-run.js';
import type { VisibleColumns } from './visible.js';

/** Conditions that an index answers; for the others (`ne`, `contains`) every row is looked at with one, too. */
const ANSWERED: ReadonlySet<string> = new Set(['eq', 'in', 'lt', 'lte', 'gt', 'gte', 'startsWith']);

/** Columns by which an index could have found a list's rows, or had them in order. */
export function usedColumns({ where, order }: ListRun, { columns }: VisibleColumns): string[] {
  const used = order.slice(0, 1).map(({ column }) => column.name);
  const walk = (conditions: unknown): void => {
    for (const [name, condition] of Object.entries(conditions ?? {})) {
      if (condition === null || condition === undefined) continue;
      if (name === 'and' || name === 'or') for (const part of condition as unknown[]) walk(part);
      else if (columns.has(name) && Object.entries(condition).some(isAnswered)) used.push(name);
    }
  };
  walk(where);
  return used;
}

const isAnswered = ([operator, value]: [string, unknown]): boolean =>
  operator === 'isNull' ? value === true : ANSWERED.has(operator);
