import type { FieldNode } from 'graphql';
import { refusal } from '../../schema/errors.js';
import { releaseTable } from '../physical.js';
import { compileDistinct } from './distinct.js';
import { compileFigures } from './figures.js';
import { below, type Fix } from './fix.js';
import { compileGroupCount, compileGroups } from './groups.js';
import { codeSql, type ListArguments, ListRun } from './list-run.js';
import { compileRow } from './row.js';
import type { Compiled, ListAsk, Scope } from './scope.js';
import { emit, joined, jsonObject, literal, type Part, type Run, refusable, sql } from './template.js';

/** What stands in a list's place where it is refused. */
const NOTHING = 'select null::json as j';

/** Makes one row of a select whatever it reads, also where nothing in it aggregates. */
const ONE_ROW = ' having true';

/** Compiles a list to a select of one row with its JSON as `j`. */
export function compileList(scope: Scope, ask: ListAsk): Compiled {
  const fixes: Fix[] = [];
  return { part: refusable(ask.path, () => new ListCompiler(scope, ask, fixes).compile(), NOTHING), fixes };
}

class ListCompiler {
  readonly #number: number;
  readonly #alias: string;
  readonly #columns: Set<string>;
  readonly #laterals: Part[] = [];
  readonly #records: Part[] = [];
  /** What of the page the answer needs: rows at all, one row more, its ends, positions for cursors. */
  readonly #needs = { page: false, more: false, ends: false, cursors: false };

  constructor(
    private readonly scope: Scope,
    private readonly ask: ListAsk,
    private readonly fixes: Fix[],
  ) {
    this.#number = scope.next();
    this.#alias = `p${this.#number}`;
    this.#columns = new Set(['"row"', ...(ask.dataset.release?.keyed ? ['id'] : [])]);
  }

  compile(): Part {
    const { scope, ask } = this;
    const { dataset, of, on } = ask;
    if (!dataset.release) throw refusal('NO_RELEASE', { dataset: dataset.names.field });
    const { id: release } = dataset.release;
    const visible = scope.visible(dataset);
    const column = of
      ? [...visible.references.values()].find(({ reference }) => reference === of.entity)
      : undefined;
    if (of && !column) throw refusal('FIELD_NOT_EXPOSED', { field: `${on}.${dataset.names.field}` });
    const [first] = ask.nodes;
    const read = scope.argumentsOf<ListArguments>(on, first as FieldNode);
    const json = jsonObject(
      [...scope.selections.below(ask.nodes, dataset.names.connection)].map(([key, nodes]) => [
        key,
        this.#field(key, nodes),
      ]),
    );
    const joins = joined([...this.#laterals, ...this.#records]);

    return (run) => {
      run.bind.begin();
      const parent =
        of && column ? ` and ${column.physical} = ${codeSql(column, emit(of.key, run), run.bind)}` : '';
      const list = new ListRun(
        release,
        releaseTable(release),
        read(run),
        visible,
        parent,
        ask.around(run),
        run.bind,
        run.keyring,
      );
      run.lists.set(this.#number, list);
      const object = emit(json, run);
      if (this.#needs.page)
        return `select ${object} as j from (${this.#page(list)}) as ${this.#alias}${emit(joins, run)}${ONE_ROW}`;
      if (list.used) return `select ${object} as j`;
      return `select ${object} as j from (select) as nothing where true or exists (select from ${list.source})`;
    };
  }

  #field(key: string, nodes: readonly FieldNode[]): Part {
    const { scope, ask } = this;
    const { dataset } = ask;
    const { names } = dataset;
    const path = [...ask.path, key];
    const source = (run: Run) => {
      run.readsAll = true;
      return this.#of(run).source;
    };
    switch (nodes[0]?.name.value) {
      case 'nodes':
        return this.#collected(key, this.#row(nodes, path));
      case 'edges':
        return this.#collected(key, this.#edge(nodes, path));
      case 'pageInfo':
        return this.#pageInfo(key, nodes);
      case 'totalCount':
        return sql`(select count(*)::integer from ${source})`;
      case 'aggregate':
        return sql`(select ${compileFigures(scope, scope.selections.below(nodes, names.aggregate), dataset, path, () => "'[]'::json")} from ${source}${ONE_ROW})`;
      case 'groups':
        return compileGroups(scope, nodes, dataset, path, source);
      case 'groupCount':
        return compileGroupCount(scope, nodes, dataset, path, source);
      case 'distinct':
        return compileDistinct(scope, nodes, dataset, path, source);
      default:
        return literal(names.connection);
    }
  }

  #of(run: Run): ListRun {
    return run.lists.get(this.#number) as ListRun;
  }

  /** All rows of the page as an array, in the order of the list whatever the direction of the page. */
  #collected(key: string, { json, fixes }: { readonly json: Part; readonly fixes: readonly Fix[] }): Part {
    this.#needs.page = true;
    this.fixes.push(...below(key, fixes));
    return sql`coalesce(json_agg(${json}${(run) => this.#order(run)})${(run) => this.#inPage(run)}, '[]'::json)`;
  }

  /** A page comes in its order, which only a join or the other direction can change. */
  #order(run: Run): string {
    const { backwards } = this.#of(run);
    if (backwards) return ` order by ${this.#alias}.n desc`;
    return this.#laterals.length > 0 ? ` order by ${this.#alias}.n` : '';
  }

  /** Leaves out the row too many. */
  #inPage(run: Run): string {
    return this.#needs.more ? ` filter (where ${this.#alias}.n <= ${this.#of(run).size})` : '';
  }

