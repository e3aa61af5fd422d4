import type { DatasetDefinition } from '../../schema/definition.js';
import { type HubError, refusal, type Words } from '../../schema/errors.js';
import type { AccessClass } from '../../schema/exposure.js';
import type { Official, Role } from '../viewer.js';
import { type DocumentKind, STEPS, type StepId, stepOf } from './procedure.js';
import {
  type Application,
  attemptOf,
  type CaseFacts,
  type CaseState,
  type Direction,
  type FieldVerdict,
  judgementOf,
  nextActor,
  partyOf,
  type Side,
} from './state.js';

/** Everything that can be done to a case, with what the doer has to bring. */
export type Action =
  | {
      readonly type: 'EDIT';
      readonly application: Partial<Application>;
      readonly direction: Direction | null;
      readonly profile: string | null;
    }
  | { readonly type: 'SUBMIT'; readonly profile: string | null; readonly waiver: string | null }
  | { readonly type: 'WAIVE'; readonly document: DocumentKind; readonly reason: string }
  | { readonly type: 'ATTACH'; readonly document: DocumentKind; readonly upload: string }
  | { readonly type: 'INVALIDATE'; readonly document: DocumentKind; readonly reason: string }
  | { readonly type: 'RETURN'; readonly reason: string }
  | { readonly type: 'REFUSE'; readonly reason: string }
  | { readonly type: 'ISSUE_DISPOSITION'; readonly disposition: string }
  | { readonly type: 'HAND_OVER'; readonly definition: DatasetDefinition; readonly drops: readonly string[] }
  | {
      readonly type: 'JUDGE';
      readonly verdicts: readonly { column: string; verdict: FieldVerdict; reason: string | null }[];
    }
  | { readonly type: 'SIGN'; readonly contentHash: string }
  | { readonly type: 'REJECT'; readonly reason: string; readonly defect: boolean }
  | { readonly type: 'REROUTE'; readonly to: 'ASSESS' | 'PROVISION'; readonly reason: string }
  | { readonly type: 'ASSESS' }
  | { readonly type: 'PROVISION'; readonly account: string }
  | { readonly type: 'DELIVER'; readonly report: string }
  | { readonly type: 'ADOPT'; readonly validation: string | null }
  | { readonly type: 'ACCEPT'; readonly record: string }
  | { readonly type: 'CONTEST'; readonly columns: readonly string[]; readonly reason: string }
  | { readonly type: 'PREPARE_REPORT'; readonly report: string }
  | { readonly type: 'FORWARD_REPORT' }
  | { readonly type: 'ACKNOWLEDGE_REPORT' }
  | { readonly type: 'CANCEL'; readonly reason: string }
  | { readonly type: 'SUSPEND'; readonly columns: readonly string[]; readonly reason: string }
  | { readonly type: 'LIFT' }
  | {
      readonly type: 'RAISE_CLASS';
      readonly column: string;
      readonly to: AccessClass;
      readonly reason: string;
    };
export type ActionType = Action['type'];

interface Rule {
  readonly roles: readonly Role[];
  readonly steps: readonly StepId[];
  /** Besides the step: the part of it in which the action applies; an open case where not given. */
  readonly when?: (state: CaseState) => boolean;
  /** Leads out of the step, which needs the step's document. */
  readonly completes?: true;
  /** What has to be there before, whatever the doer brings. */
  readonly needs?: (state: CaseState, facts: CaseFacts, role: Role) => HubError | null;
  readonly outsideSop?: true;
}

const open = (state: CaseState) => state.status === 'OPEN';
const draft = (state: CaseState) => state.status === 'DRAFT';
/** Delivered data can be withdrawn whether or not its case has ended. */
const begun = (state: CaseState) => state.status === 'OPEN' || state.status === 'CLOSED';
const reported = (report: CaseState['report']) => (state: CaseState) =>
  open(state) && state.report === report;
