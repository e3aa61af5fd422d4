/** Hubs note no more columns a minute than this. */
const MAX_NOTED = 2000;

/** In how many slow statements callers chose or sorted a dataset's rows by a column; never what they asked it for. */
export interface ColumnUse {
  readonly datasetId: string;
  readonly column: string;
  uses: number;
  milliseconds: number;
}

/** What a hub notes of slow statements until it is stored. */
export class ColumnUses {
  #noted = new Map<string, ColumnUse>();

  /** From so many milliseconds on a statement is slow. */
  constructor(readonly slowMs: number) {}

  /** Notes a statement that took so long. */
  note(datasetId: string, columns: Iterable<string>, milliseconds: number): void {
    for (const column of columns) {
      const key = `${datasetId} ${column}`;
      const use = this.#noted.get(key);
      if (use) {
        use.uses++;
        use.milliseconds += milliseconds;
      } else if (this.#noted.size < MAX_NOTED)
        this.#noted.set(key, { datasetId, column, uses: 1, milliseconds });
    }
  }

  /** What has been noted since the last time, in the order of its keys. */
  take(): ColumnUse[] {
    const noted = [...this.#noted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
    this.#noted = new Map();
    return noted;
  }
}
