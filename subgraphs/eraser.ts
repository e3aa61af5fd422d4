import { aliasedTable, eq } from 'drizzle-orm';
import type { Drizzle, Queries } from '../db/client.js';
import { accounts } from '../db/tables/accounts.js';
import { erasures } from '../db/tables/audit.js';
import { datasets } from '../db/tables/cases.js';
import { type HubError, refusal } from '../schema/errors.js';
import { datasetNames } from '../schema/names.js';
import { jakartaDate } from './calendar.js';
import type { Official } from './viewer.js';

export const ERASED_KINDS = [
  'RELEASE',
  'COLUMN',
  'FILE',
  'REPORT',
  'IMPORT',
  'MAPPING',
  'PULL',
  'ARCHIVE',
  'DOCUMENT',
] as const;

/** Something that was erased, and what is left of it. */
export interface ErasedThing {
  readonly kind: (typeof ERASED_KINDS)[number];
  /** A release's number, a file's name, a case's number and the archive's attempt. */
  readonly name: string;
  /** Null of what is no file. */
  readonly bytes: number | null;
  /** SHA-256, hex, of the file; of a release that of its source file. */
  readonly sha256: string | null;
}

/** A release by its number, or a column of all releases. */
export type ErasedTarget =
  | { readonly release: number; readonly column: null }
  | { readonly release: null; readonly column: string };

/** An erasure that both have signed. */
export interface Erasing {
  readonly id: string;
  readonly dataset: {
    readonly id: string;
    readonly agency: string;
    readonly caseId: string;
    readonly field: string;
  };
  readonly target: ErasedTarget;
  readonly reason: string;
  readonly proposedBy: string;
  /** Signs as DIVISION_HEAD. */
  readonly signer: Official;
  readonly now: Date;
}

/**
 * Erases what one area of the store holds of a release or a column, in the transaction of the erasure: areas write
 * their own tables alone, and all of them have to be done or none. `done` is what those before it have erased.
 */
export type Eraser = (
  tx: Queries,
  erasing: Erasing,
  done: readonly ErasedThing[],
) => Promise<readonly ErasedThing[]>;

/** The refusal of what was erased: by whom, and when. */
export async function erasedRefusal(
  db: Queries | Drizzle,
  erasureId: string,
  what: string,
): Promise<HubError> {
  const signer = aliasedTable(accounts, 'signer');
  const [row] = await db
    .select({ erasure: erasures, proposer: accounts.name, signer: signer.name, dataset: datasets })
    .from(erasures)
    .innerJoin(datasets, eq(datasets.id, erasures.datasetId))
    .innerJoin(accounts, eq(accounts.id, erasures.proposedBy))
    .innerJoin(signer, eq(signer.id, erasures.signedBy))
    .where(eq(erasures.id, erasureId));
  if (!row?.erasure.signedAt) throw new Error(`${what} was erased, and its erasure is not there`);
  const { field } = datasetNames(row.dataset.agency, row.dataset.name);
  const on = jakartaDate(row.erasure.signedAt);
  return refusal(
    'ERASED',
    { what, dataset: field, proposer: row.proposer, signer: row.signer, on },
    { facts: { erasure: erasureId } },
  );
}
