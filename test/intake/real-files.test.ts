import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect } from 'vitest';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { realDataTest } from '../support/real-data.js';
import { allRows, dataOf, handOver, load, type Release } from './onboarding.js';

// The files are loaded as they are: only the definition says what they hold. Counts and sums were computed by hand,
// once with awk (`awk -F, 'NR>1{n++; s+=$8} END{print n, s}'`) and once with Python's csv and decimal.

let hub: TestHub;
let dinkes: Caller;
beforeAll(async () => {
  hub = await bootHub('demo');
  dinkes = await hub.official('produsen.dinkes');
});
afterAll(() => hub[Symbol.asyncDispose]());

/** The stored source is the file, byte for byte, and the release names its hash. */
async function expectSourceKept(field: string, release: Release, file: Uint8Array): Promise<void> {
  const sha256 = createHash('sha256').update(file).digest('hex');
  expect(release).toMatchObject({ number: 1, sha256, live: true });
  const { releases } = dataOf(
    await dinkes.query<{ releases: Release[] }>(
      'query ($field: ID!) { releases(dataset: $field) { number rows sha256 live } }',
      { field },
    ),
  );
  expect(releases).toEqual([release]);
  const sql = postgres(hub.databaseUrl, { max: 1 });
  try {
    const chunks = await sql<{ data: Buffer }[]>`
      select data from upload_chunks join uploads on uploads.id = upload_id
      where sha256 = ${sha256} order by sequence`;
    expect(Buffer.concat(chunks.map(({ data }) => data)).equals(file)).toBe(true);
  } finally {
    await sql.end();
  }
}

interface Population {
  readonly kodeProvinsi: string;
  readonly kodeKabupatenKota: string;
  readonly kelompokUmur: string;
  readonly jenisKelamin: string;
  readonly jumlahPenduduk: number;
  readonly tahun: number;
}

realDataTest(
  'a population pyramid of Open Data Jabar is loaded whole; codes and age groups stay text',
  'open/o14_opendata_jabar_piramida_penduduk.csv',
  async (path) => {
    const file = await readFile(path);
    const { field } = await handOver(hub, 'piramidaPenduduk', [
      { name: 'nomor', label: 'id', type: 'INTEGER', key: true },
      { name: 'kodeProvinsi', label: 'kode_provinsi', type: 'TEXT' },
      { name: 'namaProvinsi', label: 'nama_provinsi', type: 'TEXT' },
      { name: 'kodeKabupatenKota', label: 'kode_kabupaten_kota', type: 'TEXT' },
      { name: 'namaKabupatenKota', label: 'nama_kabupaten_kota', type: 'TEXT' },
      { name: 'kelompokUmur', label: 'kelompok_umur', type: 'TEXT' },
      { name: 'jenisKelamin', label: 'jenis_kelamin', type: 'TEXT' },
      { name: 'jumlahPenduduk', label: 'jumlah_penduduk', type: 'INTEGER' },
      { name: 'satuan', type: 'TEXT' },
      { name: 'tahun', type: 'INTEGER' },
    ]);
    const release = await load(hub, dinkes, field, file);
    expect(release.rows).toBe(3456);

    const rows = await allRows<Population>(
      dinkes,
      field,
      'kodeProvinsi kodeKabupatenKota kelompokUmur jenisKelamin jumlahPenduduk tahun',
    );
    expect(rows).toHaveLength(3456);
    const people = (some: readonly Population[]) => some.reduce((sum, row) => sum + row.jumlahPenduduk, 0);
    expect(people(rows)).toBe(194_602_379);
    expect(people(rows.filter(({ tahun }) => tahun === 2023))).toBe(49_899_992);
    expect(rows.reduce((sum, { kodeKabupatenKota }) => sum + Number(kodeKabupatenKota), 0)).toBe(11_167_488);

    expect(rows[0]).toEqual({
      kodeProvinsi: '32',
      kodeKabupatenKota: '3201',
      kelompokUmur: '00 - 04',
      jenisKelamin: 'LAKI-LAKI',
      jumlahPenduduk: 206_678,
      tahun: 2020,
    });
    const groups = [...new Set(rows.map(({ kelompokUmur }) => kelompokUmur))];
    expect(groups).toHaveLength(16);
    expect(groups.slice(0, 3)).toEqual(['00 - 04', '05 - 09', '10 - 14']);
    expect(groups.at(-1)).toBe('75+');
    expect(new Set(rows.map(({ kodeKabupatenKota }) => kodeKabupatenKota)).size).toBe(27);
    await expectSourceKept(field, release, file);
  },
);

interface Weather {
  readonly waktu: string;
  readonly suhuMaksimum: string;
  readonly suhuMinimum: string;
  readonly curahHujan: string;
}

/** Sum of decimals with one digit behind the point, exact, in tenths. */
const tenths = (values: readonly string[]) =>
  values.reduce((sum, value) => {
    if (!/^\d+\.\d$/.test(value)) throw new Error(`${value} is not what the file holds`);
    return sum + BigInt(value.replace('.', ''));
  }, 0n);

realDataTest(
  'twelve years of daily weather in Pasuruan are loaded; dates stay dates, decimals exact',
  'open/o20_cuaca_harian_pasuruan_2013-2025.csv',
  async (path) => {
    const file = await readFile(path);
    const { field } = await handOver(hub, 'cuacaHarian', [
      { name: 'waktu', label: 'time', type: 'DATE', key: true },
      { name: 'suhuMaksimum', label: 'temperature_2m_max', type: 'DECIMAL' },
      { name: 'suhuMinimum', label: 'temperature_2m_min', type: 'DECIMAL' },
      { name: 'curahHujan', label: 'precipitation_sum', type: 'DECIMAL' },
    ]);
    const release = await load(hub, dinkes, field, file);
    expect(release.rows).toBe(4596);

    const rows = await allRows<Weather>(dinkes, field, 'waktu suhuMaksimum suhuMinimum curahHujan');
    expect(rows).toHaveLength(4596);
    expect(tenths(rows.map(({ suhuMaksimum }) => suhuMaksimum))).toBe(1_422_907n);
    expect(tenths(rows.map(({ suhuMinimum }) => suhuMinimum))).toBe(1_069_535n);
    expect(tenths(rows.map(({ curahHujan }) => curahHujan))).toBe(209_527n);
    expect(rows[1]).toEqual({
      waktu: '2013-01-02',
      suhuMaksimum: '27.1',
      suhuMinimum: '22.6',
      curahHujan: '19.0',
    });
    expect(rows.at(-1)?.waktu).toBe('2025-08-01');
    await expectSourceKept(field, release, file);
  },
);
