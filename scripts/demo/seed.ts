import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import type { Drizzle } from '../../db/client.js';
import { agencies } from '../../db/tables/agencies.js';
import { settings } from '../../db/tables/settings.js';
import type { Config } from '../../gateway/config.js';
import type { Hub } from '../../gateway/hub.js';
import { refusal } from '../../schema/errors.js';
import { randomPassword } from '../../subgraphs/identity/credentials.js';
import { createServiceKey } from '../../subgraphs/identity/keys/store.js';
import { createAccount } from '../../subgraphs/identity/store.js';
import type { Role } from '../../subgraphs/viewer.js';
import { type Client, signIn } from './client.js';
import { DEMO_DATASETS, DEMO_QUERY } from './datasets.js';
import { carry } from './procedure.js';

export interface DemoAccount {
  readonly role: Role;
  readonly agency: string | null;
  readonly user: string;
  readonly password: string;
}

/** What `DATA_DIR/demo.json` holds. */
export interface DemoFacts {
  readonly url: string;
  readonly graphql: string;
  readonly accounts: readonly DemoAccount[];
  readonly keys: readonly {
    readonly id: string;
    readonly name: string;
    readonly agency: string | null;
    readonly key: string;
  }[];
  readonly query: string;
}

const AGENCIES = [
  { slug: 'dinkes', name: 'Dinas Kesehatan' },
  { slug: 'dispendik', name: 'Dinas Pendidikan dan Kebudayaan' },
  { slug: 'dinsos', name: 'Dinas Sosial' },
  { slug: 'diskominfo', name: 'Dinas Komunikasi dan Informatika' },
] as const;

const ACCOUNTS: readonly {
  user: string;
  name: string;
  role: Role;
  agency: string | null;
  position: string | null;
}[] = [
  {
    user: 'produsen.dinkes',
    name: 'Produsen Dinas Kesehatan',
    role: 'PRODUCER',
    agency: 'dinkes',
    position: 'Produsen Data Dinas Kesehatan',
  },
  {
    user: 'produsen.dispendik',
    name: 'Produsen Dinas Pendidikan',
    role: 'PRODUCER',
    agency: 'dispendik',
    position: 'Produsen Data Dinas Pendidikan dan Kebudayaan',
  },
  {
    user: 'produsen.dinsos',
    name: 'Produsen Dinas Sosial',
    role: 'PRODUCER',
    agency: 'dinsos',
    position: 'Produsen Data Dinas Sosial',
  },
  {
    user: 'tim.teknis',
    name: 'Tim Teknis',
    role: 'TECHNICAL_TEAM',
    agency: 'diskominfo',
    position: 'Tim Pengembangan Aplikasi dan Tata Kelola e-Gov',
  },
  {
    user: 'kepala.bidang',
    name: 'Kepala Bidang E-Government',
    role: 'DIVISION_HEAD',
    agency: 'diskominfo',
    position: 'Kepala Bidang E-Government dan Statistik',
  },
  {
    user: 'kepala.dinas',
    name: 'Kepala Dinas',
    role: 'DEPARTMENT_HEAD',
    agency: 'diskominfo',
    position: 'Kepala Dinas Komunikasi dan Informatika',
  },
  { user: 'pengelola', name: 'Pengelola', role: 'ADMIN', agency: null, position: null },
  { user: 'pengguna', name: 'Pengguna Data', role: 'CONSUMER', agency: null, position: null },
];

/**
 * Whether this installation is a demo: decided at its first start and kept in the database from then on. Throws
 * CONFIG_INVALID where the setting asks for the other kind, or a demo would be served beyond this machine.
 */
export async function demoMode(db: Drizzle, wanted: Config['demo'], loopback: boolean): Promise<boolean> {
  const first = wanted === 'off' ? 'production' : 'demo';
  await db.insert(settings).values({ key: 'mode', value: first }).onConflictDoNothing();
  const [row] = await db.select().from(settings).where(eq(settings.key, 'mode'));
  const demo = row?.value === 'demo';
  if (demo && !loopback)
    throw refusal('CONFIG_INVALID', {
      detail: {
        id: 'Basis data ini berisi demo dan hanya dilayani pada alamat loopback; pakai DATA_DIR baru.',
        en: 'This database holds a demo and is served on loopback addresses only; use a new DATA_DIR.',
      },
    });
  if (!demo && wanted === 'on')
    throw refusal('CONFIG_INVALID', {
      detail: {
        id: 'DEMO=1 hanya berlaku pada instalasi baru; basis data ini bukan demo.',
        en: 'DEMO=1 holds for a new installation only; this database is not a demo.',
      },
    });
  return demo;
}

