import { LRUCache } from 'lru-cache';

/** Connections of the driver live an hour at the most, and forget with their end what they have prepared. */
const CONNECTION_MS = 60 * 60_000;
const MAX_PREPARED = 1000;
const MAX_SEEN = 5000;

/**
 * Which statements PostgreSQL is asked to keep prepared. A prepared statement stays as long as its connection, so only
 * texts that come again are, and no more than so many an hour.
 */
export class PreparedTexts {
  readonly #seen = new LRUCache<string, true>({ max: MAX_SEEN });
  readonly #prepared = new LRUCache<string, true>({ max: MAX_PREPARED, ttl: CONNECTION_MS });

  wants(text: string): boolean {
    if (this.#prepared.has(text)) return true;
    if (!this.#seen.has(text)) {
      this.#seen.set(text, true);
      return false;
    }
    if (this.#prepared.size >= MAX_PREPARED) this.#prepared.purgeStale();
    if (this.#prepared.size >= MAX_PREPARED) return false;
    this.#prepared.set(text, true);
    return true;
  }
}
