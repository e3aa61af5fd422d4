import type { Dialects } from './dialect.js';
import { STRUCTURE_LIMITS, Unreadable } from './structure.js';

/**
 * `WORD`: keyword, plain name or number; `NAME`: quoted with backticks; `DOUBLE`: in double quotes, a name or a literal
 * as the place decides; `STRING`: a literal; `MARK`: one character; `END`: the end of a statement.
 */
export interface Token {
  readonly kind: 'WORD' | 'NAME' | 'DOUBLE' | 'STRING' | 'MARK' | 'END';
  /** Content without quotes and escapes; for a WORD as written. */
  readonly text: string;
  /** As written, quotes and all. */
  readonly raw: string;
  /** Whether white space or a comment stands before it. */
  readonly spaced: boolean;
  readonly line: number;
}

const WORD = /[\w$\x80-\xff]+(?:\.\d+)?/y;
const DOLLAR = /\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?\$/y;
/** What matters while the rows of an INSERT are counted. */
const IN_ROW = /['"`();#\-/$]/g;
const BETWEEN_ROWS = /[^\s]/g;
const ESCAPED: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  '0': '\0',
  Z: '\x1a',
};
const CHUNK = 1 << 16;

const UNCLOSED = {
  LITERAL: { id: 'Tanda kutip', en: 'The quote' },
  COMMENT: { id: 'Komentar', en: 'The comment' },
  COPY: { id: 'Data COPY', en: 'The data of COPY' },
} as const;

/**
 * Takes a dump apart, a chunk at a time. A token that is not whole yet stays in the buffer, which then doubles before the
 * next attempt, so that a long literal is looked at a few times and not once a chunk.
 */
export class Tokenizer {
  #text = '';
  #at = 0;
  #line = 1;
  #pending: string[] = [];
  #pendingLength = 0;
  #wanted = 0;
  #ended = false;
  /** Where the next one stands, from some place that was passed already: to look it up each time would be quadratic. */
  #newline = -1;
  #escape = -1;
  #delimiter = ';';
  /** Inside how many executable comments. */
  #conditional = 0;
  /** Whether a statement begins here. */
  #fresh = true;
  #skim: { depth: number; rows: number; due: boolean } | undefined;
  #copy: { rows: number; begun: boolean } | undefined;

  constructor(readonly dialects: Dialects) {}

