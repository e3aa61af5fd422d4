import type { ColumnDefinition } from '../../../schema/definition.js';
import { type LoadContext, loadFile } from '../load/load.js';
import type { Mapping } from '../mapping.js';
import { REASONS } from '../tables/body.js';
import { PLAIN } from '../understand/columns.js';
import type { LoadUpload } from './pull.js';

/** Pulled rows on their way into a release: written by this hub, they leave nothing to guess. */
export const loadUpload =
  (context: LoadContext): LoadUpload =>
  async (dataset, upload, mode) => {
    const columns = dataset.columns.map(({ definition }) => definition);
    const request = {
      dataset,
      columns,
      mapping: asWritten(columns),
      upload,
      mode,
      rejects: 'REFUSE',
      notes: [],
    } as const;
    const { release } = await loadFile(context, request);
    return { rows: release.rows, release: release.number };
  };

const asWritten = (columns: readonly ColumnDefinition[]): Mapping => ({
  tables: [{ file: 0, sheet: 0, table: 0 }],
  unpivot: null,
  columns: columns.map(({ name, label, type }) => ({
    name,
    source: { kind: 'COLUMN', key: label },
    choice: { type, format: PLAIN[type], missing: [] },
    lookup: null,
  })),
  keep: REASONS.filter((reason) => reason !== 'BLANK'),
});
