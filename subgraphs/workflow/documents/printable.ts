/**
 * The standard 14 PDF fonts know WinAnsi (Windows-1252) only, and pdfkit writes any other character as a broken
 * code. Everything printed passes here first.
 */
const WIN_ANSI = /^[\n\x20-\x7e\xa0-\xac\xae-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/;
const LINE_BREAK = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const INVISIBLE = /^\p{Cf}+$/u;
const MARKS = /[\p{M}\p{Cf}]/gu;

/** What can be said in WinAnsi by other means. */
const SUBSTITUTES: Readonly<Record<string, string>> = {
  '\t': '    ',
  '‐': '-',
  '‑': '-',
  '‒': '–',
  '―': '—',
  '−': '-',
  '⁄': '/',
  '′': "'",
  '″': '"',
  ʼ: '’',
  ʻ: '‘',
  ʿ: '‘',
  ʾ: '’',
  '→': '->',
  '←': '<-',
  '⇒': '=>',
  '≤': '<=',
  '≥': '>=',
  '≠': '<>',
  '≈': '~',
  '●': '•',
  '○': '•',
  '▪': '•',
  '◦': '•',
  '‣': '•',
  μ: 'µ',
  ﬁ: 'fi',
  ﬂ: 'fl',
  đ: 'd',
  ł: 'l',
  ı: 'i',
  // A bare digit would change the number.
  '⁰': '^0',
  '⁴': '^4',
  '⁵': '^5',
  '⁶': '^6',
  '⁷': '^7',
  '⁸': '^8',
  '⁹': '^9',
};

const graphemes = new Intl.Segmenter('id', { granularity: 'grapheme' });

/** pdfmake needs quadratic time for a word that does not fit its line; longer than this it gets line breaks. */
const LONG_WORD = /\S{80}(?=\S)/g;

/** The text in WinAnsi with its line breaks as \n: accents are dropped where they must be, the rest becomes `?`. */
export function printable(text: string): string {
  const normal = text.normalize('NFC').replace(LINE_BREAK, '\n');
  const known = WIN_ANSI.test(normal)
    ? normal
    : Array.from(graphemes.segment(normal), ({ segment }) => printableGrapheme(segment)).join('');
  return known.replace(LONG_WORD, '$&\n');
}

function printableGrapheme(grapheme: string): string {
  if (WIN_ANSI.test(grapheme)) return grapheme;
  const substitute = SUBSTITUTES[grapheme];
  if (substitute !== undefined) return substitute;
  if (/^\p{Zs}$/u.test(grapheme)) return ' ';
  if (INVISIBLE.test(grapheme)) return '';
  const bare = grapheme.normalize('NFD').replace(MARKS, '');
  return bare !== '' && WIN_ANSI.test(bare) ? bare : '?';
}

/** The same value with every text in it made printable, and whether a character had to be given up for a `?`. */
export function printableWhole<T>(value: T): { readonly value: T; readonly lossy: boolean } {
  let lossy = false;
  const visit = (part: unknown): unknown => {
    if (typeof part === 'string') {
      const text = printable(part);
      lossy ||= questionMarks(text) > questionMarks(part);
      return text;
    }
    if (Array.isArray(part)) return part.map(visit);
    if (part === null || typeof part !== 'object') return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, visit(inner)]));
  };
  return { value: visit(value) as T, lossy };
}

const questionMarks = (text: string) => text.split('?').length;
