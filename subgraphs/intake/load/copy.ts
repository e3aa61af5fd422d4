const SIZE = 1 << 20;
/** From here on a batch is full enough to be sent. */
const FULL = SIZE >> 1;
const TAB = 9;
const LF = 10;

/** Lines of PostgreSQL's COPY text format as UTF-8 bytes, made in one buffer after the other. */
export class CopyWriter {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;

  constructor(
    private readonly fresh: (size: number) => Uint8Array = (size) => Buffer.allocUnsafeSlow(size),
  ) {}

  get full(): boolean {
    return this.at >= FULL;
  }

  /** What was written since the last time; the writer begins a new buffer. */
  take(): Uint8Array {
    const written = this.bytes.subarray(0, this.at);
    this.bytes = new Uint8Array(0);
    this.at = 0;
    return written;
  }

  /** Sees to it that so many bytes can be written. */
  room(bytes: number): void {
    if (this.at + bytes <= this.bytes.length) return;
    const larger =
      this.at === 0 ? this.fresh(Math.max(SIZE, bytes)) : Buffer.allocUnsafeSlow((this.at + bytes) * 2);
    larger.set(this.bytes.subarray(0, this.at));
    this.bytes = larger;
  }

  line(row: number, id: string | null, texts: readonly (string | null)[]): void {
    let line = String(row);
    if (id !== null) line += `\t${id}`;
    for (const text of texts) line += `\t${text === null ? '\\N' : escaped(text)}`;
    line += '\n';
    this.room(line.length * 3);
    const { bytes } = this;
    this.at += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).write(line, this.at, 'utf8');
  }

  /** Writes the number in front of a line; the caller has made room. */
  number(row: number): void {
    const { bytes } = this;
    let digits = 1;
    for (let rest = row; rest >= 10; rest = Math.floor(rest / 10)) digits++;
    let rest = row;
    for (let place = this.at + digits - 1; place >= this.at; place--) {
      const next = Math.floor(rest / 10);
      bytes[place] = 48 + rest - next * 10;
      rest = next;
    }
    this.at += digits;
  }

  tab(): void {
    this.bytes[this.at++] = TAB;
  }

  lineEnd(): void {
    this.bytes[this.at++] = LF;
  }

  /** Bytes that need no escape; the caller has made room. */
  copy(from: Uint8Array, start: number, end: number): void {
    const { bytes } = this;
    let { at } = this;
    if (end - start > 48) {
      bytes.set(from.subarray(start, end), at);
      at += end - start;
    } else for (let place = start; place < end; place++) bytes[at++] = from[place] as number;
    this.at = at;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escaped = (text: string): string =>
  /[\\\n\r\t]/.test(text) ? text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] as string) : text;
