import { randomBytes, randomUUID } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import type { Overrides } from '../../gateway/hub.js';
import { jakartaDate } from '../../subgraphs/calendar.js';
import { createServiceKey } from '../../subgraphs/identity/keys/store.js';
import { createAccount } from '../../subgraphs/identity/store.js';
import type { Role } from '../../subgraphs/viewer.js';
import { type Cells, type Made, makeDataset, type OwnDataset } from '../hosted/dataset.js';
import { type Answer, bootHub, type Caller, type TestHub } from '../support/hub.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** How many days a clock is set ahead so that it stands at an hour of today in Jakarta. */
export const toHour = (hour: number): number => ((hour - 7) * HOUR_MS - (Date.now() % DAY_MS)) / DAY_MS;

export const TERBATAS = {
  name: 'terbatas',
  columns: [
    { name: 'kode', type: 'TEXT' },
    { name: 'tetap', type: 'TEXT' },
    { name: 'rahasia', type: 'TEXT', accessClass: 'RESTRICTED' },
    { name: 'besaran', type: 'BIGINT', accessClass: 'RESTRICTED' },
  ],
} as const satisfies OwnDataset;

const LAIN = {
  name: 'terbatasLain',
  columns: [
    { name: 'kode', type: 'TEXT' },
    { name: 'rahasia', type: 'TEXT', accessClass: 'RESTRICTED' },
  ],
} as const satisfies OwnDataset;

const marker = () => `m${randomUUID().replaceAll('-', '')}`;

export interface GrantValues {
  readonly dataset?: string;
  readonly columns?: readonly string[] | null;
  readonly key?: string | null;
  /** User name of who reads, where no key does. */
  readonly reader?: string;
  readonly by?: string;
  readonly status?: 'REQUESTED' | 'GRANTED' | 'REFUSED' | 'CANCELLED' | 'WITHDRAWN';
  readonly until?: string;
  readonly purpose?: string;
}

/** Two datasets of Dinas Kesehatan with RESTRICTED, delivered columns, and the means to ask for them. */
export interface Office extends AsyncDisposable {
  readonly hub: TestHub;
  readonly sql: Sql;
  readonly one: Made;
  readonly other: Made;
  /** What the RESTRICTED columns of the first dataset hold: of each row a text and a number. */
  readonly rows: readonly { readonly rahasia: string; readonly besaran: string }[];
  /** Id of the demo's key `Dasbor kecamatan`, which `pengguna` answers for. */
  readonly keyId: string;
  /** A date in Jakarta so many days from the hub's today. */
  day(from: number): string;
  now(): Date;
  /** Sets how many days the hub's clock is ahead of the machine's. */
  ahead(days: number): Promise<void>;
  /** Stores a grant as if it had come about. */
  granted(values?: GrantValues): Promise<string>;
  /** Brings columns of the first dataset to a status and class, and waits until it is served. */
  become(columns: readonly string[], status: string, accessClass: string): Promise<void>;
  /** A new official, signed in. */
  newcomer(user: string, agency: string | null, ...roles: Role[]): Promise<Caller>;
  /** A new service key. */
  newKey(name: string, agency: string | null, scopes: readonly string[], owner?: string): Promise<KeyCaller>;
}

export interface KeyCaller {
  readonly id: string;
  readonly caller: Caller;
}

/** `ahead`: days that the hub's clock is ahead of the machine's. */
export async function bootOffice(overrides: Overrides = {}, ahead = 0): Promise<Office> {
  let lead = ahead * DAY_MS;
  const now = () => new Date(Date.now() + lead);
  const hub = await bootHub('demo', {}, { now, ...overrides });
  const sql = postgres(hub.databaseUrl, { max: 2, onnotice: () => {} });
  const rows = Array.from({ length: 4 }, (_, at) => ({ rahasia: marker(), besaran: String(10 ** 12 + at) }));
  const cells: Cells[] = rows.map((row, at) => ({ kode: `k${at}`, tetap: marker(), ...row }));
  const one = await makeDataset(hub, TERBATAS, cells);
  const other = await makeDataset(hub, LAIN, [{ kode: 'k0', rahasia: marker() }]);
  const serve = async () => {
    await sql`select pg_notify('satugraf_changes', '')`;
    await hub.hub.settle();
  };
  await sql`update dataset_fields set status = 'CONFIRMED'
    where dataset_id in (select id from datasets where name in ('terbatas', 'terbatasLain'))`;
  const [key] = await sql<{ id: string }[]>`
    update service_keys set owner_id = (select id from accounts where username = 'pengguna')
    where name = 'Dasbor kecamatan' returning id`;
  await serve();
  const day = (from: number) => jakartaDate(new Date(now().getTime() + from * DAY_MS));

  return {
    hub,
    sql,
    one,
    other,
    rows,
    keyId: key?.id ?? '',
    day,
    now,
    async ahead(days) {
      lead = days * DAY_MS;
      // Nobody has to sign in again only because days pass.
      await sql`update sessions set last_seen_at = '2099-01-01', expires_at = '2099-01-01'`;
    },
    async granted({
      dataset = 'terbatas',
      columns = null,
      key = null,
      reader = 'pengguna',
      by = 'pengguna',
      status = 'GRANTED',
      until = day(30),
      purpose = 'Uji coba izin membaca',
    } = {}) {
      const decided = status === 'REQUESTED' || status === 'CANCELLED' ? null : now();
      const [row] = await sql<{ id: string }[]>`
        insert into grants (dataset_id, columns, key_id, account_id, purpose, until_date, requested_by, requested_at,
          status, decided_by, decided_as, decided_at)
        select datasets.id, ${columns === null ? null : [...columns]}::text[], ${key},
          case when ${key}::text is null then reader.id end, ${purpose}, ${until}, asker.id, ${now()}, ${status},
          case when ${decided !== null} then decider.id end,
          case when ${decided !== null} then 'PRODUCER'::role end, ${decided}
        from datasets, accounts reader, accounts asker, accounts decider
        where datasets.name = ${dataset} and reader.username = ${reader} and asker.username = ${by}
          and decider.username = 'produsen.dinkes'
        returning id`;
      return row?.id ?? '';
    },
    async become(columns, status, accessClass) {
      await sql`update dataset_fields set status = ${status}, access_class = ${accessClass}
        where name in ${sql([...columns])} and dataset_id = (select id from datasets where name = 'terbatas')`;
      await serve();
    },
    async newcomer(username, agency, ...roles) {
      const password = randomBytes(16).toString('hex');
      await createAccount(hub.hub.parts.writes.db, { username, name: username, agency, roles, password });
      const { data } = await hub.anonymous.query<{ login: { token: string } }>(
        'mutation ($username: String!, $password: String!) { login(username: $username, password: $password) { token } }',
        { username, password },
      );
      return hub.caller(data?.login.token);
    },
    async newKey(name, agency, scopes, owner) {
      const { id, key } = await createServiceKey(hub.hub.parts.writes.db, { name, agency, scopes });
      if (owner)
        await sql`update service_keys set owner_id = (select id from accounts where username = ${owner}) where id = ${id}`;
      return { id, caller: hub.caller(key) };
    },
    async [Symbol.asyncDispose]() {
      await sql.end();
      await hub[Symbol.asyncDispose]();
    },
  };
}

