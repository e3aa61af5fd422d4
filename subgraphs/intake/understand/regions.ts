import { districtOfBps } from '../codes/bps-codes.js';
import { liesIn, type RegionIndex, type RegionRow, withDots } from '../codes/region-index.js';
import { matchRegions, type RegionMatch, type RegionValue } from '../codes/region-match.js';
import { type RegionName, regionName } from '../codes/region-names.js';
import { regionQuestions } from '../codes/region-questions.js';
import { lookupKey } from '../mapping.js';
import type { Option, Question } from '../typing/guess.js';
import { own } from './columns.js';
import { besideNames, type RegionColumn, type RegionRung, regionColumn, rungsOf } from './region-columns.js';
import type { Tuple, Tuples } from './tuples.js';
import type { CodeMatch } from './understanding.js';

export interface RegionFinding {
  /** The columns whose texts lead to the region, the widest first; `lookup` is by them. */
  readonly keys: readonly string[];
  readonly lookup: Readonly<Record<string, string | null>>;
  /** The one column that holds Kemendagri's codes as they are written; null where a code has to be found. */
  readonly exact: string | null;
  readonly matches: readonly CodeMatch[];
  readonly open: readonly Question[];
  readonly asked: readonly Question[];
}

export const WITHIN_QUESTION = 'REGION:WITHIN';
/** Share of the different texts from which on a column is one of regions. */
const MOSTLY = 0.5;
/** Share of the rows that may have no regency without anybody being asked where they lie: they get no code. */
const FEW = 0.1;
const EMPTY = 'EMPTY';
const HOMELESS: RegionMatch = { kind: 'NONE', region: null, confidence: 0, candidates: [], doubt: 'UNKNOWN' };

/** The keys of the columns that may hold regions, by their headers. */
export const regionKeys = (keys: readonly string[]): string[] =>
  keys.filter((key) => regionColumn(key) !== undefined);

/**
 * The region of every row, by the columns that speak of one: names are looked for within the region that a wider column
 * gives. Null where no column holds regions. What is doubtful is asked, and nothing doubtful is taken.
 */
export function findRegions(
  tuples: Tuples,
  columns: readonly RegionColumn[],
  index: RegionIndex,
  answers: Readonly<Record<string, string>>,
): RegionFinding | null {
  if (tuples.overflow) return null;
  const rungs = rungsOf(besideNames(columns, tuples)).filter((rung) => holdsRegions(rung, tuples, index));
  const last = rungs.at(-1);
  if (!last) return null;
  const keys = rungs.flatMap(keysOf);
  const rows = tuples.of(keys);
  const search = new Search(keys, rows, index, answers);
  for (const rung of rungs) search.descend(rung, rung === last);
  return search.finding(last);
}

const keysOf = ({ code, names }: RegionRung): string[] => [...(code === null ? [] : [code]), ...names];

/** Whether the column's texts lead to regions at all, wherever they lie. */
function holdsRegions(rung: RegionRung, tuples: Tuples, index: RegionIndex): boolean {
  const keys = keysOf(rung);
  const all = tuples.of(keys);
  const read = reader(keys, rung);
  const values = all.map(({ texts }) => ({ ...read(texts), level: rung.level }));
  const filled = values.filter(({ code, name }) => code !== null || name !== null);
  if (filled.length === 0) return false;
  // A village or kecamatan is looked for below a regency; by itself its name is enough to be one.
  const matches =
    rung.level === 'DISTRICT' || rung.level === 'VILLAGE'
      ? filled.map(
          ({ name, code }) => name !== null || withDots((code ?? '').replaceAll('.', '')) !== undefined,
        )
      : matchRegions(filled, index).map(({ kind }) => kind !== 'NONE');
  return matches.filter(Boolean).length >= MOSTLY * matches.length;
}

type Texts = readonly (string | null)[];

function reader(keys: readonly string[], { code, names }: RegionRung): (texts: Texts) => RegionValue {
  const codeAt = code === null ? -1 : keys.indexOf(code);
  const namesAt = names.map((name) => keys.indexOf(name));
  const filled = (text: string | null | undefined): string | null => (text?.trim() ? text : null);
  return (texts) => ({
    code: filled(texts[codeAt]),
    name: namesAt.map((at) => filled(texts[at])).find((text) => text !== null) ?? null,
  });
}

class Search {
  /** The region of each row so far; undefined where no column has named one yet. */
  readonly #regions: (RegionRow | null | undefined)[];
  readonly #matches: (RegionMatch | undefined)[];
  readonly #open: Question[] = [];
  readonly #asked: Question[] = [];
  #exact: string | null = null;
  #name = '';

  constructor(
    readonly keys: readonly string[],
    readonly rows: readonly Tuple[],
    readonly index: RegionIndex,
    readonly answers: Readonly<Record<string, string>>,
  ) {
    this.#regions = rows.map(() => undefined);
    this.#matches = rows.map(() => undefined);
  }

