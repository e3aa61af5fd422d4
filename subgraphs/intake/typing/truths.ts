/** Pairs of words for true and false that a whole column can be made of. */
export const PAIRS: readonly (readonly [yes: string, no: string])[] = [
  ['true', 'false'],
  ['ya', 'tidak'],
  ['yes', 'no'],
  ['benar', 'salah'],
];
export const TRUTHS: ReadonlySet<string> = new Set(PAIRS.flat());
