import DataLoader from 'dataloader';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { once, type RequestContext } from '../../context.js';
import { hasRole, officialWith } from '../../viewer.js';
import { newServiceKey } from '../credentials.js';
import {
  checkOverlap,
  isActive,
  keyAgency,
  keyOfficial,
  known,
  managed,
  manages,
  readExpiry,
  readName,
  readOperations,
  readReason,
  readScopes,
  rotated,
} from './rules.js';
import {
  changeKey,
  distrust,
  issueServiceKey,
  type KeyRow,
  listServiceKeys,
  type ShownKey,
  type TrustedRow,
  trust,
  trustedFor,
} from './store.js';
import { IssuedKey, ServiceKey, TrustedOperation } from './types.js';

@Resolver(() => ServiceKey)
export class ServiceKeyResolver {
  @Query(() => [ServiceKey], {
    nullable: true,
    description:
      "One's own service keys, for a producer those of the agency besides, for ADMIN all. No secret is among them.",
  })
  async serviceKeys(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { nullable: true, description: 'This one alone, where it is among them.' })
    id?: string,
  ): Promise<ServiceKey[]> {
    const { viewer, writes, now } = context;
    const official = keyOfficial(viewer);
    const agency = officialWith(official, 'PRODUCER')?.agency ?? null;
    const whose = hasRole(official, 'ADMIN') ? null : { ownerId: official.accountId, agency };
    const keys = await listServiceKeys(writes.db, whose);
    return keys.filter((one) => !id || one.id === id).map((one) => shown(one, now));
  }

  @FieldResolver(() => [TrustedOperation], {
    nullable: true,
    description: 'To its owner and its agency’s producer; null to others, since texts can hold values.',
  })
  async trustedOperations(
    @Ctx() context: RequestContext,
    @Root() key: Own,
  ): Promise<TrustedOperation[] | null> {
    if (!manages(keyOfficial(context.viewer), key)) return null;
    return (await trusted(context).load(key.id)).map(({ hash, text, registeredAt }) => ({
      hash,
      text,
      registeredAt: registeredAt.toISOString(),
    }));
  }

  @Mutation(() => IssuedKey, {
    nullable: true,
    description:
      'Makes a service key. Whoever has a role may make one that reads and exports; one that publishes is made by its ' +
      "agency's PRODUCER, or by TECHNICAL_TEAM.",
  })
  async createServiceKey(
    @Ctx() { viewer, writes, now }: RequestContext,
    @Arg('name', () => String) name: string,
    @Arg('scopes', () => [String]) scopes: string[],
    @Arg('expiresOn', () => String, { description: 'Its last day in Jakarta, `YYYY-MM-DD`, within a year.' })
    expiresOn: string,
    @Arg('agency', () => ID, { nullable: true, description: "Slug; one's own agency where not given." })
    agency?: string,
    @Arg('trustedOnly', () => Boolean, { nullable: true }) trustedOnly?: boolean,
  ): Promise<IssuedKey> {
    const official = keyOfficial(viewer);
    const wanted = readScopes(scopes);
    const { shown: made, key } = await issueServiceKey(writes.db, {
      name: readName(name),
      agency: keyAgency(official, wanted, agency),
      scopes: wanted,
      ownerId: official.accountId,
      createdAt: now,
      expiresAt: readExpiry(expiresOn, now),
      trustedOnly: trustedOnly ?? false,
    });
    return { serviceKey: shown(made, now), key };
  }

  @Mutation(() => IssuedKey, {
    nullable: true,
    description:
      'Gives a key another secret; the old one is taken until the overlap ends. By its owner, or its agency’s PRODUCER.',
  })
  async rotateServiceKey(
    @Ctx() { viewer, writes, now }: RequestContext,
    @Arg('id', () => ID) id: string,
    @Arg('overlapHours', () => Int, { description: '0 to 168.' }) overlapHours: number,
  ): Promise<IssuedKey> {
    const official = keyOfficial(viewer);
    checkOverlap(overlapHours);
    const { key, secretHash } = newServiceKey(id);
    const row = await changeKey(writes.db, id, (before) =>
      rotated(managed(official, before, id, now), secretHash, overlapHours, now),
    );
    return { serviceKey: shown(row, now), key };
  }

  @Mutation(() => ServiceKey, {
    nullable: true,
    description:
      'Ends a key at once and for good: by its owner, its agency’s PRODUCER, TECHNICAL_TEAM, or ADMIN.',
  })
  async revokeServiceKey(
    @Ctx() { viewer, writes, now }: RequestContext,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String, { nullable: true }) reason?: string,
  ): Promise<ServiceKey> {
    const official = keyOfficial(viewer);
    const revokedReason = readReason(reason);
    const row = await changeKey(writes.db, id, (before) =>
      known(official, before, id).revokedAt
        ? {}
        : { revokedAt: now, revokedBy: official.accountId, revokedReason },
    );
    return shown(row, now);
  }

  @Mutation(() => ServiceKey, {
    nullable: true,
    description:
      'Renames a key, or says whether it may send trusted operations alone. By its owner or PRODUCER.',
  })
  async changeServiceKey(
    @Ctx() { viewer, writes, now }: RequestContext,
    @Arg('id', () => ID) id: string,
    @Arg('trustedOnly', () => Boolean, { nullable: true }) trustedOnly?: boolean,
    @Arg('name', () => String, { nullable: true }) name?: string,
  ): Promise<ServiceKey> {
    const official = keyOfficial(viewer);
    const changes = {
      ...(typeof trustedOnly === 'boolean' ? { trustedOnly } : {}),
      ...(typeof name === 'string' ? { name: readName(name) } : {}),
    };
    const row = await changeKey(writes.db, id, (before) => {
      managed(official, before, id, now);
      return changes;
    });
    return shown(row, now);
  }

  @Mutation(() => ServiceKey, {
    nullable: true,
    description:
      'Registers operations that a key may send, 200 at most, each by its text as clients send it. By its owner or PRODUCER.',
  })
  async trustOperations(
    @Ctx() { viewer, writes, now }: RequestContext,
    @Arg('key', () => ID) id: string,
    @Arg('operations', () => [String]) texts: string[],
  ): Promise<ServiceKey> {
    const official = keyOfficial(viewer);
    const operations = readOperations(texts);
    const by = { registeredBy: official.accountId, registeredAt: now };
    const judge = (row: KeyRow | undefined) => void managed(official, row, id, now);
    return shown(await trust(writes.db, id, judge, operations, by), now);
  }

  @Mutation(() => ServiceKey, {
    nullable: true,
    description: 'Takes an operation’s trust away; within a second the key cannot send it any more.',
  })
  async distrustOperation(
    @Ctx() { viewer, writes, now }: RequestContext,
    @Arg('key', () => ID) id: string,
    @Arg('hash', () => ID) hash: string,
  ): Promise<ServiceKey> {
    const official = keyOfficial(viewer);
    return shown(await distrust(writes.db, id, (row) => void managed(official, row, id, now), hash), now);
  }
}

/** A key with its owner's id, which decides about it and is no field of the graph. */
interface Own extends ServiceKey {
  readonly ownerId: string | null;
}

/** Named field by field: what the store adds to a key stays out of every answer until it is meant to be in one. */
const shown = (row: ShownKey, now: Date): Own => ({
  id: row.id,
  ownerId: row.ownerId,
  name: row.name,
  agency: row.agency,
  owner: row.owner,
  scopes: row.scopes,
  active: isActive(row, now),
  trustedOnly: row.trustedOnly,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  previousUntil: row.previousUntil && row.previousUntil > now ? row.previousUntil.toISOString() : null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
  revokedReason: row.revokedReason,
});

/** Of all keys of an answer at once. */
const trusted = (context: RequestContext): DataLoader<string, TrustedRow[]> =>
  once(context, trusted, () => new DataLoader((ids) => trustedFor(context.writes.db, ids)));
