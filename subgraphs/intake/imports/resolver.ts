import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { producerAgency } from '../access.js';
import { targetOf } from '../target.js';
import type { Decisions, Understanding } from '../understand/understanding.js';
import { understandUpload } from '../understand-upload.js';
import { findUpload } from '../uploads.js';
import { checkAnswers, decidedWith } from './decisions.js';
import { AnswerInput, ColumnOverrideInput } from './inputs.js';
import { shownImport } from './shown.js';
import {
  createImport,
  findImport,
  type ImportRow,
  listImports,
  rememberedOf,
  updateImport,
} from './store.js';
import { FileImport } from './types.js';

@Resolver(() => FileImport)
export class ImportResolver {
  @Query(() => [FileImport], {
    nullable: true,
    description: "The agency's imports, newest first, at most 100.",
  })
  async imports(@Ctx() context: RequestContext): Promise<FileImport[]> {
    const rows = await listImports(context.writes.db, producerAgency(context.viewer));
    return rows.map((row) => shown(context, row));
  }

  @Query(() => FileImport, { nullable: true })
  async import(@Ctx() context: RequestContext, @Arg('id', () => ID) id: string): Promise<FileImport> {
    return shown(context, await findImport(context.writes.db, id, producerAgency(context.viewer)));
  }

  @Mutation(() => FileImport, {
    description:
      'PRODUCER: understands an upload (POST /uploads), for a new dataset or as the next file of one of its own. Nothing is loaded.',
  })
  async importFile(
    @Ctx() context: RequestContext,
    @Arg('upload', () => ID) upload: string,
    @Arg('dataset', () => ID, { nullable: true }) name?: string,
  ): Promise<FileImport> {
    const agency = producerAgency(context.viewer);
    const dataset = name ? context.directory.named(name) : null;
    if (dataset && dataset.agency !== agency) throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
    const { db } = context.writes;
    const file = await findUpload(db, agency, upload);
    const remembered = dataset ? await rememberedOf(db, dataset.id) : null;
    const decisions = decidedWith(remembered?.decisions ?? { answers: {}, overrides: {} }, [], []);
    const target = dataset && targetOf(dataset, remembered?.mapping ?? null);
    const understanding = await understandUpload(context, file, { agency, decisions, target, check: true });
    const id = await createImport(db, {
      uploadId: file.id,
      agency,
      datasetId: dataset?.id ?? null,
      decisions: withAssumed(decisions, understanding),
      understanding,
      createdBy: context.viewer.kind === 'OFFICIAL' ? context.viewer.accountId : null,
      now: context.now,
    });
    return shown(context, await findImport(db, id, agency));
  }

  @Mutation(() => FileImport, {
    description:
      'PRODUCER: answers questions, or says how a column is to be read; the file is understood anew.',
  })
  async answerImport(
    @Ctx() context: RequestContext,
    @Arg('import', () => ID) id: string,
    @Arg('answers', () => [AnswerInput], { defaultValue: [] }) answers: AnswerInput[],
    @Arg('overrides', () => [ColumnOverrideInput], { defaultValue: [] }) overrides: ColumnOverrideInput[],
  ): Promise<FileImport> {
    const agency = producerAgency(context.viewer);
    const { db } = context.writes;
    const row = await findImport(db, id, agency);
    checkAnswers(row.understanding, row.decisions, answers, overrides);
    const decisions = decidedWith(row.decisions, answers, overrides);
    const dataset = datasetOf(context, row);
    const remembered = dataset ? await rememberedOf(db, dataset.id) : null;
    const target = dataset && targetOf(dataset, remembered?.mapping ?? null);
    const file = await findUpload(db, agency, row.uploadId);
    const understanding = await understandUpload(context, file, { agency, decisions, target, check: true });
    await updateImport(db, id, withAssumed(decisions, understanding), understanding, context.now);
    return shown(context, await findImport(db, id, agency));
  }
}

/** What nobody said is decided all the same: it holds for the load, and for the next file. */
const withAssumed = (decisions: Decisions, { assumed }: Understanding): Decisions => ({
  ...decisions,
  answers: { ...assumed, ...decisions.answers },
});

const datasetOf = ({ directory }: RequestContext, { datasetId }: ImportRow) =>
  directory.datasets.find(({ id }) => id === datasetId) ?? null;

const shown = (context: RequestContext, row: ImportRow): FileImport =>
  shownImport(row, datasetOf(context, row)?.names.field ?? null);
