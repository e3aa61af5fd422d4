import 'reflect-metadata';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../db/client.js';
import { startEmbedded } from '../db/embedded.js';
import { readConfig } from '../gateway/config.js';
import { isEdition } from '../schema/entities.js';
import { HubError, refusal, type Words } from '../schema/errors.js';
import { openFile } from '../subgraphs/intake/reading/open.js';
import {
  BUSINESS_LEVELS,
  type EditionCell,
  type EditionTable,
  type EditionVerdict,
  type Gap,
  readEdition,
} from '../subgraphs/reference/business/edition.js';
import { type EditionOutcome, storeEdition } from '../subgraphs/reference/business/edition-store.js';

// `npm run kbli`: loads an edition of KBLI from files that the office holds.
const USAGE = `Pemakaian / usage:
  npm run kbli -- --edition 2020 kbli2020.csv [berkas lain / more files]
Berkas CSV, XLSX atau JSON dengan kolom kode dan judul; uraian dan kategori bila ada.
CSV, XLSX or JSON files with the columns kode and judul; uraian and kategori where there are any.
Hub dengan basis data bawaan harus berhenti dahulu / a hub with the embedded database must be stopped first.`;

class Usage extends Error {}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { edition: { type: 'string' } },
  });
  const { edition } = values;
  if (!edition || !isEdition(edition) || positionals.length === 0) throw new Usage();
  const tables: EditionTable[] = [];
  for (const path of positionals) tables.push(...(await tablesOf(path)));
  const verdict = readEdition(tables);
  if (!verdict.ok) return refuse(verdict.problems);
  const config = readConfig();
  const embedded = config.databaseUrl === null ? await startEmbedded({ dataDir: config.dataDir }) : null;
  try {
    const url = config.databaseUrl ?? embedded?.url ?? '';
    await using database = openDatabase(url, { max: 1, name: 'kbli' });
    report(edition, verdict, await storeEdition(database.sql, edition, verdict.classes));
  } finally {
    await embedded?.[Symbol.asyncDispose]();
  }
}

/** Every sheet of a file, whatever its kind. */
async function tablesOf(path: string): Promise<EditionTable[]> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw refusal('NOT_FOUND', { what: path });
  const opened = await openFile({
    filename: basename(path),
    size: found.size,
    bytes: () => createReadStream(path),
  });
  if (!opened.ok) throw opened.refusal;
  const tables: EditionTable[] = [];
  for (const { filename, sheets } of opened.files)
    for (const sheet of sheets) {
      const rows: (readonly EditionCell[])[] = [];
      for await (const batch of sheet.rows()) rows.push(...batch);
      tables.push({ name: sheets.length > 1 ? `${filename} [${sheet.name}]` : filename, rows });
    }
  return tables;
}

function refuse(problems: readonly Words[]): void {
  console.error('Tidak ada yang dimuat / nothing was loaded:');
  for (const { id, en } of problems) console.error(`- ${id}\n  ${en}`);
  process.exitCode = 1;
}

function report(
  edition: string,
  { classes, gaps }: EditionVerdict & { ok: true },
  outcome: EditionOutcome,
): void {
  const counts = BUSINESS_LEVELS.map((level) => classes.filter((one) => one.level === level).length);
  console.log(`KBLI ${edition}: ${classes.length} = ${counts.join('/')}`);
  if (outcome.kind === 'UNCHANGED') console.log('Tidak ada yang berubah / nothing changed.');
  else {
    const { added, changed, removed } = outcome;
    console.log(`+${added} baru/new, ~${changed} berubah/changed, -${removed} dihapus/removed`);
  }
  for (const gap of gaps) console.log(gapText(gap));
}

function gapText({ missing, children, instead }: Gap): string {
  const some = children.slice(0, 5).join(', ') + (children.length > 5 ? ', …' : '');
  const [gone, lost] = missing ? [missing, missing] : ['kategori', 'category'];
  return instead
    ? `${gone} tidak ada dalam berkas; ${some} berinduk ke ${instead} / ${lost} is not in the files; ${some} got ${instead} as parent`
    : `${gone} tidak ada dalam berkas; ${some} tanpa induk / ${lost} is not in the files; ${some} have no parent`;
}

try {
  await main();
} catch (error) {
  if (error instanceof Usage || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS'))
    console.error(USAGE);
  else if (error instanceof HubError) console.error(`${error.words.id}\n${error.words.en}\n[${error.code}]`);
  else {
    const { cause } = error as Error;
    console.error(cause instanceof Error ? cause.message : String(error));
  }
  process.exitCode = 1;
}
