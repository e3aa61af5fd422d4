import { describe, expect } from 'vitest';
import { serverTest } from '../../support/servers.js';
import { typesOf } from '../structure-reading.js';
import { column, pulled, structureIn, tableIn } from './reading-source.js';

/** Column, SQL type, the type in the graph (`-`: omitted), and per value: SQL text → what the file holds. */
const VALUES: readonly (readonly [string, string, string, ...(readonly [string, unknown])[]])[] = [
  ['mungil', 'tinyint', 'INTEGER', ['-128', '-128'], ['null', null], ['0', '0']],
  ['benar', 'tinyint(1)', 'BOOLEAN', ['1', true], ['0', false], ['2', '2'], ['null', null]],
  ['kecil', 'smallint unsigned', 'INTEGER', ['65535', '65535']],
  ['sedang', 'mediumint', 'INTEGER', ['-8388608', '-8388608']],
  ['bulat', 'int', 'INTEGER', ['-2147483648', '-2147483648'], ['2147483647', '2147483647']],
  ['bulatpositif', 'int unsigned', 'BIGINT', ['4294967295', '4294967295']],
  [
    'besar',
    'bigint',
    'BIGINT',
    ['9223372036854775807', '9223372036854775807'],
    ['-9007199254740993', '-9007199254740993'],
  ],
  ['besarpositif', 'bigint unsigned', 'DECIMAL', ['18446744073709551615', '18446744073709551615']],
  ['berisi', 'int(8) zerofill', 'TEXT', ['351401', '00351401'], ['0', '00000000']],
  [
    'uang',
    'decimal(30,10)',
    'DECIMAL',
    ['12345678901234567890.0123456789', '12345678901234567890.0123456789'],
    ['-0.5', '-0.5000000000'],
  ],
  [
    'tunggal',
    'float',
    'DECIMAL',
    ['0.1', '0.1'],
    ['123456789', '123456792'],
    ['1.5e-7', '0.00000015'],
    ['3.4e38', `34${'0'.repeat(37)}`],
    ['1.2345678', '1.2345678'],
  ],
  ['tunggalpas', 'float(10,2)', 'DECIMAL', ['12.345', '12.35'], ['null', null]],
  [
    'ganda',
    'double',
    'DECIMAL',
    ['0.1e0 + 0.2e0', '0.30000000000000004'],
    ['1e21', '1000000000000000000000'],
    ['9007199254740993e0', '9007199254740992'],
    ['-1.7e-9', '-0.0000000017'],
  ],
  ['satubit', 'bit(1)', 'BOOLEAN', ["b'1'", true], ["b'0'", false], ['null', null]],
  ['bits', 'bit(8)', '-', ["b'10101010'", undefined]],
  ['tahun', 'year', 'INTEGER', ['2024', '2024'], ['1901', '1901']],
  [
    'tanggal',
    'date',
    'DATE',
    ["'2024-02-29'", '2024-02-29'],
    ["'0000-00-00'", null],
    ["'2024-00-00'", '2024-00-00'],
    ['null', null],
  ],
  [
    'saat',
    'datetime(6)',
    'TEXT',
    ["'2024-01-22 13:14:15.123456'", '2024-01-22 13:14:15.123456'],
    ["'0000-00-00 00:00:00'", null],
    ["'9999-12-31 23:59:59'", '9999-12-31 23:59:59.000000'],
  ],
  [
    'cap',
    'timestamp null',
    'TEXT',
    ["'2024-01-22 13:14:15'", '2024-01-22 13:14:15'],
    ["'0000-00-00 00:00:00'", null],
  ],
  ['jam', 'time', 'TEXT', ["'838:59:59'", '838:59:59'], ["'-01:02:03'", '-01:02:03']],
  [
    'status',
    "enum('Di dalam, luar','it''s','')",
    'TEXT',
    ["'Di dalam, luar'", 'Di dalam, luar'],
    ["'it''s'", "it's"],
    ["''", ''],
    ['null', null],
  ],
  ['pilihan', "set('a','b','c d')", 'TEXT', ["'a,c d'", 'a,c d'], ["''", '']],
  ['tetap', 'char(10)', 'TEXT', ["'35.14   '", '35.14'], ["' 7'", ' 7']],
  ['variabel', 'varchar(20)', 'TEXT', ["'ujung   '", 'ujung   '], ["''", ''], ['null', null]],
  [
    'teks',
    'longtext',
    'TEXT',
    [String.raw`'kata "kutip", \'tunggal\' \\ garis'`, `kata "kutip", 'tunggal' \\ garis`],
    [String.raw`'dua\nbaris\r\n\t'`, 'dua\nbaris\r\n\t'],
    ["'emoji 🌾 dan ꦗꦮ'", 'emoji 🌾 dan ꦗꦮ'],
    ["'  tepi  '", '  tepi  '],
    ["'000123'", '000123'],
    ["'2E5'", '2E5'],
  ],
  ['latin', 'varchar(20) character set latin1', 'TEXT', ["'Désa é – €'", 'Désa é – €']],
  ['dokumen', 'json', '-', [`'{"a":1}'`, undefined]],
  ['biner', 'varbinary(4)', '-', ["x'00ff'", undefined]],
  ['gambar', 'blob', '-', ["x'00ff'", undefined]],
  ['titik', 'point', '-', ['null', undefined]],
];

