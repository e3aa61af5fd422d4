import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../db/embedded.js';
import { emptyDatabase } from './databases.js';
import { built, measured, SECRET } from './own-process.js';
import type { RegistryFigures } from './registry-size.js';

// What a check and a publish of remote subgraphs take beside so many hosted datasets of 12 columns. Prints a table,
// then every figure as one line of JSON. `registry.ts [hosted×remote …]`, e.g. `100x20`.
const SIZES = ['10x5', '100x20', '1000x5', '1000x50'];
const SIZE_MS = 900_000;
const RUN = built('scripts/bench/registry-size.js');

const sizes = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'satugraf-registry-'));
await chmod(folder, 0o711);
const all: RegistryFigures[] = [];
try {
  await using database = await startEmbedded({ dataDir: folder });
  for (const size of sizes.length > 0 ? sizes : SIZES)
    all.push(
      await measured<RegistryFigures>(
        RUN,
        [await emptyDatabase(database.url, `registry_${size}`), SECRET, ...size.split('x')],
        SIZE_MS,
      ),
    );
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.table(
  Object.fromEntries(
    all.map((one) => [
      `${one.hosted} hosted, ${one.remote} remote`,
      {
        'all at first s': one.firstSeconds.toFixed(2),
        'check s': one.checkSeconds.toFixed(2),
        'publish s': one.publishSeconds.toFixed(2),
        'five at once s': one.togetherSeconds.toFixed(2),
      },
    ]),
  ),
);
console.log(JSON.stringify(all));
