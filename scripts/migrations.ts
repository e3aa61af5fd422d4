import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Says whether the migrations lag behind the tables: generating once more, into a copy, must find nothing to do.
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'db', 'migrations');

const copy = await mkdtemp(join(tmpdir(), 'satugraf-migrations-'));
try {
  await cp(FOLDER, copy, { recursive: true });
  const before = (await readdir(copy)).length;
  const run = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules', 'drizzle-kit', 'bin.cjs'),
      'generate',
      '--dialect=postgresql',
      '--schema=./db/tables/*.ts',
      '--casing=snake_case',
      `--out=${copy}`,
    ],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (run.status !== 0) {
    console.error(run.stdout, run.stderr);
    process.exitCode = 1;
  } else if ((await readdir(copy)).length !== before) {
    console.error('db/tables and db/migrations have drifted apart: run npm run db:generate -- --name <what>');
    process.exitCode = 1;
  } else console.log('db/migrations is up to date');
} finally {
  await rm(copy, { recursive: true, force: true });
}