export const SHOWN =
  'id dataset columns reader { kind name key agency { slug } } purpose until status waitsOn requestedBy decidedBy decidedAs reason endedBy endReason';

/** A request as the graph shows it. */
export interface Shown {
  readonly id: string;
  readonly dataset: string;
  readonly columns: readonly string[] | null;
  readonly reader: { readonly kind: string; readonly name: string; readonly key: string | null };
  readonly purpose: string | null;
  readonly until: string;
  readonly status: string;
  readonly waitsOn: string | null;
  readonly requestedBy: string;
  readonly decidedBy: string | null;
  readonly decidedAs: string | null;
  readonly reason: string | null;
  readonly endedBy: string | null;
  readonly endReason: string | null;
}

export interface Asked {
  readonly dataset: string;
  readonly until: string;
  readonly purpose?: string;
  readonly columns?: readonly string[] | null;
  readonly key?: string | null;
}

export const request = (caller: Caller, asked: Asked): Promise<Answer<{ done: Shown | null }>> =>
  caller.query(
    `mutation ($dataset: ID!, $purpose: String!, $until: String!, $columns: [String!], $key: ID) {
      done: requestAccess(dataset: $dataset, purpose: $purpose, until: $until, columns: $columns, key: $key) { ${SHOWN} }
    }`,
    { purpose: 'Dasbor kecamatan untuk Bappeda', ...asked },
  );

export const decide = (
  caller: Caller,
  id: string,
  grant: boolean,
  more: { readonly reason?: string | null; readonly until?: string | null } = {},
): Promise<Answer<{ done: Shown | null }>> =>
  caller.query(
    `mutation ($id: ID!, $grant: Boolean!, $reason: String, $until: String) {
      done: decideAccess(id: $id, grant: $grant, reason: $reason, until: $until) { ${SHOWN} }
    }`,
    { id, grant, ...more },
  );

export const cancel = (caller: Caller, id: string): Promise<Answer<{ done: Shown | null }>> =>
  caller.query(`mutation ($id: ID!) { done: cancelAccessRequest(id: $id) { ${SHOWN} } }`, { id });

export const withdraw = (
  caller: Caller,
  id: string,
  reason: string | null = 'Tujuan sudah selesai.',
): Promise<Answer<{ done: Shown | null }>> =>
  caller.query(
    `mutation ($id: ID!, $reason: String) { done: withdrawAccess(id: $id, reason: $reason) { ${SHOWN} } }`,
    { id, reason },
  );

export const delegate = (caller: Caller, dataset: string, toTeam: boolean) =>
  caller.query<{ done: { toTeam: boolean } | null }>(
    'mutation ($dataset: ID!, $toTeam: Boolean!) { done: delegateGrants(dataset: $dataset, toTeam: $toTeam) { toTeam } }',
    { dataset, toTeam },
  );

/** What came of a mutation: `OK`, or the code of the refusal. */
export function outcome({ data, errors, text }: Answer<{ done: unknown }>): string {
  const code = errors[0]?.extensions.code ?? 'OK';
  if ((code === 'OK') !== Boolean(data?.done)) throw new Error(text);
  return code;
}

export const list = async (
  caller: Caller,
  more: {
    readonly dataset?: string;
    readonly status?: string;
    readonly waitingOnMe?: boolean;
    readonly first?: number;
    readonly after?: string;
  } = {},
): Promise<{ nodes: Shown[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }> => {
  const answer = await caller.query<{ accessRequests: never }>(
    `query ($dataset: ID, $status: AccessStatus, $waitingOnMe: Boolean, $first: Int, $after: String) {
      accessRequests(dataset: $dataset, status: $status, waitingOnMe: $waitingOnMe, first: $first, after: $after) {
        nodes { ${SHOWN} } pageInfo { hasNextPage endCursor }
      }
    }`,
    more,
  );
  if (!answer.data?.accessRequests) throw new Error(answer.text);
  return answer.data.accessRequests;
};
