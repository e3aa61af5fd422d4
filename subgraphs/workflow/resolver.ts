import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { refusal } from '../../schema/errors.js';
import { jakartaDate } from '../calendar.js';
import type { RequestContext } from '../context.js';
import { officialWith, ROLES } from '../viewer.js';
import { dossierOf } from './dossier.js';
import { procedureInForce } from './procedure.js';
import { ACTION_TYPES, permit } from './rules.js';
import { guardedCase, toCase } from './shown.js';
import { stateOf } from './state.js';
import { findCase, listCases } from './store/cases.js';
import { caseFacts } from './store/facts.js';
import { AvailableAction, CaseDates, CaseDossier, IntegrationCase, ProcedureStep } from './types.js';

@Resolver(() => IntegrationCase)
export class CaseResolver {
  @Query(() => [ProcedureStep], {
    nullable: true,
    description: 'Sembilan langkah SOP yang berlaku, dengan mutu bakunya.',
  })
  procedure(@Ctx() { now }: RequestContext): ProcedureStep[] {
    return procedureInForce(jakartaDate(now)).steps.map((step) => ({
      no: step.no,
      id: step.id,
      performer: step.performer,
      chargedTo: step.chargedTo,
      title: step.title.id,
      requirement: step.standard.requirement,
      duration: step.standard.duration
        ? `${step.standard.duration.count} ${step.standard.duration.unit}`
        : null,
      output: step.standard.output.id,
    }));
  }

  @Query(() => IntegrationCase, { nullable: true })
  async case(
    @Ctx() context: RequestContext,
    @Arg('number', () => ID) number: string,
  ): Promise<IntegrationCase> {
    const row = await findCase(context, number);
    const shown = row && toCase(context, row);
    if (!shown) throw refusal('CASE_NOT_FOUND', { number });
    return shown;
  }

  @Query(() => [IntegrationCase], {
    nullable: true,
    description: 'Cases that the caller may know of, newest first.',
  })
  async cases(@Ctx() context: RequestContext): Promise<IntegrationCase[]> {
    const rows = await listCases(context);
    return rows.flatMap((row) => toCase(context, row) ?? []);
  }

  @FieldResolver(() => CaseDates, { nullable: true, description: 'For ADMIN and whoever reads the dossier.' })
  async dates(
    @Ctx() context: RequestContext,
    @Root() { number }: IntegrationCase,
  ): Promise<CaseDates | null> {
    const row = await guardedCase(context, number, ['WHOLE', 'DATES']);
    return { createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
  }

  @FieldResolver(() => CaseDossier, { nullable: true })
  async dossier(@Ctx() context: RequestContext, @Root() { number }: IntegrationCase): Promise<CaseDossier> {
    return dossierOf(context, await guardedCase(context, number, ['WHOLE']));
  }

  @FieldResolver(() => [AvailableAction], {
    nullable: true,
    description:
      'What the viewer may do on the case now, and why not the rest. For officials who read the dossier.',
  })
  async availableActions(
    @Ctx() context: RequestContext,
    @Root() { number }: IntegrationCase,
  ): Promise<AvailableAction[]> {
    const row = await guardedCase(context, number, ['WHOLE']);
    const official = officialWith(context.viewer, ...ROLES);
    if (!official) throw refusal('FORBIDDEN', { needs: ROLES.join(' / ') });
    const state = stateOf(row.state);
    const facts = await caseFacts(context.writes.db, row, state);
    return ACTION_TYPES.map((action) => {
      const permission = permit(action, official, state, facts, state.version);
      if (permission.ok) return { action, allowed: true, role: permission.role, reason: null };
      const { code, words } = permission.refusal;
      return { action, allowed: false, role: null, reason: { code, ...words } };
    });
  }
}
