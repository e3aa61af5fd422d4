import type { HubError } from '../../../schema/errors.js';
import { plainDecimal } from './decimal.js';
import type { Cell, TypedCell } from './grid.js';
import { LIMITS } from './limits.js';
import { damaged, tooLarge } from './refused.js';

/**
 * JSON as it stands in the text. Not `JSON.parse`: that rounds big numbers, moves keys like `2020` to the front, and
 * its objects know the key `__proto__`.
 */
export type Json = string | null | TypedCell | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

export const isObject = (json: Json | undefined): json is JsonObject => json instanceof Map;
export const isList = (json: Json | undefined): json is readonly Json[] => Array.isArray(json);
export const isScalar = (json: Json): json is Exclude<Cell, undefined> => !isObject(json) && !isList(json);

/** Throws FILE_REFUSED for what is no JSON, nested too deeply, or has one key twice in one object. */
export function parseJson(text: string): Json {
  const parser = new JsonParser(text);
  const json = parser.value(0);
  parser.end();
  return json;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERALS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['t', { kind: 'BOOLEAN', text: 'true' }],
  ['f', { kind: 'BOOLEAN', text: 'false' }],
  ['n', null],
]);

class JsonParser {
  #at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): Json {
    if (depth > LIMITS.nesting)
      throw tooLarge({
        id: `JSON bersarang lebih dari ${LIMITS.nesting} tingkat`,
        en: `JSON nested more than ${LIMITS.nesting} levels deep`,
      });
    this.#skip();
    const character = this.text[this.#at];
    if (character === '{') return this.#object(depth);
    if (character === '[') return this.#list(depth);
    if (character === '"') return this.#string();
    const literal = character === undefined ? undefined : LITERALS.get(character);
    if (literal !== undefined) return this.#literal(literal);
    return this.#number();
  }

  end(): void {
    this.#skip();
    if (this.#at < this.text.length) throw this.#wrong();
  }

  #object(depth: number): JsonObject {
    const object = new Map<string, Json>();
    this.#at++;
    if (this.#taken('}')) return object;
    do {
      this.#skip();
      if (this.text[this.#at] !== '"') throw this.#wrong();
      const key = this.#string();
      if (object.has(key)) throw this.#wrong();
      this.#expect(':');
      object.set(key, this.value(depth + 1));
    } while (this.#taken(','));
    this.#expect('}');
    return object;
  }

  #list(depth: number): readonly Json[] {
    const list: Json[] = [];
    this.#at++;
    if (this.#taken(']')) return list;
    do list.push(this.value(depth + 1));
    while (this.#taken(','));
    this.#expect(']');
    return list;
  }

  #string(): string {
    const start = this.#at;
    for (let at = start + 1; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 92) at++;
      else if (code === 34) {
        this.#at = at + 1;
        if (at - start > LIMITS.cell)
          throw tooLarge({ id: 'teks lebih dari 1 MB', en: 'a text of more than 1 MB' });
        try {
          return JSON.parse(this.text.slice(start, at + 1)) as string;
        } catch {
          this.#at = start;
          throw this.#wrong();
        }
      }
    }
    throw this.#wrong();
  }

  #number(): Json {
    NUMBER.lastIndex = this.#at;
    const raw = NUMBER.exec(this.text)?.[0];
    if (raw === undefined || raw.length > LIMITS.cell) throw this.#wrong();
    this.#at += raw.length;
    const text = plainDecimal(raw);
    return text === undefined ? raw : { kind: 'NUMBER', text };
  }

  #literal(literal: Json): Json {
    const word = literal === null ? 'null' : (literal as TypedCell).text;
    if (!this.text.startsWith(word, this.#at)) throw this.#wrong();
    this.#at += word.length;
    return literal;
  }

  #taken(character: string): boolean {
    this.#skip();
    if (this.text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string): void {
    if (!this.#taken(character)) throw this.#wrong();
  }

  #skip(): void {
    while (' \t\r\n'.includes(this.text[this.#at] ?? 'x')) this.#at++;
  }

  #wrong(): HubError {
    const line = this.text.slice(0, this.#at).split('\n').length;
    return damaged({ id: `JSON tidak sah di baris ${line}`, en: `invalid JSON in line ${line}` });
  }
}

/** JSON as text again, for a cell that holds a list. */
export function jsonText(json: Json): string {
  if (isList(json)) return `[${json.map(jsonText).join(',')}]`;
  if (isObject(json))
    return `{${[...json].map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value)}`).join(',')}}`;
  if (json === null) return 'null';
  return typeof json === 'string' ? JSON.stringify(json) : json.text;
}
