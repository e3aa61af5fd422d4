import type { ColumnDefinition, ColumnType } from '../../../schema/definition.js';
import type { ReadFile, Row, Sheet } from '../reading/grid.js';
import { textOf } from '../tables/looks.js';
import type { FoundTable } from '../tables.js';
import { ColumnTyping } from '../typing/column.js';
import { type ColumnChoice, type ColumnGuess, choiceOf, TEXT } from '../typing/guess.js';
import { CODES, INSTRUCTIONS, MARKER } from './sheets.js';

/** A file that was made from a template of this hub, or of another. */
export interface FilledTemplate {
  /** The dataset's root field. */
  readonly dataset: string;
  /** `templateHash` of the columns that it was made for: another one means that the definition has changed since. */
  readonly hash: string;
  readonly sheet: Sheet;
}

/** Among how many rows the marker is looked for: a producer may have put some above it. */
const LOOK_AT = 20;

/** Whether an opened file is a template, and where its data lie; null for any other file. Throws FILE_REFUSED. */
export async function filledTemplate(file: ReadFile): Promise<FilledTemplate | null> {
  if (file.format !== 'XLSX') return null;
  const named = (sheet: Sheet, name: string) => sheet.name.trim().toLowerCase() === name.toLowerCase();
  const inOrder = [...file.sheets].sort(
    (one, other) => Number(named(other, INSTRUCTIONS)) - Number(named(one, INSTRUCTIONS)),
  );
  for (const sheet of inOrder) {
    const row = (await firstRows(sheet)).find((cells) => textOf(cells[0]) === MARKER);
    if (!row) continue;
    const [, dataset, hash, name] = row.map(textOf);
    // Whoever renames the sheet of the data leaves it where it was.
    const others = file.sheets.filter((one) => one !== sheet);
    const data =
      others.find((one) => named(one, name ?? '')) ?? others.find((one) => !named(one, CODES) && !one.hidden);
    return dataset && hash && data ? { dataset, hash, sheet: data } : null;
  }
  return null;
}

async function firstRows(sheet: Sheet): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of sheet.rows()) {
    rows.push(...batch.slice(0, LOOK_AT - rows.length));
    if (rows.length >= LOOK_AT) break;
  }
  return rows;
}

/** The table whose header holds the most of these labels, at least half of them; null where there is none. */
export function tableWith(tables: readonly FoundTable[], labels: readonly string[]): FoundTable | null {
  const wanted = new Set(labels.map(textOf));
  let best: FoundTable | null = null;
  let most = 0;
  for (const table of tables) {
    const held = new Set(
      table.columns.map(({ label }) => textOf(label)).filter((label) => wanted.has(label)),
    );
    if (held.size > most) [best, most] = [table, held.size];
  }
  return most * 2 >= wanted.size ? best : null;
}

/** Each holds every number that the ones before it hold. */
const NUMBERS: readonly ColumnType[] = ['INTEGER', 'BIGINT', 'DECIMAL'];

/** The typing of a column whose definition is known: a number called "kode" is a number. */
export function definedTyping({ label, type }: ColumnDefinition): ColumnTyping {
  if (type === 'TEXT') return new ColumnTyping({ header: label });
  return new ColumnTyping({ header: label, hint: NUMBERS.includes(type) ? 'QUANTITY' : null });
}

/**
 * How a column is read whose definition is known, where its cells leave nothing to ask: text is text whatever it looks
 * like, a column without values is what the definition says. Null where the guess contradicts the definition, or a question
 * is left that only a person can answer.
 */
export function definedChoice(column: ColumnDefinition, guess: ColumnGuess): ColumnChoice | null {
  const missing = guess.missing.filter(({ confirmed }) => confirmed).map(({ marker }) => marker);
  if (guess.questions.some(({ kind }) => kind === 'MISSING_MARKER')) return null;
  if (column.type === 'TEXT') return { type: 'TEXT', format: TEXT, missing };
  if (guess.blanks === guess.rows) return { type: column.type, format: formatOf(column), missing };
  const answers = guess.questions
    .filter(({ kind }) => kind === 'BOOLEAN_OR_TEXT' && column.type === 'BOOLEAN')
    .map(({ id }) => [id, 'BOOLEAN'] as const);
  const settled = choiceOf(guess, Object.fromEntries(answers));
  if ('open' in settled) return null;
  const { choice } = settled;
  if (choice.type === column.type) return choice;
  // A whole number is a decimal, too; the other way round something would be lost.
  const wide = NUMBERS.indexOf(column.type);
  const narrow = NUMBERS.indexOf(choice.type);
  return narrow >= 0 && narrow < wide ? { ...choice, type: column.type } : null;
}

function formatOf({ type }: ColumnDefinition): ColumnChoice['format'] {
  switch (type) {
    case 'BOOLEAN':
      return { kind: 'BOOLEAN', yes: 'true', no: 'false' };
    case 'DATE':
      return { kind: 'DATE', order: 'YMD', time: false, lastYear: null };
    case 'TEXT':
      return TEXT;
    default:
      return { kind: 'NUMBER', decimal: '.', group: null, prefix: null, percent: false };
  }
}
