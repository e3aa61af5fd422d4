import { Arg, ID, Int } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { type Official, officialWith, ROLES } from '../../viewer.js';
import type { Action } from '../rules.js';
import { accessTo, type CaseRow, toCase } from '../shown.js';
import { findCase } from '../store/cases.js';
import { transition } from '../store/transition.js';
import { checkTexts } from '../texts.js';
import type { IntegrationCase } from '../types.js';

export const CaseNumber = () => Arg('number', () => ID);
export const ExpectedVersion = () =>
  Arg('version', () => Int, { description: 'The version that the action is meant for.' });
export const Reason = () => Arg('reason', () => String);

/** A case that the viewer may not know of is not found; one that it may see is judged by the transition. */
export async function act(
  context: RequestContext,
  number: string,
  version: number,
  action: Action,
): Promise<IntegrationCase> {
  checkTexts(action);
  const row = await findCase(context, number);
  const access = row ? accessTo(context, row) : 'NONE';
  if (access === 'NONE') throw refusal('CASE_NOT_FOUND', { number });
  // Whoever returns a case to draft cannot read it any more, but has to learn that it was done.
  return shown(context, await transition(context, actor(context), number, version, action), access);
}

export function actor(context: RequestContext): Official {
  const official = officialWith(context.viewer, ...ROLES);
  if (!official) throw refusal('FORBIDDEN', { needs: ROLES.join(' / ') });
  return official;
}

export function shown(
  context: RequestContext,
  row: CaseRow,
  access = accessTo(context, row),
): IntegrationCase {
  const found = toCase(context, row, access);
  if (!found) throw refusal('CASE_NOT_FOUND', { number: row.number });
  return found;
}
