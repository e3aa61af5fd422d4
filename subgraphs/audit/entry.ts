import { consumerOf, isSignedIn, type Viewer } from '../viewer.js';

export const AUDIT_KINDS = ['CHANGE', 'READ', 'SESSION'] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** What is recorded of something that somebody did; never a value of data, a reason or a secret. */
export interface AuditEntry {
  readonly kind: AuditKind;
  /** `key:<id>`, `account:<id>`, `anonymous`, or `hub`. */
  readonly actor: string;
  readonly actorName: string;
  readonly agency: string | null;
  /** `Mutation.suspendFields`, `POST /uploads`. */
  readonly action: string;
  readonly subject: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  /** `OK`, the code of the refusal, or UNKNOWN of what was cut off. */
  readonly outcome: string;
  readonly requestId: string;
}

export type BegunEntry = Omit<AuditEntry, 'outcome'>;

type Actor = Pick<AuditEntry, 'actor' | 'actorName' | 'agency'>;

/** The caller, in an entry. */
export function actorOf(viewer: Viewer): Actor {
  const signedIn = isSignedIn(viewer) ? viewer : null;
  return {
    actor: consumerOf(viewer),
    actorName: signedIn?.name ?? 'anonymous',
    agency: signedIn?.agency ?? null,
  };
}

/** The hub's own jobs, in an entry. */
export const HUB_ACTOR: Actor = { actor: 'hub', actorName: 'hub', agency: null };
