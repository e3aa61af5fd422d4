import { type HubError, refusal } from '../../schema/errors.js';
import { signature } from '../../schema/signature.js';
import type { Keyring } from '../../subgraphs/keyring.js';
import {
  maintenanceNow,
  type RemoteReach,
  type RemoteSubgraph,
  type RemoteSubgraphs,
} from '../../subgraphs/remote-subgraphs.js';
import type { Places } from './connector.js';
import { type HubSide, RemoteDataSource, type RemoteLimits } from './remote.js';

export interface RemotesParts {
  readonly limits: RemoteLimits;
  readonly places: Places;
  readonly keyring: Pick<Keyring, 'signingKey'>;
  readonly now: () => Date;
  /** The registry's remote subgraphs as this hub knows them now. */
  readonly known: () => RemoteSubgraphs;
}

/** The remote subgraphs of the graphs that are served: one data source for each name and address, over all swaps. */
export class Remotes implements RemoteReach, AsyncDisposable {
  readonly #sources = new Map<string, RemoteDataSource>();

  constructor(private readonly parts: RemotesParts) {}

  /** Whether an address is one of a remote subgraph. */
  static isUrl(url: string): boolean {
    return /^https?:\/\//.test(url) && URL.canParse(url);
  }

  /** The registry's entry of a subgraph; undefined of one that is not remote. */
  entry(name: string): RemoteSubgraph | undefined {
    return this.parts.known().get(name);
  }

  /** The data source of a subgraph at an address; it is kept until `keep` leaves it out. */
  source(name: string, url: string): RemoteDataSource {
    const key = `${name} ${url}`;
    let source = this.#sources.get(key);
    if (!source) {
      source = this.#make(name, url, this.#sideOf(name));
      this.#sources.set(key, source);
    }
    return source;
  }

  /** Lets go of all others; what still asks them is answered. */
  keep(used: ReadonlySet<unknown>): void {
    for (const [key, source] of this.#sources) {
      if (used.has(source)) continue;
      this.#sources.delete(key);
      source.rest();
    }
  }

  async sdl(name: string, url: string, signal?: AbortSignal): Promise<string> {
    const known = this.#sources.get(`${name} ${url}`);
    if (known) return known.sdl(signal);
    if (!Remotes.isUrl(url)) throw refusal('SUBGRAPH_FAILED', { subgraph: name });
    await using source = this.#make(name, url, this.#sideOf(name));
    return await source.sdl(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#sources.values()].map((source) => source[Symbol.asyncDispose]()));
  }

  #make(name: string, url: string, hub: HubSide): RemoteDataSource {
    return new RemoteDataSource(name, url, { limits: this.parts.limits, places: this.parts.places, hub });
  }

  #sideOf(name: string): HubSide {
    const { keyring, now } = this.parts;
    const key = keyring.signingKey(name);
    return {
      signature: (body) => signature(key, body, now()),
      refused: (): HubError | undefined =>
        this.entry(name)?.quarantined
          ? refusal('SUBGRAPH_QUARANTINED', { subgraph: name }, { facts: { subgraph: name } })
          : undefined,
      facts: () => {
        const maintenance = maintenanceNow(this.entry(name)?.maintenance, now());
        return maintenance ? { maintenance } : {};
      },
    };
  }
}
