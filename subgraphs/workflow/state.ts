import type { ColumnDefinition } from '../../schema/definition.js';
import { contentHash } from '../../schema/definition.js';
import type { FieldStatus } from '../../schema/exposure.js';
import type { Role } from '../viewer.js';
import { type DocumentKind, type Procedure, type StepId, stepOf } from './procedure.js';

export const CASE_STATUSES = ['DRAFT', 'OPEN', 'CLOSED', 'CANCELLED', 'REFUSED'] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

export const CASE_KINDS = ['NEW', 'CHANGE'] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** Whether the applicant gives data, uses others' data, or both. */
export const DIRECTIONS = ['SHARES', 'USES', 'BOTH'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const FIELD_VERDICTS = ['AGREED', 'DECLINED', 'DEFERRED'] as const;
export type FieldVerdict = (typeof FIELD_VERDICTS)[number];

export interface Judgement {
  readonly verdict: FieldVerdict;
  /** Required unless agreed. */
  readonly reason: string | null;
}

/** The two sides of step 3. */
export type Side = 'TECHNICAL_TEAM' | 'PRODUCER';

/** Where somebody stands in a case: with the producer, or with the office that evaluates. Never both. */
export type Party = 'PRODUCER' | 'OFFICE';
export const partyOf = (role: Role): Party => (role === 'PRODUCER' ? 'PRODUCER' : 'OFFICE');

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
  /** Submitted without its document, a waiver asked for: the clock of step 1 does not run yet. */
  readonly incomplete: boolean;
  /** Documents that DIVISION_HEAD has waived. */
  readonly waived: readonly DocumentKind[];
  /** Verdicts of step 3 by column. */
  readonly judgements: Readonly<Record<string, Judgement>>;
  readonly signatures: Readonly<Partial<Record<Side, Signature>>>;
  /** Columns of the dataset that a CHANGE drops. */
  readonly drops: readonly string[];
  /** Columns of earlier cases that leave because this one was delivered. */
  readonly leaving: readonly string[];
  /** True from *belum* until the team has re-routed or the agreement is signed. */
  readonly mayReroute: boolean;
  /** Whether the one re-route that a case has is used. */
  readonly rerouted: boolean;
  /** How far the final report of step 9 has come. */
  readonly report: 'NONE' | 'PREPARED' | 'FORWARDED';
  /** Suspended columns, each with the status to which it comes back. */
  readonly suspended: Readonly<Record<string, FieldStatus>>;
  /** Who has signed that the suspension be lifted. */
  readonly lifting: Readonly<Partial<Record<Side, string>>>;
  /** Where each account that has acted stands. */
  readonly sides: Readonly<Record<string, Party>>;
}

/** One column of the case with its class, as its last hand-over has it. */
export interface CaseField {
  readonly column: ColumnDefinition;
  readonly status: FieldStatus;
}

/** What an application must say before it can be submitted. */
export interface Application {
  readonly title: string;
  readonly purpose: string;
  readonly contacts: readonly Contact[];
}

export interface Contact {
  readonly name: string;
  readonly position: string;
  /** Telephone number or e-mail address. */
  readonly reach: string;
}

/** What stands outside the case's state and a transition depends on. */
export interface CaseFacts {
  readonly agency: string;
  readonly kind: CaseKind;
  readonly procedure: Procedure;
  readonly application: Application;
  readonly fields: readonly CaseField[];
  /** The dataset's columns under other cases, without the declined ones; only a CHANGE has such. */
  readonly standing: readonly CaseField[];
  /** Kinds of which the newest version is valid. */
  readonly documents: ReadonlySet<DocumentKind>;
  /** Kinds that were handed in during the current attempt at the current step. */
  readonly fresh: ReadonlySet<DocumentKind>;
  /** Version of the dataset's subgraph in the served supergraph; null while it is not composed. */
  readonly composedVersion: number | null;
  /**
   * Whether the dataset has a live release that holds every column to be served, in its type, or a subgraph of its
   * agency's own that serves them all and is healthy.
   */
  readonly released: boolean;
}

export const FIRST_STATE: CaseState = {
  status: 'DRAFT',
  step: 'SUBMIT',
  version: 1,
  attempts: {},
  incomplete: false,
  waived: [],
  judgements: {},
  signatures: {},
  drops: [],
  leaving: [],
  mayReroute: false,
  rerouted: false,
  report: 'NONE',
  suspended: {},
  lifting: {},
  sides: {},
};

/** The state as it was stored, which may be from before a property was known. */
export const stateOf = (stored: unknown): CaseState => ({ ...FIRST_STATE, ...(stored as CaseState) });

/** Who acts next on the case; null once it has ended. */
export function nextActor(state: CaseState, procedure: Procedure): Role | null {
  if (state.status === 'DRAFT') return 'PRODUCER';
  if (state.status !== 'OPEN') return null;
  if (state.step === 'SUBMIT') return state.incomplete ? 'DIVISION_HEAD' : 'DEPARTMENT_HEAD';
  if (state.step === 'AGREE' && state.signatures.TECHNICAL_TEAM) return 'PRODUCER';
  if (state.step === 'REPORT' && state.report === 'PREPARED') return 'DIVISION_HEAD';
  if (state.step === 'REPORT' && state.report === 'FORWARDED') return 'DEPARTMENT_HEAD';
  return stepOf(procedure, state.step).performer;
}

/** The verdict on a column, if there is one. Columns may be named like what every object has: `constructor`. */
export const judgementOf = ({ judgements }: CaseState, column: string): Judgement | undefined =>
  Object.hasOwn(judgements, column) ? judgements[column] : undefined;

/** A column's status; of a suspended one that to which it comes back. */
export const standingStatus = ({ suspended }: CaseState, { column, status }: CaseField): FieldStatus =>
  (Object.hasOwn(suspended, column.name) ? suspended[column.name] : undefined) ?? status;

/** The attempt that is under way at a step; 0 where it was never opened. */
export const attemptOf = ({ attempts }: CaseState, step: StepId): number => attempts[step] ?? 0;

/**
 * What both sides of step 3 sign: structure, classes, attributes, code references, verdict and reason per field, and
 * the columns that a CHANGE drops.
 */
export function agreementHash(state: CaseState, fields: readonly CaseField[]): string {
  return contentHash([
    ...fields.map(({ column }) => ({ ...column, judgement: judgementOf(state, column.name) ?? null })),
    ...(state.drops.length > 0 ? [{ drops: state.drops }] : []),
  ]);
}
