import { type EntityName, isEntity } from '../schema/entities.js';
import { groupColumn } from '../schema/figures.js';
import type { DatasetNames } from '../schema/names.js';
import type { Dataset, DatasetColumn, DatasetDirectory } from './directory.js';

/** What a schema coordinate stands for, as far as exposure is concerned. */
export type Subject =
  /** The hub's own subgraphs: their resolvers guard themselves. */
  | { readonly kind: 'PLATFORM' }
  /** A dataset's list, or what surrounds its columns: connection, edge, id, page information, aggregates. */
  | { readonly kind: 'DATASET'; readonly dataset: Dataset }
  | { readonly kind: 'BY_KEY'; readonly dataset: Dataset }
  | { readonly kind: 'BACK_REFERENCE'; readonly dataset: Dataset; readonly column: DatasetColumn }
  | { readonly kind: 'COLUMN'; readonly dataset: Dataset; readonly column: DatasetColumn }
  /** An argument of an agency's own subgraph that can select rows by whatever column. */
  | { readonly kind: 'SELECTION'; readonly dataset: Dataset }
  /** Whatever nobody has accounted for: denied. */
  | { readonly kind: 'UNKNOWN' };

const UNKNOWN: Subject = { kind: 'UNKNOWN' };
const PLATFORM: Subject = { kind: 'PLATFORM' };
const BY_KEY = 'ByKey';
const OF_DATASET = /(Connection|Edge|Where|OrderBy|Column|Numbers|Aggregate|Measure)$/;

/** Types of a dataset of which no member names a column. */
const aroundColumns = ({ connection, edge, aggregate, measure }: DatasetNames): readonly string[] => [
  connection,
  edge,
  aggregate,
  measure,
];

/** Of a dataset's types in its agency's own subgraph, what is known not to be about a column. */
const SURROUNDINGS: ReadonlySet<string> = new Set([
  ...['nodes', 'edges', 'pageInfo', 'totalCount'],
  ...['node', 'cursor'],
]);
const PAGING: ReadonlySet<string> = new Set(['first', 'after', 'last', 'before', 'limit', 'offset']);
const ARGUMENT = /^(.+)\((\w+):\)$/;

/**
 * What `Type.field`, `Type.field(argument:)` or `Enum.VALUE` stands for. `platform` holds the coordinates of the hub's
 * own subgraphs.
 */
export function subjectOf(
  coordinate: string,
  directory: DatasetDirectory,
  platform: ReadonlySet<string>,
): Subject {
  if (platform.has(coordinate)) return PLATFORM;
  const [, of, argument] = ARGUMENT.exec(coordinate) ?? [];
  if (of !== undefined && argument !== undefined)
    return argumentSubject(subjectOf(of, directory, platform), argument);
  const dot = coordinate.indexOf('.');
  const type = coordinate.slice(0, dot);
  const field = coordinate.slice(dot + 1);
  if (type === 'Query' || isEntity(type)) return rootSubject(type, field, directory);

  const row = directory.byType(type);
  if (row) {
    if (field === 'id') return { kind: 'DATASET', dataset: row };
    return columnSubject(row, field);
  }
  const owner = directory.byType(type.replace(OF_DATASET, ''));
  if (!owner) return UNKNOWN;
  const { names } = owner;
  if (aroundColumns(names).includes(type))
    return owner.remote && !SURROUNDINGS.has(field) ? UNKNOWN : { kind: 'DATASET', dataset: owner };
  if (type === names.where && ['and', 'or', 'not'].includes(field))
    return { kind: 'DATASET', dataset: owner };
  // A value of the enum of columns may name a level of its column.
  return columnSubject(owner, type === names.column ? groupColumn(field).column : field);
}

function rootSubject(type: 'Query' | EntityName, field: string, directory: DatasetDirectory): Subject {
  const dataset = directory.byField(field);
  if (type === 'Query') {
    if (dataset) return { kind: 'DATASET', dataset };
    const keyed = field.endsWith(BY_KEY) ? directory.byField(field.slice(0, -BY_KEY.length)) : undefined;
    return keyed ? { kind: 'BY_KEY', dataset: keyed } : UNKNOWN;
  }
  const column = dataset?.columns.find(({ definition }) => definition.reference?.entity === type);
  return dataset && column ? { kind: 'BACK_REFERENCE', dataset, column } : UNKNOWN;
}

/**
 * The hub makes the arguments of hosted datasets, and judges them by the types that they have; those of an agency's own
 * subgraph stand for the column that they are named like, or else for any.
 */
function argumentSubject(of: Subject, argument: string): Subject {
  if (!('dataset' in of) || !of.dataset.remote) return UNKNOWN;
  const column = columnSubject(of.dataset, argument);
  if (column.kind === 'COLUMN') return column;
  return PAGING.has(argument) ? UNKNOWN : { kind: 'SELECTION', dataset: of.dataset };
}

function columnSubject(dataset: Dataset, field: string): Subject {
  const column = dataset.columns.find(
    ({ definition }) => definition.name === field || definition.reference?.field === field,
  );
  return column ? { kind: 'COLUMN', dataset, column } : UNKNOWN;
}
