import { type Finding as Judged, SEVERITIES } from '../../../schema/check/verdict.js';
import { both } from '../importing/file-import.js';
import type { Terminal } from '../terminal.js';
import type { Source } from './sources.js';

/** A finding, from the hub or from the same check on this machine. */
export type Finding = Pick<
  Judged,
  'rule' | 'severity' | 'subgraph' | 'coordinate' | 'words' | 'next' | 'line' | 'column' | 'affected'
> & { readonly accepted?: { readonly reason: string; readonly signer: string } | null };

export interface Checked {
  readonly outcome: 'REFUSED' | 'REVIEW' | 'PASSED';
  readonly findings: readonly Finding[];
}

export const FINDING = `{
  rule severity subgraph coordinate words { id en } next line column
  affected { client versions operation count owner } accepted { reason signer }
}`;

const OUTCOMES = {
  REFUSED: { id: 'DITOLAK: perbaiki yang ERROR', en: 'REFUSED: mend what is ERROR' },
  REVIEW: { id: 'PERLU TINJAUAN tim teknis', en: 'NEEDS REVIEW by the technical team' },
  PASSED: { id: 'LOLOS', en: 'PASSED' },
} as const;

/** Each finding with its place, what to do and whom it hits; then how many of which severity, and the verdict. */
export function showChecked({ outcome, findings }: Checked, sources: readonly Source[], terminal: Terminal) {
  showFindings(findings, sources, terminal);
  const told = SEVERITIES.map(
    (one) => [findings.filter(({ severity }) => severity === one).length, one] as const,
  )
    .filter(([count]) => count > 0)
    .map((part) => part.join(' '))
    .join(', ');
  terminal.line(`${both(OUTCOMES[outcome])}${told && ` (${told})`}`);
}

export function showFindings(findings: readonly Finding[], sources: readonly Source[], terminal: Terminal) {
  const rank = ({ severity }: Finding) => SEVERITIES.indexOf(severity);
  for (const finding of findings.toSorted((one, other) => rank(one) - rank(other))) {
    const { rule, severity, coordinate, words, next, affected, accepted } = finding;
    const head = [placeOf(finding, sources), severity, rule, coordinate ?? ''].filter(Boolean);
    terminal.line(head.join('  '));
    terminal.line(`    ${both(words)}`);
    for (const { client, versions, operation, count, owner } of affected) {
      const who = `${[client, versions.join(', ')].filter(Boolean).join(' ')}${owner ? ` (${owner})` : ''}`;
      terminal.line(`    terdampak / affected: ${who}, ${operation}, ${count}×`);
    }
    if (accepted) terminal.line(`    diterima / accepted: ${accepted.signer}: ${accepted.reason}`);
    else terminal.line(`    berikutnya / next: ${next}`);
  }
}

/** `schema.graphql:12:3`, as editors and CI take it; the subgraph where it is about no line of a file. */
function placeOf({ subgraph, line, column }: Finding, sources: readonly Source[]): string {
  const file = sources.find(({ name }) => name === subgraph)?.file ?? subgraph;
  return [file, line, line === null ? null : column].filter((part) => part !== null).join(':');
}

/** 1 for what is refused, and, where one is strict, for what has to wait for people. */
export const exitOfOutcome = (outcome: string, strict: boolean | undefined): 0 | 1 =>
  outcome === 'REFUSED' || (strict && (outcome === 'REVIEW' || outcome === 'WAITING')) ? 1 : 0;
