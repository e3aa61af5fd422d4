import { contentHash, type DatasetDefinition, definitionProblems } from '../../schema/definition.js';
import { type HubError, refusal } from '../../schema/errors.js';
import type { FieldStatus } from '../../schema/exposure.js';
import type { Official, Role } from '../viewer.js';
import type { DocumentKind, StepId } from './procedure.js';
import {
  agreementHash,
  type CaseFacts,
  type CaseState,
  type FieldVerdict,
  type Judgement,
  judgementOf,
  nextActor,
  type Side,
} from './state.js';

/** Everything that can be done to a case, with what the doer has to bring. */
export type Action =
  | { readonly type: 'SUBMIT'; readonly profile: string | null }
  | { readonly type: 'RETURN'; readonly reason: string }
  | { readonly type: 'REFUSE'; readonly reason: string }
  | { readonly type: 'ISSUE_DISPOSITION'; readonly disposition: string }
  | { readonly type: 'HAND_OVER'; readonly definition: DatasetDefinition }
  | {
      readonly type: 'JUDGE';
      readonly verdicts: readonly { column: string; verdict: FieldVerdict; reason: string | null }[];
    }
  | { readonly type: 'SIGN'; readonly contentHash: string }
  | { readonly type: 'REJECT'; readonly reason: string }
  | { readonly type: 'REROUTE'; readonly to: 'ASSESS' | 'PROVISION'; readonly reason: string }
  | { readonly type: 'ASSESS' }
  | { readonly type: 'PROVISION'; readonly account: string }
  | { readonly type: 'DELIVER'; readonly report: string }
  | { readonly type: 'ADOPT'; readonly validation: string }
  | { readonly type: 'ACCEPT'; readonly record: string }
  | { readonly type: 'CONTEST'; readonly columns: readonly string[]; readonly reason: string }
  | { readonly type: 'PREPARE_REPORT'; readonly report: string }
  | { readonly type: 'FORWARD_REPORT' }
  | { readonly type: 'ACKNOWLEDGE_REPORT' }
  | { readonly type: 'CANCEL'; readonly reason: string };
export type ActionType = Action['type'];

/** What a permitted action changes. */
export interface Change {
  readonly state: CaseState;
  readonly role: Role;
  /** New statuses by column; columns not named keep theirs. */
  readonly statuses: ReadonlyMap<string, FieldStatus>;
  readonly documents: readonly { kind: DocumentKind; body: string }[];
  readonly reason: string | null;
  readonly outsideSop: boolean;
}

export type Decision =
  | { readonly ok: true; readonly change: Change }
  | { readonly ok: false; readonly refusal: HubError };

interface Rule {
  readonly roles: readonly Role[];
  readonly steps: readonly StepId[];
  /** Besides the step: the part of it in which the action applies. */
  readonly when?: (state: CaseState) => boolean;
  readonly outsideSop?: true;
}

const open = (state: CaseState) => state.status === 'OPEN';

/** Who may do what, when. One row an action. */
export const RULES: Readonly<Record<ActionType, Rule>> = {
  SUBMIT: { roles: ['PRODUCER'], steps: ['SUBMIT'], when: (state) => state.status === 'DRAFT' },
  RETURN: { roles: ['DEPARTMENT_HEAD'], steps: ['SUBMIT'], outsideSop: true },
  REFUSE: { roles: ['DEPARTMENT_HEAD'], steps: ['SUBMIT'], outsideSop: true },
  ISSUE_DISPOSITION: { roles: ['DEPARTMENT_HEAD'], steps: ['SUBMIT'] },
  HAND_OVER: { roles: ['PRODUCER'], steps: ['HAND_OVER'] },
  JUDGE: { roles: ['TECHNICAL_TEAM', 'PRODUCER'], steps: ['AGREE'] },
  SIGN: { roles: ['TECHNICAL_TEAM', 'PRODUCER'], steps: ['AGREE'] },
  REJECT: { roles: ['TECHNICAL_TEAM', 'PRODUCER'], steps: ['AGREE'] },
  REROUTE: { roles: ['TECHNICAL_TEAM'], steps: ['AGREE'], when: (state) => open(state) && state.mayReroute },
  ASSESS: { roles: ['TECHNICAL_TEAM'], steps: ['ASSESS'] },
  PROVISION: { roles: ['TECHNICAL_TEAM'], steps: ['PROVISION'] },
  DELIVER: { roles: ['TECHNICAL_TEAM'], steps: ['DELIVER'] },
  ADOPT: { roles: ['PRODUCER'], steps: ['ADOPT'] },
  ACCEPT: { roles: ['PRODUCER'], steps: ['ACCEPT'] },
  CONTEST: { roles: ['PRODUCER'], steps: ['ACCEPT'] },
  PREPARE_REPORT: {
    roles: ['TECHNICAL_TEAM'],
    steps: ['REPORT'],
    when: (state) => open(state) && state.report === 'NONE',
  },
  FORWARD_REPORT: {
    roles: ['DIVISION_HEAD'],
    steps: ['REPORT'],
    when: (state) => open(state) && state.report === 'PREPARED',
  },
  ACKNOWLEDGE_REPORT: {
    roles: ['DEPARTMENT_HEAD'],
    steps: ['REPORT'],
    when: (state) => open(state) && state.report === 'FORWARDED',
  },
  // Before step 3 is agreed the producer may cancel, afterwards the division head; accepted data is final.
  CANCEL: {
    roles: ['PRODUCER', 'DIVISION_HEAD'],
    steps: ['SUBMIT', 'HAND_OVER', 'AGREE', 'ASSESS', 'PROVISION', 'DELIVER', 'ADOPT', 'ACCEPT'],
    when: (state) => open(state) || state.status === 'DRAFT',
    outsideSop: true,
  },
};

