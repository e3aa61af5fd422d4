import type { CoveredDataset } from './landscape.js';
export function coveredSdl(
  sdl: string,
  _agency: string,
  _datasets: readonly CoveredDataset[],
): { sdl: string | null; uncovered: string[] } {
  return { sdl, uncovered: [] };
}
