import { type HubError, refusal, type Words } from '../../../schema/errors.js';

/** FILE_REFUSED with its two sentences: what the file is, and what to do. */
export const refused = (id: string, en: string): HubError => refusal('FILE_REFUSED', { detail: { id, en } });

const TO_XLSX: Words = {
  id: 'buka di Excel atau LibreOffice, lalu simpan sebagai .xlsx atau CSV',
  en: 'open it in Excel or LibreOffice and save it as .xlsx or CSV',
};

/** A document of another kind that a spreadsheet program can turn into one that is read here. */
export const resave = (id: string, en: string): HubError =>
  refused(`Berkas ini ${id}; ${TO_XLSX.id}.`, `This file is ${en}; ${TO_XLSX.en}.`);

export const damaged = (detail: Words): HubError =>
  refused(
    `Berkas rusak atau tidak utuh (${detail.id}); unduh atau simpan ulang, lalu kirim lagi.`,
    `The file is damaged or incomplete (${detail.en}); download or save it again and send it anew.`,
  );

export const tooLarge = (detail: Words): HubError =>
  refused(
    `Berkas melampaui batas (${detail.id}); pecah atau rapikan berkas, lalu kirim lagi.`,
    `The file exceeds a limit (${detail.en}); split it or tidy it up and send it anew.`,
  );

export const tooManyColumns = (columns: number, max: number): HubError =>
  tooLarge({
    id: `${columns} kolom terisi, paling banyak ${max}`,
    en: `${columns} columns in use, at most ${max}`,
  });
