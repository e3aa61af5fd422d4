import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import type { Dataset } from '../directory.js';
import { isOwnProducer, standingOf } from '../viewer.js';
import { listReports, type ReportRow } from './load/reports.js';
import { restoreRelease } from './load/restore.js';
import { type LoadMode, LoadModeEnum } from './load-modes.js';
import { loadReading, readingOf } from './reading-of.js';
import { listReleases } from './store.js';
import { type LoadNote, type LoadProblem, LoadReport, RejectsEnum, Release } from './types.js';

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
      erasure: release.erasureId,
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
    @Arg('upload', () => ID, { nullable: true, description: 'The file, read as the last one was.' })
    upload: string | undefined,
    @Arg('import', () => ID, { nullable: true, description: 'The file, read as its import decided.' })
    imported: string | undefined,
    @Arg('mode', () => LoadModeEnum, { defaultValue: 'REPLACE' }) mode: LoadMode,
    @Arg('rejects', () => RejectsEnum, { defaultValue: 'REFUSE' }) rejects: keyof typeof RejectsEnum,
  ): Promise<Release> {
    const dataset = own(context, name);
    if ((upload === undefined) === (imported === undefined))
      throw refusal('BAD_USER_INPUT', { detail: ONE_FILE });
    const reading = await readingOf(
      context,
      dataset,
      imported === undefined ? { upload: upload ?? '' } : { import: imported },
    );
    const { release, report } = await loadReading(context, dataset, reading, mode, rejects);
    return { dataset: name, ...release, live: true, erasure: null, report: shownReport(report) };
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

const ONE_FILE = {
  id: 'Sebutkan tepat satu: unggahan (upload) atau impor (import).',
  en: 'Name exactly one: an upload or an import.',
};

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
