import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { officialWith } from '../../viewer.js';
import { DirectionEnum, DocumentEnum } from '../enums.js';
import { ContactInput } from '../inputs.js';
import type { DocumentKind } from '../procedure.js';
import type { Contact, Direction } from '../state.js';
import { type Draft, draftCase } from '../store/cases.js';
import { checkTexts } from '../texts.js';
import { IntegrationCase } from '../types.js';
import { act, actor, CaseNumber, ExpectedVersion, Reason, shown } from './act.js';

/** Step 1 and the documents that are handed in. */
@Resolver(() => IntegrationCase)
export class ApplicationActions {
  @Mutation(() => IntegrationCase, {
    description:
      'Step 1: a PRODUCER drafts an application of its agency; it may be incomplete until it is submitted. With ' +
      '`changes` it is a CHANGE of that dataset.',
  })
  async draftCase(
    @Ctx() context: RequestContext,
    @Arg('title', () => String, { nullable: true }) title?: string,
    @Arg('purpose', () => String, { nullable: true }) purpose?: string,
    @Arg('profile', () => String, { nullable: true, description: 'Dokumen data dan informasi aplikasi.' })
    profile?: string,
    @Arg('contacts', () => [ContactInput], { nullable: true }) contacts?: ContactInput[],
    @Arg('direction', () => DirectionEnum, { nullable: true, description: 'SHARES where not given.' })
    direction?: Direction,
    @Arg('changes', () => ID, { nullable: true, description: 'Root field of the own dataset to be changed.' })
    changes?: string,
  ): Promise<IntegrationCase> {
    actor(context);
    const producer = officialWith(context.viewer, 'PRODUCER');
    if (!producer?.agency) throw refusal('WRONG_ROLE', { action: 'DRAFT', performer: 'PRODUCER' });
    const dataset = changes ? context.directory.named(changes) : null;
    if (dataset && dataset.agency !== producer.agency)
      throw refusal('WRONG_ROLE', { action: 'DRAFT', performer: `PRODUCER ${dataset.agency}` });
    const draft: Draft = {
      title: title ?? '',
      purpose: purpose ?? '',
      profile: profile ?? null,
      contacts: contactsOf(contacts ?? []),
      direction: direction ?? 'SHARES',
      changes: dataset,
    };
    checkTexts([draft.title, draft.purpose, draft.profile, draft.contacts]);
    return shown(context, await draftCase(context, { ...producer, agency: producer.agency }, draft));
  }

  @Mutation(() => IntegrationCase, {
    description: 'Step 1: PRODUCER changes its draft; what is not given stays.',
  })
  editDraft(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('title', () => String, { nullable: true }) title?: string,
    @Arg('purpose', () => String, { nullable: true }) purpose?: string,
    @Arg('profile', () => String, { nullable: true }) profile?: string,
    @Arg('contacts', () => [ContactInput], { nullable: true }) contacts?: ContactInput[],
    @Arg('direction', () => DirectionEnum, { nullable: true }) direction?: Direction,
  ): Promise<IntegrationCase> {
    return act(context, number, version, {
      type: 'EDIT',
      application: {
        ...(title == null ? {} : { title }),
        ...(purpose == null ? {} : { purpose }),
        ...(contacts == null ? {} : { contacts: contactsOf(contacts) }),
      },
      profile: profile ?? null,
      direction: direction ?? null,
    });
  }

  @Mutation(() => IntegrationCase, {
    description:
      'Step 1: PRODUCER submits; the clock starts. Without its document the application goes in with the request for a ' +
      'waiver, and the clock waits.',
  })
  submitCase(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('profile', () => String, { nullable: true }) profile?: string,
    @Arg('waiver', () => String, { nullable: true, description: 'Why the document cannot be given.' })
    waiver?: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, {
      type: 'SUBMIT',
      profile: profile ?? null,
      waiver: waiver ?? null,
    });
  }

  @Mutation(() => IntegrationCase, {
    description:
      'Hands in a file that the caller has sent to POST /uploads: APPLICATION_PROFILE and VALIDATION_RESULT by ' +
      'PRODUCER, SUPPORTING by anybody in the case. PDF, DOCX, XLSX or an image, at most 20 MB.',
  })
  attachDocument(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('document', () => DocumentEnum) document: DocumentKind,
    @Arg('upload', () => ID) upload: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'ATTACH', document, upload });
  }

  @Mutation(() => IntegrationCase, {
    description:
      'DIVISION_HEAD lets a step go on without its document; that is a failure of whoever owed it.',
  })
  waiveDocument(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('document', () => DocumentEnum) document: DocumentKind,
    @Reason() reason: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'WAIVE', document, reason });
  }

  @Mutation(() => IntegrationCase, {
    description:
      'TECHNICAL_TEAM or DIVISION_HEAD finds a document unfit that was handed in; it is missing again.',
  })
  invalidateDocument(
    @Ctx() context: RequestContext,
    @CaseNumber() number: string,
    @ExpectedVersion() version: number,
    @Arg('document', () => DocumentEnum) document: DocumentKind,
    @Reason() reason: string,
  ): Promise<IntegrationCase> {
    return act(context, number, version, { type: 'INVALIDATE', document, reason });
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

const contactsOf = (given: readonly ContactInput[]): Contact[] =>
  given.map(({ name, position, reach }) => ({
    name: name.trim(),
    position: position.trim(),
    reach: reach.trim(),
  }));
