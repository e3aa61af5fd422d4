import {
  type ASTNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  print,
  validate,
} from 'graphql';
import { schemaOf } from '../clients.js';
import type { Words } from '../errors.js';
import { STANDINGS, type Standing, type Verdict, verdict } from '../exposure.js';
import { isComposable } from './covered/coverage.js';
import { dataCoordinates } from './covered/data.js';
import { type ClientTypes, changedNames, definitionsOf, differences, supergraphTypes } from './difference.js';
import type { CoveredColumn, CoveredDataset, Landscape, Proposed, SeenOperation } from './landscape.js';
import { placesOf } from './places.js';
import { subjectOf, typeName } from './subject.js';
import { recordedUse } from './use.js';

/** What a publish would look like, before anybody says yes to it. */
export interface Rehearsal {
  /** The schema that members would see. */
  readonly clientSdl: string;
  /** Of it, the types that the publish adds or changes. */
  readonly changedSdl: string;
  /** What each standing would see of what is proposed; `ABSENT` where it would not know of it. */
  readonly standings: Readonly<Record<Standing, readonly Sight[]>>;
  /** Recorded operations that would meet something changed, those that no longer work first. */
  readonly operations: readonly RehearsedOperation[];
}

export interface Sight {
  readonly coordinate: string;
  readonly verdict: Verdict;
}

export interface RehearsedOperation {
  readonly client: string;
  readonly owner: string | null;
  readonly operation: string;
  readonly hash: string;
  readonly count: number;
  /** `INVALID`: it would be refused; `CHANGED`: it works, and something that it names is another. */
  readonly outcome: 'INVALID' | 'CHANGED';
  /** What it meets, a sentence each. */
  readonly how: readonly Words[];
}

/**
 * The dress rehearsal of a publish that was found to compose: `before` is the supergraph that is served (null of none),
 * `after` the one that the check gave.
 */
export function rehearsal(
  before: string | null,
  after: string,
  landscape: Landscape,
  proposed: readonly Proposed[],
): Rehearsal {
  const [old, next] = [supergraphTypes(before), supergraphTypes(after)];
  const sights = proposed.flatMap((one) => coordinatesOf(one, landscape.datasets));
  return {
    clientSdl: sdlOf(next, [...next.keys()]),
    changedSdl: sdlOf(next, changedNames(old, next)),
    standings: Object.fromEntries(
      STANDINGS.map((standing) => [
        standing,
        sights
          .map(({ coordinate, sight }) => ({ coordinate, verdict: sight(standing) }))
          .sort((one, other) => (one.coordinate < other.coordinate ? -1 : 1)),
      ]),
    ) as Record<Standing, Sight[]>,
    operations: operationsOf(old, next, landscape.operations),
  };
}

const sdlOf = (types: ClientTypes, names: readonly string[]): string =>
  definitionsOf(types, names)
    .map((definition) => `${print(definition)}\n`)
    .join('\n');

interface Seen {
  readonly coordinate: string;
  readonly sight: (standing: Standing) => Verdict;
}

function coordinatesOf(proposed: Proposed, datasets: readonly CoveredDataset[]): Seen[] {
  const document: DocumentNode = parse(proposed.sdl);
  const places = placesOf(document);
  return dataCoordinates(document, subjectOf(proposed, document)).map((coordinate) => {
    const field = places.get(coordinate) as FieldDefinitionNode;
    return { coordinate, sight: sightOf(coordinate, field, places, proposed.agency, datasets) };
  });
}

/** SOP, "What is exposed, when": of a column by its status and class, of what leads to rows by their columns. */
function sightOf(
  coordinate: string,
  field: FieldDefinitionNode,
  places: ReadonlyMap<string, ASTNode>,
  agency: string,
  datasets: readonly CoveredDataset[],
): Seen['sight'] {
  const [type = '', name = ''] = coordinate.split('.');
  const rows = datasets.find(({ names }) => names.type === type);
  if (rows) return (standing) => columnSight(rows, name, standing);
  const dataset = datasets.find(
    ({ names, agency: owner }) => owner === agency && (names.field === name || names.byKey === name),
  );
  if (!dataset) return () => 'ABSENT';
  const keys = (field.arguments ?? []).map((one) => one.name.value).filter((one) => one !== 'id');
  const referring = type === 'Query' ? undefined : referringColumn(dataset.names.type, type, places);
  return (standing) => {
    const all = Object.keys(dataset.columns).map((column) => columnSight(dataset, column, standing));
    const some = all.includes('VALUES') ? 'VALUES' : (all.find((one) => one !== 'ABSENT') ?? 'ABSENT');
    if (type === 'Query' && name === dataset.names.byKey)
      return keys.map((key) => columnSight(dataset, key, standing)).find((one) => one !== 'VALUES') ?? some;
    return referring ? columnSight(dataset, referring, standing) : some;
  };
}

/** The column by which rows refer to an entity: it decides about the entity's way back to them. */
function referringColumn(
  rows: string,
  entity: string,
  places: ReadonlyMap<string, ASTNode>,
): string | undefined {
  for (const [coordinate, node] of places)
    if (coordinate.startsWith(`${rows}.`) && node.kind === Kind.FIELD_DEFINITION)
      if (typeName(node.type) === entity) return node.name.value;
  return undefined;
}

function columnSight(
  { columns, released = false }: CoveredDataset,
  name: string,
  standing: Standing,
): Verdict {
  const column: CoveredColumn | undefined = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (!column || !isComposable(column)) return 'ABSENT';
  return verdict(column.status, column.accessClass, standing, released);
}

function operationsOf(
  before: ClientTypes,
  after: ClientTypes,
  operations: readonly SeenOperation[],
): RehearsedOperation[] {
  const uses = recordedUse(operations);
  const met = new Map<SeenOperation, Words[]>();
  for (const difference of differences(before, after)) {
    const { kind, coordinate, meta } = difference;
    for (const operation of uses.of(difference)) {
      const how = met.get(operation) ?? [];
      met.set(operation, how);
      const { id, en } = kind.words(coordinate, meta);
      how.push({ id: `${id}.`, en: `${en}.` });
    }
  }
  if (met.size === 0) return [];
  const [old, next] = [before, after].map((types) => schemaOf(definitionsOf(types, [...types.keys()])));
  const isValid = (schema: typeof old, text: string): boolean => {
    try {
      return schema !== undefined && validate(schema, parse(text)).length === 0;
    } catch {
      return false;
    }
  };
  return [...met]
    .map(([{ client, owner, name, hash, count, text }, how]): RehearsedOperation => {
      const outcome = isValid(old, text) && !isValid(next, text) ? 'INVALID' : 'CHANGED';
      return { client, owner, operation: name ?? hash, hash, count, outcome, how };
    })
    .sort(
      (one, other) =>
        (one.outcome === other.outcome ? 0 : one.outcome === 'INVALID' ? -1 : 1) ||
        other.count - one.count ||
        (`${one.client} ${one.hash}` < `${other.client} ${other.hash}` ? -1 : 1),
    );
}
