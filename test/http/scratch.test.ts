import postgres from 'postgres';
import { test } from 'vitest';
import { createHub } from '../../gateway/hub.js';
import { testConfig } from '../support/config.js';
import { createDatabase } from '../support/hub.js';
test('boot', async () => {
  const d = await createDatabase('demo');
  const sql = postgres(d.url, { max: 1 });
  await sql`insert into supergraphs (sdl, hash, members) select 'not a schema', 'x', members from supergraphs order by id desc limit 1`;
  await createHub(testConfig(d.url), d.url).then(async (h) => { console.log('BOOTED', h.parts.graph.servedId); await h[Symbol.asyncDispose](); }, (e) => console.log('BOOTFAIL', String(e).slice(0, 200), e.code));
  await sql.end(); await d.drop();
});
