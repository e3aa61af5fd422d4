import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { type Cells, load, type Made, makeDataset, type OwnDataset } from './dataset.js';

/** A small dataset of every column type, with a key of two columns and a region, for tests of single queries. */
export const SERVICES = {
  name: 'layanan',
  columns: [
    { name: 'kode', type: 'TEXT', key: true },
    { name: 'tahun', type: 'INTEGER', key: true },
    { name: 'teks', type: 'TEXT' },
    { name: 'besar', type: 'BIGINT' },
    { name: 'desimal', type: 'DECIMAL' },
    { name: 'benar', type: 'BOOLEAN' },
    { name: 'tanggal', type: 'DATE' },
    { name: 'kodeWilayah', type: 'TEXT', region: 'wilayah' },
  ],
} as const satisfies OwnDataset;

const row = (kode: string, kodeWilayah: string | null, more: Cells = {}): Cells => ({
  kode,
  tahun: '2025',
  kodeWilayah,
  ...more,
});

/** Codes A to J; `35.14.01` has five rows of its own and one in a village. */
export const SERVICE_ROWS: readonly Cells[] = [
  row('A', '35.14.01', { teks: 'seratus%', besar: '9223372036854775807', desimal: '1.50' }),
  row('B', '35.14.01', { teks: 'seratus_', besar: '-9223372036854775808', desimal: '0.1' }),
  row('C', '35.14.01', { teks: 'seratusX', besar: '9007199254740993', benar: 'true' }),
  row('D', '35.14.01', { teks: 'Satu\\Dua É', tanggal: '2024-02-29', benar: 'false' }),
  row('E', '35.14.01', { tanggal: '2024-03-01' }),
  row('F', '35.14.02', { teks: 'rahasia-cukup-panjang' }),
  row('G', '35.14.02'),
  row('H', '35.14.01.2001'),
  row('I', '35.15'),
  row('J', null),
];

export interface Services extends AsyncDisposable {
  readonly hub: TestHub;
  readonly made: Made;
  /** The own producer, who reads every column. */
  readonly caller: Caller;
  /** Loads the same rows as another release. */
  reload(): Promise<void>;
  /** `kode` of each row that the list gives for these arguments, in order. */
  codes(args: string): Promise<string[]>;
}

export async function bootServices(): Promise<Services> {
  const hub = await bootHub('demo');
  const made = await makeDataset(hub, SERVICES, SERVICE_ROWS);
  const caller = await hub.official('produsen.dinkes');
  return {
    hub,
    made,
    caller,
    reload: () => load(hub, made.field, SERVICES, SERVICE_ROWS),
    async codes(args) {
      const answer = await caller.query<{ list: { nodes: { kode: string }[] } }>(
        `{ list: ${made.field}${args} { nodes { kode } } }`,
      );
      if (!answer.data?.list) throw new Error(answer.text);
      return answer.data.list.nodes.map(({ kode }) => kode);
    },
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}
