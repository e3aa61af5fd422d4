import type { Link } from '../../chain.js';

/** The part of an event that its hash stands for: everything that was recorded, and the hash before it. */
export interface ChainedEvent {
  readonly id: number;
  readonly caseNumber: string;
  readonly version: number;
  readonly transition: boolean;
  readonly action: string;
  readonly fromStep: string;
  readonly toStep: string;
  readonly outsideSop: boolean;
  /** Id of the account; null where the hub itself recorded. */
  readonly actor: string | null;
  readonly role: string;
  readonly actingKind: string | null;
  readonly onBehalfOf: string | null;
  readonly reason: string | null;
  readonly facts: unknown;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
}

export type CaseLink = Link<ChainedEvent>;
