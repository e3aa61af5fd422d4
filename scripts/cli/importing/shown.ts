import type { Terminal } from '../terminal.js';
import { both, type FileImport, type Question } from './file-import.js';

const MATCHES = 10;

/** The file as it was understood: what it is, its columns and first rows, and what looks odd. */
export function showImport(imported: FileImport, terminal: Terminal, verbose: boolean): void {
  const { format, encoding, delimiter, rows } = imported;
  const read = [format, encoding, delimiter && JSON.stringify(delimiter)].filter(Boolean).join(', ');
  terminal.line(rows > 0 ? `${read}; ${rows} baris / rows` : read);
  for (const { filename, reason } of imported.skipped) terminal.line(`! ${filename}: ${both(reason)}`);
  for (const { why, count, examples } of imported.aside) {
    terminal.line(`- ${why}: ${count} baris tidak dianggap data / rows not taken for data`);
    if (verbose) showExamples(terminal, examples);
  }
  showColumns(imported, terminal, verbose);
  for (const { kind, words } of imported.differences) terminal.line(`± ${kind}: ${both(words)}`);
  for (const { words, options, answer } of imported.answered) {
    const chosen = options.find(({ value }) => value === answer);
    terminal.line(`= ${both(words)} → ${chosen ? both(chosen.words) : answer}`);
  }
  showMatches(imported, terminal, verbose);
  showPreview(imported, terminal);
  if (imported.problemCount > 0) {
    terminal.line(`\n${imported.problemCount} nilai tidak terbaca / values cannot be read:`);
    for (const { row, words } of imported.problems.slice(0, verbose ? 100 : 10))
      terminal.line(`  baris/row ${row}: ${both(words)}`);
  }
  if (imported.graph && (verbose || imported.dataset === null)) {
    if (verbose) terminal.line(`\n${imported.graph.type}`);
    terminal.line(`\n${imported.graph.query}`);
  }
}

function showColumns({ columns, dataset, proposal }: FileImport, terminal: Terminal, verbose: boolean): void {
  if (columns.length === 0) return;
  // Codes that were found for what the file says, as columns of their own.
  const made = (dataset === null ? (proposal?.columns ?? []) : []).filter(
    ({ name }) => !columns.some(({ fills }) => fills === name),
  );
  terminal.line();
  terminal.table(
    [
      'kolom / column',
      'jenis / type',
      'satuan / unit',
      'di graf / in the graph',
      'kosong / blank',
      'janggal / odd',
    ],
    [
      ...columns.map((column) => [
        column.key,
        column.type ?? '?',
        column.unit ?? '',
        column.fills ?? '-',
        column.blanks === 0 ? '' : String(column.blanks),
        column.exceptionCount === 0 ? '' : String(column.exceptionCount),
      ]),
      ...made.map(({ label, type, name }) => [label, type, '', name]),
    ],
  );
  for (const { key, format, evidence, exceptions } of verbose ? columns : []) {
    terminal.line(`\n${key}${format ? `  ${format}` : ''}`);
    for (const words of evidence) terminal.line(`  ${both(words)}`);
    showExamples(terminal, exceptions);
  }
}

function showExamples(terminal: Terminal, examples: readonly { row: number; text: string }[]): void {
  for (const { row, text } of examples) terminal.line(`  baris/row ${row}: ${text}`);
}

/** Codes that were found for what the file says; those that are certain need nobody to look. */
function showMatches({ matches }: FileImport, terminal: Terminal, verbose: boolean): void {
  const doubtful = verbose ? matches : matches.filter(({ confidence }) => confidence < 1);
  if (doubtful.length === 0) return;
  terminal.line();
  terminal.table(
    ['kolom / column', 'isi / text', 'kode / code', 'nama / name', 'keyakinan / confidence', 'baris / rows'],
    doubtful
      .slice(0, verbose ? doubtful.length : MATCHES)
      .map(({ column, text, code, label, confidence, rows }) => [
        column,
        text,
        code ?? '-',
        label ?? '',
        `${Math.round(confidence * 100)} %`,
        String(rows),
      ]),
  );
  if (!verbose && doubtful.length > MATCHES)
    terminal.line(`  … ${doubtful.length - MATCHES} lagi / more: --verbose`);
}

function showPreview({ preview: { columns, rows } }: FileImport, terminal: Terminal): void {
  if (columns.length === 0) return;
  terminal.line();
  terminal.table(
    columns.slice(0, 8),
    rows.slice(0, 5).map((row) => row.slice(0, 8).map((cell) => cell ?? '')),
  );
  if (columns.length > 8) terminal.line(`  … ${columns.length - 8} kolom lagi / more columns`);
}

/** The questions that nobody has answered, each with what `--answer` has to say. */
export function showOpen(questions: readonly Question[], terminal: Terminal): void {
  terminal.line('\nMasih terbuka / still open:');
  for (const { id, words, options, proposed, evidence } of questions) {
    terminal.line(`\n${words.id}\n${words.en}`);
    showExamples(terminal, evidence.slice(0, 5));
    for (const option of options) {
      const hint = option.value === proposed ? '   (usul / proposed)' : '';
      terminal.line(`  --answer ${quoted(`${id}=${option.value}`)}   ${both(option.words)}${hint}`);
    }
  }
}

/** As a POSIX shell takes it for one word. */
const quoted = (text: string): string =>
  /^[\w:.=/@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
