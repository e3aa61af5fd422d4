import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '../../schema/errors.js';
import { jakartaDate } from '../calendar.js';
import type { RequestContext } from '../context.js';
import type { Dataset } from '../directory.js';
import { forwardPage, pageSize } from '../paging.js';
import { type Official, standingOf } from '../viewer.js';
import { knownDataset } from './known.js';
import {
  type AccessStatus,
  actorOf,
  cancel,
  checkNeeds,
  decide,
  delegator,
  type GrantFacts,
  type Reader,
  readColumns,
  readPurpose,
  readUntil,
  sightOf,
  standsFor,
  withdraw,
} from './rules.js';
import { placeOf, placeText, shown } from './shown.js';
import {
  findKey,
  type GrantRow,
  isDelegated,
  listGrants,
  storeDecision,
  storeDelegation,
  storeEnd,
  storeRequest,
} from './store.js';
import { AccessRequest, AccessRequestConnection, AccessStatusEnum, GrantDelegation } from './types.js';

@Resolver(() => AccessRequest)
export class GrantResolver {
  @Query(() => AccessRequestConnection, {
    nullable: true,
    description:
      'Requests for RESTRICTED data that the viewer may know of: his own, those of keys that he answers for, and those for ' +
      'datasets of his agency as its producer; all of them for the technical team, the heads and ADMIN.',
  })
  async accessRequests(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID, { nullable: true }) name?: string | null,
    @Arg('status', () => AccessStatusEnum, { nullable: true }) status?: AccessStatus | null,
    @Arg('waitingOnMe', () => Boolean, {
      nullable: true,
      description: 'Those alone that wait for a decision of the viewer.',
    })
    waiting?: boolean | null,
    @Arg('first', () => Int, { nullable: true }) first?: number | null,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<AccessRequestConnection> {
    const { viewer, writes, keyring, now } = context;
    const today = jakartaDate(now);
    const size = pageSize(first);
    const from = placeOf(keyring, after);
    const datasetId = name ? knownDataset(context, name).id : null;
    const wanted = { datasetId, status: status ?? null, waiting: waiting ?? false };
    const rows = await listGrants(writes.db, viewer, wanted, today, size + 1, from);
    const { nodes, pageInfo } = forwardPage(rows, size, after, (row) => placeText(keyring, row));
    const edges = nodes.map((row) => ({
      cursor: placeText(keyring, row),
      node: shown(row, sightOf(viewer, row), today),
    }));
    return { nodes: edges.map(({ node }) => node), edges, pageInfo };
  }

  @Query(() => GrantDelegation, {
    nullable: true,
    description: 'Who decides about requests for a dataset.',
  })
  async grantDelegation(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
  ): Promise<GrantDelegation> {
    const { id } = knownDataset(context, name);
    return { dataset: name, toTeam: await isDelegated(context.writes.db, id) };
  }

  @Mutation(() => AccessRequest, {
    nullable: true,
    description:
      'An official asks to read RESTRICTED columns, for himself or for a service key that he answers for. The producer of ' +
      'the dataset decides, or the technical team where it is delegated.',
  })
  async requestAccess(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
    @Arg('purpose', () => String, { description: '10 to 1,000 characters.' }) purpose: string,
    @Arg('until', () => String, { description: 'Last day, `YYYY-MM-DD`: after today, within a year.' })
    until: string,
    @Arg('columns', () => [String], {
      nullable: true,
      description: 'RESTRICTED columns; all of them where none are named.',
    })
    columns?: string[] | null,
    @Arg('key', () => ID, { nullable: true, description: 'The service key that is to read.' })
    key?: string | null,
  ): Promise<AccessRequest> {
    const { viewer, writes, now } = context;
    const official = actorOf(viewer);
    const dataset = knownDataset(context, name);
    const reader = key ? await ownKey(context, official, key, dataset) : himself(official, dataset);
    const today = jakartaDate(now);
    const request = {
      datasetId: dataset.id,
      columns: readColumns(dataset, columns),
      reader,
      purpose: readPurpose(purpose),
      until: readUntil(until, today),
      requestedBy: official.accountId,
    };
    return shown(await storeRequest(writes.db, request, now, today), 'WHOLE', today);
  }

