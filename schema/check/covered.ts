import { type DocumentNode, parse, print } from 'graphql';
import { Cut } from './covered/cut.js';
import { dataCoordinates } from './covered/data.js';
import type { CoveredDataset } from './landscape.js';

/** What of a remote subgraph may be composed, and what of it is stored alone. */
export interface Covered {
  /** Null where nothing of it may be composed. */
  readonly sdl: string | null;
  /** `Type.field` of everything that holds data and is left out, sorted. */
  readonly uncovered: string[];
}

/**
 * Cuts a remote subgraph to what its agency's cases cover (SOP, "What is exposed, when"): what is left composes
 * wherever the whole does. Throws where the SDL cannot be read.
 */
export function coveredSdl(sdl: string, agency: string, datasets: readonly CoveredDataset[]): Covered {
  const { document, uncovered } = coveredDocument(parse(sdl, { noLocation: true }), agency, datasets);
  return { sdl: document && `${print(document)}\n`, uncovered };
}

export function coveredDocument(
  document: DocumentNode,
  agency: string,
  datasets: readonly CoveredDataset[],
): { readonly document: DocumentNode | null; readonly uncovered: string[] } {
  const cut = new Cut(document, agency, datasets);
  const left = cut.left();
  const kept = new Set(left ? dataCoordinates(left, cut) : []);
  const uncovered = new Set(dataCoordinates(document, cut).filter((one) => !kept.has(one)));
  return { document: left, uncovered: [...uncovered].sort() };
}
