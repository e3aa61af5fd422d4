import { type HubError, refusal } from '../../schema/errors.js';
import type { DatasetFacts } from '../../schema/facts.js';

export type FactsChange = { readonly [F in keyof DatasetFacts]?: DatasetFacts[F] | undefined };

const MOST_CHARACTERS = { coverage: 500, contact: 300, licence: 200 } as const;

/** The facts after a change: what it leaves out stays, null or an empty text takes a fact away. */
export function changedFacts(before: DatasetFacts, change: FactsChange): DatasetFacts {
  const text = (name: keyof typeof MOST_CHARACTERS): string | null => {
    const given = change[name];
    if (given === undefined) return before[name];
    // One line each: they stand in descriptions and on catalogue cards.
    return (given ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim() || null;
  };
  return {
    cadence: change.cadence === undefined ? before.cadence : change.cadence,
    coverage: text('coverage'),
    contact: text('contact'),
    licence: text('licence'),
  };
}

/** Why facts cannot be kept; null where they can. */
export function factsProblem(facts: DatasetFacts): HubError | null {
  for (const [name, most] of Object.entries(MOST_CHARACTERS)) {
    const text = facts[name as keyof typeof MOST_CHARACTERS];
    if (text !== null && text.length > most)
      return refusal('BAD_USER_INPUT', {
        detail: {
          id: `${name} memuat ${text.length} karakter, paling banyak ${most}.`,
          en: `${name} has ${text.length} characters, at most ${most}.`,
        },
      });
  }
  return null;
}
