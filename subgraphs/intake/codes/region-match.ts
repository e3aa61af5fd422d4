import { districtOfBps, SAME_IN_BOTH } from './bps-codes.js';
import { liesIn, type RegionIndex, type RegionLevel, type RegionRow, withDots } from './region-index.js';
import { near, officialName, type RegionKind, type RegionName, regionName } from './region-names.js';

export interface RegionValue {
  readonly code?: string | null;
  readonly name?: string | null;
  /** What the column holds, where that is known. */
  readonly level?: RegionLevel | null;
  /** The region that this row lies in, where another column says so: a village's kecamatan. */
  readonly within?: string | null;
}

export type MatchKind =
  | 'EXACT_CODE'
  | 'CODE_WITHOUT_DOTS'
  | 'BPS_CODE'
  | 'NAME'
  | 'NAME_VARIANT'
  | 'NONE'
  | 'AMBIGUOUS';

/** Why a person has to look at a match. */
export type Doubt =
  | 'CODE_AND_NAME'
  | 'CODE_SYSTEM'
  | 'KABUPATEN_OR_KOTA'
  | 'SEVERAL'
  | 'SPELLING'
  | 'UNKNOWN';

export interface RegionMatch {
  readonly kind: MatchKind;
  /** The region; null where nothing decides. */
  readonly region: RegionRow | null;
  /** 0 to 1: 1 needs nobody's look, below 0.5 is a proposal at most. */
  readonly confidence: number;
  /** What it could be where `region` is null, the likeliest first. */
  readonly candidates: readonly RegionRow[];
  readonly doubt: Doubt | null;
}

const LEVEL_OF: Readonly<Record<RegionKind, RegionLevel>> = {
  PROVINSI: 'PROVINCE',
  KABUPATEN: 'REGENCY',
  KOTA: 'REGENCY',
  KECAMATAN: 'DISTRICT',
  DESA: 'VILLAGE',
};
const LEVELS = ['PROVINCE', 'REGENCY', 'DISTRICT', 'VILLAGE'] as const;
const MAX_CANDIDATES = 5;
/** From this number on, the suffix of a regency's code is a Kota's. */
const FIRST_KOTA = 71;
const NOTHING: RegionMatch = { kind: 'NONE', region: null, confidence: 0, candidates: [], doubt: null };

const found = (
  kind: MatchKind,
  region: RegionRow,
  confidence: number,
  doubt: Doubt | null = null,
): RegionMatch => ({
  kind,
  region,
  confidence,
  candidates: [],
  doubt,
});
const several = (candidates: readonly RegionRow[], doubt: Doubt): RegionMatch => ({
  kind: 'AMBIGUOUS',
  region: null,
  confidence: 0.4,
  candidates: candidates.slice(0, MAX_CANDIDATES),
  doubt,
});
const none = (candidates: readonly RegionRow[]): RegionMatch => ({
  kind: 'NONE',
  region: null,
  confidence: candidates.length > 0 ? 0.3 : 0,
  candidates: candidates.slice(0, MAX_CANDIDATES),
  doubt: candidates.length > 0 ? 'SPELLING' : 'UNKNOWN',
});

/**
 * Matches a column's values with Kemendagri's regions, one match a value. The column is read whole first: "PASURUAN" beside
 * "KOTA PASURUAN" is the Kabupaten, alone it is either; codes of four digits are Kemendagri's where the names beside them
 * say so. `within` is the code of the region that the whole column lies in.
 */
export function matchRegions(
  values: readonly RegionValue[],
  index: RegionIndex,
  within?: string,
): RegionMatch[] {
  const matcher = new Matcher(index, within);
  const keys = values.map((value) => keyOf(value));
  const distinct = new Map<string, RegionValue>();
  values.forEach((value, at) => {
    distinct.set(keys[at] as string, value);
  });
  matcher.learn(distinct.values());
  const matches = new Map<string, RegionMatch>();
  for (const [key, value] of distinct) matches.set(key, matcher.match(value));
  return keys.map((key) => matches.get(key) as RegionMatch);
}

