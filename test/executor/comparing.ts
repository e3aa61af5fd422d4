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
 * in another order than GraphQL specifies, in the specified one), and its errors stand at
 * the same paths, each as often. Of errors, the stock gateway is known to be wrong in these ways, and only there may
 * ours differ:
 * - where not all things at a path were asked for, an error may be one of any of these, at the same field;
 * - where a field must not be null and is, without an error of a subgraph that could be its reason, ours has one more;
 * - where nobody knows what an interface object is, ours may say so.
 */
export function differences(ours: Answer, stock: StockAnswer): string[] {
  const wrong = [stock.data, stock.ordered].includes(ours.data) ? [] : ['the data differ'];
  const slots = [
    ...stock.errors.map(slotOf),
    ...stock.incomplete.map((told) => missing(told, stock)),
    ...stock.ofUnknownType.map(untyped),
  ];
  const paths = ours.errors.map(({ path }) => written(path));
  const required = slots.filter((slot) => slot.required);
  const unmet = unmatched(required, paths, (slot, path) => slot.takes(path));
  const surplus = unmatched(paths, slots, (path, slot) => slot.takes(path));
  return [
    ...wrong,
    ...unmet.map((slot) => `an error is missing at ${slot.shown}`),
    ...surplus.map((path) => `an error too many at ${path}`),
  ];
}

function slotOf({ path, doubtful }: Told): Slot {
  const allowed = doubtful
    ? doubtful.among.map((place) => written([...place, ...doubtful.after]))
    : [written(path)];
  return { required: true, takes: (given) => allowed.includes(given), shown: allowed.join(' or ') };
}

/** Required where no subgraph's error lies in the same thing, below it or above it. */
function missing({ path = [] }: Told, { errors }: StockAnswer): Slot {
  const thing = path.slice(0, -1);
  const isReason = (told: Told): boolean =>
    told.doubtful !== undefined ||
    told.path === undefined ||
    told.path.slice(0, thing.length).every((part, at) => part === thing[at]);
  const own = written(path);
  return { required: !errors.some(isReason), takes: (given) => given === own, shown: own };
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
