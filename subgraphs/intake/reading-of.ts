import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import type { Dataset } from '../directory.js';
import { findImport, remember, rememberedOf } from './imports/store.js';
import { type LoadContext, type Loaded, type LoadRequest, loadFile } from './load/load.js';
import type { Note } from './load/plausibility.js';
import type { LoadMode } from './load-modes.js';
import type { Mapping } from './mapping.js';
import { targetOf } from './target.js';
import type { Question } from './typing/guess.js';
import { newQuestion } from './understand/against.js';
import type { Decisions, Understanding } from './understand/understanding.js';
import { understandUpload } from './understand-upload.js';
import { findUpload } from './uploads.js';

/** How a file is read into a dataset, and what was decided on the way. */
export interface Reading {
  readonly upload: string;
  readonly mapping: Mapping;
  readonly decisions: Decisions;
  /** Rows of the file that are no data, and columns that are not loaded. */
  readonly notes: readonly Note[];
}

/**
 * The reading of an import, or of an upload as the dataset's last file was read. Throws QUESTIONS_OPEN with the questions
 * among its facts, COLUMN_MISSING where an upload that nobody has looked into lacks a column, NOT_FOUND, FILE_REFUSED.
 */
export async function readingOf(
  context: Pick<RequestContext, 'writes' | 'intake' | 'now'>,
  dataset: Dataset,
  from: { readonly upload: string } | { readonly import: string },
): Promise<Reading> {
  const { db } = context.writes;
  const { agency } = dataset;
  const remembered = await rememberedOf(db, dataset.id);
  const row = 'import' in from ? await findImport(db, from.import, agency) : null;
  const upload = await findUpload(db, agency, row ? row.uploadId : 'upload' in from ? from.upload : '');
  const decisions = row ? row.decisions : remembered.decisions;
  const target = targetOf(dataset, remembered.mapping);
  const understanding = await understandUpload(context, upload, { agency, decisions, target, check: false });
  const { mapping, questions } = understanding;
  if (mapping === null) throw refusalOf(questions, row === null);
  return {
    upload: upload.id,
    mapping,
    decisions: afterwards(decisions, understanding),
    notes: notesOf(understanding, mapping),
  };
}

/** A column that was left out once is not asked about again. */
function afterwards(decisions: Decisions, { differences }: Understanding): Decisions {
  const left = differences.filter(({ kind }) => kind === 'NEW').map(({ column }) => newQuestion(column));
  const answers = left.map(({ id, options }) => [id, options[0]?.value ?? ''] as const);
  return { ...decisions, answers: { ...Object.fromEntries(answers), ...decisions.answers } };
}

/** A load tells what of its file it did not take, so that nothing is left out unseen. */
function notesOf({ aside, differences }: Understanding, { keep }: Mapping): Note[] {
  const left = aside.filter(({ why }) => !keep.includes(why) && why !== 'BLANK');
  return [
    ...left.map(({ why, count, examples }) => {
      const rows = examples.map(({ row, text }) => `${row}: ${text}`).join('; ');
      return {
        column: null,
        id: `${count} baris disisihkan sebagai ${why} (${rows}).`,
        en: `${count} row(s) were set aside as ${why} (${rows}).`,
      };
    }),
    ...differences.map(({ column, words }) => ({ column, ...words })),
  ];
}

function refusalOf(questions: readonly Question[], unseen: boolean) {
  const missing = questions.filter(({ kind, options }) => kind === 'MISSING_COLUMN' && options.length < 2);
  if (unseen && missing.length > 0)
    return refusal('COLUMN_MISSING', { columns: missing.map(({ column }) => column) });
  const [first] = questions;
  const words = first?.words ?? { id: '', en: '' };
  return refusal('QUESTIONS_OPEN', { count: questions.length, first: words }, { facts: { questions } });
}

/** Loads a file as it is read, and remembers the reading for the dataset's next file. */
export async function loadReading(
  context: LoadContext,
  dataset: Dataset,
  { upload, mapping, decisions, notes }: Reading,
  mode: LoadMode,
  rejects: LoadRequest['rejects'],
): Promise<Loaded> {
  const columns = mapping.columns.flatMap((column) =>
    dataset.columns.flatMap(({ definition }) => (definition.name === column.name ? [definition] : [])),
  );
  const loaded = await loadFile(context, { dataset, columns, mapping, upload, mode, rejects, notes });
  const accountId = context.viewer.kind === 'OFFICIAL' ? context.viewer.accountId : null;
  await remember(context.writes.db, dataset.id, mapping, decisions, { accountId, now: context.now });
  return loaded;
}
