import type { Writable } from 'node:stream';
import { setImmediate as tick } from 'node:timers/promises';
import type { TransactionSql } from 'postgres';
import { type ColumnDefinition, contentHash } from '../../../schema/definition.js';
import { HubError, refusal, type Words } from '../../../schema/errors.js';
import { CHANGES } from '../../changes.js';
import type { RequestContext } from '../../context.js';
import type { Dataset } from '../../directory.js';
import { releaseTable } from '../../physical.js';
import type { LoadMode } from '../load-modes.js';
import type { Mapping } from '../mapping.js';
import { refused, tooLarge } from '../reading/refused.js';
import { turns } from '../turns.js';
import { findUpload, type StoredUpload, uploadBytes } from '../uploads.js';
import { type Note, plausibilityNotes, type ReleaseProfile, vanishedNote } from './plausibility.js';
import { type ProfiledColumn, profileOf, vanishedCodes } from './profile.js';
import {
  copyStatement,
  createTable,
  finishTable,
  keepRows,
  placedColumns,
  type ReleaseTable,
  twins,
  twinWords,
} from './release-table.js';
import { type ReportRow, storeReport } from './reports.js';
import type { LoadCounts, RowProblem } from './task.js';

/** What a load needs of a request. */
export type LoadContext = Pick<RequestContext, 'writes' | 'keyring' | 'viewer' | 'now' | 'intake'>;

export interface LoadRequest {
  readonly dataset: Dataset;
  /** The definition's columns that the release will have, as the mapping's, in their order. */
  readonly columns: readonly ColumnDefinition[];
  readonly mapping: Mapping;
  /** Id of an upload of the dataset's agency. */
  readonly upload: string;
  readonly mode: LoadMode;
  /** Whether one bad row refuses the file, or bad rows are set aside and the others loaded. */
  readonly rejects: 'REFUSE' | 'SET_ASIDE';
  /** What was noticed of the file before; it goes into the report. */
  readonly notes: readonly Note[];
}

export interface Loaded {
  readonly report: ReportRow;
  readonly release: { readonly number: number; readonly rows: number; readonly sha256: string };
}

/** A load holds a connection as long as it lasts; of more at once, nobody else would get any. */
const loading = turns(2);

/**
 * Loads an upload by its mapping into a new release and switches to it, in one transaction: readers see the old release
 * or the new one, and a load that fails, or is killed, leaves nothing behind. Throws LOAD_REFUSED with the report's id
 * among its facts, NOT_FOUND, FILE_REFUSED, FILE_TOO_COSTLY, COLUMN_MISSING.
 */
export async function loadFile(context: LoadContext, request: LoadRequest): Promise<Loaded> {
  const { writes } = context;
  const upload = await findUpload(writes.db, request.dataset.agency, request.upload);
  return loading(async () => {
    try {
      return await writes.sql.begin((sql) => new Load(context, request, upload, sql).run());
    } catch (error) {
      if (error instanceof RefusedLoad) throw await refuse(context, request, upload, error.counts);
      if (error instanceof HubError && error.code === 'LOAD_REFUSED')
        throw await refuse(context, request, upload, NOTHING, error.words);
      throw error;
    }
  }) as Promise<Loaded>;
}

type Counts = Omit<LoadCounts, 'places'>;
const NOTHING: Counts = {
  rowsRead: 0,
  rowsLoaded: 0,
  rowsRejected: 0,
  problemCount: 1,
  problems: [],
  rejects: new Uint8Array(0),
};

/** Rolls the transaction back, and carries what is to be reported out of it. */
class RefusedLoad extends Error {
  constructor(readonly counts: Counts) {
    super('the load is refused');
  }
}

/** The refusal of a load, with its report stored. */
async function refuse(
  context: LoadContext,
  request: LoadRequest,
  upload: StoredUpload,
  counts: Counts,
  words?: Words,
): Promise<HubError> {
  const problems = words ? [{ row: null, column: null, ...words }] : counts.problems.map(shownProblem);
  const row = {
    ...factsOf(context, request, upload),
    ...summary({ ...counts, rowsLoaded: 0 }),
    releaseId: null,
    outcome: 'REFUSED' as const,
    problems,
    notes: [],
  };
  const report = await context.writes.sql.begin((sql) => storeReport(sql, row, counts.rejects));
  const facts = { report: report.id };
  if (words) return new HubError('LOAD_REFUSED', words, { facts });
  const [first = { id: '', en: '' }] = counts.problems.map(placed);
  return refusal('LOAD_REFUSED', { problems: counts.problemCount, first }, { facts });
}

const factsOf = (context: LoadContext, { dataset, mode }: LoadRequest, upload: StoredUpload) => ({
  datasetId: dataset.id,
  uploadId: upload.id,
  mode,
  loadedBy: context.viewer.kind === 'OFFICIAL' ? context.viewer.accountId : null,
  at: context.now,
});

