import { jakartaDate } from './calendar.js';
import { consumerOf, type Viewer } from './viewer.js';

/** Different consumers of datasets that a hub notes in a minute. */
const MOST = 20_000;

/** How a dataset was read. */
export type UseKind = 'QUERY' | 'EXPORT';

/** A dataset that something was made of, and the names of its RESTRICTED columns that were used. */
export interface ReadDataset {
  readonly dataset: { readonly id: string };
  readonly restricted: readonly string[];
}

/** How often a consumer has read a dataset on a day since the last time. */
export interface NotedDatasetUse {
  readonly dataset: string;
  /** `YYYY-MM-DD` in Jakarta. */
  readonly day: string;
  readonly consumer: string;
  queries: number;
  exports: number;
  /** Those of both that used a RESTRICTED column. */
  restricted: number;
}

/** What a hub notes of who reads which dataset until it is stored; never a value. */
export class DatasetUses {
  #uses = new Map<string, NotedDatasetUse>();

  /** Notes an answer or a file. Beyond the bound new consumers go by unnoted, known ones are counted on. */
  note(kind: UseKind, viewer: Viewer, reads: readonly ReadDataset[], now: Date): void {
    if (reads.length === 0) return;
    const day = jakartaDate(now);
    const consumer = consumerOf(viewer);
    for (const { dataset, restricted } of reads) {
      const key = `${dataset.id} ${day} ${consumer}`;
      let use = this.#uses.get(key);
      if (!use) {
        if (this.#uses.size >= MOST) continue;
        use = { dataset: dataset.id, day, consumer, queries: 0, exports: 0, restricted: 0 };
        this.#uses.set(key, use);
      }
      if (kind === 'QUERY') use.queries++;
      else use.exports++;
      if (restricted.length > 0) use.restricted++;
    }
  }

  /** What has been noted since the last time. */
  take(): NotedDatasetUse[] {
    const uses = [...this.#uses.values()];
    this.#uses = new Map();
    return uses;
  }
}
