import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Queries } from '../../db/client.js';
import { settings } from '../../db/tables/settings.js';
import type { CountedUses } from './uses.js';

const KEY = 'registry';

/** How the registry judges and reviews. */
export const REGISTRY_SETTINGS = z.object({
  /** Reviewers who have to approve a change that waits. */
  approvals: z.int().min(1).max(5).default(1),
  /** Operations that were seen within so many days count as used. */
  usageDays: z.int().min(1).max(180).default(30),
  /** Less often than this, an operation does not count. */
  usageMinimum: z.int().min(1).max(1_000_000).default(1),
  /** Clients whose operations do not count. */
  excludedClients: z.array(z.string().min(1).max(100)).max(100).default([]),
  /** Days between deprecation and removal. */
  graceDays: z.int().min(0).max(730).default(30),
  /** Proposals that an agency may have open at once. */
  openProposals: z.int().min(1).max(100).default(10),
});
export type RegistrySettings = z.infer<typeof REGISTRY_SETTINGS>;

const DAY_MS = 86_400_000;

/** Which uses count as use. */
export const countedUses = (
  { usageDays, usageMinimum, excludedClients }: RegistrySettings,
  now: Date,
): CountedUses => ({
  since: new Date(now.getTime() - usageDays * DAY_MS),
  minimum: usageMinimum,
  excludedClients,
});

export async function readSettings(queries: Queries): Promise<RegistrySettings> {
  const [row] = await queries.select().from(settings).where(eq(settings.key, KEY));
  return REGISTRY_SETTINGS.parse(row ? JSON.parse(row.value) : {});
}

export async function writeSettings(queries: Queries, changed: RegistrySettings): Promise<void> {
  const value = JSON.stringify(changed);
  await queries
    .insert(settings)
    .values({ key: KEY, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}
