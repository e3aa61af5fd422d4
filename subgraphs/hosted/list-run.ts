import { refusal } from '../../schema/errors.js';
import type { ReleaseColumn } from '../directory.js';
import type { Keyring } from '../keyring.js';
import { compileWhere } from './filter.js';
import { type OrderBy, type OrderKey, orderOf, orderText, type Position, startCondition } from './order.js';
import { type CursorScope, openCursor, type PageArguments, pageOf } from './page.js';
import type { Parameters } from './parameters.js';
import type { VisibleColumns } from './visible.js';

export interface ListArguments extends PageArguments {
  readonly where?: unknown;
  readonly orderBy?: OrderBy;
}

/** Lists within lists multiply; beyond so many rows PostgreSQL would run out of time or of memory first. */
const MAX_ROWS = 1_000_000;

/** What one execution asks of a list. */
export class ListRun implements CursorScope {
  readonly order: readonly OrderKey[];
  /** The `where` argument. */
  readonly where: unknown;
  readonly backwards: boolean;
  /** Whether the page begins behind a cursor. */
  readonly continued: boolean;
  /** Rows that the list can answer, for all objects that it is asked of. */
  readonly rows: number;
  readonly #from: Position | null;
  readonly #size: number;
  readonly #bind: Parameters;
  readonly #where: string;
  #sizeText = '';
  /** Whether the statement has used the condition: a value that nothing uses has no type for PostgreSQL. */
  used = false;

  /** Throws where the arguments are refused. `parent` is a condition beside `where`, `around` how many objects ask. */
  constructor(
    readonly release: number,
    readonly table: string,
    args: ListArguments,
    visible: VisibleColumns,
    parent: string,
    around: number,
    bind: Parameters,
    keyring: Keyring,
  ) {
    this.order = orderOf(args.orderBy, visible);
    const page = pageOf(args);
    this.backwards = page.backwards;
    this.continued = page.cursor !== null;
    this.#from = page.cursor === null ? null : openCursor(keyring, this, page.cursor);
    this.#size = page.size;
    this.rows = page.size * around;
    if (this.rows > MAX_ROWS)
      throw refusal('LIMIT_EXCEEDED', { limit: 'rows', max: MAX_ROWS, found: String(this.rows) });
    this.#bind = bind;
    this.where = args.where;
    this.#where = compileWhere(args.where, visible, bind) + parent;
  }

  /** The rows of the list on all pages: `table where condition`. */
  get source(): string {
    this.used = true;
    return `${this.table} where ${this.#where}`;
  }

  /** Rows of a page, bound once. */
  get size(): string {
    this.#sizeText ||= this.#bind.bind(this.#size, 'integer');
    return this.#sizeText;
  }

  /** The rows of the page in its own direction; one more than it holds where `more`. */
  page(columns: readonly string[], more: boolean): string {
    const { order, backwards, size, source } = this;
    const start = this.#from ? ` and ${startCondition(order, backwards, this.#from, this.#bind)}` : '';
    return (
      `select ${columns.join(', ')} from ${source}${start}` +
      ` order by ${orderText(order, backwards)} limit ${size}${more ? ' + 1' : ''}`
    );
  }
}

/** SQL of the code that an entity's key stands for in the list of a column; null where it is of another edition. */
export function codeSql(column: ReleaseColumn, key: string, bind: Parameters): string {
  if (column.reference !== 'BusinessClass') return key;
  const edition = bind.bind(column.edition, 'text');
  return `case when starts_with(${key}, ${edition} || ':') then substr(${key}, length(${edition}) + 2) end`;
}
