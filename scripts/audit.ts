import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openDatabase } from '../db/client.js';
import { startEmbedded } from '../db/embedded.js';
import { readConfig } from '../gateway/config.js';
import { HubError, type Words } from '../schema/errors.js';
import { auditTrailVerdict } from '../subgraphs/audit/store.js';
import type { AuditVerdict } from '../subgraphs/chain.js';
import { auditChain } from '../subgraphs/workflow/evidence/audit.js';

// `npm run audit:verify`: follows the two chains of this installation, of the cases' events and of the audit, and names
// the first broken record of each.
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

/** What a record is called in each chain. */
const RECORD = {
  events: { id: 'catatan', en: 'record' },
  audit: { id: 'catatan audit', en: 'audit record' },
} as const satisfies Record<string, Words>;

const HEAD = z.object({
  event: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  events: z.number().int().nonnegative(),
});
/** The head of the events' chain, and beside it the audit's: files of older hubs have none. */
const HEADS = HEAD.extend({ audit: HEAD.optional() });
type Heads = z.infer<typeof HEADS>;

class Unreadable extends Error {}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { export: { type: 'string' }, compare: { type: 'string' } } });
  const exported = values.compare === undefined ? null : await readHeads(values.compare);
  const config = readConfig();
  const embedded = config.databaseUrl === null ? await startEmbedded({ dataDir: config.dataDir }) : null;
  try {
    const url = config.databaseUrl ?? embedded?.url ?? '';
    await using database = openDatabase(url, { max: 1, name: 'audit', readOnly: true });
    const events = await auditChain(database.db, exported);
    report(events, RECORD.events);
    const audit = await auditTrailVerdict(database.db, exported?.audit ?? null);
    report(audit, RECORD.audit);
    if (events.ok && audit.ok && values.export !== undefined) {
      const heads: Heads = { ...headOf(events), audit: headOf(audit) };
      await writeFile(values.export, `${JSON.stringify(heads, null, 2)}\n`);
      console.log(`${values.export}: ${heads.hash} ${heads.audit?.hash}`);
    }
  } finally {
    await embedded?.[Symbol.asyncDispose]();
  }
}

const headOf = ({ last, head, events }: Extract<AuditVerdict, { ok: true }>) => ({
  event: last,
  hash: head,
  events,
});

async function readHeads(path: string): Promise<Heads> {
  try {
    return HEADS.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new Unreadable(path, { cause });
  }
}

function report(verdict: AuditVerdict, record: Words): void {
  if (verdict.ok) {
    console.log(`UTUH: ${verdict.events} ${record.id}, kepala ${verdict.head}.`);
    console.log(`INTACT: ${verdict.events} ${record.en}s, head ${verdict.head}.`);
    return;
  }
  const why = WHY[verdict.why];
  console.log(`RUSAK pada ${record.id} ${verdict.brokenAt}: ${why.id}.`);
  console.log(`BROKEN at ${record.en} ${verdict.brokenAt}: ${why.en}.`);
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