const DEPTH = Math.max(...VALUES.map(([, , , ...values]) => values.length));

describe('MariaDB', () => {
  serverTest('MYSQL', 'gives every value exactly, or leaves its column out', async (source) => {
    const rows = Array.from(
      { length: DEPTH },
      (_, at) => `(${VALUES.map(([, , , ...values]) => values[at]?.[0] ?? 'null').join(', ')})`,
    );
    await source.run(
      "set sql_mode = 'ALLOW_INVALID_DATES'",
      `create table nilai (no int auto_increment primary key, ${VALUES.map(([name, type]) => `${name} ${type}`).join(', ')})
        character set utf8mb4`,
      `insert into nilai (${VALUES.map(([name]) => name).join(', ')}) values ${rows.join(', ')}`,
    );
    const table = tableIn(await structureIn(source), 'nilai');
    expect(typesOf(table)).toBe(`no:INTEGER ${VALUES.map(([name, , type]) => `${name}:${type}`).join(' ')}`);
    const { lines, count } = await pulled(source, 'nilai');
    expect(column(lines, 'no')).toEqual(lines.map((_, at) => String(at + 1)));
    for (const [name, , type, ...values] of VALUES)
      expect(column(lines, name), name).toEqual(
        lines.map((_, at) => (type === '-' ? undefined : (values[at]?.[1] ?? null))),
      );
    expect(Object.fromEntries(count.zeroDates)).toEqual({ tanggal: 1, saat: 1, cap: 1 });
  });

  serverTest(
    'MYSQL',
    'reads a truth as a number, and a midnight as its date, where the definition says so',
    async (source) => {
      await source.run(
        'create table nilai (a tinyint(1), b bit(1), c datetime, d datetime(3))',
        "insert into nilai values (1, b'1', '2024-01-22', '2024-01-22 00:00:00'), (3, b'0', '2024-01-22 00:00:01', null)",
      );
      const as = { a: 'INTEGER', b: 'TEXT', c: 'DATE', d: 'DATE' } as const;
      const { lines } = await pulled(source, 'nilai', { as });
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        { a: '1', b: '1', c: '2024-01-22', d: '2024-01-22' },
        // Not a date: the load refuses it and names the row, rather than that an hour is lost.
        { a: '3', b: '0', c: '2024-01-22 00:00:01', d: null },
      ]);
    },
  );

  serverTest('MYSQL', 'tells tables and views with keys, comments, lists and counters', async (source) => {
    await source.run(
      `create table \`Faskes Kab\` (\`Kode \`\`A\`\`\` varchar(10) primary key comment 'Kode fasilitas', nama varchar(50) not null,
        jenis enum('PUSKESMAS','RSUD') default 'RSUD', ganda int as (1 + 1) virtual, unique (nama, jenis))
        comment = 'Fasilitas kesehatan'`,
      `create table kunjungan (id bigint unsigned auto_increment primary key, faskes varchar(10), tahun year,
        foreign key (faskes) references \`Faskes Kab\` (\`Kode \`\`A\`\`\`))`,
      'create view ringkas as select faskes, count(*) as jumlah from kunjungan group by faskes',
    );
    const structure = await structureIn(source);
    expect(structure.tables.map(({ name }) => name)).toEqual(['Faskes Kab', 'kunjungan', 'ringkas']);
    expect(structure.views).toEqual([`${source.database}.ringkas`]);
    expect(tableIn(structure, 'Faskes Kab')).toMatchObject({
      comment: 'Fasilitas kesehatan',
      primaryKey: ['Kode `A`'],
      uniques: [['nama', 'jenis']],
      columns: [
        {
          name: 'Kode `A`',
          sqlType: 'varchar(10)',
          type: 'TEXT',
          nullable: false,
          comment: 'Kode fasilitas',
        },
        { name: 'nama', nullable: false, default: null },
        { name: 'jenis', values: ['PUSKESMAS', 'RSUD'], default: 'RSUD', nullable: true },
        { name: 'ganda', generated: 'COMPUTED' },
      ],
    });
    expect(tableIn(structure, 'kunjungan')).toMatchObject({
      foreignKeys: [{ columns: ['faskes'], table: 'Faskes Kab', references: ['Kode `A`'] }],
      columns: [{ generated: 'COUNTER', type: 'DECIMAL' }, {}, { type: 'INTEGER' }],
    });
    expect(typesOf(tableIn(structure, 'ringkas'))).toBe('faskes:TEXT jumlah:BIGINT');
  });

  serverTest('MYSQL', 'gives what lies beyond a watermark, exactly', async (source) => {
    await source.run(
      'create table catatan (id bigint unsigned primary key, saat datetime(6), jumlah decimal(20,5))',
      `insert into catatan select seq, '2024-01-01' + interval seq microsecond, seq / 3 from seq_1_to_450`,
      "insert into catatan values (18446744073709551614, null, 1), (451, '2024-01-01 00:00:00.000450', 1)",
    );
    const ids = async (beyond: Parameters<typeof pulled>[2]) => {
      const { lines, count } = await pulled(source, 'catatan', beyond);
      return { ids: column(lines, 'id'), watermark: count.watermark };
    };
    const by = { column: 'saat', growth: 'MOMENT', watermark: null, again: false } as const;
    const all = await ids({ beyond: by });
    expect(all.ids).toHaveLength(452);
    expect([all.ids[0], all.watermark]).toEqual(['18446744073709551614', '2024-01-01 00:00:00.000450']);
    const { watermark } = all;
    expect(await ids({ beyond: { ...by, watermark } })).toEqual({ ids: [], watermark: null });
    const again = await ids({ beyond: { ...by, watermark, again: true } });
    expect(again.ids.toSorted()).toEqual(['18446744073709551614', '450', '451']);
    // One more than a double could tell from it.
    const beyondId = {
      column: 'id',
      growth: 'INTEGER',
      watermark: '18446744073709551613',
      again: false,
    } as const;
    expect((await ids({ beyond: beyondId })).ids).toEqual(['18446744073709551614']);
    expect((await ids({ beyond: { ...beyondId, watermark: '18446744073709551614' } })).ids).toEqual([]);
    await ids({ beyond: { ...beyondId, watermark: '0) or true; drop table catatan; --' } });
    expect((await ids({ beyond: null })).ids).toHaveLength(452);
  });
});
