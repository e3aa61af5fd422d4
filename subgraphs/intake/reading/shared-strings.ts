import type { Source } from './grid.js';
import { LIMITS } from './limits.js';
import { tooLarge } from './refused.js';
import { parseXml } from './xml.js';

/** Office writes what XML cannot hold as `_x000D_`, and a text that looks so as `_x005F_x000D_`. */
export const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;

/** Collects the text of a rich text: its runs, without the reading aid that East Asian texts have beside them. */
export class RichText {
  #text = '';
  #inText = false;
  #phonetic = false;

  open(name: string): void {
    if (name === 'rPh') this.#phonetic = true;
    this.#inText = name === 't';
  }

  close(name: string): void {
    if (name === 'rPh') this.#phonetic = false;
    this.#inText = false;
  }

  add(text: string): void {
    if (this.#inText && !this.#phonetic) this.#text += text;
  }

  get length(): number {
    return this.#text.length;
  }

  take(): string {
    const text = unescapeText(this.#text);
    this.#text = '';
    return text;
  }
}

/** The strings that a workbook's cells refer to by number, in memory. Throws FILE_REFUSED beyond the cap. */
export async function sharedStrings(part: Source | undefined): Promise<readonly string[]> {
  const strings: string[] = [];
  if (!part) return strings;
  let size = 0;
  const text = new RichText();
  const parsing = parseXml(part, {
    open: (name) => text.open(name),
    close(name) {
      text.close(name);
      if (name !== 'si') return;
      const string = text.take();
      size += string.length;
      strings.push(string);
    },
    text: (found) => text.add(found),
  });
  for await (const _ of parsing)
    if (size > LIMITS.sharedStrings || text.length > LIMITS.cell)
      throw tooLarge({
        id: 'teks dalam buku kerja lebih dari 100 MB, atau satu sel lebih dari 1 MB',
        en: 'more than 100 MB of text in the workbook, or a cell of more than 1 MB',
      });
  return strings;
}
