import { type Dataset, loadedColumn, type ReleaseColumn, readableColumns } from '../directory.js';
import type { Viewer } from '../viewer.js';

/** The columns that a caller may use, by every name under which the graph knows them. */
export interface VisibleColumns {
  readonly columns: ReadonlyMap<string, ReleaseColumn>;
  /** Columns under the name of the entity that they refer to: `region` → `kodeKecamatan`. */
  readonly references: ReadonlyMap<string, ReleaseColumn>;
  /** Equal for equal columns of the same release: what a compiled statement depends on. */
  readonly signature: string;
}

/**
 * The columns of a live release that this caller may use, from the matrix alone: statements are built from nothing
 * else, whatever the operation says.
 */
export function visibleColumns(dataset: Dataset, viewer: Viewer): VisibleColumns {
  const columns = new Map<string, ReleaseColumn>();
  const references = new Map<string, ReleaseColumn>();
  let signature = `${dataset.names.field}#${dataset.release?.id ?? ''}`;
  for (const readable of readableColumns(dataset, viewer)) {
    const column = loadedColumn(dataset, readable);
    if (!column) continue;
    const { definition } = readable;
    columns.set(definition.name, column);
    signature += `,${definition.name}:${column.physical}:${column.type}`;
    if (!definition.reference) continue;
    references.set(definition.reference.field, column);
    signature += `:${definition.reference.field}:${column.reference}:${column.edition ?? ''}`;
  }
  return { columns, references, signature };
}
