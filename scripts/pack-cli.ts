import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

// Packs the command line alone for producers: `npm run pack:cli [-- FOLDER]`, then there `npm install -g satugraf-cli-….tgz`.
// Its sources go in as they are, with tsx to read them; the hub itself, its database and its explorer stay out.
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ENTRIES = ['scripts/cli/satugraf.mjs', 'scripts/cli/main.ts'];
/** What is read at run time, and what npm wants to find. */
const BESIDES = ['schema/subgraphs', 'tsconfig.json', 'LICENSE'];

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

const { files, packages } = await reached(ENTRIES);
const { version, license, engines, dependencies }: Manifest = JSON.parse(
  await readFile(join(ROOT, 'package.json'), 'utf8'),
);
const manifest = {
  name: 'satugraf-cli',
  version,
  description: 'The command line of SatuGraf, for producers',
  license,
  type: 'module',
  bin: { satugraf: ENTRIES[0] },
  engines,
  dependencies: Object.fromEntries([...packages].sort().map((name) => [name, dependencies[name]])),
};
const missing = [...packages].filter((name) => dependencies[name] === undefined);
if (missing.length > 0) throw new Error(`no dependency of the hub: ${missing.join(', ')}`);

const folder = await mkdtemp(join(tmpdir(), 'satugraf-pack-'));
try {
  for (const path of [...files, ...BESIDES]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(ROOT, path), join(folder, path), { recursive: true });
  }
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const [destination = process.cwd()] = process.argv.slice(2);
  const { stdout } = await promisify(execFile)('npm', ['pack', '--pack-destination', destination], {
    cwd: folder,
  });
  console.log(join(destination, stdout.trim()));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Files of ours that these run with, and the packages that those import. */
async function reached(entries: readonly string[]) {
  const files = new Set<string>();
  const packages = new Set<string>();
  const queue = [...entries];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (files.has(path)) continue;
    files.add(path);
    for (const specifier of importsIn(await readFile(join(ROOT, path), 'utf8')))
      if (specifier.startsWith('.'))
        queue.push(posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts'));
      else if (!specifier.startsWith('node:')) packages.add(packageOf(specifier));
  }
  return { files, packages };
}

/** What is imported at run time; types alone are not. */
function importsIn(text: string): string[] {
  const imports =
    /^(?:import|export)\b(?! type\b)[^;']*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;
  return [...text.matchAll(imports)].map(([, ...found]) => found.find((one) => one !== undefined) as string);
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
