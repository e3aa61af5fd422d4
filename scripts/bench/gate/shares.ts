import type { Profiler } from 'node:inspector';
import { median } from '../median.js';

/** Microseconds of processor by what they were used for. */
export interface Shares {
  /** All but waiting. */
  readonly busy: number;
  /** The gate, its second look, and whatever they call. */
  readonly gate: number;
  /** The hosted datasets' lists of columns. */
  readonly columns: number;
}

const GATE = /\/gateway\/exposure\/[\w-]+\.js$/;
const COLUMNS = /\/subgraphs\/hosted\/visible\.js$/;

/** How often functions of the gate were called. */
export const callsOf = (scripts: readonly Profiler.ScriptCoverage[]): number =>
  scripts
    .filter(({ url }) => GATE.test(url))
    .flatMap(({ functions }) => functions)
    .reduce((sum, { ranges: [whole] }) => sum + (whole?.count ?? 0), 0);

/**
 * Sums a profile: a sample counts for the gate where any frame of its stack is the gate's. Each weighs as much as the
 * median one: what lies longer between two was time in which the process did not have the processor.
 */
export function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Shares {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const inStack = (id: number, file: RegExp): boolean => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at))
      if (file.test(byId.get(at)?.callFrame.url ?? '')) return true;
    return false;
  };
  const kinds = new Map(
    nodes.map(({ id, callFrame }) => [
      id,
      callFrame.functionName === '(idle)'
        ? 'idle'
        : inStack(id, GATE)
          ? 'gate'
          : inStack(id, COLUMNS)
            ? 'columns'
            : 'other',
    ]),
  );
  const sums = { idle: 0, gate: 0, columns: 0, other: 0 };
  const tick = median(timeDeltas);
  for (const id of samples) sums[(kinds.get(id) ?? 'other') as keyof typeof sums] += tick;
  return { busy: sums.gate + sums.columns + sums.other, gate: sums.gate, columns: sums.columns };
}
