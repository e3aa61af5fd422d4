import { randomInt, randomUUID } from 'node:crypto';
import postgres from 'postgres';
import type { Overrides } from '../../gateway/hub.js';
import type { AccessClass, FieldStatus, Standing } from '../../schema/exposure.js';
import { type Cells, load, type Made, makeDataset, type OwnDataset } from '../hosted/dataset.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';

const SATU = {
  name: 'tabelSatu',
  columns: [
    { name: 'pengenal', type: 'TEXT', key: true },
    { name: 'tetap', type: 'TEXT' },
    { name: 'isian', type: 'TEXT' },
    { name: 'isianAngka', type: 'BIGINT' },
    { name: 'kodeTempat', type: 'TEXT', region: 'tempat' },
  ],
} as const satisfies OwnDataset;

const DUA = {
  name: 'tabelDua',
  columns: [
    { name: 'tetap', type: 'TEXT' },
    { name: 'pengenal', type: 'TEXT', key: true },
    { name: 'kodeTempat', type: 'TEXT', region: 'tempat' },
  ],
} as const satisfies OwnDataset;

/** Columns whose state a test changes; `tetap` and what else there is stays OPEN and CONFIRMED. */
const UNDER_TEST = { tabelSatu: ['isian', 'isianAngka'], tabelDua: ['pengenal', 'kodeTempat'] } as const;

export interface State {
  readonly status: FieldStatus;
  readonly accessClass: AccessClass;
  readonly released: boolean;
}

/** Two datasets of Dinas Kesehatan of which every cell holds a marker, and the means to bring them to any state. */
export interface TwoTables extends AsyncDisposable {
  readonly hub: TestHub;
  readonly satu: Made;
  readonly dua: Made;
  /** What the columns under test hold, and nothing else does. */
  readonly markers: Readonly<Record<'satu' | 'figures' | 'dua', readonly string[]>>;
  /** Variables of the probes, without the cursor. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Brings the columns under test (or every column) to a state, as the procedure would, and waits until it is served. */
  become(state: State, every?: boolean): Promise<void>;
  /** Loads both tables again, where columns have been dropped. */
  reload(): Promise<void>;
}

const marker = () => `m${randomUUID().replaceAll('-', '')}`;

export async function bootTwoTables(overrides: Overrides = {}): Promise<TwoTables> {
  const hub = await bootHub('demo', {}, overrides);
  const sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  // Villages that no other dataset refers to: their codes are markers, too.
  const villages = await sql<{ code: string }[]>`
    select code from regions where level = 'VILLAGE' and code not like '35.14%' order by md5(code || ${marker()}) limit 8`;
  const codes = villages.map(({ code }) => code);
  const rows = (from: number): Cells[] =>
    codes.slice(from, from + 4).map((kodeTempat) => ({
      pengenal: marker(),
      tetap: marker(),
      isian: marker(),
      isianAngka: String(randomInt(2 ** 47, 2 ** 48 - 1)),
      kodeTempat,
    }));
  const [ofSatu, ofDua] = [rows(0), rows(4)];
  const satu = await makeDataset(hub, SATU, ofSatu);
  const dua = await makeDataset(hub, DUA, ofDua);
  const cells = (all: readonly Cells[], ...names: string[]) =>
    all.flatMap((row) => names.map((name) => row[name] ?? ''));

  return {
    hub,
    satu,
    dua,
    markers: {
      satu: cells(ofSatu, 'isian'),
      figures: cells(ofSatu, 'isian', 'isianAngka'),
      dua: cells(ofDua, 'pengenal', 'kodeTempat'),
    },
    variables: {
      ya: true,
      where: { isian: { startsWith: 'm' } },
      order: [{ isian: 'ASC' }],
      by: ['isian', 'tetap'],
      having: [{ of: 'SUM', column: 'isianAngka', is: { gt: '0' } }],
      kunciSatu: ofSatu[1]?.['pengenal'],
      kunciDua: ofDua[1]?.['pengenal'],
      kodeSatu: ofSatu[2]?.['kodeTempat'],
      kodeDua: ofDua[2]?.['kodeTempat'],
    },
    async become({ status, accessClass, released }, every = false) {
      await sql.begin(async (tx) => {
        for (const [name, columns] of Object.entries(UNDER_TEST)) {
          const [dataset] = await tx<{ id: string }[]>`select id from datasets where name = ${name}`;
          const id = dataset?.id ?? '';
          await tx`update dataset_fields set status = 'CONFIRMED', access_class = 'OPEN' where dataset_id = ${id}`;
          await tx`
            update dataset_fields set status = ${status}, access_class = ${accessClass}
            where dataset_id = ${id} and (name in ${tx(columns)} or ${every})`;
          await tx`
            insert into publications (dataset_id, case_id, released, requested_by, requested_at)
            select datasets.id, datasets.case_id, ${released}, accounts.id, now() from datasets, accounts
            where datasets.id = ${id} and accounts.username = 'produsen.dinkes'
            on conflict (dataset_id) do update set released = excluded.released`;
        }
        await tx`select pg_notify('satugraf_changes', '')`;
      });
      await hub.hub.settle();
    },
    async reload() {
      await load(hub, satu.field, SATU, ofSatu);
      await load(hub, dua.field, DUA, ofDua);
    },
    async [Symbol.asyncDispose]() {
      await sql.end();
      await hub[Symbol.asyncDispose]();
    },
  };
}

export interface AnyCaller {
  readonly name: string;
  readonly standing: Standing;
  readonly caller: Caller;
}

/** One of every kind of caller, with its standing towards a dataset of Dinkes. */
export const everyCaller = async (hub: TestHub): Promise<readonly AnyCaller[]> => [
  { name: 'own producer', standing: 'INSIDER', caller: await hub.official('produsen.dinkes') },
  { name: 'technical team', standing: 'INSIDER', caller: await hub.official('tim.teknis') },
  { name: 'other producer', standing: 'SIGNED_IN', caller: await hub.official('produsen.dinsos') },
  { name: 'ADMIN', standing: 'SIGNED_IN', caller: await hub.official('pengelola') },
  { name: 'consumer key', standing: 'SIGNED_IN', caller: hub.key() },
  { name: 'anonymous', standing: 'ANONYMOUS', caller: hub.anonymous },
];
