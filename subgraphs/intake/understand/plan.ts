import type { ColumnDefinition, DatasetDefinition } from '../../../schema/definition.js';
import type { MappedColumn, Mapping } from '../mapping.js';
import { type ColumnChoice, type Question, TEXT } from '../typing/guess.js';
import { headerHint } from '../typing/headers.js';
import { type Fit, fitColumns, type Target } from './against.js';
import type { Candidate } from './candidates.js';
import type { CodeColumn } from './code-finding.js';
import { type AskedQuestion, fitted, own, type TypedColumn, typeColumns, type Wanted } from './columns.js';
import { proposeFromFile } from './proposal.js';
import type { Pass } from './reading-pass.js';
import type { Shape } from './shape.js';
import type { ColumnSeen, Decisions, Difference } from './understanding.js';

/** A file that was read through, before its columns are given to a dataset. */
export interface Plan {
  readonly chosen: readonly Candidate[];
  readonly shape: Shape;
  readonly pass: Pass;
  readonly codes: readonly CodeColumn[];
  readonly decisions: Decisions;
}

/** What becomes of its columns. */
export interface Planned {
  readonly columns: readonly ColumnSeen[];
  readonly differences: readonly Difference[];
  readonly definition: DatasetDefinition | null;
  readonly mapping: Omit<Mapping, 'keep'>;
  readonly typedOpen: readonly Question[];
  readonly fitOpen: readonly Question[];
  readonly asked: readonly AskedQuestion[];
}

/** The file as another release of a dataset. */
export function planTarget(plan: Plan, target: Target, agency: string, filename: string): Planned {
  const { shape, pass, codes, decisions } = plan;
  const made = codes.flatMap((code) => {
    const column = target.columns.find(({ reference }) => reference?.entity === code.entity);
    // Codes that stand in the file as they are need no finding; others are found for the dataset's own column.
    return column && code.exact !== column.label ? [{ ...code, label: column.label }] : [];
  });
  const fit = fitColumns(
    target,
    shape.columns,
    new Set(made.map(({ label }) => label)),
    new Set(made.flatMap(({ keys }) => keys)),
    decisions,
  );
  const before = new Map(target.last?.columns.map(({ name, choice }) => [name, choice.format]));
  const wanted = new Map<string, Wanted>();
  for (const { name, type } of target.columns) {
    const source = fit.sources.get(name);
    if (source) wanted.set(source.key, { type, last: before.get(name) });
  }
  const claimed = new Set([...fit.sources.values()].map(({ key }) => key));
  const typed = typeColumns(shape.columns, pass.typings, decisions, wanted);
  const byKey = new Map(typed.columns.map((one) => [one.column.key, one]));
  // What is not loaded need not be understood.
  const matters = (question: Question): boolean => question.column === '' || claimed.has(question.column);
  const present = target.columns.filter(({ name }) => fit.present.has(name));
  return {
    columns: seenOf(typed.columns, new Map([...fit.sources].map(([name, { key }]) => [key, name]))),
    differences: [...fit.differences, ...formatDifferences(target, fit.sources, byKey)],
    definition: additionsOf(plan, target, fit, typed.columns, agency, filename),
    mapping: mappingOf(
      plan,
      present.map((column) => mapped(column, byKey.get(fit.sources.get(column.name)?.key ?? ''), made)),
    ),
    typedOpen: typed.open.filter(matters),
    fitOpen: fit.open,
    asked: [...typed.asked.filter(matters), ...fit.asked],
  };
}

/** What a CHANGE would add: the file's columns that the dataset lacks, and those that wait for one. Null where there are none. */
function additionsOf(
  plan: Plan,
  target: Target,
  { differences, present }: Fit,
  typed: readonly TypedColumn[],
  agency: string,
  filename: string,
): DatasetDefinition | null {
  const added = new Set(
    differences.flatMap(({ kind, column }) => (kind === 'NEW' && !column.startsWith('#') ? [column] : [])),
  );
  const deferred = target.columns.filter(({ name }) => target.deferred.includes(name) && present.has(name));
  const reserved = target.columns.flatMap(({ name, reference }) =>
    reference ? [name, reference.field] : [name],
  );
  const proposed = proposeFromFile(
    agency,
    titleOf(plan.chosen, filename),
    typed.filter(({ column }) => added.has(column.key)).map(proposable(plan.shape)),
    [],
    reserved,
  );
  const columns = [...deferred, ...(proposed?.columns ?? [])];
  const heads = proposed ?? {
    agency,
    name: target.field.slice(agency.length + 1),
    title: target.field,
    description: '',
  };
  return columns.length > 0 ? { ...heads, columns } : null;
}

