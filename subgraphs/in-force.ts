import {
  and,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  or,
  type Placeholder,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { prepared, type Queries } from '../db/client.js';
import { accountRoles } from '../db/tables/accounts.js';
import { grants } from '../db/tables/grants.js';
import type { GrantsInForce, Role } from './viewer.js';

/** Roles that count as soon as they are granted; each of the others is of the workflow, and a head confirms it first. */
export const UNCONFIRMED_ROLES: readonly Role[] = ['CONSUMER', 'ADMIN'];

/** Which rows of `account_roles` count on a date in Jakarta: a role of the workflow only once it is confirmed. */
export const rolesInForce = (today: string | Placeholder): SQL | undefined =>
  and(
    isNull(accountRoles.endedAt),
    or(isNull(accountRoles.fromDate), lte(accountRoles.fromDate, today)),
    or(isNull(accountRoles.toDate), gte(accountRoles.toDate, today)),
    or(inArray(accountRoles.role, [...UNCONFIRMED_ROLES]), isNotNull(accountRoles.confirmedAt)),
  );

const grantsBy = (reader: PgColumn) =>
  prepared((db) =>
    db
      .select({ datasetId: grants.datasetId, columns: grants.columns })
      .from(grants)
      .where(
        and(
          eq(reader, sql.placeholder('reader')),
          eq(grants.status, 'GRANTED'),
          gte(grants.untilDate, sql.placeholder('today')),
        ),
      )
      .prepare(`grants by ${reader.name}`),
  );
const ofKey = grantsBy(grants.keyId);
const ofAccount = grantsBy(grants.accountId);

/** What a key, or an account itself, has been granted and may still read on a date in Jakarta. */
export async function grantsOf(
  db: Queries,
  reader: { readonly keyId: string } | { readonly accountId: string },
  today: string,
): Promise<GrantsInForce> {
  const rows =
    'keyId' in reader
      ? await ofKey(db).execute({ reader: reader.keyId, today })
      : await ofAccount(db).execute({ reader: reader.accountId, today });
  const found = new Map<string, Set<string> | null>();
  for (const { datasetId, columns } of rows) {
    const before = found.get(datasetId);
    if (before === null || columns === null) found.set(datasetId, null);
    else found.set(datasetId, new Set([...(before ?? []), ...columns]));
  }
  return found;
}
