import { canonical, contentHash } from '../../schema/definition.js';
import { columnVerdict, type Dataset } from '../../subgraphs/directory.js';
import { standingOf, type Viewer } from '../../subgraphs/viewer.js';

const stamps = new WeakMap<Dataset, string>();

/** Equal for datasets of which an answer, its refusals and its labels are the same. */
function stampOf(dataset: Dataset): string {
  const known = stamps.get(dataset);
  if (known) return known;
  const { id, title, names, facts, case: mark, released, columns, release, openDeviations } = dataset;
  const live = release && [
    release.id,
    release.number,
    release.loadedAt.toISOString(),
    release.keyed,
    [...release.columns],
  ];
  const stamp = contentHash([id, title, names, facts, mark, released, columns, live, openDeviations]);
  stamps.set(dataset, stamp);
  return stamp;
}

/**
 * What the caller may read of these datasets, as they stand: with the operation and its variables it determines the
 * answer. Callers of whom it is equal get equal answers.
 */
export const rightsOf = (datasets: readonly Dataset[], viewer: Viewer): string =>
  canonical(
    datasets.map((dataset) => [
      stampOf(dataset),
      standingOf(viewer, dataset.agency),
      dataset.columns.map((column) => columnVerdict(dataset, column, viewer)),
    ]),
  );
