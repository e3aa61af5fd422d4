import { isAscii } from 'node:buffer';
import type { ReadFile, Source } from './grid.js';
import { refused } from './refused.js';

export type Encoding = NonNullable<ReadFile['encoding']>;

/**
 * What windows-1252 has where Latin-1 has control characters; the five holes stay what they are. By hand, because not
 * every Node decodes `windows-1252` as anything else than Latin-1.
 */
const WINDOWS_1252 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

/** Counts what a stream of bytes holds beyond ASCII, as UTF-8 sees it. */
class Utf8Census {
  valid = 0;
  invalid = 0;
  #missing = 0;
  #low = 0x80;
  #high = 0xbf;

  feed(bytes: Uint8Array): void {
    if (this.#missing === 0 && isAscii(bytes)) return;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (this.#missing > 0) {
        if (byte >= this.#low && byte <= this.#high) {
          this.#low = 0x80;
          this.#high = 0xbf;
          if (--this.#missing === 0) this.valid++;
          continue;
        }
        this.invalid++;
        this.#missing = 0;
      }
      if (byte >= 0x80) this.#lead(byte);
    }
  }

  end(): void {
    if (this.#missing > 0) this.invalid++;
    this.#missing = 0;
  }

  #lead(byte: number): void {
    this.#missing = byte < 0xc2 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : byte < 0xf5 ? 3 : 0;
    if (this.#missing === 0) this.invalid++;
    // No overlong forms, no surrogates, nothing beyond U+10FFFF.
    this.#low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    this.#high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
  }
}

/**
 * How a text file is encoded, by one pass over all of it: one byte at its end can tell. A byte order mark decides;
 * else whatever is no UTF-8 is taken for windows-1252. Throws FILE_REFUSED where both are mixed in one file, because
 * either reading would change values in silence.
 */
export async function encodingOf(source: Source): Promise<Encoding> {
  const census = new Utf8Census();
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of source.bytes()) {
    if (start.length < 64) start = Buffer.concat([start, chunk.subarray(0, 64)]);
    if (utf16Mark(start)) break;
    census.feed(chunk);
  }
  const utf16 = utf16Mark(start);
  if (utf16) return utf16;
  census.end();
  if (census.invalid === 0) return 'utf-8';
  const marked = /^[ \t\r\n]*\xef\xbb\xbf/.test(start.toString('latin1'));
  if (marked || census.valid > census.invalid)
    throw refused(
      'Berkas ini mencampur UTF-8 dengan pengodean lain; simpan ulang sebagai "CSV UTF-8".',
      'This file mixes UTF-8 with another encoding; save it again as "CSV UTF-8".',
    );
  return 'windows-1252';
}

const utf16Mark = (start: Uint8Array): Encoding | undefined => {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : undefined;
};

/** The text of a source, piece by piece, without its byte order mark and the blanks before it. */
export async function* textOf(source: Source, encoding: Encoding): AsyncGenerator<string> {
  const decode = decoderOf(encoding);
  let start: string | undefined = '';
  for await (const chunk of source.bytes()) {
    const text = decode(chunk);
    if (start === undefined) yield text;
    else {
      start += text;
      // A mark stands within the first characters or nowhere.
      if (start.length < 64) continue;
      yield withoutMark(start);
      start = undefined;
    }
  }
  yield withoutMark((start ?? '') + decode());
}

/** Text without a byte order mark; some programs write blanks before it. */
export const withoutMark = (text: string): string => text.replace(/^[ \t\r\n]*\uFEFF+/, '');

/** Decodes pieces, then what is left. Throws FILE_REFUSED for bytes that are no text of this encoding. */
export function decoderOf(encoding: Encoding): (bytes?: Uint8Array) => string {
  if (encoding === 'windows-1252') return (bytes) => (bytes ? windows1252(bytes) : '');
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let ascii = encoding === 'utf-8';
  return (bytes) => {
    // One byte a character, as V8 keeps it, and no decoder to ask: most pieces of most files.
    if (ascii && bytes && isAscii(bytes))
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    ascii = false;
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw refused(
        `Isi berkas bukan teks ${encoding} yang utuh; simpan ulang sebagai "CSV UTF-8".`,
        `The file is not whole ${encoding} text; save it again as "CSV UTF-8".`,
      );
    }
  };
}

const windows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80] as string);
