import { and, asc, eq, inArray, isNotNull, isNull, max, min, ne, or, type SQL, sql } from 'drizzle-orm';
import { type AnyPgColumn, QueryBuilder } from 'drizzle-orm/pg-core';
import type { Drizzle, Queries } from '../../../db/client.js';
import { agencies } from '../../../db/tables/agencies.js';
import { erasures } from '../../../db/tables/audit.js';
import { caseEvents, cases, datasets } from '../../../db/tables/cases.js';
import { datasetFacts, publications } from '../../../db/tables/catalog.js';
import { caseSteps, deviations } from '../../../db/tables/deadlines.js';
import { caseReports } from '../../../db/tables/documents.js';
import { releases } from '../../../db/tables/releases.js';
import type { Cadence } from '../../../schema/facts.js';
import { datasetNames } from '../../../schema/names.js';
import type { Holidays } from '../../calendar.js';
import { MAX_PAGE } from '../../paging.js';
import { hasRole, type Official, type Role } from '../../viewer.js';
import { readHolidays } from '../deadlines/store.js';
import { type DeviationKind, type DeviationStatus, UNSETTLED } from '../deviations/rules.js';
import type { StepId } from '../procedure.js';
import { type CaseStatus, stateOf } from '../state.js';
import type { CaseSubject, InboxFacts, InboxSubject } from './inbox.js';
import { type StatisticsRows, workingDayNumbers } from './statistics.js';

const aboutCase = {
  case: cases.number,
  title: cases.title,
  agency: cases.agency,
  status: cases.status,
  step: cases.step,
  dataset: datasets.name,
};

interface AboutCase {
  readonly case: string;
  readonly title: string;
  readonly agency: string;
  readonly status: string;
  readonly step: string;
  readonly dataset: string | null;
}

const subjectOf = ({ status, step, agency, dataset, ...row }: AboutCase): CaseSubject => ({
  case: row.case,
  title: row.title,
  agency,
  status: status as CaseStatus,
  step: step as StepId,
  dataset: dataset && datasetNames(agency, dataset).field,
});

const aboutDataset = ({ agency, name, title }: typeof datasets.$inferSelect): InboxSubject => ({
  case: null,
  dataset: datasetNames(agency, name).field,
  title,
});

/** The attempt that is under way at the step where the case stands. */
const underWay = and(
  eq(caseSteps.caseId, cases.id),
  eq(caseSteps.step, cases.step),
  isNull(caseSteps.completedAt),
);

/** A suspension can be lifted in a case that is closed. */
const liftingHasBegun = sql`${cases.state} -> 'lifting' <> '{}'::jsonb`;

