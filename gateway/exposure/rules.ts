import { and, rule } from 'graphql-shield';
import { type HubError, refusal } from '../../schema/errors.js';
import type { Verdict } from '../../schema/exposure.js';
import {
  columnVerdict,
  type Dataset,
  type DatasetColumn,
  hasData,
  someColumnIsReadable,
} from '../../subgraphs/directory.js';
import type { Subject } from '../../subgraphs/subject.js';
import type { Viewer } from '../../subgraphs/viewer.js';

/** What a rule is asked about. Only what a refusal says depends on the coordinate. */
export interface Question<S extends Subject = Subject> {
  readonly coordinate: string;
  readonly viewer: Viewer;
  readonly subject: S;
}
type About<K extends Subject['kind']> = Question<Extract<Subject, { kind: K }>>;

const sentence = <Q>(judge: (question: Q) => true | HubError) =>
  rule({ cache: 'no_cache' })((_parent, _args, question: Q) => judge(question));

/** A column is readable where the matrix of SOP.md says so. */
const columnIsReadable = sentence(({ coordinate, viewer, subject }: About<'COLUMN' | 'BACK_REFERENCE'>) =>
  readable(coordinate, viewer, subject.dataset, subject.column),
);

/** A dataset is readable where at least one of its columns is. */
const datasetIsReadable = sentence(
  ({ coordinate, viewer, subject }: About<'DATASET' | 'BY_KEY' | 'BACK_REFERENCE'>) => {
    const { dataset } = subject;
    if (someColumnIsReadable(dataset, viewer)) return true;
    const [first] = dataset.columns;
    return first
      ? readable(coordinate, viewer, dataset, first)
      : refusal('FIELD_NOT_EXPOSED', { field: coordinate });
  },
);

/** A row is found by its key only where every column of the key is readable. */
const keyIsReadable = sentence(({ coordinate, viewer, subject }: About<'BY_KEY'>) => {
  const keys = subject.dataset.columns.filter(({ definition }) => definition.key);
  for (const column of keys) {
    const verdict = readable(coordinate, viewer, subject.dataset, column);
    if (verdict !== true) return verdict;
  }
  return true;
});

/**
 * Values come from a release, or from the agency's own subgraph; where there are none for this field, that is said, not
 * shown as empty. A subgraph that is not what was registered is not asked.
 */
const dataIsThere = sentence(({ subject }: About<'DATASET' | 'BY_KEY' | 'BACK_REFERENCE' | 'COLUMN'>) => {
  const { dataset } = subject;
  const { remote } = dataset;
  if (remote?.quarantined) return refusal('SUBGRAPH_QUARANTINED', { subgraph: remote.subgraph });
  const column = subject.kind === 'COLUMN' || subject.kind === 'BACK_REFERENCE' ? subject.column : undefined;
  return hasData(dataset, column) ? true : refusal('NO_RELEASE', { dataset: dataset.names.field });
});

/** What may select rows by any column is open to those who may read every column. */
const everyColumnIsReadable = sentence(({ coordinate, viewer, subject }: About<'SELECTION'>) => {
  for (const column of subject.dataset.columns) {
    const verdict = readable(coordinate, viewer, subject.dataset, column);
    if (verdict !== true) return verdict;
  }
  return true;
});

/** The hub's own subgraphs guard their fields themselves. */
const guardsItself = sentence((_question: About<'PLATFORM'>) => true);

const denied = sentence(({ coordinate }: About<'UNKNOWN'>) =>
  refusal('FIELD_NOT_EXPOSED', { field: coordinate }),
);

/** The policy: for each kind of subject the rules that must all hold. */
export const POLICY = {
  PLATFORM: guardsItself,
  DATASET: and(datasetIsReadable, dataIsThere),
  BY_KEY: and(datasetIsReadable, keyIsReadable, dataIsThere),
  BACK_REFERENCE: and(datasetIsReadable, columnIsReadable, dataIsThere),
  COLUMN: and(columnIsReadable, dataIsThere),
  SELECTION: everyColumnIsReadable,
  UNKNOWN: denied,
} as const satisfies Record<Subject['kind'], unknown>;

function readable(
  coordinate: string,
  viewer: Viewer,
  dataset: Dataset,
  column: DatasetColumn,
): true | HubError {
  const verdict: Verdict = columnVerdict(dataset, column, viewer);
  if (verdict === 'VALUES') return true;
  // A name that does not exist for a caller is not in the caller's schema; where one gets here, it is denied.
  if (verdict === 'ABSENT') return refusal('FIELD_NOT_EXPOSED', { field: coordinate });
  const { number, step } = column.case;
  return refusal(verdict, { field: coordinate, case: number }, { facts: { case: number, step } });
}
