import { type Encoding, textOf } from './encoding.js';
import type { Cell, ReadFile, Row, Sheet, Source } from './grid.js';
import { isList, isObject, isScalar, type Json, type JsonObject, jsonText, parseJson } from './json-text.js';
import { LIMITS } from './limits.js';
import { refused, tooLarge, tooManyColumns } from './refused.js';

/**
 * A JSON document as one sheet a list in it, its keys as the first row. Lists are: an array of objects or of arrays,
 * and an object whose values are arrays of scalars (`{ "2024-01-01": [1, 2] }`: its key is the first column, and
 * a list of names beside it, `columns`, names the others). A document with none is a list of one. Throws FILE_REFUSED.
 */
export async function openJson(source: Source, encoding: Encoding): Promise<ReadFile> {
  let text = '';
  for await (const piece of textOf(source, encoding)) {
    text += piece;
    if (text.length > LIMITS.whole)
      throw tooLarge({
        id: 'JSON lebih dari 50 MB; kirim sebagai NDJSON atau CSV',
        en: 'JSON of more than 50 MB; send NDJSON or CSV',
      });
  }
  const json = parseJson(text);
  const sheets: Sheet[] = [];
  collect(json, '', source.filename, sheets, undefined);
  if (sheets.length === 0 && isObject(json) && json.size > 0)
    sheets.push(objectSheet(source.filename, [json]));
  if (sheets.length === 0)
    throw refused(
      'Berkas JSON ini tidak memuat daftar; kirim array objek, misalnya [{"kecamatan": "Bangil", "nilai": 1}].',
      'This JSON file holds no list; send an array of objects, for example [{"kecamatan": "Bangil", "nilai": 1}].',
    );
  return { format: 'JSON', encoding, delimiter: null, zipped: false, sheets };
}

function collect(
  json: Json,
  path: string,
  filename: string,
  sheets: Sheet[],
  parent: JsonObject | undefined,
): void {
  const name = path || filename;
  if (isList(json)) {
    const objects = json.filter(isObject);
    if (objects.length > 0 && objects.length === json.filter((one) => one !== null).length)
      sheets.push(objectSheet(name, objects));
    else if (json.length > 0 && json.every(isList))
      sheets.push(listSheet(name, json as readonly (readonly Json[])[]));
    else if (path === '' && json.length > 0)
      sheets.push(listSheet(name, [['nilai'], ...json.map((one) => [one])]));
  } else if (isObject(json)) {
    const width = widthOf(json);
    if (width !== undefined) sheets.push(keyedSheet(name, json, width, parent));
    else
      for (const [key, value] of json) collect(value, path ? `${path}.${key}` : key, filename, sheets, json);
  }
}

/** How long the longest array is of an object that holds nothing but arrays of scalars. */
function widthOf(object: JsonObject): number | undefined {
  let width = 0;
  for (const value of object.values()) {
    if (!isList(value) || !value.every(isScalar)) return undefined;
    width = Math.max(width, value.length);
  }
  return object.size >= 2 && width > 0 ? width : undefined;
}

const NAMES = ['columns', 'kolom', 'fields', 'headers', 'header'];

function keyedSheet(name: string, object: JsonObject, width: number, parent: JsonObject | undefined): Sheet {
  const names = NAMES.map((key) => parent?.get(key)).find(
    (list): list is readonly Json[] =>
      isList(list) && list.length === width && list.every((one) => typeof one === 'string'),
  );
  const header = ['kunci', ...(names ?? Array.from({ length: width }, (_, at) => `nilai ${at + 1}`))];
  const rows = [...object].map(([key, values]): readonly Json[] => [key, ...(values as readonly Json[])]);
  return listSheet(name, [header, ...rows]);
}

function listSheet(name: string, lists: readonly (readonly Json[])[]): Sheet {
  const width = lists.reduce((most, list) => Math.max(most, list.length), 0);
  if (width > LIMITS.columns) throw tooManyColumns(width, LIMITS.columns);
  return sheet(name, function* () {
    for (const list of lists) yield list.map(cellOf);
  });
}

function objectSheet(name: string, objects: readonly JsonObject[]): Sheet {
  const columns = new KeyColumns();
  for (const object of objects) columns.learn(object);
  return sheet(name, function* () {
    yield columns.header;
    for (const object of objects) yield columns.row(object);
  });
}

const BATCH_ROWS = 500;

const sheet = (name: string, each: () => Generator<Row>): Sheet => ({
  name,
  merges: [],
  async *rows() {
    let batch: Row[] = [];
    for (const row of each()) {
      batch.push(row);
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  },
});

/** The columns of a list of objects: every key of any of them, in order of appearance, nested ones by dotted names. */
export class KeyColumns {
  /** By the path's own JSON, so that the key `a.b` and the key `b` in `a` stay two columns. */
  readonly #places = new Map<string, number>();
  readonly #labels: string[] = [];

  get header(): Row {
    return this.#labels;
  }

  learn(object: JsonObject): void {
    walk(object, [], (path) => {
      const id = JSON.stringify(path);
      if (this.#places.has(id)) return;
      this.#places.set(id, this.#labels.length);
      this.#labels.push(path.join('.'));
      if (this.#labels.length > LIMITS.columns) throw tooManyColumns(this.#labels.length, LIMITS.columns);
    });
  }

  row(object: JsonObject): Row {
    const row: Cell[] = this.#labels.map(() => null);
    walk(object, [], (path, value) => {
      const place = this.#places.get(JSON.stringify(path));
      if (place !== undefined) row[place] = cellOf(value);
    });
    return row;
  }
}

function walk(
  object: JsonObject,
  path: readonly string[],
  found: (path: readonly string[], value: Json) => void,
): void {
  for (const [key, value] of object) {
    const here = [...path, key];
    if (isObject(value) && value.size > 0) walk(value, here, found);
    else found(here, value);
  }
}

/** A list within a row is its JSON; an empty text is no value. */
const cellOf = (json: Json): Cell => (isScalar(json) ? (json === '' ? null : json) : jsonText(json));
