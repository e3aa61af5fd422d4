import { and, desc, eq, sql } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import type { cases } from '../../../db/tables/cases.js';
import { caseDocuments } from '../../../db/tables/documents.js';
import { subgraphs, subgraphVersions, supergraphs } from '../../../db/tables/registry.js';
import { releases, uploads } from '../../../db/tables/releases.js';
import { isCurrent } from '../../current-version.js';
import { releaseTable } from '../../physical.js';
import type { OfficialFacts } from '../documents/facts.js';
import { remoteServing } from './remote.js';

type CaseRow = typeof cases.$inferSelect;

/** The dataset's subgraph as it is to be composed, its agency's own before a hosted one; undefined where there is none. */
export async function currentSubgraph(tx: Queries, datasetId: string) {
  const remote = await remoteServing(tx, datasetId);
  if (remote) return remote;
  const [subgraph] = await tx
    .select({
      name: subgraphs.name,
      version: subgraphVersions.version,
      hash: subgraphVersions.hash,
      sdl: subgraphVersions.sdl,
    })
    .from(subgraphs)
    .innerJoin(subgraphVersions, isCurrent)
    .where(eq(subgraphs.datasetId, datasetId));
  return subgraph;
}

export async function newestSupergraph(tx: Queries) {
  const [supergraph] = await tx
    .select({ id: supergraphs.id, hash: supergraphs.hash, members: supergraphs.members })
    .from(supergraphs)
    .orderBy(desc(supergraphs.id))
    .limit(1);
  return supergraph;
}

/** The live release with its source file; undefined, too, where its agency's own subgraph serves the dataset. */
export async function liveRelease(tx: Queries, datasetId: string) {
  if (await remoteServing(tx, datasetId)) return undefined;
  const [release] = await tx
    .select({ release: releases, sha256: uploads.sha256, filename: uploads.filename })
    .from(releases)
    .innerJoin(uploads, eq(uploads.id, releases.uploadId))
    .where(and(eq(releases.datasetId, datasetId), eq(releases.status, 'LIVE')));
  return release;
}

/** Results of the check, the load and a look at the stored rows, as the documents of steps 5 and 6 print them. */
export async function deliveryFacts(tx: Queries, row: CaseRow): Promise<OfficialFacts['facts'][number][]> {
  if (!row.datasetId) return [];
  const subgraph = await currentSubgraph(tx, row.datasetId);
  const supergraph = await newestSupergraph(tx);
  const release = await liveRelease(tx, row.datasetId);
  const found: { label: string; value: string }[] = [];
  const add = (label: string, value: string) => found.push({ label, value });
  if (subgraph && supergraph) {
    add('Pemeriksaan subgraf', `${subgraph.name} versi ${subgraph.version}, SHA-256 ${subgraph.hash}: lolos`);
    add('Supergraf', `nomor ${supergraph.id}, SHA-256 ${supergraph.hash}`);
  }
  const remote = await remoteServing(tx, row.datasetId);
  if (remote?.health) {
    const { checkedAt, milliseconds } = remote.health;
    const state = remote.healthy ? `sehat, menjawab dalam ${milliseconds} ms` : 'tidak sehat';
    add('Kesehatan layanan', `subgraf instansi ${state}, diperiksa ${checkedAt.toISOString()}`);
  }
  if (release) {
    const { number, rows, loadedAt, id } = release.release;
    add('Pemuatan data', `rilis ${number}, ${rows} baris, ${loadedAt.toISOString()}`);
    add('Berkas sumber', `${release.filename}, SHA-256 ${release.sha256}`);
    const [counted] = await tx.execute<{ rows: number }>(
      sql.raw(`select count(*)::int as rows from ${releaseTable(id)}`),
    );
    add('Kesehatan layanan', `${counted?.rows ?? 0} dari ${rows} baris terbaca`);
  }
  const [account] = await tx
    .select({ body: caseDocuments.body })
    .from(caseDocuments)
    .where(and(eq(caseDocuments.caseId, row.id), eq(caseDocuments.kind, 'ACCESS_ACCOUNT')))
    .orderBy(desc(caseDocuments.version))
    .limit(1);
  if (account) add('Akun', account.body);
  return found;
}
