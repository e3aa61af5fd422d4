import type { Words } from '../../../schema/errors.js';

/** Levels of KBLI, from the top: kategori, golongan pokok, golongan, subgolongan, kelompok. */
export const BUSINESS_LEVELS = ['CATEGORY', 'DIVISION', 'GROUP', 'CLASS', 'SUBCLASS'] as const;
export type BusinessLevel = (typeof BUSINESS_LEVELS)[number];

export interface EditionClass {
  readonly code: string;
  readonly title: string;
  readonly description: string | null;
  readonly level: BusinessLevel;
  readonly parentCode: string | null;
}

/** A cell as a file has it: text stands for itself; what is stored as something else says so. */
export type EditionCell = null | string | { readonly kind: string; readonly text: string };

/** One file or sheet of the list, with its header in one of its first rows. */
export interface EditionTable {
  readonly name: string;
  readonly rows: readonly (readonly EditionCell[])[];
}

/** A class that its children name and the files lack; they hang on the nearest one above it that is there. */
export interface Gap {
  /** Null where it is a category that nothing names. */
  readonly missing: string | null;
  readonly children: readonly string[];
  readonly instead: string | null;
}

export type EditionVerdict =
  | { readonly ok: true; readonly classes: readonly EditionClass[]; readonly gaps: readonly Gap[] }
  | { readonly ok: false; readonly problems: readonly Words[] };

const HEADER_ROWS = 20;
const MAX_PROBLEMS = 20;
/** Headers by their letters and digits alone: `Kode KBLI 2020`, `kategori_code`. */
const HEADERS = {
  code: /^(?:kode|code|kd)(?:kbli)?(?:\d{4})?$|^kbli(?:\d{4})?$/,
  title: /^(?:judul|title|nama|name)(?:kbli|kelompok)?(?:\d{4})?$/,
  description: /^(?:uraian|deskripsi|description|keterangan|penjelasan|cakupan)(?:kbli|kelompok)?(?:\d{4})?$/,
  category: /^(?:kategori|category|seksi|section)(?:code|kode)?$|^(?:kode|kd)(?:kategori|seksi)$/,
} as const;

interface Entry {
  readonly title: string;
  readonly description: string | null;
  /** The category that the row names. */
  readonly category: string | null;
}

/**
 * Reads an edition of KBLI out of tables with a code, a title, and maybe a description and a category a row; levels
 * follow from the codes, parents from their digits. The same class in several files is one where their titles agree.
 */
export function readEdition(tables: readonly EditionTable[]): EditionVerdict {
  const entries = new Map<string, Entry>();
  const problems: Words[] = [];
  const add = (id: string, en: string) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ id, en });
  };
  let found = false;
  for (const table of tables) found = readTable(table, entries, add) || found;
  if (!found)
    add(
      'Tidak ada tabel dengan kolom kode dan judul (kode, judul, uraian, kategori).',
      'There is no table with a code and a title column (kode, judul, uraian, kategori).',
    );
  else if (![...entries.keys()].some((code) => code.startsWith('0')))
    add(
      'Tidak ada kode yang diawali 0: nol di depan telah hilang; simpan kolom kode sebagai teks.',
      'No code begins with 0: leading zeros were lost; save the code column as text.',
    );
  return problems.length > 0 ? { ok: false, problems } : { ok: true, ...placed(entries) };
}

type Add = (id: string, en: string) => void;

