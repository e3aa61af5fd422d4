import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import type { Dataset } from '../directory.js';
import { isSignedIn } from '../viewer.js';

/** A dataset of the catalogue: whoever signs in may know of each that has a column. Throws NOT_FOUND. */
export function knownDataset({ directory, viewer }: RequestContext, name: string): Dataset {
  const dataset = directory.named(name);
  if (!isSignedIn(viewer) || dataset.columns.length === 0) throw refusal('NOT_FOUND', { what: name });
  return dataset;
}
