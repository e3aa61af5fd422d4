import type { Dataset } from '../directory.js';
import type { Mapping } from './mapping.js';
import type { Target } from './understand/against.js';

/** A dataset as a file is to fill it. `last` is how its last file was read; null where none was. */
export const targetOf = (dataset: Dataset, last: Mapping | null): Target => ({
  field: dataset.names.field,
  columns: dataset.columns.map(({ definition }) => definition),
  optional: [...optionalColumns(dataset)],
  deferred: dataset.columns.flatMap(({ definition, status }) =>
    status === 'DEFERRED' ? [definition.name] : [],
  ),
  withheld: dataset.withheldLabels,
  last,
});

/**
 * A load with the same columns needs no case: what a CHANGE is about to add may be missing until it is delivered, and
 * what it has replaced or dropped once that is so.
 */
const optionalColumns = (dataset: Dataset): ReadonlySet<string> =>
  new Set(
    dataset.columns
      .filter(({ definition, status, case: mark }) => {
        const delivered = status === 'LIVE' || status === 'CONFIRMED' || status === 'DISPUTED';
        return definition.leaves !== undefined || (mark.id !== dataset.case.id && !delivered);
      })
      .map(({ definition }) => definition.name),
  );
