import { refusal } from '../../schema/errors.js';
import { ACCESS_CLASSES, type AccessClass, type FieldStatus } from '../../schema/exposure.js';
import type { Official } from '../viewer.js';
import type { Outcome } from './change.js';
import type { CaseFacts, CaseState, Side } from './state.js';

const DELIVERED: readonly FieldStatus[] = ['LIVE', 'CONFIRMED'];

/** Withdraws delivered columns at once, all of the case's where none is named. A new one voids what lifts the old. */
export function suspend(state: CaseState, facts: CaseFacts, columns: readonly string[]): Outcome {
  const delivered = new Map(
    facts.fields
      .filter(({ status }) => DELIVERED.includes(status))
      .map(({ column, status }) => [column.name, status] as const),
  );
  const named = columns.length > 0 ? columns : [...delivered.keys()];
  const unknown = named.find((column) => !delivered.has(column));
  if (unknown !== undefined || named.length === 0)
    return { refused: refusal('UNKNOWN_COLUMN', { column: unknown ?? '*' }) };
  const suspended = Object.fromEntries(named.map((name) => [name, delivered.get(name) as FieldStatus]));
  return {
    state: { ...state, suspended: { ...state.suspended, ...suspended }, lifting: {} },
    statuses: new Map(named.map((name) => [name, 'DISPUTED'])),
  };
}

/**
 * What a transition makes of columns that are suspended: a delivery or acceptance reaches them once the suspension is
 * lifted; whatever else the procedure decides on them takes effect, and ends the suspension.
 */
export function redirectSuspended(
  { suspended }: CaseState,
  statuses: ReadonlyMap<string, FieldStatus>,
): { readonly suspended: CaseState['suspended']; readonly statuses: ReadonlyMap<string, FieldStatus> } {
  const now = new Map(statuses);
  const kept = new Map(Object.entries(suspended));
  for (const [name, status] of statuses) {
    if (!kept.has(name) || status === 'DISPUTED') continue;
    if (DELIVERED.includes(status)) {
      kept.set(name, status);
      now.delete(name);
    } else kept.delete(name);
  }
  return { suspended: Object.fromEntries(kept), statuses: now };
}

/** One side signs that the suspension ends; with both it does. */
export function lift(state: CaseState, official: Official, side: Side): Outcome {
  const lifting = { ...state.lifting, [side]: official.accountId };
  if (!lifting.TECHNICAL_TEAM || !lifting.PRODUCER) return { state: { ...state, lifting } };
  return {
    state: { ...state, suspended: {}, lifting: {} },
    statuses: new Map(Object.entries(state.suspended)),
  };
}

/** A class is raised at once; to lower it is an alteration, which needs a CHANGE. */
export function raiseClass(state: CaseState, facts: CaseFacts, name: string, to: AccessClass): Outcome {
  const field = facts.fields.find(({ column }) => column.name === name);
  if (!field) return { refused: refusal('UNKNOWN_COLUMN', { column: name }) };
  if (ACCESS_CLASSES.indexOf(to) <= ACCESS_CLASSES.indexOf(field.column.accessClass))
    return { refused: refusal('CLASS_NOT_RAISED', { column: name }) };
  // The class is part of what both sides of step 3 sign.
  const signatures = state.step === 'AGREE' ? {} : state.signatures;
  return { state: { ...state, signatures }, classes: new Map([[name, to]]) };
}
