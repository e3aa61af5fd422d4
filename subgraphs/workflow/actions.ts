import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import type { DatasetDefinition } from '../../schema/definition.js';
import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import { type Official, officialWith, ROLES } from '../viewer.js';
import type { StepId } from './procedure.js';
import { accessTo, type CaseRow, toCase } from './resolver.js';
import { draftCase, findCase, transition } from './store.js';
import type { Action } from './transitions.js';
import { DatasetDefinitionInput, FieldVerdictInput, IntegrationCase, StepEnum } from './types.js';

const CaseNumber = () => Arg('number', () => ID);
const ExpectedVersion = () =>
  Arg('version', () => Int, { description: 'The version that the action is meant for.' });
const Reason = () => Arg('reason', () => String);

/** One mutation an action of the procedure; what each may do stands in `transitions.ts`. */
@Resolver(() => IntegrationCase)
export class ActionResolver {
  @Mutation(() => IntegrationCase, { description: 'Step 1: a PRODUCER drafts an application of its agency.' })
  async draftCase(
    @Ctx() context: RequestContext,
    @Arg('title', () => String) title: string,
    @Arg('purpose', () => String) purpose: string,
    @Arg('profile', () => String, { nullable: true, description: 'Dokumen data dan informasi aplikasi.' })
    profile?: string,
  ): Promise<IntegrationCase> {
    actor(context);
    const producer = officialWith(context.viewer, 'PRODUCER');
    if (!producer?.agency) throw refusal('WRONG_ROLE', { action: 'DRAFT', performer: 'PRODUCER' });
    if (title.trim() === '' || purpose.trim() === '')
      throw refusal('BAD_USER_INPUT', {
        detail: {
          id: 'Permohonan memerlukan judul dan tujuan.',
          en: 'An application needs a title and a purpose.',
        },
      });
    const row = await draftCase(
      context,
      { ...producer, agency: producer.agency },
      { title, purpose, profile: profile ?? null },
    );
    return shown(context, row);
  }

  @Mutation(() => IntegrationCase, { description: 'Step 1: PRODUCER submits; the clock starts.' })
  submitCase(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('profile', () => String, { nullable: true }) profile?: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'SUBMIT', profile: profile ?? null });
  }

  @Mutation(() => IntegrationCase, {
    description: 'Step 1: DEPARTMENT_HEAD returns the application to draft.',
  })
  returnCase(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Reason() reason: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'RETURN', reason });
  }

  @Mutation(() => IntegrationCase, { description: 'Step 1: DEPARTMENT_HEAD refuses the application.' })
  refuseCase(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Reason() reason: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'REFUSE', reason });
  }

  @Mutation(() => IntegrationCase, { description: 'Step 1: DEPARTMENT_HEAD issues the disposition.' })
  issueDisposition(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('disposition', () => String) disposition: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'ISSUE_DISPOSITION', disposition });
  }

  @Mutation(() => IntegrationCase, {
    description: 'Step 2: PRODUCER hands over the structure of its dataset.',
  })
  async handOver(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('definition', () => DatasetDefinitionInput) input: DatasetDefinitionInput,
  ): Promise<IntegrationCase> {
    const row = await findCase(context, number);
    const agency = row?.agency ?? '';
    return act(context, number, version, { type: 'HAND_OVER', definition: definitionOf(agency, input) });
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

  @Mutation(() => IntegrationCase, { description: 'Step 3, tidak: back to the hand-over.' })
  rejectAgreement(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Reason() reason: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'REJECT', reason });
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
    description: 'Step 7: PRODUCER has updated its system and validated it.',
  })
  adoptCase(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('validation', () => String) validation: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'ADOPT', validation });
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

  @Mutation(() => IntegrationCase, {
    description: 'Outside the SOP: PRODUCER before step 3 is agreed, DIVISION_HEAD later.',
  })
  cancelCase(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Reason() reason: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'CANCEL', reason });
  }
}

/** A case that the viewer may not know of is not found; one that it may see is judged by the transition. */
async function act(
  context: RequestContext,
  number: string,
  version: number,
  action: Action,
): Promise<IntegrationCase> {
  if (!isStorable(action)) throw refusal('BAD_USER_INPUT', { detail: UNSTORABLE });
  const row = await findCase(context, number);
  const access = row ? accessTo(context, row) : 'NONE';
  if (access === 'NONE') throw refusal('CASE_NOT_FOUND', { number });
  // Whoever returns a case to draft cannot read it any more, but has to learn that it was done.
  return shown(context, await transition(context, actor(context), number, version, action), access);
}

/** Verdicts and definitions are kept as JSON, in which PostgreSQL stores neither U+0000 nor half a surrogate pair. */
function isStorable(action: Action): boolean {
  const texts: string[] = [];
  JSON.stringify(action, (_key, value) => (typeof value === 'string' ? texts.push(value) : value));
  return texts.every((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text));
}

const UNSTORABLE = {
  id: 'Nilai teks memuat karakter yang tidak dapat disimpan (NUL atau separuh pasangan surrogate).',
  en: 'A text value holds what cannot be stored (NUL or half a surrogate pair).',
};

function actor(context: RequestContext): Official {
  const official = officialWith(context.viewer, ...ROLES);
  if (!official) throw refusal('FORBIDDEN', { needs: ROLES.join(' / ') });
  return official;
}

function shown(context: RequestContext, row: CaseRow, access = accessTo(context, row)): IntegrationCase {
  const found = toCase(context, row, access);
  if (!found) throw refusal('CASE_NOT_FOUND', { number: row.number });
  return found;
}

function definitionOf(agency: string, input: DatasetDefinitionInput): DatasetDefinition {
  const { name, title, description } = input;
  return {
    agency,
    name,
    title,
    description,
    columns: input.columns.map((column) => ({
      name: column.name,
      label: column.label,
      title: column.title,
      description: column.description,
      type: column.type,
      unit: column.unit?.trim() || null,
      accessClass: column.accessClass,
      key: column.key,
      reference: column.reference ? { entity: column.reference.entity, field: column.reference.field } : null,
    })),
  };
}
