import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'graphql';
import { type Database, notify, type Queries } from '../../../db/client.js';
import type { CoveredDataset, Landscape, Proposed } from '../../../schema/check/landscape.js';
import { servedTypes } from '../../../schema/check/members.js';
import type { Rehearsal } from '../../../schema/check/rehearsal.js';
import type { CheckVerdict, Finding } from '../../../schema/check/verdict.js';
import { contentHash } from '../../../schema/definition.js';
import { refusal } from '../../../schema/errors.js';
import { CHANGES } from '../../changes.js';
import type { DatasetDirectory } from '../../directory.js';
import type { Composer } from '../composer.js';
import { alone, launch } from '../composition.js';
import { REGISTRY_LOCK } from '../lock.js';
import { type CurrentMember, coveredBy, currentMarks, currentMembers, currentVersions } from '../members.js';
import { readSettings } from '../settings.js';
import { recentSupergraphs, storeRemoteVersions, takeOut } from '../store.js';
import { landscapeOf } from './landscape.js';

/** What an agency, or a rollback, wants of remote subgraphs; all of it, or nothing. */
export interface Change {
  readonly subgraphs: readonly Wanted[];
  /** Names of subgraphs that leave the graph. */
  readonly removed: readonly string[];
  /** Name of the key or official. */
  readonly by: string;
  readonly reason: string | null;
  /** Whether findings that make a change wait have been approved. */
  readonly approved: boolean;
  readonly rollbackOf?: number;
  /** Done in the transaction that stores the change. */
  readonly also?: (tx: Queries, findings: readonly Finding[]) => Promise<void>;
}

export interface Wanted extends Proposed {
  /** The version that it was made on, null for none; undefined where that is all the same to the publisher. */
  readonly base: number | null | undefined;
}

export type Settled =
  | { readonly kind: 'UNCHANGED' | 'REFUSED' | 'REVIEW'; readonly findings: readonly Finding[] }
  | {
      readonly kind: 'PUBLISHED';
      readonly findings: readonly Finding[];
      /** Null where the hub composes it after its datasets have followed. */
      readonly supergraphId: number | null;
      /** Names of the subgraphs that were not as they were wanted before. */
      readonly changed: readonly string[];
    };

export interface PublisherParts {
  readonly database: Database;
  readonly composer: Composer;
  readonly directory: () => DatasetDirectory;
  readonly now: () => Date;
  /** Waits until this hub serves what the store holds. */
  readonly settle: () => Promise<void>;
}

interface Waiting {
  readonly change: Change;
  readonly resolve: (settled: Settled) => void;
  readonly reject: (error: unknown) => void;
}

/** Where the versions move more often than this under a check, the publisher is asked to try again. */
const ATTEMPTS = 3;
/** How long a publisher waits for another hub that composes. */
const SERVED_LOOKS = 40;
const SERVED_LOOK_MS = 250;

/**
 * Checks changes of remote subgraphs and stores those that are good. A check runs outside any transaction; under the
 * lock the versions are compared again, and checked once more if they have moved. Changes that wait meanwhile are
 * judged together, and one by one where something is wrong with them.
 */
export class Publisher {
  #waiting: Waiting[] = [];
  #running = false;

  constructor(private readonly parts: PublisherParts) {}

  /** What a check of these subgraphs says now; nothing is stored. Throws CHECK_STOPPED. */
  async check(subgraphs: readonly Proposed[]): Promise<CheckVerdict> {
    const members = await currentMembers(this.parts.database.db);
    return this.#check(subgraphs, [], members, coveredBy(this.parts.directory()));
  }

  /** What a change would look like if it were published now; null where it would be refused. */
  async rehearse({ subgraphs, removed }: Pick<Change, 'subgraphs' | 'removed'>): Promise<Rehearsal | null> {
    const members = await currentMembers(this.parts.database.db);
    const landscape = await this.#landscape(subgraphs, removed, members, coveredBy(this.parts.directory()));
    return this.parts.composer.rehearse(subgraphs, landscape);
  }

