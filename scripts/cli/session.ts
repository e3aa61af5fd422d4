import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Session {
  /** `https://satugraf.pasuruankab.go.id`, without a slash at the end. */
  readonly url: string;
  /** A session's token or a service key; empty for an anonymous caller. */
  readonly token: string;
}

const DEFAULT_URL = 'http://127.0.0.1:4000';
const FILE = join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'satugraf', 'session.json');

/** Where the hub is and who calls it: SATUGRAF_URL and SATUGRAF_TOKEN go before what `login` has kept. */
export async function currentSession(): Promise<Session> {
  const kept = await readFile(FILE, 'utf8')
    .then((text) => JSON.parse(text) as Partial<Session>)
    .catch((): Partial<Session> => ({}));
  const url = plainUrl(process.env['SATUGRAF_URL'] || kept.url || DEFAULT_URL);
  // A token is shown to the hub that gave it, and to no other.
  const token = process.env['SATUGRAF_TOKEN'] || (url === kept.url ? kept.token : '') || '';
  return { url, token };
}

export const plainUrl = (url: string): string => url.replace(/\/+$/, '');

/** Keeps a session for the next commands, readable by its owner alone; without a token, where to sign in again. */
export async function keepSession(session: Session): Promise<void> {
  await mkdir(dirname(FILE), { recursive: true, mode: 0o700 });
  // A file that is there would keep the rights that it has.
  await rm(FILE, { force: true });
  await writeFile(FILE, JSON.stringify(session), { mode: 0o600 });
}

/** The password for `login` where none is typed: SATUGRAF_PASSWORD. */
export const givenPassword = (): string | undefined => process.env['SATUGRAF_PASSWORD'];
