import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { type Drizzle, openDatabase } from '../db/client.js';
import { startEmbedded } from '../db/embedded.js';
import { readConfig } from '../gateway/config.js';
import { HubError } from '../schema/errors.js';
import { isAgencySlug } from '../schema/names.js';
import { type Code, openAccount, recover } from '../subgraphs/identity/accounts/installation.js';
import { storeAgency } from '../subgraphs/identity/accounts/store.js';
import { readName, readProfile, usernameProblem } from '../subgraphs/identity/accounts/texts.js';
import { createServiceKey } from '../subgraphs/identity/keys/store.js';
import { ROLES, type Role } from '../subgraphs/viewer.js';

// `npm run account`: an operator with the shell registers an agency, an official, or a service key, or helps somebody who
// has lost a password; one a call. Officials are given a one-time code: only they know their passwords.
const USAGE = `Pemakaian / usage:
  npm run account -- agency  --slug dinkes --name "Dinas Kesehatan"
  npm run account -- official --user nama --name "Nama Lengkap" --role PRODUCER [--agency dinkes]
      [--position "Kepala Bidang"] [--nip 198001012005011001] [--email nama@instansi.go.id]
  npm run account -- link --user nama
  npm run account -- key --name "Dasbor" [--agency dinkes] [--scope read] [--scope publish]
official dan link mencetak kode sekali pakai / print a one-time code: npm run satugraf -- password
Peran SOP menunggu pengukuhan kepala, bila sudah ada / roles of the SOP wait for a head to confirm them, where there is one.
Peran / roles: ${ROLES.join(' ')}
Hub dengan basis data bawaan harus berhenti dahulu / a hub with the embedded database must be stopped first.`;

class Usage extends Error {}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    slug: { type: 'string' },
    name: { type: 'string' },
    user: { type: 'string' },
    role: { type: 'string', multiple: true },
    agency: { type: 'string' },
    position: { type: 'string' },
    nip: { type: 'string' },
    email: { type: 'string' },
    scope: { type: 'string', multiple: true },
  },
});

async function main(): Promise<void> {
  const config = readConfig();
  const embedded = config.databaseUrl === null ? await startEmbedded({ dataDir: config.dataDir }) : null;
  try {
    await using database = openDatabase(config.databaseUrl ?? embedded?.url ?? '', {
      max: 1,
      name: 'account',
    });
    await register(database.db);
  } finally {
    await embedded?.[Symbol.asyncDispose]();
  }
}

async function register(db: Drizzle): Promise<void> {
  const { slug, name, user, role: roles = [], agency = null, scope = ['read'] } = values;
  const { position, nip, email } = values;
  switch (positionals[0]) {
    case 'agency': {
      if (!slug || !isAgencySlug(slug) || !name) throw new Usage();
      await storeAgency(db, slug, readName(name));
      console.log(`${slug}: ${name}`);
      return;
    }
    case 'official': {
      if (!user || !name || roles.length === 0 || !roles.every(isRole)) throw new Usage();
      if (position?.trim() === '') throw new Usage();
      const problem = usernameProblem(user);
      if (problem) throw problem;
      const profile = { ...readProfile({ name, position, nip, email }), username: user, agency };
      printCode(await openAccount(db, profile, roles, new Date()));
      return;
    }
    case 'link': {
      if (!user) throw new Usage();
      printCode(await recover(db, user, new Date()));
      return;
    }
    case 'key': {
      if (!name) throw new Usage();
      const { key } = await createServiceKey(db, { name, agency, scopes: scope });
      console.log(key);
      return;
    }
    default:
      throw new Usage();
  }
}

const printCode = ({ username, code, expiresAt }: Code): void =>
  console.log(`${username} ${code} ${expiresAt.toISOString()}`);

const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role);

try {
  await main();
} catch (error) {
  if (error instanceof Usage) console.error(USAGE);
  else if (error instanceof HubError)
    console.error(
      [
        error.words.id,
        error.words.en,
        `[${error.code}]`,
        ...(error.code === 'BAD_USER_INPUT' ? ['', USAGE] : []),
      ].join('\n'),
    );
  else {
    const { cause } = error as Error;
    console.error(cause instanceof Error ? cause.message : String(error));
  }
  process.exitCode = 1;
}
