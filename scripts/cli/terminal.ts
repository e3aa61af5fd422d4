import { createInterface } from 'node:readline/promises';

/** What a command prints: text for people, or one JSON value with `--json`. */
export class Terminal {
  constructor(readonly json: boolean) {}

  line(text = ''): void {
    if (!this.json) process.stdout.write(`${text}\n`);
  }

  value(value: unknown): void {
    if (this.json) process.stdout.write(`${JSON.stringify(value)}\n`);
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
    const all = [header, ...rows];
    const widths = header.map((_, at) => Math.min(40, Math.max(...all.map((row) => (row[at] ?? '').length))));
    for (const row of all)
      this.line(
        row
          .map((cell, at) => clipped(cell, widths[at] as number).padEnd(widths[at] as number))
          .join('  ')
          .trimEnd(),
      );
  }

  /** What a person types; undefined where nobody sits there. */
  async ask(question: string): Promise<string | undefined> {
    if (!process.stdin.isTTY || this.json) return undefined;
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return (await prompt.question(question)).trim();
    } finally {
      prompt.close();
    }
  }
}

const clipped = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text;
