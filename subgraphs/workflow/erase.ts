import { and, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Queries } from '../../db/client.js';
import { cases, datasetFields } from '../../db/tables/cases.js';
import { archiveChunks, archives, caseDocuments, documentChunks } from '../../db/tables/documents.js';
import { isComposed } from '../../schema/exposure.js';
import type { ErasedThing, Eraser, Erasing } from '../eraser.js';
import { actingFor } from '../viewer.js';
import { type Contents, peekArchive } from './archive/peek.js';
import { appendEvent } from './evidence/store.js';
import type { StepId } from './procedure.js';
import { transitionIn } from './store/transition.js';

/**
 * Erases the archives that hold what is erased, and documents that are its source file; closes an erased column, so
 * that no later file brings it back; and records all of it in the history of the case.
 */
export const eraseEvidence: Eraser = async (tx, erasing, done) => {
  const hashes = done.flatMap(({ kind, sha256 }) => (kind === 'FILE' && sha256 !== null ? [sha256] : []));
  const documents = await eraseDocuments(tx, erasing, hashes);
  const bundles = await eraseArchives(tx, erasing, done, new Set(hashes));
  // The planner's samples of these tables are made anew, of what is left.
  await tx.execute(sql`analyze archive_chunks, document_chunks`);
  const caseId =
    erasing.target.column === null
      ? erasing.dataset.caseId
      : await closeColumn(tx, erasing, erasing.target.column);
  const erased = [...bundles, ...documents];
  await recordErasure(tx, erasing, caseId, [...done, ...erased]);
  return erased;
};

async function eraseDocuments(
  tx: Queries,
  { id, dataset }: Erasing,
  hashes: readonly string[],
): Promise<ErasedThing[]> {
  const found = await tx
    .select({ document: caseDocuments, number: cases.number })
    .from(caseDocuments)
    .innerJoin(cases, eq(cases.id, caseDocuments.caseId))
    .where(
      and(
        eq(cases.agency, dataset.agency),
        inArray(caseDocuments.sha256, [...hashes]),
        isNotNull(caseDocuments.filename),
        isNull(caseDocuments.erasureId),
      ),
    );
  for (const { document } of found) {
    const { caseId, kind, version } = document;
    await tx
      .delete(documentChunks)
      .where(
        and(
          eq(documentChunks.caseId, caseId),
          eq(documentChunks.kind, kind),
          eq(documentChunks.version, version),
        ),
      );
    await tx
      .update(caseDocuments)
      .set({ erasureId: id })
      .where(
        and(
          eq(caseDocuments.caseId, caseId),
          eq(caseDocuments.kind, kind),
          eq(caseDocuments.version, version),
        ),
      );
  }
  return found.map(({ number, document: { kind, version, bytes, sha256 } }) => ({
    kind: 'DOCUMENT',
    name: `${number} ${kind} ${version}`,
    bytes,
    sha256,
  }));
}

async function eraseArchives(
  tx: Queries,
  { id, dataset, target }: Erasing,
  done: readonly ErasedThing[],
  hashes: ReadonlySet<string>,
): Promise<ErasedThing[]> {
  const releases = new Set(done.flatMap(({ kind, name }) => (kind === 'RELEASE' ? [Number(name)] : [])));
  const holds = ({ about, files, columns }: Contents, ofDataset: boolean): boolean =>
    files.some(({ sha256 }) => hashes.has(sha256)) ||
    (ofDataset &&
      about.release !== null &&
      (target.column === null ? releases.has(about.release) : columns.has(target.column)));
  const candidates = await tx
    .select({ archive: archives, number: cases.number, datasetId: cases.datasetId })
    .from(archives)
    .innerJoin(cases, eq(cases.id, archives.caseId))
    .where(
      and(
        isNull(archives.erasureId),
        // Another case of the agency may have the source file among its documents.
        or(eq(cases.datasetId, dataset.id), eq(cases.agency, dataset.agency)),
      ),
    )
    .orderBy(cases.number, archives.attempt);
  const erased: ErasedThing[] = [];
  for (const { archive, number, datasetId } of candidates) {
    const { caseId, attempt, bytes, sha256 } = archive;
    const ofDataset = datasetId === dataset.id;
    const contents = await peekArchive(tx, archive);
    // Nobody knows what one of the dataset's own holds that cannot be read.
    if (contents ? !holds(contents, ofDataset) : !ofDataset) continue;
    await tx
      .delete(archiveChunks)
      .where(and(eq(archiveChunks.caseId, caseId), eq(archiveChunks.attempt, attempt)));
    await tx
      .update(archives)
      .set({ erasureId: id })
      .where(and(eq(archives.caseId, caseId), eq(archives.attempt, attempt)));
    erased.push({ kind: 'ARCHIVE', name: `${number} ${attempt}`, bytes, sha256 });
  }
  return erased;
}

/** Raises the column's class to CLOSED by the procedure's own action, where it is in any graph; gives its case. */
async function closeColumn(
  tx: Queries,
  { dataset, signer, reason, now }: Erasing,
  column: string,
): Promise<string> {
  const [found] = await tx
    .select({ field: datasetFields, number: cases.number, version: cases.version })
    .from(datasetFields)
    .innerJoin(cases, eq(cases.id, datasetFields.caseId))
    .where(and(eq(datasetFields.datasetId, dataset.id), eq(datasetFields.name, column)))
    .for('update', { of: cases });
  if (!found) return dataset.caseId;
  const { field, number, version } = found;
  if (isComposed(field.status, field.accessClass)) {
    const action = { type: 'RAISE_CLASS', column, to: 'CLOSED', reason } as const;
    await transitionIn(tx, { idempotencyKey: null, now }, signer, number, version, action);
  }
  return field.caseId;
}

async function recordErasure(
  tx: Queries,
  { id, target, reason, proposedBy, signer, now }: Erasing,
  caseId: string,
  erased: readonly ErasedThing[],
): Promise<void> {
  const [row] = await tx.select().from(cases).where(eq(cases.id, caseId)).for('update');
  if (!row) throw new Error('the case of a dataset is gone');
  const acting = actingFor(signer, 'DIVISION_HEAD');
  await appendEvent(tx, {
    case: row,
    version: row.version,
    transition: false,
    action: 'ERASE',
    fromStep: row.step as StepId,
    toStep: row.step as StepId,
    outsideSop: true,
    actor: { accountId: signer.accountId, role: 'DIVISION_HEAD', ...(acting ? { acting } : {}) },
    reason,
    facts: { erasure: id, ...target, proposedBy, erased },
    at: now,
  });
}
