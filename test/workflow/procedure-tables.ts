import type { ActionType } from '../../subgraphs/workflow/rules.js';

/*
 * The procedure a second time, written from SOP.md alone: here who does what where, and what comes next; in
 * `procedure-model.ts` the life of a field, and what counts as a failure. Nothing of the rules under test is used but
 * the names of the actions.
 */

export const STEPS = [
  'SUBMIT',
  'HAND_OVER',
  'AGREE',
  'ASSESS',
  'PROVISION',
  'DELIVER',
  'ADOPT',
  'ACCEPT',
  'REPORT',
] as const;
export type Step = (typeof STEPS)[number];
/** Where a case stands; step 9 in its three parts. */
export type Place = 'DRAFT' | Step | 'PREPARED' | 'FORWARDED' | 'CLOSED' | 'CANCELLED' | 'REFUSED';

export type Role = 'PRODUCER' | 'TECHNICAL_TEAM' | 'DIVISION_HEAD' | 'DEPARTMENT_HEAD';

export interface Actor {
  readonly accountId: string;
  readonly agency: string | null;
  readonly roles: readonly string[];
}

export interface ModelField {
  readonly name: string;
  /** Stands for everything that the structure says of the column, apart from what follows. */
  readonly variant: number;
  /** In a CHANGE: the column whose place it takes. */
  readonly replaces: string | null;
  accessClass: string;
  status: string;
  verdict: string | null;
  reason: string | null;
}

/** A column of an earlier case. */
export interface Standing {
  readonly name: string;
  readonly status: string;
}

/** What one action brings along, the same for all kinds. */
export interface Load {
  /** Reason, remark or record. */
  readonly text: string;
  /** Text of a document that is handed in, if any. */
  readonly paper: string | null;
  readonly waiver: string | null;
  readonly application: Readonly<Partial<Application>>;
  readonly document: string;
  readonly defect: boolean;
  readonly columns: readonly (Pick<ModelField, 'name' | 'variant' | 'replaces' | 'accessClass'> & {
    readonly verdict: string;
  })[];
  readonly drops: readonly string[];
  /** The column of which the class is raised, and to which. */
  readonly column: string;
  readonly toClass: string;
  readonly to: 'ASSESS' | 'PROVISION';
  /** Whether graph and release are as they have to be. */
  readonly ready: boolean;
  /** The content that is signed, as `content()` said it when it was read; null for a hash of nothing. */
  readonly signs: string | null;
}

export interface Application {
  readonly title: string;
  readonly purpose: string;
  /** How many contacts it names. */
  readonly contacts: number;
}

export interface Failure {
  readonly kind: 'COMPLETENESS' | 'OUTPUT';
  readonly step: Step;
  readonly attempt: number;
  readonly chargedTo: Role;
}

