export type BusinessLevel = 'CATEGORY' | 'DIVISION' | 'GROUP' | 'CLASS' | 'SUBCLASS';

export interface BusinessRow {
  readonly code: string;
  readonly title: string;
  readonly level: BusinessLevel;
}

/** The words of a title that tell it apart, upper case; `&` and "dan" join, and say nothing. */
export const titleWords = (title: string): readonly string[] =>
  title
    .normalize('NFKD')
    .toUpperCase()
    .replace(/\p{M}/gu, '')
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '' && word !== 'DAN');

/** The classes of one KBLI edition by code and by title. */
export class BusinessIndex {
  readonly #byCode = new Map<string, BusinessRow>();
  readonly #byTitle = new Map<string, BusinessRow[]>();
  readonly #words = new Map<BusinessRow, readonly string[]>();

  constructor(rows: Iterable<BusinessRow>) {
    for (const row of rows) {
      this.#byCode.set(row.code, row);
      const words = titleWords(row.title);
      this.#words.set(row, words);
      const letters = words.join('');
      this.#byTitle.set(letters, [...(this.#byTitle.get(letters) ?? []), row]);
    }
  }

  get(code: string): BusinessRow | undefined {
    return this.#byCode.get(code);
  }

  /** Classes whose title has these letters; a class and the only one below it often share a title. */
  titled(letters: string): readonly BusinessRow[] {
    return this.#byTitle.get(letters) ?? [];
  }

  /** Letters of every title, each once. */
  titles(): Iterable<string> {
    return this.#byTitle.keys();
  }

  wordsOf(row: BusinessRow): readonly string[] {
    return this.#words.get(row) ?? titleWords(row.title);
  }
}
