import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../db/embedded.js';
import { emptyDatabase } from './databases.js';
import { built, measured, SECRET } from './own-process.js';
import type { ScaleFigures } from './scale-size.js';

// How composing, swapping, planning and memory grow with the number of hosted datasets of 12 columns, each with
// a back-reference. Prints a table, then every figure as one line of JSON.
const SIZES = [10, 100, 300, 1000];
const SIZE_MS = 180_000;
const RUN = built('scripts/bench/scale-size.js');

const sizes = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), 'satugraf-scale-'));
await chmod(folder, 0o711);
const all: ScaleFigures[] = [];
try {
  await using database = await startEmbedded({ dataDir: folder });
  for (const size of sizes.length > 0 ? sizes : SIZES)
    all.push(
      await measured<ScaleFigures>(
        RUN,
        [await emptyDatabase(database.url, `scale_${size}`), SECRET, String(size)],
        SIZE_MS,
        ['--expose-gc'],
      ),
    );
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.table(
  Object.fromEntries(
    all.map((size) => [
      size.datasets,
      {
        'compose s': size.composeSeconds.toFixed(2),
        'swap s': size.swapSeconds.toFixed(2),
        'swap stall ms': size.swapStallMs.toFixed(0),
        'trivial p99 ms': size.tickP99Ms.toFixed(0),
        'first plan ms': size.firstPlanMs.toFixed(1),
        'exposure stall ms': size.exposureStallMs.toFixed(0),
        'resident MB': size.residentMb.toFixed(0),
        failed: size.ticksFailed,
      },
    ]),
  ),
);
console.log(JSON.stringify(all));
