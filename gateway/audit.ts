import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { refusal } from '../schema/errors.js';
import { readMonth } from '../subgraphs/audit/month.js';
import { guardAudit } from '../subgraphs/audit/rules.js';
import { monthLines } from '../subgraphs/audit/verdict.js';
import { isSignedIn } from '../subgraphs/viewer.js';
import { recordDownload } from './auditing.js';
import { attachment } from './files.js';
import type { HubParts } from './parts.js';

/** `GET /audit/2026-11.ndjson`: a month of the audit with its stretch of the chain, for ADMIN and the heads. */
export function auditExport(app: FastifyInstance, parts: HubParts): void {
  app.get<{ Params: { month: string } }>(
    '/audit/:month.ndjson',
    { exposeHeadRoute: false, config: { access: 'AUDITORS' } },
    async (request, reply) => {
      const { viewer } = request;
      // Anonymous callers know of no audit.
      if (!isSignedIn(viewer)) throw refusal('NOT_FOUND', { what: request.url.split('?')[0] ?? '' });
      guardAudit(viewer);
      const month = readMonth(request.params.month);
      await recordDownload(parts, request, viewer, month.name);
      const lines = Readable.from(monthLines(parts.writes.db, month), { objectMode: false });
      lines.on('error', (error) => request.log.error({ err: error }, 'an export of the audit broke off'));
      return attachment(
        reply,
        `audit-${month.name}.ndjson`,
        'application/x-ndjson; charset=utf-8',
        null,
      ).send(lines);
    },
  );
}
