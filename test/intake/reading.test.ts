import { describe, expect, test } from 'vitest';
import { plainDecimal, workbookNumber } from '../../subgraphs/intake/reading/decimal.js';
import { open, opened, rowsIn, rowsOfFile, sheetXml, workbook, zipped } from './made-files.js';

const number = (text: string) => ({ kind: 'NUMBER', text });
const date = (text: string) => ({ kind: 'DATE', text });

describe('separated text', () => {
  test.each([
    [',', 'a,b\n1,2\n'],
    [';', 'a;b\n1,5;2,5\n3,5;4,5\n'],
    [';', 'Judul, dengan koma\na;b;c\n1;2,5;x\n2;3,5;y\n'],
    ['\t', 'a\tb\n1,5\t2\n'],
    ['|', 'a|b\n1|2\n'],
    [',', 'no,teks\n1,"a;b;c"\n2,"d;e;f"\n'],
    [',', 'no,teks\n1,a; b\n2,c; d\n3,e\n'],
    [',', '"a","b"\n"1;2","3"\n"4;5","6"\n'],
    [null, 'nama\nBangil\nGempol\n'],
  ])('the delimiter %j is found by the records', async (delimiter, text) => {
    expect((await opened(text)).delimiter).toBe(delimiter);
  });

  test.each(['\n', '\r\n', '\r'])('lines may end in %j', async (end) => {
    expect(await rowsOfFile(['a,b', '1,2', '', '3,'].join(end))).toEqual([
      ['a', 'b'],
      ['1', '2'],
      [],
      ['3', null],
    ]);
  });

  test('line ends may be mixed, and stand in quotes', async () => {
    expect(await rowsOfFile('a,b\r\n"x\ny",2\n3,4\r5,6')).toEqual([
      ['a', 'b'],
      ['x\ny', '2'],
      ['3', '4'],
      ['5', '6'],
    ]);
  });

  test('an apostrophe quotes where every cell that it opens it also closes', async () => {
    expect(await rowsOfFile("'a','b'\n'x,y','it''s'\n")).toEqual([
      ['a', 'b'],
      ['x,y', "it's"],
    ]);
    expect(await rowsOfFile("a,b\n'Aisyiyah,1\n'Ulama,2\n")).toEqual([
      ['a', 'b'],
      ["'Aisyiyah", '1'],
      ["'Ulama", '2'],
    ]);
  });

  test('a quote in the middle of a cell is a part of it', async () => {
    expect(await rowsOfFile('a,b\npipa 6" besi,2\n')).toEqual([
      ['a', 'b'],
      ['pipa 6" besi', '2'],
    ]);
  });

  test('the line sep=; is a hint and no row', async () => {
    expect(await rowsOfFile('sep=;\na;b\n1;2\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  test.each([
    ['utf-8', Buffer.from('nama,n\nCafé,1')],
    ['utf-8', Buffer.from('\uFEFFnama,n\nCafé,1')],
    ['utf-8', Buffer.from('      \uFEFFnama,n\nCafé,1')],
    ['utf-16le', Buffer.from('\uFEFFnama,n\nCafé,1', 'utf16le')],
    ['utf-16be', Buffer.from('\uFEFFnama,n\nCafé,1', 'utf16le').swap16()],
    ['windows-1252', Buffer.from('nama,n\nCafé,1', 'latin1')],
  ])('%s is recognised', async (encoding, bytes) => {
    const file = await opened(bytes);
    expect(file.encoding).toBe(encoding);
    expect(await rowsIn(file.sheets[0])).toEqual([
      ['nama', 'n'],
      ['Café', '1'],
    ]);
  });

  test('windows-1252 is more than Latin-1', async () => {
    expect(await rowsOfFile(Buffer.from([0x93, 0x61, 0x94, 0x2c, 0x80, 0x0a]))).toEqual([['“a”', '€']]);
  });

  test('one foreign byte at the end decides', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n'.repeat(50_000)), Buffer.from([0xe9])]);
    expect((await opened(bytes)).encoding).toBe('windows-1252');
  });

  test('__proto__ and constructor are names like others', async () => {
    expect(await rowsOfFile('__proto__,constructor\n1,2')).toEqual([
      ['__proto__', 'constructor'],
      ['1', '2'],
    ]);
  });
});

describe('workbooks', () => {
  const cells = async (row: string, more: object = {}) => {
    const bytes = await workbook({ sheets: [{ rows: `<row r="1">${row}</row>` }], ...more });
    return (await rowsOfFile(bytes))[0];
  };

  test('every type of cell says what it is', async () => {
    const strings =
      '<si><t>satu</t></si><si><r><t>du</t></r><r><t xml:space="preserve">a </t></r><rPh><t>x</t></rPh></si>';
    expect(
      await cells(
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>a_x000D_b &amp; c</t></is></c>' +
          '<c r="D1"><v>12</v></c><c r="E1" t="b"><v>1</v></c><c r="F1" t="e"><v>#N/A</v></c>' +
          '<c r="G1" t="str"><f>A1</f><v>hasil</v></c><c r="I1"><f>1+1</f><v>2</v></c><c r="J1"><f>NEW()</f></c>' +
          '<c r="K1" s="0"/><c r="L1" t="d"><v>2024-02-29T00:00:00</v></c>',
        { strings },
      ),
    ).toEqual([
      'satu',
      'dua ',
      'a\rb & c',
      number('12'),
      { kind: 'BOOLEAN', text: 'true' },
      { kind: 'ERROR', text: '#N/A' },
      'hasil',
      null,
      number('2'),
      { kind: 'ERROR', text: '#CALC!' },
      null,
      date('2024-02-29'),
    ]);
  });

  test.each([
    ['2.2999999999999998', '2.3'],
    ['0.30000000000000004', '0.3'],
    ['66.099999999999994', '66.1'],
    ['1E-3', '0.001'],
    ['1.5E+20', '150000000000000000000'],
    ['3514010101010001', '3514010101010001'],
    ['3.514010101010001E15', '3514010101010001'],
    ['12345678901234567890', '12345678901234567890'],
    ['-0.50', '-0.50'],
    ['1e999999999', undefined],
  ])('the number %s is %s', (raw, shown) => {
    expect(workbookNumber(raw)).toBe(shown);
  });

  test('dates go by the number format, in both calendars', async () => {
    const formats = [
      'dd/mm/yyyy',
      'dd mmmm yyyy hh:mm',
      '[Red]0.00',
      14,
      'h:mm',
      '[h]:mm',
      '"d"0',
      'General',
    ];
    const row = [45292, 45292.5, 45292, 61, 0.5, 1.5, 45292, 45292]
      .map((value, at) => `<c s="${at + 1}"><v>${value}</v></c>`)
      .join('');
    expect(await cells(row, { formats })).toEqual([
      date('2024-01-01'),
      date('2024-01-01T12:00:00'),
      number('45292'),
      date('1900-03-01'),
      '12:00:00',
      '36:00:00',
      number('45292'),
      number('45292'),
    ]);
    expect(
      await cells('<c s="1"><v>0</v></c><c s="1"><v>43830</v></c>', { formats, date1904: true }),
    ).toEqual([date('1904-01-01'), date('2024-01-01')]);
    expect(
      await cells('<c s="1"><v>60</v></c><c s="1"><v>59</v></c><c s="1"><v>-1</v></c>', { formats }),
    ).toEqual([number('60'), date('1900-02-28'), number('-1')]);
  });

  test('left-out rows and cells keep their places; merges and hidden sheets are told', async () => {
    const bytes = await workbook({
      sheets: [
        {
          name: 'Data',
          rows: '<row r="3"><c r="C3"><v>1</v></c></row><row><c><v>2</v></c></row>',
          merges: ['A1:B2', 'C1'],
        },
        { name: 'Bantu', rows: '', state: 'hidden' },
      ],
    });
    const { sheets } = await opened(bytes);
    expect(sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['Data', undefined],
      ['Bantu', true],
    ]);
    expect(sheets[0]?.merges).toEqual([{ top: 0, left: 0, bottom: 1, right: 1 }]);
    expect(await rowsIn(sheets[0])).toEqual([[], [], [null, null, number('1')], [number('2')]]);
  });

  test('rows can be read again', async () => {
    const { sheets } = await opened(await workbook({ sheets: [{ rows: sheetXml([['a', 1]]) }] }));
    expect(await rowsIn(sheets[0])).toEqual(await rowsIn(sheets[0]));
  });
});

