import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf } from '../intake/onboarding.js';
import { bootHub, type TestHub } from '../support/hub.js';
import { realDataTest } from '../support/real-data.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('empty');
});
afterAll(() => hub[Symbol.asyncDispose]());

interface Region {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly parent: { readonly code: string } | null;
}

interface Connection {
  readonly nodes: readonly Region[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly endCursor: string | null;
  };
}

interface Tree {
  readonly code: string;
  readonly parent: { readonly code: string };
  readonly children?: { readonly totalCount: number; readonly nodes: readonly Tree[] };
}

const CONNECTION = `{
  totalCount nodes { code name level parent { code } } pageInfo { hasNextPage hasPreviousPage endCursor }
}`;

/** A page of `regions`, asked by nobody in particular: the reference is public. */
const page = async (args: Record<string, unknown>): Promise<Connection> => {
  const query = `query ($parent: ID, $level: RegionLevel, $within: ID, $search: String, $first: Int, $after: String) {
    regions(parent: $parent, level: $level, within: $within, search: $search, first: $first, after: $after) ${CONNECTION}
  }`;
  return dataOf(await hub.anonymous.query<{ regions: Connection }>(query, args)).regions;
};

const read = async (path: string): Promise<Record<string, string>[]> =>
  parse(await readFile(path), { columns: true, bom: true });

const withoutSpaces = (name: string) => name.replaceAll(' ', '');

/**
 * Where the two sources differ. The hub's names come from idn-area-data 4.0.1, the file is cahyadsn/wilayah; both
 * transcribe the same Kepmendagri 300.2.2-2430/2025. These differ in spaces alone: a blank at the end, or around a
 * hyphen or a slash.
 */
const SPACING = [
  '12.02.08.2004 12.05.01.2014 12.23.06 31.72 35.07.10.2010 35.08.04.2005 35.25.05.2023 35.25.11.2017',
  '35.25.12.2011 52.02.10.2004 53.03.11.2005 61.11.02.2006 63.04.04.2011 64.07.12.2012 64.07.12.2016',
  '73.18.20.2010 73.71.13.1002 74.02.03.1019 74.08.05.1002 74.08.08.2003 74.08.13.2001 91.10.13.2003',
  '91.15.08.2004 92.06.07.2001 92.06.07.2002 95.04.12',
].flatMap((line) => line.split(' '));

/** These differ in letters or points: a mark of the printed table, an abbreviation, a word more or less. */
const SPELLING: Readonly<Record<string, string>> = {
  '11.01.06.2024': 'Air Sialang Hilir.',
  '11.07.14.2046': 'Mesjid Gogo',
  '11.08.17.2014': 'U Baro.',
  '12.01.09.2005': 'Siantar Ca.',
  '12.77.01.1012': 'Losung Batu.',
  '15.02.05.1036': 'Pasar Baru Rantau Panjang',
  '17.02.06.1015': 'Bedeng SS.',
  '32.05.38': 'Bl. Limbangan',
  '62.10.10.2008': 'Tumbang Tuwe',
  '62.11.02.2005': 'Papuyu I Sei. Pasanan',
  '63.01.02.2011': 'Simpang Empat Sungai Baru',
  '63.07.02.2001': 'Murung A.',
  '63.07.02.2011': 'Baru',
  '63.07.09.2003': 'Murung B.',
  '64.72.05.1004': 'Sungai Siring',
  '71.09': 'Kabupaten Kepulauan Siau Tagulandang Biaro',
  '72.03.11.2013': 'Ujumbou.',
  '73.26.03.1004': 'Nanggala Sanpiak Salu',
  '91.20.07.2005': 'Teuw*',
  '95.04.44.2005': 'Leragawi/Megagirakuk',
};

