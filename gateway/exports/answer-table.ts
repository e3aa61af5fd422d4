import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getOperationAST,
  isListType,
} from 'graphql';
import { cellType, csvCell, csvRow, csvStart } from '../../schema/csv.js';
import { refusal, type Words } from '../../schema/errors.js';
import { byKey, expand, type Field, fieldsOf } from '../exposure/survey.js';

type Objects = Readonly<Record<string, unknown>>;

/** A column of an answer's list: where its cell lies in an item, and its scalar. */
interface AnswerColumn {
  readonly path: readonly string[];
  readonly scalar: string;
  /** Of a group's key, a list: which part of each item's path is counted out. */
  readonly numbered: readonly string[] | null;
}

/**
 * The one list in the answer of a query as CSV; what stands beside it (`totalCount`, `pageInfo`) is left out. Expects a
 * document that the schema has validated. Throws EXPORT_REFUSED where there is no list, or more than one.
 */
export function answerCsv(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Record<string, unknown>,
  data: Objects,
  excel: boolean,
): string {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw oneList();
  const root = fieldsOf(expand(schema, document, operation, variables));
  const lists = listsBelow(root);
  const [list] = lists;
  if (!list || lists.length > 1 || !list.selections) throw oneList();
  const columns = columnsOf(fieldsOf(list.selections), []);
  const items = (at(data, list.path) ?? []) as readonly Objects[];
  const spread = columns.flatMap((column) => numberedOut(column, items));
  let text = csvStart(
    spread.map(({ path }) => path.join('.')),
    excel,
  );
  for (const item of items)
    text += csvRow(
      spread.map(({ path, scalar }) => cellOf(at(item, path), scalar, excel)),
      excel,
    );
  return text;
}

const isList = ({ definition }: Field): boolean => isListType(getNullableType(definition.type));

/** Lists of a level and of the objects below it, not what is within them. */
function listsBelow(fields: readonly Field[]): (Field & { readonly path: readonly string[] })[] {
  return byKey(fields).flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const selections = same.flatMap((field) => field.selections ?? []);
    if (isList(first)) return [{ ...first, selections: first.selections && selections }];
    return listsBelow(fieldsOf(selections));
  });
}

function columnsOf(fields: readonly Field[], above: readonly string[]): AnswerColumn[] {
  return byKey(fields).flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const path = [...above, first.key];
    const below = fieldsOf(same.flatMap((field) => field.selections ?? []));
    const { name } = getNamedType(first.definition.type);
    if (isList(first)) {
      // Every group has as many keys as were asked for.
      if (name !== 'GroupKey') throw oneList();
      return columnsOf(below, path).map((column) => ({ ...column, numbered: path }));
    }
    if (first.selections) return columnsOf(below, path);
    return [{ path, scalar: name, numbered: null }];
  });
}

function numberedOut(column: AnswerColumn, items: readonly Objects[]): AnswerColumn[] {
  const { numbered } = column;
  if (!numbered) return [column];
  const keys = at(items[0] ?? {}, numbered);
  const length = Array.isArray(keys) ? keys.length : 0;
  return Array.from({ length }, (_, number) => ({
    ...column,
    path: [...numbered, String(number), ...column.path.slice(numbered.length)],
  }));
}

function at(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (found === null || typeof found !== 'object') return null;
    found = (found as Objects)[key];
  }
  return found;
}

function cellOf(value: unknown, scalar: string, excel: boolean): string {
  if (value === null || value === undefined) return '';
  return csvCell(cellType(scalar), String(value), excel);
}

const oneList = () => refusal('EXPORT_REFUSED', { detail: ONE_LIST });

const ONE_LIST: Words = {
  id: 'Jawaban menjadi CSV bila memuat tepat satu daftar objek tanpa daftar lain di dalamnya; ekspor dataset ada di GET /exports.',
  en: 'An answer becomes CSV where it holds exactly one list of objects without lists in them; GET /exports gives whole datasets.',
};
