import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import type { Sql } from '../../db/client.js';

/** Level, file of `idn-area-data` and its column with the parent's code. */
const FILES = [
  ['PROVINCE', 'provinces', null],
  ['REGENCY', 'regencies', 'province_code'],
  ['DISTRICT', 'districts', 'regency_code'],
  ['VILLAGE', 'villages', 'district_code'],
] as const;

/**
 * Fills an empty `regions` with Kemendagri's codes from the npm package idn-area-data (data ODbL-1.0), in one
 * transaction. Where there are regions already, nothing is touched.
 */
export async function loadRegions(sql: Sql): Promise<void> {
  const [known] = await sql`select from regions limit 1`;
  if (known) return;
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(7214006)`;
    const [raced] = await tx`select from regions limit 1`;
    if (raced) return;
    const copy = await tx`copy regions (code, name, level, parent_code) from stdin`.writable();
    await pipeline(Readable.from(regionLines()), copy);
    await tx`analyze regions`;
  });
}

async function* regionLines(): AsyncGenerator<string> {
  const folder = dirname(createRequire(import.meta.url).resolve('idn-area-data/package.json'));
  for (const [level, file, parent] of FILES) {
    let batch = '';
    const rows = createReadStream(join(folder, 'data', `${file}.csv`)).pipe(
      parse({ columns: true, bom: true }),
    );
    for await (const row of rows as AsyncIterable<Record<string, string>>) {
      // The package writes the apostrophe of names like Ra'as as a quotation mark.
      const name = row['name']?.replaceAll('"', "'");
      batch += `${row['code']}\t${name}\t${level}\t${parent ? row[parent] : '\\N'}\n`;
      if (batch.length < 65_536) continue;
      yield batch;
      batch = '';
    }
    yield batch;
  }
}
