import { and, desc, eq, gte, inArray, isNull, lt, not, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Drizzle, Queries } from '../../db/client.js';
import { accounts, serviceKeys } from '../../db/tables/accounts.js';
import { datasets } from '../../db/tables/cases.js';
import { grantDelegations, grants } from '../../db/tables/grants.js';
import { refusal } from '../../schema/errors.js';
import { datasetNames } from '../../schema/names.js';
import { hasRole, isTeamOrHead, type Official, officialWith, type Role, type Viewer } from '../viewer.js';
import {
  type AccessStatus,
  type Decision,
  type GrantFacts,
  MOST_OPEN,
  type Reader,
  type StoredStatus,
} from './rules.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Requests for a dataset are compared with those that wait, so two at once must wait for each other. */
const REQUESTS_LOCK = (datasetId: string) =>
  sql`select pg_advisory_xact_lock(7214032, hashtext(${datasetId}))`;

/** A request, and what became of it, with the names of those concerned. */
export interface GrantRow extends GrantFacts {
  readonly id: string;
  readonly datasetId: string;
  /** Root field. */
  readonly dataset: string;
  readonly columns: readonly string[] | null;
  readonly purpose: string;
  readonly requestedByName: string;
  readonly requestedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAs: Role | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
  readonly endedBy: string | null;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
}

/** A key that counts today, as a reader; undefined for one that is not there, has ended or was revoked. */
export async function findKey(
  db: Queries,
  id: string,
  now: Date,
): Promise<(Reader & { readonly scopes: readonly string[] }) | undefined> {
  const [row] = await db
    .select()
    .from(serviceKeys)
    .where(and(eq(serviceKeys.id, id), isNull(serviceKeys.revokedAt)));
  if (!row || (row.expiresAt && row.expiresAt <= now)) return undefined;
  const { name, agency, ownerId, scopes } = row;
  return { kind: 'KEY', id, name, agency, ownerId, scopes };
}

export interface NewRequest {
  readonly datasetId: string;
  readonly columns: string[] | null;
  readonly reader: Reader;
  readonly purpose: string;
  readonly until: string;
  readonly requestedBy: string;
}

/** Stores a request. Throws GRANT_REFUSED where the same waits already, LIMIT_EXCEEDED where too many do. */
export async function storeRequest(
  db: Drizzle,
  { datasetId, columns, reader, purpose, until, requestedBy }: NewRequest,
  now: Date,
  today: string,
): Promise<GrantRow> {
  const by = reader.kind === 'KEY' ? { keyId: reader.id } : { accountId: reader.id };
  return db.transaction(async (tx) => {
    await tx.execute(REQUESTS_LOCK(datasetId));
    const open = await tx
      .select({ columns: grants.columns })
      .from(grants)
      .where(
        and(
          eq(grants.datasetId, datasetId),
          reader.kind === 'KEY' ? eq(grants.keyId, reader.id) : eq(grants.accountId, reader.id),
          statusIs('REQUESTED', today),
        ),
      );
    if (open.some((one) => JSON.stringify(one.columns) === JSON.stringify(columns)))
      throw refusal('GRANT_REFUSED', { detail: WAITING });
    if (open.length >= MOST_OPEN)
      throw refusal('LIMIT_EXCEEDED', {
        limit: 'accessRequests',
        max: MOST_OPEN,
        found: String(open.length + 1),
      });
    const [row] = await tx
      .insert(grants)
      .values({
        datasetId,
        columns,
        ...by,
        purpose,
        untilDate: until,
        requestedBy,
        requestedAt: now,
        status: 'REQUESTED',
      })
      .returning({ id: grants.id });
    return grantWith(tx, row?.id ?? '');
  });
}

const WAITING = {
  id: 'Permintaan yang sama masih menunggu keputusan; batalkan dahulu bila ingin mengubahnya.',
  en: 'The same request waits for a decision already; cancel it first to change it.',
};

