import { and, asc, eq } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { datasets } from '../../../db/tables/cases.js';
import { subgraphHealth, subgraphs, subgraphVersions } from '../../../db/tables/registry.js';
import { datasetNames } from '../../../schema/names.js';
import { isCurrent } from '../../current-version.js';
import { servedFields } from '../../remote-subgraphs.js';

/** The subgraph of a dataset's agency that serves it in place of releases; undefined where none does. */
export async function remoteServing(tx: Queries, datasetId: string) {
  const rows = await tx
    .select({
      dataset: datasets.name,
      agency: datasets.agency,
      name: subgraphs.name,
      version: subgraphVersions.version,
      hash: subgraphVersions.hash,
      sdl: subgraphVersions.sdl,
      quarantine: subgraphs.quarantine,
      health: subgraphHealth,
    })
    .from(datasets)
    .innerJoin(subgraphs, and(eq(subgraphs.agency, datasets.agency), eq(subgraphs.kind, 'REMOTE')))
    .innerJoin(subgraphVersions, isCurrent)
    .leftJoin(subgraphHealth, eq(subgraphHealth.subgraph, subgraphs.name))
    .where(eq(datasets.id, datasetId))
    .orderBy(asc(subgraphs.name));
  for (const { dataset, agency, quarantine, ...row } of rows) {
    const fields = servedFields(row.sdl).get(datasetNames(agency, dataset).type);
    if (fields)
      return {
        ...row,
        /** Names of the fields that its rows have. */
        fields,
        /** Whether it answered when the hub last looked, with the schema that is registered. */
        healthy: quarantine === null && row.health?.healthy === true,
      };
  }
  return undefined;
}
