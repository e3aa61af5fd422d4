import { asc, desc, eq } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { type cases, datasetFields, datasets } from '../../../db/tables/cases.js';
import { caseDocuments } from '../../../db/tables/documents.js';
import { type ColumnDefinition, composedColumns, contentHash } from '../../../schema/definition.js';
import { isComposed } from '../../../schema/exposure.js';
import { type ComposedColumn, hostedSdl } from '../../../schema/hosted.js';
import { type Marks, versionIn } from '../../current-version.js';
import { composedColumn, type ReleaseColumn } from '../../directory.js';
import { type DocumentKind, procedureOf } from '../procedure.js';
import {
  attemptOf,
  type CaseFacts,
  type CaseField,
  type CaseKind,
  type CaseState,
  type Contact,
} from '../state.js';
import { currentSubgraph, liveRelease, newestSupergraph } from './delivery.js';
import { remoteServing } from './remote.js';

type CaseRow = typeof cases.$inferSelect;
type FieldRow = typeof datasetFields.$inferSelect;

/** What stands around the case's state and its transitions depend on. */
export async function caseFacts(tx: Queries, row: CaseRow, state: CaseState): Promise<CaseFacts> {
  const { datasetId } = row;
  const fields = datasetId ? await fieldsOf(tx, datasetId) : [];
  const own = fields.filter(({ caseId }) => caseId === row.id);
  return {
    agency: row.agency,
    kind: row.kind as CaseKind,
    procedure: procedureOf(row.procedure),
    application: { title: row.title, purpose: row.purpose, contacts: row.contacts as Contact[] },
    fields: own.map(caseField),
    standing: fields
      .filter(({ caseId, status }) => caseId !== row.id && status !== 'DECLINED')
      .map(caseField),
    ...(await documentFacts(tx, row.id, state)),
    ...(datasetId ? await servedFacts(tx, datasetId, fields) : { composedVersion: null, released: false }),
  };
}

const fieldsOf = (tx: Queries, datasetId: string): Promise<FieldRow[]> =>
  tx
    .select()
    .from(datasetFields)
    .where(eq(datasetFields.datasetId, datasetId))
    .orderBy(asc(datasetFields.position), asc(datasetFields.name));

const caseField = ({ definition, status }: FieldRow): CaseField => ({
  column: definition as ColumnDefinition,
  status,
});

/** Columns of the case in their order, declined and closed ones included. */
export async function caseFields(tx: Queries, caseId: string): Promise<CaseField[]> {
  const rows = await tx
    .select()
    .from(datasetFields)
    .where(eq(datasetFields.caseId, caseId))
    .orderBy(asc(datasetFields.position));
  return rows.map(caseField);
}

async function documentFacts(
  tx: Queries,
  caseId: string,
  state: CaseState,
): Promise<Pick<CaseFacts, 'documents' | 'fresh'>> {
  const rows = await tx
    .selectDistinctOn([caseDocuments.kind], {
      kind: caseDocuments.kind,
      step: caseDocuments.step,
      attempt: caseDocuments.attempt,
      invalidatedAt: caseDocuments.invalidatedAt,
    })
    .from(caseDocuments)
    .where(eq(caseDocuments.caseId, caseId))
    .orderBy(caseDocuments.kind, desc(caseDocuments.version));
  const valid = rows.filter(({ invalidatedAt }) => invalidatedAt === null);
  const attempt = attemptOf(state, state.step);
  const kinds = (of: readonly { kind: string }[]) => new Set(of.map(({ kind }) => kind as DocumentKind));
  return {
    documents: kinds(valid),
    fresh: kinds(valid.filter((one) => one.step === state.step && one.attempt === attempt)),
  };
}

async function servedFacts(
  tx: Queries,
  datasetId: string,
  fields: readonly FieldRow[],
): Promise<Pick<CaseFacts, 'composedVersion' | 'released'>> {
  const release = (await liveRelease(tx, datasetId))?.release;
  const columns = (release?.columns ?? []) as ReleaseColumn[];
  // A release fits where it was loaded, and so checked, with the type, key and reference that each column has now.
  const loaded = new Set(
    columns.map(({ name, type, key, reference, edition }) =>
      contentHash([name, type, key, reference, edition ?? null]),
    ),
  );
  const statusOf = new Map(fields.map(({ name, status }) => [name, status]));
  const served = composedColumns(fields.map(composedColumn), ({ name, accessClass }) =>
    isComposed(statusOf.get(name) ?? 'DECLINED', accessClass),
  );
  // What a CHANGE has replaced or dropped need not be delivered any more.
  const needed = served.filter(({ leaves }) => !leaves);
  const remote = await remoteServing(tx, datasetId);
  if (remote) {
    const supergraph = await newestSupergraph(tx);
    const isMember = supergraph && versionIn(supergraph.members as Marks, remote.name) === remote.version;
    // What is not agreed is in no remote subgraph's part of the graph.
    const agreed = needed.filter(({ name }) => !UNAGREED.includes(statusOf.get(name) ?? ''));
    const isWhole = isMember && agreed.every(({ name }) => remote.fields.has(name));
    return { composedVersion: isWhole ? remote.version : null, released: isWhole === true && remote.healthy };
  }
  return {
    composedVersion: await composedVersion(tx, datasetId, served),
    released:
      release !== undefined &&
      needed.every(({ name, type, key, reference }) =>
        loaded.has(contentHash([name, type, key, reference?.entity ?? null, reference?.edition ?? null])),
      ),
  };
}

const UNAGREED: readonly string[] = ['PROPOSED', 'DEFERRED'];

/** Version of the subgraph that serves exactly these columns, if the newest supergraph holds it. */
async function composedVersion(
  tx: Queries,
  datasetId: string,
  columns: readonly ComposedColumn[],
): Promise<number | null> {
  const current = await currentSubgraph(tx, datasetId);
  const supergraph = await newestSupergraph(tx);
  if (!current || !supergraph || versionIn(supergraph.members as Marks, current.name) !== current.version)
    return null;
  const [dataset] = await tx.select().from(datasets).where(eq(datasets.id, datasetId));
  if (!dataset) return null;
  const { agency, name, title, description } = dataset;
  const sdl = hostedSdl({ agency, name, title, description, columns });
  return contentHash(sdl) === current.hash ? current.version : null;
}
