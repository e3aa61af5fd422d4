import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { isDate } from '../../../schema/definition.js';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import type { Keyring } from '../../keyring.js';
import { forwardPage, openCursor, pageSize } from '../../paging.js';
import { standingOf } from '../../viewer.js';
import { knownDataset } from '../known.js';
import type { ConsumerKind } from '../types.js';
import { countConsumers, listUses, type UsePlace, type UseRow } from './store.js';
import { type DatasetUse, DatasetUseConnection } from './types.js';

const SCOPE = 'dataset uses';

@Resolver()
export class UseResolver {
  @Query(() => DatasetUseConnection, {
    nullable: true,
    description:
      'Who has read a dataset, how much and for what: for its own producer, the technical team and the heads. Counted a ' +
      'minute later at the most, and kept for 400 days.',
  })
  async datasetUses(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
    @Arg('from', () => String, { nullable: true, description: 'First day, `YYYY-MM-DD` in Jakarta.' })
    from?: string | null,
    @Arg('to', () => String, { nullable: true, description: 'Last day, itself included.' })
    to?: string | null,
    @Arg('first', () => Int, { nullable: true }) first?: number | null,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<DatasetUseConnection> {
    const { viewer, writes, keyring } = context;
    const dataset = knownDataset(context, name);
    if (standingOf(viewer, dataset.agency) !== 'INSIDER')
      throw refusal('FORBIDDEN', {
        needs: `PRODUCER (${dataset.agency}) / TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD`,
      });
    const size = pageSize(first);
    const wanted = { datasetId: dataset.id, from: dayOf(from), to: dayOf(to) };
    const place = placeOf(keyring, after);
    const rows = await listUses(writes.db, wanted, size + 1, place);
    const page = forwardPage(rows, size, after, ({ consumer, queries, exports }) =>
      keyring.seal([SCOPE, queries + exports, consumer]),
    );
    const totalCount = await countConsumers(writes.db, wanted);
    return { nodes: page.nodes.map(shown), pageInfo: page.pageInfo, totalCount };
  }
}

function dayOf(day: string | null | undefined): string | null {
  if (day === null || day === undefined) return null;
  if (isDate(day)) return day;
  throw refusal('DATE_REFUSED', {
    detail: {
      id: `"${day}" bukan tanggal; tulis YYYY-MM-DD.`,
      en: `"${day}" is not a date; write YYYY-MM-DD.`,
    },
  });
}

function placeOf(keyring: Keyring, after: string | null | undefined): UsePlace | null {
  const opened = openCursor(keyring, SCOPE, after);
  if (!opened) return null;
  const [reads, consumer] = opened as [number, string];
  return { reads, consumer };
}

const kindOf = (consumer: string): ConsumerKind => {
  if (consumer.startsWith('key:')) return 'KEY';
  return consumer.startsWith('account:') ? 'OFFICIAL' : 'ANONYMOUS';
};

const shown = ({ consumer, name, key, agency, ...counts }: UseRow): DatasetUse => ({
  ...counts,
  consumer: { kind: kindOf(consumer), name, key, agency: agency === null ? null : { slug: agency } },
});
