import type { Sql } from '../../db/client.js';
import { type EditionClass, readEdition } from '../../subgraphs/reference/business/edition.js';
import { storeEdition } from '../../subgraphs/reference/business/edition-store.js';

/** A small KBLI: two whole categories, and one whose golongan pokok 92 is missing. `prefix` stands before the titles. */
export function madeEdition(prefix = ''): readonly EditionClass[] {
  const rows = [
    ['A', 'Pertanian', 'A'],
    ['01', 'Tanaman', 'A'],
    ['011', 'Semusim', 'A'],
    ['0111', 'Serealia', 'A'],
    ['01111', 'Jagung', 'A'],
    ['G', 'Perdagangan', 'G'],
    ['47', 'Eceran', 'G'],
    ['471', 'Eceran berbagai barang', 'G'],
    ['4711', 'Toko serba ada', 'G'],
    ['47111', 'Minimarket', 'G'],
    ['47112', 'Toko kelontong', 'G'],
    ['R', 'Kesenian', 'R'],
    ['920', 'Perjudian', 'R'],
    ['9200', 'Perjudian umum', 'R'],
  ].map(([kode, judul, kategori]) => [kode ?? '', `${prefix}${judul}`, kategori ?? '']);
  const verdict = readEdition([{ name: 'kbli', rows: [['kode', 'judul', 'kategori'], ...rows] }]);
  if (!verdict.ok) throw new Error(JSON.stringify(verdict.problems));
  return verdict.classes;
}

export async function storeEditions(sql: Sql): Promise<void> {
  await storeEdition(sql, '2020', madeEdition());
  await storeEdition(sql, '2025', madeEdition('Baru: '));
}
