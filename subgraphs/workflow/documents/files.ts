import { fileTypeFromBuffer } from 'file-type';
import { type HubError, refusal } from '../../../schema/errors.js';

/** What can be handed in, by the media type that its bytes show, with the endings that its name may have. */
export const FILE_TYPES: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp'],
  'image/tiff': ['tif', 'tiff'],
};

/** Bytes of one document. */
export const MAX_DOCUMENT = 20_000_000;

export type FileVerdict =
  | { readonly ok: true; readonly mediaType: string }
  | { readonly ok: false; readonly refusal: HubError };

const refused = (id: string, en: string): FileVerdict => ({
  ok: false,
  refusal: refusal('FILE_REFUSED', { detail: { id, en } }),
});

/** Judges a file by its bytes; its name must not say something else. */
export async function judgeFile(filename: string, bytes: Uint8Array): Promise<FileVerdict> {
  if (bytes.length === 0) return refused('Berkas kosong.', 'The file is empty.');
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const endings = found && Object.hasOwn(FILE_TYPES, found.mime) ? FILE_TYPES[found.mime] : undefined;
  if (!found || !endings)
    return refused(
      `Berkas ${filename} bukan PDF, DOCX, XLSX, atau gambar (PNG, JPEG, WebP, TIFF).`,
      `The file ${filename} is no PDF, DOCX, XLSX or image (PNG, JPEG, WebP, TIFF).`,
    );
  const ending = /\.([a-z0-9]+)$/i.exec(filename)?.[1]?.toLowerCase() ?? '';
  if (!endings.includes(ending))
    return refused(
      `Isi berkas ${filename} adalah ${found.ext.toUpperCase()}; namanya harus berakhiran .${endings.join(' / .')}.`,
      `The content of ${filename} is ${found.ext.toUpperCase()}; its name must end in .${endings.join(' or .')}.`,
    );
  return { ok: true, mediaType: found.mime };
}
