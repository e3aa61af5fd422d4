import type { Command } from './command.js';
import { check } from './commands/check.js';
import { connections } from './commands/connections.js';
import { diff } from './commands/diff.js';
import { exportCommand } from './commands/export.js';
import { fetchCommand } from './commands/fetch.js';
import { importCommand } from './commands/import.js';
import { load } from './commands/load.js';
import { login } from './commands/login.js';
import { logout } from './commands/logout.js';
import { password } from './commands/password.js';
import { proposals } from './commands/proposals.js';
import { propose } from './commands/propose.js';
import { publish } from './commands/publish.js';
import { pull } from './commands/pull.js';
import { releases } from './commands/releases.js';
import { restore } from './commands/restore.js';
import { signingKey } from './commands/signing-key.js';
import { status } from './commands/status.js';
import { tables } from './commands/tables.js';
import { template } from './commands/template.js';
import { trust } from './commands/trust.js';
import { upload } from './commands/upload.js';
import { whoami } from './commands/whoami.js';
import { Failure, UsageFailure } from './failure.js';
import { Terminal } from './terminal.js';

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['login', login],
  ['logout', logout],
  ['password', password],
  ['whoami', whoami],
  ['import', importCommand],
  ['load', load],
  ['releases', releases],
  ['restore', restore],
  ['export', exportCommand],
  ['template', template],
  ['tables', tables],
  ['propose', propose],
  ['connections', connections],
  ['pull', pull],
  ['upload', upload],
  ['status', status],
  ['check', check],
  ['publish', publish],
  ['diff', diff],
  ['fetch', fetchCommand],
  ['proposals', proposals],
  ['signing-key', signingKey],
  ['trust', trust],
]);

/** What every command understands. */
const GLOBAL: ReadonlySet<string> = new Set(['--json', '--help', '-h']);

/** Runs one command. Gives the exit code: 0 for a good verdict, 1 for a bad one, 2 where it could not run. */
async function main(args: readonly string[]): Promise<number> {
  const terminal = new Terminal(args.includes('--json'));
  const [name = '', ...rest] = args.filter((arg) => !GLOBAL.has(arg));
  const command = COMMANDS.get(name);
  if (name === 'help') return help(rest[0]);
  if (args.includes('--help') || args.includes('-h')) return help(name);
  try {
    if (!command) throw new UsageFailure(name === '' ? 'Perintah apa? / which command?' : `${name}?`);
    const { exit, value } = await command.start(rest, terminal);
    if (terminal.json) print(value);
    return exit;
  } catch (error) {
    if (!(error instanceof Failure)) {
      console.error(error);
      return 2;
    }
    const usage = command ? usageOf(name, command) : 'satugraf help';
    console.error(error instanceof UsageFailure ? `${error.message}\n${usage}` : error.message);
    const errors = error.errors.length > 0 ? error.errors : [{ message: error.message }];
    if (terminal.json) print({ errors });
    return error.exit;
  }
}

const print = (value: unknown): void => console.log(JSON.stringify(value));

const usageOf = (name: string, { usage }: Command): string => `satugraf ${name} ${usage}`.trimEnd();

function help(name: string | undefined): number {
  const command = name ? COMMANDS.get(name) : undefined;
  if (name && !command) {
    console.error(`${name}?\nsatugraf help`);
    return 2;
  }
  if (name && command) {
    const { about, more = [] } = command;
    console.log(
      [usageOf(name, command), `  ${about.id} / ${about.en}`, ...more.map((line) => `  ${line}`)].join('\n'),
    );
    return 0;
  }
  const lines = [...COMMANDS].map(([one, { about }]) => `  ${one.padEnd(12)} ${about.id} / ${about.en}`);
  console.log(
    [
      'satugraf COMMAND … [--json]',
      ...lines,
      '',
      'satugraf help COMMAND',
      'SATUGRAF_URL, SATUGRAF_TOKEN: hub dan sesi atau kunci / the hub, and a session or key',
      'Kode keluar / exit codes: 0 baik/good, 1 tidak baik/bad, 2 tidak dapat dijalankan/could not run',
    ].join('\n'),
  );
  return 0;
}

// Who reads may have read enough: `satugraf releases … | head`.
process.stdout.on('error', () => process.exit());
process.exitCode = await main(process.argv.slice(2));
