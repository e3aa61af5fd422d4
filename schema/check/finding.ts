import type { ASTNode } from 'graphql';
import type { NextActor, Words } from '../errors.js';
import type { AcceptedFinding } from './landscape.js';
import type { Affected, Finding, Severity } from './verdict.js';

/** What a rule has found, before it is known of which subgraph. */
export interface Problem {
  readonly rule: string;
  readonly severity: Severity;
  readonly coordinate: string | null;
  readonly words: Words;
  /** Where it stands in the proposed SDL; what is not in it any more has no place. */
  readonly node?: ASTNode | undefined;
  /** `PRODUCER` unless it says otherwise. */
  readonly next?: NextActor;
  readonly affected?: readonly Affected[];
}

export function findingOf(subgraph: string, problem: Problem): Finding {
  const { rule, severity, coordinate, words, node, next = 'PRODUCER', affected = [] } = problem;
  const at = node?.loc?.startToken;
  return {
    rule,
    severity,
    subgraph,
    coordinate,
    words,
    next,
    line: at?.line ?? null,
    column: at?.column ?? null,
    affected,
  };
}

/** What was found, with what the technical team has accepted made a thing to know. An error cannot be accepted. */
export function withAccepted(
  findings: readonly Finding[],
  accepted: readonly AcceptedFinding[],
): readonly Finding[] {
  if (accepted.length === 0) return findings;
  const known = new Map(accepted.map((one) => [identity(one), one]));
  return findings.map((finding) => {
    const one = finding.severity === 'ERROR' ? undefined : known.get(identity(finding));
    if (!one) return finding;
    return { ...finding, severity: 'INFO', accepted: { reason: one.reason, signer: one.signer } };
  });
}

const identity = ({
  subgraph,
  rule,
  coordinate,
}: {
  readonly subgraph: string;
  readonly rule: string;
  readonly coordinate: string | null;
}): string => `${subgraph} ${rule} ${coordinate ?? ''}`;

/** By subgraph, then as they stand in its SDL. */
export const inOrder = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort(
    (one, other) =>
      compared(one.subgraph, other.subgraph) ||
      (one.line ?? 0) - (other.line ?? 0) ||
      (one.column ?? 0) - (other.column ?? 0) ||
      compared(one.rule, other.rule) ||
      compared(one.coordinate ?? '', other.coordinate ?? '') ||
      compared(one.words.en, other.words.en),
  );

const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
