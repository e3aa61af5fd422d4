import { refusal } from '../../schema/errors.js';
import type { FieldStatus } from '../../schema/exposure.js';
import type { Official } from '../viewer.js';
import { enter, failed, type Leaving, type Outcome, statuses } from './change.js';
import { type Action, unfinished } from './rules.js';
import { agreementHash, type CaseFacts, type CaseState, judgementOf, type Side } from './state.js';

/** Step 3: verdicts by column. */
export function judge(
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

/** Step 3, *ya*: one side signs; with both the fields have their verdicts. */
export function sign(
  state: CaseState,
  facts: CaseFacts,
  official: Official,
  side: Side,
  signedHash: string,
): Outcome {
  if (signedHash !== agreementHash(state, facts.fields)) return { refused: refusal('CONTENT_CHANGED') };
  const signatures = {
    ...state.signatures,
    [side]: { accountId: official.accountId, contentHash: signedHash },
  };
  if (!signatures.TECHNICAL_TEAM || !signatures.PRODUCER) return { state: { ...state, signatures } };

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
    documents: [
      { kind: 'INTEGRATION_SPECIFICATION', body: '' },
      { kind: 'REQUIREMENTS', body: '' },
    ],
  };
}

/** Step 8, *belum*. */
export function contest(
  state: CaseState,
  facts: CaseFacts,
  columns: readonly string[],
  reason: string,
): Outcome {
  const live = new Set(statuses(state, facts, ['LIVE'], 'DISPUTED').keys());
  const unknown = columns.find((column) => !live.has(column));
  if (unknown !== undefined) return { refused: refusal('UNKNOWN_COLUMN', { column: unknown }) };
  if (columns.length === 0)
    return {
      refused: unfinished('Sebutkan kolom yang belum sesuai.', 'Name the columns that do not conform.'),
    };
  return {
    state: {
      ...enter(state, 'AGREE'),
      signatures: {},
      mayReroute: !state.rerouted,
      // What is suspended comes back as disputed.
      suspended: Object.fromEntries(
        Object.entries(state.suspended).map(([name, to]) => [name, columns.includes(name) ? 'DISPUTED' : to]),
      ),
    },
    statuses: new Map(columns.map((column) => [column, 'DISPUTED'])),
    documents: [{ kind: 'DISPOSITION', body: `Belum sesuai: ${columns.join(', ')}. ${reason}` }],
    deviations: [failed(state, 'DELIVER', 'TECHNICAL_TEAM', { columns })],
  };
}

/**
 * Columns that leave with this delivery: dropped ones, and those whose place an agreed column takes. What an earlier
 * delivery of the case has let leave, and this one does not, stays.
 */
export function leavingNow(state: CaseState, facts: CaseFacts): Map<string, Leaving | null> {
  const leaving = new Map<string, Leaving | null>(state.leaving.map((name) => [name, null]));
  for (const name of state.drops) leaving.set(name, { replacedBy: null });
  for (const { column } of facts.fields)
    if (column.replaces && judgementOf(state, column.name)?.verdict === 'AGREED')
      leaving.set(column.replaces, { replacedBy: column.name });
  return leaving;
}
