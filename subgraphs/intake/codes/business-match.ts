import { type BusinessIndex, type BusinessLevel, type BusinessRow, titleWords } from './business-index.js';
import { near } from './region-names.js';

export interface BusinessValue {
  readonly code?: string | null;
  readonly title?: string | null;
}

export type BusinessMatchKind =
  | 'EXACT_CODE'
  | 'CODE_VARIANT'
  | 'CODE_PADDED'
  | 'TITLE'
  | 'NONE'
  | 'AMBIGUOUS';

/** Why a person has to look at a match. */
export type BusinessDoubt = 'CODE_AND_TITLE' | 'LEADING_ZERO' | 'SEVERAL' | 'SPELLING' | 'UNKNOWN';

export interface BusinessMatch {
  readonly kind: BusinessMatchKind;
  /** The class; null where nothing decides. */
  readonly business: BusinessRow | null;
  /** 0 to 1: 1 needs nobody's look, below 0.5 is a proposal at most. */
  readonly confidence: number;
  /** What it could be where `business` is null, the likeliest first. */
  readonly candidates: readonly BusinessRow[];
  readonly doubt: BusinessDoubt | null;
}

const MAX_CANDIDATES = 5;
/** For how many texts of a column similar titles are looked up; no more than fifty are asked about. */
const MAX_SEARCHED = 200;
const NOTHING: BusinessMatch = { kind: 'NONE', business: null, confidence: 0, candidates: [], doubt: null };

const found = (
  kind: BusinessMatchKind,
  business: BusinessRow,
  confidence: number,
  doubt: BusinessDoubt | null = null,
): BusinessMatch => ({ kind, business, confidence, candidates: [], doubt });
const several = (candidates: readonly BusinessRow[], doubt: BusinessDoubt): BusinessMatch => ({
  kind: 'AMBIGUOUS',
  business: null,
  confidence: 0.4,
  candidates: [...new Set(candidates)].slice(0, MAX_CANDIDATES),
  doubt,
});
const none = (candidates: readonly BusinessRow[]): BusinessMatch => ({
  kind: 'NONE',
  business: null,
  confidence: candidates.length > 0 ? 0.3 : 0,
  candidates: candidates.slice(0, MAX_CANDIDATES),
  doubt: candidates.length > 0 ? 'SPELLING' : 'UNKNOWN',
});

/** `[G] Perdagangan`, `[R,S] Jasa`. */
const BRACKETED = /^\[\s*([A-Z](?:\s*[,/]\s*[A-Z])*|\d[\d.]*)\s*\]\s*(.*)$/i;
/** `G. Perdagangan`, `G - Perdagangan`, but not "E-commerce". */
const LETTER = /^([A-Z])(?:[.:)]\s+|\s+[-–]\s+)(\S.*)$/;
/** `47111 - Minimarket`, `47111 Minimarket`. */
const DIGITS = /^(\d[\d.]*)(?:\s*[-–:]\s*|[.)]?\s+)(\p{L}.*)$/u;

/** A value taken apart: no code, one, or several that a file has merged. */
interface Parts {
  readonly codes: readonly string[];
  readonly words: readonly string[];
}

function partsOf({ code, title }: BusinessValue): Parts {
  const [given, named] = [code?.trim() ?? '', title?.trim() ?? ''];
  if (given !== '' && named !== '') return { codes: listed(given), words: titleWords(named) };
  const text = given || named;
  const glued = BRACKETED.exec(text) ?? LETTER.exec(text) ?? DIGITS.exec(text);
  if (glued) return { codes: listed(glued[1] ?? ''), words: titleWords(glued[2] ?? '') };
  const isCode = given !== '' || /^(?:[A-Z]|\d[\d.\s]*)$/.test(text);
  return isCode ? { codes: listed(text), words: [] } : { codes: [], words: titleWords(text) };
}

const listed = (text: string): string[] =>
  /^\[?\s*[A-Z](?:\s*[,/]\s*[A-Z])+\s*\]?$/i.test(text) ? (text.match(/[A-Z]/gi) ?? []) : [text];

/**
 * Matches a column's values with the classes of one KBLI edition, one match a value. The column is read whole first: codes
 * that exist only with a zero before them say that zeros were lost, and titles that several levels share follow the level
 * of the others.
 */
export function matchBusiness(values: readonly BusinessValue[], index: BusinessIndex): BusinessMatch[] {
  const matcher = new Matcher(index);
  const keys = values.map(({ code, title }) => `${code ?? ''}\u0000${title ?? ''}`);
  const distinct = new Map<string, Parts>();
  values.forEach((value, at) => {
    const key = keys[at] as string;
    if (!distinct.has(key)) distinct.set(key, partsOf(value));
  });
  for (const parts of distinct.values()) matcher.learn(parts);
  const matches = new Map([...distinct].map(([key, parts]) => [key, matcher.match(parts)] as const));
  return keys.map((key) => matches.get(key) ?? NOTHING);
}

class Matcher {
  /** Levels to which codes and titles of the column lead beyond doubt. */
  readonly #levels = new Set<BusinessLevel>();
  readonly #lengths = new Set<number>();
  /** Whether a code of the column begins with a zero, and whether one exists with a zero before it alone. */
  #zeros = false;
  #lost = false;
  readonly #near = new Map<string, readonly BusinessRow[]>();