/** Adds a table's rows; false where it has no header that says what they are. */
function readTable({ name, rows }: EditionTable, entries: Map<string, Entry>, add: Add): boolean {
  const header = headerOf(rows);
  if (!header) return false;
  const { at, columns } = header;
  for (const [below, row] of rows.slice(at + 1).entries()) {
    const text = (column: number) => plain(row[column] ?? null);
    const title = text(columns.title);
    // Blank lines, notes below the table, and titles of sections that have no code.
    if (title === '' || text(columns.code) === '') continue;
    const where = `${name}:${at + below + 2}`;
    const code = checkedCode(row[columns.code] ?? null, where, add);
    if (code === null) continue;
    const known = entries.get(code);
    if (known && letters(known.title) !== letters(title)) {
      add(
        `${where}: kode ${code} berjudul "${title}", sebelumnya "${known.title}".`,
        `${where}: code ${code} has the title "${title}", before it was "${known.title}".`,
      );
      continue;
    }
    const category = /^([A-Z])(?:[\s.:-]|$)/.exec(text(columns.category))?.[1] ?? null;
    entries.set(code, {
      title: known?.title ?? title,
      description: known?.description ?? (text(columns.description) || null),
      category: known?.category ?? category,
    });
  }
  return true;
}

/** `A`, `Kategori A`, `01.11`, `0111 1`; null, and a problem, for what is no code. */
function checkedCode(cell: EditionCell, where: string, add: Add): string | null {
  const text = plain(cell);
  if (typeof cell === 'object' && cell?.kind === 'NUMBER') {
    add(
      `${where}: kode "${text}" tersimpan sebagai angka, nol di depannya dapat hilang; simpan sebagai teks.`,
      `${where}: the code "${text}" is stored as a number, which loses leading zeros; save it as text.`,
    );
    return null;
  }
  const bare = text
    .toUpperCase()
    .replace(/^(?:KATEGORI|SEKSI) /, '')
    .replace(/[\s.]/g, '');
  if (/^(?:[A-Z]|\d{2,5})$/.test(bare)) return bare;
  add(`${where}: "${text}" bukan kode KBLI.`, `${where}: "${text}" is no KBLI code.`);
  return null;
}

function headerOf(rows: EditionTable['rows']) {
  for (const [at, row] of rows.slice(0, HEADER_ROWS).entries()) {
    const names = row.map((cell) => letters(plain(cell)));
    const find = (which: keyof typeof HEADERS) => names.findIndex((header) => HEADERS[which].test(header));
    const code = find('code');
    const [titled, described] = [find('title'), find('description')];
    if (code < 0 || (titled < 0 && described < 0)) continue;
    // Where there is but one text, it is the title, whatever it is called.
    const columns = { code, title: titled < 0 ? described : titled, category: find('category') };
    return { at, columns: { ...columns, description: titled < 0 ? -1 : described } };
  }
  return null;
}

const plain = (cell: EditionCell): string =>
  (typeof cell === 'string' ? cell : (cell?.text ?? '')).replace(/[\s\u00a0]+/g, ' ').trim();

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

const levelOf = (code: string): BusinessLevel =>
  /^[A-Z]$/.test(code) ? 'CATEGORY' : (BUSINESS_LEVELS[code.length - 1] ?? 'SUBCLASS');

/** Puts every class below its parent. */
function placed(entries: ReadonlyMap<string, Entry>): { classes: EditionClass[]; gaps: Gap[] } {
  const gaps = new Map<string, { missing: string | null; children: string[]; instead: string | null }>();
  const classes = [...entries].map(([code, { title, description, category }]) => {
    const level = levelOf(code);
    const parentCode = level === 'CATEGORY' ? null : above(code, category, entries);
    const wanted = level === 'CATEGORY' ? null : level === 'DIVISION' ? category : code.slice(0, -1);
    if (level !== 'CATEGORY' && (wanted === null || wanted !== parentCode)) {
      const gap = gaps.get(wanted ?? '') ?? { missing: wanted, children: [], instead: parentCode };
      gap.children.push(code);
      gaps.set(wanted ?? '', gap);
    }
    return { code, title, description, level, parentCode };
  });
  classes.sort((one, other) => (one.code < other.code ? -1 : 1));
  return { classes, gaps: [...gaps.values()] };
}

/** The nearest class above one that is there, up to the category that its row names. */
function above(code: string, category: string | null, entries: ReadonlyMap<string, Entry>): string | null {
  for (let length = code.length - 1; length >= 2; length--)
    if (entries.has(code.slice(0, length))) return code.slice(0, length);
  return category !== null && entries.has(category) ? category : null;
}
