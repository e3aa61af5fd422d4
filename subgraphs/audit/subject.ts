import {
  type GraphQLArgument,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isScalarType,
} from 'graphql';

/**
 * Arguments, and fields of input objects, that say what a mutation is about. Everything else that is a text may be a
 * reason, a secret or somebody's words, and stays out of the audit.
 */
const IDENTIFYING: ReadonlySet<string> = new Set([
  'number',
  'case',
  'dataset',
  'subgraph',
  'subgraphs.name',
  'supergraph',
  'username',
  'official',
  'replaced',
  'account',
  'accountId',
  'agency',
  'key',
  'keyId',
  'grant',
  'id',
  'import',
  'upload',
  'connection',
  'connection.host',
  'webhook',
  'column',
  'columns',
  'drops',
  'coordinates',
  'definition.name',
  'release',
  'changes',
  'address',
  'schema',
  'table',
  'scopes',
  'date',
  'from',
  'to',
  'until',
  'untilDate',
  'hash',
  'contentHash',
]);

const CHARACTERS = 200;
const ITEMS = 50;

/** A value as the audit records it; undefined where it does not. */
type Recorded = string | number | boolean | readonly Recorded[];

/**
 * What the arguments of a mutation say of its subject, by name; and values of enums, numbers and truths, which are no
 * texts, where `closed`: a list of inputs has too many of them.
 */
export function identifying(
  declared: readonly Pick<GraphQLArgument, 'name' | 'type'>[],
  given: Readonly<Record<string, unknown>>,
  prefix = '',
  closed = true,
): Record<string, Recorded> {
  const found: Record<string, Recorded> = {};
  for (const { name, type } of declared) {
    const path = `${prefix}${name}`;
    const named = getNamedType(type);
    if (isInputObjectType(named)) {
      const fields = Object.values(named.getFields());
      const one = !isListType(getNullableType(type));
      for (const object of listOf(given[name]))
        for (const [inner, value] of Object.entries(identifying(fields, object, `${path}.`, one)))
          found[inner] = found[inner] === undefined ? value : [found[inner], value].flat().slice(0, ITEMS);
    } else if (IDENTIFYING.has(path) || (closed && !isText(type))) {
      const value = recorded(given[name]);
      if (value !== undefined) found[path] = value;
    }
  }
  return found;
}

/** The first of them that names something: a case's number, a dataset. */
export function subjectOf(identified: Readonly<Record<string, Recorded>>): string | null {
  for (const path of IDENTIFYING) {
    const value = identified[path];
    if (typeof value === 'string') return value;
    if (Array.isArray(value) && typeof value[0] === 'string') return value.join(', ').slice(0, CHARACTERS);
  }
  return null;
}

function listOf(value: unknown): Record<string, unknown>[] {
  const all = Array.isArray(value) ? value : [value];
  return all.filter((one) => typeof one === 'object' && one !== null) as Record<string, unknown>[];
}

function isText(type: GraphQLInputType): boolean {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return isText(nullable.ofType);
  if (isEnumType(nullable)) return false;
  return !(isScalarType(nullable) && ['Int', 'Float', 'Boolean'].includes(nullable.name));
}

function recorded(value: unknown): Recorded | undefined {
  if (typeof value === 'string') return plain(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (!Array.isArray(value)) return undefined;
  return value
    .slice(0, ITEMS)
    .map(recorded)
    .filter((one) => one !== undefined);
}

/** A text that every database and terminal takes, cut where it is too long for a name. */
export const plain = (text: string): string => text.slice(0, CHARACTERS).replace(/\p{C}/gu, '\ufffd');