/** What the official's inbox is worked out from; a producer's reads stay within its agency. */
export async function inboxFacts(db: Drizzle, official: Official): Promise<InboxFacts> {
  const wide = hasRole(official, 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD');
  const own = eq(cases.agency, official.agency ?? '');
  const within = wide ? undefined : own;
  const [caseRows, deviationRows, reportRows, releaseRows, erasureRows, promiseRows] = await Promise.all([
    db
      .select({
        about: aboutCase,
        procedure: cases.procedure,
        // Verdicts make most of a state, and say nothing about who acts next.
        state: sql`${cases.state} - 'judgements'`,
        updatedAt: cases.updatedAt,
        attempt: {
          chargedTo: caseSteps.chargedTo,
          openedAt: caseSteps.openedAt,
          dueOn: caseSteps.dueOn,
        },
      })
      .from(cases)
      .leftJoin(datasets, eq(datasets.id, cases.datasetId))
      .leftJoin(caseSteps, underWay)
      .where(and(or(inArray(cases.status, ['DRAFT', 'OPEN']), liftingHasBegun), within)),
    db
      .select({
        about: aboutCase,
        one: {
          id: deviations.id,
          step: deviations.step,
          status: deviations.status,
          chargedTo: deviations.chargedTo,
          accountedBy: deviations.accountedBy,
          openedAt: deviations.openedAt,
          accountedAt: deviations.accountedAt,
          judgedAt: deviations.judgedAt,
        },
      })
      .from(deviations)
      .innerJoin(cases, eq(cases.id, deviations.caseId))
      .leftJoin(datasets, eq(datasets.id, cases.datasetId))
      .where(and(inArray(deviations.status, [...UNSETTLED]), within)),
    db
      .select({ about: aboutCase, one: caseReports })
      .from(caseReports)
      .innerJoin(cases, eq(cases.id, caseReports.caseId))
      .leftJoin(datasets, eq(datasets.id, cases.datasetId))
      .where(and(isNull(caseReports.acknowledgedAt), inArray(caseReports.role, [...official.roles]), within)),
    // A request made under an earlier case of the same name is void.
    db
      .select({ dataset: datasets, requestedAt: publications.requestedAt })
      .from(publications)
      .innerJoin(
        datasets,
        and(eq(datasets.id, publications.datasetId), eq(datasets.caseId, publications.caseId)),
      )
      .where(and(eq(publications.released, false), isNull(publications.decidedAt))),
    db
      .select({ dataset: datasets, proposedBy: erasures.proposedBy, proposedAt: erasures.proposedAt })
      .from(erasures)
      .innerJoin(datasets, eq(datasets.id, erasures.datasetId))
      .where(eq(erasures.status, 'PROPOSED')),
    db
      .select({ dataset: datasets, cadence: datasetFacts.cadence, loadedAt: releases.loadedAt })
      .from(datasetFacts)
      .innerJoin(datasets, eq(datasets.id, datasetFacts.datasetId))
      .leftJoin(releases, and(eq(releases.datasetId, datasets.id), eq(releases.status, 'LIVE')))
      .where(and(isNotNull(datasetFacts.cadence), eq(datasets.agency, official.agency ?? ''))),
  ]);
  return {
    cases: caseRows.map(({ about, state, attempt, ...row }) => ({
      ...subjectOf(about),
      ...row,
      state: stateOf(state),
      attempt: attempt && { ...attempt, chargedTo: attempt.chargedTo as Role },
    })),
    deviations: deviationRows.map(({ about, one }) => ({
      ...subjectOf(about),
      step: one.step as StepId,
      id: one.id,
      deviation: {
        status: one.status as DeviationStatus,
        chargedTo: one.chargedTo as Role,
        accountedBy: one.accountedBy,
      },
      since: (one.status === 'ACCOUNTED' && one.accountedAt) || one.judgedAt || one.openedAt,
    })),
    reports: reportRows.map(({ about, one }) => ({
      ...subjectOf(about),
      agency: one.agency ?? about.agency,
      id: one.id,
      role: one.role as Role,
      sentAt: one.sentAt,
    })),
    releases: releaseRows.map(({ dataset, requestedAt }) => ({ ...aboutDataset(dataset), requestedAt })),
    erasures: erasureRows.map(({ dataset, ...proposed }) => ({ ...aboutDataset(dataset), ...proposed })),
    promises: promiseRows.map(({ dataset, cadence, loadedAt }) => ({
      ...aboutDataset(dataset),
      agency: dataset.agency,
      cadence: cadence as Cadence,
      lastAt: loadedAt ?? dataset.createdAt,
    })),
  };
}

/** The cases that figures are asked for; dates YYYY-MM-DD, inclusive. */
export interface Scope {
  readonly from: string | null;
  readonly to: string | null;
  readonly agency: string | null;
}

/** What the figures are worked out from, all as of one moment; null where there is no such agency. */
export function statisticsRows(
  db: Drizzle,
  scope: Scope,
): Promise<{ readonly rows: StatisticsRows; readonly holidays: Holidays } | null> {
  return db.transaction(
    async (tx) => {
      if (scope.agency !== null) {
        const known = await tx.select().from(agencies).where(eq(agencies.slug, scope.agency));
        if (known.length === 0) return null;
      }
      const days = await readHolidays(tx);
      const counts = await countCases(tx, scope);
      const rows = {
        ...counts,
        waiting: await waitingCases(tx, scope),
        attempts: await completedAttempts(tx, scope, days),
        deviations: await unsettledDeviations(tx, scope),
      };
      return { rows, holidays: days };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** Cases as the scope has them. The clock of step 1 may begin later than the first submission, which its event tells. */
function inScope({ from, to, agency }: Scope): SQL | undefined {
  const submitted = jakarta(min(caseEvents.at));
  const inPeriod = new QueryBuilder({ casing: 'snake_case' })
    .select({ caseId: caseEvents.caseId })
    .from(caseEvents)
    .where(and(caseEvents.transition, sql`${caseEvents.action} = 'SUBMIT'`))
    .groupBy(caseEvents.caseId)
    .having(
      and(
        from === null ? undefined : sql`${submitted} >= ${from}::date`,
        to === null ? undefined : sql`${submitted} <= ${to}::date`,
      ),
    );
  return and(
    ne(cases.status, 'DRAFT'),
    agency === null ? undefined : eq(cases.agency, agency),
    from === null && to === null ? undefined : inArray(cases.id, inPeriod),
  );
}

/** WIB as an offset: a time zone's name is looked up for each row. */
const jakarta = (instant: AnyPgColumn | SQL) => sql`(${instant} at time zone interval '07:00')::date`;
const count = sql<number>`count(*)::int`;

/** Cases that were ever submitted, and how often step 3 ended in *tidak* (REJECT), step 8 in *belum* (CONTEST). */
async function countCases(tx: Queries, scope: Scope): Promise<Pick<StatisticsRows, 'cases' | 'loops'>> {
  const times = (action: string) => sql<number>`count(*) filter (where ${caseEvents.action} = ${action})`;
  const turns = tx
    .select({
      caseId: caseEvents.caseId,
      submitted: times('SUBMIT').as('submitted'),
      rejected: times('REJECT').as('rejected'),
      contested: times('CONTEST').as('contested'),
    })
    .from(caseEvents)
    // As literals, so that an index on these events alone can serve.
    .where(and(caseEvents.transition, sql`${caseEvents.action} in ('SUBMIT', 'REJECT', 'CONTEST')`))
    .groupBy(caseEvents.caseId)
    .as('turns');
  const rows = await tx
    .select({
      status: cases.status,
      step: cases.step,
      count,
      rejected: sql<number>`sum(${turns.rejected})::int`,
      contested: sql<number>`sum(${turns.contested})::int`,
      looped: sql<number>`(count(*) filter (where ${turns.rejected} + ${turns.contested} > 0))::int`,
    })
    .from(cases)
    .innerJoin(turns, and(eq(turns.caseId, cases.id), sql`${turns.submitted} > 0`))
    .where(inScope(scope))
    .groupBy(cases.status, cases.step);
  const sum = (of: 'rejected' | 'contested' | 'looped') => rows.reduce((total, row) => total + row[of], 0);
  return {
    cases: rows.map((row) => ({ ...row, status: row.status as CaseStatus, step: row.step as StepId })),
    loops: { rejected: sum('rejected'), contested: sum('contested'), cases: sum('looped') },
  };
}

async function waitingCases(tx: Queries, scope: Scope): Promise<StatisticsRows['waiting']> {
  const rows = await tx
    .select({
      number: cases.number,
      title: cases.title,
      agency: cases.agency,
      procedure: cases.procedure,
      state: sql`${cases.state} - 'judgements'`,
      updatedAt: cases.updatedAt,
      attempt: caseSteps,
    })
    .from(cases)
    .leftJoin(caseSteps, underWay)
    .where(and(eq(cases.status, 'OPEN'), inScope(scope)))
    .orderBy(sql`${caseSteps.dueOn} nulls last`, asc(caseSteps.openedAt), asc(cases.number))
    .limit(MAX_PAGE);
  return rows.map(({ state, updatedAt, attempt, ...row }) => ({
    ...row,
    state: stateOf(state),
    attempt: attempt?.attempt ?? 0,
    since: attempt?.openedAt ?? updatedAt,
    dueOn: attempt?.dueOn ?? null,
  }));
}

/** Counted by working days, which the database finds in a table of all dates: to read every attempt takes too long. */
async function completedAttempts(
  tx: Queries,
  scope: Scope,
  days: Holidays,
): Promise<StatisticsRows['attempts']> {
  const [span] = await tx
    .select({
      from: sql<string | null>`${jakarta(min(caseSteps.openedAt))}::text`,
      to: sql<string | null>`${jakarta(max(caseSteps.completedAt))}::text`,
    })
    .from(caseSteps);
  if (!span?.from || !span.to) return [];
  const numbers = `{${workingDayNumbers(span.from, span.to, days).join(',')}}`;
  const numberOf = (instant: AnyPgColumn) =>
    sql`(${numbers}::int[])[${jakarta(instant)} - ${span.from}::date + 1]`;
  const workingDays = sql<number>`${numberOf(caseSteps.completedAt)} - ${numberOf(caseSteps.openedAt)}`;
  // A lateness that was corrected as a wrong record is no failure.
  const corrected = tx
    .select({ caseId: deviations.caseId, step: deviations.step, attempt: deviations.attempt })
    .from(deviations)
    .where(and(eq(deviations.kind, 'TIME'), isNull(deviations.corrects), eq(deviations.status, 'CORRECTED')));
  const { caseId, step, attempt, lateDays } = caseSteps;
  const late = sql<number>`case when ${lateDays} > 0 and (${caseId}, ${step}, ${attempt}) not in ${corrected}
    then ${lateDays} else 0 end`;
  const attempts = tx
    .select({ step, workingDays: workingDays.as('working_days'), late: late.as('late') })
    .from(cases)
    .innerJoin(caseSteps, eq(caseId, cases.id))
    .where(
      and(inScope(scope), isNotNull(caseSteps.completedAt), isNotNull(caseSteps.dueOn), isNotNull(lateDays)),
    )
    .as('attempts');
  const rows = await tx
    .select({
      step: attempts.step,
      workingDays: attempts.workingDays,
      attempts: count,
      within: sql<number>`(count(*) filter (where ${attempts.late} = 0))::int`,
      lateDays: sql<number>`sum(${attempts.late})::int`,
    })
    .from(attempts)
    .groupBy(attempts.step, attempts.workingDays);
  return rows.map((row) => ({ ...row, step: row.step as StepId }));
}

async function unsettledDeviations(tx: Queries, scope: Scope): Promise<StatisticsRows['deviations']> {
  const { chargedTo, kind } = deviations;
  const rows = await tx
    .select({ chargedTo, agency: cases.agency, kind, count })
    .from(deviations)
    .innerJoin(cases, eq(cases.id, deviations.caseId))
    .where(and(inArray(deviations.status, [...UNSETTLED]), inScope(scope)))
    .groupBy(chargedTo, cases.agency, kind);
  return rows.map((row) => ({
    ...row,
    chargedTo: row.chargedTo as Role,
    kind: row.kind as DeviationKind,
  }));
}
