import { contentHash } from '../../schema/definition.js';
import type { RequestContext } from '../context.js';
import { columnVerdict, type Dataset, loadedColumn, type ReleaseColumn } from '../directory.js';

/** The columns that a caller may use, by every name under which the graph knows them. */
export interface VisibleColumns {
  readonly columns: ReadonlyMap<string, ReleaseColumn>;
  /** Columns under the name of the entity that they refer to: `region` → `kodeKecamatan`. */
  readonly references: ReadonlyMap<string, ReleaseColumn>;
  /** Equal for equal columns of the same release: what a compiled statement depends on. */
  readonly signature: string;
}

/** A dataset that a request reads, as it stood, and what of it the caller may use: what labels and caches go by. */
export interface HostedRead {
  readonly dataset: Dataset;
  readonly visible: VisibleColumns;
}

/** Of a request, by what its columns go. */
export type Asker = Pick<RequestContext, 'viewer' | 'without'>;

/** By dataset as it stood, and by which of its columns the caller may read. */
const known = new WeakMap<Dataset, Map<string, VisibleColumns>>();

/**
 * The columns of a live release that this caller may use, from the matrix alone: statements are built from nothing
 * else, whatever the operation says.
 */
export function visibleColumns(dataset: Dataset, { viewer, without }: Asker): VisibleColumns {
  const every = without === 'COLUMN_LIST';
  let readable = '';
  for (const column of dataset.columns)
    readable += every || columnVerdict(dataset, column, viewer) === 'VALUES' ? '1' : '0';
  let ofDataset = known.get(dataset);
  if (!ofDataset) {
    ofDataset = new Map();
    known.set(dataset, ofDataset);
  }
  let visible = ofDataset.get(readable);
  if (!visible) {
    visible = gather(dataset, readable);
    ofDataset.set(readable, visible);
  }
  return visible;
}

function gather(dataset: Dataset, readable: string): VisibleColumns {
  const columns = new Map<string, ReleaseColumn>();
  const references = new Map<string, ReleaseColumn>();
  for (const [at, one] of dataset.columns.entries()) {
    const column = readable[at] === '1' ? loadedColumn(dataset, one) : undefined;
    if (!column) continue;
    const { name, reference } = one.definition;
    columns.set(name, column);
    if (reference) references.set(reference.field, column);
  }
  const { release, names } = dataset;
  const facts = [names.field, release && [release.id, release.keyed], [...columns], [...references]];
  return { columns, references, signature: contentHash(facts).slice(0, 24) };
}
