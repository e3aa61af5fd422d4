/**
 * A cell as the file has it, null where it is empty. Text stands for itself, untouched; what a spreadsheet or JSON
 * stores as something else than text says so.
 */
export type Cell = null | string | TypedCell;

export interface TypedCell {
  readonly kind: 'NUMBER' | 'DATE' | 'BOOLEAN' | 'ERROR';
  /**
   * NUMBER: decimal digits, exact (`-1234.5`, never an exponent); DATE: `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM:SS` where it has
   * a time of day; BOOLEAN: `true`, `false`; ERROR: what the sheet shows, `#N/A`.
   */
  readonly text: string;
}

export type Row = readonly Cell[];

/** Cells that are shown as one; zero-based, both ends included. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** One sheet, file or list: rows from the top, as they are. */
export interface Sheet {
  /** Name of the sheet, of the file in a ZIP, or of the list in a JSON document. */
  readonly name: string;
  readonly merges: readonly Merge[];
  /** Whether the workbook hides it; absent where it does not. */
  readonly hidden?: true;
  /** Rows in batches, from the first on; can be read again. Rows may differ in length. Throws FILE_REFUSED on its way. */
  rows(): AsyncIterable<readonly Row[]>;
  /** Where the sheet is a UTF-8 text of separated values: its rows, plain lines of it as they are. */
  readonly plain?: PlainText;
}

export interface PlainText {
  /** The byte between two cells. */
  readonly delimiter: number;
  readonly quote: '"' | "'";
  /** The same rows as `rows` gives, in order. */
  blocks(): AsyncIterable<Block>;
}

/** Rows, or the bytes of whole lines: valid UTF-8, no quote among them, each ended by LF, CRLF or CR. */
export type Block = { readonly rows: readonly Row[] } | { readonly lines: Uint8Array };

export const FORMATS = ['CSV', 'XLSX', 'HTML', 'JSON', 'NDJSON'] as const;
export type Format = (typeof FORMATS)[number];

/** A file as it was recognised by its content. */
export interface ReadFile {
  readonly format: Format;
  /** How the text is encoded and separated, where that had to be found out. */
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | null;
  readonly delimiter: ',' | ';' | '\t' | '|' | null;
  /** Whether it was one of several files in a ZIP. */
  readonly zipped: boolean;
  readonly sheets: readonly Sheet[];
}

/** Bytes that can be read again, as an upload's can. */
export interface Source {
  readonly filename: string;
  readonly size: number;
  bytes(): AsyncIterable<Uint8Array>;
}
