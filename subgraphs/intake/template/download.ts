import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { isSignedIn, standingOf } from '../../viewer.js';
import { codeLists } from './store.js';
import { templateBytes } from './workbook.js';

/**
 * The template of the dataset with this root field, for its producer, the technical team and the heads. Columns that are
 * closed or declined are not in it. Throws NOT_FOUND, FORBIDDEN.
 */
export async function downloadTemplate(
  { viewer, directory, reads, now }: RequestContext,
  name: string,
): Promise<Buffer> {
  const dataset = directory.byField(name);
  // As in the catalogue: a dataset of which nothing is composed is not there.
  if (!dataset || dataset.columns.length === 0 || !isSignedIn(viewer))
    throw refusal('NOT_FOUND', { what: name });
  if (standingOf(viewer, dataset.agency) !== 'INSIDER')
    throw refusal('FORBIDDEN', { needs: 'PRODUCER / TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD' });
  return templateBytes({
    dataset: name,
    title: dataset.title,
    columns: dataset.columns.map(({ definition }) => definition),
    lists: await codeLists(reads.db, dataset, now),
  });
}