  constructor(readonly index: BusinessIndex) {}

  learn({ codes, words }: Parts): void {
    for (const code of codes.map(plainCode)) {
      if (!/^\d+$/.test(code)) continue;
      this.#lengths.add(code.length);
      if (code.startsWith('0')) this.#zeros = true;
      const row = this.index.get(code);
      if (row) this.#levels.add(row.level);
      else if (this.index.get(`0${code}`)) this.#lost = true;
    }
    const titled = this.index.titled(words.join(''));
    if (codes.length === 0 && titled[0] && titled.length === 1) this.#levels.add(titled[0].level);
  }

  match({ codes, words }: Parts): BusinessMatch {
    const [code = '', ...more] = codes;
    if (code === '' && words.length === 0) return NOTHING;
    if (code === '') return this.#byTitle(words);
    if (more.length > 0)
      return several(
        codes.flatMap((one) => this.index.get(plainCode(one)) ?? []),
        'SEVERAL',
      );
    const match = this.#byCode(code, words);
    if (match.business === null || match.kind === 'CODE_PADDED') return match;
    return this.#beside(match, match.business, words);
  }

  #byCode(text: string, words: readonly string[]): BusinessMatch {
    const exact = this.index.get(text);
    const code = plainCode(text);
    const spreadsheet = /^\d+\.0$/.test(text) ? this.index.get(text.slice(0, -2)) : undefined;
    const row = exact ?? this.index.get(code);
    if (spreadsheet && row) return several([spreadsheet, row], 'SEVERAL');
    const padded = /^\d{1,4}$/.test(code) ? this.index.get(`0${code}`) : undefined;
    if (padded && !this.#zeros) {
      if (!row) return found('CODE_PADDED', padded, this.#agrees(padded, words) ? 0.7 : 0.4, 'LEADING_ZERO');
      if (this.#lost || this.#lengths.has(code.length + 1)) {
        // The title beside it tells which of the two codes it is.
        const [own, other] = [this.#agrees(row, words), this.#agrees(padded, words)];
        if (other && !own) return found('CODE_PADDED', padded, 0.7, 'LEADING_ZERO');
        if (!own) return several([padded, row], 'LEADING_ZERO');
      }
    }
    if (exact) return found('EXACT_CODE', exact, 1);
    const variant = row ?? spreadsheet;
    if (variant) return found('CODE_VARIANT', variant, spreadsheet ? 0.9 : 0.95);
    const titled = words.length > 0 ? this.#byTitle(words) : none([]);
    const named = titled.business ? [titled.business] : titled.candidates;
    return named.length > 0 ? several(named, 'CODE_AND_TITLE') : none([]);
  }

  /** The match of a code, weighed with the title beside it. */
  #beside(match: BusinessMatch, row: BusinessRow, words: readonly string[]): BusinessMatch {
    if (words.length === 0 || this.#agrees(row, words)) return match;
    const elsewhere = this.index.titled(words.join(''));
    if (elsewhere.length === 0 && isShortened(words, this.index.wordsOf(row)))
      return { ...match, confidence: Math.min(match.confidence, 0.9), doubt: 'SPELLING' };
    const other = this.#byTitle(words);
    return several([row, ...(other.business ? [other.business] : other.candidates)], 'CODE_AND_TITLE');
  }

  #agrees(row: BusinessRow, words: readonly string[]): boolean {
    return words.length > 0 && words.join('') === this.index.wordsOf(row).join('');
  }

  #byTitle(words: readonly string[]): BusinessMatch {
    const letters = words.join('');
    const rows = this.index.titled(letters);
    const [one, two] = rows;
    if (one && !two) return found('TITLE', one, 0.95);
    if (!one) return none(this.#similar(letters));
    const known = rows.filter(({ level }) => this.#levels.size === 1 && this.#levels.has(level));
    const [only] = known;
    return only && known.length === 1 ? found('TITLE', only, 0.9) : several(rows, 'SEVERAL');
  }

  /** Titles that are a letter or two off: to propose, never to take. */
  #similar(letters: string): readonly BusinessRow[] {
    if (letters.length < 5) return [];
    let rows = this.#near.get(letters);
    if (!rows) {
      if (this.#near.size === MAX_SEARCHED) return [];
      const most = letters.length >= 8 ? 2 : 1;
      rows = [...this.index.titles()]
        .filter((title) => near(letters, title, most))
        .flatMap((title) => this.index.titled(title));
      this.#near.set(letters, rows);
    }
    return rows;
  }
}

/** Without the blanks and points that are no part of a code. */
const plainCode = (text: string): string => text.toUpperCase().replace(/[\s.]/g, '');

/** Whether a title is the official one with words left out, or a letter of it wrong. */
function isShortened(words: readonly string[], official: readonly string[]): boolean {
  if (near(words.join(''), official.join(''), words.join('').length >= 8 ? 2 : 1)) return true;
  if (words.length < 2) return false;
  let at = 0;
  for (const word of official) if (word === words[at]) at++;
  return at === words.length;
}
