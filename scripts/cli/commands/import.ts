import { readFile, writeFile } from 'node:fs/promises';
import { Failure } from '../failure.js';
import type { Hub } from '../hub.js';
import type { Terminal } from '../terminal.js';

interface Sentence {
  readonly id: string;
  readonly en: string;
}

interface Question {
  readonly id: string;
  readonly words: Sentence;
  readonly options: readonly { readonly value: string; readonly words: Sentence }[];
  readonly proposed: string | null;
  readonly evidence: readonly { readonly row: number; readonly text: string }[];
}

export interface Imported {
  readonly id: string;
  readonly dataset: string | null;
  readonly format: string;
  readonly rows: number;
  readonly tables: readonly { readonly file: string; readonly sheet: string }[];
  readonly aside: readonly { readonly why: string; readonly count: number }[];
  readonly skipped: readonly { readonly filename: string; readonly reason: Sentence }[];
  readonly columns: readonly {
    readonly key: string;
    readonly type: string | null;
    readonly unit: string | null;
    readonly fills: string | null;
    readonly exceptionCount: number;
  }[];
  readonly differences: readonly { readonly kind: string; readonly words: Sentence }[];
  readonly questions: readonly Question[];
  readonly preview: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | null)[])[];
  };
  readonly problemCount: number;
  readonly problems: readonly { readonly row: number; readonly words: Sentence }[];
  readonly proposal: object | null;
  readonly graph: { readonly query: string } | null;
}

const SELECTION = `{
  id dataset format rows
  tables { file sheet }
  aside { why count }
  skipped { filename reason { id en } }
  columns { key type unit fills exceptionCount }
  differences { kind words { id en } }
  questions { id words { id en } options { value words { id en } } proposed evidence { row text } }
  preview { columns rows }
  problemCount
  problems { row words { id en } }
  proposal {
    name title description
    columns { name label title description type unit accessClass key reference { entity field edition } }
  }
  graph { query }
}`;

export interface ImportOptions {
  readonly dataset?: string | undefined;
  /** `question=value` each. */
  readonly answer?: readonly string[] | undefined;
  /** A JSON file `{ question: value }`. */
  readonly answers?: string | undefined;
  /** Take the proposed option of every question that has one. */
  readonly accept?: boolean | undefined;
  /** Where the proposed definition is written. */
  readonly definition?: string | undefined;
}

/**
 * Sends a file, shows how it is understood, and puts the questions to whoever sits at the terminal. Throws a Failure
 * (exit code 1) that lists the questions that nobody answered.
 */
export async function importFile(
  hub: Hub,
  terminal: Terminal,
  path: string,
  options: ImportOptions,
): Promise<Imported> {
  const given = await givenAnswers(options);
  const upload = await hub.upload(path, terminal.progress(path));
  const started = await hub.query<{ importFile: Imported }>(
    `mutation ($upload: ID!, $dataset: ID) { importFile(upload: $upload, dataset: $dataset) ${SELECTION} }`,
    { upload, dataset: options.dataset ?? null },
  );
  let imported = started.importFile;
  for (;;) {
    const answers = await answersTo(imported.questions, given, options.accept ?? false, terminal);
    if (answers.length === 0) break;
    const answered = await hub.query<{ answerImport: Imported }>(
      `mutation ($import: ID!, $answers: [AnswerInput!]!) { answerImport(import: $import, answers: $answers) ${SELECTION} }`,
      { import: imported.id, answers },
    );
    imported = answered.answerImport;
  }
  show(imported, terminal);
  if (imported.questions.length > 0) {
    const open = imported.questions.map(({ id, words, options: values }) => {
      const choices = values.map(({ value }) => value).join(' | ');
      return `${words.id} / ${words.en}\n  --answer ${JSON.stringify(`${id}=…`)}   (${choices})`;
    });
    throw new Failure(1, `Masih terbuka / still open:\n${open.join('\n')}`, imported.questions);
  }
  if (options.definition && imported.proposal) {
    await writeFile(options.definition, `${JSON.stringify(imported.proposal, null, 2)}\n`);
    terminal.line(`Definisi / definition: ${options.definition}`);
  }
  return imported;
}

async function givenAnswers({ answer, answers }: ImportOptions): Promise<Map<string, string>> {
  const given = new Map<string, string>();
  if (answers !== undefined) {
    const text = await readFile(answers, 'utf8').catch(() => {
      throw new Failure(2, `${answers}: tidak dapat dibaca / cannot be read`);
    });
    for (const [question, value] of Object.entries(JSON.parse(text) as Record<string, string>))
      given.set(question, value);
  }
  for (const pair of answer ?? []) {
    const at = pair.lastIndexOf('=');
    if (at < 1) throw new Failure(2, `--answer ${pair}: pertanyaan=nilai / question=value`);
    given.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return given;
}

async function answersTo(
  questions: readonly Question[],
  given: Map<string, string>,
  accept: boolean,
  terminal: Terminal,
): Promise<{ question: string; value: string }[]> {
  const answers: { question: string; value: string }[] = [];
  for (const question of questions) {
    const { id, proposed, options } = question;
    const said = given.get(id) ?? (accept ? proposed : null) ?? (await asked(question, terminal));
    // A value that is no option would be asked about for ever.
    given.delete(id);
    if (said !== undefined && options.some(({ value }) => value === said))
      answers.push({ question: id, value: said });
  }
  return answers;
}

async function asked(
  { words, options, proposed, evidence }: Question,
  terminal: Terminal,
): Promise<string | undefined> {
  const lines = options.map(
    ({ value, words: option }, at) =>
      `  ${at + 1}. ${option.id} / ${option.en}${value === proposed ? '   (usul / proposed)' : ''}`,
  );
  const seen = evidence.map(({ row, text }) => `  baris/row ${row}: ${text}`);
  const typed = await terminal.ask(`\n${words.id}\n${words.en}\n${[...seen, ...lines].join('\n')}\n> `);
  if (typed === undefined) return undefined;
  if (typed === '' && proposed !== null) return proposed;
  return options[Number(typed) - 1]?.value ?? typed;
}

function show(imported: Imported, terminal: Terminal): void {
  terminal.line(`${imported.format}, ${imported.rows} baris / rows`);
  for (const { filename, reason } of imported.skipped)
    terminal.line(`! ${filename}: ${reason.id} / ${reason.en}`);
  for (const { why, count } of imported.aside)
    terminal.line(`- ${why}: ${count} baris disisihkan / rows set aside`);
  terminal.line();
  terminal.table(
    ['kolom / column', 'jenis / type', 'satuan / unit', 'di graf / in the graph', 'janggal / odd'],
    imported.columns.map((column) => [
      column.key,
      column.type ?? '?',
      column.unit ?? '',
      column.fills ?? '-',
      column.exceptionCount === 0 ? '' : String(column.exceptionCount),
    ]),
  );
  for (const { kind, words } of imported.differences) terminal.line(`± ${kind}: ${words.id} / ${words.en}`);
  const { columns, rows } = imported.preview;
  terminal.line();
  terminal.table(
    columns.slice(0, 6),
    rows.slice(0, 5).map((row) => row.slice(0, 6).map((cell) => cell ?? '')),
  );
  if (imported.problemCount > 0)
    terminal.line(`\n${imported.problemCount} nilai bermasalah / values with problems:`);
  for (const { row, words } of imported.problems.slice(0, 10))
    terminal.line(`  baris/row ${row}: ${words.id} / ${words.en}`);
  if (imported.graph) terminal.line(`\n${imported.graph.query}`);
}
