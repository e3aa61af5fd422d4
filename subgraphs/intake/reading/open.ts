import { HubError, type Words } from '../../../schema/errors.js';
import { type Allowance, type Archive, allowance, openArchive, type Packed } from './archive.js';
import { openDelimited } from './delimited.js';
import { type Encoding, encodingOf, textOf } from './encoding.js';
import type { ReadFile, Source } from './grid.js';
import { gunzipped } from './gzip.js';
import { openHtml } from './html.js';
import { openJson } from './json.js';
import { isNdjson, openNdjson } from './ndjson.js';
import { kindOf } from './recognise.js';
import { refused, resave } from './refused.js';
import { CONTENT_TYPES, openWorkbook } from './workbook.js';

export type OpenedFile = ReadFile & { readonly filename: string };

export interface Skipped {
  readonly filename: string;
  readonly reason: Words;
}

export type OpenVerdict =
  | {
      readonly ok: true;
      /** One, or those of a ZIP in its order. */
      readonly files: readonly OpenedFile[];
      /** What lies in the ZIP and could not be read. */
      readonly skipped: readonly Skipped[];
    }
  | { readonly ok: false; readonly refusal: HubError };

/**
 * Opens a file by its content, whatever its name says: CSV and its kin, XLSX, HTML tables, JSON, NDJSON, a ZIP of
 * those, or a text of them in gzip. What is refused says what it is and what to do. Rows are read when asked for, and
 * what is wrong with them is thrown then, as FILE_REFUSED. Who read the file before and knows its `encoding` saves the
 * pass over all of it that finds this out.
 */
export async function openFile(source: Source, encoding?: Encoding): Promise<OpenVerdict> {
  try {
    return await open(source, encoding);
  } catch (error) {
    if (error instanceof HubError) return { ok: false, refusal: error };
    throw error;
  }
}

async function open(source: Source, encoding: Encoding | undefined): Promise<OpenVerdict> {
  const kind = await kindOf(source);
  if (kind.is === 'REFUSED') return { ok: false, refusal: kind.refusal };
  if (kind.is === 'TEXT') return one(source, await openText(source, encoding));
  if (kind.is === 'GZIP') return one(source, await openText(await textIn(source), encoding));
  const left = allowance();
  const archive = await openArchive(source, left);
  if (archive.has(CONTENT_TYPES)) return one(source, await openWorkbook(archive));
  if (archive.has('mimetype')) throw resave('dokumen OpenDocument', 'an OpenDocument file');
  return openPacked(archive, left);
}

const one = (source: Source, file: ReadFile): OpenVerdict => ({
  ok: true,
  files: [{ ...file, filename: source.filename }],
  skipped: [],
});

/** What programs leave in a ZIP without anyone's wish. */
const LITTER = /(^|\/)(__MACOSX\/.*|\.DS_Store|Thumbs\.db|desktop\.ini)$/i;

async function openPacked(archive: Archive, left: Allowance): Promise<OpenVerdict> {
  const files: OpenedFile[] = [];
  const skipped: Skipped[] = [];
  let first: HubError | undefined;
  for (const [filename, packed] of archive) {
    if (LITTER.test(filename)) continue;
    try {
      files.push({ ...(await openMember(packed, left)), zipped: true, filename });
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      first ??= error;
      skipped.push({ filename, reason: error.words });
    }
  }
  if (files.length > 0) return { ok: true, files, skipped };
  throw first && skipped.length === 1
    ? first
    : refused(
        'Tidak ada berkas dalam ZIP ini yang dapat dibaca; isi ZIP dengan berkas .xlsx, CSV atau JSON.',
        'No file in this ZIP can be read; fill it with .xlsx, CSV or JSON files.',
      );
}

async function openMember(packed: Packed, left: Allowance): Promise<ReadFile> {
  if (packed.encrypted)
    throw refused(
      'Berkas dalam ZIP ini terkunci kata sandi; kemas ulang tanpa kata sandi.',
      'This file in the ZIP is locked by a password; pack it again without one.',
    );
  const kind = await kindOf(packed);
  if (kind.is === 'REFUSED') throw kind.refusal;
  if (kind.is === 'TEXT') return openText(packed);
  if (kind.is === 'GZIP')
    throw refused(
      'Berkas gzip di dalam ZIP tidak dibuka; kemas berkasnya langsung.',
      'A gzip file within a ZIP is not opened; pack the file itself.',
    );
  const archive = await openArchive(packed, left);
  if (archive.has(CONTENT_TYPES)) return openWorkbook(archive);
  throw refused(
    'ZIP di dalam ZIP tidak dibuka; kemas berkasnya langsung.',
    'A ZIP within a ZIP is not opened; pack the files themselves.',
  );
}

/** The text in a gzip file. Throws FILE_REFUSED where something else is packed in it. */
async function textIn(source: Source): Promise<Source> {
  const text = gunzipped(source);
  const kind = await kindOf(text);
  if (kind.is === 'REFUSED') throw kind.refusal;
  if (kind.is === 'TEXT') return text;
  throw refused(
    'Hanya teks (CSV, JSON) yang dibuka dari gzip; kirim berkas ini tanpa gzip.',
    'Only text (CSV, JSON) is opened from gzip; send this file without it.',
  );
}

const SAMPLE = 1 << 16;

async function openText(source: Source, known?: Encoding): Promise<ReadFile> {
  const encoding = known ?? (await encodingOf(source));
  let sample = '';
  for await (const text of textOf(source, encoding)) {
    sample += text;
    if (sample.length >= SAMPLE) break;
  }
  const start = sample.trimStart();
  if (start === '')
    throw refused(
      'Berkas ini kosong; kirim berkas yang berisi data.',
      'This file is empty; send one that holds data.',
    );
  if (/^<\?xml|^<Workbook/i.test(start) && /urn:schemas-microsoft-com:office:spreadsheet/.test(sample))
    throw resave('XML Spreadsheet 2003', 'an XML Spreadsheet 2003 file');
  if (/^<[!?a-z]/i.test(start)) {
    if (/^<\?xml/i.test(start) && !/<(html|table)[\s>]/i.test(sample)) throw resave('XML', 'an XML file');
    return openHtml(source, encoding);
  }
  // `[14] PASURUAN` is how a CSV may begin, too.
  if (/^(\{\s*["}]|\[\s*([[{\]"]|-?\d[\d.eE+-]*\s*[,\]]\s*[-\d"\]]|null|true|false|$))/.test(start))
    return isNdjson(start) ? openNdjson(source, encoding) : openJson(source, encoding);
  return openDelimited(source, encoding);
}
