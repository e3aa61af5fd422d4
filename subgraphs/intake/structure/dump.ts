import { Catalog } from './catalog.js';
import { dialectOf } from './dialect.js';
import { ByteText } from './encoding.js';
import { Statements } from './statements.js';
import { type Structure, type StructureVerdict, Unreadable, verdictOf } from './structure.js';
import { Tokenizer } from './tokenizer.js';

const HEAD = 1 << 16;
/** So that each step stays short, however the caller cuts its chunks. */
const STEP = 1 << 20;

/**
 * The structure that a plain dump describes: mysqldump, phpMyAdmin and their like, or pg_dump. One pass over the bytes,
 * in memory bounded by `STRUCTURE_LIMITS`; rows are counted and never kept. What cannot be read is a verdict; only an
 * error of `bytes` itself is thrown.
 */
export const readDump = (bytes: AsyncIterable<Uint8Array>): Promise<StructureVerdict> =>
  verdictOf(() => structureOf(bytes));

async function structureOf(bytes: AsyncIterable<Uint8Array>): Promise<Structure> {
  const text = new ByteText();
  const catalog = new Catalog();
  let head = '';
  let reading: { tokenizer: Tokenizer; statements: Statements } | undefined;

  const begin = () => {
    const dialects = dialectOf(head);
    const tokenizer = new Tokenizer(dialects);
    return { tokenizer, statements: new Statements(tokenizer, catalog, dialects) };
  };
  const feed = ({ tokenizer, statements }: NonNullable<typeof reading>, chunk: string) => {
    for (let at = 0; at < chunk.length; at += STEP) {
      tokenizer.push(chunk.slice(at, at + STEP));
      for (let token = tokenizer.next(); token; token = tokenizer.next()) statements.take(token);
    }
  };

  for await (const chunk of text.read(bytes)) {
    if (reading) {
      feed(reading, chunk);
      continue;
    }
    head += chunk;
    if (head.length < HEAD) continue;
    reading = begin();
    feed(reading, head);
    head = head.slice(0, 0);
  }
  if (!reading) {
    reading = begin();
    feed(reading, head);
  }
  const { tokenizer, statements } = reading;
  tokenizer.end();
  for (let token = tokenizer.next(); token; token = tokenizer.next()) statements.take(token);
  statements.finish();

  const found = catalog.finished();
  if (found.tables.length === 0)
    throw new Unreadable('NO_TABLES', null, {
      id: 'Berkas ini tidak memuat CREATE TABLE; sertakan struktur tabel saat membuat dump.',
      en: 'This file holds no CREATE TABLE; include the structure of the tables when making the dump.',
    });
  return text.decoded({ dialect: tokenizer.dialects.dialect, ...found });
}
