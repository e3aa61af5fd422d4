import { and, count, eq, inArray, sql } from 'drizzle-orm';
import type { Drizzle, Queries } from '../db/client.js';
import { cases, datasetFields, datasets } from '../db/tables/cases.js';
import { datasetFacts, publications } from '../db/tables/catalog.js';
import { deviations } from '../db/tables/deadlines.js';
import { releases } from '../db/tables/releases.js';
import { type ColumnDefinition, type ColumnType, composedColumns } from '../schema/definition.js';
import { type EntityName, sameList } from '../schema/entities.js';
import { refusal } from '../schema/errors.js';
import { type AccessClass, type FieldStatus, isComposed, type Verdict, verdict } from '../schema/exposure.js';
import { type Cadence, type DatasetFacts, NO_FACTS } from '../schema/facts.js';
import type { ComposedColumn } from '../schema/hosted.js';
import { type DatasetNames, datasetNames } from '../schema/names.js';
import { type RemoteSubgraphs, readRemotes, type Served, servedBy } from './remote-subgraphs.js';
import { inScope, isGranted, standingOf, type Viewer } from './viewer.js';

/** Where a column of the definition lies in a release's table. */
export interface ReleaseColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** What the load checked: uniqueness together with the other key columns, codes of this entity. */
  readonly key: boolean;
  readonly reference: EntityName | null;
  /** Of KBLI codes: their edition. */
  readonly edition?: string | undefined;
  readonly physical: string;
}

export interface LiveRelease {
  readonly id: number;
  readonly number: number;
  readonly rows: number;
  readonly loadedAt: Date;
  /** Whether rows have ids made of their keys; where not, ids are their numbers, encrypted. */
  readonly keyed: boolean;
  readonly columns: ReadonlyMap<string, ReleaseColumn>;
}

export interface CaseMark {
  readonly id: string;
  readonly number: string;
  readonly step: string;
}

export interface DatasetColumn {
  readonly definition: ComposedColumn;
  readonly status: FieldStatus;
  readonly accessClass: AccessClass;
  /** The case that gave the column its status. */
  readonly case: CaseMark;
}

/** A dataset from hand-over on, with what decides about its exposure. */
export interface Dataset {
  readonly id: string;
  readonly agency: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What its producer says of it as a whole. */
  readonly facts: DatasetFacts;
  readonly handedOverAt: Date;
  readonly names: DatasetNames;
  readonly case: CaseMark;
  /** The released flag of Penyebarluasan Data: whether the public may see it. */
  readonly released: boolean;
  /** Composed columns alone; DECLINED and CLOSED ones are in no graph. */
  readonly columns: readonly DatasetColumn[];
  /** Headers of the others: the producer's files go on having them, and no release does. */
  readonly withheldLabels: readonly string[];
  readonly release: LiveRelease | null;
  /** The subgraph of its agency's own that serves it in place of releases: then there is no live one. */
  readonly remote: Served | null;
  /** Deviations of its cases that somebody still has to act on. */
  readonly openDeviations: number;
}

/** All datasets as they stood at one moment, found by the names that the graph gives them. */
export class DatasetDirectory {
  readonly #byField: ReadonlyMap<string, Dataset>;
  readonly #byType: ReadonlyMap<string, Dataset>;

  /** `stamps` tell of each dataset, by its id, what it was read from. */
  constructor(
    readonly datasets: readonly Dataset[],
    readonly stamps: ReadonlyMap<string, string> = new Map(),
    readonly remotes: RemoteSubgraphs = new Map(),
  ) {
    this.#byField = new Map(datasets.map((dataset) => [dataset.names.field, dataset]));
    this.#byType = new Map(datasets.map((dataset) => [dataset.names.type, dataset]));
  }

  byField(field: string): Dataset | undefined {
    return this.#byField.get(field);
  }

  /** The dataset with this root field; throws NOT_FOUND. */
  named(field: string): Dataset {
    const dataset = this.#byField.get(field);
    if (!dataset) throw refusal('NOT_FOUND', { what: field });
    return dataset;
  }

  byType(type: string): Dataset | undefined {
    return this.#byType.get(type);
  }
}

/** What the matrix says about one column for one caller, his grants and the scopes of a key included. */
export function columnVerdict(dataset: Dataset, column: DatasetColumn, viewer: Viewer): Verdict {
  const { status, accessClass, definition } = column;
  const general = standingOf(viewer, dataset.agency);
  const granted = general === 'SIGNED_IN' && isGranted(viewer, dataset.id, definition.name);
  const found = verdict(status, accessClass, granted ? 'GRANTED' : general, dataset.released);
  return found === 'VALUES' && !inScope(viewer, 'read', dataset) ? 'FIELD_OUT_OF_SCOPE' : found;
}

