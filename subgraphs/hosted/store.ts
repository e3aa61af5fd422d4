import DataLoader from 'dataloader';
import type { Sql } from '../../db/client.js';
import type { EntityName } from '../../schema/entities.js';
import { refusal } from '../../schema/errors.js';
import { once, type RequestContext } from '../context.js';
import { type Dataset, loadedColumn, type ReleaseColumn, readableColumns } from '../directory.js';
import type { VisibleColumns } from './filter.js';
import { openCursor, type Page, type PageArguments, pageOf, sealCursor } from './page.js';
import {
  countStatement,
  type ListPlan,
  listStatement,
  type OrderKey,
  rowsStatement,
  type Statement,
} from './statement.js';

/** A row as the graph shows it: `id` and the columns that were asked for, by their names. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

export interface ListArguments extends PageArguments {
  readonly where?: unknown;
  readonly orderBy?: readonly Readonly<Record<string, 'ASC' | 'DESC' | null>>[] | null;
}

export interface List {
  readonly rows: readonly Row[];
  readonly cursors: () => readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly totalCount: () => Promise<number>;
}

interface RawRow extends Record<string, unknown> {
  readonly id?: string;
  readonly place: string;
  readonly parent?: number;
}

/**
 * The columns of a live release that this caller may use, from the matrix alone: select, where and order lists are
 * built from nothing else, whatever the operation says.
 */
function visibleColumns(dataset: Dataset, context: RequestContext): VisibleColumns {
  return once(context, dataset, () => {
    const columns = new Map<string, ReleaseColumn>();
    const references = new Map<string, ReleaseColumn>();
    for (const readable of readableColumns(dataset, context.viewer)) {
      const column = loadedColumn(dataset, readable);
      if (!column) continue;
      const { definition } = readable;
      columns.set(definition.name, column);
      if (definition.reference) references.set(definition.reference.field, column);
    }
    return { columns, references };
  });
}

function releaseOf(dataset: Dataset) {
  if (!dataset.release) throw refusal('NO_RELEASE', { dataset: dataset.names.field });
  return dataset.release;
}

/** Readable columns behind the selected names; a reference is read through the column that holds its code. */
function columnsFor(visible: VisibleColumns, selected: ReadonlySet<string>): string[] {
  const names = new Set<string>();
  for (const name of selected) {
    if (visible.columns.has(name)) names.add(name);
    const reference = visible.references.get(name);
    if (reference) names.add(reference.name);
  }
  return [...names];
}