const keyOf = ({ code, name, level, within }: RegionValue): string =>
  `${code ?? ''}\u0000${name ?? ''}\u0000${level ?? ''}\u0000${within ?? ''}`;

class Matcher {
  readonly #names = new Map<string, RegionName>();
  /** Names that the column calls a Kota itself. */
  readonly #kota = new Set<string>();
  /** Levels to which names of the column lead beyond doubt. */
  readonly #levels = new Set<RegionLevel>();
  /** Codes of digits alone that the names beside them confirmed as Kemendagri's, and contradicted. */
  #confirmed = 0;
  #contradicted = 0;

  constructor(
    readonly index: RegionIndex,
    readonly within: string | undefined,
  ) {}

  learn(values: Iterable<RegionValue>): void {
    for (const value of values) {
      const name = this.#read(value.name);
      if (name === null) continue;
      const context = value.within ?? this.within;
      if (name.kind === 'KOTA' && this.index.named('REGENCY', name.whole).length > 0)
        this.#kota.add(name.core);
      if (!value.level && !value.code) this.#learnLevel(name, context);
      const region = this.#ofDigits(value);
      if (!region || SAME_IN_BOTH.has(region.code.replace('.', ''))) continue;
      if (this.#agrees(region, name)) this.#confirmed++;
      else if (this.#named(region.level, name, context).length > 0) this.#contradicted++;
    }
  }

  #learnLevel(name: RegionName, context: string | undefined): void {
    const levels = LEVELS.filter((level) => this.#named(level, name, context).length > 0);
    const [level] = levels;
    if (levels.length === 1 && level) this.#levels.add(level);
  }

  /** A name taken apart, once for all of its rows; null where there is none. */
  #read(raw: string | null | undefined): RegionName | null {
    if (raw === null || raw === undefined || raw.trim() === '') return null;
    let name = this.#names.get(raw);
    if (!name) {
      name = regionName(raw);
      this.#names.set(raw, name);
    }
    return name;
  }

  match(value: RegionValue): RegionMatch {
    const code = value.code?.trim().replace(/\.$/, '') ?? '';
    const name = this.#read(value.name);
    if (code === '' && name === null) return NOTHING;
    if (code !== '') {
      const byCode = this.#byCode(code, name, value);
      if (byCode) return byCode;
    }
    return name === null ? none([]) : this.#byName(name, value);
  }

  #byCode(code: string, name: RegionName | null, value: RegionValue): RegionMatch | undefined {
    const dotted = this.index.get(code);
    if (dotted && (code.length > 2 || !this.#isSuffix(code, value)))
      return this.#beside(
        dotted,
        code.length === 2 ? this.#province(dotted, name) : found('EXACT_CODE', dotted, 1),
        name,
        value,
      );
    if (!/^\d+$/.test(code)) return undefined;
    const context = this.index.get(value.within ?? this.within ?? '');
    if (code.length === 2 && context?.level === 'PROVINCE') {
      const region = this.index.get(`${context.code}.${code}`);
      return region && this.#beside(region, found('CODE_WITHOUT_DOTS', region, 0.95), name, value);
    }
    const bps = this.#bps(code, name);
    if (bps && (code.length === 7 || !this.index.get(withDots(code) ?? ''))) return bps;
    const region = this.#ofDigits(value);
    if (!region) return undefined;
    // BPS writes four digits for a regency and ten for a village, as Kemendagri does without dots.
    const shared = code.length === 4 && !SAME_IN_BOTH.has(code);
    if (name === null) {
      if (!shared || (this.#confirmed > 0 && this.#contradicted === 0))
        return found('CODE_WITHOUT_DOTS', region, shared ? 0.9 : 0.95);
      return several([region], 'CODE_SYSTEM');
    }
    if (this.#agrees(region, name)) return found('CODE_WITHOUT_DOTS', region, 1);
    const named = this.#named(region.level, name, value.within ?? this.within).filter((row) =>
      liesIn(row.code, region.code.slice(0, 2)),
    );
    const [one] = named;
    // The name leads to another regency of the same province: then the code is of BPS's list.
    if (shared && one && named.length === 1) return found('BPS_CODE', one, 0.7, 'CODE_SYSTEM');
    return this.#beside(region, found('CODE_WITHOUT_DOTS', region, 0.9), name, value);
  }

  /** The match of a code, weighed with the name beside it. */
  #beside(region: RegionRow, match: RegionMatch, name: RegionName | null, value: RegionValue): RegionMatch {
    if (name === null || this.#agrees(region, name)) return match;
    const { core, whole } = name;
    const official = officialName(region);
    const sameKind = name.kind === null || official.kind === null || name.kind === official.kind;
    if (sameKind && (similar(core, official.core) || similar(whole, official.whole)))
      return { ...match, confidence: Math.min(match.confidence, 0.9), doubt: 'SPELLING' };
    const other = this.#byName(name, { ...value, level: value.level ?? region.level });
    const candidates = [region, ...(other.region ? [other.region] : other.candidates)];
    return several([...new Set(candidates)], 'CODE_AND_NAME');
  }

  /** Papua's provinces are numbered differently by BPS; the others alike. */
  #province(region: RegionRow, name: RegionName | null): RegionMatch {
    if (!region.code.startsWith('9') || name !== null) return found('EXACT_CODE', region, 1);
    return found('EXACT_CODE', region, 0.8, 'CODE_SYSTEM');
  }

  /** Whether two digits are the end of a regency's code rather than a province. */
  #isSuffix(code: string, value: RegionValue): boolean {
    const context = this.index.get(value.within ?? this.within ?? '');
    if (context?.level !== 'PROVINCE' || value.level === 'PROVINCE') return false;
    return code !== context.code && this.index.get(`${context.code}.${code}`) !== undefined;
  }

  #bps(code: string, name: RegionName | null): RegionMatch | undefined {
    const district = this.index.get(districtOfBps(code.slice(0, 7)) ?? '');
    if (!district) return undefined;
    if (code.length === 7) {
      const match = found('BPS_CODE', district, 1);
      return this.#beside(district, match, name, { level: 'DISTRICT', within: '35.14' });
    }
    if (code.length !== 10 || name === null) return undefined;
    const match = this.#byName(name, { level: 'VILLAGE', within: district.code });
    return match.region ? { ...match, kind: 'BPS_CODE' } : match;
  }

