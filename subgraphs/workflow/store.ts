import { and, asc, desc, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { notify, type Queries } from '../../db/client.js';
import { accounts, serviceKeys } from '../../db/tables/accounts.js';
import { caseDocuments, caseEvents, cases, datasetFields, datasets } from '../../db/tables/cases.js';
import { subgraphs, subgraphVersions, supergraphs } from '../../db/tables/registry.js';
import { releases } from '../../db/tables/releases.js';
import {
  type ColumnDefinition,
  composedColumns,
  contentHash,
  type DatasetDefinition,
} from '../../schema/definition.js';
import { refusal } from '../../schema/errors.js';
import { isComposed } from '../../schema/exposure.js';
import { hostedSdl } from '../../schema/hosted.js';
import { CHANGES } from '../changes.js';
import type { RequestContext } from '../context.js';
import type { ReleaseColumn } from '../directory.js';
import type { Official } from '../viewer.js';
import type { DocumentKind } from './procedure.js';
import { type CaseFacts, type CaseField, type CaseState, FIRST_STATE } from './state.js';
import { type Action, type Change, decide } from './transitions.js';

type CaseRow = typeof cases.$inferSelect;

/** Opens a draft of the producer's own agency, numbered within its year. */
export async function draftCase(
  context: RequestContext,
  producer: Official & { readonly agency: string },
  draft: { readonly title: string; readonly purpose: string; readonly profile: string | null },
): Promise<CaseRow> {
  const { now } = context;
  const year = Number(now.toLocaleDateString('en-CA', { timeZone: 'Asia/Jakarta' }).slice(0, 4));
  return context.writes.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7214003)`);
    const [last] = await tx
      .select({ sequence: cases.sequence })
      .from(cases)
      .where(eq(cases.year, year))
      .orderBy(desc(cases.sequence))
      .limit(1);
    const sequence = (last?.sequence ?? 0) + 1;
    const [row] = await tx
      .insert(cases)
      .values({
        year,
        sequence,
        number: `${year}-${String(sequence).padStart(4, '0')}`,
        agency: producer.agency,
        title: draft.title,
        purpose: draft.purpose,
        status: FIRST_STATE.status,
        step: FIRST_STATE.step,
        version: FIRST_STATE.version,
        state: FIRST_STATE,
        createdBy: producer.accountId,
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    if (!row) throw new Error('the case was not stored');
    if (draft.profile?.trim())
      await addDocument(tx, row.id, 'APPLICATION_PROFILE', draft.profile, producer.accountId, now);
    return row;
  });
}

/**
 * Carries out one action: in one transaction the state, the event, the documents and the field statuses change
 * together, or the refusal is thrown and nothing does.
 */
export async function transition(
  context: RequestContext,
  official: Official,
  number: string,
  expectedVersion: number,
  action: Action,
): Promise<CaseRow> {
  const { now } = context;
  return context.writes.db.transaction(async (tx) => {
    const [row] = await tx.select().from(cases).where(eq(cases.number, number)).for('update');
    if (!row) throw refusal('CASE_NOT_FOUND', { number });
    const state = row.state as CaseState;
    const facts = await caseFacts(tx, row);
    const judge = (one: Action): Change => {
      const decision = decide(state, facts, official, expectedVersion, one);
      if (!decision.ok) throw decision.refusal;
      return decision.change;
    };
    // Only whoever may do the action learns whether the account that it names exists.
    judge(action);
    const change = judge(await complete(tx, action, now));
    const datasetId =
      action.type === 'HAND_OVER' ? await storeDefinition(tx, row, action.definition, now) : row.datasetId;
    const [updated] = await tx
      .update(cases)
      .set({
        status: change.state.status,
        step: change.state.step,
        version: change.state.version,
        state: change.state,
        datasetId,
        updatedAt: now,
      })
      .where(eq(cases.id, row.id))
      .returning();
    if (!updated) throw new Error('the case was not stored');
    for (const { kind, body } of change.documents)
      await addDocument(tx, row.id, kind, body, official.accountId, now);
    if (datasetId) await storeStatuses(tx, row.id, datasetId, change, now);
    await tx.insert(caseEvents).values({
      caseId: row.id,
      version: change.state.version,
      action: action.type,
      fromStep: state.step,
      toStep: change.state.step,
      outsideSop: change.outsideSop,
      actorId: official.accountId,
      actorRole: change.role,
      reason: change.reason,
      facts: { statuses: Object.fromEntries(change.statuses), attempts: change.state.attempts },
      at: now,
    });
    await notify(tx, CHANGES, `case ${row.number}`);
    return updated;
  });
}

/** The account of step 5 must exist and be valid; the case records its id and name. */
async function complete(tx: Queries, action: Action, now: Date): Promise<Action> {
  if (action.type !== 'PROVISION') return action;
  const [key] = await tx.select().from(serviceKeys).where(eq(serviceKeys.id, action.account));
  if (!key || key.revokedAt || (key.expiresAt && key.expiresAt <= now))
    throw refusal('NOT_FOUND', { what: `akun ${action.account}` });
  return { ...action, account: `${key.id} ${key.name}` };
}

async function caseFacts(tx: Queries, row: CaseRow): Promise<CaseFacts> {
  const documents = await tx
    .selectDistinct({ kind: caseDocuments.kind })
    .from(caseDocuments)
    .where(eq(caseDocuments.caseId, row.id));
  const known = new Set(documents.map(({ kind }) => kind as DocumentKind));
  const base = { agency: row.agency, documents: known };
  if (!row.datasetId) return { ...base, fields: [], composedVersion: null, released: false };
  const fields = await caseFields(tx, row.id);
  const [release] = await tx
    .select()
    .from(releases)
    .where(and(eq(releases.datasetId, row.datasetId), eq(releases.status, 'LIVE')));
  const columns = (release?.columns ?? []) as ReleaseColumn[];
  // A release fits where it was loaded, and so checked, with the type, key and reference that each column has now.
  const loaded = new Set(
    columns.map(({ name, type, key, reference }) => contentHash([name, type, key, reference])),
  );
  const statusOf = new Map(fields.map(({ column, status }) => [column.name, status]));
  const served = composedColumns(
    fields.map(({ column }) => column),
    ({ name, accessClass }) => isComposed(statusOf.get(name) ?? 'DECLINED', accessClass),
  );
  return {
    ...base,
    fields,
    composedVersion: await composedVersion(tx, row.datasetId, served),
    released:
      release !== undefined &&
      served.every(({ name, type, key, reference }) =>
        loaded.has(contentHash([name, type, key, reference?.entity ?? null])),
      ),
  };
}

/** Version of the subgraph that serves exactly these columns, if the newest supergraph holds it. */
async function composedVersion(
  tx: Queries,
  datasetId: string,
  columns: readonly ColumnDefinition[],
): Promise<number | null> {
  const [current] = await tx
    .select({
      name: subgraphs.name,
      version: subgraphVersions.version,
      hash: subgraphVersions.hash,
      dataset: datasets,
    })
    .from(subgraphs)
    .innerJoin(
      subgraphVersions,
      and(
        eq(subgraphVersions.subgraph, subgraphs.name),
        eq(subgraphVersions.version, subgraphs.currentVersion),
      ),
    )
    .innerJoin(datasets, eq(datasets.id, subgraphs.datasetId))
    .where(eq(subgraphs.datasetId, datasetId));
  const [newest] = await tx
    .select({ members: supergraphs.members })
    .from(supergraphs)
    .orderBy(desc(supergraphs.id))
    .limit(1);
  if (!current || (newest?.members as Record<string, number> | undefined)?.[current.name] !== current.version)
    return null;
  const { agency, name, title, description } = current.dataset;
  const sdl = hostedSdl({ agency, name, title, description, columns });
  return contentHash(sdl) === current.hash ? current.version : null;
}

/** Columns of the case in their order, declined and closed ones included. */
export async function caseFields(tx: Queries, caseId: string): Promise<CaseField[]> {
  const rows = await tx
    .select()
    .from(datasetFields)
    .where(eq(datasetFields.caseId, caseId))
    .orderBy(asc(datasetFields.position));
  return rows.map(({ definition, status }) => ({ column: definition as ColumnDefinition, status }));
}

/** A name that a cancelled case has left behind is this case's now; nothing of the old one stays in the graph. */
async function freeName(tx: Queries, row: CaseRow, name: string): Promise<void> {
  const cancelled = tx
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.agency, row.agency), eq(cases.status, 'CANCELLED')));
  await tx
    .update(datasets)
    .set({ caseId: row.id, createdAt: row.updatedAt })
    .where(
      and(eq(datasets.agency, row.agency), eq(datasets.name, name), inArray(datasets.caseId, cancelled)),
    );
}

async function storeDefinition(
  tx: Queries,
  row: CaseRow,
  definition: DatasetDefinition,
  now: Date,
): Promise<string> {
  const { title, description } = definition;
  await freeName(tx, row, definition.name);
  const [dataset] = await tx
    .insert(datasets)
    .values({ agency: row.agency, name: definition.name, title, description, caseId: row.id, createdAt: now })
    .onConflictDoUpdate({
      target: [datasets.agency, datasets.name],
      set: { title, description },
      setWhere: eq(datasets.caseId, row.id),
    })
    .returning({ id: datasets.id });
  // Another case holds the name; or this case has handed over another one before, and keeps it.
  if (!dataset || (row.datasetId && row.datasetId !== dataset.id))
    throw refusal('DATASET_EXISTS', { dataset: definition.name });
  const names = definition.columns.map((column) => column.name);
  await tx
    .delete(datasetFields)
    .where(and(eq(datasetFields.datasetId, dataset.id), notInArray(datasetFields.name, names)));
  for (const [position, column] of definition.columns.entries())
    await tx
      .insert(datasetFields)
      .values({
        datasetId: dataset.id,
        name: column.name,
        position,
        definition: column,
        status: 'PROPOSED',
        accessClass: column.accessClass,
        caseId: row.id,
        since: now,
      })
      .onConflictDoUpdate({
        target: [datasetFields.datasetId, datasetFields.name],
        set: { position, definition: column, accessClass: column.accessClass, caseId: row.id },
      });
  return dataset.id;
}

async function storeStatuses(
  tx: Queries,
  caseId: string,
  datasetId: string,
  change: Change,
  now: Date,
): Promise<void> {
  for (const [name, status] of change.statuses)
    await tx
      .update(datasetFields)
      .set({ status, caseId, since: now })
      .where(and(eq(datasetFields.datasetId, datasetId), eq(datasetFields.name, name)));
}

async function addDocument(
  tx: Queries,
  caseId: string,
  kind: DocumentKind,
  body: string,
  createdBy: string,
  createdAt: Date,
): Promise<void> {
  const [last] = await tx
    .select({ version: caseDocuments.version })
    .from(caseDocuments)
    .where(and(eq(caseDocuments.caseId, caseId), eq(caseDocuments.kind, kind)))
    .orderBy(desc(caseDocuments.version))
    .limit(1);
  await tx
    .insert(caseDocuments)
    .values({ caseId, kind, version: (last?.version ?? 0) + 1, body, createdBy, createdAt });
}

export async function findCase(context: RequestContext, number: string): Promise<CaseRow | undefined> {
  const [row] = await context.reads.db.select().from(cases).where(eq(cases.number, number));
  return row;
}

export function listCases(context: RequestContext): Promise<CaseRow[]> {
  return context.reads.db.select().from(cases).orderBy(desc(cases.year), desc(cases.sequence));
}

/** Documents are out of the reader role's reach: they are read with the writer's, after the guard. */
export function listDocuments(context: RequestContext, caseId: string) {
  return context.writes.db
    .select()
    .from(caseDocuments)
    .where(eq(caseDocuments.caseId, caseId))
    .orderBy(asc(caseDocuments.createdAt), asc(caseDocuments.kind), asc(caseDocuments.version));
}

export function listEvents(context: RequestContext, caseId: string) {
  return context.writes.db
    .select({ event: caseEvents, actor: accounts.name })
    .from(caseEvents)
    .innerJoin(accounts, eq(accounts.id, caseEvents.actorId))
    .where(eq(caseEvents.caseId, caseId))
    .orderBy(asc(caseEvents.version));
}