const isReadable = (dataset: Dataset, viewer: Viewer) => (column: DatasetColumn) =>
  columnVerdict(dataset, column, viewer) === 'VALUES';

export const readableColumns = (dataset: Dataset, viewer: Viewer): DatasetColumn[] =>
  dataset.columns.filter(isReadable(dataset, viewer));

export const someColumnIsReadable = (dataset: Dataset, viewer: Viewer): boolean =>
  dataset.columns.some(isReadable(dataset, viewer));

/** True, too, where there is no column. */
export const everyColumnIsReadable = (dataset: Dataset, viewer: Viewer): boolean =>
  dataset.columns.every(isReadable(dataset, viewer));

/**
 * Where the live release holds a column; undefined where it was loaded before the column got its type, or without the
 * check of the codes that it now refers to.
 */
export function loadedColumn(
  { release }: Pick<Dataset, 'release'>,
  { definition: { name, type, reference } }: Pick<DatasetColumn, 'definition'>,
): ReleaseColumn | undefined {
  const column = release?.columns.get(name);
  if (column?.type !== type) return undefined;
  if (!reference) return column;
  const { reference: entity, edition } = column;
  return entity && sameList({ entity, edition }, reference) ? column : undefined;
}

/** Whether values can be had at all, of a column where one is given: of the live release, or of its agency's subgraph. */
export const hasData = (dataset: Dataset, column?: DatasetColumn): boolean =>
  dataset.remote !== null ||
  (column ? loadedColumn(dataset, column) !== undefined : dataset.release !== null);

/**
 * Reads every dataset with its columns, flag and live release, in one snapshot. What has not changed since `before` is
 * not read again and stays the same object, so that looking costs little and what is made of a dataset can be kept.
 */
