import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import type { Dataset } from '../directory.js';
import type { ErasedTarget } from '../eraser.js';
import { type Official, officialWith, standingOf } from '../viewer.js';

const REASON_CHARACTERS = 2000;

/** The dataset of an erasure that the caller may propose: its own producer in person. Throws FORBIDDEN, NOT_FOUND. */
export function ownDataset(
  { viewer, directory }: RequestContext,
  name: string,
): { readonly official: Official; readonly dataset: Dataset } {
  const official = officialWith(viewer, 'PRODUCER');
  if (!official) throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
  const dataset = directory.named(name);
  if (official.agency !== dataset.agency) throw refusal('FORBIDDEN', { needs: 'PRODUCER' });
  return { official, dataset };
}

/** A dataset whose erasures the caller may read. Throws NOT_FOUND, FORBIDDEN. */
export function readableDataset({ viewer, directory }: RequestContext, name: string): Dataset {
  const dataset = directory.named(name);
  if (standingOf(viewer, dataset.agency) !== 'INSIDER')
    throw refusal('FORBIDDEN', { needs: 'PRODUCER / TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD' });
  return dataset;
}

/** Either a release or a column. Throws BAD_USER_INPUT. */
export function readTarget(release: number | undefined, column: string | undefined): ErasedTarget {
  if (release !== undefined && column === undefined) return { release, column: null };
  if (column !== undefined && release === undefined) return { release: null, column };
  throw refusal('BAD_USER_INPUT', {
    detail: {
      id: 'Sebutkan tepat satu: rilis (release) atau kolom (column).',
      en: 'Name exactly one: a release or a column.',
    },
  });
}

/** The reason, trimmed. Throws REASON_REQUIRED, LIMIT_EXCEEDED. */
export function readReason(text: string): string {
  const reason = text.trim();
  if (reason === '') throw refusal('REASON_REQUIRED', { action: 'proposeErasure' });
  if (reason.length > REASON_CHARACTERS)
    throw refusal('LIMIT_EXCEEDED', {
      limit: 'reason',
      max: REASON_CHARACTERS,
      found: String(reason.length),
    });
  return reason;
}
