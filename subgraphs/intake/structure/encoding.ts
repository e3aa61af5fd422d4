import { Buffer, isUtf8 } from 'node:buffer';
import type { Structure, StructureEncoding } from './structure.js';
import { Unreadable } from './structure.js';

/** The characters of the bytes 0x80 to 0x9F in windows-1252, as WHATWG has them. */
const C1 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** Files that hold a database but no text of SQL, and what their producer should make instead. */
const OTHERS: readonly (readonly [signature: string, name: string])[] = [
  ['PGDMP', 'pg_dump -Fc'],
  ['\x1f\x8b', 'gzip'],
  ['PK\x03\x04', 'ZIP'],
  ['BZh', 'bzip2'],
  ['\xfd7zXZ', 'xz'],
  ['7z\xbc\xaf', '7-Zip'],
  ['\x28\xb5\x2f\xfd', 'zstd'],
  ['SQLite format 3\0', 'SQLite'],
];

/**
 * Bytes as one character each. The marks of SQL are ASCII in UTF-8 and windows-1252 alike, so a file can be taken apart
 * before it is known which of the two it is, and that is known only at its end.
 */
export class ByteText {
  #whole = true;
  #wide: TextDecoder | undefined;
  #named: StructureEncoding = 'utf-8';
  readonly #judge = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  /** The file's text, a chunk at a time. Refuses archives and binary dumps. */
  async *read(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
    let head: Buffer | undefined = Buffer.alloc(0);
    for await (const chunk of bytes) {
      if (head === undefined) {
        yield this.#text(chunk);
        continue;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < 16) continue;
      yield this.#opening(head);
      head = undefined;
    }
    if (head !== undefined) yield this.#opening(head);
    if (this.#wide) yield Buffer.from(this.#wide.decode(), 'utf8').toString('latin1');
    else this.#check(undefined);
  }

  #opening(head: Buffer): string {
    const other = OTHERS.find(([signature]) => head.subarray(0, 16).toString('latin1').startsWith(signature));
    if (other)
      throw new Unreadable('NO_PLAIN_DUMP', null, {
        id: `Berkas ini ${other[1]}, bukan dump SQL berupa teks; buatlah dump teks biasa.`,
        en: `This is ${other[1]}, not a dump as SQL text; make a plain text dump.`,
      });
    if (head[0] === 0xff && head[1] === 0xfe) return this.#widened('utf-16le', head);
    if (head[0] === 0xfe && head[1] === 0xff) return this.#widened('utf-16be', head);
    if (head.subarray(0, 16).includes(0))
      throw new Unreadable('NO_PLAIN_DUMP', null, {
        id: 'Berkas ini biner, bukan dump SQL berupa teks; buatlah dump teks biasa.',
        en: 'This file is binary, not a dump as SQL text; make a plain text dump.',
      });
    if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return this.#text(head.subarray(3));
    return this.#text(head);
  }

  /** Windows shells write `mysqldump > file` in UTF-16; from here on it is UTF-8. */
  #widened(encoding: 'utf-16le' | 'utf-16be', head: Uint8Array): string {
    this.#named = encoding;
    this.#wide = new TextDecoder(encoding);
    return this.#text(head);
  }

  #text(chunk: Uint8Array): string {
    const bytes = this.#wide
      ? Buffer.from(this.#wide.decode(chunk, { stream: true }), 'utf8')
      : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (!this.#wide) this.#check(chunk);
    return bytes.toString('latin1');
  }

  #check(chunk: Uint8Array | undefined): void {
    if (!this.#whole) return;
    try {
      this.#judge.decode(chunk, { stream: chunk !== undefined });
    } catch {
      this.#whole = false;
    }
  }

  /**
   * The structure in real characters. Its own words decide where they can: rows may hold raw binary in a file that is
   * UTF-8 otherwise. Plain ASCII words leave it to the whole file.
   */
  decoded(structure: Omit<Structure, 'encoding'>): Structure {
    const own = { wide: false, utf8: true };
    everyText(structure, (text) => {
      if (!/[\x80-\xff]/.test(text)) return text;
      own.wide = true;
      own.utf8 &&= isUtf8(Buffer.from(text, 'latin1'));
      return text;
    });
    const isUtf = this.#wide !== undefined || (own.wide ? own.utf8 : this.#whole);
    const decode = isUtf
      ? (text: string) => Buffer.from(text, 'latin1').toString('utf8')
      : (text: string) => text.replace(/[\x80-\x9f]/g, (c) => C1[c.charCodeAt(0) - 0x80] as string);
    const changed = everyText(structure, (text) => (/[\x80-\xff]/.test(text) ? decode(text) : text));
    return { ...changed, encoding: isUtf ? this.#named : 'windows-1252' };
  }
}

/** The same value with every text in it changed; structures nest a few levels, never more. */
function everyText<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((item) => everyText(item, change)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, everyText(item, change)])) as T;
}
