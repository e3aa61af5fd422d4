/** What Satu Data asks to be said of a column, besides its type. */
export interface Words {
  /** What stands above the column in a table. */
  readonly judul: string;
  /** What the column holds, in a whole sentence. */
  readonly definisi: string;
  readonly konsep: string;
  readonly klasifikasi: string;
  readonly ukuran: string;
  readonly satuan: string;
}

/** The description under which everybody sees the column in the graph. */
export const describe = ({ judul, definisi, konsep, klasifikasi, ukuran, satuan }: Words): string =>
  [
    judul,
    definisi,
    `Konsep: ${konsep}.`,
    `Klasifikasi: ${klasifikasi}.`,
    `Ukuran: ${ukuran}.`,
    `Satuan: ${satuan}.`,
  ].join('\n\n');
