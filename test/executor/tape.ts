import fc from 'fast-check';

/** Random choices, read one after the other; where they end, the first choice is made, which is the plainest. */
export class Tape {
  #at = 0;
  constructor(private readonly numbers: readonly number[]) {}

  below(count: number): number {
    const number = this.numbers[this.#at++] ?? 0;
    return number % count;
  }
  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }
}

export const arbitraryTape: fc.Arbitrary<readonly number[]> = fc.array(fc.nat({ max: 0xffff }), {
  minLength: 1,
  maxLength: 400,
  size: 'max',
});
