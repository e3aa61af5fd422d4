import postgres from 'postgres';
import { expect, test } from 'vitest';
import { createHub } from '../../gateway/hub.js';
import { auditChain } from '../../subgraphs/workflow/evidence/audit.js';
import { testConfig } from '../support/config.js';
import { createDatabase } from '../support/hub.js';

test('a hub that comes to cases without chain and clocks links their events and starts their clocks', async () => {
  const database = await createDatabase('demo');
  try {
    const sql = postgres(database.url, { max: 1 });
    await sql`update case_events set previous_hash = null, hash = null`;
    await sql`delete from case_steps`;
    const open = await sql`select id, step, updated_at from cases where status = 'OPEN' order by number`;
    expect(open.length).toBeGreaterThan(0);
    {
      await using hub = await createHub(testConfig(database.url), database.url);
      const verdict = await auditChain(hub.parts.writes.db, null);
      const [counted] = await sql`select count(*)::int as events from case_events`;
      expect(verdict).toMatchObject({ ok: true, events: counted?.['events'] });
      const clocks = await sql`
        select s.case_id as id, s.step, s.opened_at as updated_at, s.due_on from case_steps s
        join cases c on c.id = s.case_id order by c.number`;
      expect(clocks.map(({ due_on: _, ...clock }) => clock)).toEqual(open.map((row) => ({ ...row })));
      expect(clocks.every(({ due_on }) => due_on !== null)).toBe(true);
    }
    // Once is enough: a second start finds nothing to do.
    const before = await sql`select * from case_steps order by case_id`;
    await using _again = await createHub(testConfig(database.url), database.url);
    expect(await sql`select * from case_steps order by case_id`).toEqual(before);
    await sql.end();
  } finally {
    await database.drop();
  }
});
