import { type HubError, refusal } from '../../schema/errors.js';
import type { AccessClass, FieldStatus } from '../../schema/exposure.js';
import type { Role } from '../viewer.js';
import type { DeviationKind } from './deviations/rules.js';
import type { DocumentKind, StepId } from './procedure.js';
import { attemptOf, type CaseFacts, type CaseState, standingStatus } from './state.js';

/** How a column of an earlier case leaves. */
export interface Leaving {
  /** The column that takes its place; null where it is dropped. */
  readonly replacedBy: string | null;
}

/** A failure against mutu baku that an action brings to light. Passed deadlines are told by the clock. */
export interface NewDeviation {
  readonly kind: DeviationKind;
  readonly step: StepId;
  readonly attempt: number;
  readonly chargedTo: Role;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A document that an action hands in, as text, or has issued. */
export interface NewDocument {
  readonly kind: DocumentKind;
  readonly body: string;
}

/** What a permitted action changes. */
export interface Change {
  readonly state: CaseState;
  readonly role: Role;
  /** New statuses by column; columns not named keep theirs. */
  readonly statuses: ReadonlyMap<string, FieldStatus>;
  /** New access classes by column. */
  readonly classes: ReadonlyMap<string, AccessClass>;
  /** Columns of earlier cases that leave after the grace period; null: one that was to leave, and stays. */
  readonly leaving: ReadonlyMap<string, Leaving | null>;
  readonly documents: readonly NewDocument[];
  readonly deviations: readonly NewDeviation[];
  readonly reason: string | null;
  readonly outsideSop: boolean;
}

export type Decision =
  | { readonly ok: true; readonly change: Change }
  | { readonly ok: false; readonly refusal: HubError };

/** What an action does, apart from what every action does. */
type Effects = Partial<Pick<Change, 'statuses' | 'classes' | 'leaving' | 'documents' | 'deviations'>>;
export type Permitted = { readonly state: CaseState } & Effects;
export type Outcome = Permitted | { readonly refused: HubError };

/** Opens a new attempt at a step. */
export const enter = (state: CaseState, step: StepId): CaseState => ({
  ...state,
  step,
  attempts: { ...state.attempts, [step]: attemptOf(state, step) + 1 },
});

/**
 * The columns of one of these statuses, with their new one. A suspended column counts with the status to which it comes
 * back.
 */
export function statuses(
  state: CaseState,
  facts: CaseFacts,
  from: readonly FieldStatus[],
  to: FieldStatus,
): Map<string, FieldStatus> {
  const changed = facts.fields.filter((field) => from.includes(standingStatus(state, field)));
  return new Map(changed.map(({ column }) => [column.name, to]));
}

export const textOf = (kind: DocumentKind, text: string | null): NewDocument[] =>
  text?.trim() ? [{ kind, body: text.trim() }] : [];

/** The outcome with its document, which must not be empty. */
export function withDocument(kind: DocumentKind, body: string, outcome: Permitted): Outcome {
  if (body.trim() === '') return missing(kind);
  return { ...outcome, documents: [{ kind, body }, ...(outcome.documents ?? [])] };
}

export const missing = (document: DocumentKind): Outcome => ({
  refused: refusal('DOCUMENT_MISSING', { document }),
});

/** An output that the next step has found wanting. */
export const failed = (
  state: CaseState,
  step: StepId,
  chargedTo: Role,
  facts: Readonly<Record<string, unknown>>,
): NewDeviation => ({ kind: 'OUTPUT', step, attempt: attemptOf(state, step), chargedTo, facts });
