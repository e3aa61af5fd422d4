import { extname } from 'node:path/posix';
import { canonical } from '../../../schema/definition.js';
import type { CaseLink } from '../evidence/chain.js';
import type { BundleEntry } from './bundle.js';

/** One row, each value as text in the columns' order; null where there is none. */
export type TextRow = readonly (string | null)[];

export interface ArchiveData {
  /** `label` is the producer's header. */
  readonly columns: readonly { readonly label: string; readonly physical: string }[];
  readonly pages: () => AsyncIterable<readonly TextRow[]>;
}

export interface ArchiveDocument {
  readonly kind: string;
  readonly version: number;
  readonly filename: string;
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

/** What the archive of a case is made from. */
export interface ArchiveInput {
  /** Null where the case has delivered none. */
  readonly data: ArchiveData | null;
  readonly definition: unknown;
  readonly sdl: string | null;
  /** Asked for when the data has been read. */
  readonly documents: () => Promise<readonly ArchiveDocument[]>;
  readonly events: Iterable<CaseLink> | AsyncIterable<CaseLink>;
}

const TEXT_BATCH = 1 << 16;

/**
 * The files of an archive: `data.csv`, `definition.json`, `schema.graphql`, `documents/<KIND>-v<version><ext>`,
 * `events.jsonl` (one link of the chain a line, as canonical JSON). Nothing is read before its entry is.
 */
export async function* bundleEntries(input: ArchiveInput): AsyncGenerator<BundleEntry> {
  if (input.data) yield { path: 'data.csv', data: csv(input.data) };
  const definition = JSON.stringify(JSON.parse(canonical(input.definition)), null, 2);
  yield { path: 'definition.json', data: Buffer.from(`${definition}\n`) };
  if (input.sdl !== null) yield { path: 'schema.graphql', data: Buffer.from(input.sdl) };
  for (const { kind, version, filename, bytes } of await input.documents())
    yield { path: `documents/${kind}-v${version}${extension(filename)}`, data: bytes() };
  yield { path: 'events.jsonl', data: inBytes(lines(input.events)) };
}

/**
 * RFC 4180 in UTF-8 without a byte order mark. Lines end with CRLF, because that is what the RFC says: a reader that
 * goes by it alone needs no other word. A cell without a value is empty, an empty text is `""`. Values stand exactly as
 * they are: putting a quote before `=` or `+` for the sake of spreadsheets would change the data that is archived.
 */
async function* csv({ columns, pages }: ArchiveData): AsyncGenerator<Uint8Array> {
  async function* records(): AsyncGenerator<string> {
    yield record(columns.map(({ label }) => label));
    for await (const page of pages()) for (const row of page) yield record(row);
  }
  yield* inBytes(records());
}

const record = (row: TextRow): string => `${row.map(cell).join(',')}\r\n`;

/** A byte order mark is quoted too: at the start of the file a reader would take it away. */
const cell = (value: string | null): string => {
  if (value === null) return '';
  return value === '' || /[",\r\n\uFEFF]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
};

async function* lines(events: ArchiveInput['events']): AsyncGenerator<string> {
  for await (const link of events) yield `${canonical(link)}\n`;
}

async function* inBytes(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let batch = '';
  for await (const text of texts) {
    batch += text;
    if (batch.length < TEXT_BATCH) continue;
    yield Buffer.from(batch);
    batch = '';
  }
  yield Buffer.from(batch);
}

/** The ending of a producer's file name, as far as it is one. */
const extension = (filename: string): string => {
  const ending = extname(filename).toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(ending) ? ending : '';
};
