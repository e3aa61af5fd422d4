import { describe, expect } from 'vitest';
import { serverTest } from '../../support/servers.js';
import { typesOf } from '../structure-reading.js';
import { column, pulled, structureIn, tableIn } from './reading-source.js';

/** Column, SQL type, the type in the graph (`-`: omitted), and per value: SQL text → what the file holds. */
const VALUES: readonly (readonly [string, string, string, ...(readonly [string, unknown])[]])[] = [
  ['kecil', 'smallint', 'INTEGER', ['-32768', '-32768'], ['null', null], ['0', '0']],
  ['bulat', 'integer', 'INTEGER', ['2147483647', '2147483647'], ['-2147483648', '-2147483648']],
  [
    'besar',
    'bigint',
    'BIGINT',
    ['9223372036854775807', '9223372036854775807'],
    ['-9007199254740993', '-9007199254740993'],
  ],
  [
    'uang',
    'numeric(30,10)',
    'DECIMAL',
    ['12345678901234567890.0123456789', '12345678901234567890.0123456789'],
    ['1.5', '1.5000000000'],
    ["'NaN'", 'NaN'],
  ],
  [
    'bebas',
    'numeric',
    'DECIMAL',
    ["'NaN'", 'NaN'],
    ["'Infinity'", 'Infinity'],
    ['1.10', '1.10'],
    ['1e-20', '0.00000000000000000001'],
  ],
  [
    'tunggal',
    'real',
    'DECIMAL',
    ['0.1', '0.1'],
    ['16777216', '16777216'],
    ['1e-7', '0.0000001'],
    ['null', null],
  ],
  [
    'ganda',
    'double precision',
    'DECIMAL',
    ['0.1::float8 + 0.2::float8', '0.30000000000000004'],
    ['1e21', '1000000000000000000000'],
    ["'-Infinity'", '-Infinity'],
    ["'NaN'", 'NaN'],
    ['9007199254740993', '9007199254740992'],
  ],
  ['benar', 'boolean', 'BOOLEAN', ['true', true], ['false', false], ['null', null]],
  ['satubit', 'bit(1)', 'BOOLEAN', ["b'1'", true], ["b'0'", false]],
  ['bits', 'bit(8)', '-'],
  [
    'tanggal',
    'date',
    'DATE',
    ["'2024-02-29'", '2024-02-29'],
    ["'infinity'", 'infinity'],
    ["'0044-03-15 BC'", '0044-03-15 BC'],
  ],
  [
    'saat',
    'timestamp',
    'TEXT',
    ["'2024-01-22 13:14:15.123456'", '2024-01-22 13:14:15.123456'],
    ["'infinity'", 'infinity'],
  ],
  [
    'saatzona',
    'timestamptz',
    'TEXT',
    ["'2024-01-22 13:14:15.123456+07'", '2024-01-22 13:14:15.123456+07'],
    ["'-infinity'", '-infinity'],
  ],
  ['jam', 'time', 'TEXT', ["'24:00:00'", '24:00:00'], ["'07:08:09.5'", '07:08:09.5']],
  ['lama', 'interval', 'TEXT', ["'1 year 2 days 03:04:05'", '1 year 2 days 03:04:05']],
  [
    'teks',
    'text',
    'TEXT',
    [`'kata "kutip", ''tunggal'' \\ garis'`, `kata "kutip", 'tunggal' \\ garis`],
    ["''", ''],
    ['null', null],
    ["E'dua\\nbaris\\r\\n\\t'", 'dua\nbaris\r\n\t'],
    ["'emoji 🌾 dan ꦗꦮ'", 'emoji 🌾 dan ꦗꦮ'],
    ["'  tepi  '", '  tepi  '],
    ["'=1+1'", '=1+1'],
    ["'000123'", '000123'],
    ["'2E5'", '2E5'],
  ],
  ['tetap', 'char(10)', 'TEXT', ["'35.14'", '35.14'], ["' 7 '", ' 7'], ["''", '']],
  ['variabel', 'varchar(20)', 'TEXT', ["'ujung   '", 'ujung   ']],
  ['status', 'status', 'TEXT', ["'di dalam, luar'", 'di dalam, luar'], ["'a''b'", "a'b"]],
  ['persen', 'persen', 'DECIMAL', ['12.50', '12.50']],
  ['kode', 'kode', 'TEXT', ["'014'", '014']],
  [
    'uuid',
    'uuid',
    'TEXT',
    ["'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  ],
  ['alamatip', 'inet', 'TEXT', ["'10.1.2.3'", '10.1.2.3']],
  ['larik', 'integer[]', '-'],
  ['dokumen', 'jsonb', '-'],
  ['teksjson', 'json', '-'],
  ['biner', 'bytea', '-'],
  ['titik', 'point', '-'],
];

const DEPTH = Math.max(...VALUES.map(([, , , ...values]) => values.length));

describe('PostgreSQL', () => {
  serverTest('POSTGRESQL', 'gives every value exactly, or leaves its column out', async (source) => {
    const rows = Array.from(
      { length: DEPTH },
      (_, at) => `(${VALUES.map(([, , , ...values]) => values[at]?.[0] ?? 'null').join(', ')})`,
    );
    await source.run(
      `alter database ${source.database} set timezone = 'Asia/Jakarta'`,
      `alter database ${source.database} set datestyle = 'SQL, DMY'`,
      `alter database ${source.database} set extra_float_digits = -5`,
      "create type status as enum ('a''b', 'di dalam, luar')",
      'create domain persen as numeric(5,2) check (value <= 100)',
      'create domain kodeluas as varchar(3)',
      'create domain kode as kodeluas',
      `create table nilai (no serial primary key, ${VALUES.map(([name, type]) => `${name} ${type}`).join(', ')})`,
      `insert into nilai (${VALUES.map(([name]) => name).join(', ')}) values ${rows.join(', ')}`,
    );
    const table = tableIn(await structureIn(source), 'nilai');
    expect(typesOf(table)).toBe(`no:INTEGER ${VALUES.map(([name, , type]) => `${name}:${type}`).join(' ')}`);
    const { lines } = await pulled(source, 'nilai');
    expect(column(lines, 'no')).toEqual(lines.map((_, at) => String(at + 1)));
    for (const [name, , type, ...values] of VALUES)
      expect(column(lines, name), name).toEqual(
        lines.map((_, at) => (type === '-' ? undefined : (values[at]?.[1] ?? null))),
      );
  });

  serverTest(
    'POSTGRESQL',
    'tells tables and views with keys, comments, lists and counters',
    async (source) => {
      await source.run(
        "create type jenis as enum ('PUSKESMAS', 'RSUD')",
        `create table "Faskes Kab" ("Kode ""A""" varchar(10) primary key, nama text not null, jenis jenis default 'RSUD',
        nomor integer generated always as identity, ganda integer generated always as (1 + 1) stored,
        unique (nama, jenis))`,
        `comment on table "Faskes Kab" is 'Fasilitas kesehatan'`,
        `comment on column "Faskes Kab".nama is 'Nama fasilitas'`,
        `create table kunjungan (id bigserial primary key, faskes varchar(10) references "Faskes Kab", tahun int)`,
        'create view ringkas as select faskes, count(*) as jumlah from kunjungan group by faskes',
        'create schema tertutup',
        'create table tertutup.rahasia (id int)',
        'create table tertutup.sebagian (id int, nik text)',
        `grant usage on schema tertutup to ${source.username}`,
        `grant select (id) on tertutup.sebagian to ${source.username}`,
      );
      const structure = await structureIn(source);
      expect(structure.tables.map(({ schema, name }) => `${schema}.${name}`)).toEqual([
        'public.Faskes Kab',
        'public.kunjungan',
        'public.ringkas',
        'tertutup.sebagian',
      ]);
      expect(structure.views).toEqual(['public.ringkas']);
      expect(tableIn(structure, 'sebagian').columns.map(({ name }) => name)).toEqual(['id']);
      expect(tableIn(structure, 'Faskes Kab')).toMatchObject({
        comment: 'Fasilitas kesehatan',
        primaryKey: ['Kode "A"'],
        uniques: [['nama', 'jenis']],
        columns: [
          { name: 'Kode "A"', sqlType: 'character varying(10)', type: 'TEXT', nullable: false },
          { name: 'nama', comment: 'Nama fasilitas', nullable: false },
          { name: 'jenis', type: 'TEXT', values: ['PUSKESMAS', 'RSUD'], nullable: true },
          { name: 'nomor', generated: 'COUNTER' },
          { name: 'ganda', generated: 'COMPUTED' },
        ],
      });
      expect(tableIn(structure, 'kunjungan')).toMatchObject({
        foreignKeys: [{ columns: ['faskes'], table: 'Faskes Kab', references: ['Kode "A"'] }],
        columns: [{ generated: 'COUNTER', type: 'BIGINT' }, {}, {}],
      });
      expect(typesOf(tableIn(structure, 'ringkas'))).toBe('faskes:TEXT jumlah:BIGINT');
    },
  );

  serverTest('POSTGRESQL', 'gives what lies beyond a watermark, to the microsecond', async (source) => {
    await source.run(
      'create table catatan (id bigint primary key, saat timestamptz, jumlah numeric)',
      `insert into catatan select n, '2024-01-01 00:00:00.000001+07'::timestamptz + n * interval '1 microsecond', n / 3.0
        from generate_series(1, 450) as n`,
      "insert into catatan values (9007199254740993, null, 1), (451, '2024-01-01 00:00:00.000451+07', 1)",
    );
    const ids = async (beyond: Parameters<typeof pulled>[2]) => {
      const { lines, count } = await pulled(source, 'catatan', beyond);
      return { ids: column(lines, 'id'), watermark: count.watermark };
    };
    const by = { column: 'saat', growth: 'MOMENT_WITH_ZONE', watermark: null, again: false } as const;
    const all = await ids({ beyond: by });
    expect(all.ids).toHaveLength(452);
    expect([all.ids[0], all.watermark]).toEqual([
      '9007199254740993',
      expect.stringMatching(/:00\.000451[+-]\d\d/),
    ]);
    const { watermark } = all;
    expect(await ids({ beyond: { ...by, watermark } })).toEqual({ ids: [], watermark: null });
    // Two rows stand at the last moment, and one has none.
    const again = await ids({ beyond: { ...by, watermark, again: true } });
    expect(again.ids.toSorted()).toEqual(['450', '451', '9007199254740993']);
    const beyondId = {
      column: 'id',
      growth: 'INTEGER',
      watermark: '9007199254740992',
      again: false,
    } as const;
    expect((await ids({ beyond: beyondId })).ids).toEqual(['9007199254740993']);
    const odd = { ...beyondId, watermark: '0) or true; drop table catatan; --' };
    await expect(pulled(source, 'catatan', { beyond: odd })).rejects.toMatchObject({
      code: 'OUTBOUND_FAILED',
    });
    expect((await ids({ beyond: null })).ids).toHaveLength(452);
  });
});
