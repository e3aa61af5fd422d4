import type { Answer, Caller, TestHub } from '../../support/hub.js';
import type { SourceDatabase } from '../../support/servers.js';
import { dataOf } from '../onboarding.js';

export interface Asked {
  readonly name: string;
  readonly kind: SourceDatabase['kind'];
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  readonly tls?: boolean;
}

export const askedOf = (source: SourceDatabase, name: string): Asked => {
  const { kind, host, port, database, username, password } = source;
  return { name, kind, host, port, database, username, password };
};

export const allowAddress = (
  caller: Caller,
  address: string,
  port: number,
): Promise<Answer<{ allowAddress: string }>> =>
  caller.query(
    'mutation ($address: String!, $port: Int!) { allowAddress(address: $address, port: $port, reason: "Uji.") }',
    { address, port },
  );

export const CONNECTION = 'id agency name kind host port database username tls createdAt reachedAt';

export const connectDatabase = (
  caller: Caller,
  connection: Asked,
): Promise<Answer<{ connectDatabase: { id: string } }>> =>
  caller.query(
    `mutation ($connection: DatabaseConnectionInput!) { connectDatabase(connection: $connection) { ${CONNECTION} } }`,
    { connection },
  );

/** The id of a new connection of dinkes to the source, its address allowed. */
export async function connected(
  hub: TestHub,
  source: SourceDatabase,
  name = source.database,
): Promise<string> {
  dataOf(await allowAddress(await hub.official('pengelola'), source.host, source.port));
  const answer = await connectDatabase(await hub.official('produsen.dinkes'), askedOf(source, name));
  return dataOf(answer).connectDatabase.id;
}

/** The code of the first error, or OK. */
export const codeOf = ({
  errors,
}: {
  readonly errors: readonly { readonly extensions: { readonly code: string } }[];
}) => errors[0]?.extensions.code ?? 'OK';

export const PULL =
  'dataset connectionName schema table mode incrementalBy everyMinutes nextAt lastAt lastOutcome { ok rows release code zeroDates { column count } }';

export interface Plan {
  readonly mode?: string;
  readonly incrementalBy?: string;
  readonly everyMinutes?: number;
}

export const schedule = (
  caller: Caller,
  field: string,
  connection: string,
  source: SourceDatabase,
  table: string,
  plan: Plan = {},
) =>
  caller.query<{ schedulePull: Record<string, unknown> }>(
    `mutation ($field: ID!, $connection: ID!, $schema: String!, $table: String!, $mode: LoadMode!, $by: String, $every: Int) {
      schedulePull(dataset: $field, connection: $connection, schema: $schema, table: $table, mode: $mode,
        incrementalBy: $by, everyMinutes: $every) { ${PULL} } }`,
    {
      field,
      connection,
      schema: source.schema,
      table,
      mode: plan.mode ?? 'REPLACE',
      by: plan.incrementalBy,
      every: plan.everyMinutes,
    },
  );

export const pullNow = (caller: Caller, field: string) =>
  caller.query<{ pullNow: Record<string, unknown> }>(
    'mutation ($field: ID!) { pullNow(dataset: $field) { ok rows release zeroDates { column count } } }',
    { field },
  );
