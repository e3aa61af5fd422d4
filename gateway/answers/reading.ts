import { type DocumentNode, type GraphQLSchema, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { LRUCache } from 'lru-cache';
import { isKitType } from '../../schema/kit.js';
import type { Dataset, DatasetDirectory } from '../../subgraphs/directory.js';
import { subjectOf } from '../../subgraphs/subject.js';

/** Shared entities that do not change while a supergraph is served, with what surrounds them. */
const STATIC_TYPES: ReadonlySet<string> = new Set(['Region', 'RegionConnection', 'Period', 'PageInfo']);
const STATIC_FIELDS: ReadonlySet<string> = new Set(['Query.region', 'Query.regions', 'Query.period']);
const MAX_TEXTS = 1000;
const MAX_CHARACTERS = 10_000_000;

/** Coordinates of an operation's fields that are not the hub's own; null where its answer is not to be kept. */
type Reading = readonly string[] | null;

/**
 * Reads from the text of an operation whether its answer depends on nothing but datasets, regions and periods, and on
 * which datasets. It reads all that is written: what a request leaves out by `@skip` counts as asked.
 */
export class Readings {
  readonly #bySchema = new WeakMap<GraphQLSchema, LRUCache<string, { readonly reading: Reading }>>();

  constructor(private readonly platform: ReadonlySet<string>) {}

  /** Datasets on which the answer depends; undefined where it may depend on something else. */
  datasetsOf(schema: GraphQLSchema, text: string, directory: DatasetDirectory): Dataset[] | undefined {
    const reading = this.#read(schema, text);
    if (!reading) return undefined;
    const datasets = new Set<Dataset>();
    for (const coordinate of reading) {
      const subject = subjectOf(coordinate, directory, this.platform);
      // What an agency's own subgraph answers can change at any time.
      if ('dataset' in subject && subject.dataset.remote) return undefined;
      if ('dataset' in subject) datasets.add(subject.dataset);
      else if (!isKitType(coordinate.slice(0, coordinate.indexOf('.')))) return undefined;
    }
    return [...datasets].sort((a, b) => (a.names.field < b.names.field ? -1 : 1));
  }

  #read(schema: GraphQLSchema, text: string): Reading {
    let readings = this.#bySchema.get(schema);
    if (!readings) {
      readings = new LRUCache({
        max: MAX_TEXTS,
        maxSize: MAX_CHARACTERS,
        sizeCalculation: (_, key) => key.length + 1,
      });
      this.#bySchema.set(schema, readings);
    }
    let known = readings.get(text);
    if (!known) {
      known = { reading: readingOf(schema, text, this.platform) };
      readings.set(text, known);
    }
    return known.reading;
  }
}

function readingOf(schema: GraphQLSchema, text: string, platform: ReadonlySet<string>): Reading {
  let document: DocumentNode;
  try {
    document = parse(text, { noLocation: true });
  } catch {
    return null;
  }
  const coordinates = new Set<string>();
  const types = new TypeInfo(schema);
  let kept = true;
  visit(
    document,
    visitWithTypeInfo(types, {
      OperationDefinition: ({ operation }) => {
        if (operation !== 'query') kept = false;
      },
      Field: ({ name: { value: name } }) => {
        if (name === '__typename') return;
        const type = types.getParentType()?.name ?? '';
        const coordinate = `${type}.${name}`;
        // A name that the schema lacks, and introspection, are left to what comes after.
        if (!types.getFieldDef() || name.startsWith('__')) kept = false;
        else if (!platform.has(coordinate)) coordinates.add(coordinate);
        else if (!STATIC_TYPES.has(type) && !STATIC_FIELDS.has(coordinate)) kept = false;
      },
    }),
  );
  return kept ? [...coordinates] : null;
}
