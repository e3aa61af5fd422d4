import type { Answer, Path, StockAnswer, Told } from './running.js';

/** A place for one error of ours. */
interface Slot {
  readonly required: boolean;
  takes(path: string): boolean;
  readonly shown: string;
}

const written = (path: Path | undefined): string => JSON.stringify(path ?? null);

/**
 * What is wrong with our answer, or nothing: its data are the stock gateway's to the letter (or, where that has keys
 * in another order than GraphQL specifies, in the specified one), and its errors stand at the same paths, each as
 * often. Of errors, the stock gateway is known to be wrong in these ways, and only there may ours differ:
 * - an error of a whole fetch stands nowhere, or at a place that is none: ours may be at its list or at one of its things;
 * - of a subgraph that answers neither data nor errors it says nothing: ours has an error;
 * - where not all things at a path were asked for, an error may be one of any of these, at the same field;
 * - where a field must not be null and is, without an error of a subgraph that could be its reason, ours has one more:
 *   at least one for each null that comes of it, and perhaps more below that null, depending on what is looked at first;
 * - where nobody knows what an interface object is, and that makes a difference, ours is null and says so.
 */
export function differences(ours: Answer, stock: StockAnswer): string[] {
  const accepted = [stock.data, stock.ordered, withoutUntyped(stock, ours)];
  const wrong = accepted.includes(ours.data) ? [] : ['the data differ'];
  const slots = [
    ...[...stock.errors, ...stock.unsaid].map(slotOf),
    ...missing(stock),
    ...stock.ofUnknownType.map(untyped),
  ];
  const paths = ours.errors.map(({ path }) => written(path));
  const required = slots.filter((slot) => slot.required);
  const unmet = unmatched(required, paths, (slot, path) => slot.takes(path));
  const surplus = unmatched(paths, slots, (path, slot) => slot.takes(path));
  return [
    ...wrong,
    ...unmet.map((slot) => `an error is missing at ${slot.shown}`),
    ...surplus.filter((path) => !isBelowNull(path, stock)).map((path) => `an error too many at ${path}`),
  ];
}

/** The stock gateway's data with null for each thing of a type that nobody knows, where ours is null. */
function withoutUntyped({ ordered, ofUnknownType }: StockAnswer, ours: Answer): string | undefined {
  if (ordered === undefined || ours.data === undefined || ofUnknownType.length === 0) return undefined;
  const [data, own]: unknown[] = [JSON.parse(ordered), JSON.parse(ours.data)];
  for (const path of ofUnknownType) {
    const last = path.at(-1);
    const holder = valueAt(data, path.slice(0, -1));
    if (last === undefined || typeof holder !== 'object' || holder === null) continue;
    if (valueAt(own, path) === null) (holder as Record<string | number, unknown>)[last] = null;
  }
  return JSON.stringify(data);
}

const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, part) => (value as Record<string | number, unknown> | null)?.[part], data);

function slotOf({ path, allowed = [path] }: Told): Slot {
  const paths = allowed.map(written);
  return { required: true, takes: (given) => paths.includes(given), shown: paths.join(' or ') };
}

/** Required is one for each null that comes of it, and none where a subgraph's error lies at that null, below or above. */
function missing({ incomplete, errors, unsaid, data }: StockAnswer): Slot[] {
  const groups = new Map<string, string[]>();
  const slots: Slot[] = [];
  for (const { path = [] } of incomplete) {
    const cause = nullAt(JSON.parse(data ?? 'null'), path);
    const isReason = (told: Told): boolean =>
      told.path === undefined ||
      told.allowed !== undefined ||
      cause.every((part, at) => at >= (told.path?.length ?? 0) || part === told.path?.[at]);
    const own = written(path);
    if (errors.some(isReason) || unsaid.length > 0)
      slots.push({ required: false, takes: (given) => given === own, shown: own });
    else groups.set(written(cause), [...(groups.get(written(cause)) ?? []), own]);
  }
  for (const [cause, paths] of groups)
    for (const at of paths.keys())
      slots.push({
        required: at === 0,
        takes: (given) => paths.includes(given) || (at === 0 && isWithin(given, cause)),
        shown: paths.join(' or '),
      });
  return slots;
}

function isBelowNull(path: string, { incomplete, data }: StockAnswer): boolean {
  const parts = JSON.parse(path) as Path | null;
  return incomplete.some((told) => {
    const cause = nullAt(JSON.parse(data ?? 'null'), told.path ?? []);
    return parts !== null && cause.every((part, at) => part === parts[at]);
  });
}

/** A field below what became null: of several that must not be null and are, one is told of, the first looked at. */
const isWithin = (path: string, cause: string): boolean => {
  const parts = JSON.parse(path) as Path | null;
  const above = JSON.parse(cause) as Path;
  return parts !== null && parts.length > above.length && above.every((part, at) => part === parts[at]);
};

/** The place on a path where the data end in null. */
function nullAt(data: unknown, path: Path, from: Path = []): Path {
  const [head, ...rest] = path;
  if (data === null || data === undefined || head === undefined) return from;
  return nullAt((data as Readonly<Record<string | number, unknown>>)[head], rest, [...from, head]);
}

/** Ours may say that nobody knows what a thing is, at the thing or at one of its fields. */
function untyped(path: Path): Slot {
  const start = JSON.stringify(path).slice(0, -1);
  const takes = (given: string): boolean =>
    given.startsWith(start) && (JSON.parse(given) as Path).length <= path.length + 1;
  return { required: false, takes, shown: written(path) };
}

/** Those of one side for which the other has no partner of their own left, in the largest matching. */
function unmatched<Left, Right>(
  lefts: readonly Left[],
  rights: readonly Right[],
  fits: (left: Left, right: Right) => boolean,
): Left[] {
  const taken = new Map<number, number>();
  const find = (left: number, seen: Set<number>): boolean =>
    rights.some((right, at) => {
      if (seen.has(at) || !fits(lefts[left] as Left, right)) return false;
      seen.add(at);
      const before = taken.get(at);
      if (before !== undefined && !find(before, seen)) return false;
      taken.set(at, left);
      return true;
    });
  return lefts.filter((_left, at) => !find(at, new Set()));
}