describe('HTML tables', () => {
  test('spans, entities, raised numbers and hard spaces', async () => {
    const { sheets, format } = await opened(
      '<html><body><table><caption>Luas &amp; Penduduk</caption><tr><th rowspan=2>Kecamatan<th colspan="2">2024<tr><th>Luas (km<sup>2</sup>)<th>Jiwa' +
        '<tr><td>Bangil<sup>1)</sup><td>&nbsp;44,60&nbsp;<td x:num="91000.5">91.001</table></body></html>',
      'data.xls',
    );
    expect(format).toBe('HTML');
    expect(sheets[0]?.name).toBe('Luas & Penduduk');
    expect(await rowsIn(sheets[0])).toEqual([
      ['Kecamatan', '2024'],
      [null, 'Luas (km²)', 'Jiwa'],
      ['Bangil¹⁾', '44,60', number('91000.5')],
    ]);
    expect(sheets[0]?.merges).toEqual([
      { top: 0, left: 0, bottom: 1, right: 0 },
      { top: 0, left: 1, bottom: 0, right: 2 },
    ]);
  });

  test('tables in a table are laid out where they lie', async () => {
    const side = (head: string, body: string) => `<td><table>${head}</table><table>${body}</table></td>`;
    const rows = await rowsOfFile(
      `<table><tr>${side('<tr><th rowspan=2>Nama</th></tr>', '<tr><td>A</td></tr><tr><td>B</td></tr>')}${side(
        '<tr><th colspan=2>P1</th></tr><tr><th>2022</th><th>2021</th></tr>',
        '<tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>',
      )}</tr></table>`,
    );
    expect(rows).toEqual([
      ['Nama', 'P1'],
      [null, '2022', '2021'],
      ['A', '1', '2'],
      ['B', '3', '4'],
    ]);
  });

  test('each table is a sheet', async () => {
    const { sheets } = await opened(
      '<!DOCTYPE html><table><tr><td>1</table><p>x<table></table><table><tr><td>2</table>',
    );
    expect(sheets.map(({ name }) => name)).toEqual(['Tabel 1', 'Tabel 2']);
  });
});

