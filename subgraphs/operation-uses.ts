import type { OperationUse } from '../schema/operation-use.js';
import { consumerOf, type Viewer } from './viewer.js';

/** Different operations of different clients that hubs note in a minute, of which those that nobody has signed in for. */
const MOST = { all: 2000, anonymous: 500 };
/** Of the texts of operations, together. */
const MOST_CHARACTERS = 4_000_000;
const CLIENT_CHARACTERS = 100;
const VERSION_CHARACTERS = 50;

/** Headers by which clients say what they are, as Apollo's clients send them. */
export const CLIENT_NAME = 'apollographql-client-name';
export const CLIENT_VERSION = 'apollographql-client-version';

/** An operation that was asked, with what its variables have named. */
export interface AskedOperation {
  readonly use: OperationUse;
  /** `Input.field` and `Enum.VALUE`. */
  readonly named: readonly string[];
}

/** Who has asked. */
export interface Client {
  readonly name: string;
  /** As it says; empty where it says none. */
  readonly version: string;
  /** `key:<id>`, `account:<id>`, or `anonymous`. */
  readonly consumer: string;
  /** Name of the key or official; null where nobody is signed in. */
  readonly owner: string | null;
  /** Slug of its agency. */
  readonly agency: string | null;
}

/** The client as it calls itself, by its key's or official's name where it does not. */
export function clientOf(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  viewer: Viewer,
): Client {
  const name = inOneLine(headers[CLIENT_NAME], CLIENT_CHARACTERS);
  const version = inOneLine(headers[CLIENT_VERSION], VERSION_CHARACTERS);
  const consumer = consumerOf(viewer);
  if (viewer.kind === 'ANONYMOUS')
    return { name: name || 'anonymous', version, consumer, owner: null, agency: null };
  const { name: owner, agency } = viewer;
  return { name: name || owner, version, consumer, owner, agency };
}

const inOneLine = (header: string | readonly string[] | undefined, most: number): string =>
  (typeof header === 'string' ? header : (header?.[0] ?? ''))
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, most)
    .trim();

export interface NotedOperation extends OperationUse {
  /** Whether nobody who signed in has asked it. */
  readonly anonymous: boolean;
}

/** How often a client has asked an operation since the last time. */
export interface NotedUse extends Client {
  readonly hash: string;
  count: number;
}

export interface OperationNotes {
  readonly operations: readonly NotedOperation[];
  readonly uses: readonly NotedUse[];
}

interface Noting {
  readonly use: OperationUse;
  readonly named: Set<string>;
  anonymous: boolean;
}

/** What a hub notes of the operations that it answers until it is stored; never a value of them. */
export class OperationUses {
  #operations = new Map<string, Noting>();
  #uses = new Map<string, NotedUse>();
  #characters = 0;
  #anonymous = 0;

  /** Notes a request for an operation. Beyond the bounds new ones go by unnoted, known ones are counted on. */
  note({ use, named }: AskedOperation, client: Client): void {
    if (use.coordinates.length === 0) return;
    const key = [use.hash, client.consumer, client.name, client.version].join('\n');
    const known = this.#uses.get(key);
    if (known) known.count++;
    else if (!this.#begin(key, use, client)) return;
    const operation = this.#operations.get(use.hash);
    if (!operation) return;
    if (client.owner !== null) operation.anonymous = false;
    for (const name of named) operation.named.add(name);
  }

  #begin(key: string, use: OperationUse, client: Client): boolean {
    const isAnonymous = client.owner === null;
    if (this.#uses.size >= MOST.all || (isAnonymous && this.#anonymous >= MOST.anonymous)) return false;
    if (!this.#operations.has(use.hash)) {
      if (this.#characters + use.text.length > MOST_CHARACTERS) return false;
      this.#characters += use.text.length;
      this.#operations.set(use.hash, { use, named: new Set(), anonymous: true });
    }
    if (isAnonymous) this.#anonymous++;
    this.#uses.set(key, { ...client, hash: use.hash, count: 1 });
    return true;
  }

  /** What has been noted since the last time, in the order of its keys. */
  take(): OperationNotes {
    const inOrder = <T>(map: ReadonlyMap<string, T>): T[] =>
      [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    const operations = inOrder(this.#operations).map(({ use, named, anonymous }) => ({
      ...use,
      anonymous,
      coordinates: [...new Set([...use.coordinates, ...named])].sort(),
    }));
    const uses = inOrder(this.#uses);
    this.#operations = new Map();
    this.#uses = new Map();
    this.#characters = 0;
    this.#anonymous = 0;
    return { operations, uses };
  }
}
