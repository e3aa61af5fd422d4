import type { DocumentKind } from '../procedure.js';

/** The documents of the procedure that the hub prints; the others are handed in by people. */
export const OFFICIAL_KINDS = [
  'DISPOSITION',
  'INTEGRATION_SPECIFICATION',
  'REQUIREMENTS',
  'INTEGRATION_RESULT',
  'INTEGRATION_REPORT',
  'ACCEPTANCE_RECORD',
  'FINAL_REPORT',
] as const satisfies readonly DocumentKind[];
export type OfficialKind = (typeof OFFICIAL_KINDS)[number];

/** A column as the document shows it; codes (`AGREED`, `OPEN`, `TEXT`) are printed in Indonesian. */
export interface OfficialColumn {
  readonly name: string;
  readonly label: string;
  readonly title: string;
  readonly description: string;
  /** Konsep, klasifikasi and ukuran in words; empty where none is given. */
  readonly attributes: string;
  readonly type: string;
  readonly unit: string | null;
  readonly accessClass: string;
  readonly key: boolean;
  /** Shared entity whose key the column holds: `Region`. */
  readonly reference: string | null;
  /** Of KBLI codes: their edition. */
  readonly edition?: string;
  readonly status: string | null;
  readonly verdict: string | null;
  readonly reason: string | null;
}

export interface Signer {
  readonly position: string;
  readonly name: string;
  readonly nip?: string;
}

export interface OfficialEvent {
  /** YYYY-MM-DD, or an ISO 8601 instant, which is printed in WIB. */
  readonly date: string;
  /** Number of the step, 1 to 9. */
  readonly step: number;
  readonly action: string;
  readonly actor: string;
}

/**
 * Everything that a document says. An empty list is left out, a given one printed, whatever the kind; label, type,
 * unit, key and definition of a column only in INTEGRATION_SPECIFICATION and REQUIREMENTS.
 */
export interface OfficialFacts {
  readonly number: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly caseNumber: string;
  /** Number of the SOP under which the case runs. */
  readonly procedure: string;
  readonly caseTitle: string;
  readonly purpose: string;
  readonly agency: { readonly slug: string; readonly name: string };
  readonly dataset: { readonly field: string; readonly title: string; readonly description: string } | null;
  readonly columns: readonly OfficialColumn[];
  /** Free text of the official: the body of the disposition, report or record. */
  readonly remarks: string;
  readonly signers: readonly Signer[];
  /** Check, load and health results, account, versions. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly events: readonly OfficialEvent[];
}