export async function loadDirectory(
  db: Drizzle,
  before: DatasetDirectory = new DatasetDirectory([]),
): Promise<DatasetDirectory> {
  return db.transaction(
    async (tx) => {
      const remotes = await readRemotes(tx, before.remotes);
      const stamps = await readStamps(tx, remotes);
      const known = new Map(before.datasets.map((dataset) => [dataset.id, dataset]));
      const changed = [...stamps.keys()].filter((id) => stamps.get(id) !== before.stamps.get(id));
      if (changed.length === 0 && stamps.size === known.size && remotes === before.remotes) return before;
      for (const dataset of await readDatasets(tx, changed, remotes)) known.set(dataset.id, dataset);
      const all = [...stamps.keys()].flatMap((id) => known.get(id) ?? []);
      return new DatasetDirectory(all, stamps, remotes);
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** A hash of everything that a dataset is read from, by its id, in the order of agencies and names. */
async function readStamps(tx: Queries, remotes: RemoteSubgraphs): Promise<Map<string, string>> {
  const rows = await tx.execute<{ id: string; agency: string; name: string; stamp: string }>(sql`
    select d.id, d.agency, d.name,
      md5(concat_ws('|', d::text, p::text, m::text, r::text, c.number, c.step, f.stamp, v.open)) as stamp
    from ${datasets} d
    join ${cases} c on c.id = d.case_id
    left join ${publications} p on p.dataset_id = d.id and p.case_id = d.case_id
    left join ${datasetFacts} m on m.dataset_id = d.id
    left join ${releases} r on r.dataset_id = d.id and r.status = 'LIVE'
    left join (
      select f.dataset_id, md5(string_agg(concat_ws('|', f::text, c.number, c.step), '|' order by f.position)) as stamp
      from ${datasetFields} f join ${cases} c on c.id = f.case_id
      group by f.dataset_id
    ) f on f.dataset_id = d.id
    left join ${openDeviations(tx)} v on v.dataset_id = d.id
    order by d.agency, d.name`);
  const remoteOf = (agency: string, name: string) =>
    servedBy(remotes, agency, datasetNames(agency, name).type);
  return new Map(
    rows.map(({ id, agency, name, stamp }) => [id, `${stamp} ${JSON.stringify(remoteOf(agency, name))}`]),
  );
}

/** How many deviations of each dataset's cases somebody still has to act on. */
const openDeviations = (tx: Queries) =>
  tx
    .select({ datasetId: cases.datasetId, open: count().as('open') })
    .from(deviations)
    .innerJoin(cases, eq(cases.id, deviations.caseId))
    .where(inArray(deviations.status, ['OPEN', 'ACCOUNTED', 'RETURNED']))
    .groupBy(cases.datasetId);

async function readDatasets(tx: Queries, ids: string[], remotes: RemoteSubgraphs): Promise<Dataset[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .select({ dataset: datasets, released: publications.released, facts: datasetFacts })
    .from(datasets)
    .leftJoin(datasetFacts, eq(datasetFacts.datasetId, datasets.id))
    .leftJoin(
      publications,
      and(eq(publications.datasetId, datasets.id), eq(publications.caseId, datasets.caseId)),
    )
    .where(inArray(datasets.id, ids));
  const fields = await tx
    .select({ field: datasetFields, case: { id: cases.id, number: cases.number, step: cases.step } })
    .from(datasetFields)
    .innerJoin(cases, eq(cases.id, datasetFields.caseId))
    .where(inArray(datasetFields.datasetId, ids))
    .orderBy(datasetFields.position);
  const live = await tx
    .select()
    .from(releases)
    .where(and(eq(releases.status, 'LIVE'), inArray(releases.datasetId, ids)));
  const deviationsOf = new Map((await openDeviations(tx)).map(({ datasetId, open }) => [datasetId, open]));
  const marks = await tx
    .select({ id: cases.id, number: cases.number, step: cases.step })
    .from(cases)
    .where(
      inArray(
        cases.id,
        rows.map(({ dataset }) => dataset.caseId),
      ),
    );

  const markOf = new Map(marks.map((mark) => [mark.id, mark]));
  const releaseOf = new Map(live.map((release) => [release.datasetId, liveRelease(release)]));
  const fieldsOf = new Map<string, StoredField[]>();
  for (const field of fields) {
    const all = fieldsOf.get(field.field.datasetId);
    if (all) all.push(field);
    else fieldsOf.set(field.field.datasetId, [field]);
  }
  return rows.map(({ dataset, released, facts }) => {
    const { id, agency, name, title, description, caseId, createdAt } = dataset;
    const stored = fieldsOf.get(id) ?? [];
    const names = datasetNames(agency, name);
    const remote = servedBy(remotes, agency, names.type);
    return {
      id,
      agency,
      name,
      title,
      description,
      facts: facts ? factsOf(facts) : NO_FACTS,
      handedOverAt: createdAt,
      names,
      case: markOf.get(caseId) ?? { id: caseId, number: '?', step: '?' },
      released: released ?? false,
      columns: columnsOf(stored),
      withheldLabels: stored
        .filter(({ field }) => !isComposed(field.status, field.accessClass))
        .map(({ field }) => (field.definition as ColumnDefinition).label),
      release: remote ? null : (releaseOf.get(id) ?? null),
      remote,
      openDeviations: deviationsOf.get(id) ?? 0,
    };
  });
}

interface StoredField {
  readonly field: typeof datasetFields.$inferSelect;
  readonly case: CaseMark;
}

function columnsOf(stored: readonly StoredField[]): DatasetColumn[] {
  const all = new Map(stored.map((one) => [one.field.name, one]));
  const of = ({ name }: ColumnDefinition) => all.get(name) as StoredField;
  const definitions = stored.map(({ field }) => composedColumn(field));
  return composedColumns(definitions, (column) =>
    isComposed(of(column).field.status, of(column).field.accessClass),
  ).map((definition) => {
    const { field, case: mark } = of(definition);
    return { definition, status: field.status, accessClass: field.accessClass, case: mark };
  });
}

function liveRelease(release: typeof releases.$inferSelect): LiveRelease {
  const columns = release.columns as ReleaseColumn[];
  return {
    id: release.id,
    number: release.number,
    rows: release.rows,
    loadedAt: release.loadedAt,
    keyed: columns.some(({ key }) => key),
    columns: new Map(columns.map((column) => [column.name, column])),
  };
}

const factsOf = ({
  cadence,
  coverage,
  contact,
  licence,
}: typeof datasetFacts.$inferSelect): DatasetFacts => ({
  cadence: cadence as Cadence | null,
  coverage,
  contact,
  licence,
});

/** A stored column as the graph shows it. */
export function composedColumn(field: {
  readonly definition: unknown;
  readonly leavesOn: string | null;
  readonly replacedBy: string | null;
}): ComposedColumn {
  const definition = field.definition as ColumnDefinition;
  if (!field.leavesOn) return definition;
  return { ...definition, leaves: { on: field.leavesOn, replacedBy: field.replacedBy } };
}
