import type { ColumnDefinition, ColumnType, DatasetDefinition } from '../../../schema/definition.js';
import type { HubError } from '../../../schema/errors.js';
import type { MappedColumn, Mapping } from '../mapping.js';
import type { Source } from '../reading/grid.js';
import { type OpenedFile, openFile } from '../reading/open.js';
import { refused } from '../reading/refused.js';
import { filledTemplate } from '../template/recognise.js';
import { type ColumnChoice, type Question, TEXT } from '../typing/guess.js';
import { type HeaderHint, headerHint } from '../typing/headers.js';
import { fitColumns, type Target } from './against.js';
import { type Candidate, candidatesOf, chooseTables, TABLE_QUESTION } from './candidates.js';
import { checkRows } from './check.js';
import { codedTexts, findCodes } from './code-columns.js';
import type { CodeColumn } from './code-finding.js';
import { fitted, own, PLAIN, type TypedColumn, typeColumns } from './columns.js';
import { proposeFromFile } from './proposal.js';
import { type Pass, readThrough } from './reading-pass.js';
import type { References } from './references.js';
import { fatesOf } from './set-aside.js';
import { PERIOD_COLUMN, type Shape, seriesIn, shapeOf, YEAR_COLUMN } from './shape.js';
import type { ColumnSeen, Decisions, Difference, Understanding } from './understanding.js';

export interface UnderstandRequest {
  readonly agency: string;
  /** The year of the upload, for years of two digits. */
  readonly year: number;
  readonly decisions: Decisions;
  /** Null while the file is to become a new dataset. */
  readonly target: Target | null;
  /** Whether every row is read once more as it would be loaded, where nothing is open. */
  readonly check: boolean;
}

export type UnderstandVerdict =
  | { readonly ok: true; readonly understanding: Understanding }
  | { readonly ok: false; readonly refusal: HubError };

/**
 * What a file is, as far as it says so itself; everything else is a question. Reads the whole file once. The same file
 * under the same decisions is always understood alike.
 */
export async function understand(
  source: Source,
  request: UnderstandRequest,
  references: References,
): Promise<UnderstandVerdict> {
  const opened = await openFile(source);
  if (!opened.ok) return opened;
  const { decisions, target } = request;
  const [file] = opened.files;
  const template = file && opened.files.length === 1 ? await filledTemplate(file) : null;
  const all = await candidatesOf(opened.files);
  // Of a template's sheets one alone is to be filled in.
  const candidates = template ? all.filter(({ table }) => table.sheet === template.sheet) : all;
  if (candidates.length === 0) return { ok: false, refusal: noTable() };
  const tables = chooseTables(candidates, own(decisions.answers, TABLE_QUESTION), target && needsOf(target));
  const about = {
    format: file?.format ?? 'CSV',
    encoding: file?.encoding ?? null,
    delimiter: file?.delimiter ?? null,
    skipped: opened.skipped,
    tables: candidates.map(({ seen }) => seen),
  } as const;
  if ('open' in tables)
    return { ok: true, understanding: { ...about, ...NOTHING_READ, questions: [tables.open] } };
  const { chosen } = tables;
  const answeredOf = (questions: readonly Question[]) =>
    questions.map((question) => ({ ...question, answer: own(decisions.answers, question.id) ?? '' }));
  const asked: Question[] = tables.asked ? [tables.asked] : [];
  const shaped = shapeOf(chosen, decisions.answers, target && fixedShape(target, chosen));
  if (shaped.open.length > 0) {
    const answered = answeredOf([...asked, ...shaped.asked]);
    return { ok: true, understanding: { ...about, ...NOTHING_READ, questions: shaped.open, answered } };
  }
  const keys = shaped.shape.columns.flatMap(({ key, source }) => (source.kind === 'COLUMN' ? [key] : []));
  const fates = fatesOf(target, chosen, template !== null, decisions);
  const coded = await codedTexts(chosen[0] as Candidate, keys, target?.columns ?? null, references);
  const pass = await readThrough(
    chosen,
    shaped.shape,
    coded.map(({ tuples }) => tuples),
    { year: request.year, hints: hintsOf(target), keep: fates.keep },
  );
  const codes = findCodes(coded, shaped.shape, references, decisions.answers);
  const plan = { chosen, shape: shaped.shape, pass, codes: codes.columns, decisions };
  const made = target ? planTarget(plan, target) : planProposal(plan, request, source.filename);
  const aside = fates.settle(pass.asides);
  const open = [...aside.open, ...made.typedOpen, ...codes.open, ...made.fitOpen];
  asked.push(...shaped.asked, ...made.asked, ...codes.asked);
  const mapping: Mapping | null =
    open.length > 0 ? null : { ...made.mapping, keep: fates.keep, ...encodingOf(opened.files) };
  const raw = { columns: shaped.shape.columns.map(({ key }) => key), rows: pass.raw };
  const columns = target?.columns ?? made.definition?.columns ?? [];
  const checked =
    mapping && request.check
      ? await checkRows(opened.files, mapping, columns)
      : { preview: raw, problemCount: 0, problems: [] };
  return {
    ok: true,
    understanding: {
      ...about,
      ...checked,
      rows: pass.rows,
      aside: pass.asides,
      columns: made.columns,
      matches: codes.matches.slice(0, MAX_MATCHES),
      questions: open,
      answered: [...answeredOf(asked), ...aside.asked],
      assumed: aside.assumed,
      differences: made.differences,
      definition: made.definition,
      mapping,
    },
  };
}

const MAX_MATCHES = 500;
const NOTHING_READ = {
  rows: 0,
  aside: [],
  columns: [],
  matches: [],
  answered: [],
  assumed: {},
  differences: [],
  preview: { columns: [], rows: [] },
  problemCount: 0,
  problems: [],
  definition: null,
  mapping: null,
} as const;

