import { FLAG, TEXT, TEXTS } from '../command.js';
import { UsageFailure } from '../failure.js';
import type { Hub } from '../hub.js';
import type { Terminal } from '../terminal.js';
import { type Answer, givenAnswers } from './answers.js';
import { both, FILE_IMPORT, type FileImport, type Question } from './file-import.js';
import { type Override, overridesOf } from './overrides.js';

/** Options of the commands that take a file. */
export const IMPORT_OPTIONS = {
  accept: FLAG,
  answer: TEXTS,
  answers: TEXT,
  set: TEXTS,
  omit: TEXTS,
  verbose: FLAG,
} as const;

export const IMPORT_USAGE =
  '[--answer Q=V]… [--answers FILE.json] [--accept] [--set COLUMN=TYPE[,…]]… [--omit COLUMN]… [--verbose]';

export const IMPORT_HELP = [
  '--answer Q=V          jawaban atas pertanyaan / the answer to a question',
  '--answers FILE.json   {"Q": "V"}',
  '--accept              terima setiap usul / take what is proposed',
  '--set COLUMN=TYPE     TEXT INTEGER BIGINT DECIMAL BOOLEAN DATE, lalu/then ,decimal=, ,thousands=. ,order=DMY',
  '                      ,time=true ,yes=ya ,no=tidak ,missing=-|n/a',
  '--omit COLUMN         tanpa kolom ini / without this column',
  '--verbose             dengan alasannya / with the evidence',
] as const;

export interface ImportOptions {
  readonly accept?: boolean | undefined;
  readonly answer?: readonly string[] | undefined;
  readonly answers?: string | undefined;
  readonly set?: readonly string[] | undefined;
  readonly omit?: readonly string[] | undefined;
}

/**
 * Sends a file and has it understood, with what the options say of it; what is still open is put to whoever sits at the
 * terminal. Questions that nobody answered are among the import's.
 */
export async function importFile(
  hub: Hub,
  terminal: Terminal,
  path: string,
  dataset: string | null,
  options: ImportOptions,
): Promise<FileImport> {
  const given = await givenAnswers(options.answers, options.answer);
  const overrides = overridesOf(options.set, options.omit);
  const upload = await hub.upload(path, terminal.progress(path));
  const started = await hub.query<{ importFile: FileImport }>(
    `mutation ($upload: ID!, $dataset: ID) { importFile(upload: $upload, dataset: $dataset) ${FILE_IMPORT} }`,
    { upload, dataset },
  );
  let imported = started.importFile;
  const first = given.all([...imported.questions, ...imported.answered]);
  if (first.length > 0 || overrides.length > 0) imported = await answer(hub, imported, first, overrides);
  const said = new Map(first.map(({ question, value }) => [question, value]));
  for (;;) {
    const answers: Answer[] = [];
    for (const question of imported.questions) {
      const value = givenTo(question, given.to(question.id), said.get(question.id));
      const now = value ?? (options.accept ? question.proposed : null) ?? (await asked(question, terminal));
      if (now !== undefined) answers.push({ question: question.id, value: now });
    }
    if (answers.length === 0) break;
    for (const { question, value } of answers) said.set(question, value);
    imported = await answer(hub, imported, answers, []);
  }
  for (const override of overrides) checkColumn(imported, override, terminal);
  const ids = [...imported.questions, ...imported.answered].map(({ id }) => id);
  for (const pair of options.answer ?? [])
    if (!ids.some((id) => pair.startsWith(`${id}=`)))
      terminal.note(`! --answer ${pair}: tidak ditanyakan / was not asked`);
  return imported;
}

async function answer(
  hub: Hub,
  { id }: FileImport,
  answers: readonly Answer[],
  overrides: readonly Override[],
): Promise<FileImport> {
  const { answerImport } = await hub.query<{ answerImport: FileImport }>(
    `mutation ($id: ID!, $answers: [AnswerInput!]!, $overrides: [ColumnOverrideInput!]!) {
      answerImport(import: $id, answers: $answers, overrides: $overrides) ${FILE_IMPORT}
    }`,
    { id, answers, overrides },
  );
  return answerImport;
}

/**
 * The given answer to an open question. Throws a UsageFailure for one that is no option, or was sent and settled nothing.
 */
function givenTo(
  { id, options }: Question,
  given: string | undefined,
  before: string | undefined,
): string | undefined {
  const value = given ?? before;
  if (value === undefined) return undefined;
  const values = options.map((option) => option.value);
  if (!values.includes(value) || value === before)
    throw new UsageFailure(`--answer ${id}=${value}: ${values.join(' | ')}?`);
  return value;
}

/** While questions are open, the columns may not be known yet; codes that the hub found can be left out too. */
function checkColumn({ ready, columns }: FileImport, { column, omit }: Override, terminal: Terminal): void {
  if (!ready || columns.some(({ key }) => key === column)) return;
  const keys = columns.map(({ key }) => key).join(', ');
  const words = `Kolom ${column} tidak ada di berkas / is not in the file: ${keys}`;
  if (!omit) throw new UsageFailure(words);
  terminal.note(`! ${words}`);
}

/** What the person at the terminal says; Enter takes what is proposed, the end of input leaves the question open. */
async function asked(
  { words, options, proposed, evidence }: Question,
  terminal: Terminal,
): Promise<string | undefined> {
  const choices = options.map(
    ({ value, words: option }, at) =>
      `  ${at + 1}. ${both(option)}${value === proposed ? '   (usul / proposed: Enter)' : ''}\n`,
  );
  const seen = evidence.map(({ row, text }) => `  baris/row ${row}: ${text}\n`);
  for (let text = `\n${words.id}\n${words.en}\n${[...seen, ...choices].join('')}> `; ; text = '? ') {
    const typed = await terminal.ask(text);
    if (typed === undefined) return undefined;
    const plain = typed.trim();
    if (plain === '' && proposed !== null) return proposed;
    const chosen = options[Number(plain) - 1]?.value ?? options.find(({ value }) => value === plain)?.value;
    if (chosen !== undefined) return chosen;
  }
}