/** Whether *ya* has been reached at least once: only step 4 can follow it. */
const everAgreed = (state: CaseState) => (state.attempts.ASSESS ?? 0) > 0 || state.mayReroute;

/** The role in which this official would do the action on this case, or undefined. */
export function actingRole(
  action: ActionType,
  official: Official,
  state: CaseState,
  agency: string,
): Role | undefined {
  return RULES[action].roles.find((role) => {
    if (!official.roles.includes(role)) return false;
    if (action === 'CANCEL' && (role === 'PRODUCER') === everAgreed(state)) return false;
    return role !== 'PRODUCER' || official.agency === agency;
  });
}

/**
 * Judges one action on a case. Pure: the same state, facts and action give the same decision.
 * Checked in this order: role, version, step, requirements; the first that fails is the refusal.
 */
export function decide(
  state: CaseState,
  facts: CaseFacts,
  official: Official,
  expectedVersion: number,
  action: Action,
): Decision {
  const rule = RULES[action.type];
  const role = actingRole(action.type, official, state, facts.agency);
  const refuse = (error: HubError): Decision => ({ ok: false, refusal: error });
  if (!role) return refuse(refusal('WRONG_ROLE', { action: action.type, performer: rule.roles.join(' / ') }));
  if (expectedVersion !== state.version)
    return refuse(refusal('STALE_VERSION', { expected: expectedVersion, actual: state.version }));
  if (!rule.steps.includes(state.step) || !(rule.when ?? open)(state))
    return refuse(
      refusal('WRONG_STEP', { action: action.type, step: state.step, performer: nextActor(state) ?? '-' }),
    );
  if ('reason' in action && action.reason.trim() === '')
    return refuse(refusal('REASON_REQUIRED', { action: action.type }));

  const outcome = perform(state, facts, official, role, action);
  if ('refused' in outcome) return refuse(outcome.refused);
  return {
    ok: true,
    change: {
      statuses: new Map(),
      documents: [],
      ...outcome,
      state: { ...outcome.state, version: state.version + 1 },
      role,
      reason: 'reason' in action ? action.reason : null,
      outsideSop: rule.outsideSop ?? false,
    },
  };
}

type Permitted = Pick<Change, 'state'> & Partial<Pick<Change, 'statuses' | 'documents'>>;
type Outcome = Permitted | { readonly refused: HubError };

