import type { Words } from '../../../schema/errors.js';

/** What the values of a column look like, in round numbers; null where there is no number among them. */
export interface ColumnProfile {
  readonly values: number;
  readonly sum: number | null;
  /** The median of the amounts that are not zero. */
  readonly typical: number | null;
}

export interface ReleaseProfile {
  readonly rows: number;
  /** By the definition's column. */
  readonly columns: ReadonlyMap<string, ColumnProfile>;
}

/** Something that a person should look at; `column` is null for the release as a whole. */
export interface Note extends Words {
  readonly column: string | null;
}

/** From this ratio on it is no growth. */
const JUMP = 2;
/** How far a ratio may lie from a power of ten and still be one, in decades. */
const NEAR = 0.15;

/**
 * What looks wrong about a release beside the one before. `whole`: it takes the other's place, so that totals and
 * numbers of rows can be compared; rows that are added say nothing by being fewer.
 */
export function plausibilityNotes(
  before: ReleaseProfile,
  now: ReleaseProfile,
  labels: ReadonlyMap<string, string>,
  whole: boolean,
): Note[] {
  const notes: Note[] = [];
  const say = (column: string | null, id: string, en: string) => notes.push({ column, id, en });
  const rows = jump(before.rows, now.rows);
  if (whole && rows)
    say(
      null,
      `Jumlah baris ${rows.id}: ${now.rows}, sebelumnya ${before.rows}.`,
      `The number of rows ${rows.en}: ${now.rows}, ${before.rows} before.`,
    );
  for (const [name, column] of now.columns) {
    const old = before.columns.get(name);
    const label = labels.get(name) ?? name;
    if (!old || old.values === 0) continue;
    if (column.values === 0) {
      if (now.rows > 0) say(label, `Kolom ${label} menjadi kosong.`, `Column ${label} has become empty.`);
      continue;
    }
    const scale = scaleOf(old.typical, column.typical);
    if (scale !== 0) {
      const times = thousands(10 ** Math.abs(scale));
      say(
        label,
        `Nilai kolom ${label} sekitar ${times.id} kali lebih ${scale > 0 ? 'besar' : 'kecil'} daripada rilis sebelumnya.`,
        `The values of column ${label} are about ${times.en} times ${scale > 0 ? 'larger' : 'smaller'} than in the release before.`,
      );
      continue;
    }
    const shares = [old.values / before.rows, column.values / now.rows] as const;
    if (shares[0] - shares[1] >= 0.25)
      say(
        label,
        `Sel kosong kolom ${label} bertambah: ${percent(1 - shares[1])}, sebelumnya ${percent(1 - shares[0])}.`,
        `Column ${label} has more empty cells: ${percent(1 - shares[1])}, ${percent(1 - shares[0])} before.`,
      );
    const total = whole && old.sum !== null && column.sum !== null ? jump(old.sum, column.sum) : undefined;
    if (total)
      say(
        label,
        `Jumlah kolom ${label} ${total.id}: ${shown(column.sum)}, sebelumnya ${shown(old.sum)}.`,
        `The total of column ${label} ${total.en}: ${shown(column.sum)}, ${shown(old.sum)} before.`,
      );
  }
  return notes;
}

export function vanishedNote(label: string, codes: readonly string[]): Note | undefined {
  if (codes.length === 0) return undefined;
  const some = codes.slice(0, 5).join(', ') + (codes.length > 5 ? ', …' : '');
  return {
    column: label,
    id: `Kode yang ada di rilis sebelumnya tidak ada lagi di kolom ${label}: ${some}.`,
    en: `Codes of the release before are no longer in column ${label}: ${some}.`,
  };
}

/** How many powers of ten lie between two typical values: 3 for a thousand times larger, 0 where it is none. */
function scaleOf(before: number | null, now: number | null): number {
  if (!before || !now) return 0;
  const decades = Math.log10(Math.abs(now) / Math.abs(before));
  const nearest = Math.round(decades);
  return Math.abs(decades - nearest) <= NEAR ? nearest : 0;
}

function jump(before: number, now: number): Words | undefined {
  if (before <= 0 || now < 0) return undefined;
  if (now >= JUMP * before) return { id: 'melonjak', en: 'has jumped' };
  return now * JUMP <= before ? { id: 'merosot', en: 'has dropped' } : undefined;
}

const thousands = (times: number): Words => ({
  id: times.toLocaleString('id-ID'),
  en: times.toLocaleString('en-GB'),
});
const percent = (share: number): string => `${Math.round(share * 100)}%`;
const shown = (value: number | null): string => String(Number((value ?? 0).toPrecision(6)));
