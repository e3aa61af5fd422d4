/** A line of one side, counted from 1. */
export interface Line {
  readonly no: number;
  readonly text: string;
}

/** A line of each side beside the other; null where a side has none there. */
export interface Row {
  readonly same: boolean;
  readonly before: Line | null;
  readonly after: Line | null;
}

/** Lines that stay are not shown where nothing near them changes. */
export interface Gap {
  readonly skipped: number;
}

/** A table of more cells than this would hold up the page: what differs is then shown as one piece. */
const CELLS = 4_000_000;

/** Which lines a text keeps, loses and gains, by the longest sequence of lines that both have. */
export function diffLines(before: string, after: string): Row[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;

  const rows: Row[] = [];
  const line = (lines: readonly string[], index: number): Line => ({
    no: index + 1,
    text: lines[index] ?? '',
  });
  const keep = (i: number, j: number) => rows.push({ same: true, before: line(a, i), after: line(b, j) });
  for (let at = 0; at < head; at++) keep(at, at);

  const [endA, endB] = [a.length - tail, b.length - tail];
  const kept = commonLines(a.slice(head, endA), b.slice(head, endB));
  let [i, j] = [head, head];
  for (const [nextI, nextJ] of [
    ...kept.map(([x, y]) => [x + head, y + head] as const),
    [endA, endB] as const,
  ]) {
    while (i < nextI || j < nextJ)
      rows.push({
        same: false,
        before: i < nextI ? line(a, i++) : null,
        after: j < nextJ ? line(b, j++) : null,
      });
    if (nextI < endA) keep(i++, j++);
  }
  for (let at = 0; at < tail; at++) keep(endA + at, endB + at);
  return rows;
}

/** An empty text has no line, and the last line's end begins none. */
const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** Pairs of indices of the longest common subsequence. */
function commonLines(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const width = b.length + 1;
  if ((a.length + 1) * width > CELLS) return [];
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; )
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  return pairs;
}

/** Leaves out lines that stay and are more than `near` lines from a change, or from a line of `marked`. */
export function folded(rows: readonly Row[], marked: ReadonlySet<number>, near = 3): (Row | Gap)[] {
  const isKept = (row: Row) => !row.same || (row.after !== null && marked.has(row.after.no));
  const shown = new Set<number>();
  for (const [index, row] of rows.entries())
    if (isKept(row)) for (let at = index - near; at <= index + near; at++) shown.add(at);
  const out: (Row | Gap)[] = [];
  let skipped = 0;
  const close = () => {
    if (skipped > 0) out.push({ skipped });
    skipped = 0;
  };
  for (const [index, row] of rows.entries()) {
    if (!shown.has(index)) {
      skipped++;
      continue;
    }
    close();
    out.push(row);
  }
  close();
  return out;
}
