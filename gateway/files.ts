import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { refusal } from '../schema/errors.js';
import { erasedRefusal } from '../subgraphs/eraser.js';
import { findReport, rejectBytes } from '../subgraphs/intake/load/reports.js';
import { downloadTemplate } from '../subgraphs/intake/template/download.js';
import { storeUpload } from '../subgraphs/intake/uploads.js';
import { isSignedIn, standingOf } from '../subgraphs/viewer.js';
import { findArchive, readArchive } from '../subgraphs/workflow/archive/store.js';
import { documentBytes, findDocument } from '../subgraphs/workflow/documents/store.js';
import { guardedCase } from '../subgraphs/workflow/shown.js';
import { recordDownload } from './auditing.js';
import { contextOf } from './context.js';
import type { HubParts } from './parts.js';

/** `POST /uploads?filename=…`: the file as the body, streamed to the store; answers `{ id, bytes, sha256 }`. */
export function uploads(app: FastifyInstance, parts: HubParts): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.post(
      '/uploads',
      { bodyLimit: parts.config.uploadLimit, config: { access: 'UPLOADERS', file: true } },
      async (request, reply) => {
        const { viewer } = request;
        const agency = isSignedIn(viewer) ? viewer.agency : null;
        const { filename } = request.query as { filename?: unknown };
        const name = typeof filename === 'string' ? filename.replaceAll('\0', '').slice(0, 200) : 'berkas';
        const owner = { agency, uploadedBy: viewer.kind === 'OFFICIAL' ? viewer.accountId : null };
        // What a refused upload leaves unread is read and thrown away, or the connection's next request would wait
        // behind it for ever.
        const body = request.raw.iterator({ destroyOnReturn: false });
        const upload = await storeUpload(
          parts.writes.db,
          owner,
          name,
          body,
          parts.config.uploadLimit,
        ).finally(() => request.raw.resume());
        request.auditFacts = {
          subject: upload.id,
          facts: { bytes: upload.bytes, sha256: upload.sha256 },
        };
        return reply.code(201).send(upload);
      },
    );
  });
}

/** Documents and archives of a case, for those who read its dossier. Never rendered in place. */
export function downloads(app: FastifyInstance, parts: HubParts): void {
  app.get<{ Params: { number: string; kind: string; version: string } }>(
    '/cases/:number/documents/:kind/:version',
    { config: { access: 'CASE_READERS' } },
    async (request, reply) => {
      const { number, kind, version } = request.params;
      const row = await guardedCase(contextOf(request, parts), number, ['WHOLE']);
      const { db } = parts.writes;
      const found = isCount(version) ? await findDocument(db, row.id, kind, Number(version)) : undefined;
      if (!found) throw refusal('NOT_FOUND', { what: `${kind} ${version}` });
      if (found.erasureId) throw await erasedRefusal(db, found.erasureId, `${number} ${kind} ${version}`);
      const name = found.filename ?? `${number}-${kind}-${version}.txt`;
      return attachment(reply, name, found.mediaType, found.bytes).send(
        Readable.from(documentBytes(db, found)),
      );
    },
  );
  app.get<{ Params: { number: string; attempt: string } }>(
    '/cases/:number/archives/:attempt',
    { config: { access: 'CASE_READERS' } },
    async (request, reply) => {
      const { number, attempt } = request.params;
      const row = await guardedCase(contextOf(request, parts), number, ['WHOLE']);
      const { db } = parts.writes;
      const found = isCount(attempt) ? await findArchive(db, row.id, Number(attempt)) : undefined;
      if (!found) throw refusal('NOT_FOUND', { what: `arsip ${number} ${attempt}` });
      if (found.erasureId) throw await erasedRefusal(db, found.erasureId, `Arsip ${number} ${attempt}`);
      await recordDownload(parts, request, request.viewer, `${number} ${attempt}`);
      return attachment(reply, `arsip-${number}-${attempt}.zip`, 'application/zip', found.bytes).send(
        Readable.from(readArchive(db, row.id, found.attempt)),
      );
    },
  );
}

/** The XLSX template of a dataset, made when it is asked for. */
export function templates(app: FastifyInstance, parts: HubParts): void {
  app.get<{ Params: { name: string } }>(
    '/datasets/:name/template.xlsx',
    { config: { access: 'ANYONE' } },
    async (request, reply) => {
      const { name } = request.params;
      const bytes = await downloadTemplate(contextOf(request, parts), name);
      return attachment(reply, `templat-${name}.xlsx`, XLSX, bytes.length).send(bytes);
    },
  );
}

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** `GET /loads/:report/rejects`: the rejected rows of a load as CSV, for those who see the dataset's releases. */
export function rejects(app: FastifyInstance, parts: HubParts): void {
  app.get<{ Params: { report: string } }>(
    '/loads/:report/rejects',
    { config: { access: 'INSIDERS' } },
    async (request, reply) => {
      const { viewer } = request;
      const { db } = parts.writes;
      const { report: id } = request.params;
      const report = isSignedIn(viewer) ? await findReport(db, id) : undefined;
      const dataset = parts.directory().datasets.find((one) => one.id === report?.datasetId);
      // Who may not know of it is told that it is not there.
      if (!report || report.rejectBytes === 0 || !dataset || standingOf(viewer, dataset.agency) !== 'INSIDER')
        throw refusal('NOT_FOUND', { what: `/loads/${id}/rejects` });
      await recordDownload(parts, request, viewer, dataset.names.field);
      const name = `ditolak-${dataset.names.field}-${report.at.toISOString().slice(0, 10)}.csv`;
      return attachment(reply, name, 'text/csv; charset=utf-8', report.rejectBytes).send(
        Readable.from(rejectBytes(db, report.id)),
      );
    },
  );
}

const isCount = (text: string): boolean => /^[1-9]\d{0,8}$/.test(text);

/**
 * Headers under which a browser saves the file and never runs or shows what is in it. `bytes` is null where nobody knows
 * yet how many there are.
 */
export function attachment(
  reply: FastifyReply,
  name: string,
  mediaType: string,
  bytes: number | null,
): FastifyReply {
  const ascii = name.replace(/[^\w.-]/g, '_');
  if (bytes !== null) reply.header('content-length', bytes);
  return reply
    .header('content-disposition', `attachment; filename="${ascii}"; filename*=UTF-8''${encoded(name)}`)
    .header('content-type', mediaType)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('cache-control', 'private, no-store');
}

/** RFC 8187; half a surrogate pair has no encoding. */
const encoded = (name: string): string =>
  encodeURIComponent(Buffer.from(name).toString()).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  );
