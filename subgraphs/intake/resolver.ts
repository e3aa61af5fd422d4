import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import type { Dataset } from '../directory.js';
import { isOwnProducer, standingOf } from '../viewer.js';
import { loadFile } from './load/load.js';
import { listReports, type ReportRow } from './load/reports.js';
import { restoreRelease } from './load/restore.js';
import type { Mapping } from './mapping.js';
import { listReleases } from './store.js';
import { LoadModeEnum, type LoadNote, type LoadProblem, LoadReport, RejectsEnum, Release } from './types.js';
import { findUpload, uploadBytes } from './uploads.js';

@Resolver(() => Release)
export class IntakeResolver {
  @Query(() => [Release], {
    nullable: true,
    description: 'Releases of a dataset, newest first: for its producer, the technical team and the heads.',
  })
  async releases(@Ctx() context: RequestContext, @Arg('dataset', () => ID) name: string): Promise<Release[]> {
    const dataset = readable(context, name);
    const rows = await listReleases(context.writes.db, dataset.id);
    return rows.map(({ release, sha256, report }) => ({
      dataset: name,
      number: release.number,
      rows: release.rows,
      sha256,
      live: release.status === 'LIVE',
      report: report && shownReport(report),
    }));
  }

  @Query(() => [LoadReport], {
    nullable: true,
    description:
      'Reports of all loads of a dataset, newest first, also of refused ones; for those who see its releases.',
  })
  async loadReports(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
  ): Promise<LoadReport[]> {
    return (await listReports(context.writes.db, readable(context, name).id)).map(shownReport);
  }

  @Mutation(() => Release, {
    description:
      'Loads an upload (POST /uploads) as a new release and switches to it, in one step or not at all.',
  })
  async loadRelease(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
    @Arg('upload', () => ID) upload: string,
    @Arg('mode', () => LoadModeEnum, { defaultValue: 'REPLACE' }) mode: keyof typeof LoadModeEnum,
    @Arg('rejects', () => RejectsEnum, { defaultValue: 'REFUSE' }) rejects: keyof typeof RejectsEnum,
  ): Promise<Release> {
    const dataset = own(context, name);
    const mapping = await mappingOf(context, dataset, upload);
    const columns = mapping.columns.flatMap((column) =>
      dataset.columns.flatMap(({ definition }) => (definition.name === column.name ? [definition] : [])),
    );
    const { release, report } = await loadFile(context, { dataset, columns, mapping, upload, mode, rejects });
    return { dataset: name, ...release, live: true, report: shownReport(report) };
  }

  @Mutation(() => Boolean, {
    description:
      'Serves an earlier release of a dataset again; its producer may, as long as its columns still fit.',
  })
  async restoreRelease(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
    @Arg('number', () => Int) number: number,
  ): Promise<boolean> {
    await restoreRelease(context, own(context, name), number);
    return true;
  }
}

function readable(context: RequestContext, name: string): Dataset {
  const dataset = context.directory.named(name);
  if (standingOf(context.viewer, dataset.agency) !== 'INSIDER')
    throw refusal('FORBIDDEN', { needs: 'PRODUCER / TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD' });
  return dataset;
}

function own(context: RequestContext, name: string): Dataset {
  const dataset = context.directory.named(name);
  if (!isOwnProducer(context.viewer, dataset.agency)) throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
  return dataset;
}

/** How an upload is read that nobody has mapped: by the definition's own headers. */
async function mappingOf(context: RequestContext, dataset: Dataset, id: string): Promise<Mapping> {
  const upload = await findUpload(context.writes.db, dataset.agency, id);
  return context.intake.workers.run('byLabels', {
    filename: upload.filename,
    bytes: await uploadBytes(context.writes.sql, upload),
    columns: dataset.columns.map(({ definition }) => definition),
    optional: optionalColumns(dataset),
  });
}

/**
 * A load with the same columns needs no case: what a CHANGE is about to add may be missing until it is delivered, and
 * what it has replaced or dropped once that is so.
 */
const optionalColumns = (dataset: Dataset): string[] =>
  dataset.columns
    .filter(({ definition, status, case: mark }) => {
      const delivered = status === 'LIVE' || status === 'CONFIRMED' || status === 'DISPUTED';
      return definition.leaves !== undefined || (mark.id !== dataset.case.id && !delivered);
    })
    .map(({ definition }) => definition.name);

const shownReport = (report: ReportRow): LoadReport => ({
  id: report.id,
  mode: report.mode,
  outcome: report.outcome,
  rowsRead: report.rowsRead,
  rowsLoaded: report.rowsLoaded,
  rowsRejected: report.rowsRejected,
  problems: report.problems as LoadProblem[],
  notes: report.notes as LoadNote[],
  rejectsPath: report.rejectBytes > 0 ? `/loads/${report.id}/rejects` : null,
  at: report.at.toISOString(),
});
