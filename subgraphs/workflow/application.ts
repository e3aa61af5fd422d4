import { refusal } from '../../schema/errors.js';
import type { Role } from '../viewer.js';
import { enter, missing, type NewDeviation, type Outcome, textOf } from './change.js';
import type { DocumentKind } from './procedure.js';
import { isThere } from './rules.js';
import { attemptOf, type CaseFacts, type CaseState } from './state.js';

/** Step 1. Without its document an application goes in only with the request that it be waived. */
export function submit(
  state: CaseState,
  facts: CaseFacts,
  { profile, waiver }: { readonly profile: string | null; readonly waiver: string | null },
): Outcome {
  const documents = textOf('APPLICATION_PROFILE', profile);
  const incomplete = documents.length === 0 && !isThere('APPLICATION_PROFILE', state, facts);
  if (incomplete && !waiver?.trim()) return missing('APPLICATION_PROFILE');
  return { state: { ...enter(state, 'SUBMIT'), status: 'OPEN', incomplete }, documents };
}

/** The kinds that people hand in as files, and who does. */
const HANDED_IN: Readonly<Partial<Record<DocumentKind, readonly Role[]>>> = {
  APPLICATION_PROFILE: ['PRODUCER'],
  VALIDATION_RESULT: ['PRODUCER'],
  SUPPORTING: ['PRODUCER', 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'],
};

/** A file is handed in. */
export function attach(state: CaseState, role: Role, document: DocumentKind): Outcome {
  const roles = HANDED_IN[document] ?? [];
  if (!roles.includes(role))
    return {
      refused: refusal('WRONG_ROLE', {
        action: `ATTACH ${document}`,
        performer: roles.join(' / ') || 'SATUGRAF',
      }),
    };
  const waived = state.waived.filter((kind) => kind !== document);
  const incomplete = state.incomplete && document !== 'APPLICATION_PROFILE';
  return { state: { ...state, waived, incomplete } };
}

/** A document that was handed in turns out to be unfit. */
export function invalidate(state: CaseState, facts: CaseFacts, document: DocumentKind): Outcome {
  const owner = HANDED_IN[document];
  if (!owner || document === 'SUPPORTING' || !facts.documents.has(document)) return missing(document);
  return { state, deviations: [incompleteness(state, document)] };
}

/** The step goes on without its document: a failure of whoever owed it. */
export function waive(state: CaseState, facts: CaseFacts, document: DocumentKind): Outcome {
  const step = facts.procedure.steps.find(({ id }) => id === state.step);
  if (step?.standard.requirement !== document || isThere(document, state, facts))
    return { refused: refusal('WAIVER_NOT_ASKED', { document }) };
  return {
    state: { ...state, waived: [...state.waived, document], incomplete: false },
    deviations: [incompleteness(state, document)],
  };
}

/** Only documents of the producer can be missing: the others are issued by the hub with the step before. */
const incompleteness = (state: CaseState, document: DocumentKind): NewDeviation => ({
  kind: 'COMPLETENESS',
  step: state.step,
  attempt: attemptOf(state, state.step),
  chargedTo: 'PRODUCER',
  facts: { document },
});
