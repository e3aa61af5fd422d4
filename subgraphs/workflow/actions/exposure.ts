import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { AccessClass } from '../../../schema/exposure.js';
import type { RequestContext } from '../../context.js';
import { AccessClassEnum } from '../../enums.js';
import { acknowledgeReport } from '../documents/reports.js';
import { IntegrationCase } from '../types.js';
import { act, actor, CaseNumber, ExpectedVersion, Reason } from './act.js';

/** What is done to delivered columns beside the nine steps, and reports acknowledged. */
@Resolver(() => IntegrationCase)
export class ExposureActions {
  @Mutation(() => IntegrationCase, {
    description:
      'Outside the SOP: the own PRODUCER, TECHNICAL_TEAM or a head withdraws delivered columns at once, all of the ' +
      "case's where none is named.",
  })
  suspendFields(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Reason() reason: string,
    @Arg('columns', () => [String], { nullable: true }) columns?: string[],
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'SUSPEND', columns: columns ?? [], reason });
  }

  @Mutation(() => IntegrationCase, {
    description: 'TECHNICAL_TEAM and PRODUCER each sign that the suspension ends.',
  })
  liftSuspension(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'LIFT' });
  }

  @Mutation(() => IntegrationCase, {
    description: 'Raises the access class of a column at once. To lower one needs a CHANGE case.',
  })
  raiseClass(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('column', () => String) column: string,
    @Arg('to', () => AccessClassEnum) to: AccessClass,
    @Reason() reason: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'RAISE_CLASS', column, to, reason });
  }

  @Mutation(() => Boolean, { description: 'Acknowledges a report that was sent to a role of the caller.' })
  async acknowledgeCaseReport(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID) id: string,
  ): Promise<boolean> {
    await acknowledgeReport(context.writes.db, id, actor(context), context.now);
    return true;
  }
}
