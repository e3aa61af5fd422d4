import { HubError, refusal } from '../../schema/errors.js';
import type { RequestContext } from '../../subgraphs/context.js';
import type { DatasetDirectory } from '../../subgraphs/directory.js';
import type { Subject } from '../../subgraphs/subject.js';
import type { Viewer } from '../../subgraphs/viewer.js';
import { type Touched, touchedBy } from '../answers/labels.js';
import type { Operation } from '../operation.js';
import { type Cut, cut, uncut } from './cut.js';
import { POLICY, type Question } from './rules.js';
import { subjectsOf } from './subjects.js';
import type { Occurrence, Survey } from './survey.js';

/** What shield's rules want beside the question; a rule that throws counts as a no. */
const OPTIONS = { debug: false, allowExternalErrors: false } as Parameters<typeof POLICY.COLUMN.resolve>[4];
const NO_ARGUMENT = {} as never;

type DatasetSubject = Extract<Subject, { dataset: unknown }>;

/** Says what of an operation a caller may ask, and cuts the rest. */
export type Gate = (
  operation: Operation,
  variables: Record<string, unknown>,
  context: RequestContext,
) => Promise<Cut<HubError>>;

/** Where nothing is withheld from anybody who is let in. */
export const OPEN: Gate = async ({ document }) => uncut(document);

/** What the policy has said of everything that an operation asks. */
interface Judged {
  /** The datasets and exposure that were judged. */
  readonly directory: DatasetDirectory;
  readonly refusals: ReadonlyMap<string, HubError>;
  /** What may be read. */
  readonly allowed: readonly DatasetSubject[];
}

/** Of surveys that are kept, for viewers that are: the same question is not asked twice about the same state of things. */
const judgements = new WeakMap<Survey, WeakMap<Viewer, Judged>>();

/**
 * Asks the policy once for each thing that the operation is about, before planning, and cuts what is withheld: the
 * source is never asked for it. The cost depends on the operation, never on rows.
 */
export async function gate(
  operation: Operation,
  variables: Record<string, unknown>,
  context: RequestContext,
  platform: ReadonlySet<string>,
): Promise<Cut<HubError>> {
  const found = operation.surveyed(variables);
  const { refusals, allowed } = await judged(found, context, platform);
  const touched = touchedBy(context);
  for (const subject of allowed) touch(touched, subject);
  if (refusals.size === 0) return uncut(operation.document);
  const reason = ({ coordinate, inputs }: Occurrence): HubError | undefined => {
    const own = refusals.get(coordinate);
    if (own) return own;
    const input = inputs.find((name) => refusals.has(name));
    return input === undefined ? undefined : refusals.get(input);
  };
  return cut(operation.schema, operation.document, found, variables, reason);
}

async function judged(
  found: Survey,
  { directory, viewer }: RequestContext,
  platform: ReadonlySet<string>,
): Promise<Judged> {
  let known = judgements.get(found);
  const before = known?.get(viewer);
  if (before?.directory === directory) return before;
  const refusals = new Map<string, HubError>();
  const allowed: DatasetSubject[] = [];
  await Promise.all(
    subjectsOf(found, directory, platform).map(async ({ subject, coordinates: [first, ...others] }) => {
      const verdict = await judge({ coordinate: first, viewer, subject });
      if (!verdict) {
        if ('dataset' in subject) allowed.push(subject);
        return;
      }
      refusals.set(first, verdict);
      // Each is told by its own name.
      for (const coordinate of others)
        refusals.set(coordinate, (await judge({ coordinate, viewer, subject })) ?? verdict);
    }),
  );
  const judged = { directory, refusals, allowed };
  known ??= new WeakMap();
  judgements.set(found, known.set(viewer, judged));
  return judged;
}

/** Takes down that a dataset is read, and which column of it. */
function touch(touched: Touched, subject: DatasetSubject): void {
  const columns = touched.get(subject.dataset) ?? new Set();
  touched.set(subject.dataset, columns);
  if (subject.kind === 'COLUMN') columns.add(subject.column);
}

/** The refusal for a coordinate, or undefined where it may be read. Anything but a clear yes is a refusal. */
async function judge(question: Question): Promise<HubError | undefined> {
  const { subject, coordinate } = question;
  const verdict = await POLICY[subject.kind].resolve(
    NO_ARGUMENT,
    NO_ARGUMENT,
    question as never,
    NO_ARGUMENT,
    OPTIONS,
  );
  if (verdict === true) return undefined;
  const error = verdict instanceof HubError ? verdict : refusal('FIELD_NOT_EXPOSED', { field: coordinate });
  return new HubError(error.code, error.words, { facts: factsOf(question, error) });
}

/** What the error says beside its code: coordinate, dataset, and the step and number of the case. */
function factsOf({ coordinate, subject }: Question, error: HubError): Record<string, unknown> {
  if (!('dataset' in subject)) return { coordinate };
  const { case: mark, names } = subject.dataset;
  return { coordinate, dataset: names.field, step: mark.step, case: mark.number, ...error.facts };
}
