import { and, desc, eq } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { imports, mappings } from '../../../db/tables/imports.js';
import { uploads } from '../../../db/tables/releases.js';
import { refusal } from '../../../schema/errors.js';
import type { Mapping } from '../mapping.js';
import { type Decisions, NO_DECISIONS, type Understanding } from '../understand/understanding.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST = 100;

export interface ImportRow {
  readonly id: string;
  readonly uploadId: string;
  readonly filename: string;
  readonly agency: string;
  readonly datasetId: string | null;
  readonly decisions: Decisions;
  readonly understanding: Understanding;
  readonly updatedAt: Date;
}

const rowsOf = (db: Queries) =>
  db
    .select({ own: imports, filename: uploads.filename })
    .from(imports)
    .innerJoin(uploads, eq(uploads.id, imports.uploadId));

type Selected = Awaited<ReturnType<typeof rowsOf>>[number];

const rowOf = ({ own, filename }: Selected): ImportRow => ({
  ...own,
  filename,
  decisions: own.decisions as Decisions,
  understanding: own.understanding as Understanding,
});

/** An import of the agency. Throws NOT_FOUND. */
export async function findImport(db: Queries, id: string, agency: string | null): Promise<ImportRow> {
  const [row] =
    agency !== null && UUID.test(id)
      ? await rowsOf(db).where(and(eq(imports.id, id), eq(imports.agency, agency)))
      : [];
  if (!row) throw refusal('NOT_FOUND', { what: `impor ${id}` });
  return rowOf(row);
}

/** The agency's imports, newest first, at most a hundred. */
export async function listImports(db: Queries, agency: string): Promise<ImportRow[]> {
  const rows = await rowsOf(db)
    .where(eq(imports.agency, agency))
    .orderBy(desc(imports.createdAt))
    .limit(MOST);
  return rows.map(rowOf);
}

const LONGEST_TEXT = 2000;

/** Text of a file may be as long as a book, and may hold what no JSON of PostgreSQL can: NUL, halves of surrogate pairs. */
function storable<Value>(value: Value): Value {
  if (typeof value === 'string') {
    const short = value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
    return short.replaceAll('\0', '\uFFFD').toWellFormed() as Value;
  }
  if (Array.isArray(value)) return value.map(storable) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [storable(key), storable(one)]),
  ) as Value;
}

/** A mapping is made anew for the load, and may be as large as the file. */
const kept = (understanding: Understanding): Understanding => storable({ ...understanding, mapping: null });

export async function createImport(
  db: Queries,
  given: {
    readonly uploadId: string;
    readonly agency: string;
    readonly datasetId: string | null;
    readonly decisions: Decisions;
    readonly understanding: Understanding;
    readonly createdBy: string | null;
    readonly now: Date;
  },
): Promise<string> {
  const { now, decisions, understanding, ...values } = given;
  const content = { decisions: storable(decisions), understanding: kept(understanding) };
  const [row] = await db
    .insert(imports)
    .values({ ...values, ...content, createdAt: now, updatedAt: now })
    .returning({ id: imports.id });
  if (!row) throw new Error('the import was not stored');
  return row.id;
}

export async function updateImport(
  db: Queries,
  id: string,
  decisions: Decisions,
  understanding: Understanding,
  now: Date,
): Promise<void> {
  const content = { decisions: storable(decisions), understanding: kept(understanding) };
  await db
    .update(imports)
    .set({ ...content, updatedAt: now })
    .where(eq(imports.id, id));
}

export interface Remembered {
  readonly decisions: Decisions;
  readonly mapping: Mapping | null;
}

/** How the dataset's last file was read; nothing where none was. */
export async function rememberedOf(db: Queries, datasetId: string): Promise<Remembered> {
  const [row] = await db.select().from(mappings).where(eq(mappings.datasetId, datasetId));
  return row
    ? { decisions: row.decisions as Decisions, mapping: row.mapping as Mapping }
    : { decisions: NO_DECISIONS, mapping: null };
}

/** Keeps how a file was read, for the next one of the dataset. Lookups are made anew for each file. */
export async function remember(
  db: Queries,
  datasetId: string,
  mapping: Mapping,
  decisions: Decisions,
  by: { readonly accountId: string | null; readonly now: Date },
): Promise<void> {
  const columns = mapping.columns.map((column) => ({ ...column, lookup: null }));
  const row = {
    mapping: { ...mapping, columns },
    decisions: storable(decisions),
    confirmedBy: by.accountId,
    confirmedAt: by.now,
  };
  await db
    .insert(mappings)
    .values({ datasetId, ...row })
    .onConflictDoUpdate({ target: mappings.datasetId, set: row });
}
