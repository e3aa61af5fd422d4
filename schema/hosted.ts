import {
  COLUMN_TYPES,
  type ColumnDefinition,
  type DatasetDefinition,
  keyColumns,
  namesOf,
} from './definition.js';
import { ENTITY_KEYS } from './entities.js';
import { type DatasetFacts, factSentences } from './facts.js';
import { figuresSdl, listOfFigures } from './figures.js';
import { entityFilter, FEDERATION_LINK, FILTERS, KIT_SDL } from './kit.js';
import { describe } from './words.js';

/** A column as the graph shows it: with the date on which it leaves, where a CHANGE has replaced or dropped it. */
export interface ComposedColumn extends ColumnDefinition {
  readonly leaves?: { readonly on: string; readonly replacedBy: string | null };
}

const ARGUMENTS = (where: string, orderBy: string) =>
  `(where: ${where}, orderBy: [${orderBy}!], first: Int, after: String, last: Int, before: String)`;

/**
 * The SDL of one hosted dataset, a subgraph that is valid on its own in any federation router.
 * The definition holds composed columns only: DECLINED and CLOSED ones are left out by the caller.
 */
export function hostedSdl(
  definition: DatasetDefinition & {
    readonly columns: readonly ComposedColumn[];
    readonly facts?: DatasetFacts;
  },
): string {
  const names = namesOf(definition);
  const key = keyColumns(definition);
  const facts = definition.facts ? factSentences(definition.facts) : [];
  const about = [definition.title, definition.description, ...facts];
  const args = ARGUMENTS(names.where, names.orderBy);
  const byKey =
    key.length === 0
      ? ''
      : `\n${describe([`${definition.title}: satu baris menurut kunci.`], '  ')}\n  ${names.byKey}(${key
          .map((column) => `${column.name}: ${COLUMN_TYPES[column.type]}!`)
          .join(', ')}): ${names.type}`;

  return `${FEDERATION_LINK}
${KIT_SDL}
type Query {
${describe(about, '  ')}
  ${names.field}${args}: ${names.connection}${byKey}
}

${describe(about)}
type ${names.type} @key(fields: "id") {
  "Opaque identity of the row."
  id: ID!
${definition.columns.map(columnSdl).join('\n')}
}

type ${names.connection} {
  nodes: [${names.type}!]!
  edges: [${names.edge}!]!
  pageInfo: PageInfo!
  "Rows that fulfil \`where\`, on all pages."
  totalCount: Int!
${listOfFigures(names)}
}

type ${names.edge} {
  cursor: String!
  node: ${names.type}!
}

input ${names.where} {
  and: [${names.where}!]
  or: [${names.where}!]
  not: ${names.where}
${definition.columns.map(whereSdl).join('\n')}
}

"One column and its direction; name exactly one."
input ${names.orderBy} {
${definition.columns.map((column) => `  ${column.name}: SortDirection`).join('\n')}
}
${figuresSdl(names, definition.columns)}
${definition.columns.map(backReference).join('')}`;

  /** What the dataset adds to the shared entity that a column refers to. */
  function backReference({ reference }: ColumnDefinition): string {
    if (!reference) return '';
    const key = ENTITY_KEYS[reference.entity];
    return `
type ${reference.entity} @key(fields: "${key}") {
  ${key}: ID!
${describe([definition.title, definition.description], '  ')}
  ${names.field}${args}: ${names.connection}
}
`;
  }
}

function columnSdl(column: ComposedColumn): string {
  const text = describe(
    [
      column.unit ? `${column.title} (${column.unit})` : column.title,
      column.description,
      column.concept ? `Konsep: ${column.concept}.` : '',
      column.classification ? `Klasifikasi: ${column.classification}.` : '',
      column.measure ? `Ukuran: ${column.measure}.` : '',
      column.referenceTime ? `Referensi waktu: ${column.referenceTime}.` : '',
      column.validationRule ? `Aturan validasi: ${column.validationRule}.` : '',
      column.values?.length ? `Klasifikasi isian: ${column.values.join('; ')}.` : '',
      column.unit ? `Satuan: ${column.unit}.` : '',
      `Kelas akses: ${column.accessClass}.`,
    ],
    '  ',
  );
  const leaves = deprecation(column);
  const own = `${text}\n  ${column.name}: ${COLUMN_TYPES[column.type]}${leaves}`;
  if (!column.reference) return own;
  return `${own}\n${describe([`${column.title}, sebagai ${column.reference.entity}.`], '  ')}\n  ${column.reference.field}: ${column.reference.entity}${leaves}`;
}

function deprecation({ leaves }: ComposedColumn): string {
  if (!leaves) return '';
  const instead = leaves.replacedBy ? `; gunakan / use ${leaves.replacedBy}` : '';
  return ` @deprecated(reason: "Keluar dari graf pada / leaves on ${leaves.on}${instead}.")`;
}

function whereSdl(column: ColumnDefinition): string {
  const own = `  ${column.name}: ${FILTERS[COLUMN_TYPES[column.type]]}`;
  return column.reference
    ? `${own}\n  ${column.reference.field}: ${entityFilter(column.reference.entity)}`
    : own;
}