  descend(rung: RegionRung, isLast: boolean): void {
    const name = rung.names[0] ?? rung.code ?? '';
    const read = reader(this.keys, rung);
    const own = this.rows.map(({ texts }) => read(texts));
    const within = this.#contextOf(rung, own, name);
    if (within === undefined) return;
    const values = own.map((value, at): RegionValue => {
      const context = this.#regions[at]?.code ?? within;
      return { ...value, level: rung.level, ...(context ? { within: context } : {}) };
    });
    const homeless = new Set(within === null ? this.#homeless(rung, own) : []);
    const matches = matchRegions(values, this.index, within ?? undefined).map((match, at) =>
      homeless.has(at) ? HOMELESS : match,
    );
    const decided = matches.map((match, at) => this.#decide(name, match, values[at] as RegionValue));
    this.#ask(name, values, matches, decided, isLast);
    for (const [at, one] of decided.entries()) {
      const { code, name: called } = values[at] as RegionValue;
      if (code === null && called === null) continue;
      this.#regions[at] = one.region;
      this.#matches[at] = matches[at];
    }
    if (!isLast) return;
    this.#name = name;
    const exact =
      rung.code !== null &&
      matches.some(({ kind }) => kind === 'EXACT_CODE') &&
      matches.every(({ kind, doubt }, at) => {
        const { code, name } = values[at] as RegionValue;
        return (code === null && name === null) || (kind === 'EXACT_CODE' && doubt === null);
      });
    this.#exact = exact ? rung.code : null;
  }

  finding(last: RegionRung): RegionFinding {
    const lookup: Record<string, string | null> = {};
    const matches = new Map<string, CodeMatch>();
    const read = reader(this.keys, last);
    for (const [at, { texts, count }] of this.rows.entries()) {
      const region = this.#regions[at] ?? null;
      const { code, name } = read(texts);
      // What the narrowest column leaves empty is in no region that it could name.
      lookup[lookupKey(texts)] = code === null && name === null ? null : (region?.code ?? null);
      const text = [code, name].filter((part) => part !== null).join(' ');
      if (text === '') continue;
      const key = `${text}\t${region?.code ?? ''}`;
      const known = matches.get(key);
      matches.set(key, {
        column: this.#name,
        text,
        code: region?.code ?? null,
        label: region?.name ?? null,
        confidence: this.#matches[at]?.confidence ?? 0,
        rows: count + (known?.rows ?? 0),
      });
    }
    const { keys } = this;
    const sorted = [...matches.values()].sort((a, b) => a.confidence - b.confidence);
    return { keys, lookup, exact: this.#exact, matches: sorted, open: this.#open, asked: this.#asked };
  }

  /**
   * Where to look for names of kecamatan and villages that no wider column places: asked, with the regencies in which
   * most of them lie. Null where it is not needed, undefined while the answer is open.
   */
  #contextOf(rung: RegionRung, values: readonly RegionValue[], column: string): string | null | undefined {
    const { level } = rung;
    if (level !== 'DISTRICT' && level !== 'VILLAGE') return null;
    const homeless = this.#homeless(rung, values).map((at) => values[at] as RegionValue);
    if (homeless.length <= FEW * values.length) return null;
    const question = this.#withinQuestion(column, homeless, level);
    const answer = own(this.answers, question.id);
    if (answer === undefined || !question.options.some(({ value }) => value === answer)) {
      if (!this.#open.some(({ id }) => id === question.id)) this.#open.push(question);
      return undefined;
    }
    if (!this.#asked.some(({ id }) => id === question.id)) this.#asked.push(question);
    return answer === 'NONE' ? null : answer;
  }

  /** Rows whose kecamatan or village no wider column places. */
  #homeless({ level }: RegionRung, values: readonly RegionValue[]): number[] {
    if (level !== 'DISTRICT' && level !== 'VILLAGE') return [];
    return values.flatMap(({ name, code }, at) => {
      const above = this.#regions[at]?.level;
      return name && !code && above !== 'REGENCY' && above !== 'DISTRICT' ? [at] : [];
    });
  }

  #withinQuestion(column: string, values: readonly RegionValue[], level: 'DISTRICT' | 'VILLAGE'): Question {
    const names = [...new Set(values.map(({ name }) => name as string))].slice(0, 300);
    const regencies = this.index.all('REGENCY');
    const letters = names.map((name) => regionName(name));
    const isIn = ({ core, whole }: RegionName, code: string): boolean =>
      this.index.named(level, whole, code).length > 0 || this.index.named(level, core, code).length > 0;
    const counted = regencies
      .map((regency) => ({
        regency,
        share: letters.filter((name) => isIn(name, regency.code)).length / names.length,
      }))
      .filter(({ share }) => share >= 0.3)
      .sort((a, b) => b.share - a.share)
      .slice(0, 5);
    const options: Option[] = counted.map(({ regency, share }) => ({
      value: regency.code,
      words: {
        id: `${regency.name} (${regency.code}): ${Math.round(share * 100)} % nama ada di sana`,
        en: `${regency.name} (${regency.code}): ${Math.round(share * 100)} % of the names lie there`,
      },
      effect: {},
    }));
    return {
      id: WITHIN_QUESTION,
      column,
      kind: 'REGION',
      words: {
        id: `Kolom ${column} menyebut wilayah tanpa kabupaten/kotanya. Di kabupaten/kota mana?`,
        en: `Column ${column} names regions without their regency. In which regency do they lie?`,
      },
      options: [...options, { value: 'NONE', words: { id: 'bukan wilayah', en: 'no regions' }, effect: {} }],
      proposed: (counted[0]?.share ?? 0) >= 0.9 ? (counted[0]?.regency.code ?? null) : null,
      evidence: names.slice(0, 3).map((text) => ({ row: this.rows[0]?.row ?? 1, text })),
    };
  }

  /** The region that the match or an answer gives; `open` while neither does. */
  #decide(
    column: string,
    match: RegionMatch,
    value: RegionValue,
  ): { region: RegionRow | null; open: boolean } {
    const { doubt, region } = match;
    if (doubt === null || (doubt === 'SPELLING' && region !== null)) return { region, open: false };
    if (doubt === 'UNKNOWN') {
      const answer = own(this.answers, `${column}:REGION:UNKNOWN`);
      return { region: null, open: answer !== EMPTY };
    }
    const text = [value.code, value.name]
      .map((part) => part?.trim())
      .filter(Boolean)
      .join(' ');
    const key = doubt === 'CODE_SYSTEM' ? doubt : `${doubt}:${text}`;
    const answer = own(this.answers, `${column}:REGION:${key}`);
    if (answer === undefined) return { region: null, open: true };
    if (doubt === 'CODE_SYSTEM') return this.#inSystem(answer, match, value);
    if (answer === 'NONE') return { region: null, open: false };
    const chosen = match.candidates.find(({ code }) => code === answer) ?? null;
    return { region: chosen, open: chosen === null };
  }

  #inSystem(
    system: string,
    match: RegionMatch,
    value: RegionValue,
  ): { region: RegionRow | null; open: boolean } {
    const digits = (value.code ?? '').replaceAll('.', '').trim();
    if (system === 'KEMENDAGRI')
      return { region: this.index.get(withDots(digits) ?? '') ?? null, open: false };
    if (system !== 'BPS') return { region: null, open: true };
    if (match.kind === 'BPS_CODE' && match.region) return { region: match.region, open: false };
    const district = this.index.get(districtOfBps(digits) ?? '');
    if (district) return { region: district, open: false };
    // BPS's number of a regency is known here by the name beside it alone.
    const [named] = matchRegions([{ ...value, code: null }], this.index);
    const same = named?.region && liesIn(named.region.code, digits.slice(0, 2)) ? named.region : null;
    return { region: named?.doubt === null ? same : null, open: false };
  }

