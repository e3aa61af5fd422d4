/**
 * What a header promises: `CODE` (kode, NIK, NPSN, telp.), `NUMBERING` (no., id, RT/RW: a code, unless it merely counts
 * the rows), `YEAR`, `QUANTITY` (jumlah, harga: what is counted or measured, whatever else the header says).
 */
export type HeaderHint = 'CODE' | 'NUMBERING' | 'YEAR' | 'QUANTITY' | null;

const CODES = words(
  'kode kd code nik nip nisn nis npsn npwp nuptk nss nib nrp nidn nop kbli kbji telp telepon tlp hp handphone phone wa ' +
    'whatsapp fax faks faksimile rekening norek isbn issn imei wmo kodepos nokk notelp nohp dssd',
);
const NUMBERINGS = words('no nomor nomer id idx urut rt rw');
const YEARS = words('tahun thn th year');
const QUANTITIES = words(
  'jumlah jml jum total rata rerata persen persentase persentasi prosentase luas harga nilai volume banyak banyaknya ' +
    'rasio indeks biaya omset omzet anggaran realisasi tarif gaji pendapatan pengeluaran kuantitas qty count sum',
);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** The header's words, lower case: `KodeWilayah (BPS)` → kode, wilayah, bps. */
export function headerWords(header: string): string[] {
  return header
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

export function headerHint(header: string): HeaderHint {
  const parts = headerWords(header);
  const isCode = (word: string): boolean => CODES.has(word) || (word.startsWith('kode') && word.length > 4);
  if (parts[0] !== undefined && isCode(parts[0])) return 'CODE';
  if (parts.some((word) => QUANTITIES.has(word))) return 'QUANTITY';
  if (parts.some(isCode)) return 'CODE';
  if (parts.some((word) => NUMBERINGS.has(word))) return 'NUMBERING';
  return parts.some((word) => YEARS.has(word)) ? 'YEAR' : null;
}
