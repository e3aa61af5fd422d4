import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openDatabase } from '../db/client.js';
import { startEmbedded } from '../db/embedded.js';
import { readConfig } from '../gateway/config.js';
import { HubError } from '../schema/errors.js';
import { type AuditVerdict, auditChain, type ExportedHead } from '../subgraphs/workflow/evidence/audit.js';

// `npm run audit:verify`: follows the chain of events of this installation and names the first broken record.
const USAGE = `Pemakaian / usage:
  npm run audit:verify [-- --export kepala.json] [-- --compare kepala.json]
Hub dengan basis data bawaan harus berhenti dahulu / a hub with the embedded database must be stopped first.`;

const WHY = {
  CHANGED: {
    id: 'isinya bukan lagi yang dicatat semula',
    en: 'it no longer says what was recorded',
  },
  UNLINKED: {
    id: 'tidak menyambung pada catatan sebelumnya: ada catatan yang hilang, disisipkan, atau dipindah',
    en: 'it does not follow the record before it: one was removed, inserted or moved',
  },
  REPLACED: {
    id: 'rantai tidak lagi melewati kepala yang diekspor: catatan dibuat ulang atau dihapus di ujung',
    en: 'the chain no longer passes through the exported head: records were made anew, or removed at its end',
  },
} as const;

const HEAD = z.object({
  event: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  events: z.number().int().nonnegative(),
});

class Unreadable extends Error {}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { export: { type: 'string' }, compare: { type: 'string' } } });
  const exported = values.compare === undefined ? null : await readHead(values.compare);
  const config = readConfig();
  const embedded = config.databaseUrl === null ? await startEmbedded({ dataDir: config.dataDir }) : null;
  try {
    const url = config.databaseUrl ?? embedded?.url ?? '';
    await using database = openDatabase(url, { max: 1, name: 'audit', readOnly: true });
    const verdict = await auditChain(database.db, exported);
    report(verdict);
    if (verdict.ok && values.export !== undefined) {
      const head: ExportedHead = { event: verdict.last, hash: verdict.head, events: verdict.events };
      await writeFile(values.export, `${JSON.stringify(head, null, 2)}\n`);
      console.log(`${values.export}: ${head.hash}`);
    }
  } finally {
    await embedded?.[Symbol.asyncDispose]();
  }
}

async function readHead(path: string): Promise<ExportedHead> {
  try {
    return HEAD.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new Unreadable(path, { cause });
  }
}

function report(verdict: AuditVerdict): void {
  if (verdict.ok) {
    console.log(`UTUH: ${verdict.events} catatan, kepala ${verdict.head}.`);
    console.log(`INTACT: ${verdict.events} records, head ${verdict.head}.`);
    return;
  }
  const why = WHY[verdict.why];
  console.log(`RUSAK pada catatan ${verdict.brokenAt}: ${why.id}.`);
  console.log(`BROKEN at record ${verdict.brokenAt}: ${why.en}.`);
  process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  if (error instanceof Unreadable)
    console.error(
      `Berkas ${error.message} tidak dapat dibaca sebagai kepala rantai.\nThe file ${error.message} cannot be read as the head of a chain.`,
    );
  else if (error instanceof HubError) console.error(`${error.words.id}\n${error.words.en}\n[${error.code}]`);
  else if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) console.error(USAGE);
  else {
    const { cause } = error as Error;
    console.error(cause instanceof Error ? cause.message : String(error));
  }
  process.exitCode = 1;
}
