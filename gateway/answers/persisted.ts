import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Queries } from '../../db/client.js';
import { refusal } from '../../schema/errors.js';
import { operationHash } from '../../schema/operation-use.js';
import { trustedText } from '../../subgraphs/identity/keys/store.js';
import { isSignedIn, type Viewer } from '../../subgraphs/viewer.js';
import { askOf, writeOut } from './ask.js';
import { checkTrustedHash, isTrusted } from './trusted.js';

/** Of those who have signed in, and of all others, each: nobody drives out what the others have sent. */
const MOST_TEXTS = 500;
const MOST_CHARACTERS = 5_000_000;

const texts = () =>
  new LRUCache<string, string>({
    max: MOST_TEXTS,
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (text) => text.length + 1,
  });

/**
 * Automatic persisted queries, in Apollo's protocol: a client sends the hash of its operation in place of the text, and
 * both where the hub does not know it. The text stands in the request before anything else looks at it.
 */
export class PersistedOperations {
  /** By their hashes. What the public has sent tells nothing of what others send, nor the other way round. */
  readonly #members = texts();
  readonly #visitors = texts();
  /** Requests whose text is to be remembered once it has proved to be an operation. */
  readonly #new = new WeakMap<FastifyRequest, { readonly hash: string; readonly text: string }>();

  constructor(private readonly db: Queries) {}

  /**
   * Puts the text in the place of a request's hash. Throws PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED for
   * another version of the protocol, BAD_REQUEST where text and hash differ, OPERATION_NOT_TRUSTED. What is malformed
   * is left to Apollo Server.
   */
  async resolve(request: FastifyRequest): Promise<void> {
    const { query, extensions: sent } = askOf(request);
    const extensions = request.method === 'POST' ? sent : parsed(sent);
    if (!isRecord(extensions) || !isRecord(extensions['persistedQuery'])) return;
    const { persistedQuery, ...others } = extensions;
    const { version, sha256Hash: hash } = persistedQuery as Readonly<Record<string, unknown>>;
    if (version !== 1) throw refusal('PERSISTED_QUERY_NOT_SUPPORTED');
    if (typeof hash !== 'string') throw refusal('BAD_REQUEST', { detail: NO_HASH });
    let text: string;
    if (query === undefined || query === null) text = await this.#known(request, hash);
    else if (typeof query === 'string') text = this.#sent(request, hash, query);
    else return;
    const left = Object.keys(others).length > 0 ? others : undefined;
    writeOut(request, text, request.method === 'POST' ? left : left && JSON.stringify(left));
  }

  /** Remembers the text that came with a request, or was found for it, now that it was validated and executed. */
  remember(request: FastifyRequest): void {
    const one = this.#new.get(request);
    if (one) this.#of(request.viewer).set(one.hash, one.text);
  }

  #of(viewer: Viewer): LRUCache<string, string> {
    return isSignedIn(viewer) ? this.#members : this.#visitors;
  }

  #sent(request: FastifyRequest, hash: string, text: string): string {
    if (operationHash(text) !== hash) throw refusal('BAD_REQUEST', { detail: ANOTHER_HASH });
    if (!this.#of(request.viewer).has(hash)) this.#new.set(request, { hash, text });
    return text;
  }

  async #known(request: FastifyRequest, hash: string): Promise<string> {
    const { viewer } = request;
    // Before it is looked for: whether others have sent it is not this key's business.
    checkTrustedHash(viewer, hash);
    const known = this.#of(viewer).get(hash);
    if (known !== undefined) return known;
    const registered =
      viewer.kind === 'SERVICE_KEY' && isTrusted(viewer, hash)
        ? await trustedText(this.db, viewer.keyId, hash)
        : undefined;
    if (registered === undefined) throw refusal('PERSISTED_QUERY_NOT_FOUND');
    this.#new.set(request, { hash, text: registered });
    return registered;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(json: unknown): unknown {
  if (typeof json !== 'string') return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const NO_HASH = {
  id: 'persistedQuery memuat version dan sha256Hash.',
  en: 'A persistedQuery has a version and a sha256Hash.',
};

const ANOTHER_HASH = {
  id: 'sha256Hash bukan hash dari teks operasi yang dikirim.',
  en: 'provided sha does not match query',
};
