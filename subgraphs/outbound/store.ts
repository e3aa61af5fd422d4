import { asc, eq } from 'drizzle-orm';
import type { Queries } from '../../db/client.js';
import { accounts } from '../../db/tables/accounts.js';
import { allowedAddresses } from '../../db/tables/connections.js';
import { type Place, placeText, readPlace } from './address.js';
import type { Allowed } from './rules.js';

/** ADMIN's allow-list as the rules read it. */
export async function readAllowed(db: Queries): Promise<Allowed[]> {
  const rows = await db
    .select({ address: allowedAddresses.address, port: allowedAddresses.port })
    .from(allowedAddresses);
  return rows.flatMap(({ address, port }) => {
    const place = readPlace(address);
    return place ? [{ place, port }] : [];
  });
}

export interface AllowedRow {
  readonly id: string;
  readonly address: string;
  readonly port: number;
  readonly reason: string;
  readonly allowedBy: string;
  readonly allowedAt: Date;
}

export const listAllowed = (db: Queries): Promise<AllowedRow[]> =>
  db
    .select({
      id: allowedAddresses.id,
      address: allowedAddresses.address,
      port: allowedAddresses.port,
      reason: allowedAddresses.reason,
      allowedBy: accounts.name,
      allowedAt: allowedAddresses.allowedAt,
    })
    .from(allowedAddresses)
    .innerJoin(accounts, eq(accounts.id, allowedAddresses.allowedBy))
    .orderBy(asc(allowedAddresses.address), asc(allowedAddresses.port));

/** Allows a place; one that is allowed already gets the new reason. */
export async function allow(
  db: Queries,
  place: Place,
  port: number,
  by: { readonly reason: string; readonly allowedBy: string; readonly allowedAt: Date },
): Promise<string> {
  const [row] = await db
    .insert(allowedAddresses)
    .values({ address: placeText(place), port, ...by })
    .onConflictDoUpdate({ target: [allowedAddresses.address, allowedAddresses.port], set: by })
    .returning({ id: allowedAddresses.id });
  if (!row) throw new Error('the address was not stored');
  return row.id;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether there was such an entry. */
export async function disallow(db: Queries, id: string): Promise<boolean> {
  if (!UUID.test(id)) return false;
  const rows = await db
    .delete(allowedAddresses)
    .where(eq(allowedAddresses.id, id))
    .returning({ id: allowedAddresses.id });
  return rows.length > 0;
}