/** Makes the demo where it is not whole yet, and writes `demo.json`; gives what it says. */
export async function seedDemo(hub: Hub, url: string, dataDir: string): Promise<DemoFacts> {
  const file = join(dataDir, 'demo.json');
  const { db } = hub.parts.writes;
  const [whole] = await db.select().from(settings).where(eq(settings.key, 'demo_seeded'));
  const facts = whole
    ? { ...(await storedFacts(file)), url, graphql: `${url}/graphql` }
    : await seed(hub, url);
  // With a database of one's own nothing else has made the directory.
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  if (!whole) await db.insert(settings).values({ key: 'demo_seeded', value: new Date().toISOString() });
  return facts;
}

/** Without `demo.json` the accounts are still there, but nobody knows their passwords. */
async function storedFacts(file: string): Promise<DemoFacts> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text ? JSON.parse(text) : { url: '', graphql: '', accounts: [], keys: [], query: DEMO_QUERY };
}

async function seed(hub: Hub, url: string): Promise<DemoFacts> {
  const { db } = hub.parts.writes;
  await clearHalfMade(db);
  await db.insert(agencies).values([...AGENCIES]);
  const accounts = ACCOUNTS.map((account) => ({ ...account, password: randomPassword() }));
  const ids = new Map(
    await Promise.all(
      accounts.map(
        async ({ user, name, role, agency, position, password }) =>
          [
            user,
            await createAccount(db, { username: user, name, agency, roles: [role], password, position }),
          ] as const,
      ),
    ),
  );
  const consumer = { name: 'Dasbor kecamatan', agency: null, scopes: ['read', 'export'] };
  const publisher = {
    name: 'Sistem Dinas Kesehatan',
    agency: 'dinkes',
    scopes: ['read', 'export', 'publish'],
  };
  // Its owner can ask for what is RESTRICTED in its name.
  const ownerId = ids.get('pengguna');
  const dashboard = await createServiceKey(db, { ...consumer, ...(ownerId ? { ownerId } : {}) });
  const system = await createServiceKey(db, publisher);
  await db.insert(settings).values({ key: 'example_query', value: DEMO_QUERY }).onConflictDoNothing();

  const clients = new Map<string, Client>();
  await Promise.all(
    accounts.map(async ({ user, password }) => clients.set(user, await signIn(url, user, password))),
  );
  const client = (user: string): Client => {
    const found = clients.get(user);
    if (!found) throw new Error(`no demo account ${user}`);
    return found;
  };
  for (const dataset of DEMO_DATASETS)
    await carry(
      dataset,
      {
        producer: client(dataset.producer),
        team: client('tim.teknis'),
        divisionHead: client('kepala.bidang'),
        departmentHead: client('kepala.dinas'),
      },
      dashboard.id,
      () => hub.settle(),
    );
  await hub.settle();
  return {
    url,
    graphql: `${url}/graphql`,
    accounts: accounts.map(({ role, agency, user, password }) => ({ role, agency, user, password })),
    keys: [
      { id: dashboard.id, name: consumer.name, agency: null, key: dashboard.key },
      { id: system.id, name: publisher.name, agency: 'dinkes', key: system.key },
    ],
    query: DEMO_QUERY,
  };
}

/** A first start that was killed leaves a part of the demo; nothing else can be in a demo that was never whole. */
async function clearHalfMade(db: Drizzle): Promise<void> {
  const [left] = await db.select({ slug: agencies.slug }).from(agencies).limit(1);
  if (!left) return;
  const tables = await db.execute<{ name: string }>(
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'hosted'`,
  );
  await db.transaction(async (tx) => {
    // The hub looks at these tables all the while. Locked in the order in which it reads them, it only waits.
    await tx.execute(
      sql`lock table datasets, publications, dataset_fields, releases, cases in access exclusive mode`,
    );
    for (const { name } of tables) await tx.execute(sql.raw(`drop table hosted.${name}`));
    await tx.execute(sql`truncate agencies, accounts, cases, datasets, uploads cascade`);
  });
}