const EVERYBODY: readonly Role[] = ['PRODUCER', 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'];

/** Who may do what, when. One row an action. */
export const RULES: Readonly<Record<ActionType, Rule>> = {
  EDIT: { roles: ['PRODUCER'], steps: ['SUBMIT'], when: draft },
  SUBMIT: { roles: ['PRODUCER'], steps: ['SUBMIT'], when: draft, needs: applicationProblem },
  WAIVE: { roles: ['DIVISION_HEAD'], steps: STEPS },
  ATTACH: { roles: EVERYBODY, steps: STEPS, when: (state) => open(state) || draft(state) },
  INVALIDATE: { roles: ['TECHNICAL_TEAM', 'DIVISION_HEAD'], steps: STEPS, outsideSop: true },
  RETURN: { roles: ['DEPARTMENT_HEAD'], steps: ['SUBMIT'], outsideSop: true },
  REFUSE: { roles: ['DEPARTMENT_HEAD'], steps: ['SUBMIT'], outsideSop: true },
  ISSUE_DISPOSITION: { roles: ['DEPARTMENT_HEAD'], steps: ['SUBMIT'], completes: true },
  HAND_OVER: { roles: ['PRODUCER'], steps: ['HAND_OVER'], completes: true },
  JUDGE: { roles: ['TECHNICAL_TEAM', 'PRODUCER'], steps: ['AGREE'] },
  SIGN: {
    roles: ['TECHNICAL_TEAM', 'PRODUCER'],
    steps: ['AGREE'],
    completes: true,
    needs: agreementProblem,
  },
  REJECT: { roles: ['TECHNICAL_TEAM', 'PRODUCER'], steps: ['AGREE'] },
  REROUTE: { roles: ['TECHNICAL_TEAM'], steps: ['AGREE'], when: (state) => open(state) && state.mayReroute },
  ASSESS: { roles: ['TECHNICAL_TEAM'], steps: ['ASSESS'], completes: true, needs: compositionProblem },
  PROVISION: { roles: ['TECHNICAL_TEAM'], steps: ['PROVISION'], completes: true, needs: releaseProblem },
  // A load since step 5 may lack what is to be delivered.
  DELIVER: { roles: ['TECHNICAL_TEAM'], steps: ['DELIVER'], completes: true, needs: releaseProblem },
  ADOPT: { roles: ['PRODUCER'], steps: ['ADOPT'], completes: true },
  ACCEPT: { roles: ['PRODUCER'], steps: ['ACCEPT'], completes: true },
  CONTEST: { roles: ['PRODUCER'], steps: ['ACCEPT'], completes: true },
  PREPARE_REPORT: { roles: ['TECHNICAL_TEAM'], steps: ['REPORT'], when: reported('NONE') },
  FORWARD_REPORT: { roles: ['DIVISION_HEAD'], steps: ['REPORT'], when: reported('PREPARED') },
  ACKNOWLEDGE_REPORT: { roles: ['DEPARTMENT_HEAD'], steps: ['REPORT'], when: reported('FORWARDED') },
  // Before step 3 is agreed the producer may cancel, afterwards the division head; accepted data is final.
  CANCEL: {
    roles: ['PRODUCER', 'DIVISION_HEAD'],
    steps: STEPS.filter((step) => step !== 'REPORT'),
    when: (state) => open(state) || draft(state),
    outsideSop: true,
  },
  SUSPEND: { roles: EVERYBODY, steps: STEPS, when: begun, outsideSop: true },
  LIFT: {
    roles: ['TECHNICAL_TEAM', 'PRODUCER'],
    steps: STEPS,
    when: begun,
    outsideSop: true,
    needs: liftProblem,
  },
  RAISE_CLASS: { roles: EVERYBODY, steps: STEPS, when: begun, outsideSop: true },
};

export const ACTION_TYPES = Object.keys(RULES) as ActionType[];

/** Whether *ya* has been reached at least once: only step 4 can follow it. */
const everAgreed = (state: CaseState) => attemptOf(state, 'ASSESS') > 0 || state.mayReroute;

/** The part in which an account has acted in this case, if it has. */
export const sideOf = ({ sides }: CaseState, accountId: string) =>
  Object.hasOwn(sides, accountId) ? sides[accountId] : undefined;

export type Permission =
  | { readonly ok: true; readonly role: Role }
  | { readonly ok: false; readonly refusal: HubError };

/**
 * Whether this official may do the action now, whatever he brings to it. Checked in this order: role, side, version,
 * step, requirement, what else has to be there; the first that fails is the refusal.
 */
export function permit(
  type: ActionType,
  official: Official,
  state: CaseState,
  facts: CaseFacts,
  expectedVersion: number,
): Permission {
  const rule = RULES[type];
  const refuse = (error: HubError): Permission => ({ ok: false, refusal: error });
  const roles = rule.roles.filter((role) => {
    if (!official.roles.includes(role)) return false;
    if (type === 'CANCEL' && (role === 'PRODUCER') === everAgreed(state)) return false;
    return role !== 'PRODUCER' || official.agency === facts.agency;
  });
  if (roles.length === 0)
    return refuse(refusal('WRONG_ROLE', { action: type, performer: rule.roles.join(' / ') }));
  const side = sideOf(state, official.accountId);
  const role = roles.find((one) => side === undefined || side === partyOf(one));
  if (!role) return refuse(refusal('SAME_PERSON'));
  if (expectedVersion !== state.version)
    return refuse(refusal('STALE_VERSION', { expected: expectedVersion, actual: state.version }));
  if (!rule.steps.includes(state.step) || !(rule.when ?? open)(state))
    return refuse(
      refusal('WRONG_STEP', {
        action: type,
        step: state.step,
        performer: nextActor(state, facts.procedure) ?? '-',
      }),
    );
  const { requirement } = stepOf(facts.procedure, state.step).standard;
  if (rule.completes && requirement && !isThere(requirement, state, facts))
    return refuse(refusal('DOCUMENT_MISSING', { document: requirement }));
  const problem = rule.needs?.(state, facts, role);
  return problem ? refuse(problem) : { ok: true, role };
}

/** Whether the document is handed in and valid, or waived. */
export const isThere = (document: DocumentKind, state: CaseState, facts: CaseFacts): boolean =>
  facts.documents.has(document) || state.waived.includes(document);

function applicationProblem(_state: CaseState, { application }: CaseFacts): HubError | null {
  const incomplete = (id: string, en: string) => refusal('APPLICATION_INCOMPLETE', { detail: { id, en } });
  if (application.title.trim() === '' || application.purpose.trim() === '')
    return incomplete(
      'Permohonan memerlukan judul dan tujuan.',
      'An application needs a title and a purpose.',
    );
  if (application.contacts.length === 0)
    return incomplete(
      'Permohonan memerlukan sedikitnya satu narahubung.',
      'An application needs at least one contact.',
    );
  return null;
}

function agreementProblem(state: CaseState, { fields }: CaseFacts, role: Role): HubError | null {
  if (state.signatures[role as Side]) return refusal('ALREADY_SIGNED');
  const unjudged = fields.filter(({ column }) => !judgementOf(state, column.name));
  if (unjudged.length > 0) {
    const names = unjudged.map(({ column }) => column.name).join(', ');
    return unfinished(`Belum ada keputusan untuk kolom ${names}.`, `There is no verdict yet for ${names}.`);
  }
  // A closed column is in no graph: agreeing on it alone would leave nothing to deliver.
  const served = fields.filter(({ column }) => column.accessClass !== 'CLOSED');
  const agreed = served.some(({ column }) => judgementOf(state, column.name)?.verdict === 'AGREED');
  return agreed || state.drops.length > 0 ? null : refusal('NOTHING_AGREED');
}

function compositionProblem(_state: CaseState, { composedVersion }: CaseFacts): HubError | null {
  if (composedVersion !== null) return null;
  return unfinished(
    'Subgraf dataset ini belum lolos pemeriksaan dan belum tersusun dalam graf.',
    "The dataset's subgraph has not passed its check and is not composed yet.",
  );
}

function releaseProblem(_state: CaseState, { released }: CaseFacts): HubError | null {
  if (released) return null;
  return unfinished(
    'Dataset belum memiliki rilis data, atau subgraf instansi yang sehat, yang memuat semua kolom yang disepakati.',
    'The dataset has no release yet, or no healthy subgraph of its agency, that holds every agreed column.',
  );
}

function liftProblem({ suspended, lifting }: CaseState, _facts: CaseFacts, role: Role): HubError | null {
  if (Object.keys(suspended).length === 0) return refusal('NOT_SUSPENDED');
  return lifting[role as Side] ? refusal('ALREADY_SIGNED') : null;
}

export const unfinished = (id: string, en: string): HubError =>
  refusal('OUTPUT_MISSING', { detail: { id, en } satisfies Words });
