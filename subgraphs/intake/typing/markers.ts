/** Signs that say nothing but "no value", wherever they stand. */
const SIGNS: ReadonlySet<string> = new Set([
  '-',
  '--',
  '---',
  '–',
  '—',
  '..',
  '...',
  '....',
  '…',
  '*',
  '*)',
  '**)',
  '?',
]);
/** Words that mostly mean it; as text they can be a name or a category. */
const WORDS: ReadonlySet<string> = new Set([
  ...['n/a', 'na', 'n.a', 'n.a.', '#n/a', 'nan', 'null', 'none', 'nil', 'nihil', 'tad', 't.a.d', 'kosong'],
  ...['tidak ada data', 'belum ada data', 'tidak tersedia', '#ref!', '#value!', '#div/0!', '#name?', '#num!'],
]);
const LONGEST = 16;

/** Whether the trimmed text may stand for "no value", and how sure that is. */
export function markerKind(text: string): 'SIGN' | 'WORD' | null {
  // No marker begins with a digit, as most cells of a large file do.
  const first = text.charCodeAt(0);
  if (text.length > LONGEST || (first >= 48 && first <= 57)) return null;
  if (SIGNS.has(text)) return 'SIGN';
  return WORDS.has(text.toLowerCase()) ? 'WORD' : null;
}

/** Numbers that instruments and old programs write for "no value"; only asked where they lie far off all others. */
export const SENTINELS: ReadonlySet<string> = new Set(
  ['888', '999', '8888', '9999', '88888', '99999', '888888', '999999', '9999999', '99999999'].flatMap(
    (text) => [text, `-${text}`],
  ),
);
