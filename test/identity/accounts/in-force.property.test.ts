import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../db/client.js';
import { accountRoles } from '../../../db/tables/accounts.js';
import { roleState } from '../../../subgraphs/identity/accounts/rules.js';
import { rolesInForce } from '../../../subgraphs/in-force.js';
import { ROLES } from '../../../subgraphs/viewer.js';
import { createDatabase } from '../../support/hub.js';
import { runs } from '../../support/runs.js';

let database: Awaited<ReturnType<typeof createDatabase>>;
beforeAll(async () => {
  database = await createDatabase('empty');
});
afterAll(() => database.drop());

const day = fc.integer({ min: 1, max: 5 }).map((of) => `2026-03-0${of}`);
const instant = fc.constant(new Date('2026-03-01T00:00:00Z'));
const held = fc.record({
  role: fc.constantFrom(...ROLES),
  from: fc.option(day),
  to: fc.option(day),
  confirmedAt: fc.option(instant),
  endedAt: fc.option(instant, { freq: 3 }),
});

test('what an account shows to be in force is what the store lets count, on each day', async () => {
  await using db = openDatabase(database.url, { max: 1, name: 'test' });
  const [account] = await db.sql<{ id: string }[]>`
    insert into accounts (username, name) values ('siti', 'Siti') returning id`;
  await fc.assert(
    fc.asyncProperty(held, day, async (one, today) => {
      const state = roleState({ ...one, grantedById: null }, today);
      await db.db.delete(accountRoles);
      const { from: fromDate, to: toDate, ...rest } = one;
      await db.db.insert(accountRoles).values({ accountId: account?.id ?? '', fromDate, toDate, ...rest });
      const counting = await db.db.select().from(accountRoles).where(rolesInForce(today));
      expect([state, counting.length]).toEqual([state, state === 'IN_FORCE' ? 1 : 0]);
      // And no role of the workflow does without a head.
      if (one.role !== 'ADMIN' && one.role !== 'CONSUMER' && one.confirmedAt === null)
        expect(state).not.toBe('IN_FORCE');
    }),
    { numRuns: runs(300, 5000) },
  );
});