realDataTest(
  'all 91,599 codes are those of the second source, and so are the names but for 46 known ones',
  'reference/wilayah/wilayah_indonesia_2025.csv',
  async (path) => {
    const theirs = new Map((await read(path)).map(({ kode, nama }) => [kode ?? '', nama ?? '']));
    const sql = postgres(hub.databaseUrl, { max: 1 });
    const stored = await sql<{ code: string; name: string; parent: string | null }[]>`
      select code, name, parent_code as parent from regions`;
    await sql.end();
    const ours = new Map(stored.map(({ code, name }) => [code, name]));
    expect(theirs.size).toBe(91_599);
    expect(ours.size).toBe(91_599);
    expect([...theirs.keys()].filter((code) => !ours.has(code))).toEqual([]);

    const differing = [...theirs].filter(([code, name]) => ours.get(code) !== name);
    const bySpaces = differing.filter(
      ([code, name]) => withoutSpaces(ours.get(code) ?? '') === withoutSpaces(name),
    );
    const otherwise = differing.filter((one) => !bySpaces.includes(one));
    expect(bySpaces.map(([code]) => code)).toEqual(SPACING);
    expect(Object.fromEntries(otherwise.map(([code]) => [code, ours.get(code)]))).toEqual(SPELLING);
    // The apostrophe of Ra'as and its like, which the package writes as a quotation mark.
    expect([...ours.values()].filter((name) => name.includes('"'))).toEqual([]);

    const astray = stored.filter(({ code, parent }) => parent !== (/^(.+)\.\d+$/.exec(code)?.[1] ?? null));
    expect(astray).toEqual([]);
  },
);

