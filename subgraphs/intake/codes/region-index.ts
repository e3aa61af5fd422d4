import { officialName } from './region-names.js';

export type RegionLevel = 'PROVINCE' | 'REGENCY' | 'DISTRICT' | 'VILLAGE';

export interface RegionRow {
  readonly code: string;
  readonly name: string;
  readonly level: RegionLevel;
  readonly parentCode: string | null;
}

/** Digits of a Kemendagri code without its dots, and where they stand. */
const CUTS: Readonly<Record<number, readonly number[]>> = {
  2: [2],
  4: [2, 4],
  6: [2, 4, 6],
  10: [2, 4, 6, 10],
};

/** Digits as a code with dots, `351401` → `35.14.01`; undefined where no code has that many. */
export function withDots(digits: string): string | undefined {
  const cuts = CUTS[digits.length];
  return cuts?.map((cut, at) => digits.slice(cuts[at - 1] ?? 0, cut)).join('.');
}

/** Whether the region is `within` itself or lies in it. */
export const liesIn = (code: string, within: string): boolean =>
  code === within || code.startsWith(`${within}.`);

/** Kemendagri's regions by code, by parent and by name. Villages are looked up below a kecamatan or regency alone. */
export class RegionIndex {
  readonly #byCode = new Map<string, RegionRow>();
  readonly #children = new Map<string, RegionRow[]>();
  /** By level and by the letters of the name, without and with its own word (`PASURUAN`, `KABUPATENPASURUAN`). */
  readonly #byName = new Map<string, RegionRow[]>();
  /** Villages of a kecamatan by the letters of their names; made when first asked for. */
  readonly #villages = new Map<string, Map<string, RegionRow[]>>();
  readonly #ofLevel = new Map<RegionLevel, RegionRow[]>();

  constructor(rows: Iterable<RegionRow>) {
    for (const row of rows) {
      this.#byCode.set(row.code, row);
      if (row.parentCode !== null) push(this.#children, row.parentCode, row);
      if (row.level === 'VILLAGE') continue;
      push(this.#ofLevel, row.level, row);
      for (const key of lettersOf(row)) push(this.#byName, `${row.level} ${key}`, row);
    }
  }

  get(code: string): RegionRow | undefined {
    return this.#byCode.get(code);
  }

  children(code: string): readonly RegionRow[] {
    return this.#children.get(code) ?? [];
  }

  /** Regions of a level whose name has these letters, within a region where one is given. */
  named(level: RegionLevel, letters: string, within?: string): readonly RegionRow[] {
    if (level === 'VILLAGE') return this.#villagesNamed(letters, within);
    const found = this.#byName.get(`${level} ${letters}`) ?? [];
    return within === undefined ? found : found.filter(({ code }) => liesIn(code, within));
  }

  /** All regions of a level within a region; no villages of more than a regency. */
  all(level: RegionLevel, within?: string): readonly RegionRow[] {
    if (level === 'VILLAGE') return this.#districtsOf(within).flatMap(({ code }) => this.children(code));
    const rows = this.#ofLevel.get(level) ?? [];
    return within === undefined ? rows : rows.filter(({ code }) => liesIn(code, within));
  }

  #villagesNamed(letters: string, within: string | undefined): RegionRow[] {
    return this.#districtsOf(within).flatMap(({ code }) => {
      let villages = this.#villages.get(code);
      if (!villages) {
        villages = new Map();
        for (const row of this.children(code)) for (const key of lettersOf(row)) push(villages, key, row);
        this.#villages.set(code, villages);
      }
      return villages.get(letters) ?? [];
    });
  }

  #districtsOf(within: string | undefined): readonly RegionRow[] {
    const region = within === undefined ? undefined : this.get(within);
    if (region?.level === 'DISTRICT') return [region];
    return region?.level === 'REGENCY' ? this.children(region.code) : [];
  }
}

/** The word before a regency's name may be left out; "Kota Sumenep" is the whole name of a kecamatan. */
const lettersOf = (row: RegionRow): ReadonlySet<string> => {
  const { core, whole } = officialName(row);
  return new Set(row.level === 'PROVINCE' || row.level === 'REGENCY' ? [core, whole] : [whole]);
};

function push<Key>(map: Map<Key, RegionRow[]>, key: Key, row: RegionRow): void {
  const list = map.get(key);
  if (list) list.push(row);
  else map.set(key, [row]);
}
