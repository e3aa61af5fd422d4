import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { CodeReference, DatasetDefinition } from '../../../schema/definition.js';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { StepEnum } from '../enums.js';
import {
  type CodeReferenceInput,
  type ColumnDefinitionInput,
  DatasetDefinitionInput,
  FieldVerdictInput,
} from '../inputs.js';
import type { StepId } from '../procedure.js';
import { findCase } from '../store/cases.js';
import { IntegrationCase } from '../types.js';
import { act, CaseNumber, ExpectedVersion, Reason } from './act.js';

/** Steps 2 and 3: the structure, and what is agreed. */
@Resolver(() => IntegrationCase)
export class EvaluationActions {
  @Mutation(() => IntegrationCase, {
    description:
      'Step 2: PRODUCER hands over the structure of its dataset; in a CHANGE only what is added, altered or dropped.',
  })
  async handOver(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('definition', () => DatasetDefinitionInput) input: DatasetDefinitionInput,
    @Arg('drops', () => [String], { nullable: true, description: 'Columns that a CHANGE drops.' })
    drops?: string[],
  ): Promise<IntegrationCase> {
    const row = await findCase(context, number);
    const definition = definitionOf(row?.agency ?? '', input);
    return act(context, number, version, { type: 'HAND_OVER', definition, drops: drops ?? [] });
  }

  @Mutation(() => IntegrationCase, {
    description: 'Step 3: either side records verdicts; any change voids both signatures.',
  })
  judgeFields(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('verdicts', () => [FieldVerdictInput]) verdicts: FieldVerdictInput[],
  ): Promise<IntegrationCase> {
    return act(context, number, version, {
      type: 'JUDGE',
      verdicts: verdicts.map((one) => ({ ...one, reason: one.reason ?? null })),
    });
  }

  @Mutation(() => IntegrationCase, {
    description: 'Step 3, ya: signs the content hash; two people, one a side.',
  })
  signAgreement(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('contentHash', () => String) contentHash: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'SIGN', contentHash });
  }

  @Mutation(() => IntegrationCase, {
    description:
      'Step 3, tidak: back to the hand-over. For a defect of the structure it is a failure of step 2.',
  })
  rejectAgreement(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Reason() reason: string,
    @Arg('defect', () => Boolean, { defaultValue: true }) defect: boolean,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'REJECT', reason, defect });
  }

  @Mutation(() => IntegrationCase, {
    description: 'After belum: TECHNICAL_TEAM re-routes once to step 4 or 5.',
  })
  rerouteCase(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('to', () => StepEnum) to: StepId,
    @Reason() reason: string,
  ): Promise<IntegrationCase> {
    if (to !== 'ASSESS' && to !== 'PROVISION')
      throw refusal('BAD_USER_INPUT', {
        detail: {
          id: 'Pengalihan hanya ke langkah ASSESS atau PROVISION.',
          en: 'A case can be re-routed to ASSESS or PROVISION only.',
        },
      });
    return act(context, number, version, { type: 'REROUTE', to, reason });
  }
}

function definitionOf(agency: string, input: DatasetDefinitionInput): DatasetDefinition {
  const { name, title, description } = input;
  return { agency, name, title, description, columns: input.columns.map(columnOf) };
}

const referenceOf = ({ entity, field, edition }: CodeReferenceInput): CodeReference => ({
  entity,
  field,
  ...(edition?.trim() ? { edition: edition.trim() } : {}),
});

/** What is not given is left out, so that it does not count in the hash that both sides sign. */
function columnOf(column: ColumnDefinitionInput): DatasetDefinition['columns'][number] {
  const { concept, classification, measure, referenceTime, validationRule, replaces } = column;
  const values = [...new Set(column.values?.map((value) => value.trim()).filter((value) => value !== ''))];
  return {
    name: column.name,
    label: column.label,
    title: column.title,
    description: column.description,
    type: column.type,
    ...(concept?.trim() ? { concept: concept.trim() } : {}),
    ...(classification?.trim() ? { classification: classification.trim() } : {}),
    ...(measure?.trim() ? { measure: measure.trim() } : {}),
    ...(referenceTime?.trim() ? { referenceTime: referenceTime.trim() } : {}),
    ...(validationRule?.trim() ? { validationRule: validationRule.trim() } : {}),
    ...(values.length > 0 ? { values } : {}),
    unit: column.unit?.trim() || null,
    accessClass: column.accessClass,
    key: column.key,
    reference: column.reference ? referenceOf(column.reference) : null,
    ...(replaces ? { replaces } : {}),
  };
}
