import { graphql, type ResultOf } from '../../hub/graphql.js';
import type { Changed } from './changing.js';

/** What the path to publication needs of one of the agency's own cases. */
export const OWN_CASE = graphql(`
  query OwnCase($number: ID!) {
    case(number: $number) {
      number version status step nextActor
      availableActions { action allowed reason { id en } }
      dossier {
        kind previous title purpose direction dataset
        fields { name status accessClass }
        contacts { name position reach }
        documents { kind body number path createdAt }
        steps { step dueOn completedAt }
        events { action actor at reason }
      }
    }
  }
`);
export type OwnCase = NonNullable<ResultOf<typeof OWN_CASE>['case']>;

/** The dataset that a case has handed over; none before, and none while it is to be handed over again, after *tidak*. */
export const handedOver = (known: OwnCase | null): string | null =>
  known && known.step !== 'SUBMIT' && known.step !== 'HAND_OVER' ? (known.dossier?.dataset ?? null) : null;

/** Handed over just now: the hub is composing the graph that has the dataset. */
export function isComposing(known: OwnCase | null, changed: Changed | null): boolean {
  if (known?.status !== 'OPEN' || known.step === 'SUBMIT' || known.step === 'HAND_OVER') return false;
  if (!changed) return known.dossier?.dataset === null;
  const shown = new Set(changed.columns.map(({ name }) => name));
  return (known.dossier?.fields ?? []).some(
    ({ name, status, accessClass }) => status === 'PROPOSED' && accessClass !== 'CLOSED' && !shown.has(name),
  );
}

/** Of others' cases the dossier is refused and null, the rest of the answer whole. */
export const OWN_CASES = graphql(`
  query OwnCases { cases { number status step nextActor dossier { agency kind title dataset } } }
`);
export type ListedCase = NonNullable<ResultOf<typeof OWN_CASES>['cases']>[number];

/** Not handed over yet: the path to publication goes on with it. */
export const isUnfinished = ({ status, step }: Pick<ListedCase, 'status' | 'step'>): boolean =>
  status === 'DRAFT' || (status === 'OPEN' && (step === 'SUBMIT' || step === 'HAND_OVER'));
