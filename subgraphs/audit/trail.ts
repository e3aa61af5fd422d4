import type { Drizzle } from '../../db/client.js';
import type { AuditEntry, BegunEntry } from './entry.js';
import { appendEntries, closeUnfinished, storeBegun, type Waiting } from './store.js';

/** Entries that are stored in one transaction. */
const BATCH = 200;

/** Something that is under way and has been noted. */
export interface Begun {
  readonly id: string;
  readonly entry: BegunEntry;
}

/**
 * Where a hub records who did what. A change is noted before it begins and its entry appended once it is over, so that
 * none can happen unrecorded: what cannot be noted does not begin, and of what was cut off, or could not be recorded
 * any more, the note remains and becomes an entry with the outcome UNKNOWN.
 */
export class AuditTrail {
  readonly #waiting: { one: Waiting; stored: () => void; failed: (error: unknown) => void }[] = [];
  #storing = false;

  constructor(
    private readonly db: Drizzle,
    private readonly now: () => Date,
  ) {}

  /** Notes that something begins. */
  async begin(entry: BegunEntry): Promise<Begun> {
    return { id: await storeBegun(this.db, entry), entry };
  }

  /** Records how it went; with what is known of it only now. */
  end({ id, entry }: Begun, outcome: string, more: Partial<BegunEntry> = {}): Promise<void> {
    return this.#append({ entry: { ...entry, ...more, outcome }, begun: id });
  }

  /** Records what needs no note before, as it changes nothing. */
  record(entry: AuditEntry): Promise<void> {
    return this.#append({ entry, begun: null });
  }

  /** Records all that can be; gives what could not, and why. */
  async recordAll(
    entries: readonly AuditEntry[],
  ): Promise<{ readonly failed: readonly AuditEntry[]; readonly error: unknown }> {
    const failed: AuditEntry[] = [];
    let error: unknown;
    await Promise.all(
      entries.map((entry) =>
        this.record(entry).catch((cause: unknown) => {
          failed.push(entry);
          error = cause;
        }),
      ),
    );
    return { failed, error };
  }

  /** Makes entries of the notes of hubs that died. */
  closeUnfinished(): Promise<void> {
    return closeUnfinished(this.db, this.now());
  }

  /** What comes at the same time is stored together: all wait for one lock, and one write to disk. */
  #append(one: Waiting): Promise<void> {
    return new Promise((stored, failed) => {
      this.#waiting.push({ one, stored, failed });
      if (!this.#storing) void this.#store();
    });
  }

  async #store(): Promise<void> {
    this.#storing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH);
      try {
        await appendEntries(
          this.db,
          batch.map(({ one }) => one),
          this.now(),
        );
        for (const { stored } of batch) stored();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.#storing = false;
  }
}
