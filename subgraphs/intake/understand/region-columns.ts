import type { RegionLevel } from '../codes/region-index.js';
import { headerWords } from '../typing/headers.js';
import type { Tuples } from './tuples.js';

/** A column that may say in which region a row lies. */
export interface RegionColumn {
  readonly key: string;
  /** Null where the header does not say which. */
  readonly level: RegionLevel | null;
  readonly holds: 'CODE' | 'NAME';
}

const LEVELS: Readonly<Record<RegionLevel, string>> = {
  PROVINCE: 'provinsi propinsi prov prop province',
  REGENCY: 'kabupaten kab kota kabkota kabkot kako kabupatenkota regency city',
  DISTRICT: 'kecamatan kec distrik district subdistrict',
  VILLAGE: 'desa kelurahan kel village nagari pekon gampong',
};
const LEVEL_OF: ReadonlyMap<string, RegionLevel> = new Map(
  Object.entries(LEVELS).flatMap(([level, words]) =>
    words.split(' ').map((word) => [word, level as RegionLevel] as const),
  ),
);
const ANY = new Set(['wilayah', 'region', 'daerah', 'wil']);
const CODES = new Set(['kode', 'kd', 'code', 'id']);
/** Words that make of a region's word something else: `jumlah desa`, `luas wilayah`, `kota lahir`, `alamat`. */
const OTHERS =
  /^(jumlah|jml|jum|total|luas|persen|persentase|rasio|banyak|lahir|alamat|asal|tujuan|tipe|jenis|status|klasifikasi|kantor|kepala|nomor|telepon)$/;

/** A column of regions that its header does not place: of codes, unless a text of it has letters. */
export function regionsByContent(key: string, tuples: Tuples): RegionColumn {
  const isNames = tuples.of([key]).some(({ texts: [text] }) => /\p{L}/u.test(text ?? ''));
  return { key, level: null, holds: isNames ? 'NAME' : 'CODE' };
}

/** What a header promises of regions; undefined where it promises nothing. */
export function regionColumn(key: string): RegionColumn | undefined {
  const words = headerWords(key);
  if (words.some((word) => OTHERS.test(word))) return undefined;
  const levels = new Set(words.flatMap((word) => LEVEL_OF.get(word) ?? []));
  if (levels.size === 0 && !words.some((word) => ANY.has(word))) return undefined;
  const [level] = levels;
  return {
    key,
    level: levels.size === 1 && level ? level : null,
    holds: words.some((word) => CODES.has(word)) ? 'CODE' : 'NAME',
  };
}

/** Digits of a code by its level, Kemendagri's and BPS's. */
const DIGITS: readonly (readonly [RegionLevel, readonly number[]])[] = [
  ['PROVINCE', [2]],
  ['REGENCY', [4]],
  ['DISTRICT', [6, 7]],
  ['VILLAGE', [10]],
];

/**
 * The columns, a `kode_wilayah` placed beside the names that its codes are as long as: `kode_wilayah`, `kabupaten` say
 * the same of a row, and have to agree.
 */
export function besideNames(columns: readonly RegionColumn[], tuples: Tuples): readonly RegionColumn[] {
  if (columns.some(({ level, holds }) => level === null && holds === 'NAME')) return columns;
  return columns.map((column) => {
    if (column.level !== null) return column;
    const lengths = tuples
      .of([column.key])
      .flatMap(({ texts: [text] }) => text?.replaceAll('.', '').trim().length || []);
    const [level] = DIGITS.find(([, digits]) => lengths.every((length) => digits.includes(length))) ?? [];
    const beside = columns.filter((other) => other.level === level);
    const named = level !== undefined && beside.length > 0 && beside.every(({ holds }) => holds === 'NAME');
    return named ? { ...column, level } : column;
  });
}

const ORDER: readonly (RegionLevel | null)[] = ['PROVINCE', 'REGENCY', 'DISTRICT', 'VILLAGE', null];

export interface RegionRung {
  readonly level: RegionLevel | null;
  readonly code: string | null;
  /** One column, or several of which a row fills one (`kabupaten` beside `kota`). */
  readonly names: readonly string[];
}

/** The columns by level, the widest first. */
export function rungsOf(columns: readonly RegionColumn[]): RegionRung[] {
  return ORDER.flatMap((level) => {
    const here = columns.filter((column) => column.level === level);
    if (here.length === 0) return [];
    const code = here.find(({ holds }) => holds === 'CODE')?.key ?? null;
    return [{ level, code, names: here.filter(({ holds }) => holds === 'NAME').map(({ key }) => key) }];
  });
}
