import { lookupKey, namedBy } from '../mapping.js';

const MOST = 200_000;

export interface Tuple {
  readonly texts: readonly (string | null)[];
  /** The first row that says so. */
  readonly row: number;
  count: number;
}

/** The different combinations of texts in the columns that may lead to a code, each with its first row. */
export class Tuples {
  readonly #all = new Map<string, Tuple>();
  /** Whether there are more than anybody could look at; then none is kept. */
  overflow = false;

  constructor(readonly keys: readonly string[]) {}

  add(texts: readonly (string | null)[], row: number): void {
    if (this.keys.length === 0 || this.overflow) return;
    const key = lookupKey(texts);
    const known = this.#all.get(key);
    if (known) known.count++;
    else if (this.#all.size < MOST)
      this.#all.set(key, { texts: texts.map((text) => text && namedBy(text)), row, count: 1 });
    else {
      this.overflow = true;
      this.#all.clear();
    }
  }

  get all(): readonly Tuple[] {
    return [...this.#all.values()];
  }

  /** The combinations of some of the columns alone. */
  of(keys: readonly string[]): readonly Tuple[] {
    const places = keys.map((key) => this.keys.indexOf(key));
    const some = new Map<string, Tuple>();
    for (const { texts, row, count } of this.#all.values()) {
      const part = places.map((place) => texts[place] ?? null);
      const key = lookupKey(part);
      const known = some.get(key);
      if (known) known.count += count;
      else some.set(key, { texts: part, row, count });
    }
    return [...some.values()];
  }
}
