import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowance, openArchive } from '../../subgraphs/intake/reading/archive.js';
import { allBytes, sourceOf } from '../../subgraphs/intake/reading/bytes.js';
import { parseWhole } from '../../subgraphs/intake/reading/xml.js';
import { periods } from '../../subgraphs/intake/template/lists.js';
import { sheetName } from '../../subgraphs/intake/template/sheets.js';
import { templateBytes } from '../../subgraphs/intake/template/workbook.js';
import { runs } from '../support/runs.js';
import { opened, rowsIn } from './made-files.js';
import { COLUMNS, column, readBack, templateOf } from './made-templates.js';

describe('the workbook', () => {
  const partsOf = async (bytes: Uint8Array): Promise<Map<string, string>> => {
    const parts = new Map<string, string>();
    for (const [name, part] of await openArchive(sourceOf('t.xlsx', bytes), allowance())) {
      // Well-formed, or this throws.
      await parseWhole(part, { open() {} });
      parts.set(name, (await allBytes(part, 1 << 24)).toString('utf8'));
    }
    return parts;
  };

  test('offers codes with a warning that forbids nothing, and formats whole columns', async () => {
    const parts = await partsOf(await templateBytes(templateOf(COLUMNS)));
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    const rules = [
      ...sheet.matchAll(
        /<dataValidation [^>]*type="(\w+)"[^>]*errorStyle="(\w+)"[^>]*sqref="([A-Z]+)2:[^>]*><formula1>([^<]*)</g,
      ),
    ];
    expect(rules.map(([, type, style, at, formula]) => `${at} ${type} ${style} ${formula}`)).toEqual([
      'A list warning Kode!$A$2:$A$3',
      'D list warning Kode!$C$2:$C$3',
      'E date warning 1',
      'F whole warning -2147483648',
      'G decimal warning -1E+300',
      'H list warning Kode!$E$2:$E$3',
    ]);
    const style = (at: number) => new RegExp(`<col min="${at}"[^>]*style="(\\d+)"`).exec(sheet)?.[1];
    const formats = [
      ...(parts.get('xl/styles.xml') ?? '').matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g),
    ];
    const styles = [...(parts.get('xl/styles.xml') ?? '').matchAll(/<xf ?([^>]*)>/g)].map(
      ([, attributes]) => {
        const id = /numFmtId="(\d+)"/.exec(attributes ?? '')?.[1];
        return formats.find(([, format]) => format === id)?.[2];
      },
    );
    expect([1, 2, 3, 4, 5, 6].map((at) => styles[Number(style(at) ?? 0)])).toEqual([
      '@',
      '@',
      '@',
      undefined,
      'yyyy-mm-dd',
      '0',
    ]);
  });

  test('explains each column and lists each code once', async () => {
    const file = await opened(await templateBytes(templateOf(COLUMNS)));
    const [, instructions, codes] = await Promise.all(file.sheets.map(rowsIn));
    const lines = instructions?.map((row) => row.join(' | ')) ?? [];
    expect(lines).toContain(
      'kode_kecamatan | Judul kodeKecamatan | Definisi "kodeKecamatan" & <lainnya>. | teks |  | ya, kunci | Wilayah (lembar Kode) | 35.14.01',
    );
    expect(
      lines.some((line) => line.startsWith('siswa | Judul siswa') && line.includes('| orang | tidak |')),
    ).toBe(true);
    expect(codes?.[0]).toEqual([
      'Wilayah',
      'Keterangan',
      'Benar/salah',
      'Keterangan',
      'jenjang',
      'Keterangan',
    ]);
    expect(codes?.[1]).toEqual([
      '35.14.01',
      'Purwodadi, Kabupaten Pasuruan',
      { kind: 'BOOLEAN', text: 'true' },
      'ya, benar',
      'SD',
    ]);
  });

  test('its first sheet has a name that a sheet may have', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (title) => {
        const name = sheetName(title);
        expect(name).toMatch(/^[^[\]:*?/\\\p{Cc}]{1,31}$/u);
        expect(name.length).toBeLessThanOrEqual(31);
        expect(name).not.toMatch(/^'|'$|^(petunjuk|kode|history)$/i);
      }),
      { numRuns: runs(500, 20_000) },
    );
    expect(sheetName('Petunjuk')).toBe('Data');
    expect(sheetName('???')).toBe('Data');
    expect(sheetName("Jum'at [2024]: sekolah/madrasah")).toBe("Jum'at 2024 sekolah madrasah");
  });

  test('takes texts that no sheet could hold as they are', async () => {
    const hostile = [
      column('a', 'TEXT', { title: '"><x>\u0001', description: '_x0041_ ]]> ]]&gt; \u{1F600}', unit: '&' }),
      column('b', 'TEXT', { values: ['"a"', '<b>', '=1+1'] }),
    ];
    const bytes = await templateBytes(templateOf(hostile, 'Judul "x" <y> & \u0002 \u{1F600}'));
    await partsOf(bytes);
    const back = await readBack(bytes, hostile);
    expect(back.template.sheet.name).toBe('Judul "x" <y> & \u{1F600}');
    const codes = await rowsIn(back.file.sheets[2]);
    expect(codes.slice(1).map(([code]) => code)).toEqual(['"a"', '<b>', '=1+1']);
  });
});

test('periods are offered as fine as the dataset is renewed, the newest first', () => {
  const codes = (...of: Parameters<typeof periods>) => periods(...of).map(({ code }) => code);
  expect(codes('MONTHLY', '2024-02-10').slice(0, 3)).toEqual(['2024-02', '2024-01', '2023-12']);
  expect(codes('QUARTERLY', '2024-02-10').slice(0, 2)).toEqual(['2024-Q1', '2023-Q4']);
  expect(codes('QUARTERLY', '2024-12-31')[0]).toBe('2024-Q4');
  expect(codes('SEMESTERLY', '2024-06-30').slice(0, 2)).toEqual(['2024-S1', '2023-S2']);
  expect(codes('SEMESTERLY', '2024-07-01')[0]).toBe('2024-S2');
  expect(codes(null, '2024-02-10').slice(0, 2)).toEqual(['2024', '2023']);
  expect(codes('MONTHLY', '2024-02-10')).toHaveLength(36);
});
