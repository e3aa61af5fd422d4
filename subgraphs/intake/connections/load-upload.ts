import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { refusal } from '../../../schema/errors.js';
import type { RequestContext } from '../../context.js';
import { loadRelease, storeUpload } from '../store.js';
import type { LoadUpload } from './pull.js';
import { uploadBytes } from './store.js';

/** Pulled rows on their way into a release. The load reads CSV, so the file is written out as one. */
export const loadUpload =
  (context: RequestContext): LoadUpload =>
  async (dataset, uploadId, mode) => {
    if (mode !== 'REPLACE')
      throw refusal('PULL_REFUSED', {
        detail: {
          id: `Pemuatan ${mode} belum tersedia.`,
          en: `Loads in the mode ${mode} are not available.`,
        },
      });
    const { db } = context.writes;
    const labels = dataset.columns.map(({ definition }) => definition.label);
    const source = csvOf(await uploadBytes(db, dataset.agency, uploadId), labels);
    const owner = { agency: dataset.agency, uploadedBy: null };
    const upload = await storeUpload(db, owner, 'pull.csv', source, Number.MAX_SAFE_INTEGER);
    const columns = dataset.columns.map(({ definition }) => definition);
    const { rows, number } = await loadRelease(context, dataset, columns, new Set(), upload.id);
    return { rows, release: number };
  };

async function* csvOf(
  bytes: AsyncIterable<Uint8Array>,
  labels: readonly string[],
): AsyncGenerator<Uint8Array> {
  const line = (cells: readonly unknown[]) =>
    Buffer.from(`${cells.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(',')}\n`);
  yield line(labels);
  for await (const text of createInterface({ input: Readable.from(bytes) })) {
    const row = JSON.parse(text) as Record<string, unknown>;
    yield line(labels.map((label) => row[label]));
  }
}
