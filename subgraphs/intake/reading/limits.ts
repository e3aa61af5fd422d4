const MB = 1 << 20;

/** What one file may cost us. Whatever goes beyond is refused with a sentence, never cut in silence. */
export const LIMITS = {
  /** Bytes of one cell or one record. */
  cell: MB,
  columns: 1000,
  /** What a sheet can hold at all. */
  sheetRows: 1_048_576,
  sheetColumns: 16_384,
  /** Empty places between existing cells that a sheet may make us write. */
  sparse: 50_000_000,
  merges: 100_000,
  /** A ZIP is read into memory as it is; what it expands to is streamed. */
  zip: 64 * MB,
  zipEntries: 10_000,
  zipExpanded: 200 * MB,
  /** Expanding this many times over is for bombs, in entries beyond `zipRatioFrom` bytes. */
  zipRatio: 100,
  zipRatioFrom: 10 * MB,
  /** A gzip file holds one text, which is streamed and never whole in memory. */
  gzipExpanded: 2048 * MB,
  sharedStrings: 100 * MB,
  /** What has to be read whole before its first row is known: HTML and JSON. */
  whole: 50 * MB,
  nesting: 64,
} as const;
