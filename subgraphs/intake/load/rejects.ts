import { csvLine, safeCell } from '../../../schema/safe-cell.js';
import type { MappedTable, SourceRow } from '../records.js';

const MAX_ROWS = 10_000;
const MAX_BYTES = 16 << 20;

/** What the file of rejected rows says besides the rows; mended and sent again, it is no data. */
export const REJECT_COLUMNS = ['baris', 'alasan'] as const;

/**
 * The file of rejected rows: CSV in UTF-8 with a mark of byte order, the file's own headers, then `baris` and `alasan`.
 * It can be mended and sent again. Of more rows than 10,000 it says how many it leaves out.
 */
export class RejectFile {
  #text = '';
  #rows = 0;
  #left = 0;

  get rows(): number {
    return this.#rows + this.#left;
  }

  add({ table, where }: MappedTable, { row, cells, problems }: SourceRow): void {
    if (this.#rows === 0) {
      const labels = table.columns.map(({ label }) => safeCell(label));
      this.#text = `\ufeff${csvLine([...labels, ...REJECT_COLUMNS])}`;
    }
    if (this.#rows >= MAX_ROWS || this.#text.length > MAX_BYTES) {
      this.#left++;
      return;
    }
    this.#rows++;
    const texts = cells.map((cell) => {
      if (cell === null) return '';
      // What the file holds as a number or a date is none of a formula's making.
      return typeof cell === 'string' ? safeCell(cell) : cell.text;
    });
    const reasons = problems.map(({ id }) => id).join('; ');
    this.#text += csvLine([
      ...texts,
      where === null ? String(row) : safeCell(`${where}: ${row}`),
      safeCell(reasons),
    ]);
  }

  /** The bytes of the file; empty where nothing was rejected. */
  bytes(): Uint8Array {
    if (this.#rows === 0) return new Uint8Array(0);
    const more = `dan ${this.#left} baris lain yang ditolak`;
    return new TextEncoder().encode(this.#text + (this.#left > 0 ? csvLine([more]) : ''));
  }
}
