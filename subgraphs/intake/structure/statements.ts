import { alterTable } from './alter-table.js';
import type { Catalog } from './catalog.js';
import { createTable } from './create-table.js';
import { Cursor } from './cursor.js';
import type { Dialects } from './dialect.js';
import { STRUCTURE_LIMITS, Unreadable } from './structure.js';
import type { Token, Tokenizer } from './tokenizer.js';

/** What becomes of a statement, decided by its first words: most of a dump need not be kept. */
type Fate = 'OPEN' | 'HELD' | 'IGNORED' | 'ROWS';

/** The first words that a decision may need: `CREATE OR REPLACE DEFINER = x SQL SECURITY … VIEW v`. */
const HEAD = 24;

/** Puts tokens together to statements, and hands those that matter to the catalogue. */
export class Statements {
  #fate: Fate = 'OPEN';
  #tokens: Token[] = [];
  #length = 0;
  #depth = 0;
  #held = 0;
  #copying: ReturnType<Cursor['qualifiedName']>;

  constructor(
    readonly tokenizer: Tokenizer,
    readonly catalog: Catalog,
    readonly dialects: Dialects,
  ) {}

  take(token: Token): void {
    if (token.kind === 'END') this.#end(token);
    else if (this.#fate === 'OPEN' || this.#fate === 'HELD') this.#hold(token);
  }

  /** At the end of the file; the last statement needs no semicolon. */
  finish(): void {
    if (this.tokenizer.cutOff || this.#depth > 0) {
      const line = this.#tokens[0]?.line ?? null;
      throw new Unreadable('UNCLOSED', line, {
        id: 'Berkas berakhir di tengah pernyataan SQL; berkas terpotong.',
        en: 'The file ends in the middle of a statement; it is cut off.',
      });
    }
    if (this.#tokens.length > 0 && this.#fate !== 'ROWS') this.#execute();
  }

  #hold(token: Token): void {
    if (token.kind === 'MARK') {
      if (token.text === '(') this.#depth++;
      else if (token.text === ')') this.#depth = Math.max(0, this.#depth - 1);
      if (this.#depth > STRUCTURE_LIMITS.depth)
        throw new Unreadable('TOO_DEEP', token.line, {
          id: `Kurung pada baris ${token.line} bersarang lebih dari ${STRUCTURE_LIMITS.depth} tingkat.`,
          en: `Parentheses on line ${token.line} nest more than ${STRUCTURE_LIMITS.depth} levels.`,
        });
    }
    this.#length += token.raw.length;
    this.#held += token.raw.length;
    if (this.#length > STRUCTURE_LIMITS.statement || this.#tokens.length >= STRUCTURE_LIMITS.tokens)
      throw new Unreadable('STATEMENT_TOO_LONG', this.#tokens[0]?.line ?? token.line, {
        id: `Pernyataan pada baris ${this.#tokens[0]?.line} terlalu panjang.`,
        en: `The statement on line ${this.#tokens[0]?.line} is too long.`,
      });
    if (this.#held > STRUCTURE_LIMITS.held)
      throw new Unreadable('TOO_LARGE', token.line, {
        id: 'Definisi tabel dalam berkas ini terlalu besar seluruhnya.',
        en: 'The definitions of tables in this file are too large altogether.',
      });
    this.#tokens.push(copied(token));
    if (this.#fate === 'OPEN') this.#decide();
  }

  #decide(): void {
    const cursor = new Cursor(this.#tokens, this.dialects.dialect);
    const first = cursor.word();
    if (first === 'INSERT' || first === 'REPLACE') {
      const last = this.#tokens.at(-1);
      const word = last?.kind === 'WORD' && this.#depth === 0 ? last.text.toUpperCase() : '';
      if (word === 'VALUES' || word === 'VALUE') {
        this.#fate = 'ROWS';
        this.tokenizer.skimRows();
      } else if (word === 'SELECT' || word === 'SET') this.#fate = 'IGNORED';
      return;
    }
    if (first === 'CREATE') {
      const last = cursor.tokens.at(-1);
      const word = last?.kind === 'WORD' ? last.text.toUpperCase() : '';
      if (['TABLE', 'INDEX', 'VIEW', 'TYPE', 'DOMAIN'].includes(word)) this.#fate = 'HELD';
      else if (['TRIGGER', 'FUNCTION', 'PROCEDURE', 'EVENT', 'AGGREGATE'].includes(word)) {
        const what = word.toLowerCase();
        this.catalog.note(last?.line ?? 0, `${what} dilewati`, `a ${what} is skipped`);
        this.#fate = 'IGNORED';
      } else if (this.#tokens.length > HEAD) this.#fate = 'IGNORED';
    } else if (['ALTER', 'COMMENT', 'COPY', 'SET', 'USE', 'DROP', 'RENAME'].includes(first))
      this.#fate = 'HELD';
    else this.#fate = 'IGNORED';
    // `DROP`, `SET` and the like are short; a long one is something else.
    if (this.#fate === 'IGNORED') this.#forget();
  }

  #forget(): void {
    this.#held -= this.#length;
    this.#tokens = [];
    this.#length = 0;
    this.#depth = 0;
  }

  #end(end: Token): void {
    if (this.#copying) {
      this.catalog.counted(this.#copying, Number(end.text));
      this.#copying = undefined;
    } else if (this.#fate === 'ROWS') {
      const cursor = new Cursor(this.#tokens, this.dialects.dialect);
      cursor.at++;
      while (['INTO', 'IGNORE', 'DELAYED', 'LOW_PRIORITY', 'HIGH_PRIORITY'].includes(cursor.word()))
        cursor.at++;
      const table = cursor.qualifiedName();
      if (table) this.catalog.counted(table, Number(end.text));
    } else if (this.#fate === 'HELD') this.#execute();
    const isStructure =
      this.#fate === 'HELD' && /^(CREATE|ALTER|COMMENT)$/i.test(this.#tokens[0]?.text ?? '');
    if (!isStructure) this.#held -= this.#length;
    this.#tokens = [];
    this.#length = 0;
    this.#depth = 0;
    this.#fate = 'OPEN';
  }

  #execute(): void {
    const { catalog } = this;
    const cursor = new Cursor(this.#tokens, this.dialects.dialect);
    if (cursor.accept('CREATE')) this.#create(cursor);
    else if (cursor.accept('ALTER', 'TABLE')) alterTable(cursor, catalog);
    else if (cursor.accept('COMMENT', 'ON')) comment(cursor, catalog);
    else if (cursor.accept('DROP', 'TABLE') || cursor.accept('DROP', 'VIEW')) {
      cursor.accept('IF', 'EXISTS');
      do {
        const id = cursor.qualifiedName();
        if (id) catalog.drop(id);
      } while (cursor.skipMark(','));
    } else if (cursor.accept('RENAME', 'TABLE')) {
      const from = cursor.qualifiedName();
      const to = cursor.accept('TO') ? cursor.qualifiedName() : undefined;
      if (from && to) catalog.rename(from, to);
    } else if (cursor.accept('USE')) catalog.schema = cursor.name() ?? null;
    else if (cursor.accept('SET')) this.#set(cursor);
    else if (cursor.accept('COPY')) {
      const table = cursor.qualifiedName();
      const words = this.#tokens.map(({ text }) => text.toUpperCase());
      if (!table || !words.includes('STDIN')) return;
      this.#copying = table;
      this.tokenizer.skimCopy();
    }
  }

  #create(cursor: Cursor): void {
    const { catalog } = this;
    const line = cursor.token?.line ?? 0;
    const head = new Set<string>();
    while (!cursor.done && !['TABLE', 'INDEX', 'VIEW', 'TYPE', 'DOMAIN'].includes(cursor.word())) {
      head.add(cursor.word());
      cursor.at++;
    }
    if (cursor.accept('VIEW')) {
      cursor.accept('IF', 'NOT', 'EXISTS');
      const id = cursor.qualifiedName();
      if (id) catalog.view(id);
    } else if (cursor.accept('TABLE')) {
      if (head.has('FOREIGN')) {
        catalog.note(line, 'tabel asing dilewati', 'a foreign table is skipped');
        return;
      }
      createTable(cursor, catalog, head.has('TEMPORARY') || head.has('TEMP'));
    } else if (cursor.accept('INDEX')) {
      if (head.has('UNIQUE')) uniqueIndex(cursor, catalog);
    } else if (cursor.accept('TYPE')) {
      const id = cursor.qualifiedName();
      if (!id || !cursor.accept('AS', 'ENUM')) return;
      const values = (cursor.parenthesised() ?? []).filter(({ kind }) => kind === 'STRING');
      catalog.types.set(id.name, { values: values.map(({ text }) => text) });
    } else if (cursor.accept('DOMAIN')) {
      const id = cursor.qualifiedName();
      cursor.accept('AS');
      const base = cursor.tokens.slice(cursor.at, domainEnd(cursor));
      if (id) catalog.types.set(id.name, { base: base.map(({ raw }) => raw).join(' ') });
    }
  }

  /** Settings that change how the rest of the file is to be read. */
  #set(cursor: Cursor): void {
    const tokens = this.#tokens.map(({ text }) => text.toLowerCase());
    if (tokens.includes('standard_conforming_strings')) this.dialects.backslash = tokens.includes('off');
    if (tokens.some((text) => text.includes('no_backslash_escapes'))) this.dialects.backslash = false;
    if (cursor.accept('SEARCH_PATH')) {
      cursor.at++;
      const schema = cursor.literal() ?? cursor.name();
      this.catalog.schema = schema && schema !== 'pg_catalog' ? schema : null;
    }
  }
}

function domainEnd(cursor: Cursor): number {
  const stops = new Set(['NOT', 'NULL', 'DEFAULT', 'CONSTRAINT', 'CHECK', 'COLLATE']);
  const end = cursor.tokens.findIndex(
    ({ kind, text }, at) => at > cursor.at && kind === 'WORD' && stops.has(text.toUpperCase()),
  );
  return end === -1 ? cursor.tokens.length : end;
}

/** `CREATE UNIQUE INDEX i ON t USING btree (a, b)`; one over a part of the rows or an expression says nothing here. */
function uniqueIndex(cursor: Cursor, catalog: Catalog): void {
  while (!cursor.done && cursor.word() !== 'ON') cursor.at++;
  cursor.accept('ON');
  cursor.accept('ONLY');
  const id = cursor.qualifiedName();
  const table = id && catalog.table(id);
  while (!cursor.done && !cursor.isMark('(')) cursor.at++;
  const columns = cursor.names();
  const isPartial = cursor.tokens.slice(cursor.at).some(({ text }) => text.toUpperCase() === 'WHERE');
  if (table && columns && !isPartial) table.uniques.push(columns);
}

function comment(cursor: Cursor, catalog: Catalog): void {
  const onColumn = cursor.accept('COLUMN');
  if (!onColumn && !cursor.accept('TABLE')) return;
  const id = cursor.qualifiedName();
  const start = cursor.at;
  if (!id || !cursor.accept('IS')) return;
  const text = cursor.literal() ?? null;
  if (!onColumn) {
    const table = catalog.table(id);
    if (table) table.comment = text;
    return;
  }
  // `schema.table.column`: the name's last part is the column.
  const path = new Cursor(cursor.tokens.slice(0, start), cursor.dialect);
  path.at = 3;
  const names: string[] = [];
  do names.push(path.name() ?? '');
  while (path.skipMark('.'));
  const table = catalog.table({ schema: names.at(-3) ?? null, name: names.at(-2) ?? '' });
  const column = table?.column(names.at(-1) ?? '');
  if (column) column.comment = text;
}

/** A slice of a chunk keeps the whole chunk in memory; what is held stands alone. */
const copied = (token: Token): Token =>
  token.raw.length < 13 ? token : { ...token, text: alone(token.text), raw: alone(token.raw) };

const alone = (text: string): string => Buffer.from(text, 'latin1').toString('latin1');