  @Mutation(() => AccessRequest, {
    nullable: true,
    description:
      'The own PRODUCER, or TECHNICAL_TEAM where it is delegated, grants a request or refuses it with a reason; never who asked.',
  })
  decideAccess(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID) id: string,
    @Arg('grant', () => Boolean) grant: boolean,
    @Arg('reason', () => String, { nullable: true }) reason?: string | null,
    @Arg('until', () => String, { nullable: true, description: 'An earlier last day than was asked for.' })
    until?: string | null,
  ): Promise<AccessRequest> {
    const wanted = { grant, reason: reason ?? null, until: until ?? null };
    return acted(context, id, (official, today, seen) =>
      storeDecision(
        context.writes.db,
        id,
        official,
        (row) => decide(official, seen(row), wanted, today),
        context.now,
      ),
    );
  }

  @Mutation(() => AccessRequest, {
    nullable: true,
    description: 'Who asked takes a request back that waits.',
  })
  cancelAccessRequest(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID) id: string,
  ): Promise<AccessRequest> {
    return acted(context, id, (official, today, seen) =>
      storeEnd(
        context.writes.db,
        id,
        official,
        'CANCELLED',
        (row) => {
          cancel(official, seen(row), today);
          return null;
        },
        context.now,
      ),
    );
  }

  @Mutation(() => AccessRequest, {
    nullable: true,
    description:
      'The own PRODUCER, TECHNICAL_TEAM where it is delegated, or a head ends a grant at once, with a reason; who reads by ' +
      'it may give it back.',
  })
  withdrawAccess(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String, { nullable: true }) reason?: string | null,
  ): Promise<AccessRequest> {
    return acted(context, id, (official, today, seen) =>
      storeEnd(
        context.writes.db,
        id,
        official,
        'WITHDRAWN',
        (row) => withdraw(official, seen(row), reason, today),
        context.now,
      ),
    );
  }

  @Mutation(() => GrantDelegation, {
    nullable: true,
    description: 'PRODUCER lets the technical team decide about requests for a dataset, or no longer.',
  })
  async delegateGrants(
    @Ctx() context: RequestContext,
    @Arg('dataset', () => ID) name: string,
    @Arg('toTeam', () => Boolean) toTeam: boolean,
  ): Promise<GrantDelegation> {
    const { viewer, writes, now } = context;
    actorOf(viewer);
    const { id, agency } = knownDataset(context, name);
    await storeDelegation(writes.db, id, delegator(viewer, agency), toTeam, now);
    return { dataset: name, toTeam };
  }
}

function himself(official: Official, { agency }: Dataset): Reader {
  checkNeeds(standingOf(official, agency) === 'INSIDER');
  const { accountId: id, name } = official;
  return { kind: 'OFFICIAL', id, name, agency: official.agency, ownerId: id };
}

/** A key that the official asks for; one that is not his to ask for is, to him, none. */
async function ownKey(
  { writes, now }: RequestContext,
  official: Official,
  id: string,
  { agency }: Dataset,
): Promise<Reader> {
  const key = await findKey(writes.db, id, now);
  if (!key || !standsFor(official, key)) throw refusal('NOT_FOUND', { what: `kunci ${id}` });
  const { scopes, ...reader } = key;
  const viewer = { kind: 'SERVICE_KEY' as const, keyId: id, name: key.name, agency: key.agency, scopes };
  checkNeeds(standingOf(viewer, agency) === 'INSIDER');
  return reader;
}

/** Something done about a request; one that the official may not know of is not found, whatever he would do. */
async function acted(
  { viewer, now }: RequestContext,
  id: string,
  act: (official: Official, today: string, seen: (row: GrantRow) => GrantFacts) => Promise<GrantRow>,
): Promise<AccessRequest> {
  const official = actorOf(viewer);
  const today = jakartaDate(now);
  const row = await act(official, today, (found) => {
    if (sightOf(official, found) === 'NONE') throw refusal('NOT_FOUND', { what: `izin ${id}` });
    return found;
  });
  return shown(row, sightOf(official, row), today);
}
