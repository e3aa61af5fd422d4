import type { Words } from '../../../schema/errors.js';
import type { Cell } from '../reading/grid.js';
import type { ColumnChoice } from './guess.js';
import { type CellReader, readerFor } from './readers.js';

const MAX_FIRST = 20;

/** What a choice makes of a column's cells. */
export interface ChoiceVerdict {
  readonly values: number;
  readonly empty: number;
  readonly problems: number;
  readonly first: readonly { readonly row: number; readonly words: Words }[];
}

/** Reads a column's cells as its producer chose, row by row, and tells which of them cannot be read that way. */
export class ChoiceCheck {
  readonly #read: CellReader;
  readonly #first: { readonly row: number; readonly words: Words }[] = [];
  #rows = 0;
  #empty = 0;
  #problems = 0;

  /** Refuses (DEFINITION_INVALID) a choice that does not hold together. */
  constructor(column: string, choice: ColumnChoice) {
    this.#read = readerFor(column, choice);
  }

  add(cell: Cell, row = this.#rows + 1): void {
    this.#rows++;
    const reading = this.#read(cell);
    if ('problem' in reading) {
      this.#problems++;
      if (this.#first.length < MAX_FIRST) this.#first.push({ row, words: reading.problem });
    } else if (reading.text === null) this.#empty++;
  }

  verdict(): ChoiceVerdict {
    return {
      values: this.#rows - this.#empty - this.#problems,
      empty: this.#empty,
      problems: this.#problems,
      first: this.#first,
    };
  }
}
