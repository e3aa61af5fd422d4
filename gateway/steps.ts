import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const MAX_REST_MS = 150;

/**
 * Carries out one of several long pieces of work, then rests for a fourth of the time that it took, so that requests
 * that have waited can be answered before the next one. Short pieces cost no rest.
 */
export async function step<Result>(work: () => Result): Promise<Result> {
  const began = performance.now();
  const result = work();
  const rest = Math.min(MAX_REST_MS, (performance.now() - began) / 4);
  if (rest >= 1) await sleep(rest);
  return result;
}

const SLICE = 50;

/** As `map`, a few at a time, each few a step. */
export async function mapInSteps<Value, Result>(
  values: readonly Value[],
  each: (value: Value) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < values.length; at += SLICE) {
    const slice = values.slice(at, at + SLICE);
    results.push(...(await step(() => slice.map(each))));
  }
  return results;
}
