import { near } from './region-names.js';

export interface AgencyRow {
  readonly slug: string;
  readonly name: string;
}

export type AgencyMatchKind = 'SLUG' | 'NAME' | 'NONE' | 'AMBIGUOUS';

/** Why a person has to look at a match. `GOVERNMENT`: the text names a regency, city or province that is not ours for sure. */
export type AgencyDoubt = 'GOVERNMENT' | 'ABBREVIATION' | 'SPELLING' | 'SEVERAL' | 'UNKNOWN';

export interface AgencyMatch {
  readonly kind: AgencyMatchKind;
  /** The agency; null where nothing decides. */
  readonly agency: AgencyRow | null;
  /** 0 to 1: 1 needs nobody's look, below 0.5 is a proposal at most. */
  readonly confidence: number;
  /** What it could be where `agency` is null, the likeliest first. */
  readonly candidates: readonly AgencyRow[];
  readonly doubt: AgencyDoubt | null;
}

const MAX_CANDIDATES = 5;
/** What has more words is no abbreviation. */
const MAX_SHORT_WORDS = 2;
const NOTHING: AgencyMatch = { kind: 'NONE', agency: null, confidence: 0, candidates: [], doubt: null };

const open = (candidates: readonly AgencyRow[], doubt: AgencyDoubt): AgencyMatch => ({
  kind: doubt === 'SEVERAL' || doubt === 'GOVERNMENT' ? 'AMBIGUOUS' : 'NONE',
  agency: null,
  confidence: candidates.length === 0 ? 0 : doubt === 'SPELLING' ? 0.3 : 0.4,
  candidates: candidates.slice(0, MAX_CANDIDATES),
  doubt,
});

/** Words that offices write short. */
const LONG: Readonly<Record<string, string>> = {
  DIN: 'DINAS',
  KAB: 'KABUPATEN',
  PEMKAB: 'KABUPATEN',
  KOTAMADYA: 'KOTA',
  PEMKOT: 'KOTA',
  PROV: 'PROVINSI',
  PROPINSI: 'PROVINSI',
  PROP: 'PROVINSI',
  PEMPROV: 'PROVINSI',
  KEC: 'KECAMATAN',
};
const GOVERNMENTS = new Set(['KABUPATEN', 'KOTA', 'PROVINSI']);

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .toUpperCase()
    .replace(/\p{M}/gu, '')
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '' && word !== 'DAN')
    .map((word) => (Object.hasOwn(LONG, word) ? (LONG[word] as string) : word));

interface Named {
  readonly agency: AgencyRow;
  readonly words: readonly string[];
}

/**
 * Matches a column's texts with the agencies of the hub, one match a text: the slug, or the name with whatever marks,
 * case and "&". `home` is the hub's own government (`Kabupaten Pasuruan`); an agency of another one is never taken for ours.
 * Abbreviations that are no slug, shortened names and slips are proposed, never taken.
 */
export function matchAgencies(
  texts: readonly (string | null)[],
  agencies: readonly AgencyRow[],
  home: string | null = null,
): AgencyMatch[] {
  const named = agencies.map((agency) => ({ agency, words: wordsOf(agency.name) }));
  const own = home === null ? null : wordsOf(home);
  const matches = new Map<string, AgencyMatch>();
  return texts.map((raw) => {
    const text = raw?.trim() ?? '';
    let match = matches.get(text);
    if (!match) {
      match = text === '' ? NOTHING : matchOne(text, named, own);
      matches.set(text, match);
    }
    return match;
  });
}

function matchOne(text: string, agencies: readonly Named[], own: readonly string[] | null): AgencyMatch {
  const words = wordsOf(text);
  const whole = sure(text, words, agencies);
  if (whole) return whole;
  const at = words.findIndex((word, position) => position > 0 && GOVERNMENTS.has(word));
  if (at < 0) return proposals(words, agencies);
  const bare = words.slice(0, at);
  const match = sure(bare.join(' '), bare, agencies) ?? proposals(bare, agencies);
  if (!match.agency) return match;
  const government = words.slice(at).join(' ');
  const ours = own !== null && (government === own.join(' ') || government === own[0]);
  // "Kab." without its name says less.
  if (ours) return { ...match, confidence: Math.min(match.confidence, government === own?.[0] ? 0.9 : 0.95) };
  return open([match.agency], 'GOVERNMENT');
}

/** What the text says beyond doubt. */
function sure(text: string, words: readonly string[], agencies: readonly Named[]): AgencyMatch | null {
  const letters = words.join('').toLowerCase();
  const bySlug = agencies.find(({ agency }) => agency.slug === letters)?.agency;
  const byName = agencies.filter((one) => one.words.join('').toLowerCase() === letters);
  const [one, two] = byName;
  if (two)
    return open(
      byName.map(({ agency }) => agency),
      'SEVERAL',
    );
  if (bySlug && one && one.agency !== bySlug) return open([bySlug, one.agency], 'SEVERAL');
  const agency = bySlug ?? one?.agency;
  if (!agency) return null;
  const kind = bySlug ? 'SLUG' : 'NAME';
  const confidence = kind === 'NAME' || text === agency.slug ? 1 : 0.95;
  return { kind, agency, confidence, candidates: [], doubt: null };
}

function proposals(words: readonly string[], agencies: readonly Named[]): AgencyMatch {
  const letters = words.join('');
  const of = (test: (one: Named) => boolean) => agencies.filter(test).map(({ agency }) => agency);
  const slips = of((one) => near(letters, one.words.join(''), letters.length >= 8 ? 2 : 1));
  const parts = of((one) => goesInto(words, one.words) || goesInto(one.words, words));
  const spelt = [...new Set([...slips, ...parts])];
  if (spelt.length > 0) return open(spelt, 'SPELLING');
  if (letters.length < 3 || words.length > MAX_SHORT_WORDS) return open([], 'UNKNOWN');
  const initials = of((one) => letters === one.words.map(([first]) => first).join(''));
  const short = initials.length > 0 ? initials : of((one) => abbreviates(letters, one.words));
  return open(short, short.length > 0 ? 'ABBREVIATION' : 'UNKNOWN');
}

/** Whether the words stand in the others in order; two of them at least, or all but the first: "Kesehatan". */
function goesInto(words: readonly string[], others: readonly string[]): boolean {
  if (words.length < 2) return others.length === 2 && words[0] === others[1];
  let at = 0;
  for (const word of others) if (word === words[at]) at++;
  return at === words.length;
}

/** Whether the letters are letters of the name in order, with the first ones of its first two words: DISKOMINFO, BPBD. */
function abbreviates(letters: string, [first = '', second = '', ...rest]: readonly string[]): boolean {
  if (letters[0] !== first[0] || second === '') return false;
  for (let at = 1; at < letters.length; at++) {
    if (!isSubsequence(letters.slice(0, at), first) || letters[at] !== second[0]) continue;
    if (isSubsequence(letters.slice(at), [second, ...rest].join(''))) return true;
  }
  return false;
}

function isSubsequence(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of text) if (letter === letters[at]) at++;
  return at === letters.length;
}