/** A key is proposed where rows are those of the file. */
const proposable =
  (shape: Shape) =>
  ({ column, choice, guess }: TypedColumn) => ({
    column,
    choice: choice ?? { type: 'TEXT' as const, format: TEXT, missing: [] },
    unique: shape.series.length === 0 && guess?.unique === true && headerHint(column.key) === 'CODE',
  });

/** Numbers or dates that are written otherwise than in the last file. */
function formatDifferences(
  { columns, last }: Target,
  sources: ReadonlyMap<string, { readonly key: string }>,
  typed: ReadonlyMap<string, TypedColumn>,
): Difference[] {
  return columns.flatMap(({ name, label }) => {
    const { source, choice: before } = last?.columns.find((column) => column.name === name) ?? {};
    const now = typed.get(sources.get(name)?.key ?? '')?.choice;
    if (
      !before ||
      !now ||
      source?.kind === 'CONSTANT' ||
      before.format.kind !== now.format.kind ||
      marksOf(before) === marksOf(now)
    )
      return [];
    return [
      {
        kind: 'FORMAT' as const,
        column: label,
        words: {
          id: `Nilai kolom "${label}" ditulis dengan cara lain daripada di berkas terakhir.`,
          en: `The values of column "${label}" are written otherwise than in the last file.`,
        },
      },
    ];
  });
}

/** How a column's values are written; whole numbers have no decimal mark that could be another one. */
function marksOf({ type, format }: ColumnChoice): string {
  if (format.kind === 'DATE') return format.order;
  if (format.kind !== 'NUMBER') return '';
  return `${type === 'DECIMAL' ? format.decimal : ''} ${format.group ?? ''}`;
}

/** The file as a dataset that does not exist yet. */
export function planProposal(plan: Plan, agency: string, filename: string): Planned {
  const { shape, pass, codes, decisions } = plan;
  const typed = typeColumns(shape.columns, pass.typings, decisions, new Map());
  const kept = typed.columns.filter(({ column }) => !own(decisions.overrides, column.key)?.omit);
  const wanted = codes.filter(({ label }) => !own(decisions.overrides, label)?.omit);
  const definition = proposeFromFile(
    agency,
    titleOf(plan.chosen, filename),
    kept.map(proposable(shape)),
    wanted,
  );
  const byLabel = new Map(kept.map((one) => [one.column.key, one]));
  const made = wanted.filter(({ exact }) => exact === null);
  return {
    columns: seenOf(typed.columns, new Map(definition?.columns.map(({ label, name }) => [label, name]))),
    differences: [],
    definition,
    mapping: mappingOf(
      plan,
      (definition?.columns ?? []).map((column) => mapped(column, byLabel.get(column.label), made)),
    ),
    typedOpen: typed.open,
    fitOpen: [],
    asked: typed.asked,
  };
}

function mapped(
  { name, label, type }: ColumnDefinition,
  typed: TypedColumn | undefined,
  made: readonly CodeColumn[],
): MappedColumn {
  const code = made.find((one) => one.label === label);
  if (code) {
    const choice: ColumnChoice = { type: 'TEXT', format: TEXT, missing: [] };
    return { name, source: { kind: 'CODE', keys: code.keys }, choice, lookup: code.lookup };
  }
  const choice = typed?.choice ?? { type, format: TEXT, missing: [] };
  const source = typed?.column.source ?? { kind: 'CONSTANT', text: '' };
  return { name, source, choice: fitted(choice, type), lookup: null };
}

const mappingOf = ({ chosen, shape }: Plan, columns: readonly MappedColumn[]): Omit<Mapping, 'keep'> => ({
  tables: chosen.map(({ place }) => place),
  unpivot: shape.series.length > 0 ? { series: shape.series } : null,
  columns,
});

const seenOf = (columns: readonly TypedColumn[], names: ReadonlyMap<string, string>): ColumnSeen[] =>
  columns.map(({ column, guess, choice }) => ({
    key: column.key,
    unit: column.unit,
    choice,
    evidence: guess?.evidence ?? [],
    blanks: guess?.blanks ?? 0,
    missing: guess?.missing ?? [],
    exceptions: guess?.exceptions ?? [],
    exceptionCount: guess?.exceptionCount ?? 0,
    fills: names.get(column.key) ?? null,
  }));

/** A name for the dataset: the sheet's title where it has a short one, otherwise the file's name without its ending. */
function titleOf(chosen: readonly Candidate[], filename: string): string {
  const [title] = chosen[0]?.table.title ?? [];
  if (title && title.length <= 80 && !title.includes(':') && chosen.length === 1) return title;
  const plain = filename
    .replace(/\.gz$/i, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/[_\s]+/g, ' ')
    .trim();
  return plain === '' ? 'dataset' : plain;
}
