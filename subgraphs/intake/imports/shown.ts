import { definitionProblems } from '../../../schema/definition.js';
import type { Words } from '../../../schema/errors.js';
import { graphOf } from '../structure/graph-view.js';
import type { Question } from '../typing/guess.js';
import type { ColumnSeen } from '../understand/understanding.js';
import type { ImportRow } from './store.js';
import type { FileImport, ImportColumn, ImportQuestion } from './types.js';

/** An import as its producer sees it; `dataset` is the root field of the one that it is for. */
export function shownImport(row: ImportRow, dataset: string | null): FileImport {
  const { understanding: seen } = row;
  const { definition } = seen;
  const sound = definition !== null && definitionProblems(definition).length === 0;
  return {
    id: row.id,
    upload: row.uploadId,
    filename: row.filename,
    dataset,
    format: seen.format,
    encoding: seen.encoding,
    delimiter: seen.delimiter,
    skipped: seen.skipped,
    tables: seen.tables,
    rows: seen.rows,
    aside: seen.aside,
    columns: seen.columns.map(shownColumn),
    matches: seen.matches,
    questions: seen.questions.map(shownQuestion),
    answered: seen.answered.map((question) => ({ ...shownQuestion(question), answer: question.answer })),
    differences: seen.differences,
    preview: seen.preview,
    problemCount: seen.problemCount,
    problems: seen.problems.map(({ row: at, column, id, en }) => ({ row: at, column, words: { id, en } })),
    ready: seen.questions.length === 0,
    proposal: definition,
    // Of a dataset that is there only the columns that a CHANGE would add are proposed, which are no type of a row.
    graph: sound && dataset === null ? graphOf(definition) : null,
    updatedAt: row.updatedAt.toISOString(),
  };
}

const shownColumn = ({ choice, ...column }: ColumnSeen): ImportColumn => ({
  ...column,
  type: choice?.type ?? null,
  format: choice ? JSON.stringify(choice.format) : null,
});

const shownQuestion = ({ options, ...question }: Question): ImportQuestion => ({
  ...question,
  options: options.map(({ value, words }: { value: string; words: Words }) => ({ value, words })),
});
