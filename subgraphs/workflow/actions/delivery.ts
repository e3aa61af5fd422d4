import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../../context.js';
import { IntegrationCase } from '../types.js';
import { act, CaseNumber, ExpectedVersion, Reason } from './act.js';

/** Steps 4 to 9: the API, its delivery, and what the producer makes of it. */
@Resolver(() => IntegrationCase)
export class DeliveryActions {
  @Mutation(() => IntegrationCase, {
    description: 'Step 4: TECHNICAL_TEAM confirms the subgraph that passed its check.',
  })
  assessCase(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'ASSESS' });
  }

  @Mutation(() => IntegrationCase, {
    description: 'Step 5: TECHNICAL_TEAM names the account (a service key id).',
  })
  provisionCase(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('account', () => ID) account: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'PROVISION', account });
  }

  @Mutation(() => IntegrationCase, { description: 'Step 6: TECHNICAL_TEAM reports and delivers.' })
  deliverCase(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('report', () => String) report: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'DELIVER', report });
  }

  @Mutation(() => IntegrationCase, {
    description:
      'Step 7: PRODUCER has updated its system and validated it: in words, or as a file attached before.',
  })
  adoptCase(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('validation', () => String, { nullable: true }) validation?: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'ADOPT', validation: validation ?? null });
  }

  @Mutation(() => IntegrationCase, { description: 'Step 8, sudah: PRODUCER accepts the data as final.' })
  acceptCase(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('record', () => String, { description: 'Berita acara kesesuaian.' }) record: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'ACCEPT', record });
  }

  @Mutation(() => IntegrationCase, {
    description: 'Step 8, belum: PRODUCER names the columns that do not conform.',
  })
  contestCase(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('columns', () => [String]) columns: string[],
    @Reason() reason: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'CONTEST', columns, reason });
  }

  @Mutation(() => IntegrationCase, { description: 'Step 9: TECHNICAL_TEAM prepares the final report.' })
  prepareReport(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('report', () => String) report: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'PREPARE_REPORT', report });
  }

  @Mutation(() => IntegrationCase, { description: 'Step 9: DIVISION_HEAD forwards the final report.' })
  forwardReport(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'FORWARD_REPORT' });
  }

  @Mutation(() => IntegrationCase, {
    description: 'Step 9: DEPARTMENT_HEAD acknowledges; the case is closed.',
  })
  acknowledgeReport(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'ACKNOWLEDGE_REPORT' });
  }
}