realDataTest(
  'the graph gives the 24 kecamatan and 365 desa/kelurahan of the regency, with parents and children',
  'reference/wilayah/kab_pasuruan_35.14.csv',
  async (path) => {
    const rows = await read(path);
    const of = (tingkat: string) => rows.filter((row) => row['tingkat'] === tingkat);
    expect([of('kecamatan').length, of('desa_kelurahan').length]).toEqual([24, 365]);
    const answer = await hub.anonymous.query<{
      region: Region & { children: { nodes: (Region & { children: Connection })[]; totalCount: number } };
    }>(
      `{ region(code: "35.14") {
          code name level parent { code }
          children { totalCount nodes { code name level parent { code } children ${CONNECTION} } }
      } }`,
    );
    const { region } = dataOf(answer);
    expect(region).toMatchObject({
      name: 'Kabupaten Pasuruan',
      level: 'REGENCY',
      parent: { code: '35' },
      children: { totalCount: 24 },
    });
    const found = region.children.nodes.flatMap((district) => [district, ...district.children.nodes]);
    expect(found.map(({ code, name, parent }) => [code, name, parent?.code])).toEqual(
      rows
        .filter((row) => row['tingkat'] === 'kecamatan' || row['tingkat'] === 'desa_kelurahan')
        .map((row) => [row['kode'], row['nama'], row['kode_induk']])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
    const levels = found.map(({ level }) => level);
    expect(levels.filter((level) => level === 'DISTRICT')).toHaveLength(24);
    expect(levels.filter((level) => level === 'VILLAGE')).toHaveLength(365);
    for (const district of region.children.nodes)
      expect(district.children).toMatchObject({
        totalCount: district.children.nodes.length,
        pageInfo: { hasNextPage: false },
      });
  },
);

describe('regions', () => {
  test.each([
    ['PROVINCE', 38],
    ['REGENCY', 514],
    ['DISTRICT', 7285],
    ['VILLAGE', 83_762],
  ])('the level %s has %i', async (level, count) => {
    const { totalCount, nodes } = await page({ level, first: 2 });
    expect(totalCount).toBe(count);
    expect(nodes.map((node) => node.level)).toEqual([level, level]);
  });

  test('a name is found anywhere in it, whatever its capitals, and the filters narrow each other', async () => {
    const names = async (args: Record<string, unknown>) =>
      (await page(args)).nodes.map(({ code, name }) => `${code} ${name}`);
    expect(await names({ search: 'pasURuan' })).toEqual([
      '18.01.09.2009 Pasuruan',
      '32.09.04.2007 Pasuruan',
      '33.23.01.2012 Pasuruan',
      '35.14 Kabupaten Pasuruan',
      '35.75 Kota Pasuruan',
    ]);
    expect(await names({ search: 'pasuruan', level: 'REGENCY' })).toEqual([
      '35.14 Kabupaten Pasuruan',
      '35.75 Kota Pasuruan',
    ]);
    expect(await names({ search: 'pasuruan', level: 'REGENCY', parent: '32' })).toEqual([]);
    expect(await names({ search: 'Gempol', parent: '35.14' })).toEqual(['35.14.12 Gempol']);
    expect(await names({ search: 'Kota Administrasi Jakarta U' })).toHaveLength(1);
    // Within a region at any depth, and nothing of a region whose code merely begins alike.
    expect(await names({ search: 'tosari', within: '35.14' })).toEqual([
      '35.14.08.2004 Kertosari',
      '35.14.24 Tosari',
      '35.14.24.2004 Tosari',
    ]);
    expect(await names({ search: 'tosari', within: '35.14.24' })).toEqual(['35.14.24.2004 Tosari']);
    expect(await names({ search: 'tosari', within: '35.1' })).toEqual([]);
    expect(await names({ search: 'tosari', within: '%' })).toEqual([]);
  });

  test.each([
    ['%'],
    ['_'],
    ['\\'],
    ['%%'],
    ['Pasur_an'],
    ["' or '1'='1"],
  ])('the search "%s" is text, not a pattern', async (search) => {
    expect((await page({ search })).totalCount).toBe(0);
  });

  test('pages follow each other in the order of codes, without gaps or repetition', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    let pages = 0;
    for (;;) {
      const { nodes, pageInfo, totalCount }: Connection = await page({
        parent: '35.14',
        first: 7,
        after,
      });
      expect(totalCount).toBe(24);
      expect(pageInfo.hasPreviousPage).toBe(pages > 0);
      seen.push(...nodes.map(({ code }) => code));
      pages++;
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(pages).toBe(4);
    expect(seen).toEqual(Array.from({ length: 24 }, (_, at) => `35.14.${String(at + 1).padStart(2, '0')}`));
  });

  test('100 come by default, 1,000 at the most, and more is refused, not cut', async () => {
    expect((await page({ level: 'DISTRICT' })).nodes).toHaveLength(100);
    expect((await page({ level: 'DISTRICT', first: 1000 })).nodes).toHaveLength(1000);
    expect((await page({ level: 'DISTRICT', first: 0 })).nodes).toEqual([]);
    for (const [first, code] of [
      [1001, 'LIMIT_EXCEEDED'],
      [-1, 'BAD_USER_INPUT'],
    ] as const) {
      const answer = await hub.anonymous.query(`{ regions(first: ${first}) { totalCount } }`);
      expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([400, code]);
    }
  });

  test('a province with everything below it costs a few statements, not one for each region', async () => {
    const statements: string[] = [];
    hub.hub.parts.reads.sql.options.debug = (_connection, statement) => statements.push(statement);
    const below = 'children(first: 1000) { totalCount nodes { code parent { code }';
    const answer = await hub.anonymous.query<{ region: { children: { nodes: Tree[] } } }>(
      `{ region(code: "35") { ${below} ${below} ${below} } } } } } } } }`,
    );
    hub.hub.parts.reads.sql.options.debug = false;
    const districts = dataOf(answer).region.children.nodes.flatMap(
      (regency) => regency.children?.nodes ?? [],
    );
    const villages = districts.flatMap((district) => district.children?.nodes ?? []);
    expect([districts.length, villages.length]).toEqual([666, 8494]);
    for (const { code, children } of districts) {
      expect(children?.totalCount).toBe(children?.nodes.length);
      for (const village of children?.nodes ?? []) expect(village.parent).toEqual({ code });
    }
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.length).toBeLessThan(15);
  });

  test('provinces are those without a parent; an unknown code is null; a code is text', async () => {
    const { nodes, totalCount } = await page({ parent: '' });
    expect(totalCount).toBe(38);
    expect(nodes.every(({ parent, level }) => parent === null && level === 'PROVINCE')).toBe(true);
    const answer = await hub.anonymous.query<Record<string, { code: string } | null>>(
      '{ a: region(code: "35.140") { code } b: region(code: "35.1") { code } c: region(code: "35.10") { code } }',
    );
    expect(dataOf(answer)).toEqual({ a: null, b: null, c: { code: '35.10' } });
  });
});
