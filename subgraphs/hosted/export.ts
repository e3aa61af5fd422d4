import type { ColumnType } from '../../schema/definition.js';
import { refusal } from '../../schema/errors.js';
import type { Dataset } from '../directory.js';
import { releaseTable } from '../physical.js';
import { compileWhere } from './filter.js';
import { type OrderBy, orderOf, orderText } from './order.js';
import { Parameters } from './parameters.js';
import { type Asker, visibleColumns } from './visible.js';

export interface ExportArguments {
  /** Coerced by the dataset's input types. */
  readonly where?: unknown;
  readonly orderBy?: OrderBy;
  /** Names of columns that the caller may read. */
  readonly columns: readonly string[];
  /** Whether the name of a region stands behind its code. */
  readonly names: boolean;
}

/** One cell of each row; all arrive as text, exact. */
export interface ExportColumn {
  /** Where the graph has it in a row: `['jumlah']`, `['kecamatan', 'name']`. */
  readonly path: readonly [string, ...string[]];
  readonly type: ColumnType;
}

/** Statements of an export over one release; all take the same values. */
export interface ExportStatements {
  readonly columns: readonly ExportColumn[];
  readonly values: readonly unknown[];
  /** The rows in their order. */
  readonly rows: string;
  /** How many rows there are, counted no further than one beyond `most`. */
  count(most: number): string;
  /** Whether any text is longer than so many characters. */
  longer(than: number): string;
}

/**
 * Compiles an export of all rows that fulfil `where`, in the order of the dataset's list. Built from the columns that
 * the matrix gives to this caller, as every other statement. Throws where the arguments are refused.
 */
export function exportStatements(
  dataset: Dataset & { readonly release: NonNullable<Dataset['release']> },
  asker: Asker,
  args: ExportArguments,
): ExportStatements {
  const visible = visibleColumns(dataset, asker);
  const bind = new Parameters();
  const table = releaseTable(dataset.release.id);
  const where = compileWhere(args.where, visible, bind);
  const order = orderText(orderOf(args.orderBy, visible), false);
  const cells: string[] = [];
  const joins: string[] = [];
  const texts: string[] = [];
  const columns: ExportColumn[] = [];
  for (const asked of args.columns) {
    const physical = visible.columns.get(asked)?.physical;
    const definition = dataset.columns.find((column) => column.definition.name === asked)?.definition;
    if (!physical || !definition) throw refusal('FIELD_NOT_EXPOSED', { field: asked });
    const { type, reference } = definition;
    cells.push(`${physical}::text`);
    columns.push({ path: [asked], type });
    if (type === 'TEXT') texts.push(physical);
    if (!args.names || reference?.entity !== 'Region') continue;
    const alias = `n${joins.length}`;
    cells.push(`${alias}.name`);
    // Columns of releases are collated "C"; the index on regions is not.
    joins.push(` left join public.regions as ${alias} on ${alias}.code = ${physical} collate "default"`);
    columns.push({ path: [reference.field, 'name'], type: 'TEXT' });
  }
  return {
    columns,
    values: bind.values,
    rows: `select ${cells.join(', ')} from ${table}${joins.join('')} where ${where} order by ${order}`,
    count: (most) =>
      `select count(*)::integer from (select from ${table} where ${where} limit ${Math.trunc(most)} + 1) as rows`,
    longer: (than) => {
      const tests = texts.map((text) => `length(${text}) > ${Math.trunc(than)}`);
      return `select (exists (select from ${table} where ${where} and (${['false', ...tests].join(' or ')})))::text`;
    },
  };
}
