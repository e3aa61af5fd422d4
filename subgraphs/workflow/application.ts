import { refusal } from '../../schema/errors.js';
import type { Role } from '../viewer.js';
import { enter, failed, missing, type NewDeviation, type Outcome, textOf } from './change.js';
import type { DocumentKind, StepId } from './procedure.js';
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
  const stated = documents.length > 0 ? withoutWaiver(state, 'APPLICATION_PROFILE') : state;
  return { state: { ...enter(stated, 'SUBMIT'), status: 'OPEN', incomplete }, documents };
}

/** The draft is changed. */
export function edit(state: CaseState, profile: string | null): Outcome {
  const documents = textOf('APPLICATION_PROFILE', profile);
  return { state: documents.length > 0 ? withoutWaiver(state, 'APPLICATION_PROFILE') : state, documents };
}

/** What is handed in needs no waiver any more. */
const withoutWaiver = (state: CaseState, document: DocumentKind): CaseState => ({
  ...state,
  waived: state.waived.filter((kind) => kind !== document),
});

/** The kinds that people hand in as files, and who does. */
const HANDED_IN: Readonly<Partial<Record<DocumentKind, readonly Role[]>>> = {
  APPLICATION_PROFILE: ['PRODUCER'],
  VALIDATION_RESULT: ['PRODUCER'],
  SUPPORTING: ['PRODUCER', 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'],
};

/** A file is handed in. */
export function attach(state: CaseState, role: Role, document: DocumentKind): Outcome {
  const roles = HANDED_IN[document] ?? [];
  // Nobody but its producer knows of a draft.
  if (!roles.includes(role) || (state.status === 'DRAFT' && role !== 'PRODUCER'))
    return {
      refused: refusal('WRONG_ROLE', {
        action: `ATTACH ${document}`,
        performer: roles.join(' / ') || 'SATUGRAF',
      }),
    };
  const incomplete = state.incomplete && document !== 'APPLICATION_PROFILE';
  return { state: { ...withoutWaiver(state, document), incomplete } };
}

/** A document that was handed in turns out to be unfit: a failure of the newest step that has begun with it. */
export function invalidate(state: CaseState, facts: CaseFacts, document: DocumentKind): Outcome {
  const owner = HANDED_IN[document];
  if (!owner || document === 'SUPPORTING' || !facts.documents.has(document)) return missing(document);
  // The result of step 7 is no requirement but an output, which has failed once step 8 was opened with it.
  if (document === 'VALIDATION_RESULT')
    return {
      state,
      deviations: attemptOf(state, 'ACCEPT') > 0 ? [failed(state, 'ADOPT', 'PRODUCER', { document })] : [],
    };
  const gone = facts.procedure.steps.findLast(
    ({ id, standard }) => standard.requirement === document && attemptOf(state, id) > 0,
  );
  return {
    // In step 1 the application is incomplete again, and its clock waits.
    state: { ...state, incomplete: state.step === 'SUBMIT' && !state.waived.includes(document) },
    deviations: gone ? [incompleteness(state, gone.id, document)] : [],
  };
}

/** The step goes on without its document: a failure of whoever owed it. */
export function waive(state: CaseState, facts: CaseFacts, document: DocumentKind): Outcome {
  const step = facts.procedure.steps.find(({ id }) => id === state.step);
  if (step?.standard.requirement !== document || isThere(document, state, facts))
    return { refused: refusal('WAIVER_NOT_ASKED', { document }) };
  return {
    state: { ...state, waived: [...state.waived, document], incomplete: false },
    deviations: [incompleteness(state, state.step, document)],
  };
}

/** Only documents of the producer can be missing: the others are issued by the hub with the step before. */
const incompleteness = (state: CaseState, step: StepId, document: DocumentKind): NewDeviation => ({
  kind: 'COMPLETENESS',
  step,
  attempt: attemptOf(state, step),
  chargedTo: 'PRODUCER',
  facts: { document },
});
