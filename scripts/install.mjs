// Run by npm before `start` and `test`: checks Node, installs the packages where package-lock.json has changed, and with
// --build builds the hub, the console and the query explorer where their sources have. `--stamp`, for a postinstall, only
// records that the packages are in place. Plain old JavaScript on purpose: an outdated Node must get as far as the sentence below.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_AT_LEAST = [20, 19];

const LOCK = join(ROOT, 'package-lock.json');
const PACKAGES = join(ROOT, 'node_modules');
const PACKAGES_STAMP = join(PACKAGES, '.satugraf-install');

/** What the hub consists of, as tsconfig.build.json names it. */
const HUB = ['gateway', 'subgraphs', 'schema', 'db', 'scripts'].map((room) => join(ROOT, room));
const BUILT = join(ROOT, 'dist');

const CONSOLE = join(ROOT, 'gateway', 'console');
const PAGES = [
  { folder: 'app', reads: ['app'], id: 'konsol', en: 'console' },
  { folder: 'explorer', reads: ['explorer', 'app'], id: 'penjelajah kueri', en: 'query explorer' },
];

checkNode();
if (process.argv.includes('--stamp')) {
  writeFileSync(PACKAGES_STAMP, hashOf([LOCK]));
} else {
  installPackages();
  if (process.argv.includes('--build')) {
    buildHub();
    for (const page of PAGES) buildPage(page);
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_AT_LEAST[0] || (major === NODE_AT_LEAST[0] && minor >= NODE_AT_LEAST[1])) return;
  const wanted = NODE_AT_LEAST.join('.');
  stop(
    `SatuGraf memerlukan Node.js ${wanted} atau lebih baru; yang terpasang ${process.versions.node}.`,
    `SatuGraf needs Node.js ${wanted} or newer; this is ${process.versions.node}.`,
    1,
  );
}

function installPackages() {
  if (!existsSync(LOCK)) {
    stop(
      'package-lock.json tidak ada; jalankan dari salinan SatuGraf yang utuh.',
      'There is no package-lock.json; run this from a whole copy of SatuGraf.',
      1,
    );
  }
  const wanted = hashOf([LOCK]);
  if (read(PACKAGES_STAMP) === wanted) return;
  say('Memasang paket npm…', 'Installing the npm packages…');
  // Inside an npm script npm names itself; it may not be on the PATH, and on Windows it is no program.
  const cli = process.env.npm_execpath;
  const npm =
    cli && basename(cli) === 'npm-cli.js'
      ? [process.execPath, cli]
      : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const failed = run(npm.concat('ci', '--no-audit', '--no-fund', '--loglevel=error'));
  if (failed !== 0) {
    stop(
      'Paket npm gagal dipasang; pesan npm di atas menyebutkan sebabnya, sering kali sambungan ke registry.',
      'The npm packages could not be installed; npm says why above, often the connection to the registry.',
      failed,
    );
  }
  writeFileSync(PACKAGES_STAMP, wanted);
}

/** A loader that compiles while the hub runs would cost it 45 MB for as long as it does. */
function buildHub() {
  const stamp = join(BUILT, '.stamp');
  const configs = ['tsconfig.json', 'tsconfig.build.json'].map((name) => join(ROOT, name));
  const sources = HUB.flatMap(filesIn).filter((path) => path.endsWith('.ts') && !path.startsWith(CONSOLE));
  const wanted = hashOf(sources.concat(configs, LOCK));
  if (read(stamp) === wanted) return;
  say('Membangun hub…', 'Building the hub…');
  const tsc = join(PACKAGES, 'typescript', 'bin', 'tsc');
  const failed = run([process.execPath, tsc, '--project', configs[1]]);
  if (failed !== 0) {
    stop(
      'Gagal membangun hub; pesan di atas menyebutkan sebabnya.',
      'The hub could not be built; the message above says why.',
      failed,
    );
  }
  writeFileSync(stamp, wanted);
}

function buildPage({ folder, reads, id, en }) {
  const sources = join(CONSOLE, folder);
  const built = join(CONSOLE, 'dist', folder);
  const stamp = join(built, '.stamp');
  const config = join(sources, 'vite.config.ts');
  const wanted = existsSync(config)
    ? hashOf(reads.flatMap((one) => filesIn(join(CONSOLE, one))).concat(join(CONSOLE, 'vite.ts'), LOCK))
    : '';
  if (wanted && existsSync(join(built, 'index.html')) && read(stamp) === wanted) return;
  say(`Membangun ${id}…`, `Building the ${en}…`);
  const vite = join(PACKAGES, 'vite', 'bin', 'vite.js');
  const failed = run([process.execPath, vite, 'build', '--config', config, '--logLevel', 'warn']);
  if (failed !== 0 || !existsSync(join(built, 'index.html'))) {
    stop(
      `Gagal membangun ${id}; pesan di atas menyebutkan sebabnya.`,
      `The ${en} could not be built; the message above says why.`,
      failed || 1,
    );
  }
  writeFileSync(stamp, wanted);
}

/** One sha256 over names and contents, in hex. */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${file.slice(ROOT.length).replace(/\\/g, '/')}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** Every file of ours below `directory`, in an order that does not depend on the file system. */
function filesIn(directory) {
  const files = [];
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.name === 'node_modules') continue;
    if (entry.isDirectory()) files.push(...filesIn(path));
    else files.push(path);
  }
  return files.sort();
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Runs a program in the project's directory; returns its exit code, 130 where Ctrl-C ended it. */
function run([program, ...args]) {
  const shell = program.endsWith('.cmd');
  const result = spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', shell });
  if (result.error) console.error(String(result.error));
  if (result.signal === 'SIGINT') return 130;
  return result.status === null ? 1 : result.status;
}

function say(id, en) {
  console.error(`${id} / ${en}`);
}

function stop(id, en, code) {
  console.error(`${id}\n${en}`);
  process.exit(code);
}