const summary = ({ rowsRead, rowsLoaded, rowsRejected }: Counts) => ({ rowsRead, rowsLoaded, rowsRejected });

/** A problem as a sentence that says where. */
function placed({ row, where, id, en }: RowProblem): Words {
  const place = where === null ? String(row) : `${row} (${where})`;
  return { id: `baris ${place}, ${id}`, en: `row ${place}, ${en}` };
}

const shownProblem = (problem: RowProblem) => ({
  row: problem.row,
  column: problem.column,
  ...placed(problem),
});

class Load {
  constructor(
    private readonly context: LoadContext,
    private readonly request: LoadRequest,
    private readonly upload: StoredUpload,
    private readonly sql: TransactionSql,
  ) {}

  async run(): Promise<Loaded> {
    const context = this.context;
    const request = this.request;
    const upload = this.upload;
    const sql = this.sql;
    const { dataset, mode } = request;
    await sql`select pg_advisory_xact_lock(7214005, hashtext(${dataset.id}))`;
    const before = await this.#before();
    const columns = placedColumns(request.columns);
    checkMode(mode, columns, before);
    await sql`update releases set status = 'SUPERSEDED' where dataset_id = ${dataset.id} and status = 'LIVE'`;
    const facts = factsOf(context, request, upload);
    const [release] = await sql<{ id: number; number: number }[]>`
      insert into releases (dataset_id, number, status, mode, columns, rows, upload_id, loaded_by, loaded_at)
      select ${dataset.id}, coalesce(max(number), 0) + 1, 'LIVE', ${mode}, '[]'::jsonb, 0, ${upload.id},
        ${facts.loadedBy}, ${facts.at.toISOString()}
      from releases where dataset_id = ${dataset.id}
      returning id, number`;
    if (!release) throw new Error('the release was not stored');
    const table = { name: releaseTable(release.id), columns, keyed: columns.some(({ key }) => key) };
    const { counts, kept } = await this.#fill(table, before);
    // A template that nobody filled in is no reason to serve nothing.
    if (mode === 'REPLACE' && counts.rowsRead === 0 && (before?.rows ?? 0) > 0) throw noRows();
    const rows = counts.rowsLoaded + kept;
    if (rows > context.intake.maxRows) throw tooManyRows(context.intake.maxRows);
    await finishTable(sql, dataset.id, table, request.columns, rows);
    const profiled = await profileOf(sql, table.name, columns, rows);
    const notes = [
      ...request.notes,
      ...this.#modeNotes(counts, kept, before),
      ...(await this.#notes(table, profiled, rows, before)),
    ];
    await sql`update releases set rows = ${rows}, columns = ${JSON.stringify(profiled)}::jsonb where id = ${release.id}`;
    const problems = counts.problems.map(shownProblem);
    const report = await storeReport(
      sql,
      { ...facts, ...summary(counts), releaseId: release.id, outcome: 'LOADED', problems, notes },
      counts.rejects,
    );
    await sql`select pg_notify(${CHANGES}, ${`release ${dataset.names.field}`})`;
    return { report, release: { number: release.number, rows, sha256: upload.sha256 } };
  }

  /** The live release as it stands now, under the lock; the request's directory may be older. */
  async #before(): Promise<Before | null> {
    const [row] = await this.sql<{ id: number; rows: number; columns: ProfiledColumn[] }[]>`
      select id, rows, columns from releases where dataset_id = ${this.request.dataset.id} and status = 'LIVE'`;
    if (!row) return null;
    const name = releaseTable(row.id);
    const [last] = await this.sql.unsafe(`select coalesce(max("row"), 0)::text as last from ${name}`);
    return {
      name,
      rows: row.rows,
      last: Number(last?.['last']),
      columns: new Map(row.columns.map((column) => [column.name, column])),
    };
  }

