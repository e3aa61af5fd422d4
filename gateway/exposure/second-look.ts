import type { RequestContext } from '../../subgraphs/context.js';
import {
  columnVerdict,
  type DatasetDirectory,
  everyColumnIsReadable,
  someColumnIsReadable,
} from '../../subgraphs/directory.js';
import type { Subject } from '../../subgraphs/subject.js';
import type { Viewer } from '../../subgraphs/viewer.js';
import type { Operation } from '../operation.js';
import type { Gate } from './gate.js';
import { subjectsOf } from './subjects.js';
import type { Survey } from './survey.js';

/** The first coordinate of what is about to be planned that the caller may not read; undefined where there is none. */
export type SecondLook = (
  operation: Operation,
  variables: Record<string, unknown>,
  context: RequestContext,
) => string | undefined;

/** What stands between an operation that was validated and its plan. */
export interface Layers {
  readonly gate: Gate;
  readonly look: SecondLook;
}

interface Seen {
  readonly directory: DatasetDirectory;
  readonly forbidden: string | undefined;
}

const seen = new WeakMap<Survey, WeakMap<Viewer, Seen>>();

/**
 * Looks again, by the matrix alone, at the operation that sources are about to be asked: neither the policy's rules nor
 * the cut are trusted to have taken out what is withheld. Behind a gate that works it finds nothing.
 */
export function secondLook(platform: ReadonlySet<string>): SecondLook {
  return (operation, variables, { directory, viewer }) => {
    const found = operation.surveyed(variables);
    let byViewer = seen.get(found);
    const before = byViewer?.get(viewer);
    if (before?.directory === directory) return before.forbidden;
    const forbidden = subjectsOf(found, directory, platform).find(
      ({ subject }) => !mayBeAsked(subject, viewer),
    )?.coordinates[0];
    byViewer ??= new WeakMap();
    seen.set(found, byViewer.set(viewer, { directory, forbidden }));
    return forbidden;
  };
}

function mayBeAsked(subject: Subject, viewer: Viewer): boolean {
  switch (subject.kind) {
    case 'PLATFORM':
      return true;
    case 'UNKNOWN':
      return false;
    case 'COLUMN':
    case 'BACK_REFERENCE':
      return columnVerdict(subject.dataset, subject.column, viewer) === 'VALUES';
    case 'DATASET':
      return someColumnIsReadable(subject.dataset, viewer);
    case 'BY_KEY':
      return subject.dataset.columns.every(
        (column) => !column.definition.key || columnVerdict(subject.dataset, column, viewer) === 'VALUES',
      );
    case 'SELECTION':
      return everyColumnIsReadable(subject.dataset, viewer);
  }
}