function orderOf(orderBy: ListArguments['orderBy'], visible: VisibleColumns): OrderKey[] {
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

const run = (sql: Sql, { text, values }: Statement) => sql.unsafe<RawRow[]>(text, values as never[]);

/** A page of the dataset's rows. */
export async function listRows(
  context: RequestContext,
  dataset: Dataset,
  args: ListArguments,
  selected: ReadonlySet<string>,
): Promise<List> {
  const { plan, page } = planList(context, dataset, args, selected);
  const rows = await run(context.reads.sql, listStatement(plan));
  return toList(context, plan, page, rows, async () => {
    const [counted] = await run(context.reads.sql, countStatement(plan));
    return Number(counted?.['rows'] ?? 0);
  });
}

/**
 * The rows that refer to one entity by this code, which is null where the dataset's codes are of another list; all
 * entities of the request with equal arguments share one statement.
 */
export async function listRowsOf(
  context: RequestContext,
  dataset: Dataset,
  entity: EntityName,
  code: string | null,
  args: ListArguments,
  selected: ReadonlySet<string>,
): Promise<List> {
  if (code === null) {
    const { plan, page } = planList(context, dataset, args, selected);
    return toList(context, plan, page, [], async () => 0);
  }
  const key = JSON.stringify([dataset.names.field, entity, args, [...selected].sort()]);
  const loader = once(context, key, () => {
    const { plan, page } = planList(context, dataset, args, selected);
    const column = [...plan.visible.references.values()].find(({ reference }) => reference === entity);
    if (!column) throw refusal('FIELD_NOT_EXPOSED', { field: dataset.names.field });
    const counts = new DataLoader<string, number>(async (codes) => {
      const rows = await run(context.reads.sql, countStatement({ ...plan, parents: { column, codes } }));
      const byCode = new Map(rows.map((row) => [row['code'], Number(row['rows'])]));
      return codes.map((one) => byCode.get(one) ?? 0);
    });
    return new DataLoader<string, List>(async (codes) => {
      const rows = await run(context.reads.sql, listStatement({ ...plan, parents: { column, codes } }));
      const byParent = groupByParent(rows);
      return codes.map((one, at) =>
        toList(context, plan, page, byParent.get(at + 1) ?? [], () => counts.load(one)),
      );
    });
  });
  return loader.load(code);
}

function groupByParent(rows: readonly RawRow[]): Map<number | undefined, RawRow[]> {
  const groups = new Map<number | undefined, RawRow[]>();
  for (const row of rows) {
    const group = groups.get(row.parent);
    if (group) group.push(row);
    else groups.set(row.parent, [row]);
  }
  return groups;
}

function planList(
  context: RequestContext,
  dataset: Dataset,
  args: ListArguments,
  selected: ReadonlySet<string>,
): { plan: ListPlan; page: Page } {
  const { id: release, keyed } = releaseOf(dataset);
  const visible = visibleColumns(dataset, context);
  const order = orderOf(args.orderBy, visible);
  const page = pageOf(args);
  const from = page.cursor === null ? null : openCursor(context.keyring, { release, order }, page.cursor);
  const plan = {
    release,
    keyed,
    visible,
    where: args.where,
    order,
    select: columnsFor(visible, selected),
    size: page.size,
    backwards: page.backwards,
    from,
    parents: null,
  };
  return { plan, page };
}

function toList(
  context: RequestContext,
  plan: ListPlan,
  page: Page,
  raw: readonly RawRow[],
  totalCount: () => Promise<number>,
): List {
  const more = raw.length > page.size;
  const shown = raw.slice(0, page.size);
  if (page.backwards) shown.reverse();
  return {
    rows: toRows(context, plan, shown),
    cursors: () =>
      shown.map((row) =>
        sealCursor(context.keyring, plan, {
          row: row.place,
          values: plan.order.map((_, at) => row[`k${at}`] as string | null),
        }),
      ),
    hasNextPage: page.backwards ? page.cursor !== null : more,
    hasPreviousPage: page.backwards ? more : page.cursor !== null,
    totalCount,
  };
}

function toRows(
  { keyring }: RequestContext,
  plan: Pick<ListPlan, 'release' | 'keyed' | 'select'>,
  raw: readonly RawRow[],
): Row[] {
  const ids = plan.keyed
    ? raw.map(({ id }) => id as string)
    : keyring.rowIds(
        plan.release,
        raw.map(({ place }) => place),
      );
  return raw.map((one, place) => {
    const row: Record<string, unknown> = { id: ids[place] };
    for (const [at, name] of plan.select.entries()) row[name] = one[`v${at}`];
    return row as Row;
  });
}

/** The one row with this key, or null. */
export async function findRowByKey(
  context: RequestContext,
  dataset: Dataset,
  key: Readonly<Record<string, unknown>>,
  selected: ReadonlySet<string>,
): Promise<Row | null> {
  const { id: release, keyed } = releaseOf(dataset);
  const visible = visibleColumns(dataset, context);
  const plan = { release, keyed, visible, select: columnsFor(visible, selected) };
  const pairs = Object.entries(key).map(([name, value]) => {
    const column = visible.columns.get(name);
    if (!column) throw refusal('FIELD_NOT_EXPOSED', { field: name });
    return [column, value] as const;
  });
  const [row] = toRows(context, plan, await run(context.reads.sql, rowsStatement(plan, { key: pairs })));
  return row ?? null;
}

/** Rows by their opaque ids, for references from other subgraphs. */
export function findRowById(context: RequestContext, dataset: Dataset, id: string): Promise<Row | null> {
  const loader = once(context, `ids ${dataset.names.field}`, () => {
    const { id: release, keyed } = releaseOf(dataset);
    const visible = visibleColumns(dataset, context);
    const plan = { release, keyed, visible, select: [...visible.columns.keys()] };
    return new DataLoader<string, Row | null>(async (ids) => {
      const places = () => ids.flatMap((one) => context.keyring.rowOf(release, one) ?? []);
      const statement = rowsStatement(plan, keyed ? { ids } : { places: places() });
      const rows = toRows(context, plan, await run(context.reads.sql, statement));
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((one) => byId.get(one) ?? null);
    });
  });
  return loader.load(id);
}
