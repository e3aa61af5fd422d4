import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { officialWith, ROLES, type Role } from '../../viewer.js';
import type { StepId } from '../procedure.js';
import { accessTo, guardedCase } from '../shown.js';
import { checkTexts } from '../texts.js';
import { IntegrationCase } from '../types.js';
import { type DeviationAction, type DeviationKind, type DeviationStatus, nextOn } from './rules.js';
import { actOnDeviation, type DeviationRow, findDeviation, listDeviations } from './store.js';
import { Deviation } from './types.js';

/** Accountability for failures against mutu baku: written by the performer, judged by the superior. */
@Resolver(() => IntegrationCase)
export class DeviationResolver {
  @FieldResolver(() => [Deviation], { nullable: true, description: 'For whoever reads the dossier.' })
  async deviations(
    @Ctx() context: RequestContext,
    @Root() { number }: IntegrationCase,
  ): Promise<Deviation[]> {
    const row = await guardedCase(context, number, ['WHOLE']);
    const rows = await listDeviations(context.writes.db, row.id);
    return rows.map((one) => shown(one, number));
  }

  @Mutation(() => Deviation, { description: 'The performer accounts for a deviation: cause and correction.' })
  accountForDeviation(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID) id: string,
    @Arg('cause', () => String, { description: 'Sebab.' }) cause: string,
    @Arg('correction', () => String, { description: 'Perbaikan.' }) correction: string,
    @Arg('evidence', () => String, { nullable: true, description: 'Bukti.' }) evidence?: string,
  ): Promise<Deviation> {
    return act(context, id, { type: 'ACCOUNT', cause, correction, evidence: evidence ?? null });
  }

  @Mutation(() => Deviation, { description: 'The superior accepts the account.' })
  acceptDeviation(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String, { nullable: true }) reason?: string,
  ): Promise<Deviation> {
    return act(context, id, { type: 'ACCEPT', reason: reason ?? null });
  }

  @Mutation(() => Deviation, { description: 'The superior returns the account; it is written again.' })
  returnDeviation(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
  ): Promise<Deviation> {
    return act(context, id, { type: 'RETURN', reason });
  }

  @Mutation(() => Deviation, {
    description: 'The superior corrects a wrong record by a second one, which is given; both stay.',
  })
  correctDeviation(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
  ): Promise<Deviation> {
    return act(context, id, { type: 'CORRECT', reason });
  }
}

async function act(context: RequestContext, id: string, action: DeviationAction): Promise<Deviation> {
  checkTexts(action);
  const official = officialWith(context.viewer, ...ROLES);
  if (!official) throw refusal('FORBIDDEN', { needs: ROLES.join(' / ') });
  const found = await findDeviation(context.writes.db, id);
  if (!found || accessTo(context, found.case) !== 'WHOLE')
    throw refusal('NOT_FOUND', { what: `penyimpangan ${id}` });
  const row = await actOnDeviation(context.writes.db, id, official, action, context.now);
  return shown(row, found.case.number);
}

const shown = (row: DeviationRow, number: string): Deviation => ({
  id: row.id,
  case: number,
  step: row.step as StepId,
  attempt: row.attempt,
  kind: row.kind as DeviationKind,
  status: row.status as DeviationStatus,
  chargedTo: row.chargedTo as Role,
  nextActor: nextOn({ status: row.status as DeviationStatus, chargedTo: row.chargedTo as Role }),
  openedAt: row.openedAt.toISOString(),
  lateDays: row.lateDays,
  detail: detailOf(row.facts as Record<string, unknown>),
  cause: row.cause,
  correction: row.correction,
  evidence: row.evidence,
  judgement: row.judgement,
  corrects: row.corrects,
});

function detailOf(facts: Record<string, unknown>): string | null {
  const values = Object.values(facts).flat().map(String);
  return values.length > 0 ? values.join(', ') : null;
}
