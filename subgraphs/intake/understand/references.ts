import type { AgencyRow } from '../codes/agency-match.js';
import { BusinessIndex, type BusinessRow } from '../codes/business-index.js';
import { RegionIndex, type RegionRow } from '../codes/region-index.js';

/** What codes are looked up in. The hub gives a worker what a file needs when it needs it. */
export interface ReferenceData {
  readonly small?: SmallReferences;
  /** All regions; a worker keeps them. */
  readonly regions?: readonly RegionRow[];
  /** KBLI by edition. */
  readonly classes?: Readonly<Record<string, readonly BusinessRow[]>>;
}

export interface SmallReferences {
  /** Provinces and regencies: enough to tell whether a column speaks of regions. */
  readonly upper: readonly RegionRow[];
  readonly agencies: readonly AgencyRow[];
  /** The hub's own government: `Kabupaten Pasuruan`. */
  readonly home: string;
  /** Editions of KBLI that are loaded, the newest first. */
  readonly editions: readonly string[];
}

/** What a file needs that the hub has not given. */
export type Need =
  | { readonly kind: 'SMALL' }
  | { readonly kind: 'REGIONS' }
  | { readonly kind: 'CLASSES'; readonly edition: string };

/** Stops the understanding until the hub gives what is needed. */
export class Needed extends Error {
  constructor(readonly need: Need) {
    super('reference data is needed');
  }
}

/** A worker reads 91,599 regions once. */
let allRegions: RegionIndex | undefined;

/** The references of one understanding, each made when it is first asked for. */
export class References {
  #upper: RegionIndex | undefined;

  constructor(readonly data: ReferenceData) {
    if (data.regions) allRegions = new RegionIndex(data.regions);
  }

  /** Throws `Needed`, as the others do, where the hub has not given it. */
  get small(): SmallReferences {
    if (!this.data.small) throw new Needed({ kind: 'SMALL' });
    return this.data.small;
  }

  get upperRegions(): RegionIndex {
    this.#upper ??= allRegions ?? new RegionIndex(this.small.upper);
    return this.#upper;
  }

  get regions(): RegionIndex {
    if (!allRegions) throw new Needed({ kind: 'REGIONS' });
    return allRegions;
  }

  /** The classes of an edition that is loaded. */
  classes(edition: string): BusinessIndex {
    const rows = this.data.classes?.[edition];
    if (!rows) throw new Needed({ kind: 'CLASSES', edition });
    return new BusinessIndex(rows);
  }
}
