import { type Encoding, textOf } from './encoding.js';
import type { ReadFile, Row, Source } from './grid.js';
import { KeyColumns } from './json.js';
import { isObject, type JsonObject, parseJson } from './json-text.js';
import { LIMITS } from './limits.js';
import { damaged, tooLarge } from './refused.js';

const BATCH_ROWS = 500;

/** Whether a text is one JSON object a line: its first two lines tell. */
export function isNdjson(sample: string): boolean {
  const [first = '', second = ''] = sample.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  if (!first.trimStart().startsWith('{') || !second.trimStart().startsWith('{')) return false;
  try {
    return isObject(parseJson(first));
  } catch {
    return false;
  }
}

/**
 * Objects, one a line, as one sheet. A first pass learns the keys, each reading is a pass more; nothing is kept.
 * Throws FILE_REFUSED.
 */
export async function openNdjson(source: Source, encoding: Encoding): Promise<ReadFile> {
  const columns = new KeyColumns();
  for await (const object of objects(source, encoding)) columns.learn(object);
  const rows = async function* (): AsyncGenerator<readonly Row[]> {
    let batch: Row[] = [columns.header];
    for await (const object of objects(source, encoding)) {
      batch.push(columns.row(object));
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  };
  const sheets = [{ name: source.filename, merges: [], rows }];
  return { format: 'NDJSON', encoding, delimiter: null, zipped: false, sheets };
}

async function* objects(source: Source, encoding: Encoding): AsyncGenerator<JsonObject> {
  let number = 0;
  for await (const line of lines(textOf(source, encoding))) {
    number++;
    if (line.trim() === '') continue;
    const json = parseJson(line);
    if (!isObject(json))
      throw damaged({ id: `baris ${number} bukan objek JSON`, en: `line ${number} is no JSON object` });
    yield json;
  }
}

async function* lines(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of text) {
    const parts = (rest + piece).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > LIMITS.cell)
      throw tooLarge({ id: 'baris lebih dari 1 MB', en: 'a line of more than 1 MB' });
    yield* parts;
  }
  yield rest;
}