  push(chunk: string): void {
    this.#pending.push(chunk);
    this.#pendingLength += chunk.length;
    if (this.#pendingLength < this.#wanted) return;
    this.#text = this.#text.slice(this.#at) + this.#pending.join('');
    this.#at = 0;
    this.#newline = -1;
    this.#escape = -1;
    this.#pending = [];
    this.#pendingLength = 0;
    this.#wanted = 0;
  }

  end(): void {
    this.#wanted = 0;
    this.push('');
    this.#ended = true;
  }

  /** From here on only count the rows of an INSERT; the END token's text is their number. */
  skimRows(): void {
    this.#skim = { depth: 0, rows: 0, due: true };
  }

  /** The lines after this statement are data of COPY; the next END token's text is their number. */
  skimCopy(): void {
    this.#copy = { rows: 0, begun: false };
  }

  /** The next token; undefined where another chunk is needed, or, after `end`, where there is nothing left. */
  next(): Token | undefined {
    if (this.#wanted > 0) return undefined;
    if (this.#copy) return this.#copyLines(this.#copy);
    const spaced = this.#skipSpace();
    if (spaced === undefined || this.#at >= this.#text.length) return undefined;
    if (this.#skim) return this.#rows(this.#skim);
    const start = this.#at;
    const line = this.#line;
    const character = this.#text[start] as string;
    if (this.#delimiter !== ';' && this.#text.startsWith(this.#delimiter, start)) {
      this.#take(start + this.#delimiter.length);
      return this.#endOf('', line);
    }
    if (character === ';') {
      this.#take(start + 1);
      return this.#delimiter === ';' ? this.#endOf('', line) : mark(';', spaced, line);
    }
    const token =
      character === "'" || character === '"' || character === '`'
        ? this.#quoted(character, start, spaced, line)
        : character === '$' && this.dialects.dialect === 'POSTGRESQL'
          ? this.#dollar(start, spaced, line)
          : this.#word(start, spaced, line);
    if (token?.kind === 'WORD' && this.#fresh && /^delimiter$/i.test(token.text)) return this.#newDelimiter();
    if (token) this.#fresh = false;
    return token;
  }

  /** Whether a statement, a literal or a comment was cut off by the end of the file. */
  get cutOff(): boolean {
    return this.#conditional > 0 || (this.#skim?.depth ?? 0) > 0;
  }

  #endOf(text: string, line: number): Token {
    this.#fresh = true;
    return { kind: 'END', text, raw: '', spaced: false, line };
  }

  #take(end: number): void {
    if (this.#newline < this.#at) this.#newline = this.#find('\n', this.#at);
    while (this.#newline < end) {
      this.#line++;
      this.#newline = this.#find('\n', this.#newline + 1);
    }
    this.#at = end;
  }

  #find(character: string, from: number): number {
    const at = this.#text.indexOf(character, from);
    return at === -1 ? Number.POSITIVE_INFINITY : at;
  }

  /** Asks for more, or says why more cannot help. `what` begins at the buffer's place. */
  #more(what: keyof typeof UNCLOSED | 'REST'): undefined {
    const length = this.#text.length - this.#at;
    if (this.#ended) {
      if (what === 'REST') return undefined;
      throw new Unreadable('UNCLOSED', this.#line, {
        id: `${UNCLOSED[what].id} pada baris ${this.#line} tidak pernah ditutup; berkas terpotong atau rusak.`,
        en: `${UNCLOSED[what].en} on line ${this.#line} is never closed; the file is cut off or damaged.`,
      });
    }
    if (length > STRUCTURE_LIMITS.statement)
      throw new Unreadable('STATEMENT_TOO_LONG', this.#line, {
        id: `Teks yang mulai pada baris ${this.#line} melebihi ${STRUCTURE_LIMITS.statement} bita.`,
        en: `What begins on line ${this.#line} exceeds ${STRUCTURE_LIMITS.statement} bytes.`,
      });
    this.#wanted = Math.max(CHUNK, length);
    return undefined;
  }

  /** Moves past white space and comments; undefined where a comment is not whole yet. */
  #skipSpace(): boolean | undefined {
    const start = this.#at;
    const mysql = this.dialects.dialect === 'MYSQL';
    for (;;) {
      const text = this.#text;
      let at = this.#at;
      while (at < text.length && (text.charCodeAt(at) <= 32 || text.charCodeAt(at) === 0xa0)) at++;
      this.#take(at);
      if (at >= text.length) {
        this.#more('REST');
        return this.#at > start;
      }
      const two = text.slice(at, at + 2);
      // The first character of a two-character mark may stand at the end of the buffer.
      if (!this.#ended && (/^[-/*\\]$/.test(two) || (two === '--' && text.length === at + 2)))
        return this.#more('REST');
      const lineEnds =
        (two === '--' && (!mysql || text.length <= at + 2 || text.charCodeAt(at + 2) <= 32)) ||
        (mysql && two[0] === '#') ||
        (!mysql && two[0] === '\\' && this.#fresh);
      if (lineEnds) {
        const end = text.indexOf('\n', at);
        if (end === -1 && !this.#ended) return this.#more('COMMENT');
        this.#take(end === -1 ? text.length : end + 1);
      } else if (two === '*/' && this.#conditional > 0) {
        this.#conditional--;
        this.#take(at + 2);
      } else if (two === '/*') {
        if (text.length < at + 12 && !this.#ended) return this.#more('COMMENT');
        const executable = mysql && /^\/\*M?!(\d{5,6})?/.exec(text.slice(at, at + 12));
        // MariaDB's sandbox line is addressed to a version that will never be.
        if (executable && executable[1] !== '999999') {
          this.#conditional++;
          this.#take(at + executable[0].length);
        } else {
          const end = mysql ? text.indexOf('*/', at + 2) + 2 : nestedEnd(text, at);
          if (end < 2) return this.#more('COMMENT');
          this.#take(end);
        }
      } else return this.#at > start;
    }
  }

  #quoted(quote: string, start: number, spaced: boolean, line: number): Token | undefined {
    const backslash = quote !== '`' && this.dialects.backslash;
    return this.#quotedFrom(start, start, quote, backslash, spaced, line);
  }

  #quotedFrom(
    start: number,
    open: number,
    quote: string,
    backslash: boolean,
    spaced: boolean,
    line: number,
  ): Token | undefined {
    const end = this.#quoteEnd(open, quote, backslash);
    if (end === undefined) return undefined;
    const raw = this.#text.slice(start, end);
    const kind = quote === "'" ? 'STRING' : quote === '"' ? 'DOUBLE' : 'NAME';
    const text = unquoted(this.#text.slice(open + 1, end - 1), quote, backslash);
    this.#take(end);
    return { kind, text, raw, spaced, line };
  }

  /** Where the quote that opens at `open` has ended; undefined where more text is needed. */
  #quoteEnd(open: number, quote: string, backslash: boolean): number | undefined {
    const text = this.#text;
    let at = open + 1;
    for (;;) {
      const close = text.indexOf(quote, at);
      if (close === -1) return this.#more('LITERAL');
      if (backslash && this.#escape < at) this.#escape = this.#find('\\', at);
      if (backslash && this.#escape < close) {
        at = this.#escape + 2;
        continue;
      }
      // A doubled quote is one quote of the content, and its second half may not have arrived.
      if (close + 1 === text.length && !this.#ended) return this.#more('LITERAL');
      if (text[close + 1] !== quote) return close + 1;
      at = close + 2;
    }
  }

  #dollar(start: number, spaced: boolean, line: number): Token | undefined {
    DOLLAR.lastIndex = start;
    const tag = DOLLAR.exec(this.#text)?.[0];
    if (tag === undefined) {
      if (this.#text.length - start < 128 && !this.#ended) return this.#more('REST');
      this.#take(start + 1);
      return mark('$', spaced, line);
    }
    const close = this.#text.indexOf(tag, start + tag.length);
    if (close === -1) return this.#more('LITERAL');
    const raw = this.#text.slice(start, close + tag.length);
    this.#take(close + tag.length);
    return { kind: 'STRING', text: raw.slice(tag.length, -tag.length), raw, spaced, line };
  }

  #word(start: number, spaced: boolean, line: number): Token | undefined {
    WORD.lastIndex = start;
    let raw = WORD.exec(this.#text)?.[0];
    if (raw === undefined) {
      const character = this.#text[start] as string;
      this.#take(start + 1);
      return mark(character, spaced, line);
    }
    // `1.5` is a number, `a.5` a name, a dot and something.
    if (raw.includes('.') && !/^\d+\./.test(raw)) raw = raw.slice(0, raw.indexOf('.'));
    if (this.#delimiter !== ';') {
      const cut = raw.indexOf(this.#delimiter);
      if (cut > 0) raw = raw.slice(0, cut);
    }
    const end = start + raw.length;
    if (end + 2 > this.#text.length && !this.#ended) return this.#more('LITERAL');
    if (/^e$/i.test(raw) && this.#text[end] === "'" && this.dialects.dialect === 'POSTGRESQL')
      return this.#quotedFrom(start, end, "'", true, spaced, line);
    this.#take(end);
    return { kind: 'WORD', text: raw, raw, spaced, line };
  }

  #newDelimiter(): Token | undefined {
    const end = this.#text.indexOf('\n', this.#at);
    const line = this.#line;
    if (end === -1 && !this.#ended) {
      this.#at -= 'delimiter'.length;
      return this.#more('LITERAL');
    }
    const rest = this.#text.slice(this.#at, end === -1 ? undefined : end).trim();
    this.#take(end === -1 ? this.#text.length : end);
    this.#delimiter = rest === '' ? ';' : rest.slice(0, 16);
    return this.#endOf('', line);
  }

  /** Counts rows between parentheses; nothing in them is looked at but quotes, so that a gigabyte takes seconds. */
  #rows(skim: { depth: number; rows: number; due: boolean }): Token | undefined {
    for (;;) {
      if (this.#skipSpace() === undefined) return undefined;
      const stop = skim.depth > 0 ? IN_ROW : BETWEEN_ROWS;
      stop.lastIndex = this.#at;
      const at = stop.exec(this.#text)?.index;
      if (at === undefined) {
        this.#take(this.#text.length);
        return this.#more('REST');
      }
      this.#take(at);
      if (this.#delimiter !== ';' ? this.#text.startsWith(this.#delimiter, at) : this.#text[at] === ';') {
        const line = this.#line;
        this.#take(at + this.#delimiter.length);
        this.#skim = undefined;
        return this.#endOf(String(skim.rows), line);
      }
      const character = this.#text[at] as string;
      if (character === "'" || character === '"' || character === '`') {
        const escapes = character === "'" && /[eE]/.test(this.#text[at - 1] ?? '');
        const backslash = character !== '`' && (this.dialects.backslash || escapes);
        const end = this.#quoteEnd(at, character, backslash);
        if (end === undefined) return undefined;
        this.#take(end);
        continue;
      }
      if (character === '-' || character === '/' || character === '#') {
        const before = this.#at;
        if (this.#skipSpace() === undefined) return undefined;
        if (this.#at > before) continue;
      }
      if (character === '$' && this.dialects.dialect === 'POSTGRESQL') {
        if (this.#dollar(at, false, this.#line) === undefined) return undefined;
        continue;
      }
      if (character === '(') {
        // `ON DUPLICATE KEY UPDATE a = VALUES(a)` has parentheses, but none where a row is due.
        if (skim.depth === 0 && skim.due) skim.rows++;
        skim.depth++;
      } else if (character === ')') skim.depth = Math.max(0, skim.depth - 1);
      if (skim.depth === 0) skim.due = character === ',';
      this.#take(at + 1);
    }
  }

  #copyLines(copy: { rows: number; begun: boolean }): Token | undefined {
    for (;;) {
      const end = this.#text.indexOf('\n', this.#at);
      if (end === -1 && !(this.#ended && this.#text.startsWith('\\.', this.#at))) {
        return this.#more('COPY');
      }
      const stop = end === -1 ? this.#text.length : end + 1;
      const first = !copy.begun;
      const length = stop - this.#at;
      const last = length <= 4 && /^\\\.\r?\n?$/.test(this.#text.slice(this.#at, stop));
      this.#at = stop;
      this.#line++;
      copy.begun = true;
      if (last) {
        this.#copy = undefined;
        return this.#endOf(String(copy.rows), this.#line - 1);
      }
      if (!first) copy.rows++;
    }
  }
}

const mark = (text: string, spaced: boolean, line: number): Token => ({
  kind: 'MARK',
  text,
  raw: text,
  spaced,
  line,
});

function unquoted(content: string, quote: string, backslash: boolean): string {
  if (!content.includes(quote) && !(backslash && content.includes('\\'))) return content;
  const doubled = new RegExp(backslash ? `\\\\([\\s\\S])|${quote}${quote}` : `${quote}${quote}`, 'g');
  return content.replace(doubled, (_, escaped: string | undefined) =>
    backslash && escaped !== undefined ? (ESCAPED[escaped] ?? escaped) : quote,
  );
}

/** Where PostgreSQL's comment, which nests, has ended; 0 where it has not. */
function nestedEnd(text: string, start: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return found.index + 2;
  }
  return 0;
}
