import { and, eq, gt, isNull, lte } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { accounts, passwordLinks } from '../../../db/tables/accounts.js';
import { linkHash, newLinkToken } from '../credentials.js';

// One-time links by which the owner of an account sets its password. The store keeps their hashes alone.

const HOUR = 3_600_000;
/** How long a link is good for: one that ADMIN sends, and a code that the installation prints. */
export const LINK_MS = 72 * HOUR;
export const CODE_MS = 7 * 24 * HOUR;

export interface Link {
  readonly token: string;
  readonly expiresAt: Date;
}

/** The path of the page on which a link is used. */
export const linkPath = (token: string): string => `/#/password/${token}`;

const unused = (accountId: string, now: Date) =>
  and(eq(passwordLinks.accountId, accountId), isNull(passwordLinks.usedAt), gt(passwordLinks.expiresAt, now));

/** No unused link of the account counts any more, of those that were made by then. */
export async function voidLinks(db: Queries, accountId: string, now: Date, madeBy = now): Promise<void> {
  await db
    .update(passwordLinks)
    .set({ expiresAt: now })
    .where(and(unused(accountId, now), lte(passwordLinks.createdAt, madeBy)));
}

/** Makes a link. */
export async function makeLink(
  db: Queries,
  link: { readonly accountId: string; readonly createdBy: string | null; readonly lasting: number },
  now: Date,
): Promise<Link> {
  const { accountId, createdBy, lasting } = link;
  const { token, tokenHash } = newLinkToken();
  const expiresAt = new Date(now.getTime() + lasting);
  await db.insert(passwordLinks).values({ tokenHash, accountId, createdBy, createdAt: now, expiresAt });
  return { token, expiresAt };
}

export interface OpenLink {
  readonly tokenHash: string;
  readonly accountId: string;
  readonly username: string;
  /** Account of who made it; null: the installation. */
  readonly createdBy: string | null;
}

/** The link that a token stands for, if it can still be used. */
export async function findLink(db: Queries, token: string, now: Date): Promise<OpenLink | undefined> {
  const tokenHash = linkHash(token);
  if (tokenHash === undefined) return undefined;
  const { accountId, createdBy, usedAt, expiresAt } = passwordLinks;
  const [row] = await db
    .select({ tokenHash: passwordLinks.tokenHash, accountId, username: accounts.username, createdBy })
    .from(passwordLinks)
    .innerJoin(accounts, eq(accounts.id, accountId))
    .where(
      and(
        eq(passwordLinks.tokenHash, tokenHash),
        isNull(usedAt),
        gt(expiresAt, now),
        isNull(accounts.disabledAt),
      ),
    );
  return row;
}

/** Uses a link up; false where somebody else has, or a newer one has been made. */
export async function spendLink(db: Queries, tokenHash: string, now: Date): Promise<boolean> {
  const used = await db
    .update(passwordLinks)
    .set({ usedAt: now })
    .where(
      and(
        eq(passwordLinks.tokenHash, tokenHash),
        isNull(passwordLinks.usedAt),
        gt(passwordLinks.expiresAt, now),
      ),
    )
    .returning({ tokenHash: passwordLinks.tokenHash });
  return used.length > 0;
}
