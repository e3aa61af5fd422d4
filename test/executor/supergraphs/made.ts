/** A thing of the made world. `rank` counts within its type: faults strike by it. */
export interface Row {
  readonly __typename: string;
  readonly rank: number;
  readonly [field: string]: unknown;
}

/** What one operation has changed so far. */
export interface State {
  readonly log: string[];
}

export type Resolve = (
  self: Readonly<Record<string, unknown>>,
  args: Readonly<Record<string, unknown>>,
  state: State,
) => unknown;

/**
 * A supergraph with the one world that all of its subgraphs tell of. A field is the row's property of that name,
 * unless `fields` computes it; of a field that a subgraph only requires, it has what the representation says.
 */
export interface MadeSupergraph {
  readonly name: string;
  readonly subgraphs: Readonly<Record<string, string>>;
  /** What entities are looked up among, by type or interface. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  readonly fields: Readonly<Record<string, Readonly<Record<string, Resolve>>>>;
  /** Values for arguments, by the name of their type. */
  readonly samples: Readonly<Record<string, readonly unknown[]>>;
}

export const rows = (type: string, given: readonly Readonly<Record<string, unknown>>[]): readonly Row[] =>
  given.map((row, rank) => ({ ...row, __typename: type, rank }));

/** The rows at these places; a null where there is none. */
export const pick = (from: readonly Row[], ...places: readonly number[]): (Row | null)[] =>
  places.map((place) => from[place] ?? null);

export const byField =
  (from: readonly Row[], field: string): Resolve =>
  (_self, args) =>
    from.find((row) => row[field] === args[field]) ?? null;

/** A number, or null where there is none to calculate with. */
export const calculated = (given: readonly unknown[], calculate: (...numbers: number[]) => number) =>
  given.every((value) => typeof value === 'number') ? calculate(...(given as number[])) : null;
