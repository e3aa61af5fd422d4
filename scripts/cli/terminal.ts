import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** What a command tells people, and asks them. With `--json` it says nothing: standard output is the command's value. */
export class Terminal {
  constructor(readonly json: boolean) {}

  /** Whether somebody sits there who can be asked. */
  get attended(): boolean {
    return !this.json && process.stdin.isTTY === true && process.stderr.isTTY === true;
  }

  line(text = ''): void {
    if (!this.json) process.stdout.write(`${text}\n`);
  }

  /** What goes beside the result. */
  note(text: string): void {
    if (!this.json) process.stderr.write(`${text}\n`);
  }

  /** A bar on standard error, where that is a terminal. */
  progress(what: string): (done: number, all: number) => void {
    let shown = -1;
    return (done, all) => {
      const percent = all === 0 ? 100 : Math.floor((done / all) * 100);
      if (!process.stderr.isTTY || percent === shown) return;
      shown = percent;
      process.stderr.write(`\r${what} ${'█'.repeat(percent / 5).padEnd(20, '░')} ${percent} %`);
      if (percent === 100) process.stderr.write('\n');
    };
  }

  table(header: readonly string[], rows: readonly (readonly string[])[]): void {
    const all = [header, ...rows].map((row) => row.map(oneLine));
    const widths = header.map((_, at) => Math.min(40, Math.max(...all.map((row) => (row[at] ?? '').length))));
    for (const row of all)
      this.line(
        row
          .map((cell, at) => clipped(cell, widths[at] as number).padEnd(widths[at] as number))
          .join('  ')
          .trimEnd(),
      );
  }

  /** The lines of standard input, where a script has written them; none where a person sits there. */
  async written(): Promise<string[]> {
    return process.stdin.isTTY ? [] : (await text(process.stdin)).split(/\r?\n/);
  }

  /** What a person types; undefined where nobody sits there, or where the input ends. */
  async ask(question: string, { hidden = false } = {}): Promise<string | undefined> {
    if (!this.attended) return undefined;
    const at = question.lastIndexOf('\n') + 1;
    process.stderr.write(hidden ? question : question.slice(0, at));
    const output = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr;
    const prompt = createInterface({
      input: process.stdin,
      output,
      terminal: true,
      prompt: question.slice(at),
    });
    prompt.prompt();
    try {
      return await new Promise((resolve) => {
        prompt.once('line', (line) => resolve(line));
        prompt.once('close', () => resolve(undefined));
        prompt.once('SIGINT', () => process.exit(130));
      });
    } finally {
      prompt.close();
      if (hidden) process.stderr.write('\n');
    }
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
const clipped = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text;
