import type { Keyring } from '../keyring.js';
import { openCursor } from '../paging.js';
import { type Sight, statusOn, waitsOn } from './rules.js';
import type { GrantRow, Place } from './store.js';
import type { AccessRequest } from './types.js';

/** A request as far as the viewer may read it. */
export function shown(row: GrantRow, sight: Sight, today: string): AccessRequest {
  const { reader, requestedAt, decidedAt, endedAt } = row;
  const whole = sight === 'WHOLE';
  return {
    id: row.id,
    dataset: row.dataset,
    producer: { slug: row.agency },
    columns: row.columns,
    reader: {
      kind: reader.kind,
      name: reader.name,
      key: reader.kind === 'KEY' ? reader.id : null,
      agency: reader.agency === null ? null : { slug: reader.agency },
    },
    purpose: whole ? row.purpose : null,
    until: row.until,
    status: statusOn(row, today),
    waitsOn: waitsOn(row, today),
    requestedBy: row.requestedByName,
    requestedAt: requestedAt.toISOString(),
    decidedBy: row.decidedBy,
    decidedAs: row.decidedAs,
    decidedAt: decidedAt?.toISOString() ?? null,
    reason: whole ? row.reason : null,
    endedBy: row.endedBy,
    endedAt: endedAt?.toISOString() ?? null,
    endReason: whole ? row.endReason : null,
  };
}

const SCOPE = 'access requests';

export const placeText = (keyring: Keyring, { requestedAt, id }: GrantRow): string =>
  keyring.seal([SCOPE, requestedAt.toISOString(), id]);

/** Where a page goes on; null at the beginning. Throws BAD_CURSOR. */
export function placeOf(keyring: Keyring, after: string | null | undefined): Place | null {
  const opened = openCursor(keyring, SCOPE, after);
  if (!opened) return null;
  const [at, id] = opened as [string, string];
  return { at: new Date(at), id };
}
