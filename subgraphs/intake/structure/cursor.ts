import type { QualifiedName } from './catalog.js';
import type { Dialect } from './structure.js';
import type { Token } from './tokenizer.js';

/** Walks over the tokens of one statement, or of a part of it. */
export class Cursor {
  at = 0;

  constructor(
    readonly tokens: readonly Token[],
    readonly dialect: Dialect,
  ) {}

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  get token(): Token | undefined {
    return this.tokens[this.at];
  }

  /** The keyword that stands `ahead` of here, upper case; empty for anything that is no plain word. */
  word(ahead = 0): string {
    const token = this.tokens[this.at + ahead];
    return token?.kind === 'WORD' ? token.text.toUpperCase() : '';
  }

  isMark(text: string, ahead = 0): boolean {
    const token = this.tokens[this.at + ahead];
    return token?.kind === 'MARK' && token.text === text;
  }

  /** Moves past these keywords, if they are all here. */
  accept(...words: readonly string[]): boolean {
    if (!words.every((word, ahead) => this.word(ahead) === word)) return false;
    this.at += words.length;
    return true;
  }

  skipMark(text: string): boolean {
    if (!this.isMark(text)) return false;
    this.at++;
    return true;
  }

  /** A name as the dialect takes it: PostgreSQL folds what is not quoted. */
  name(): string | undefined {
    const token = this.token;
    if (!token || token.kind === 'MARK' || token.kind === 'END') return undefined;
    // A literal is no name, though very old MySQL dumps of Windows programs write one.
    this.at++;
    return token.kind === 'WORD' && this.dialect === 'POSTGRESQL' ? token.text.toLowerCase() : token.text;
  }

  qualifiedName(): QualifiedName | undefined {
    const parts: string[] = [];
    do {
      const part = this.name();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.skipMark('.'));
    return { schema: parts.at(-2) ?? null, name: parts.at(-1) as string };
  }

  literal(): string | undefined {
    const token = this.token;
    if (token?.kind !== 'STRING' && token?.kind !== 'DOUBLE') return undefined;
    this.at++;
    return token.text;
  }

  /** The tokens between the parenthesis here and its partner; undefined where there is none. */
  parenthesised(): readonly Token[] | undefined {
    if (!this.isMark('(')) return undefined;
    const start = this.at + 1;
    this.skipBalanced();
    return this.tokens.slice(start, Math.max(start, this.at - 1));
  }

  /** Moves past one token, or past all of a parenthesis. */
  skipBalanced(): void {
    let depth = 0;
    do {
      if (this.isMark('(') || this.isMark('[')) depth++;
      else if (this.isMark(')') || this.isMark(']')) depth--;
      this.at++;
    } while (depth > 0 && !this.done);
  }

  /** Names in a parenthesis: `(a, b(10) DESC)`; undefined where something else than columns stands there. */
  names(): string[] | undefined {
    const inside = this.parenthesised();
    if (!inside) return undefined;
    const names: string[] = [];
    for (const part of parts(inside)) {
      const cursor = new Cursor(part, this.dialect);
      const name = cursor.name();
      // `lower(name)` is an expression; `name(10)` is the first ten characters.
      const prefix = cursor.isMark('(') && !/^\d+$/.test(cursor.parenthesised()?.[0]?.text ?? '');
      if (name === undefined || prefix) return undefined;
      names.push(name);
    }
    return names.length > 0 ? names : undefined;
  }
}

/** Splits at the commas that stand in no parenthesis. */
export function parts(tokens: readonly Token[]): (readonly Token[])[] {
  const found: (readonly Token[])[] = [];
  let depth = 0;
  let start = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'MARK') continue;
    if (token.text === '(' || token.text === '[') depth++;
    else if (token.text === ')' || token.text === ']') depth--;
    else if (token.text === ',' && depth === 0) {
      found.push(tokens.slice(start, at));
      start = at + 1;
    }
  }
  if (start < tokens.length) found.push(tokens.slice(start));
  return found;
}

/** Tokens as they were written, white space and comments as one space. */
export const written = (tokens: readonly Token[]): string =>
  tokens.map(({ raw, spaced }, at) => (spaced && at > 0 ? ` ${raw}` : raw)).join('');
