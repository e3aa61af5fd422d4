import { isKitType } from '../../schema/kit.js';
import type { DatasetDirectory } from '../../subgraphs/directory.js';
import { type Subject, subjectOf } from '../../subgraphs/subject.js';
import type { Survey } from './survey.js';

/** What an operation asks, and what that stands for. */
export interface Asked {
  readonly coordinate: string;
  readonly subject: Subject;
}

interface Known {
  readonly directory: DatasetDirectory;
  readonly asked: readonly Asked[];
}

const known = new WeakMap<Survey, Known>();

/** What there is to judge in an operation as the datasets stand, whoever asks. */
export function subjectsOf(
  found: Survey,
  directory: DatasetDirectory,
  platform: ReadonlySet<string>,
): readonly Asked[] {
  const before = known.get(found);
  if (before?.directory === directory) return before.asked;
  const asked = [...found.coordinates]
    .map((coordinate) => ({ coordinate, subject: subjectOf(coordinate, directory, platform) }))
    .filter((one) => !isStructure(one));
  known.set(found, { directory, asked });
  return asked;
}

/** Arguments and the kit's types name no column: what they are used for is judged by the column's own name. */
const isStructure = ({ coordinate, subject }: Asked): boolean =>
  subject.kind === 'UNKNOWN' && (coordinate.endsWith(':)') || isKitType(coordinate.split('.')[0] ?? ''));
