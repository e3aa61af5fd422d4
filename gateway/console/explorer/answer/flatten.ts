import { cellType, csvCell, csvRow, csvStart } from '../../../../schema/csv.js';
import { safeCell } from '../../../../schema/safe-cell.js';

export type Scalar = string | number | boolean | null;
/** What stands at a column's place: of lists within a row every value, of lists without items none. */
export type Cell = readonly Scalar[];
type Step = string | number;
type Path = readonly Step[];
type Objects = Readonly<Record<string, unknown>>;

/** A list of an answer that can be shown as a table. */
export interface AnswerList {
  /** Response keys from the root; none for the answer itself, which is one row where it holds no list. */
  readonly path: readonly string[];
  readonly items: readonly unknown[];
  /** `totalCount` beside it. */
  readonly total: number | null;
}

export interface AnswerTable {
  /** Where each column's cells lie in an item. */
  readonly columns: readonly Path[];
  readonly rows: readonly (readonly Cell[])[];
}

export const headerOf = (path: Path): string => path.join('.');

const isObject = (value: unknown): value is Objects =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The lists of an answer, not those within a list; the answer itself as one row where there is none. */
export function listsOf(data: unknown): AnswerList[] {
  const found: AnswerList[] = [];
  const look = (value: unknown, path: readonly string[], total: number | null): void => {
    if (Array.isArray(value)) found.push({ path, items: value, total });
    if (!isObject(value)) return;
    const count = value['totalCount'];
    for (const [key, inner] of Object.entries(value))
      look(inner, [...path, key], typeof count === 'number' ? count : null);
  };
  look(data, [], null);
  if (found.length > 0 || !isObject(data)) return found;
  return [{ path: [], items: [data], total: null }];
}

/** Keys of the items at one place, in the order in which they were met. */
interface Place {
  readonly inner: Map<Step, Place>;
  /** Whether a value stands here itself, in any item. */
  filled: boolean;
}

/**
 * Items as rows: objects within an item become dotted columns, lists within it one cell of all their values. Of lists
 * of which `isNumbered` is true each item has columns of its own.
 */
export function tableOf(items: readonly unknown[], isNumbered: (path: Path) => boolean): AnswerTable {
  const root: Place = { inner: new Map(), filled: false };
  const meet = (value: unknown, place: Place, path: Path): void => {
    if (Array.isArray(value) && !isNumbered(path)) {
      for (const one of value) meet(one, place, path);
    } else if (Array.isArray(value) || isObject(value)) {
      const entries: Iterable<[Step, unknown]> = Array.isArray(value)
        ? value.entries()
        : Object.entries(value);
      for (const [step, inner] of entries) {
        const known = place.inner.get(step) ?? { inner: new Map(), filled: false };
        place.inner.set(step, known);
        meet(inner, known, [...path, step]);
      }
    } else if (value !== null && value !== undefined) place.filled = true;
  };
  for (const item of items) meet(item, root, []);
  const columns: Path[] = [];
  const list = (place: Place, path: Path): void => {
    // What is null in some items and an object in others has its object's columns alone.
    if (place.inner.size === 0 || place.filled) columns.push(path);
    for (const [step, inner] of place.inner) list(inner, [...path, step]);
  };
  if (items.length > 0) list(root, []);
  return {
    columns,
    rows: items.map((item) => columns.map((column) => valuesAt(item, column, 0, isNumbered))),
  };
}

/** What stands in `value` where a column's path leads from its step `at` on. */
function valuesAt(value: unknown, column: Path, at: number, isNumbered: (path: Path) => boolean): Scalar[] {
  if (Array.isArray(value) && !isNumbered(column.slice(0, at)))
    return value.flatMap((one) => valuesAt(one, column, at, isNumbered));
  if (value === null || value === undefined) return [null];
  if (typeof value !== 'object') return at === column.length ? [value as Scalar] : [];
  const step = column[at];
  if (
    step === undefined ||
    (typeof step === 'number') !== Array.isArray(value) ||
    !Object.hasOwn(value, step)
  )
    return [];
  return valuesAt((value as Objects)[step], column, at + 1, isNumbered);
}

const BETWEEN = '; ';

/** A cell as it is read on the screen; null where there is nothing but null. */
export function textOf(cell: Cell): string | null {
  if (cell.length > 0 && cell.every((value) => value === null)) return null;
  return cell.map((value) => String(value ?? '')).join(BETWEEN);
}

/** RFC 4180, as the hub's own exports are; `scalarAt` says of which scalar a column is, where that is known. */
export function tableCsv(
  { columns, rows }: AnswerTable,
  nameless: string,
  scalarAt: (path: Path) => string | undefined,
  excel: boolean,
): string {
  const headers = columns.map((column) => headerOf(column) || nameless);
  const types = columns.map((column) => cellType(scalarAt(column)));
  let text = csvStart(headers, excel);
  for (const row of rows)
    text += csvRow(
      row.map((cell, at) => csvText(cell, types[at] ?? 'TEXT', excel)),
      excel,
    );
  return text;
}

function csvText(cell: Cell, type: string, excel: boolean): string {
  if (textOf(cell) === null) return '';
  const [first, ...others] = cell.map((value) => (value === null ? '' : String(value)));
  if (others.length === 0) return csvCell(type, first ?? '', excel);
  const all = [first ?? '', ...others];
  return safeCell((type === 'DECIMAL' ? all.map((one) => csvCell(type, one, excel)) : all).join(BETWEEN));
}
