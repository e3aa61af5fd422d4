import { type HubError, refusal } from '../../schema/errors.js';
import type { Official, Role } from '../viewer.js';
import { contest, judge, leavingNow, sign } from './agreement.js';
import { attach, edit, invalidate, submit, waive } from './application.js';
import {
  type Decision,
  enter,
  failed,
  missing,
  type Outcome,
  statuses,
  textOf,
  withDocument,
} from './change.js';
import { handOver } from './hand-over.js';
import { type Action, permit, RULES } from './rules.js';
import { type CaseFacts, type CaseState, partyOf, type Side } from './state.js';
import { lift, raiseClass, redirectSuspended, suspend } from './suspension.js';

/**
 * Judges one action on a case. Pure: the same state, facts and action give the same decision. First what `permit`
 * checks, then what the doer brings; the first that fails is the refusal.
 */
export function decide(
  state: CaseState,
  facts: CaseFacts,
  official: Official,
  expectedVersion: number,
  action: Action,
): Decision {
  const refuse = (error: HubError): Decision => ({ ok: false, refusal: error });
  const permission = permit(action.type, official, state, facts, expectedVersion);
  if (!permission.ok) return refuse(permission.refusal);
  const { role } = permission;
  if ('reason' in action && action.reason.trim() === '')
    return refuse(refusal('REASON_REQUIRED', { action: action.type }));

  const outcome = perform(state, facts, official, role, action);
  if ('refused' in outcome) return refuse(outcome.refused);
  const kept = redirectSuspended(outcome.state, outcome.statuses ?? new Map());
  return {
    ok: true,
    change: {
      classes: new Map(),
      leaving: new Map(),
      documents: [],
      deviations: [],
      ...outcome,
      statuses: kept.statuses,
      state: {
        ...outcome.state,
        suspended: kept.suspended,
        sides: { ...outcome.state.sides, [official.accountId]: partyOf(role) },
        version: state.version + 1,
      },
      role,
      reason: 'reason' in action ? action.reason : null,
      outsideSop: RULES[action.type].outsideSop ?? false,
    },
  };
}

function perform(
  state: CaseState,
  facts: CaseFacts,
  official: Official,
  role: Role,
  action: Action,
): Outcome {
  switch (action.type) {
    case 'EDIT':
      return edit(state, action.profile);
    case 'SUBMIT':
      return submit(state, facts, action);
    case 'WAIVE':
      return waive(state, facts, action.document);
    case 'ATTACH':
      return attach(state, role, action.document);
    case 'INVALIDATE':
      return invalidate(state, facts, action.document);
    case 'RETURN':
      return { state: { ...state, status: 'DRAFT', incomplete: false } };
    case 'REFUSE':
      return { state: { ...state, status: 'REFUSED' } };
    case 'ISSUE_DISPOSITION':
      return withDocument('DISPOSITION', action.disposition, { state: enter(state, 'HAND_OVER') });
    case 'HAND_OVER':
      return handOver(enter(state, 'AGREE'), facts, action.definition, action.drops);
    case 'JUDGE':
      return judge(state, facts, action.verdicts);
    case 'SIGN':
      return sign(state, facts, official, role as Side, action.contentHash);
    case 'REJECT':
      return {
        state: enter({ ...state, signatures: {}, mayReroute: false }, 'HAND_OVER'),
        deviations: action.defect ? [failed(state, 'HAND_OVER', 'PRODUCER', {})] : [],
      };
    case 'REROUTE':
      return { state: enter({ ...state, signatures: {}, mayReroute: false, rerouted: true }, action.to) };
    case 'ASSESS':
      return { state: enter(state, 'PROVISION') };
    case 'PROVISION':
      return withDocument('ACCESS_ACCOUNT', action.account, {
        state: enter(state, 'DELIVER'),
        documents: [{ kind: 'INTEGRATION_RESULT', body: '' }],
      });
    case 'DELIVER': {
      const leaving = leavingNow(state, facts);
      return withDocument('INTEGRATION_REPORT', action.report, {
        state: {
          ...enter(state, 'ADOPT'),
          leaving: [...leaving].flatMap(([name, how]) => (how ? [name] : [])),
        },
        statuses: statuses(state, facts, ['AGREED', 'DISPUTED'], 'LIVE'),
        leaving,
      });
    }
    case 'ADOPT': {
      const documents = textOf('VALIDATION_RESULT', action.validation);
      if (documents.length === 0 && !facts.fresh.has('VALIDATION_RESULT'))
        return missing('VALIDATION_RESULT');
      return { state: enter(state, 'ACCEPT'), documents };
    }
    case 'ACCEPT':
      return withDocument('ACCEPTANCE_RECORD', action.record, {
        state: enter(state, 'REPORT'),
        statuses: statuses(state, facts, ['LIVE'], 'CONFIRMED'),
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
        state: { ...state, status: 'CANCELLED', signatures: {}, leaving: [] },
        statuses: new Map(
          facts.fields
            .filter((field) => field.status !== 'CONFIRMED')
            .map((field) => [field.column.name, 'DECLINED']),
        ),
        leaving: new Map(state.leaving.map((name) => [name, null])),
      };
    case 'SUSPEND':
      return suspend(state, facts, action.columns);
    case 'LIFT':
      return lift(state, official, role as Side);
    case 'RAISE_CLASS':
      return raiseClass(state, facts, action.column, action.to);
  }
}
