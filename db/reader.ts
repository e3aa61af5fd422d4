import type { Sql } from './client.js';

/**
 * Tables that reads of the API may see. Accounts, keys, sessions, case documents, uploads and their bytes are not
 * among them: a slip in a query cannot reach what its role cannot read.
 */
const READABLE = [
  'agencies',
  'regions',
  'business_classes',
  'cases',
  'case_events',
  'datasets',
  'dataset_fields',
  'publications',
  'dataset_facts',
  'subgraphs',
  'subgraph_versions',
  'supergraphs',
  'launches',
  'releases',
] as const;

export type ReaderRole =
  | { readonly kind: 'role'; readonly role: string }
  /** The account may not create roles: reads run read-only instead; a DBA can run `statements` once. */
  | { readonly kind: 'read-only'; readonly statements: readonly string[] };

/**
 * Makes or refreshes the reader role of this database. Roles belong to the whole cluster, so its name carries the
 * database's. Idempotent; several hubs may call it at once.
 */
export async function prepareReader(sql: Sql): Promise<ReaderRole> {
  const [row] = await sql<{ database: string; user: string; super: boolean; member: boolean }[]>`
    select current_database() as database, current_user as user,
      (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as super,
      exists (select from pg_roles where rolname = current_database() || '_reader'
        and pg_has_role(current_user, oid, 'member')) as member`;
  if (!row) throw new Error('the database did not say its name');
  const role = `${row.database}_reader`;
  const quoted = quote(role);
  const user = quote(row.user);
  const grants = [
    `grant ${quoted} to ${user}`,
    `grant usage on schema public, hosted to ${quoted}`,
    `grant select on ${READABLE.map((table) => `public.${table}`).join(', ')} to ${quoted}`,
    `grant select on all tables in schema hosted to ${quoted}`,
    `alter default privileges for role ${user} in schema hosted grant select on tables to ${quoted}`,
  ];
  const statements = [`create role ${quoted} nologin`, ...grants];
  if (!row.super) {
    return row.member ? { kind: 'role', role } : { kind: 'read-only', statements };
  }
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7214002)`;
    const [known] = await tx`select from pg_roles where rolname = ${role}`;
    for (const statement of known ? grants : statements) await tx.unsafe(statement);
  });
  return { kind: 'role', role };
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
