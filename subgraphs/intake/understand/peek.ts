import type { RegionIndex } from '../codes/region-index.js';
import { regionName } from '../codes/region-names.js';
import { rowsOf } from '../tables.js';
import type { Candidate } from './candidates.js';

const ROWS = 1000;
const MOST_TEXTS = 600;
/** Share of the different texts that must name a province or regency for a column of another header to be one of regions. */
const NEARLY_ALL = 0.8;
const FEWEST = 3;

/** Columns whose first thousand rows name provinces and regencies; `upper` holds those two levels at least. */
export async function columnsOfRegions({ table, keys }: Candidate, upper: RegionIndex): Promise<string[]> {
  const texts = keys.map(() => new Set<string>());
  let rows = 0;
  for await (const batch of rowsOf(table)) {
    for (const { cells } of batch)
      for (const [at, cell] of cells.entries()) {
        const seen = texts[at] as Set<string>;
        if (typeof cell === 'string' && seen.size < MOST_TEXTS && /^\p{L}/u.test(cell)) seen.add(cell);
      }
    rows += batch.length;
    if (rows >= ROWS) break;
  }
  const isRegion = (text: string): boolean => {
    const { core, whole } = regionName(text);
    return (['PROVINCE', 'REGENCY'] as const).some(
      (level) => upper.named(level, core).length > 0 || upper.named(level, whole).length > 0,
    );
  };
  return keys.filter((_, at) => {
    const seen = [...(texts[at] as Set<string>)];
    if (seen.length < FEWEST) return false;
    return seen.filter(isRegion).length >= NEARLY_ALL * seen.length;
  });
}