/** Throws NOT_FOUND. */
async function grantWith(db: Queries, id: string): Promise<GrantRow> {
  const [row] = UUID.test(id) ? await select(db, eq(grants.id, id), 1) : [];
  if (!row) throw refusal('NOT_FOUND', { what: `izin ${id}` });
  return row;
}

/** A change of a grant, judged by `judge` from how it stands while nobody else changes it. */
async function change(
  db: Drizzle,
  id: string,
  judge: (grant: GrantRow) => Partial<typeof grants.$inferInsert>,
): Promise<GrantRow> {
  if (!UUID.test(id)) throw refusal('NOT_FOUND', { what: `izin ${id}` });
  return db.transaction(async (tx) => {
    await tx.select({ id: grants.id }).from(grants).where(eq(grants.id, id)).for('update');
    const grant = await grantWith(tx, id);
    await tx.update(grants).set(judge(grant)).where(eq(grants.id, id));
    return grantWith(tx, id);
  });
}

export const storeDecision = (
  db: Drizzle,
  id: string,
  official: Official,
  judge: (grant: GrantRow) => Decision,
  now: Date,
): Promise<GrantRow> =>
  change(db, id, (grant) => {
    const { granted, reason, until, as } = judge(grant);
    return {
      status: granted ? 'GRANTED' : 'REFUSED',
      untilDate: until,
      decidedBy: official.accountId,
      decidedAs: as,
      decidedAt: now,
      reason,
    };
  });

export const storeEnd = (
  db: Drizzle,
  id: string,
  official: Official,
  status: 'CANCELLED' | 'WITHDRAWN',
  judge: (grant: GrantRow) => string | null,
  now: Date,
): Promise<GrantRow> =>
  change(db, id, (grant) => {
    const endReason = judge(grant);
    return { status, endedBy: official.accountId, endedAt: now, endReason };
  });

/** Hands the decisions about a dataset to the technical team, or takes them back; what stands already stays. */
export async function storeDelegation(
  db: Queries,
  datasetId: string,
  official: Official,
  toTeam: boolean,
  now: Date,
): Promise<void> {
  if (!toTeam) await db.delete(grantDelegations).where(eq(grantDelegations.datasetId, datasetId));
  else
    await db
      .insert(grantDelegations)
      .values({ datasetId, delegatedBy: official.accountId, delegatedAt: now })
      .onConflictDoNothing();
}

export async function isDelegated(db: Queries, datasetId: string): Promise<boolean> {
  const rows = await db.select().from(grantDelegations).where(eq(grantDelegations.datasetId, datasetId));
  return rows.length > 0;
}

/** Where a page of requests goes on. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

export interface Wanted {
  readonly datasetId: string | null;
  readonly status: AccessStatus | null;
  /** Those alone that the viewer decides about. */
  readonly waiting: boolean;
}

/** Requests that the viewer may know of, the newest first. */
export async function listGrants(
  db: Queries,
  viewer: Viewer,
  { datasetId, status, waiting }: Wanted,
  today: string,
  limit: number,
  after: Place | null,
): Promise<GrantRow[]> {
  const behind = after && {
    older: lt(grants.requestedAt, after.at),
    same: and(eq(grants.requestedAt, after.at), lt(grants.id, after.id)),
  };
  return select(
    db,
    and(
      visibleTo(viewer),
      datasetId === null ? undefined : eq(grants.datasetId, datasetId),
      status === null ? undefined : statusIs(status, today),
      waiting ? decidedBy(viewer, today) : undefined,
      behind ? or(behind.older, behind.same) : undefined,
    ),
    limit,
  );
}

/** As `statusOn` has it. */
function statusIs(status: AccessStatus, today: string): SQL | undefined {
  const open = inArray(grants.status, ['REQUESTED', 'GRANTED']);
  if (status === 'EXPIRED') return and(open, lt(grants.untilDate, today));
  const lasting = status === 'REQUESTED' || status === 'GRANTED';
  return and(eq(grants.status, status), lasting ? gte(grants.untilDate, today) : undefined);
}

