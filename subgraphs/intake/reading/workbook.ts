import { posix } from 'node:path';
import type { Archive, Packed } from './archive.js';
import { type DateFormat, dateFormat } from './dates.js';
import type { Merge, ReadFile, Row, Sheet } from './grid.js';
import { damaged, refused, resave } from './refused.js';
import { sharedStrings } from './shared-strings.js';
import { worksheetMerges, worksheetRows } from './worksheet.js';
import { parseWhole } from './xml.js';

export const CONTENT_TYPES = '[Content_Types].xml';

/** Where `from` points to, by the last part of the relationship's type, which is the same in both OOXML dialects. */
interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

/**
 * Opens an OOXML archive as a workbook; its sheets are read when asked for. Hidden sheets are listed and say so: what
 * is hidden may be data, and may be what nobody meant to hand over. Throws FILE_REFUSED.
 */
export async function openWorkbook(archive: Archive): Promise<ReadFile> {
  const main = (await relationships(archive, '')).find(({ type }) => type === 'officeDocument')?.target;
  await refuseOtherKinds(archive, main);
  const workbook = main === undefined ? undefined : part(archive, main);
  if (main === undefined || !workbook)
    throw damaged({ id: 'buku kerja tidak ada di dalamnya', en: 'there is no workbook in it' });
  const links = await relationships(archive, main);
  const { listed, from1904 } = await contents(workbook);
  const target = (type: string): Packed | undefined => {
    const path = links.find((link) => link.type === type)?.target;
    return path === undefined ? undefined : part(archive, path);
  };
  const styles = await cellStyles(target('styles'));
  let strings: Promise<readonly string[]> | undefined;
  const rowsOf = async function* (sheet: Packed): AsyncGenerator<readonly Row[]> {
    strings ??= sharedStrings(target('sharedStrings'));
    yield* worksheetRows(sheet, { strings: await strings, styles, from1904 });
  };
  const sheets: Sheet[] = [];
  for (const { name, id, hidden } of listed) {
    const link = links.find((one) => one.id === id);
    // Chart sheets and macro sheets hold no rows.
    if (link?.type !== 'worksheet') continue;
    const sheet = part(archive, link.target);
    if (!sheet)
      throw damaged({ id: `lembar ${name} tidak ada di dalamnya`, en: `sheet ${name} is not in it` });
    const merges: readonly Merge[] = await worksheetMerges(sheet);
    sheets.push({ name, merges, rows: () => rowsOf(sheet), ...(hidden ? { hidden: true as const } : {}) });
  }
  return { format: 'XLSX', encoding: null, delimiter: null, zipped: false, sheets };
}

/** Judges by the type of the main part: some programs declare types for files that are not there. */
async function refuseOtherKinds(archive: Archive, main: string | undefined): Promise<void> {
  const list = archive.get(CONTENT_TYPES);
  if (!list) throw damaged({ id: 'bukan OOXML', en: 'no OOXML' });
  let type = '';
  await parseWhole(list, {
    open(name, { PartName = '', ContentType = '' }) {
      if (name === 'Override' && PartName.slice(1).toLowerCase() === main?.toLowerCase()) type = ContentType;
    },
  });
  if (/ms-excel\.sheet\.binary/i.test(type))
    throw resave('Excel biner (.xlsb)', 'a binary Excel file (.xlsb)');
  if (/macroEnabled/i.test(type) || [...archive.keys()].some((name) => /vbaProject\.bin$/i.test(name)))
    throw refused(
      'Berkas Excel ini memuat makro; simpan sebagai .xlsx tanpa makro, lalu kirim lagi.',
      'This Excel file holds macros; save it as .xlsx without them and send that.',
    );
  if (/wordprocessingml/.test(type)) throw resave('dokumen Word', 'a Word document');
  if (/presentationml/.test(type)) throw resave('presentasi PowerPoint', 'a PowerPoint presentation');
}

async function relationships(archive: Archive, of: string): Promise<Relationship[]> {
  const folder = posix.dirname(of);
  const list = part(archive, posix.join(folder, '_rels', `${posix.basename(of)}.rels`));
  const links: Relationship[] = [];
  if (!list) return links;
  await parseWhole(list, {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      links.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target });
    },
  });
  return links;
}

/** A part by its path; some programs get the case or the slashes wrong. */
function part(archive: Archive, path: string): Packed | undefined {
  const exact = archive.get(path);
  if (exact) return exact;
  const loose = (name: string): string => name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase();
  for (const [name, file] of archive) if (loose(name) === loose(path)) return file;
  return undefined;
}

async function contents(workbook: Packed): Promise<{
  listed: { name: string; id: string; hidden: boolean }[];
  from1904: boolean;
}> {
  const listed: { name: string; id: string; hidden: boolean }[] = [];
  let from1904 = false;
  await parseWhole(workbook, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      listed.push({
        name: attributes['name'] ?? '',
        id,
        hidden: /hidden/i.test(attributes['state'] ?? ''),
      });
    },
  });
  return { listed, from1904 };
}

/** What the number format of each cell style shows. */
async function cellStyles(part: Packed | undefined): Promise<readonly DateFormat[]> {
  const codes = new Map<number, string>();
  const styles: DateFormat[] = [];
  let inside = '';
  if (!part) return styles;
  await parseWhole(part, {
    open(name, attributes) {
      if (name === 'cellXfs' || name === 'cellStyleXfs') inside = name;
      const id = Number(attributes['numFmtId'] ?? 0);
      if (name === 'numFmt') codes.set(id, attributes['formatCode'] ?? '');
      else if (name === 'xf' && inside === 'cellXfs') styles.push(dateFormat(id, codes.get(id)));
    },
    close(name) {
      if (name === inside) inside = '';
    },
  });
  return styles;
}
