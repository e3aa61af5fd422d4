import type { Cell } from '../reading/grid.js';

/** The text of a cell as people see it, trimmed; '' where it is empty. */
export function textOf(cell: Cell | undefined): string {
  if (cell == null) return '';
  const text = typeof cell === 'string' ? cell : cell.text;
  return /\s/.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
}

export function isBlank(cell: Cell | undefined): boolean {
  if (cell == null) return true;
  // Most cells begin with what is no blank: a million rows need not look further.
  if (typeof cell === 'string' && cell.charCodeAt(0) > 32 && cell.charCodeAt(0) < 127) return false;
  return textOf(cell) === '';
}

const MISSING = /^([-–—.…*x]+|n\/?a|#n\/a|null|nan|tidak ada( data)?|belum ada( data)?|tad)$/i;

/** What stands where a value is not known. */
export const isMissing = (text: string): boolean => MISSING.test(text);

/** A quantity or a code in digits, but no ordinal as `1.`; also with `Rp`, a percent sign, thousands marks or brackets. */
export function isNumeric(cell: Cell | undefined): boolean {
  if (cell == null) return false;
  if (typeof cell !== 'string') return cell.kind === 'NUMBER';
  if (/^\s*\d{1,3}\.\s*$/.test(cell)) return false;
  return /^\(?\s*(?:Rp\.?\s*)?[-+]?\s*(?:\d[\d., \u00a0]*|[.,]\d+)\s*%?\s*\)?$/i.test(cell.trim());
}

export const isDate = (cell: Cell | undefined): boolean =>
  cell != null &&
  (typeof cell === 'string'
    ? /^\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\b/.test(cell)
    : cell.kind === 'DATE');

/** The value of a cell for adding up; undefined where it is no plain number. */
export function amountOf(cell: Cell | undefined): number | undefined {
  const text = textOf(cell);
  if (/^[-+]?\d+(\.\d+)?$/.test(text)) return Number(text);
  return /^[-+]?\d+,\d+$/.test(text) ? Number(text.replace(',', '.')) : undefined;
}

export const isYear = (cell: Cell | undefined): boolean =>
  /^(19|20)\d{2}(\.0)?\*{0,3}\)?$/.test(textOf(cell));

/** A word or phrase that could name a column: no number, no date, no sign for a missing value, no half of `key: value`. */
export function isLabel(cell: Cell | undefined): boolean {
  const text = textOf(cell);
  if (text === '' || text.length > 300 || text.startsWith(':') || text.endsWith(':')) return false;
  if (isYear(cell)) return true;
  if (typeof cell !== 'string' || /^\d{1,3}\.$/.test(text)) return false;
  return !isNumeric(cell) && !isDate(cell) && !isMissing(text);
}

/** `(1)`, `1)`, `[1]`, `1`: what numbers columns. */
export const numberingOf = (cell: Cell | undefined): number | undefined => {
  const match = /^[([]?(\d{1,3})[)\]]?$/.exec(textOf(cell));
  return match ? Number(match[1]) : undefined;
};

const PROVINCES = new Set(
  `aceh|sumatera utara|sumatera barat|riau|jambi|sumatera selatan|bengkulu|lampung|kepulauan bangka belitung|kepulauan riau|
dki jakarta|jawa barat|jawa tengah|di yogyakarta|daerah istimewa yogyakarta|jawa timur|banten|bali|nusa tenggara barat|
nusa tenggara timur|kalimantan barat|kalimantan tengah|kalimantan selatan|kalimantan timur|kalimantan utara|
sulawesi utara|sulawesi tengah|sulawesi selatan|sulawesi tenggara|gorontalo|sulawesi barat|maluku|maluku utara|
papua|papua barat|papua barat daya|papua selatan|papua tengah|papua pegunungan`
    .split('|')
    .map((name) => name.trim()),
);

const nameOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('.', '')
    .replace(/^prov(insi)? /, '')
    .trim();

export const isProvince = (text: string): boolean => PROVINCES.has(nameOf(text));
export const isCountry = (text: string): boolean => nameOf(text) === 'indonesia';

const TOTAL =
  /^(sub|grand|sub ?-)? ?(jumlah|total|rata-rata|rerata)( ?\/ ?(jumlah|total|average|mean))?( (total|keseluruhan|seluruhnya|umum|akhir))?$/i;

/** `Jumlah`, `Jumlah/Total`, `Sub Total`, `Grand Total`; also what a region is told to sum up to: `Jumlah Jawa Timur`. */
export function isTotal(text: string): boolean {
  const plain = text.replace(/[:.*\s]+$/, '').replace(/^[\d.]+\s+/, '');
  if (TOTAL.test(plain)) return true;
  const region = /^(?:jumlah|total) (.+)$/i.exec(plain)?.[1];
  return (
    region !== undefined && (isProvince(region) || isCountry(region) || /^(kab|kota|prov|kec)/i.test(region))
  );
}

/** The first words of what stands below a table. */
export const isNote = (text: string): boolean =>
  /^(keterangan|ket\.|catatan|sumber|notes?|sources?|legenda?)\s*(\/\s*\w+\s*)?(\d+\s*)?([:.]|$)|^<sup>|^[¹²³⁴⁵⁶⁷⁸⁹]|^\*+\)?\s|^(\d{1,2}|[a-z])\)\s|^\* ?\w/i.test(
    text,
  );

const UNIT_WORD =
  '(?:%|persen|rp\\.?|rupiah|ribu|juta|miliar|milyar|triliun|jiwa|orang|kk|rumah tangga|ruta|ton|kg|gram|kuintal|kw|ku|ha|hektare?|m[23²³]?|km[2²]?|mm|cm|°c|c|tahun|bulan|hari|jam|menit|detik|unit|buah|ekor|liter|lembar|paket|kap|kapita|laporan|dokumen|derajat|mdpl|kwh|watt|usd)';
const UNIT = new RegExp(`^${UNIT_WORD}(?:\\s*[/ ]\\s*${UNIT_WORD})*$`, 'i');

/** A unit as it stands alone (`Jiwa`) or in brackets (`(ku/ha)`, there also one that we do not know); else null. */
export function unitAlone(text: string): string | null {
  const inner = /^[([]\s*([^()[\]]{1,30}?)\s*[)\]]$/.exec(text)?.[1];
  if (inner !== undefined) return /^\d+$/.test(inner) ? null : inner;
  return UNIT.test(text) ? text : null;
}

/** The unit that ends a label, of those known: `Garis Kemiskinan (Rp)` → `Rp`; `Indeks (P1)` → null. */
export function unitInLabel(label: string): string | null {
  for (const [, inner = ''] of label.matchAll(/[([]\s*([^()[\]]{1,30}?)\s*[)\]]/g))
    if (UNIT.test(inner)) return inner;
  return null;
}

/** The one year that a text names; null where it names none or several. */
export function yearIn(text: string): string | null {
  const years = new Set([...text.matchAll(/(?<!\d)(?:19|20)\d{2}(?!\d)/g)].map(([year]) => year));
  return years.size === 1 ? ([...years][0] as string) : null;
}
