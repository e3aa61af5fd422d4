import {
  type DocumentNode,
  type GraphQLSchema,
  getArgumentValues,
  getNullableType,
  getOperationAST,
  isListType,
} from 'graphql';
import { type HubError, refusal } from '../schema/errors.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../subgraphs/paging.js';
import { byKey, expand, type Field, fieldsOf } from './exposure/survey.js';

/** Items that a list is taken to have which nobody can ask to be shorter. */
const PLAIN_LIST = 10;
/**
 * Regions below one region, on all levels together: each stands below another once, however long the lists are that
 * are asked for (Jawa Tengah has about 9,200).
 */
const REGIONS_BELOW = 10_000;
const isChildren = ({ coordinates }: Field): boolean => coordinates[0] === 'Region.children';
/** Figures beyond this are not worth exact words. */
export const COUNTABLE = 1e12;

/**
 * How many values an answer can have at the most: rows × fields, with the real `first` and `last` of every list, each
 * list within a list once for each of its parents, and each list itself as one. `variables` are coerced.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Record<string, unknown>,
): number {
  const operation = getOperationAST(document, operationName);
  if (!operation) return 0;

  /** Values of one object; `page` is the size that the list was asked for around whose pages they stand. */
  const valuesOf = (fields: readonly Field[], page: number | undefined): number => {
    let sum = 0;
    for (const [field, ...same] of byKey(fields)) {
      // Introspection is answered without a source, and has a limit of its own.
      if (!field || field.node.name.value.startsWith('__')) continue;
      const own = sizeAsked(field, variables);
      const below = [field, ...same].flatMap(({ selections }) => fieldsOf(selections ?? []));
      if (!field.selections) sum += 1;
      else if (isListType(getNullableType(field.definition.type)))
        sum += 1 + (own ?? page ?? PLAIN_LIST) * valuesOf(below, undefined);
      else {
        const values = valuesOf(below, own);
        const most = isChildren(field) ? REGIONS_BELOW * valuesOfRegion(below) : Number.POSITIVE_INFINITY;
        sum += (own === undefined ? 0 : 1) + Math.min(values, most);
      }
    }
    return sum;
  };

  /** Values of one region in lists of children in one another, at the most; `connection` is one of these lists. */
  const valuesOfRegion = (connection: readonly Field[]): number => {
    const isNodes = ({ node }: Field) => node.name.value === 'nodes';
    const region = connection.filter(isNodes).flatMap(({ selections }) => fieldsOf(selections ?? []));
    const children = region.filter(isChildren);
    // Two lists of the same children hold each twice.
    if (byKey(children).length > 1) return Number.POSITIVE_INFINITY;
    const around = connection.filter((field) => !isNodes(field));
    const rest = region.filter((field) => !isChildren(field));
    const own = 2 + valuesOf(around, undefined) + valuesOf(rest, undefined);
    const deeper = children.flatMap(({ selections }) => fieldsOf(selections ?? []));
    return deeper.length === 0 ? own : Math.max(own, valuesOfRegion(deeper));
  };
  return valuesOf(fieldsOf(expand(schema, document, operation, variables)), undefined);
}

/** Rows that a list is asked for; undefined for fields that cannot be asked for a number of rows. */
function sizeAsked({ definition, node }: Field, variables: Record<string, unknown>): number | undefined {
  if (!definition.args.some(({ name }) => name === 'first' || name === 'last')) return undefined;
  const { first, last } = getArgumentValues(definition, node, variables);
  const asked = first ?? last;
  // What no page can have is refused where the list is read, beside what is in order.
  return typeof asked === 'number' ? Math.min(Math.max(0, asked), MAX_PAGE) : DEFAULT_PAGE;
}

/** The refusal of an operation that may cost more than `max`; undefined where it may not. */
export function costRefusal(cost: number, max: number): HubError | undefined {
  if (cost <= max) return undefined;
  const found = cost <= COUNTABLE ? String(cost) : `> ${COUNTABLE}`;
  return refusal(
    'LIMIT_EXCEEDED',
    { limit: 'cost', max, found, advice: ADVICE },
    { facts: { limit: 'cost', max, cost: Math.min(cost, COUNTABLE) } },
  );
}

const ADVICE = {
  id: 'Yang dihitung ialah baris × kolom: kecilkan first/last (juga pada daftar di dalam daftar), pilih lebih sedikit kolom, atau minta halaman berikutnya dengan after.',
  en: 'What counts is rows × fields: lower first/last (of lists within lists too), select fewer fields, or ask for further pages with after.',
};
