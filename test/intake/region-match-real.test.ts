import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import { RegionIndex, type RegionRow } from '../../subgraphs/intake/codes/region-index.js';
import {
  type MatchKind,
  matchRegions,
  type RegionMatch,
  type RegionValue,
} from '../../subgraphs/intake/codes/region-match.js';
import { realDataTest } from '../support/real-data.js';

const FILES = [
  ['PROVINCE', 'provinces', ''],
  ['REGENCY', 'regencies', 'province_code'],
  ['DISTRICT', 'districts', 'regency_code'],
  ['VILLAGE', 'villages', 'district_code'],
] as const;

const rows: RegionRow[] = [];
let index: RegionIndex;
beforeAll(async () => {
  const folder = dirname(createRequire(import.meta.url).resolve('idn-area-data/package.json'));
  for (const [level, file, parent] of FILES)
    for (const row of records(await readFile(join(folder, 'data', `${file}.csv`), 'utf8'), ','))
      rows.push({ code: row['code'] ?? '', name: row['name'] ?? '', level, parentCode: row[parent] ?? null });
  index = new RegionIndex(rows);
});

function records(text: string, delimiter: string): Record<string, string>[] {
  return parse(text.replace(/^\s*\ufeff/, ''), { columns: true, delimiter, relax_column_count: true });
}

async function matched(
  path: string,
  delimiter: string,
  value: (row: Record<string, string>) => RegionValue,
  within?: string,
): Promise<{ matches: RegionMatch[]; counts: Partial<Record<MatchKind, number>> }> {
  const values = records(await readFile(path, 'utf8'), delimiter).map(value);
  const matches = matchRegions(values, index, within);
  const counts: Partial<Record<MatchKind, number>> = {};
  for (const { kind } of matches) counts[kind] = (counts[kind] ?? 0) + 1;
  return { matches, counts };
}

test('every one of the 91,599 regions is found by its code, with dots and without', () => {
  expect(rows).toHaveLength(91_599);
  const dotted = matchRegions(
    rows.map(({ code, name }) => ({ code, name })),
    index,
  );
  expect(dotted.filter(({ kind, region }, at) => kind !== 'EXACT_CODE' || region !== rows[at])).toEqual([]);
  const plain = matchRegions(
    rows.map(({ code, name }) => ({ code: code.replaceAll('.', ''), name })),
    index,
  );
  expect(plain.filter(({ region }, at) => region !== rows[at])).toEqual([]);
});

test('every regency is found by its name alone when the name says which kind it is', () => {
  const regencies = rows.filter(({ level }) => level === 'REGENCY');
  const found = matchRegions(
    regencies.map(({ name }) => ({ name: name.toUpperCase() })),
    index,
  );
  expect(found.filter(({ region }, at) => region !== regencies[at])).toEqual([]);
});

realDataTest(
  'names glued to the end of a code',
  'open/o01_umkm_pasuruan_diskopukm_jatim.csv',
  async (path) => {
    const { matches } = await matched(path, ',', (row) => ({ name: row['KAB_KOTA'] ?? '' }), '35');
    const codes = matches.map(({ region }) => region?.code);
    expect(codes.filter((code) => code === '35.14')).toHaveLength(242);
    expect(codes.filter((code) => code === '35.75')).toHaveLength(15);
  },
);

realDataTest(
  'kecamatan with and without KEC., with stuck and parted words, of the Kabupaten alone',
  'open/o01_umkm_pasuruan_diskopukm_jatim.csv',
  async (path) => {
    const { matches, counts } = await matched(
      path,
      ',',
      (row) => ({ name: row['KECAMATAN'] ?? '' }),
      '35.14',
    );
    expect(counts).toEqual({ NAME: 246, NAME_VARIANT: 1, NONE: 10 });
    expect(matches.every(({ region }) => region === null || region.parentCode === '35.14')).toBe(true);
  },
);

realDataTest(
  'PASURUAN beside KOTA PASURUAN, and seven more pairs',
  'open/o04_produktivitas_padi_jatim_semicolon_koma.csv',
  async (path) => {
    const { matches, counts } = await matched(path, ';', (row) => ({ name: row['kabkota'] ?? '' }));
    expect(counts).toEqual({ NAME: 38 });
    expect(new Set(matches.map(({ region }) => region?.code)).size).toBe(38);
  },
);

realDataTest(
  "BPS's table of provinces and regencies in one column",
  'open/o07_bps_indeks_kedalaman_kemiskinan_2022-2023.csv',
  async (path) => {
    const { matches, counts } = await matched(path, ';', (row) => ({
      name: row['nama_item_vertical_variabel'] ?? '',
    }));
    // JAMBI, BENGKULU, GORONTALO and Gorontalo in two years are a province and a regency; the rest was renamed since.
    expect(counts).toMatchObject({ AMBIGUOUS: 8, NONE: 10 });
    expect(matches).toHaveLength(1096);
  },
);

realDataTest(
  'regencies and provinces of 14,927 schools',
  'open/o13_kemdikbud_sma_nasional.csv',
  async (path) => {
    const regencies = await matched(path, ',', (row) => ({ name: row['kabupaten'] || row['kota'] || '' }));
    expect(regencies.matches.filter(({ doubt }) => doubt !== null)).toHaveLength(19);
    const provinces = await matched(path, ',', (row) => ({ name: row['provinsi'] ?? '' }));
    expect(provinces.counts).toEqual({ NAME: 14_915, NONE: 12 });
  },
);

realDataTest(
  'codes of four digits beside names',
  'open/o14_opendata_jabar_piramida_penduduk.csv',
  async (path) => {
    const beside = await matched(path, ',', (row) => ({
      code: row['kode_kabupaten_kota'] ?? '',
      name: row['nama_kabupaten_kota'] ?? '',
    }));
    expect(beside.counts).toEqual({ CODE_WITHOUT_DOTS: 3456 });
    const alone = await matched(path, ',', (row) => ({ code: row['kode_kabupaten_kota'] ?? '' }));
    expect(alone.counts).toEqual({ AMBIGUOUS: 3456 });
  },
);

realDataTest(
  'BPS codes of kecamatan and villages of Kabupaten Pasuruan',
  'reference/wilayah/desa_kode_bps_35.14_2013.csv',
  async (path) => {
    const districts = await matched(path, ',', (row) => ({ code: row['kode_kecamatan_bps'] ?? '' }));
    expect(districts.counts).toEqual({ BPS_CODE: 344 });
    const villages = await matched(path, ',', (row) => ({
      code: row['kode_bps'] ?? '',
      name: row['nama'] ?? '',
    }));
    expect(villages.counts).toEqual({ BPS_CODE: 340, NONE: 4 });
  },
);

realDataTest(
  'the crosswalk of kecamatan is the one at hand',
  'reference/wilayah/crosswalk_kecamatan_bps_kemendagri_35.14.csv',
  async (path) => {
    const expected = records(await readFile(path, 'utf8'), ',').map((row) => row['kode_kemendagri']);
    const { matches } = await matched(path, ',', (row) => ({ code: row['kode_bps'] ?? '' }));
    expect(matches.map(({ region }) => region?.code)).toEqual(expected);
  },
);
