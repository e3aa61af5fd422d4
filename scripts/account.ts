import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { openDatabase } from '../db/client.js';
import { startEmbedded } from '../db/embedded.js';
import { agencies } from '../db/tables/agencies.js';
import { readConfig } from '../gateway/config.js';
import { HubError } from '../schema/errors.js';
import { isAgencySlug } from '../schema/names.js';
import { randomPassword } from '../subgraphs/identity/credentials.js';
import { createAccount, createServiceKey } from '../subgraphs/identity/store.js';
import { ROLES, type Role } from '../subgraphs/viewer.js';

// `npm run account`: an operator with the shell registers an agency, an official, or a service key, one a call.
const USAGE = `Pemakaian / usage:
  npm run account -- agency  --slug dinkes --name "Dinas Kesehatan"
  npm run account -- official --user nama --name "Nama Lengkap" --role PRODUCER [--agency dinkes]
      [--position "Kepala Bidang"] [--nip 198001012005011001] [--email nama@instansi.go.id]
  npm run account -- key --name "Dasbor" [--agency dinkes] [--scope read] [--scope publish]
Peran / roles: ${ROLES.join(' ')}
Hub dengan basis data bawaan harus berhenti dahulu / a hub with the embedded database must be stopped first.`;

/** Birth date, first appointment, sex and serial number, without blanks. */
const NIP = /^\d{18}$/;
/** Only what a typing slip breaks: whether the address takes mail, only mail can tell. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

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

async function register(db: Parameters<typeof createAccount>[0]): Promise<void> {
  const { slug, name, user, role: roles = [], agency = null, scope = ['read'] } = values;
  const { position, nip, email } = values;
  switch (positionals[0]) {
    case 'agency': {
      if (!slug || !isAgencySlug(slug) || !name) throw new Usage();
      await db.insert(agencies).values({ slug, name });
      console.log(`${slug}: ${name}`);
      return;
    }
    case 'official': {
      if (!user || !name || roles.length === 0 || !roles.every(isRole)) throw new Usage();
      if (
        position?.trim() === '' ||
        (nip !== undefined && !NIP.test(nip)) ||
        (email !== undefined && !EMAIL.test(email))
      )
        throw new Usage();
      const password = randomPassword();
      await createAccount(db, { username: user, name, agency, roles, password, position, nip, email });
      console.log(`${user} ${password}`);
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

const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role);

try {
  await main();
} catch (error) {
  if (error instanceof Usage) console.error(USAGE);
  else if (error instanceof HubError) console.error(`${error.words.id}\n${error.words.en}\n[${error.code}]`);
  else {
    const { cause } = error as Error;
    console.error(cause instanceof Error ? cause.message : String(error));
  }
  process.exitCode = 1;
}