const NOBODY = sql`false`;

/** As `sightOf` has it. */
function visibleTo(viewer: Viewer): SQL | undefined {
  if (viewer.kind === 'ANONYMOUS') return NOBODY;
  if (isTeamOrHead(viewer) || hasRole(viewer, 'ADMIN')) return undefined;
  if (viewer.kind === 'SERVICE_KEY') {
    const publishes = viewer.agency !== null && viewer.scopes.includes('publish');
    return or(eq(grants.keyId, viewer.keyId), publishes ? eq(datasets.agency, viewer.agency) : undefined);
  }
  const agency = officialWith(viewer, 'PRODUCER')?.agency ?? null;
  return or(
    eq(grants.requestedBy, viewer.accountId),
    eq(grants.accountId, viewer.accountId),
    eq(serviceKeys.ownerId, viewer.accountId),
    ...(agency === null ? [] : [eq(datasets.agency, agency), eq(serviceKeys.agency, agency)]),
  );
}

/** As `mayDecide` has it. */
function decidedBy(viewer: Viewer, today: string): SQL | undefined {
  if (viewer.kind !== 'OFFICIAL') return NOBODY;
  const agency = officialWith(viewer, 'PRODUCER')?.agency ?? null;
  return and(
    statusIs('REQUESTED', today),
    not(eq(grants.requestedBy, viewer.accountId)),
    sql`${serviceKeys.ownerId} is distinct from ${viewer.accountId}::uuid`,
    or(
      NOBODY,
      agency === null ? undefined : eq(datasets.agency, agency),
      hasRole(viewer, 'TECHNICAL_TEAM') ? sql`${grantDelegations.datasetId} is not null` : undefined,
    ),
  );
}

async function select(db: Queries, where: SQL | undefined, limit: number): Promise<GrantRow[]> {
  const [reader, requester, decider, ender] = [
    alias(accounts, 'reader'),
    alias(accounts, 'requester'),
    alias(accounts, 'decider'),
    alias(accounts, 'ender'),
  ];
  const rows = await db
    .select({
      grant: grants,
      agency: datasets.agency,
      name: datasets.name,
      key: serviceKeys,
      reader: { name: reader.name, agency: reader.agency },
      requestedByName: requester.name,
      decidedBy: decider.name,
      endedBy: ender.name,
      delegated: sql<boolean>`${grantDelegations.datasetId} is not null`,
    })
    .from(grants)
    .innerJoin(datasets, eq(datasets.id, grants.datasetId))
    .innerJoin(requester, eq(requester.id, grants.requestedBy))
    .leftJoin(serviceKeys, eq(serviceKeys.id, grants.keyId))
    .leftJoin(reader, eq(reader.id, grants.accountId))
    .leftJoin(decider, eq(decider.id, grants.decidedBy))
    .leftJoin(ender, eq(ender.id, grants.endedBy))
    .leftJoin(grantDelegations, eq(grantDelegations.datasetId, grants.datasetId))
    .where(where)
    .orderBy(desc(grants.requestedAt), desc(grants.id))
    .limit(limit);
  return rows.map(({ grant, key, reader, agency, name, ...rest }) => {
    const {
      untilDate,
      keyId: _key,
      accountId,
      status,
      decidedBy: _decider,
      endedBy: _ender,
      ...stored
    } = grant;
    return {
      ...stored,
      ...rest,
      agency,
      dataset: datasetNames(agency, name).field,
      until: untilDate,
      status: status as StoredStatus,
      reader: key
        ? { kind: 'KEY', id: key.id, name: key.name, agency: key.agency, ownerId: key.ownerId }
        : {
            kind: 'OFFICIAL',
            id: accountId ?? '',
            name: reader?.name ?? '',
            agency: reader?.agency ?? null,
            ownerId: accountId,
          },
    };
  });
}
