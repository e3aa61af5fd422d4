import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import { dayUnderWay } from '../../calendar.js';
import { once, type RequestContext } from '../../context.js';
import { MAX_PAGE, pageSize } from '../../paging.js';
import { hasRole, type Official, officialWith, type Role } from '../../viewer.js';
import { readHolidays } from '../deadlines/store.js';
import { type InboxEntry, inboxOf } from './inbox.js';
import { periodProblem, statisticsOf } from './statistics.js';
import { inboxFacts, statisticsRows } from './store.js';
import { InboxItem, ProcedureStatistics } from './types.js';

const WORKFLOW_ROLES: readonly Role[] = ['PRODUCER', 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'];
const OVERSEERS: readonly Role[] = ['TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'];

/** What waits on whom, worked out from the stored state with each request: nothing is kept that could go stale. */
@Resolver()
export class OversightResolver {
  @Query(() => [InboxItem], {
    nullable: true,
    description:
      'What waits on the signed-in official, the overdue first; how much that is says `inboxTotal`.',
  })
  async inbox(
    @Ctx() context: RequestContext,
    @Arg('first', () => Int, { nullable: true, description: 'At most 1,000, which is also the default.' })
    first?: number | null,
    @Arg('skip', () => Int, { nullable: true, description: 'Items to leave out at the beginning.' })
    skip?: number | null,
  ): Promise<InboxItem[]> {
    const size = pageSize(first ?? MAX_PAGE);
    const from = skip ?? 0;
    if (from < 0)
      throw refusal('BAD_USER_INPUT', {
        detail: { id: 'skip tidak boleh negatif.', en: 'skip cannot be negative.' },
      });
    const entries = await inboxFor(context);
    return entries.slice(from, from + size).map((one) => ({ ...one, since: one.since.toISOString() }));
  }

  @Query(() => Int, { nullable: true, description: 'Number of items in the whole inbox.' })
  async inboxTotal(@Ctx() context: RequestContext): Promise<number> {
    return (await inboxFor(context)).length;
  }

  @Query(() => ProcedureStatistics, {
    nullable: true,
    description:
      'For TECHNICAL_TEAM and the heads. The period takes the cases that were first submitted from `from` to `to`, both ' +
      'inclusive, dates YYYY-MM-DD in Asia/Jakarta; without one of them it is open on that side.',
  })
  async procedureStatistics(
    @Ctx() context: RequestContext,
    @Arg('from', () => String, { nullable: true }) from?: string | null,
    @Arg('to', () => String, { nullable: true }) to?: string | null,
    @Arg('agency', () => ID, { nullable: true, description: 'Slug; of all agencies when not given.' })
    agency?: string | null,
  ): Promise<ProcedureStatistics> {
    if (!hasRole(context.viewer, ...OVERSEERS)) throw refusal('FORBIDDEN', { needs: OVERSEERS.join(' / ') });
    const scope = { from: from ?? null, to: to ?? null, agency: agency ?? null };
    const detail = periodProblem(scope.from, scope.to);
    if (detail) throw refusal('DATE_REFUSED', { detail });
    const found = await statisticsRows(context.writes.db, scope);
    if (!found) throw refusal('NOT_FOUND', { what: `perangkat daerah ${agency}` });
    const figures = statisticsOf(found.rows, dayUnderWay(context.now), found.holidays);
    return {
      ...figures,
      waiting: figures.waiting.map((one) => ({ ...one, since: one.since.toISOString() })),
    };
  }
}

function inboxFor(context: RequestContext): Promise<InboxEntry[]> {
  const official = officialWith(context.viewer, ...WORKFLOW_ROLES);
  return official ? once(context, inboxFor, () => readInbox(context, official)) : Promise.resolve([]);
}

async function readInbox({ writes, now }: RequestContext, official: Official): Promise<InboxEntry[]> {
  const [facts, holidays] = await Promise.all([inboxFacts(writes.db, official), readHolidays(writes.db)]);
  return inboxOf(official, facts, dayUnderWay(now), holidays);
}