  #row(nodes: readonly FieldNode[], path: readonly string[]) {
    const { scope, ask } = this;
    const selected = scope.selections.below(nodes, ask.dataset.names.type);
    const row = compileRow(scope, selected, ask.dataset, this.#alias, path, (run) => this.#of(run).rows);
    for (const column of row.columns) this.#columns.add(column);
    this.#laterals.push(...row.laterals);
    this.#records.push(row.record);
    return row;
  }

  #edge(nodes: readonly FieldNode[], path: readonly string[]) {
    const { names } = this.ask.dataset;
    const fixes: Fix[] = [];
    const pairs: [string, Part][] = [];
    for (const [key, found] of this.scope.selections.below(nodes, names.edge)) {
      const name = found[0]?.name.value;
      if (name === 'node') {
        const row = this.#row(found, [...path, key]);
        pairs.push([key, row.json]);
        fixes.push(...below(key, row.fixes));
      } else if (name === 'cursor') {
        this.#needs.cursors = true;
        pairs.push([key, (run) => this.#position(run)]);
        fixes.push({ kind: 'CURSOR', key, list: this.#number });
      } else pairs.push([key, literal(names.edge)]);
    }
    return { json: jsonObject(pairs), fixes };
  }

  /** Where a row stands in the order, to be sealed. */
  #position(run: Run): string {
    const values = this.#of(run).order.map(({ column }) => `, ${this.#alias}.${column.physical}::text`);
    return `json_build_array(${this.#alias}."row"::text${values.join('')})`;
  }

  #pageInfo(key: string, nodes: readonly FieldNode[]): Part {
    this.#needs.page = true;
    const fixes: Fix[] = [];
    const pairs: [string, Part][] = [];
    for (const [name, found] of this.scope.selections.below(nodes, 'PageInfo')) {
      const field = found[0]?.name.value;
      if (field === 'hasNextPage') pairs.push([name, this.#hasMore(false)]);
      else if (field === 'hasPreviousPage') pairs.push([name, this.#hasMore(true)]);
      else if (field === 'startCursor' || field === 'endCursor') {
        pairs.push([name, this.#end(field === 'endCursor')]);
        fixes.push({ kind: 'CURSOR', key: name, list: this.#number });
      } else pairs.push([name, literal('PageInfo')]);
    }
    this.fixes.push(...below(key, fixes));
    return jsonObject(pairs);
  }

  /** In the page's own direction the row too many tells; in the other one it has a row before it where it is continued. */
  #hasMore(before: boolean): Part {
    this.#needs.more = true;
    return (run) => {
      const list = this.#of(run);
      return list.backwards === before ? `count(*) > ${list.size}` : String(list.continued);
    };
  }

  /** Position of the first or the last row of the page. */
  #end(last: boolean): Part {
    this.#needs.cursors = true;
    this.#needs.ends = true;
    return (run) => {
      const list = this.#of(run);
      const n = `${this.#alias}.n`;
      const at = list.backwards === last ? '1' : `least(${list.size}, ${this.#alias}.m)`;
      return `(json_agg(${this.#position(run)}) filter (where ${n} = ${at} and ${n} <= ${list.size}))->0`;
    };
  }

  #page(list: ListRun): string {
    const { more, ends, cursors } = this.#needs;
    const columns = new Set(this.#columns);
    if (cursors) for (const { column } of list.order) columns.add(column.physical);
    const rows = list.page([...columns], more);
    if (!more && !ends && !list.backwards && this.#laterals.length === 0) return rows;
    return `select row_number() over () as n${ends ? ', count(*) over () as m' : ''}, q.* from (${rows}) as q`;
  }
}