  #ofDigits({ code }: RegionValue): RegionRow | undefined {
    const digits = code?.trim() ?? '';
    if (!/^(\d{4}|\d{6}|\d{10})$/.test(digits)) return undefined;
    return this.index.get(withDots(digits) ?? '');
  }

  #agrees(region: RegionRow, name: RegionName): boolean {
    if (region.name === name.raw) return true;
    const official = officialName(region);
    if (name.core === official.core)
      return name.kind === null || official.kind === null || name.kind === official.kind;
    return name.whole === official.whole;
  }

  #byName(name: RegionName, value: RegionValue): RegionMatch {
    const context = value.within ?? this.within;
    if (name.bracketed !== null) {
      const bracketed = this.#ofSuffix(name, name.bracketed, context);
      if (bracketed) return bracketed;
    }
    const levels = this.#levelsOf(name, value, context);
    const rows = levels.flatMap((level) => this.#named(level, name, context));
    const [one, two] = rows;
    if (one && !two) return this.#single(one, name);
    if (one && two) return this.#choose(rows, name);
    return none(this.#near(levels, name, context));
  }

  #single(region: RegionRow, name: RegionName): RegionMatch {
    const official = officialName(region);
    const upper = region.level === 'PROVINCE' || region.level === 'REGENCY';
    const sameKind = name.kind === null || official.kind === null || name.kind === official.kind;
    const exact =
      name.allWords === official.allWords ||
      (upper ? name.words === official.words && sameKind : name.words === official.allWords);
    const bare = region.level === 'REGENCY' && name.kind === null;
    return exact ? found('NAME', region, bare ? 0.95 : 1) : found('NAME_VARIANT', region, 0.9);
  }

  #choose(rows: readonly RegionRow[], name: RegionName): RegionMatch {
    const regencies = rows.filter(({ level }) => level === 'REGENCY');
    if (regencies.length === rows.length && name.kind === null) {
      const kabupaten = regencies.filter((row) => officialName(row).kind === 'KABUPATEN');
      const [only] = kabupaten;
      if (only && kabupaten.length === 1 && this.#kota.has(name.core)) return found('NAME', only, 0.9);
      return several(rows, 'KABUPATEN_OR_KOTA');
    }
    const known = rows.filter(({ level }) => this.#levels.has(level));
    const [only] = known;
    return only && known.length === 1 ? this.#single(only, name) : several(rows, 'SEVERAL');
  }

  /** `[14] PASURUAN`: the suffix tells Kabupaten and Kota apart, with the province also which one. */
  #ofSuffix(name: RegionName, suffix: string, context: string | undefined): RegionMatch | undefined {
    if (!/^\d{2}$/.test(suffix)) return undefined;
    const kind = Number(suffix) >= FIRST_KOTA ? 'KOTA' : 'KABUPATEN';
    const rows = this.#named('REGENCY', name, context).filter(
      (row) => row.code.endsWith(`.${suffix}`) && officialName(row).kind === kind,
    );
    const [one] = rows;
    return one && rows.length === 1 ? found('NAME', one, 1) : undefined;
  }

  #levelsOf(name: RegionName, { level }: RegionValue, context: string | undefined): readonly RegionLevel[] {
    if (level) return [level];
    const own = name.kind === null ? null : LEVEL_OF[name.kind];
    // "KOTA SIGLI" is a kecamatan: the word counts for its level only where it leads somewhere.
    if (own && this.#named(own, name, context).length > 0) return [own];
    if (own && own !== 'REGENCY') return [own];
    const inside = this.index.get(context ?? '')?.level;
    if (inside === 'DISTRICT') return ['VILLAGE'];
    if (inside === 'REGENCY') {
      const levels = (['REGENCY', 'DISTRICT', 'VILLAGE'] as const).filter(
        (each) => this.#named(each, name, context).length > 0,
      );
      // A village that shares its name with the kecamatan of the column's other rows is not meant.
      return levels.includes('DISTRICT') && !(this.#levels.has('VILLAGE') && !this.#levels.has('DISTRICT'))
        ? levels.filter((each) => each !== 'VILLAGE')
        : levels.length > 0
          ? levels
          : ['DISTRICT', 'VILLAGE'];
    }
    const levels =
      inside === 'PROVINCE'
        ? (['PROVINCE', 'REGENCY', 'DISTRICT'] as const)
        : (['PROVINCE', 'REGENCY'] as const);
    const first = levels.filter((each) => each !== 'DISTRICT' && this.#named(each, name, context).length > 0);
    return first.length > 0 ? first : levels;
  }

  /** Regions of the level by that name; a Kabupaten is never given for a Kota, nor the other way round. */
  #named(level: RegionLevel, name: RegionName, context: string | undefined): readonly RegionRow[] {
    const own = name.kind === null ? null : LEVEL_OF[name.kind];
    const whole = this.index.named(level, name.whole, context);
    if (own !== null && own !== level) return whole;
    const rows = this.index.named(level, name.core, context);
    if (level !== 'REGENCY' || name.kind === null) return rows.length > 0 ? rows : whole;
    const kind = rows.filter((row) => officialName(row).kind === name.kind);
    // "KOTA BARU" is Kabupaten Kotabaru, whose name has all of these letters.
    return kind.length > 0 ? kind : whole;
  }

  /** Names that are a letter or two off: to propose, never to take. */
  #near(levels: readonly RegionLevel[], name: RegionName, context: string | undefined): RegionRow[] {
    if (name.core.length < 4) return [];
    return levels
      .filter((level) => level !== 'DISTRICT' || context !== undefined)
      .flatMap((level) => this.index.all(level, context))
      .filter((row) => similar(name.core, officialName(row).core));
  }
}

/** Off by one letter, or by two in a long name. */
const similar = (a: string, b: string): boolean => near(a, b, Math.min(a.length, b.length) >= 8 ? 2 : 1);
