import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../subgraphs/intake/reading/limits.js';
import { opened, refusalOf, rowsIn, rowsOfFile, sheetXml, workbook, zipped } from './made-files.js';

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ole = (stream: string) =>
  Buffer.concat([OLE, Buffer.alloc(504), Buffer.from(stream, 'utf16le'), Buffer.alloc(64)]);
const MACRO = 'application/vnd.ms-excel.sheet.macroEnabled.main+xml';
const XLSB = 'application/vnd.ms-excel.sheet.binary.macroEnabled.main';

describe('what is no table is refused with a way out', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /kosong.*empty/],
    ['blanks', ' \n\n', /kosong.*empty/],
    ['an old binary workbook', ole('Workbook'), /\.xls.*simpan sebagai \.xlsx.*save it as \.xlsx/],
    ['a locked workbook', ole('EncryptedPackage'), /kata sandi.*password/],
    ['another old Office document', ole('WordDocument'), /Office/],
    ['a PDF', '%PDF-1.7\n', /PDF/],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /gambar.*image/],
    ['a program', Buffer.from(`4d5a90000300${'00'.repeat(60)}`, 'hex'), /program/],
    ['another archive', Buffer.from(`377abcaf271c0004${'00'.repeat(40)}`, 'hex'), /\.zip/],
    ['a gzip file that is none', Buffer.from(`1f8b0800${'00'.repeat(20)}`, 'hex'), /rusak.*damaged/],
    ['a workbook in gzip', gzipSync('PK\x03\x04'), /tanpa gzip.*without/],
    ['gzip in gzip', gzipSync(gzipSync('a,b\n')), /tanpa gzip.*without/],
    ['unknown bytes', Buffer.alloc(100), /biner.*binary/],
    ['XML', '<?xml version="1.0"?><data><a/></data>', /XML/],
    [
      'XML Spreadsheet 2003',
      '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
      /2003/,
    ],
    [
      'frames without a table',
      '<html><frameset rows="*"><frame src="sheet001.htm"></frameset></html>',
      /_files.*\.xlsx/,
    ],
    ['a page without a table', '<!doctype html><p>Maaf</p>', /tanpa tabel.*without a table/],
    ['a saved page', 'MIME-Version: 1.0\r\nContent-Type: multipart/related', /MHTML/],
    ['RTF', '{\\rtf1 hello}', /RTF/],
    ['JSON without a list', '[]', /daftar.*list/],
    ['broken JSON', '[{"a":1},\n{"a":]', /baris 2.*line 2/],
    ['a key twice', '[{"a":1,"a":2}]', /JSON/],
    [
      'UTF-8 mixed with another encoding',
      Buffer.concat([Buffer.from('é,é\n'), Buffer.from([0xe9])]),
      /mencampur.*mixes/,
    ],
  ])('%s', async (_, content, said) => {
    expect(await refusalOf(content)).toMatch(said);
  });

  test('workbooks with macros, binary ones, and other OOXML', async () => {
    const sheets = [{ rows: '' }];
    expect(await refusalOf(await workbook({ sheets, mainType: MACRO }))).toMatch(/makro.*macros/);
    expect(await refusalOf(await workbook({ sheets, mainType: XLSB }))).toMatch(/xlsb/);
    expect(
      await refusalOf(await zipped({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' })),
    ).toMatch(/OpenDocument/);
    expect(await refusalOf(await zipped({ '[Content_Types].xml': '<Types/>' }))).toMatch(
      /buku kerja.*workbook/,
    );
  });

  test('a ZIP without a readable file, and a ZIP in a ZIP', async () => {
    expect(await refusalOf(await zipped({ 'a.pdf': '%PDF-1.7', 'b.pdf': '%PDF-1.7' }))).toMatch(/ZIP/);
    expect(await refusalOf(await zipped({ 'a.zip': await zipped({ 'a.csv': 'a,b' }) }))).toMatch(
      /ZIP di dalam ZIP/,
    );
  });

  test('a truncated workbook', async () => {
    const bytes = await workbook({ sheets: [{ rows: sheetXml([['a', 1]]) }] });
    expect(await refusalOf(bytes.subarray(0, bytes.length - 40))).toMatch(/rusak.*damaged/);
  });
});

describe('hostile files cost little', () => {
  test('a bomb of zeros, and one that expands beyond the cap in all', async () => {
    expect(await refusalOf(await zipped({ 'a.csv': Buffer.alloc(12 << 20, 'a') }))).toMatch(/bom ZIP.*bomb/);
    const noise = Buffer.from(Array.from({ length: 1 << 16 }, (_, at) => (at * 7919) % 251));
    const big = Buffer.alloc(9 << 20, noise);
    const files = Object.fromEntries(Array.from({ length: 23 }, (_, at) => [`${at}.csv`, big]));
    expect(await refusalOf(await zipped(files))).toMatch(/200 MB/);
  });

  test('a gzip bomb, and a gzip file cut short; a whole one is read', async () => {
    expect(await refusalOf(gzipSync(Buffer.alloc(12 << 20, 'a')))).toMatch(/bom gzip.*bomb/);
    const lines = Array.from({ length: 5000 }, (_, at) => `${at},${(at * 7919) % 251}`).join('\n');
    const whole = gzipSync(lines);
    expect(await refusalOf(whole.subarray(0, whole.length - 9))).toMatch(/rusak.*gzip/);
    expect((await rowsOfFile(whole)).length).toBe(5000);
    expect(await refusalOf(await zipped({ 'a.csv.gz': whole }))).toMatch(/gzip di dalam ZIP/);
  });

  test('too many files in a ZIP, by what its directory declares', async () => {
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(LIMITS.zipEntries + 1, 8);
    end.writeUInt16LE(LIMITS.zipEntries + 1, 10);
    expect(await refusalOf(end)).toMatch(/10001/);
  });

  test('a lone cell at the far end of a sheet is read where it stands', async () => {
    const bytes = await workbook({
      sheets: [
        {
          rows: '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        },
      ],
    });
    const rows = await rowsOfFile(bytes);
    expect(rows.length).toBe(1_048_576);
    expect(rows.at(-1)?.length).toBe(16_384);
    expect(rows.at(-1)?.at(-1)).toEqual({ kind: 'NUMBER', text: '2' });
  });

  test.each([
    ['a column that cannot be', '<row r="1"><c r="XFE1"><v>1</v></c></row>', /XFE1/],
    ['a row that cannot be', '<row r="1048577"><c r="A1"><v>1</v></c></row>', /1048577/],
    ['rows in disorder', '<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>', /baris 1/],
    [
      'a cell of 2 MB',
      `<row r="1"><c r="A1" t="inlineStr"><is><t>${'x'.repeat(2 << 20)}</t></is></c></row>`,
      /1 MB/,
    ],
    ['1,001 columns in use', `<row r="1">${'<c><v>1</v></c>'.repeat(1001)}</row>`, /1001/],
    ['XML that is none', '<row r="1"><c></row>', /XML/],
  ])('%s', async (_, rows, said) => {
    expect(await refusalOf(await workbook({ sheets: [{ rows }] }))).toMatch(said);
  });

  test('entities of a DTD are never expanded', async () => {
    const prolog = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>';
    expect(await refusalOf(await workbook({ sheets: [{ rows: '', prolog }] }))).toMatch(/DTD/);
  });

  test('a quote that never closes', async () => {
    expect(await refusalOf(`a,b\n1,"2\n${'3,4\n'.repeat(1000)}`)).toMatch(/kutip.*quote/);
    expect(await refusalOf(`a,b\n1,2\n3,"${'4,5\n'.repeat(600_000)}`)).toMatch(/kutip.*quote/);
  });

  test('a line of a million columns', async () => {
    expect(await refusalOf(`${','.repeat(1_000_000)}\n`)).toMatch(/1000001/);
  });

  test('JSON without a bottom, and a number without an end', async () => {
    expect(await refusalOf('['.repeat(1_000_000))).toMatch(/64/);
    expect(await rowsIn((await opened('[{"a":1e999999999}]')).sheets[0])).toEqual([['a'], ['1e999999999']]);
  });

  test('tables in tables without a bottom', async () => {
    expect(await refusalOf('<table><tr><td>'.repeat(10_000))).toMatch(/terlalu dalam/);
  });

  test('spans beyond any table', async () => {
    const cell = '<td colspan=999999999 rowspan=999999999>a</td>';
    expect(await rowsOfFile(`<table><tr>${cell}</tr></table>`)).toEqual([['a']]);
    expect(await refusalOf(`<table><tr>${cell}</tr><tr><td>b</td></tr></table>`)).toMatch(/1001/);
    expect(await refusalOf(`<table><tr>${cell.repeat(1000)}</tr></table>`)).toMatch(/kolom.*columns/);
  });
});