  #ask(
    column: string,
    values: readonly RegionValue[],
    matches: readonly RegionMatch[],
    decided: readonly { open: boolean }[],
    isLast: boolean,
  ): void {
    // A name that a wider column does not know is the narrower one's to place.
    const doubtful = matches.map((match) => (match.doubt === 'UNKNOWN' ? { ...match, doubt: null } : match));
    const rowOf = (at: number): number => this.rows[at - 1]?.row ?? at;
    // Only so many are asked at a time: what is answered makes room for the next ones.
    for (const [open, into] of [
      [true, this.#open],
      [false, this.#asked],
    ] as const) {
      const some = doubtful.map((match, at) =>
        decided[at]?.open === open ? match : { ...match, doubt: null },
      );
      for (const question of regionQuestions(column, values, some))
        into.push({
          ...question,
          evidence: question.evidence.map(({ row, text }) => ({ row: rowOf(row), text })),
        });
    }
    const unknown = matches.flatMap(({ doubt }, at) => (doubt === 'UNKNOWN' ? [at] : []));
    if (!isLast || unknown.length === 0) return;
    const question = unknownQuestion(
      column,
      unknown.map((at) => ({
        row: rowOf(at + 1),
        text: [values[at]?.code, values[at]?.name].filter(Boolean).join(' '),
      })),
      matches.length,
    );
    (decided.some(({ open }, at) => open && matches[at]?.doubt === 'UNKNOWN')
      ? this.#open
      : this.#asked
    ).push(question);
  }
}

function unknownQuestion(
  column: string,
  unknown: readonly { readonly row: number; readonly text: string }[],
  all: number,
): Question {
  const texts = [...new Set(unknown.map(({ text }) => `"${text}"`))];
  const list = `${texts.slice(0, 5).join(', ')}${texts.length > 5 ? ', …' : ''}`;
  return {
    id: `${column}:REGION:UNKNOWN`,
    column,
    kind: 'REGION',
    words: {
      id: `${texts.length} isi kolom ${column} bukan wilayah yang dikenal: ${list}. Biarkan tanpa kode wilayah?`,
      en: `${texts.length} texts of column ${column} are no region that is known: ${list}. Leave them without a code?`,
    },
    options: [
      {
        value: EMPTY,
        words: {
          id: 'ya; teksnya tetap, kode wilayahnya kosong',
          en: 'yes; the text stays, the code is empty',
        },
        effect: {},
      },
    ],
    proposed: unknown.length * 5 <= all ? EMPTY : null,
    evidence: unknown.slice(0, 5),
  };
}
