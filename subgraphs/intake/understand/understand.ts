import type { HubError } from '../../../schema/errors.js';
import type { Mapping } from '../mapping.js';
import type { Source } from '../reading/grid.js';
import { type OpenedFile, openFile } from '../reading/open.js';
import { refused } from '../reading/refused.js';
import { templateAlone } from '../template/recognise.js';
import type { HeaderHint } from '../typing/headers.js';
import { bare, type Target } from './against.js';
import { type Candidate, candidatesOf, chooseTables, TABLE_QUESTION } from './candidates.js';
import { checkRows } from './check.js';
import { codedTexts, findCodes } from './code-columns.js';
import { type AskedQuestion, own, PLAIN } from './columns.js';
import { planProposal, planTarget } from './plan.js';
import { readThrough } from './reading-pass.js';
import type { References } from './references.js';
import { fatesOf } from './set-aside.js';
import { type FixedShape, PERIOD_COLUMN, seriesIn, shapeOf, YEAR_COLUMN } from './shape.js';
import type { Decisions, Understanding } from './understanding.js';

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
  const template = await templateAlone(opened.files);
  const all = await candidatesOf(opened.files, template?.sheet);
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
  const answeredOf = (questions: readonly AskedQuestion[]) =>
    questions.map((one) => ({ ...one, answer: one.answer ?? own(decisions.answers, one.id) ?? '' }));
  const asked: AskedQuestion[] = tables.asked ? [tables.asked] : [];
  const shaped = shapeOf(chosen, decisions.answers, target && fixedShape(target, chosen));
  if (shaped.open.length > 0) {
    const answered = answeredOf([...asked, ...shaped.asked]);
    return { ok: true, understanding: { ...about, ...NOTHING_READ, questions: shaped.open, answered } };
  }
  const keys = shaped.shape.columns.flatMap(({ key, source }) => (source.kind === 'COLUMN' ? [key] : []));
  const fates = fatesOf(target, chosen, template !== null, decisions);
  const coded = await codedTexts(
    chosen[0] as Candidate,
    keys,
    target?.columns ?? null,
    references,
    decisions,
  );
  const pass = await readThrough(
    chosen,
    shaped.shape,
    coded.map(({ tuples }) => tuples),
    { year: request.year, hints: hintsOf(target, decisions), keep: fates.keep },
  );
  const codes = findCodes(coded, shaped.shape, references, decisions.answers);
  const plan = { chosen, shape: shaped.shape, pass, codes: codes.columns, decisions };
  const made = target
    ? planTarget(plan, target, request.agency, source.filename)
    : planProposal(plan, request.agency, source.filename);
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

/** A text's encoding was found by reading all of it; the load need not do that again. */
const encodingOf = ([file, ...others]: readonly OpenedFile[]): Pick<Mapping, 'encoding'> =>
  file?.encoding && others.length === 0 ? { encoding: file.encoding } : {};

/** What the definition says of a column goes before what its header promises: a number called "kode" is a number. */
function hintsOf(target: Target | null, { answers }: Decisions): ReadonlyMap<string, HeaderHint> {
  const hints = new Map<string, HeaderHint>();
  for (const { label, type } of target?.columns ?? []) {
    if (type === 'TEXT') continue;
    const hint = PLAIN[type].kind === 'NUMBER' ? 'QUANTITY' : null;
    // Under whatever header the column goes in this file.
    for (const header of [label, own(answers, `MISSING_COLUMN:${label}`) ?? label])
      hints.set(bare(header), hint);
  }
  return hints;
}

/** The keys of a table's columns that the dataset needs: those that its last file had, otherwise its own headers. */
function needsOf({ columns, optional, last }: Target): string[] {
  const before = new Map(last?.columns.map(({ name, source }) => [name, source]));
  return columns
    .filter(({ name }) => !optional.includes(name))
    .flatMap(({ name, label }) => {
      const source = before.get(name);
      if (source?.kind === 'CODE') return source.keys;
      return !source || source.kind === 'COLUMN' ? [source?.key ?? label] : [];
    });
}

/** How the dataset's own columns decide the shape of a file; null where they leave both possible. */
function fixedShape(target: Target, chosen: readonly Candidate[]): FixedShape | null {
  const keys = [...new Set(chosen.flatMap((one) => one.keys))];
  const labels = target.columns.map(({ label }) => label);
  const titleYear = labels.includes(YEAR_COLUMN) && !keys.includes(YEAR_COLUMN);
  const years = new Set(chosen.flatMap(({ table }) => table.year ?? []));
  const measures = new Set(labels.includes(PERIOD_COLUMN) ? labels : []);
  const series = seriesIn(keys, years.size === 1 ? ([...years][0] as string) : null, measures);
  const shaped = (wide: boolean): FixedShape => ({ wide, titleYear, measures });
  if (series.length === 0) return shaped(true);
  const inSeries = labels.filter((label) => series.some(({ key }) => key === label)).length;
  const measured = labels.filter((label) => series.some(({ measure }) => measure === label)).length;
  if (inSeries === 0 && measured === 0) return shaped(true);
  if (measured > 0 && measures.size > 0 && inSeries === 0) return shaped(false);
  return inSeries > 0 && measured === 0 ? shaped(true) : null;
}

const noTable = (): HubError =>
  refused(
    'Berkas ini tidak memuat tabel; kirim berkas yang memuat baris judul kolom dan datanya.',
    'This file holds no table; send one with a row of headers and the data below it.',
  );
