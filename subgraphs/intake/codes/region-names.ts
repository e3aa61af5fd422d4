/** What a name says of itself besides the name. */
export type RegionKind = 'PROVINSI' | 'KABUPATEN' | 'KOTA' | 'KECAMATAN' | 'DESA';

export interface RegionName {
  /** What the name calls itself; null where it is bare. */
  readonly kind: RegionKind | null;
  /** Letters and digits of the name without that word, upper case, no blanks: `GONDANGWETAN`. */
  readonly core: string;
  /** The same with the word: a village can be called Kota Baru. */
  readonly whole: string;
  /** The words of `core` as they are written, a blank between them. */
  readonly words: string;
  /** The words of `whole`. */
  readonly allWords: string;
  /** A code in brackets before the name: `[14] PASURUAN`. */
  readonly bracketed: string | null;
  readonly raw: string;
}

const KINDS: ReadonlyMap<string, RegionKind> = new Map(
  (
    [
      ['PROVINSI', 'PROVINSI PROPINSI PROV PROP'],
      ['KABUPATEN', 'KABUPATEN KAB'],
      ['KOTA', 'KOTA KOTAMADYA KODYA'],
      ['KECAMATAN', 'KECAMATAN KEC DISTRIK'],
      ['DESA', 'DESA DS KELURAHAN KEL'],
    ] as const
  ).flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind] as const)),
);
/** Written short or long by turns; a word of its own, or the letters of one. */
const SHORTENED: readonly (readonly [RegExp, string])[] = [
  [/\b(?:D I|DI|DAERAH ISTIMEWA) (?=ACEH|YOGYAKARTA)/, 'DAERAH ISTIMEWA '],
  [/^(?:D K I|DKI|DAERAH KHUSUS|D K J|DKJ)(?: IBU ?KOTA)? JAKARTA$/, 'DAERAH KHUSUS IBUKOTA JAKARTA'],
  [/^DIY$/, 'DAERAH ISTIMEWA YOGYAKARTA'],
  [/^NTB$/, 'NUSA TENGGARA BARAT'],
  [/^NTT$/, 'NUSA TENGGARA TIMUR'],
  [/\bKEP(?=\s)/, 'KEPULAUAN'],
];
const MAYBE_SHORTENED = /\bD ?[IK]|\bDAERAH|^NT[BT]$|\bKEP\b/;
const ADMINISTRATIVE = /^(?:ADMINISTRASI|ADM) /;

const names = new WeakMap<object, RegionName>();

/** The name of a region of the index, read once. */
export function officialName(region: { readonly name: string }): RegionName {
  let name = names.get(region);
  if (!name) {
    name = regionName(region.name);
    names.set(region, name);
  }
  return name;
}

/** Takes a region's name apart, however it is written: `Kab. X`, `X, Kab.`, `KABUPATEN  X `, `[14] X`. */
export function regionName(raw: string): RegionName {
  let text = plainLetters(raw);
  const bracket = /^\s*[[(]/.test(text) ? /^\s*[[(]\s*(\d[\d.]*)\s*[\])]/.exec(text) : null;
  if (bracket) text = text.slice(bracket[0].length);
  text = text.toUpperCase();
  // Apostrophes belong to a word (Ra'as); every other mark parts words.
  if (!/^[A-Z0-9]+(?: [A-Z0-9]+)*$/.test(text))
    text = text
      .replace(/['’`"]/g, '')
      .replace(/[^A-Z0-9]+/g, ' ')
      .trim();
  if (MAYBE_SHORTENED.test(text)) for (const [pattern, long] of SHORTENED) text = text.replace(pattern, long);
  const { kind, rest } = ownWord(text);
  return {
    kind,
    core: rest.replaceAll(' ', ''),
    whole: text.replaceAll(' ', ''),
    words: rest,
    allWords: text,
    bracketed: bracket?.[1] ?? null,
    raw,
  };
}

function plainLetters(raw: string): string {
  for (let at = 0; at < raw.length; at++)
    if (raw.charCodeAt(at) > 127) return raw.normalize('NFKD').replace(/\p{M}/gu, '');
  return raw;
}

/** Parts the word for the kind of region from the name, before it or behind it. */
function ownWord(text: string): { readonly kind: RegionKind | null; readonly rest: string } {
  const blank = text.indexOf(' ');
  if (blank < 0) return { kind: null, rest: text };
  const first = KINDS.get(text.slice(0, blank));
  const end = text.lastIndexOf(' ');
  const last = KINDS.get(text.slice(end + 1));
  // "Pasuruan Kabupaten", "Pasuruan, Kab."; but many villages are called "… Desa".
  const kind = first ?? (last === 'DESA' ? undefined : last) ?? null;
  let rest = kind === null ? text : first ? text.slice(blank + 1) : text.slice(0, end);
  if (kind === 'KABUPATEN' || kind === 'KOTA') rest = rest.replace(ADMINISTRATIVE, '');
  return { kind, rest };
}

/** Whether two texts differ by at most `most` letters put in, left out or changed. */
export function near(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false;
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    let least = row;
    for (let at = 1; at <= b.length; at++) {
      const change = (before[at - 1] as number) + (a[row - 1] === b[at - 1] ? 0 : 1);
      const cost = Math.min(change, (before[at] as number) + 1, (now[at - 1] as number) + 1);
      now.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return false;
    before = now;
  }
  return (before[b.length] as number) <= most;
}
