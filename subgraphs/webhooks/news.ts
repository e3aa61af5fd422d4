import type { Marks } from '../current-version.js';
import type { WebhookEvent } from './types.js';

/** Something that happened, and what of it the webhooks of an agency (null: of the hub) are told; null where nothing. */
export interface News {
  readonly event: WebhookEvent;
  readonly subject: string;
  readonly at: Date;
  readonly tell: (agency: string | null) => Readonly<Record<string, unknown>> | null;
}

export interface LaunchFacts {
  readonly id: number;
  readonly supergraphId: number | null;
  readonly members: Marks;
  readonly errors: readonly string[];
  readonly findings: readonly { readonly subgraph?: string }[];
  readonly at: Date;
}

/** An agency hears of its own subgraphs alone, and of launches that changed one of them; nobody hears why one failed. */
export function launchNews(
  { id, supergraphId, members, errors, findings, at }: LaunchFacts,
  before: LaunchFacts['members'],
  ownerOf: ReadonlyMap<string, string | null>,
): News {
  const names = [...new Set([...Object.keys(members), ...Object.keys(before)])].sort();
  const changed = names.filter((name) => members[name] !== before[name]);
  const outcome = supergraphId !== null && errors.length === 0 ? 'LIVE' : 'FAILED';
  return {
    event: 'LAUNCH',
    subject: `launch ${id}`,
    at,
    tell(agency) {
      if (agency === null) {
        const supergraph = supergraphId === null ? null : String(supergraphId);
        return { launch: String(id), supergraph, outcome, changed, findings: findings.length };
      }
      const isOwn = (name: string | undefined) => name !== undefined && ownerOf.get(name) === agency;
      const own = changed.filter(isOwn);
      if (own.length === 0) return null;
      const count = findings.filter(({ subgraph }) => isOwn(subgraph)).length;
      return { launch: String(id), outcome, changed: own, findings: count };
    },
  };
}

export interface MoveFacts {
  readonly id: number;
  readonly transition: boolean;
  readonly action: string;
  readonly fromStep: string;
  readonly toStep: string;
  readonly number: string;
  readonly title: string;
  readonly agency: string;
  readonly at: Date;
}

/** Moves within a step: a draft is submitted or comes back, a case ends. */
const WITHIN_A_STEP: readonly string[] = ['SUBMIT', 'RETURN', 'REFUSE', 'CANCEL', 'ACKNOWLEDGE_REPORT'];

/** The own agency reads its cases whole; for ADMIN a case is its number, its step and dates. */
export function caseStepNews(move: MoveFacts): News {
  const { id, transition, action, fromStep: from, toStep: to, number, title, agency, at } = move;
  return {
    event: 'CASE_STEP',
    subject: `case event ${id}`,
    at,
    tell(receiver) {
      const moved = transition && from !== to;
      if (receiver === null) return moved ? { case: number, from, to } : null;
      if (receiver !== agency || !(moved || (transition && WITHIN_A_STEP.includes(action)))) return null;
      return { case: number, title, agency, action, from, to };
    },
  };
}

export interface DriftFacts {
  readonly name: string;
  readonly agency: string | null;
  readonly quarantine: string | null;
  readonly quarantinedAt: Date;
}

/** A quarantine is its agency's to know, and the hub's. */
export const driftNews = ({ name, agency, quarantine, quarantinedAt }: DriftFacts): News => ({
  event: 'DRIFT',
  subject: `quarantine ${name} ${quarantinedAt.toISOString()}`,
  at: quarantinedAt,
  tell: (receiver) =>
    receiver === null || receiver === agency
      ? { subgraph: name, state: 'QUARANTINED', reason: quarantine }
      : null,
});

/** Subject and payload of the end of a quarantine that began at `since`. */
export const healedNews = (name: string, since: string, now: Date) => ({
  subject: `healed ${name} ${since}`,
  payload: { subgraph: name, state: 'HEALED', reason: null, since, at: now.toISOString() },
});

export interface GrantFacts {
  readonly id: string;
  readonly dataset: string;
  /** Slug of the agency that produces the dataset. */
  readonly agency: string;
  readonly columns: readonly string[] | null;
  readonly status: string;
  /** `YYYY-MM-DD`. */
  readonly until: string;
  /** Name of the key or the official who reads. */
  readonly reader: string;
  /** Of the key that reads; null of an official, who reads for himself. */
  readonly keyAgency: string | null;
  readonly requestedAt: Date;
  readonly decidedAt: Date | null;
  readonly endedAt: Date | null;
}

/**
 * What has become of a request, in the order of its life: its producer's to know, and that of the agency whose key
 * reads; for ADMIN it is its state and dates. Nobody is told for what, or why.
 */
export function grantNews(grant: GrantFacts): News[] {
  const { id, dataset, agency, columns, status, until, reader, keyAgency } = grant;
  const news = (state: string, at: Date): News => ({
    event: 'GRANT',
    subject: `grant ${id} ${state}`,
    at,
    tell(receiver) {
      if (receiver === null) return { grant: id, dataset, state, until };
      if (receiver !== agency && receiver !== keyAgency) return null;
      return { grant: id, dataset, state, until, columns, reader };
    },
  });
  const { requestedAt, decidedAt, endedAt } = grant;
  return [
    news('REQUESTED', requestedAt),
    ...(decidedAt ? [news(status === 'REFUSED' ? 'REFUSED' : 'GRANTED', decidedAt)] : []),
    ...(endedAt ? [news(status, endedAt)] : []),
  ];
}