function perform(
  state: CaseState,
  facts: CaseFacts,
  official: Official,
  role: Role,
  action: Action,
): Outcome {
  switch (action.type) {
    case 'SUBMIT': {
      const profile = action.profile?.trim();
      if (!profile && !facts.documents.has('APPLICATION_PROFILE')) return missing('APPLICATION_PROFILE');
      return {
        state: { ...enter(state, 'SUBMIT'), status: 'OPEN' },
        documents: profile ? [{ kind: 'APPLICATION_PROFILE', body: profile }] : [],
      };
    }
    case 'RETURN':
      return { state: { ...state, status: 'DRAFT' } };
    case 'REFUSE':
      return { state: { ...state, status: 'REFUSED' } };
    case 'ISSUE_DISPOSITION':
      return withDocument('DISPOSITION', action.disposition, { state: enter(state, 'HAND_OVER') });
    case 'HAND_OVER':
      return handOver(state, facts, action.definition);
    case 'JUDGE':
      return judge(state, facts, action.verdicts);
    case 'SIGN':
      return sign(state, facts, official, role as Side, action.contentHash);
    case 'REJECT':
      return { state: enter({ ...state, signatures: {}, mayReroute: false }, 'HAND_OVER') };
    case 'REROUTE':
      return { state: enter({ ...state, signatures: {}, mayReroute: false, rerouted: true }, action.to) };
    case 'ASSESS':
      if (facts.composedVersion === null)
        return unfinished(
          'Subgraf dataset ini belum lolos pemeriksaan dan belum tersusun dalam graf.',
          "The dataset's subgraph has not passed its check and is not composed yet.",
        );
      return { state: enter(state, 'PROVISION') };
    case 'PROVISION':
      if (!facts.released)
        return unfinished(
          'Dataset belum memiliki rilis data yang memuat semua kolom yang disepakati.',
          'The dataset has no release yet that holds every agreed column.',
        );
      return withDocument('ACCESS_ACCOUNT', action.account, {
        state: enter(state, 'DELIVER'),
        documents: [{ kind: 'INTEGRATION_RESULT', body: resultText(facts) }],
      });
    case 'DELIVER':
      return withDocument('INTEGRATION_REPORT', action.report, {
        state: enter(state, 'ADOPT'),
        statuses: statuses(facts, ['AGREED', 'DISPUTED'], 'LIVE'),
      });
    case 'ADOPT':
      return withDocument('VALIDATION_RESULT', action.validation, { state: enter(state, 'ACCEPT') });
    case 'ACCEPT':
      return withDocument('ACCEPTANCE_RECORD', action.record, {
        state: enter(state, 'REPORT'),
        statuses: statuses(facts, ['LIVE'], 'CONFIRMED'),
      });
    case 'CONTEST':
      return contest(state, facts, action.columns, action.reason);
    case 'PREPARE_REPORT':
      return withDocument('FINAL_REPORT', action.report, { state: { ...state, report: 'PREPARED' } });
    case 'FORWARD_REPORT':
      return { state: { ...state, report: 'FORWARDED' } };
    case 'ACKNOWLEDGE_REPORT':
      return { state: { ...state, status: 'CLOSED' } };
    case 'CANCEL':
      return {
        state: { ...state, status: 'CANCELLED', signatures: {} },
        statuses: new Map(
          facts.fields
            .filter((field) => field.status !== 'CONFIRMED')
            .map((field) => [field.column.name, 'DECLINED']),
        ),
      };
  }
}

function handOver(state: CaseState, facts: CaseFacts, definition: DatasetDefinition): Outcome {
  const [problem] = definitionProblems(definition);
  if (problem) return { refused: refusal('DEFINITION_INVALID', { detail: problem }) };
  const before = new Map(facts.fields.map((field) => [field.column.name, field]));
  const changed = new Map<string, FieldStatus>();
  const judgements: Record<string, Judgement> = {};
  for (const column of definition.columns) {
    const known = before.get(column.name);
    const same = known !== undefined && contentHash(known.column) === contentHash(column);
    // What was delivered and has not changed stays as it is; everything else has to be agreed anew.
    if (same && (known.status === 'LIVE' || known.status === 'DISPUTED')) {
      const judgement = judgementOf(state, column.name);
      if (judgement) judgements[column.name] = judgement;
    } else changed.set(column.name, 'PROPOSED');
  }
  return {
    state: { ...enter(state, 'AGREE'), judgements, signatures: {}, mayReroute: false },
    statuses: changed,
    documents: [{ kind: 'INTEGRATION_SPECIFICATION', body: JSON.stringify(definition, null, 2) }],
  };
}

function judge(
  state: CaseState,
  facts: CaseFacts,
  verdicts: Extract<Action, { type: 'JUDGE' }>['verdicts'],
): Outcome {
  const known = new Set(facts.fields.map((field) => field.column.name));
  const judgements = { ...state.judgements };
  for (const { column, verdict, reason } of verdicts) {
    if (!known.has(column)) return { refused: refusal('UNKNOWN_COLUMN', { column }) };
    const text = reason?.trim() || null;
    if (verdict !== 'AGREED' && !text)
      return { refused: refusal('REASON_REQUIRED', { action: `${verdict} ${column}` }) };
    judgements[column] = { verdict, reason: text };
  }
  return { state: { ...state, judgements, signatures: {} } };
}

