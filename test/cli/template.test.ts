import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { serverTest } from '../support/servers.js';
import { ended, programIn, urlOf } from './running.js';

const TEMPLATE = fileURLToPath(new URL('../../scripts/template/', import.meta.url));

for (const kind of ['POSTGRESQL', 'MYSQL'] as const)
  serverTest(kind, `the template’s own tests pass on ${kind}`, async (database) => {
    const statements = (await readFile(`${TEMPLATE}contoh.sql`, 'utf8'))
      .split(';')
      .filter((one) => one.trim());
    await database.run(...statements);
    const ran = await ended(
      programIn(TEMPLATE, ['--import', 'tsx', '--test', 'test/subgraph.test.ts'], {
        DATABASE_URL: urlOf(database),
      }),
    );
    expect(`${ran.out}${ran.err}`).toMatch(/pass 5\b[\s\S]*fail 0\b/);
    expect(ran.code).toBe(0);
  });