  /** Throws STALE_VERSION, CHECK_STOPPED, REGISTRY_BUSY; nothing is stored then. */
  async submit(change: Change): Promise<Settled> {
    const settled = await new Promise<Settled>((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject });
      if (!this.#running) void this.#run();
    });
    if (settled.kind !== 'PUBLISHED') return settled;
    return { ...settled, supergraphId: (await this.#served()) ?? settled.supergraphId };
  }

  /** Waits until what the registry holds is composed, by whichever hub, and served here; gives the supergraph's id. */
  async #served(): Promise<number | null> {
    const { database, directory, settle } = this.parts;
    for (let look = 0; look < SERVED_LOOKS; look++) {
      await settle();
      const marks = await currentMarks(database.db, coveredBy(directory()));
      const [newest] = await recentSupergraphs(database.db, 1);
      if (newest && contentHash(newest.members) === contentHash(marks)) {
        await settle();
        return newest.id;
      }
      await sleep(SERVED_LOOK_MS);
    }
    return null;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      await alone(this.parts.database.sql, true, () => this.#settle(batch)).catch((error: unknown) => {
        for (const { reject } of batch) reject(error);
      });
    }
    this.#running = false;
  }

  async #settle(batch: readonly Waiting[]): Promise<void> {
    for (const group of apart(batch)) {
      const changes = group.map(({ change }) => change);
      const together = group.length > 1 ? await this.#decide(changes).catch(() => undefined) : undefined;
      for (const { change, resolve, reject } of group)
        if (together?.kind === 'PUBLISHED' && namesIn(change).some((name) => together.changed.includes(name)))
          resolve({ ...together, findings: ofChange(change, together.findings) });
        else await this.#decide([change]).then(resolve, reject);
    }
  }

  async #decide(changes: readonly Change[]): Promise<Settled> {
    const { database, directory } = this.parts;
    const approved = changes.every((one) => one.approved);
    const removed = changes.flatMap((one) => one.removed);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const members = await currentMembers(database.db);
      const datasets = coveredBy(directory());
      const wanted = changes.flatMap(({ subgraphs }) => subgraphs).filter((one) => isNew(one, members));
      const leaving = removed.filter((name) => members.some((one) => one.name === name));
      if (wanted.length === 0 && leaving.length === 0) return { kind: 'UNCHANGED', findings: [] };
      const began = performance.now();
      const verdict = await this.#check(wanted, leaving, members, datasets);
      const milliseconds = Math.round(performance.now() - began);
      const { kind, findings } = verdict;
      if (kind === 'REFUSED' || (kind === 'REVIEW' && !approved)) return { kind, findings };
      const stored = await database.db.transaction(async (tx) => {
        await tx.execute(REGISTRY_LOCK);
        if (contentHash(await currentVersions(tx)) !== contentHash(versionsOf(members))) return undefined;
        for (const { subgraphs, by } of changes) {
          const own = wanted.filter((one) => subgraphs.includes(one));
          await storeRemoteVersions(tx, own, by, this.parts.now());
        }
        await takeOut(tx, leaving);
        for (const { also, ...change } of changes) await also?.(tx, ofChange(change, findings));
        await notify(tx, CHANGES);
        if (wanted.some(({ sdl }) => replacesHosted(sdl, members, datasets)) || leaving.length > 0)
          return { id: null };
        const marks = await currentMarks(tx, datasets);
        const [{ reason, rollbackOf = null }] = changes as [Change];
        const by = [...new Set(changes.map((one) => one.by))].join(', ');
        const cause = { by, reason, rollbackOf, findings, milliseconds };
        const sdl = verdict.supergraphSdl;
        return { id: await launch(tx, { sdl, hash: contentHash(sdl), marks }, cause) };
      });
      const changed = [...wanted.map(({ name }) => name), ...leaving];
      if (stored) return { kind: 'PUBLISHED', findings, supergraphId: stored.id, changed };
    }
    throw refusal('REGISTRY_BUSY');
  }

  async #check(
    subgraphs: readonly Proposed[],
    removed: readonly string[],
    members: readonly CurrentMember[],
    datasets: readonly CoveredDataset[],
  ): Promise<CheckVerdict> {
    const landscape = await this.#landscape(subgraphs, removed, members, datasets);
    const checked = await this.parts.composer.check(subgraphs, landscape);
    if (checked.kind === 'STOPPED') throw refusal('CHECK_STOPPED', { why: checked.why });
    return checked;
  }

  async #landscape(
    subgraphs: readonly Proposed[],
    removed: readonly string[],
    members: readonly CurrentMember[],
    datasets: readonly CoveredDataset[],
  ): Promise<Landscape> {
    const { db } = this.parts.database;
    const changed = [...subgraphs.map(({ name }) => name), ...removed];
    const settings = await readSettings(db);
    return { ...(await landscapeOf(db, members, datasets, settings, changed, this.parts.now())), removed };
  }
}

/** Changes in groups that can be judged together: those of one subgraph stay in their order, what was approved alone. */
function apart(batch: readonly Waiting[]): Waiting[][] {
  const groups: Waiting[][] = [];
  for (const one of batch) {
    const last = groups.findLastIndex((group) => group.some(({ change }) => touches(change, one.change)));
    const group = groups[last + 1];
    if (group) group.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** Whether one of two changes has to be judged before the other. */
function touches(one: Change, other: Change): boolean {
  const isOwn = ({ approved, rollbackOf }: Change) => approved || rollbackOf !== undefined;
  const names = new Set(namesIn(one));
  return isOwn(one) || isOwn(other) || namesIn(other).some((name) => names.has(name));
}

const namesIn = ({ subgraphs, removed }: Change): string[] => [
  ...subgraphs.map(({ name }) => name),
  ...removed,
];

const ofChange = ({ subgraphs }: Pick<Change, 'subgraphs'>, findings: readonly Finding[]): Finding[] =>
  findings.filter(({ subgraph }) => subgraphs.some(({ name }) => name === subgraph));

const versionsOf = (members: readonly CurrentMember[]): Readonly<Record<string, number>> =>
  Object.fromEntries(members.map(({ name, version }) => [name, version]));

/** Whether a subgraph differs from what the graph has. Throws STALE_VERSION where it was made on another version. */
function isNew({ name, sdl, url, base }: Wanted, members: readonly CurrentMember[]): boolean {
  const current = members.find((one) => one.name === name);
  if (current && current.sdl === sdl && current.url === url) return false;
  const actual = current?.version ?? null;
  if (base !== undefined && base !== actual)
    throw refusal('STALE_VERSION', { expected: base ?? 0, actual: actual ?? 0 });
  return true;
}

/** Whether a dataset that is hosted now would be served by this subgraph: its hosted one leaves first. */
function replacesHosted(
  sdl: string,
  members: readonly CurrentMember[],
  datasets: readonly CoveredDataset[],
): boolean {
  const served = servedTypes(parse(sdl, { noLocation: true }));
  return datasets.some(
    ({ names }) =>
      served.has(names.type) && members.some(({ name, kind }) => kind === 'HOSTED' && name === names.field),
  );
}
