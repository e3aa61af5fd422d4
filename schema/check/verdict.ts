import type { NextActor, Words } from '../errors.js';

/**
 * `ERROR` refuses a publish; `BREAKING` and `FOREIGN` (it touches another agency's types) make it wait for the
 * technical team; the others are to be read.
 */
export const SEVERITIES = ['ERROR', 'BREAKING', 'FOREIGN', 'DANGEROUS', 'WARNING', 'INFO'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Who would notice a change: operations that were seen lately. */
export interface Affected {
  readonly client: string;
  /** What it called its versions. */
  readonly versions: readonly string[];
  /** Name of the operation; its hash where it has none. */
  readonly operation: string;
  readonly count: number;
  /** Name of the key or official that sent it, with its agency. */
  readonly owner: string | null;
}

export interface Finding {
  /** Kebab-case, as `schema/README.md` lists them. */
  readonly rule: string;
  readonly severity: Severity;
  readonly subgraph: string;
  /** `Type`, `Type.field`, `Type.field(argument:)`, `Enum.VALUE`, `@directive`; null of the whole. */
  readonly coordinate: string | null;
  /** What is wrong and what to do about it, for somebody who is no specialist. */
  readonly words: Words;
  readonly next: NextActor;
  /** Where in the proposed SDL, from 1; null where it is about what is not in it any more. */
  readonly line: number | null;
  readonly column: number | null;
  readonly affected: readonly Affected[];
  /** Reason and signer, where the technical team has accepted it: it then counts as `INFO`. */
  readonly accepted?: { readonly reason: string; readonly signer: string };
}

/** What comes of a check; the supergraph is there where everything composes. */
export type CheckVerdict =
  | { readonly kind: 'REFUSED'; readonly findings: readonly Finding[] }
  | {
      readonly kind: 'REVIEW' | 'PASSED';
      readonly findings: readonly Finding[];
      readonly supergraphSdl: string;
    };
