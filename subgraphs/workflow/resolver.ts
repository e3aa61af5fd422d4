import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { cases } from '../../db/tables/cases.js';
import { refusal } from '../../schema/errors.js';
import { datasetNames } from '../../schema/names.js';
import type { RequestContext } from '../context.js';
import { readableColumns } from '../directory.js';
import { type CaseAccess, caseAccess } from './access.js';
import { type DocumentKind, PROCEDURE, type StepId } from './procedure.js';
import { agreementHash, type CaseState, type CaseStatus, judgementOf, nextActor } from './state.js';
import { caseFields, findCase, listCases, listDocuments, listEvents } from './store.js';
import { CaseDates, CaseDossier, IntegrationCase, ProcedureStep } from './types.js';

export type CaseRow = typeof cases.$inferSelect;

/** The case as far as the viewer may know it; rows behind it stay out of the answer. */
export function toCase(
  context: RequestContext,
  row: CaseRow,
  access = accessTo(context, row),
): IntegrationCase | null {
  if (access === 'NONE') return null;
  const whole = access === 'WHOLE';
  return {
    id: row.id,
    number: row.number,
    step: row.step as StepId,
    nextActor: access === 'DATES' ? null : nextActor(row.state as CaseState),
    status: whole ? row.status : null,
    version: whole ? row.version : null,
  };
}

export function accessTo(context: RequestContext, row: CaseRow): CaseAccess {
  const dataset = context.directory.datasets.find(({ id }) => id === row.datasetId);
  const readable = new Set(dataset ? readableColumns(dataset, context.viewer) : []);
  const withholds = (dataset?.columns ?? []).some(
    (column) => column.case.id === row.id && !readable.has(column),
  );
  const submitted = ((row.state as CaseState).attempts.SUBMIT ?? 0) > 0;
  const status = row.status as CaseStatus;
  return caseAccess(context.viewer, { agency: row.agency, status, submitted, withholds });
}

@Resolver(() => IntegrationCase)
export class CaseResolver {
  @Query(() => [ProcedureStep], { nullable: true, description: 'Sembilan langkah SOP dengan mutu bakunya.' })
  procedure(): ProcedureStep[] {
    return PROCEDURE.steps.map(({ no, id, performer, title, standard }) => ({
      no,
      id,
      performer,
      title: title.id,
      requirement: standard.requirement,
      duration: standard.duration ? `${standard.duration.count} ${standard.duration.unit}` : null,
      output: standard.output.id,
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
    const row = await guarded(context, number, ['WHOLE', 'DATES']);
    return { createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
  }

  @FieldResolver(() => CaseDossier, { nullable: true })
  async dossier(@Ctx() context: RequestContext, @Root() { number }: IntegrationCase): Promise<CaseDossier> {
    const row = await guarded(context, number, ['WHOLE']);
    const state = row.state as CaseState;
    const [fields, documents, events] = await Promise.all([
      caseFields(context.writes.db, row.id),
      listDocuments(context, row.id),
      listEvents(context, row.id),
    ]);
    const dataset = context.directory.datasets.find(({ id }) => id === row.datasetId);
    return {
      title: row.title,
      purpose: row.purpose,
      agency: row.agency,
      dataset: dataset ? datasetNames(dataset.agency, dataset.name).field : null,
      contentHash: fields.length > 0 ? agreementHash(state, fields) : null,
      signedBy: Object.keys(state.signatures) as CaseDossier['signedBy'],
      fields: fields.map(({ column, status }) => ({
        name: column.name,
        title: column.title,
        accessClass: column.accessClass,
        status,
        verdict: judgementOf(state, column.name)?.verdict ?? null,
        reason: judgementOf(state, column.name)?.reason ?? null,
      })),
      documents: documents.map(({ kind, version, body, createdAt }) => ({
        kind: kind as DocumentKind,
        version,
        body,
        createdAt: createdAt.toISOString(),
      })),
      events: events.map(({ event, actor }) => ({
        version: event.version,
        action: event.action,
        fromStep: event.fromStep as StepId,
        toStep: event.toStep as StepId,
        outsideSop: event.outsideSop,
        actor,
        role: event.actorRole as CaseDossier['events'][number]['role'],
        reason: event.reason,
        at: event.at.toISOString(),
      })),
    };
  }
}

async function guarded(
  context: RequestContext,
  number: string,
  allowed: readonly CaseAccess[],
): Promise<CaseRow> {
  const row = await findCase(context, number);
  if (!row) throw refusal('CASE_NOT_FOUND', { number });
  if (!allowed.includes(accessTo(context, row)))
    throw refusal('FORBIDDEN', { needs: 'PRODUCER / TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD' });
  return row;
}
