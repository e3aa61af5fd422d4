/** What Satu Data asks to be said of a column, besides its type. */
export interface Words {
  /** What the column holds, in a whole sentence. */
  readonly definisi: string;
  readonly konsep: string;
  readonly klasifikasi: string;
  readonly ukuran: string;
  readonly satuan: string;
}

/** The description under which everybody sees the column in the graph. */
export const describe = ({ definisi, konsep, klasifikasi, ukuran, satuan }: Words): string =>
  [
    definisi,
    `Konsep: ${konsep}.`,
    `Klasifikasi: ${klasifikasi}.`,
    `Ukuran: ${ukuran}.`,
    `Satuan: ${satuan}.`,
  ].join('\n\n');
