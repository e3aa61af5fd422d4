import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { ExportColumn } from '../../subgraphs/hosted/export.js';
import { header, type Pieces } from './format.js';
import type { Row } from './snapshot.js';

/** Rows of a worksheet below its header. */
export const SHEET_ROWS = 1_048_575;
/** Characters of a cell. */
export const CELL_CHARACTERS = 32_767;
/** Digits that a cell's number keeps. */
const EXACT_DIGITS = 15;

/** Indices into the cell formats of `STYLES`. */
const AS_TEXT = 1;
const AS_DATE = 2;
const AS_HEADER = 3;

/**
 * A workbook of one sheet, written as its rows come, in memory for a few of them only. Texts are texts whatever they
 * begin with, dates are dates; what a cell's number would round stands as text.
 */
export function workbook(columns: readonly ExportColumn[], batches: AsyncIterable<readonly Row[]>): Readable {
  const zip = new ZipFile();
  for (const [path, text] of PARTS) zip.addBuffer(Buffer.from(text), path);
  const sheet = Readable.from(sheetXml(columns, batches), { objectMode: false });
  const output = zip.outputStream as Readable;
  const fail = (error: Error) => output.destroy(error);
  zip.on('error', fail);
  sheet.on('error', fail);
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml');
  zip.end();
  return output;
}

async function* sheetXml(columns: readonly ExportColumn[], batches: AsyncIterable<readonly Row[]>): Pieces {
  const letters = columns.map((_, at) => lettersOf(at));
  let number = 1;
  const line = (cells: readonly string[]) => `<row r="${number++}">${cells.join('')}</row>`;
  let text =
    `${XML}<worksheet ${MAIN}><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>' +
    line(columns.map((column, at) => textCell(`${letters[at]}1`, header(column), AS_HEADER)));
  for await (const rows of batches) {
    for (const row of rows)
      text += line(
        row.map((cell, at) =>
          cell === null ? '' : cellXml(`${letters[at]}${number}`, columns[at]?.type ?? 'TEXT', cell),
        ),
      );
    yield text;
    text = '';
  }
  yield '</sheetData></worksheet>';
}

function cellXml(at: string, type: ExportColumn['type'], text: string): string {
  switch (type) {
    case 'INTEGER':
    case 'BIGINT':
    case 'DECIMAL':
      return isExact(text) ? `<c r="${at}"><v>${text}</v></c>` : textCell(at, text, AS_TEXT);
    case 'BOOLEAN':
      return `<c r="${at}" t="b"><v>${text === 'true' ? 1 : 0}</v></c>`;
    case 'DATE': {
      const serial = serialOf(text);
      return serial === null
        ? textCell(at, text, AS_TEXT)
        : `<c r="${at}" s="${AS_DATE}"><v>${serial}</v></c>`;
    }
    default:
      return textCell(at, text, AS_TEXT);
  }
}

const textCell = (at: string, text: string, style: number): string =>
  `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;

/** Whether a number has no more digits than a cell keeps: zeros at its ends are none. */
function isExact(text: string): boolean {
  const fraction = text.includes('.') ? text.replace(/0+$/, '') : text;
  return fraction.replace(/[-.]/g, '').replace(/^0+/, '').length <= EXACT_DIGITS;
}

const DAY_MS = 86_400_000;

/** Excel's number of a date; null before 1 March 1900, where Excel counts a day that never was. */
function serialOf(date: string): number | null {
  const at = /^\d{4}-\d\d-\d\d$/.test(date) && date >= '1900-03-01' ? Date.parse(date) : Number.NaN;
  return Number.isNaN(at) ? null : at / DAY_MS + 25_569;
}

/** What XML cannot hold is written as `_x000B_`, and what looks like that is kept apart from it. */
const escaped = (text: string): string =>
  text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those that XML 1.0 does not have
    .replace(/[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]/g, (one) => {
      const code = one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      return `_x${code}_`;
    })
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

function lettersOf(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : `${lettersOf(Math.floor(at / 26) - 1)}${last}`;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const PARTS: readonly (readonly [path: string, text: string])[] = [
  [
    '[Content_Types].xml',
    `${XML}<Types xmlns="${PACKAGE}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/>` +
      `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SPREADSHEET}.worksheet+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${SPREADSHEET}.styles+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `${XML}<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>` +
      `<Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  ],
  [
    'xl/styles.xml',
    `${XML}<styleSheet ${MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>` +
      '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
      '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
      '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>' +
      '<xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/>' +
      '<xf fontId="1" applyFont="1"/></cellXfs></styleSheet>',
  ],
];
