import { sql } from 'drizzle-orm';
import { notify } from '../../../db/client.js';
import { CHANGES } from '../../changes.js';
import type { Eraser } from '../../eraser.js';
import { eraseFiles, filesOfColumn, filesOfReleases } from './files.js';
import { eraseColumn, eraseReleases } from './releases.js';

/** How long locks are waited for: an ordinary read has ended by then. */
const LOCK_MS = 8000;

/**
 * Erases tables, source files, and what was kept of files besides: rejected rows, what imports have seen in them, and
 * how the next file would be read. A pull would bring it all back by itself, so that it goes as well.
 */
export const eraseData: Eraser = async (tx, { id, dataset, target }) => {
  await tx.execute(sql`select set_config('lock_timeout', ${String(LOCK_MS)}, true)`);
  // No load, restoration or index meanwhile.
  await tx.execute(sql`select pg_advisory_xact_lock(7214005, hashtext(${dataset.id}))`);
  const tables =
    target.column === null
      ? await eraseReleases(tx, dataset, id, target.release)
      : await eraseColumn(tx, dataset, target.column);
  const files =
    target.column === null ? await filesOfReleases(tx, dataset, id) : await filesOfColumn(tx, dataset);
  const others = await eraseFiles(tx, dataset.id, id, files);
  await notify(tx, CHANGES, `release ${dataset.field}`);
  return [...tables, ...others];
};