/** What the definition says of a column goes before what its header promises: a number called "kode" is a number. */
/** A text's encoding was found by reading all of it; the load need not do that again. */
const encodingOf = ([file, ...others]: readonly OpenedFile[]): Pick<Mapping, 'encoding'> =>
  file?.encoding && others.length === 0 ? { encoding: file.encoding } : {};

const hintsOf = (target: Target | null): ReadonlyMap<string, HeaderHint> =>
  new Map(
    (target?.columns ?? [])
      .filter(({ type }) => type !== 'TEXT')
      .map(({ label, type }) => [label, PLAIN[type].kind === 'NUMBER' ? 'QUANTITY' : null]),
  );

const needsOf = ({ columns, optional }: Target): string[] =>
  columns.filter(({ name }) => !optional.includes(name)).map(({ label }) => label);

/** How the dataset's own columns decide the shape of a file; null where they leave both possible. */
function fixedShape(
  target: Target,
  chosen: readonly Candidate[],
): { wide: boolean; titleYear: boolean } | null {
  const keys = [...new Set(chosen.flatMap((one) => one.keys))];
  const labels = target.columns.map(({ label }) => label);
  const titleYear = labels.includes(YEAR_COLUMN) && !keys.includes(YEAR_COLUMN);
  const years = new Set(chosen.flatMap(({ table }) => table.year ?? []));
  const series = seriesIn(keys, years.size === 1 ? ([...years][0] as string) : null);
  if (series.length === 0) return { wide: true, titleYear };
  const inSeries = labels.filter((label) => series.some(({ key }) => key === label)).length;
  const measures = labels.filter((label) => series.some(({ measure }) => measure === label)).length;
  if (inSeries === 0 && measures === 0) return { wide: true, titleYear };
  if (measures > 0 && labels.includes(PERIOD_COLUMN) && inSeries === 0) return { wide: false, titleYear };
  return inSeries > 0 && measures === 0 ? { wide: true, titleYear } : null;
}

interface Plan {
  readonly chosen: readonly Candidate[];
  readonly shape: Shape;
  readonly pass: Pass;
  readonly codes: readonly CodeColumn[];
  readonly decisions: Decisions;
}

interface Planned {
  readonly columns: readonly ColumnSeen[];
  readonly differences: readonly Difference[];
  readonly definition: DatasetDefinition | null;
  readonly mapping: Omit<Mapping, 'keep'>;
  readonly typedOpen: readonly Question[];
  readonly fitOpen: readonly Question[];
  readonly asked: readonly Question[];
}

/** The file as another release of a dataset. */
function planTarget(plan: Plan, target: Target): Planned {
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
  const wanted = new Map<string, ColumnType>();
  for (const { name, type } of target.columns) {
    const source = fit.sources.get(name);
    if (source) wanted.set(source.key, type);
  }
  const claimed = new Set([...fit.sources.values()].map(({ key }) => key));
  const typed = typeColumns(shape.columns, pass.typings, decisions, wanted);
  const byKey = new Map(typed.columns.map((one) => [one.column.key, one]));
  // What is not loaded need not be understood.
  const matters = (question: Question): boolean => question.column === '' || claimed.has(question.column);
  const present = target.columns.filter(
    ({ name, label }) => fit.sources.has(name) || made.some((code) => code.label === label),
  );
  return {
    columns: seenOf(typed.columns, new Map([...fit.sources].map(([name, { key }]) => [key, name]))),
    differences: [...fit.differences, ...formatDifferences(target, fit.sources, byKey)],
    definition: null,
    mapping: mappingOf(
      plan,
      present.map((column) => mapped(column, byKey.get(fit.sources.get(column.name)?.key ?? ''), made)),
    ),
    typedOpen: typed.open.filter(matters),
    fitOpen: fit.open,
    asked: [...typed.asked.filter(matters), ...fit.asked],
  };
}

/** Numbers or dates that are written otherwise than in the last file. */
function formatDifferences(
  { columns, last }: Target,
  sources: ReadonlyMap<string, { readonly key: string }>,
  typed: ReadonlyMap<string, TypedColumn>,
): Difference[] {
  return columns.flatMap(({ name, label }) => {
    const before = last?.columns.find((column) => column.name === name)?.choice.format;
    const now = typed.get(sources.get(name)?.key ?? '')?.choice?.format;
    if (!before || !now || before.kind !== now.kind) return [];
    const marks = (one: typeof now) =>
      one.kind === 'NUMBER' ? `${one.decimal} ${one.group ?? ''}` : one.kind === 'DATE' ? one.order : '';
    if (marks(before) === marks(now)) return [];
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

/** The file as a dataset that does not exist yet. */
function planProposal(plan: Plan, { agency }: UnderstandRequest, filename: string): Planned {
  const { shape, pass, codes, decisions } = plan;
  const typed = typeColumns(shape.columns, pass.typings, decisions, new Map());
  const kept = typed.columns.filter(({ column }) => !own(decisions.overrides, column.key)?.omit);
  const wanted = codes.filter(({ label }) => !own(decisions.overrides, label)?.omit);
  const definition = proposeFromFile(
    agency,
    titleOf(plan.chosen, filename),
    kept.map(({ column, choice, guess }) => ({
      column,
      choice: choice ?? { type: 'TEXT', format: TEXT, missing: [] },
      unique: shape.series.length === 0 && guess?.unique === true && headerHint(column.key) === 'CODE',
    })),
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

const noTable = (): HubError =>
  refused(
    'Berkas ini tidak memuat tabel; kirim berkas yang memuat baris judul kolom dan datanya.',
    'This file holds no table; send one with a row of headers and the data below it.',
  );

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
