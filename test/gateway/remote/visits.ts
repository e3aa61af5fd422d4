import { randomUUID } from 'node:crypto';
import type { Overrides } from '../../../gateway/hub.js';
import { handOverDataset, makeDataset, type OwnDataset } from '../../hosted/dataset.js';
import { bootHub, type TestHub } from '../../support/hub.js';
import { allowPort, publish, RemoteProducer, setColumns, store } from '../../support/remote.js';

/** Served by a subgraph of Dinas Kesehatan's own. */
const VISITS = {
  name: 'kunjungan',
  columns: [
    { name: 'kode', type: 'TEXT', key: true },
    { name: 'jumlah', type: 'INTEGER' },
    { name: 'catatan', type: 'TEXT' },
    { name: 'kodeKecamatan', type: 'TEXT', region: 'kecamatan' },
  ],
} as const satisfies OwnDataset;

/** Hosted, beside it. */
const BEDS = {
  name: 'ranjang',
  columns: [
    { name: 'kode', type: 'TEXT', key: true },
    { name: 'rahasia', type: 'TEXT' },
    { name: 'kodeKecamatan', type: 'TEXT', region: 'kecamatan' },
  ],
} as const satisfies OwnDataset;

export const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@override"])';

export const VISITS_SDL = `${LINK}
type Query {
  "Kunjungan."
  dinkes_kunjungan(kodeKecamatan: String, catatan: String, cari: String, first: Int): [Dinkes_Kunjungan!]
  dinkes_kunjunganByKey(kode: String!): Dinkes_Kunjungan
}
type Dinkes_Kunjungan @key(fields: "kode") {
  kode: String
  jumlah: Int
  catatan: String
  kodeKecamatan: String
  kecamatan: Region
}
type Region @key(fields: "code") {
  code: ID!
  dinkes_kunjungan(catatan: String, first: Int): [Dinkes_Kunjungan!]
}`;

export const SUBGRAPH = 'dinkes_layanan';

export interface Visit {
  readonly kode: string;
  readonly jumlah: number;
  readonly catatan: string;
  readonly kodeKecamatan: string;
}

const marker = () => `m${randomUUID().replaceAll('-', '')}`;
export const DISTRICTS = ['35.14.01', '35.14.02', '35.14.03'] as const;

/** A hub with two datasets of Dinas Kesehatan, one hosted and one served by its own subgraph, each row with a marker. */
export interface Visited extends AsyncDisposable {
  readonly hub: TestHub;
  readonly producer: RemoteProducer;
  readonly visits: readonly Visit[];
  /** Of the hosted dataset: in no answer of the remote subgraph, and not to be sent to it. */
  readonly secrets: readonly string[];
}

/** `host` is the name under which the subgraph is registered. */
export async function bootVisits(overrides: Overrides = {}, host = '127.0.0.1'): Promise<Visited> {
  const hub = await bootHub('demo', {}, overrides);
  const visits = DISTRICTS.map((kodeKecamatan, at) => ({
    kode: `k${at}`,
    jumlah: 10 + at,
    catatan: marker(),
    kodeKecamatan,
  }));
  const secrets = DISTRICTS.map(marker);
  await handOverDataset(hub, VISITS);
  await makeDataset(
    hub,
    BEDS,
    DISTRICTS.map((kodeKecamatan, at) => ({ kode: marker(), rahasia: secrets[at] ?? '', kodeKecamatan })),
  );
  const producer = await visitsProducer(visits).listen();
  await allowPort(hub, producer.port);
  await store(hub, async (tx) => {
    await publish(tx, { name: SUBGRAPH, agency: 'dinkes', sdl: VISITS_SDL, url: producer.at(host) });
    for (const { name, columns } of [VISITS, BEDS])
      for (const column of columns)
        await setColumns(tx, name, [column.name], { status: 'CONFIRMED', accessClass: 'OPEN' });
  });
  return {
    hub,
    producer,
    visits,
    secrets,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await producer[Symbol.asyncDispose]();
    },
  };
}

/** The producer's own service, without a hub. */
export function visitsProducer(visits: readonly Visit[]): RemoteProducer {
  const shown = (visit: Visit) => ({
    ...visit,
    kecamatan: { __typename: 'Region', code: visit.kodeKecamatan },
  });
  type Selecting = { kodeKecamatan?: string; catatan?: string; first?: number };
  const selected = ({ kodeKecamatan, catatan, first }: Selecting) =>
    visits
      .filter((visit) => kodeKecamatan === undefined || visit.kodeKecamatan === kodeKecamatan)
      .filter((visit) => catatan === undefined || visit.catatan === catatan)
      .slice(0, first)
      .map(shown);
  const found = (kode: string) => visits.filter((visit) => visit.kode === kode).map(shown)[0] ?? null;
  return new RemoteProducer(VISITS_SDL, {
    Query: {
      dinkes_kunjungan: (_: unknown, args: Selecting) => selected(args),
      dinkes_kunjunganByKey: (_: unknown, { kode }: { kode: string }) => found(kode),
    },
    Dinkes_Kunjungan: { __resolveReference: ({ kode }: { kode: string }) => found(kode) },
    Region: {
      __resolveReference: (region: object) => region,
      dinkes_kunjungan: ({ code }: { code: string }, args: Selecting) =>
        selected({ ...args, kodeKecamatan: code }),
    },
  });
}