  /** Fills the table; rows that only the database finds fault with are rejected in a second run. */
  async #fill(table: ReleaseTable, before: Before | null): Promise<{ counts: LoadCounts; kept: number }> {
    const { mode, rejects } = this.request;
    let refused: [number, Words][] = [];
    for (let run = 0; ; run++) {
      await createTable(this.sql, table);
      const counts = await this.#copy(table, refused, mode === 'REPLACE' ? 0 : (before?.last ?? 0));
      if (rejects === 'REFUSE' && counts.problemCount > 0) throw new RefusedLoad(counts);
      const keep = mode !== 'REPLACE' && before ? before : null;
      let kept = 0;
      let found = mode === 'APPEND' ? [] : await twins(this.sql, table);
      if (keep && mode !== 'REPLACE' && found.length === 0)
        kept = await keepRows(this.sql, table, keep, mode);
      if (mode === 'APPEND') found = await twins(this.sql, table);
      if (found.length === 0) return { counts, kept };
      const last = before && mode === 'APPEND' ? before.last : 0;
      refused = found
        .filter(({ number }) => number > last)
        .map((twin) => [twin.number, twinWords(twin, counts.places, last)]);
      const [first] = refused;
      if (!first) throw new Error('the release before has a key twice');
      // A second run rejects them all, unless they are more than anybody would look through.
      if (rejects === 'REFUSE' || run > 0)
        throw refusal('LOAD_REFUSED', { problems: refused.length, first: first[1] });
    }
  }

  async #copy(table: ReleaseTable, refused: [number, Words][], after: number): Promise<LoadCounts> {
    const request = this.request;
    const upload = this.upload;
    const { intake, keyring } = this.context;
    const bytes = await uploadBytes(this.sql, upload);
    const copy = await this.sql.unsafe(copyStatement(table)).writable();
    let failure: unknown;
    copy.on('error', (error) => {
      failure = error;
    });
    try {
      const counts = await intake.workers.run(
        'load',
        {
          filename: upload.filename,
          bytes,
          mapping: request.mapping,
          columns: request.columns,
          after,
          ids: table.keyed ? { key: keyring.rowKey, scope: contentHash([request.dataset.id, null]) } : null,
          maxRows: intake.maxRows,
          setAside: request.rejects === 'SET_ASIDE',
          refused,
        },
        (lines) => written(copy, lines),
      );
      copy.end();
      await tick();
      // The driver tells nobody of a COPY that fails at its very end; the next statement hears of it.
      await this.sql`select`;
      return counts;
    } catch (error) {
      copy.destroy();
      throw failure ?? error;
    }
  }

  #modeNotes(counts: LoadCounts, kept: number, before: Before | null): Note[] {
    if (this.request.mode !== 'UPSERT' || !before) return [];
    const updated = before.rows - kept;
    const added = counts.rowsLoaded - updated;
    return [
      {
        column: null,
        id: `Baris yang ditambahkan: ${added}, yang diperbarui: ${updated}.`,
        en: `Rows added: ${added}, updated: ${updated}.`,
      },
    ];
  }

  async #notes(
    table: ReleaseTable,
    profiled: readonly ProfiledColumn[],
    rows: number,
    before: Before | null,
  ): Promise<Note[]> {
    if (!before) return [];
    const known = [...before.columns.values()];
    const old = known.every(({ profile }) => profile)
      ? known
      : await profileOf(this.sql, before.name, known, before.rows);
    const labels = new Map(this.request.columns.map(({ name, label }) => [name, label]));
    const whole = this.request.mode === 'REPLACE';
    const notes = plausibilityNotes(profile(old, before.rows), profile(profiled, rows), labels, whole);
    for (const { name, physical, reference } of whole ? table.columns : []) {
      const then = before.columns.get(name);
      if (!reference || !then) continue;
      const codes = await vanishedCodes(
        this.sql,
        { table: before.name, physical: then.physical },
        { table: table.name, physical },
      );
      const note = vanishedNote(labels.get(name) ?? name, codes);
      if (note) notes.push(note);
    }
    return notes;
  }
}

const noRows = () =>
  refused(
    'Berkas ini tidak memuat satu baris data pun; rilis yang ada tetap dilayani.',
    'This file holds not one row of data; the release that is there goes on being served.',
  );

interface Before {
  readonly name: string;
  readonly rows: number;
  /** The last row's number. */
  readonly last: number;
  readonly columns: ReadonlyMap<string, ProfiledColumn>;
}

const profile = (columns: readonly ProfiledColumn[], rows: number): ReleaseProfile => ({
  rows,
  columns: new Map(
    columns.flatMap((column) => (column.profile ? [[column.name, column.profile] as const] : [])),
  ),
});

/** Rows can be added to a release only where both have the same key and types. */
function checkMode(mode: LoadMode, columns: readonly ProfiledColumn[], before: Before | null): void {
  if (mode === 'REPLACE') return;
  const keys = (some: Iterable<ProfiledColumn>) =>
    [...some].flatMap(({ name, key }) => (key ? [name] : [])).join();
  if (mode === 'UPSERT' && keys(columns) === '')
    throw refusal('BAD_USER_INPUT', {
      detail: {
        id: 'UPSERT memerlukan kunci, dan dataset ini tidak berkunci; pakai REPLACE atau APPEND.',
        en: 'UPSERT needs a key, and this dataset has none; use REPLACE or APPEND.',
      },
    });
  if (!before) return;
  const other = columns.some(({ name, type }) => (before.columns.get(name)?.type ?? type) !== type);
  if (other || keys(before.columns.values()) !== keys(columns))
    throw refusal('BAD_USER_INPUT', {
      detail: {
        id: 'Kunci atau jenis kolom sudah berubah sejak rilis sebelumnya; muat seluruh data dengan REPLACE.',
        en: 'Keys or types of columns have changed since the release before; load all data with REPLACE.',
      },
    });
}

const tooManyRows = (most: number) =>
  tooLarge({ id: `lebih dari ${most} baris, HUB_LIMIT_ROWS`, en: `more than ${most} rows, HUB_LIMIT_ROWS` });

const written = (stream: Writable, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
