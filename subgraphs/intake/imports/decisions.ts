import { refusal } from '../../../schema/errors.js';
import { choiceProblems } from '../typing/choice.js';
import type { ColumnChoice, Format } from '../typing/guess.js';
import { PLAIN } from '../understand/columns.js';
import type { Decisions, Override, Understanding } from '../understand/understanding.js';
import type { AnswerInput, ColumnOverrideInput } from './inputs.js';

const MOST = 2000;
const LONGEST = 2000;
const MOST_MISSING = 100;

/** The decisions with what was said now; a later word about the same question or column counts. Throws BAD_USER_INPUT. */
export function decidedWith(
  before: Decisions,
  answers: readonly AnswerInput[],
  overrides: readonly ColumnOverrideInput[],
): Decisions {
  const answered = new Map(Object.entries(before.answers));
  for (const { question, value } of answers) answered.set(short(question), short(value));
  const overridden = new Map(Object.entries(before.overrides));
  for (const input of overrides) {
    const override = overrideOf(input);
    if (override) overridden.set(short(input.column), override);
    else overridden.delete(input.column);
  }
  if (answered.size > MOST || overridden.size > MOST)
    throw badInput(`Paling banyak ${MOST} jawaban dan penetapan.`, `At most ${MOST} answers and overrides.`);
  return { answers: Object.fromEntries(answered), overrides: Object.fromEntries(overridden) };
}

/**
 * Refuses what nobody has asked: a question that the import does not have, a value that is none of its options, a column
 * that the file has not. Throws BAD_USER_INPUT.
 */
export function checkAnswers(
  { questions, answered, columns, definition }: Understanding,
  before: Decisions,
  answers: readonly AnswerInput[],
  overrides: readonly ColumnOverrideInput[],
): void {
  const asked = new Map([...answered, ...questions].map((question) => [question.id, question]));
  for (const { question, value } of answers) {
    const options = asked.get(question)?.options;
    if (!options)
      throw badInput(
        `Impor ini tidak memuat pertanyaan "${cut(question)}".`,
        `This import has no question "${cut(question)}".`,
      );
    if (options.some((option) => option.value === value)) continue;
    const list = options
      .slice(0, 20)
      .map((option) => cut(option.value))
      .join(', ');
    throw badInput(
      `${cut(question)}=${cut(value)}: bukan pilihannya; pilihannya ${list}.`,
      `${cut(question)}=${cut(value)}: no option of it; its options are ${list}.`,
    );
  }
  const known = new Set([
    ...columns.map(({ key }) => key),
    ...(definition?.columns.map(({ label }) => label) ?? []),
    ...Object.keys(before.overrides),
  ]);
  // While the table or its shape is asked about, nobody knows the columns.
  const unknown = columns.length === 0 ? undefined : overrides.find(({ column }) => !known.has(column));
  if (unknown)
    throw badInput(
      `Berkas ini tidak memuat kolom "${cut(unknown.column)}".`,
      `This file has no column "${cut(unknown.column)}".`,
    );
}

const cut = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

function overrideOf(input: ColumnOverrideInput): Override | undefined {
  if (input.omit) return { omit: true };
  if (!input.type) return undefined;
  const missing = (input.missing ?? []).map(short);
  if (missing.length > MOST_MISSING)
    throw badInput(
      `Paling banyak ${MOST_MISSING} teks yang berarti "tidak ada data".`,
      `At most ${MOST_MISSING} texts that stand for "no value".`,
    );
  const choice: ColumnChoice = { type: input.type, format: formatOf(input, PLAIN[input.type]), missing };
  const [problem] = choiceProblems(input.column, choice);
  if (problem) throw refusal('BAD_USER_INPUT', { detail: problem });
  return { choice };
}

function formatOf(input: ColumnOverrideInput, plain: Format): Format {
  switch (plain.kind) {
    case 'NUMBER': {
      const decimal = input.decimal ?? plain.decimal;
      const group = input.thousands ? input.thousands : null;
      if (
        (decimal !== ',' && decimal !== '.') ||
        (group !== null && group !== ',' && group !== '.' && group !== ' ')
      )
        throw badInput(
          'Tanda desimal adalah "," atau "."; pemisah ribuan ".", "," atau spasi.',
          'The decimal mark is "," or "."; between thousands stands ".", "," or a blank.',
        );
      return { ...plain, decimal, group, prefix: 'Rp', percent: true };
    }
    case 'DATE':
      return { ...plain, order: input.dateOrder ?? plain.order, time: input.time ?? plain.time };
    case 'BOOLEAN':
      return { ...plain, yes: short(input.yes ?? plain.yes), no: short(input.no ?? plain.no) };
    case 'TEXT':
      return plain;
  }
}

function short(text: string): string {
  if (text.length <= LONGEST) return text;
  throw badInput(`Jawaban lebih dari ${LONGEST} karakter.`, `An answer of more than ${LONGEST} characters.`);
}

const badInput = (id: string, en: string) => refusal('BAD_USER_INPUT', { detail: { id, en } });