export const OPEN: readonly Place[] = [...STEPS, 'PREPARED', 'FORWARDED'];
/** Heads, own producer and team. */
const OFFICIALS: readonly Role[] = ['PRODUCER', 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'];
const BOTH: readonly Role[] = ['TECHNICAL_TEAM', 'PRODUCER'];

/** From where, by whom, to where; a place that is not given stays. */
export const TABLE: Readonly<
  Record<ActionType, readonly [from: readonly Place[], by: readonly Role[], to?: Place]>
> = {
  EDIT: [['DRAFT'], ['PRODUCER']],
  SUBMIT: [['DRAFT'], ['PRODUCER'], 'SUBMIT'],
  WAIVE: [OPEN, ['DIVISION_HEAD']],
  ATTACH: [['DRAFT', ...OPEN], OFFICIALS],
  INVALIDATE: [OPEN, ['TECHNICAL_TEAM', 'DIVISION_HEAD']],
  RETURN: [['SUBMIT'], ['DEPARTMENT_HEAD'], 'DRAFT'],
  REFUSE: [['SUBMIT'], ['DEPARTMENT_HEAD'], 'REFUSED'],
  ISSUE_DISPOSITION: [['SUBMIT'], ['DEPARTMENT_HEAD'], 'HAND_OVER'],
  HAND_OVER: [['HAND_OVER'], ['PRODUCER'], 'AGREE'],
  JUDGE: [['AGREE'], BOTH],
  SIGN: [['AGREE'], BOTH],
  REJECT: [['AGREE'], BOTH, 'HAND_OVER'],
  REROUTE: [['AGREE'], ['TECHNICAL_TEAM']],
  ASSESS: [['ASSESS'], ['TECHNICAL_TEAM'], 'PROVISION'],
  PROVISION: [['PROVISION'], ['TECHNICAL_TEAM'], 'DELIVER'],
  DELIVER: [['DELIVER'], ['TECHNICAL_TEAM'], 'ADOPT'],
  ADOPT: [['ADOPT'], ['PRODUCER'], 'ACCEPT'],
  ACCEPT: [['ACCEPT'], ['PRODUCER'], 'REPORT'],
  CONTEST: [['ACCEPT'], ['PRODUCER'], 'AGREE'],
  PREPARE_REPORT: [['REPORT'], ['TECHNICAL_TEAM'], 'PREPARED'],
  FORWARD_REPORT: [['PREPARED'], ['DIVISION_HEAD'], 'FORWARDED'],
  ACKNOWLEDGE_REPORT: [['FORWARDED'], ['DEPARTMENT_HEAD'], 'CLOSED'],
  CANCEL: [
    ['DRAFT', ...STEPS.filter((step) => step !== 'REPORT')],
    ['PRODUCER', 'DIVISION_HEAD'],
    'CANCELLED',
  ],
  SUSPEND: [[...OPEN, 'CLOSED'], OFFICIALS],
  LIFT: [[...OPEN, 'CLOSED'], BOTH],
  RAISE_CLASS: [[...OPEN, 'CLOSED'], OFFICIALS],
};

export const NEXT: Readonly<Record<Place, Role | null>> = {
  DRAFT: 'PRODUCER',
  SUBMIT: 'DEPARTMENT_HEAD',
  HAND_OVER: 'PRODUCER',
  AGREE: 'TECHNICAL_TEAM',
  ASSESS: 'TECHNICAL_TEAM',
  PROVISION: 'TECHNICAL_TEAM',
  DELIVER: 'TECHNICAL_TEAM',
  ADOPT: 'PRODUCER',
  ACCEPT: 'PRODUCER',
  REPORT: 'TECHNICAL_TEAM',
  PREPARED: 'DIVISION_HEAD',
  FORWARDED: 'DEPARTMENT_HEAD',
  CLOSED: null,
  CANCELLED: null,
  REFUSED: null,
};

/** Kelengkapan, without which a step does not go on. */
export const REQUIREMENT: Readonly<Partial<Record<Place, string>>> = {
  SUBMIT: 'APPLICATION_PROFILE',
  HAND_OVER: 'DISPOSITION',
  AGREE: 'INTEGRATION_SPECIFICATION',
  ASSESS: 'REQUIREMENTS',
  PROVISION: 'REQUIREMENTS',
  DELIVER: 'INTEGRATION_RESULT',
  ADOPT: 'INTEGRATION_RESULT',
  ACCEPT: 'APPLICATION_PROFILE',
};
export const GOES_ON = 'ISSUE_DISPOSITION HAND_OVER SIGN ASSESS PROVISION DELIVER ADOPT ACCEPT CONTEST'.split(
  ' ',
);
export const REASONED =
  'RETURN REFUSE REJECT REROUTE CONTEST CANCEL WAIVE INVALIDATE SUSPEND RAISE_CLASS'.split(' ');
export const DOCUMENTED = 'ISSUE_DISPOSITION PROVISION DELIVER ACCEPT PREPARE_REPORT'.split(' ');
/** What people hand in, and who; everything else is issued by the hub. */
export const HANDED_IN: Readonly<Record<string, readonly Role[]>> = {
  APPLICATION_PROFILE: ['PRODUCER'],
  VALIDATION_RESULT: ['PRODUCER'],
  SUPPORTING: OFFICIALS,
};
export const DELIVERED = ['LIVE', 'CONFIRMED'];
export const CLASSES = ['OPEN', 'RESTRICTED', 'CLOSED'];
export const blank = (text: string | null) => (text ?? '').trim() === '';
