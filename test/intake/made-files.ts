import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { ZipFile } from 'yazl';
import type { HubError } from '../../schema/errors.js';
import { sourceOf } from '../../subgraphs/intake/reading/bytes.js';
import type { Row, Sheet, Source } from '../../subgraphs/intake/reading/grid.js';
import { type OpenedFile, type OpenVerdict, openFile } from '../../subgraphs/intake/reading/open.js';

/** A ZIP of these files. */
export async function zipped(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const MAIN = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';
const NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const LINKS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface MadeSheet {
  readonly name?: string;
  /** The XML within `<sheetData>`. */
  readonly rows: string;
  readonly merges?: readonly string[];
  readonly state?: string;
  /** XML before `<worksheet>`. */
  readonly prolog?: string;
}

export interface MadeWorkbook {
  readonly sheets: readonly MadeSheet[];
  readonly strings?: string;
  /** Number formats of the cell styles 1, 2, …; a number is a built-in one. */
  readonly formats?: readonly (string | number)[];
  readonly date1904?: boolean;
  readonly mainType?: string;
}

/** An XLSX by hand, so that a test can have what no writer would write. */
export function workbook(made: MadeWorkbook): Promise<Buffer> {
  const { sheets, strings, formats = [], date1904, mainType = MAIN } = made;
  const numbered = sheets.map((sheet, at) => ({ ...sheet, id: at + 1 }));
  const codes = formats.map((format, at) => (typeof format === 'number' ? format : 164 + at));
  const files: Record<string, string> = {
    '[Content_Types].xml': `<Types><Override PartName="/xl/workbook.xml" ContentType="${mainType}"/></Types>`,
    '_rels/.rels': `<Relationships><Relationship Id="r" Type="${LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook ${NS} xmlns:r="${LINKS}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${numbered
      .map(
        ({ id, name = `Sheet${id}`, state }) =>
          `<sheet name="${name}" sheetId="${id}" r:id="s${id}"${state ? ` state="${state}"` : ''}/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${numbered
      .map(
        ({ id }) =>
          `<Relationship Id="s${id}" Type="${LINKS}/worksheet" Target="worksheets/sheet${id}.xml"/>`,
      )
      .join('')}<Relationship Id="st" Type="${LINKS}/styles" Target="/xl/styles.xml"/>${
      strings === undefined
        ? ''
        : `<Relationship Id="ss" Type="${LINKS}/sharedStrings" Target="sharedStrings.xml"/>`
    }</Relationships>`,
    'xl/styles.xml': `<styleSheet ${NS}><numFmts>${formats
      .map((format, at) =>
        typeof format === 'number'
          ? ''
          : `<numFmt numFmtId="${164 + at}" formatCode="${format.replaceAll('"', '&quot;')}"/>`,
      )
      .join('')}</numFmts><cellXfs><xf numFmtId="0"/>${codes
      .map((code) => `<xf numFmtId="${code}"/>`)
      .join('')}</cellXfs></styleSheet>`,
  };
  if (strings !== undefined) files['xl/sharedStrings.xml'] = `<sst ${NS}>${strings}</sst>`;
  for (const { id, rows, merges = [], prolog = '' } of numbered)
    files[`xl/worksheets/sheet${id}.xml`] =
      `${prolog}<worksheet ${NS}><dimension ref="A1:XFD1048576"/><sheetData>${rows}</sheetData>${
        merges.length > 0
          ? `<mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
          : ''
      }</worksheet>`;
  return zipped(files);
}

/** Rows of plain cells as the XML of a sheet: text inline, numbers as numbers, null as nothing. */
export const sheetXml = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows
    .map(
      (row, at) =>
        `<row r="${at + 1}">${row
          .map((cell, column) => {
            const ref = `${columnName(column)}${at + 1}`;
            if (cell === null) return '';
            return typeof cell === 'number'
              ? `<c r="${ref}"><v>${cell}</v></c>`
              : `<c r="${ref}" t="inlineStr"><is><t>${cell.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</t></is></c>`;
          })
          .join('')}</row>`,
    )
    .join('');

function columnName(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (column % 26));
}

export const open = (content: string | Uint8Array, filename = 'berkas'): Promise<OpenVerdict> =>
  openFile(sourceOf(filename, Buffer.from(content as string)));

/** The one file that was opened. */
export async function opened(content: string | Uint8Array, filename?: string): Promise<OpenedFile> {
  const verdict = await open(content, filename);
  if (!verdict.ok) throw verdict.refusal;
  return verdict.files[0] as OpenedFile;
}

/** Why a file is refused, when it is opened or when its rows are read. */
export async function refusalOf(content: string | Uint8Array): Promise<string> {
  const verdict = await open(content);
  if (!verdict.ok) return said(verdict.refusal);
  for (const { sheets } of verdict.files)
    for (const sheet of sheets) {
      try {
        await rowsIn(sheet);
      } catch (error) {
        return said(error as HubError);
      }
    }
  throw new Error('the file was read');
}

function said(refusal: HubError): string {
  if (refusal.code !== 'FILE_REFUSED') throw refusal;
  return `${refusal.words.id} | ${refusal.words.en}`;
}

export async function rowsIn(sheet: Sheet | undefined): Promise<Row[]> {
  const rows: Row[] = [];
  if (sheet) for await (const batch of sheet.rows()) rows.push(...batch);
  return rows;
}

/** The rows of a file's first sheet. */
export const rowsOfFile = async (content: string | Uint8Array): Promise<Row[]> =>
  rowsIn((await opened(content)).sheets[0]);

/** A sheet in memory. */
export const sheetOf = (rows: readonly Row[], merges: Sheet['merges'] = [], name = 'Sheet1'): Sheet => ({
  name,
  merges,
  async *rows() {
    for (let at = 0; at < rows.length; at += 100) yield rows.slice(at, at + 100);
  },
});

export const fileSource = (path: string): Source => ({
  filename: basename(path),
  size: statSync(path).size,
  bytes: () => createReadStream(path) as AsyncIterable<Uint8Array>,
});
