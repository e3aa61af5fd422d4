import type { AgencyRow } from '../codes/agency-match.js';
import { BusinessIndex, type BusinessRow } from '../codes/business-index.js';
import { RegionIndex, type RegionRow } from '../codes/region-index.js';

/** What codes are looked up in, as the hub gives it to a worker. */
export interface ReferenceData {
  /** Provinces and regencies: enough to tell whether a column speaks of regions. */
  readonly upper: readonly RegionRow[];
  readonly agencies: readonly AgencyRow[];
  /** The hub's own government: `Kabupaten Pasuruan`. */
  readonly home: string;
  /** Editions of KBLI that are loaded, the newest first. */
  readonly editions: readonly string[];
  /** All regions; given when a file needs them, and then kept by the worker. */
  readonly regions?: readonly RegionRow[];
  readonly classes?: Readonly<Record<string, readonly BusinessRow[]>>;
}

/** What a file needs that the hub has not given. */
export type Need = { readonly kind: 'REGIONS' } | { readonly kind: 'CLASSES'; readonly edition: string };

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

  get upperRegions(): RegionIndex {
    this.#upper ??= allRegions ?? new RegionIndex(this.data.upper);
    return this.#upper;
  }

  /** Throws `Needed` where no worker has read them yet. */
  get regions(): RegionIndex {
    if (!allRegions) throw new Needed({ kind: 'REGIONS' });
    return allRegions;
  }

  /** The classes of an edition that is loaded. Throws `Needed` where the hub has not given them. */
  classes(edition: string): BusinessIndex {
    const rows = this.data.classes?.[edition];
    if (!rows) throw new Needed({ kind: 'CLASSES', edition });
    return new BusinessIndex(rows);
  }
}
