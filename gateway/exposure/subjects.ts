import { isKitType } from '../../schema/kit.js';
import type { DatasetDirectory } from '../../subgraphs/directory.js';
import { type Subject, subjectOf } from '../../subgraphs/subject.js';
import type { Survey } from './survey.js';

/** What an operation asks, and by which coordinates. */
export interface Asked {
  readonly subject: Subject;
  readonly coordinates: readonly [string, ...string[]];
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
  const bySubject = new Map<string, { subject: Subject; coordinates: [string, ...string[]] }>();
  for (const coordinate of found.coordinates) {
    const subject = subjectOf(coordinate, directory, platform);
    if (isStructure(coordinate, subject)) continue;
    const key = keyOf(subject);
    const before = bySubject.get(key);
    if (before) before.coordinates.push(coordinate);
    else bySubject.set(key, { subject, coordinates: [coordinate] });
  }
  const asked = [...bySubject.values()];
  known.set(found, { directory, asked });
  return asked;
}

function keyOf(subject: Subject): string {
  if (!('dataset' in subject)) return subject.kind;
  const of = `${subject.kind} ${subject.dataset.id}`;
  return 'column' in subject ? `${of} ${subject.column.definition.name}` : of;
}

/** Arguments and the kit's types name no column: what they are used for is judged by the column's own name. */
const isStructure = (coordinate: string, subject: Subject): boolean =>
  subject.kind === 'UNKNOWN' && (coordinate.endsWith(':)') || isKitType(coordinate.split('.')[0] ?? ''));
