import type { ColumnDefinition } from '../../schema/definition.js';
import { contentHash } from '../../schema/definition.js';
import type { FieldStatus } from '../../schema/exposure.js';
import type { Role } from '../viewer.js';
import { type DocumentKind, PROCEDURE, type StepId } from './procedure.js';

export type CaseStatus = 'DRAFT' | 'OPEN' | 'CLOSED' | 'CANCELLED' | 'REFUSED';

export const FIELD_VERDICTS = ['AGREED', 'DECLINED', 'DEFERRED'] as const;
export type FieldVerdict = (typeof FIELD_VERDICTS)[number];

export interface Judgement {
  readonly verdict: FieldVerdict;
  /** Required unless agreed. */
  readonly reason: string | null;
}

export type Side = 'TECHNICAL_TEAM' | 'PRODUCER';

export interface Signature {
  readonly accountId: string;
  readonly contentHash: string;
}

/** The whole state of a case; everything that a transition decides by, apart from the facts around it. */
export interface CaseState {
  readonly status: CaseStatus;
  readonly step: StepId;
  readonly version: number;
  /** How often each step has been opened; a loop opens a new attempt. Submission opens the first step. */
  readonly attempts: Readonly<Partial<Record<StepId, number>>>;
  /** Verdicts of step 3 by column. */
  readonly judgements: Readonly<Record<string, Judgement>>;
  readonly signatures: Readonly<Partial<Record<Side, Signature>>>;
  /** True from *belum* until the team has re-routed or the agreement is signed. */
  readonly mayReroute: boolean;
  /** Whether the one re-route that a case has is used. */
  readonly rerouted: boolean;
  /** How far the final report of step 9 has come. */
  readonly report: 'NONE' | 'PREPARED' | 'FORWARDED';
}

/** One column of the case with its class, as its last hand-over has it. */
export interface CaseField {
  readonly column: ColumnDefinition;
  readonly status: FieldStatus;
}

/** What stands outside the case and a transition depends on. */
export interface CaseFacts {
  readonly agency: string;
  readonly fields: readonly CaseField[];
  readonly documents: ReadonlySet<DocumentKind>;
  /** Version of the dataset's subgraph in the served supergraph; null while it is not composed. */
  readonly composedVersion: number | null;
  /** Whether the dataset has a live release that holds every column to be served, in its type. */
  readonly released: boolean;
}

export const FIRST_STATE: CaseState = {
  status: 'DRAFT',
  step: 'SUBMIT',
  version: 1,
  attempts: {},
  judgements: {},
  signatures: {},
  mayReroute: false,
  rerouted: false,
  report: 'NONE',
};

/** Who acts next on the case; null once it has ended. */
export function nextActor(state: CaseState): Role | null {
  if (state.status === 'DRAFT') return 'PRODUCER';
  if (state.status !== 'OPEN') return null;
  if (state.step === 'SUBMIT') return 'DEPARTMENT_HEAD';
  if (state.step === 'AGREE' && state.signatures.TECHNICAL_TEAM) return 'PRODUCER';
  if (state.step === 'REPORT' && state.report === 'PREPARED') return 'DIVISION_HEAD';
  if (state.step === 'REPORT' && state.report === 'FORWARDED') return 'DEPARTMENT_HEAD';
  const step = PROCEDURE.steps.find(({ id }) => id === state.step);
  return step?.performer ?? null;
}

/** The verdict on a column, if there is one. Columns may be named like what every object has: `constructor`. */
export const judgementOf = ({ judgements }: CaseState, column: string): Judgement | undefined =>
  Object.hasOwn(judgements, column) ? judgements[column] : undefined;

/** What both sides of step 3 sign: structure, classes, attributes, code references, verdict and reason per field. */
export function agreementHash(state: CaseState, fields: readonly CaseField[]): string {
  return contentHash(
    fields.map(({ column }) => ({ ...column, judgement: judgementOf(state, column.name) ?? null })),
  );
}
