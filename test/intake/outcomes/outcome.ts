export interface Outcome {
  readonly about: string;
  /** Every question that is asked, with the answer that its producer would give; none where nothing is ambiguous. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Name and type of each column that is proposed. */
  readonly columns: readonly string[];
  /** Entities that columns refer to, in the order of the columns. */
  readonly references?: readonly string[];
  /** Records, after columns have become rows. */
  readonly rows: number;
  readonly sums: Readonly<Record<string, string>>;
  /** How many records have a value in these columns. */
  readonly filled?: Readonly<Record<string, number>>;
  /** The first ten problems. */
  readonly problems?: readonly string[];
}
