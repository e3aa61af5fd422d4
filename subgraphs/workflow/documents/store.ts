import { createHash } from 'node:crypto';
import { and, asc, desc, eq, isNull, like, sql } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { caseDocuments, caseReports, documentChunks } from '../../../db/tables/documents.js';
import { uploadChunks, uploads } from '../../../db/tables/releases.js';
import { refusal } from '../../../schema/errors.js';
import { jakartaDate } from '../../calendar.js';
import { erasedRefusal } from '../../eraser.js';
import { lockEvidence } from '../evidence/store.js';
import type { DocumentKind, StepId } from '../procedure.js';
import { judgeFile, MAX_DOCUMENT } from './files.js';
import { type OfficialFacts, type OfficialKind, renderOfficial } from './official.js';

const CHUNK_BYTES = 1 << 20;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export type DocumentRow = typeof caseDocuments.$inferSelect;

/** Where in its case a document is made. */
export interface Place {
  readonly caseId: string;
  readonly step: StepId;
  readonly attempt: number;
  readonly createdBy: string;
  readonly now: Date;
}

/** A version as it was stored. */
export interface StoredVersion {
  readonly version: number;
  /** SHA-256 (hex) of its bytes. */
  readonly sha256: string;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Stores a new version. */
async function insert(
  tx: Queries,
  { caseId, step, attempt, createdBy, now }: Place,
  kind: DocumentKind,
  content: Partial<DocumentRow> & { readonly body: string; readonly bytes: number; readonly sha256: string },
): Promise<StoredVersion> {
  const [last] = await tx
    .select({ version: caseDocuments.version })
    .from(caseDocuments)
    .where(and(eq(caseDocuments.caseId, caseId), eq(caseDocuments.kind, kind)))
    .orderBy(desc(caseDocuments.version))
    .limit(1);
  const version = (last?.version ?? 0) + 1;
  await tx
    .insert(caseDocuments)
    .values({ ...content, caseId, kind, version, step, attempt, createdBy, createdAt: now });
  return { version, sha256: content.sha256 };
}

/** A document that is written as text. */
export function addText(tx: Queries, place: Place, kind: DocumentKind, body: string): Promise<StoredVersion> {
  const bytes = Buffer.from(body);
  return insert(tx, place, kind, { body, bytes: bytes.length, sha256: sha256(bytes) });
}

/** A file that its own uploader hands in. Throws NOT_FOUND, BODY_TOO_LARGE, or FILE_REFUSED. */
export async function addFile(
  tx: Queries,
  place: Place,
  kind: DocumentKind,
  uploadId: string,
): Promise<StoredVersion> {
  const [upload] = UUID.test(uploadId)
    ? await tx
        .select()
        .from(uploads)
        .where(and(eq(uploads.id, uploadId), eq(uploads.uploadedBy, place.createdBy)))
    : [];
  if (!upload) throw refusal('NOT_FOUND', { what: `unggahan ${uploadId}` });
  if (upload.erasureId) throw await erasedRefusal(tx, upload.erasureId, `Berkas ${upload.filename}`);
  if (upload.bytes > MAX_DOCUMENT) throw refusal('BODY_TOO_LARGE', { limit: MAX_DOCUMENT });
  const chunks = await tx
    .select({ data: uploadChunks.data })
    .from(uploadChunks)
    .where(eq(uploadChunks.uploadId, uploadId))
    .orderBy(asc(uploadChunks.sequence));
  const bytes = Buffer.concat(chunks.map(({ data }) => data));
  const verdict = await judgeFile(upload.filename, bytes);
  if (!verdict.ok) throw verdict.refusal;
  const stored = await insert(tx, place, kind, {
    body: '',
    filename: upload.filename,
    mediaType: verdict.mediaType,
    bytes: bytes.length,
    sha256: upload.sha256,
  });
  await storeBytes(tx, place.caseId, kind, stored.version, bytes);
  return stored;
}

/** Short names in the numbers of the documents that the hub issues. */
const NUMBERED: Readonly<Record<OfficialKind, string>> = {
  DISPOSITION: 'DISPOSISI',
  INTEGRATION_SPECIFICATION: 'DOK-INTEGRASI',
  REQUIREMENTS: 'DOK-KEBUTUHAN',
  INTEGRATION_RESULT: 'DOK-HASIL',
  INTEGRATION_REPORT: 'LAP-HASIL',
  ACCEPTANCE_RECORD: 'BERITA-ACARA',
  FINAL_REPORT: 'LAP-AKHIR',
};

/**
 * Issues an official document: numbered without gaps within its kind and year, printed, and kept as it was printed.
 * Holds the lock of the evidence to the end of the transaction.
 */
export async function issueOfficial(
  tx: Queries,
  place: Place,
  kind: OfficialKind,
  body: string,
  facts: Omit<OfficialFacts, 'number' | 'date'>,
): Promise<StoredVersion> {
  await lockEvidence(tx);
  const date = jakartaDate(place.now);
  const series = `/${NUMBERED[kind]}/DISKOMINFO/${date.slice(0, 4)}`;
  const [issued] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(caseDocuments)
    .where(and(eq(caseDocuments.kind, kind), like(caseDocuments.number, `%${series}`)));
  const number = `${String((issued?.count ?? 0) + 1).padStart(4, '0')}${series}`;
  const said: OfficialFacts = { ...facts, number, date };
  const bytes = await renderOfficial(kind, said);
  const stored = await insert(tx, place, kind, {
    body,
    number,
    filename: `${number.replaceAll('/', '-')}.pdf`,
    mediaType: 'application/pdf',
    bytes: bytes.length,
    sha256: sha256(bytes),
    facts: said,
  });
  await storeBytes(tx, place.caseId, kind, stored.version, bytes);
  return stored;
}

async function storeBytes(
  tx: Queries,
  caseId: string,
  kind: DocumentKind,
  version: number,
  bytes: Uint8Array,
): Promise<void> {
  for (let sequence = 0; sequence * CHUNK_BYTES < bytes.length; sequence++) {
    const data = bytes.subarray(sequence * CHUNK_BYTES, (sequence + 1) * CHUNK_BYTES);
    await tx.insert(documentChunks).values({ caseId, kind, version, sequence, data });
  }
}

export async function markInvalid(
  tx: Queries,
  { caseId, createdBy, now }: Place,
  kind: DocumentKind,
  reason: string,
): Promise<void> {
  await tx
    .update(caseDocuments)
    .set({ invalidatedBy: createdBy, invalidatedAt: now, invalidReason: reason })
    .where(
      and(
        eq(caseDocuments.caseId, caseId),
        eq(caseDocuments.kind, kind),
        isNull(caseDocuments.invalidatedAt),
      ),
    );
}

/** Documents are out of the reader role's reach: they are read with the writer's, after the guard. */
export function listDocuments(db: Queries, caseId: string): Promise<DocumentRow[]> {
  return db
    .select()
    .from(caseDocuments)
    .where(eq(caseDocuments.caseId, caseId))
    .orderBy(asc(caseDocuments.createdAt), asc(caseDocuments.kind), asc(caseDocuments.version));
}

export async function findDocument(
  db: Queries,
  caseId: string,
  kind: string,
  version: number,
): Promise<DocumentRow | undefined> {
  const [row] = await db
    .select()
    .from(caseDocuments)
    .where(
      and(eq(caseDocuments.caseId, caseId), eq(caseDocuments.kind, kind), eq(caseDocuments.version, version)),
    );
  return row;
}

/** The document's bytes: of a file as it was handed in or issued, otherwise the text. */
export async function* documentBytes(db: Queries, document: DocumentRow): AsyncGenerator<Uint8Array> {
  if (document.filename === null) {
    yield Buffer.from(document.body);
    return;
  }
  for (let sequence = 0; ; sequence++) {
    const [chunk] = await db
      .select({ data: documentChunks.data })
      .from(documentChunks)
      .where(
        and(
          eq(documentChunks.caseId, document.caseId),
          eq(documentChunks.kind, document.kind),
          eq(documentChunks.version, document.version),
          eq(documentChunks.sequence, sequence),
        ),
      );
    if (!chunk) return;
    yield chunk.data;
  }
}

export interface Recipient {
  readonly role: string;
  readonly agency: string | null;
}

/** Sends a document to roles, each to be acknowledged. */
export async function sendReport(
  tx: Queries,
  { caseId, now }: Place,
  kind: DocumentKind,
  version: number,
  recipients: readonly Recipient[],
): Promise<void> {
  await tx
    .insert(caseReports)
    .values(recipients.map(({ role, agency }) => ({ caseId, kind, version, role, agency, sentAt: now })));
}

export function listReports(db: Queries, caseId: string) {
  return db
    .select()
    .from(caseReports)
    .where(eq(caseReports.caseId, caseId))
    .orderBy(asc(caseReports.sentAt), asc(caseReports.role));
}