describe('JSON', () => {
  test('keys in order, nested ones dotted, numbers exact, lists as their JSON', async () => {
    const { format, sheets } = await opened(
      '[{"2021":1,"2020":12345678901234567890.10,"a":{"b":true,"__proto__":"x"},"l":[1,"2"]},{"constructor":null,"a.b":"y","2020":1e3}]',
    );
    expect(format).toBe('JSON');
    expect(await rowsIn(sheets[0])).toEqual([
      ['2021', '2020', 'a.b', 'a.__proto__', 'l', 'constructor', 'a.b'],
      [
        number('1'),
        number('12345678901234567890.10'),
        { kind: 'BOOLEAN', text: 'true' },
        'x',
        '[1,"2"]',
        null,
        null,
      ],
      [null, number('1000'), null, null, null, null, 'y'],
    ]);
  });

  test('an object with several lists gives several sheets', async () => {
    const { sheets } = await opened('{"meta":{"n":1},"data":[{"a":1}],"x":{"matrix":[["a","b"],[1,2]]}}');
    expect(sheets.map(({ name }) => name)).toEqual(['data', 'x.matrix']);
    expect(await rowsIn(sheets[1])).toEqual([
      ['a', 'b'],
      [number('1'), number('2')],
    ]);
  });

  test('lists by key take their names from beside them', async () => {
    const { sheets } = await opened(
      '{"columns":["X","Y"],"prices":{"2024-01-01":[1,2],"2024-01-02":[3,null]}}',
    );
    expect(await rowsIn(sheets[0])).toEqual([
      ['kunci', 'X', 'Y'],
      ['2024-01-01', number('1'), number('2')],
      ['2024-01-02', number('3'), null],
    ]);
  });

  test('one object a line', async () => {
    const { format, sheets } = await opened('{"a":1}\r\n\r\n{"b":2,"a":"x"}\n');
    expect(format).toBe('NDJSON');
    expect(await rowsIn(sheets[0])).toEqual([
      ['a', 'b'],
      [number('1'), null],
      ['x', number('2')],
    ]);
  });

  test('a CSV that begins with a bracket is a CSV', async () => {
    expect((await opened('[14] PASURUAN,1\n[75] KOTA PASURUAN,2\n')).format).toBe('CSV');
  });

  test.each([
    ['1.2E3', '1200'],
    ['-0', '-0'],
    ['12e-5', '0.00012'],
    ['1.50', '1.50'],
  ])('%s written out is %s', (raw, plain) => expect(plainDecimal(raw)).toBe(plain));
});

test('a ZIP gives its files, and says what it could not read', async () => {
  const xlsx = await workbook({ sheets: [{ rows: sheetXml([['a'], [1]]) }] });
  const verdict = await open(
    await zipped({
      'satu.csv': 'a,b\n1,2',
      'dua/tiga.dat': xlsx,
      'foto.csv': Buffer.from('89504e470d0a1a0a0000000d494844520000', 'hex'),
      '__MACOSX/._satu.csv': '\0',
    }),
  );
  if (!verdict.ok) throw verdict.refusal;
  expect(verdict.files.map(({ filename, format, zipped }) => [filename, format, zipped])).toEqual([
    ['satu.csv', 'CSV', true],
    ['dua/tiga.dat', 'XLSX', true],
  ]);
  expect(verdict.skipped.map(({ filename }) => filename)).toEqual(['foto.csv']);
  expect(verdict.skipped[0]?.reason.id).toContain('gambar');
});
