import fc from 'fast-check';

/** What goes wrong in a subgraph while an operation is answered; `share` says for which things, by their rank. */
export interface Fault {
  readonly kind:
    | 'field fails'
    | 'field is null'
    | 'field is null in one subgraph'
    | 'list has holes'
    | 'entity is not found'
    | 'entity fails'
    | 'entities fail'
    | 'subgraph fails'
    | 'subgraph throws'
    | 'subgraph answers nothing';
  readonly at: string;
  readonly share: 'all' | 'even' | 'odd' | 'first' | 'later';
}

const SHARES: Readonly<Record<Fault['share'], (rank: number) => boolean>> = {
  all: () => true,
  even: (rank) => rank % 2 === 0,
  odd: (rank) => rank % 2 === 1,
  first: (rank) => rank === 0,
  later: (rank) => rank > 0,
};

/** Where things can go wrong: `Type.field`, `subgraph:Type.field`, `subgraph:Type`, `subgraph`. */
export interface Places {
  readonly fields: readonly string[];
  readonly ownFields: readonly string[];
  readonly entities: readonly string[];
  readonly subgraphs: readonly string[];
}

export class Faults {
  readonly #struck = new Map<string, (rank: number) => boolean>();

  constructor(readonly all: readonly Fault[]) {
    for (const { kind, at, share } of all) this.#struck.set(`${kind} ${at}`, SHARES[share]);
  }

  strikes(kind: Fault['kind'], at: string, rank: number): boolean {
    return this.#struck.get(`${kind} ${at}`)?.(rank) ?? false;
  }
}

export function arbitraryFaults(places: Places): fc.Arbitrary<readonly Fault[]> {
  const share = fc.constantFrom(...(Object.keys(SHARES) as Fault['share'][]));
  const of = (kind: Fault['kind'], at: readonly string[]) =>
    fc.record({ kind: fc.constant(kind), at: fc.constantFrom(...at), share });
  const whole = (kind: Fault['kind'], at: readonly string[]) =>
    fc.record({
      kind: fc.constant(kind),
      at: fc.constantFrom(...at),
      share: fc.constant('all' as const),
    });
  const one = fc.oneof(
    { weight: 6, arbitrary: of('field fails', places.fields) },
    { weight: 6, arbitrary: of('field is null', places.fields) },
    { weight: 1, arbitrary: of('field is null in one subgraph', places.ownFields) },
    { weight: 3, arbitrary: of('list has holes', places.fields) },
    { weight: 4, arbitrary: of('entity is not found', places.entities) },
    { weight: 3, arbitrary: of('entity fails', places.entities) },
    { weight: 1, arbitrary: whole('entities fail', places.entities) },
    { weight: 1, arbitrary: whole('subgraph fails', places.subgraphs) },
    { weight: 1, arbitrary: whole('subgraph throws', places.subgraphs) },
    { weight: 1, arbitrary: whole('subgraph answers nothing', places.subgraphs) },
  );
  // One operation in four meets none.
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.array(one, { minLength: 1, maxLength: 6, size: 'max' }) },
  );
}
