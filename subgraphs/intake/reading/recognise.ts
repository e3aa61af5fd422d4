import { fileTypeFromBuffer } from 'file-type';
import type { HubError } from '../../../schema/errors.js';
import { firstBytes } from './bytes.js';
import type { Source } from './grid.js';
import { refused, resave } from './refused.js';

/** How many bytes a judgement about the kind of a file looks at. */
const SAMPLE = 1 << 16;

/** What a file is by its content. TEXT has still to be told apart by its text. */
export type Kind =
  | { readonly is: 'ZIP' | 'GZIP' | 'TEXT' }
  | { readonly is: 'REFUSED'; readonly refusal: HubError };

const refuse = (refusal: HubError): Kind => ({ is: 'REFUSED', refusal });

/** Judges a file by its first bytes, and an OLE container by the names of its streams; never by the file's name. */
export async function kindOf(source: Source): Promise<Kind> {
  const sample = await firstBytes(source, SAMPLE);
  if (sample.length === 0)
    return refuse(
      refused(
        'Berkas ini kosong; kirim berkas yang berisi data.',
        'This file is empty; send one that holds data.',
      ),
    );
  const hex = sample.subarray(0, 8).toString('hex');
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) return { is: 'ZIP' };
  if (hex.startsWith('1f8b')) return { is: 'GZIP' };
  if (hex === 'd0cf11e0a1b11ae1') return refuse(await oleRefusal(source));
  const latin = sample.toString('latin1');
  if (latin.startsWith('%PDF-'))
    return refuse(
      refused(
        'Berkas ini PDF; minta atau kirim tabel aslinya sebagai .xlsx atau CSV.',
        'This file is a PDF; ask for or send the original table as .xlsx or CSV.',
      ),
    );
  if (latin.startsWith('{\\rtf')) return refuse(resave('dokumen RTF', 'an RTF document'));
  if (/^(MIME-Version:|From: <Saved)/i.test(latin.trimStart()))
    return refuse(resave('halaman web tersimpan (MHTML)', 'a saved web page (MHTML)'));
  return looksBinary(sample) ? refuse(await binaryRefusal(sample)) : { is: 'TEXT' };
}

/** NUL is in no text but UTF-16; a stray control character is in many an old one. */
function looksBinary(sample: Buffer): boolean {
  if (sample[0] === 0xff && sample[1] === 0xfe) return false;
  if (sample[0] === 0xfe && sample[1] === 0xff) return false;
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (byte < 9 || (byte > 13 && byte < 32)) controls++;
  }
  return controls * 20 > sample.length;
}

async function binaryRefusal(sample: Buffer): Promise<HubError> {
  const type = await fileTypeFromBuffer(sample).catch(() => undefined);
  const mime = type?.mime ?? '';
  if (mime.startsWith('image/'))
    return refused(
      `Berkas ini gambar (${type?.ext}); kirim tabel aslinya sebagai .xlsx atau CSV.`,
      `This file is an image (${type?.ext}); send the original table as .xlsx or CSV.`,
    );
  if (/x-msdownload|x-elf|x-mach-binary|vnd.microsoft.portable-executable|wasm|java/.test(mime))
    return refused(
      'Berkas ini program, bukan data; kirim tabel sebagai .xlsx atau CSV.',
      'This file is a program, not data; send the table as .xlsx or CSV.',
    );
  if (/rar|7z|tar|bzip2|xz|zstd|lz/.test(mime))
    return refused(
      `Berkas ini arsip ${type?.ext}; bongkar dahulu, atau kemas sebagai .zip.`,
      `This file is a ${type?.ext} archive; unpack it first, or pack it as .zip.`,
    );
  return resave(
    type ? `berkas ${type.ext}` : 'berkas biner yang tidak dikenal',
    type ? `a ${type.ext} file` : 'a binary file of an unknown kind',
  );
}

/** What an old Office container is, by the names of the streams in it. */
async function oleRefusal(source: Source): Promise<HubError> {
  const names = {
    encrypted: Buffer.from('EncryptedPackage', 'utf16le'),
    workbook: Buffer.from('Workbook', 'utf16le'),
    book: Buffer.from('B\0o\0o\0k\0\0\0', 'latin1'),
  };
  const seen = new Set<string>();
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of source.bytes()) {
    const window = Buffer.concat([tail, chunk]);
    for (const [name, bytes] of Object.entries(names)) if (window.includes(bytes)) seen.add(name);
    tail = window.subarray(-64);
  }
  if (seen.has('encrypted'))
    return refused(
      'Berkas Excel ini terkunci kata sandi; simpan salinan tanpa kata sandi, lalu kirim lagi.',
      'This Excel file is locked by a password; save a copy without one and send that.',
    );
  return seen.has('workbook') || seen.has('book')
    ? resave('Excel lama (.xls biner)', 'an old binary Excel file (.xls)')
    : resave('dokumen Office lama', 'an old Office document');
}