function sign(
  state: CaseState,
  facts: CaseFacts,
  official: Official,
  side: Side,
  signedHash: string,
): Outcome {
  const unjudged = facts.fields.filter(({ column }) => !judgementOf(state, column.name));
  if (unjudged.length > 0) {
    const names = unjudged.map(({ column }) => column.name).join(', ');
    return unfinished(`Belum ada keputusan untuk kolom ${names}.`, `There is no verdict yet for ${names}.`);
  }
  // A closed column is in no graph: agreeing on it alone would leave nothing to deliver.
  const served = facts.fields.filter(({ column }) => column.accessClass !== 'CLOSED');
  if (!served.some(({ column }) => judgementOf(state, column.name)?.verdict === 'AGREED'))
    return { refused: refusal('NOTHING_AGREED') };
  if (signedHash !== agreementHash(state, facts.fields)) return { refused: refusal('CONTENT_CHANGED') };
  const other = state.signatures[side === 'PRODUCER' ? 'TECHNICAL_TEAM' : 'PRODUCER'];
  if (other?.accountId === official.accountId) return { refused: refusal('SAME_PERSON') };
  const signatures = {
    ...state.signatures,
    [side]: { accountId: official.accountId, contentHash: signedHash },
  };
  if (!other) return { state: { ...state, signatures } };

  const changed = new Map<string, FieldStatus>();
  for (const { column, status } of facts.fields) {
    const verdict = judgementOf(state, column.name)?.verdict;
    if (!verdict) continue;
    // A delivered field that is agreed again stays delivered; a disputed one waits for the next delivery.
    const stays = verdict === 'AGREED' && (status === 'LIVE' || status === 'DISPUTED');
    if (!stays) changed.set(column.name, verdict);
  }
  return {
    state: { ...enter(state, 'ASSESS'), signatures, mayReroute: false },
    statuses: changed,
    documents: [{ kind: 'REQUIREMENTS', body: requirementsText(state, facts) }],
  };
}

function contest(state: CaseState, facts: CaseFacts, columns: readonly string[], reason: string): Outcome {
  const live = new Set(
    facts.fields.filter(({ status }) => status === 'LIVE').map(({ column }) => column.name),
  );
  const unknown = columns.find((column) => !live.has(column));
  if (unknown !== undefined) return { refused: refusal('UNKNOWN_COLUMN', { column: unknown }) };
  if (columns.length === 0)
    return unfinished('Sebutkan kolom yang belum sesuai.', 'Name the columns that do not conform.');
  return {
    state: { ...enter(state, 'AGREE'), signatures: {}, mayReroute: !state.rerouted },
    statuses: new Map(columns.map((column) => [column, 'DISPUTED'])),
    documents: [{ kind: 'DISPOSITION', body: `Belum sesuai: ${columns.join(', ')}. ${reason}` }],
  };
}

const enter = (state: CaseState, step: StepId): CaseState => ({
  ...state,
  step,
  attempts: { ...state.attempts, [step]: (state.attempts[step] ?? 0) + 1 },
});

function statuses(facts: CaseFacts, from: readonly FieldStatus[], to: FieldStatus): Map<string, FieldStatus> {
  const changed = facts.fields.filter(({ status }) => from.includes(status));
  return new Map(changed.map(({ column }) => [column.name, to]));
}

/** The outcome with its document, which must not be empty. */
function withDocument(kind: DocumentKind, body: string, outcome: Permitted): Outcome {
  if (body.trim() === '') return missing(kind);
  return { ...outcome, documents: [{ kind, body }, ...(outcome.documents ?? [])] };
}

const missing = (document: DocumentKind): Outcome => ({ refused: refusal('DOCUMENT_MISSING', { document }) });

const unfinished = (id: string, en: string): Outcome => ({
  refused: refusal('OUTPUT_MISSING', { detail: { id, en } }),
});

function requirementsText(state: CaseState, facts: CaseFacts): string {
  const lines = facts.fields.map(({ column }) => {
    const judgement = judgementOf(state, column.name);
    const reason = judgement?.reason ? ` (${judgement.reason})` : '';
    return `- ${column.name} [${column.accessClass}]: ${judgement?.verdict}${reason}`;
  });
  return ['Dokumen Kebutuhan Integrasi', ...lines].join('\n');
}

function resultText(facts: CaseFacts): string {
  return [
    'Dokumen Hasil Integrasi Data',
    `Versi subgraf: ${facts.composedVersion ?? '-'}`,
    ...facts.fields.map(({ column, status }) => `- ${column.name}: ${status}`),
  ].join('\n');
}
