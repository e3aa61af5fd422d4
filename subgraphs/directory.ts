import { and, count, eq, inArray } from 'drizzle-orm';
import type { Drizzle } from '../db/client.js';
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
import { standingOf, type Viewer } from './viewer.js';

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
  /** Deviations of its cases that somebody still has to act on. */
  readonly openDeviations: number;
}

/** All datasets as they stood at one moment, found by the names that the graph gives them. */
export class DatasetDirectory {
  readonly #byField: ReadonlyMap<string, Dataset>;
  readonly #byType: ReadonlyMap<string, Dataset>;

  constructor(readonly datasets: readonly Dataset[]) {
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

/** What the matrix says about one column for one caller. */
export const columnVerdict = (dataset: Dataset, column: DatasetColumn, viewer: Viewer): Verdict =>
  verdict(column.status, column.accessClass, standingOf(viewer, dataset.agency), dataset.released);

export const readableColumns = (dataset: Dataset, viewer: Viewer): DatasetColumn[] =>
  dataset.columns.filter((column) => columnVerdict(dataset, column, viewer) === 'VALUES');

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

/** Reads every dataset with its columns, flag and live release, in one snapshot. */
export async function loadDirectory(db: Drizzle): Promise<DatasetDirectory> {
  return db.transaction(
    async (tx) => {
      const rows = await tx
        .select({ dataset: datasets, released: publications.released, facts: datasetFacts })
        .from(datasets)
        .leftJoin(datasetFacts, eq(datasetFacts.datasetId, datasets.id))
        .leftJoin(
          publications,
          and(eq(publications.datasetId, datasets.id), eq(publications.caseId, datasets.caseId)),
        )
        .orderBy(datasets.agency, datasets.name);
      const fields = await tx.select().from(datasetFields).orderBy(datasetFields.position);
      const live = await tx.select().from(releases).where(eq(releases.status, 'LIVE'));
      const marks = await tx.select({ id: cases.id, number: cases.number, step: cases.step }).from(cases);

      const deviating = await tx
        .select({ datasetId: cases.datasetId, open: count() })
        .from(deviations)
        .innerJoin(cases, eq(cases.id, deviations.caseId))
        .where(inArray(deviations.status, ['OPEN', 'ACCOUNTED', 'RETURNED']))
        .groupBy(cases.datasetId);
      const deviationsOf = new Map(deviating.map(({ datasetId, open }) => [datasetId, open]));

      const markById = new Map(marks.map((mark) => [mark.id, mark]));
      const mark = (id: string): CaseMark => markById.get(id) ?? { id, number: '?', step: '?' };
      const releaseOf = new Map(live.map((release) => [release.datasetId, release]));
      const fieldsOf = new Map<string, (typeof fields)[number][]>();
      for (const field of fields)
        fieldsOf.set(field.datasetId, [...(fieldsOf.get(field.datasetId) ?? []), field]);
      const columnsOf = (datasetId: string): DatasetColumn[] => {
        const all = new Map((fieldsOf.get(datasetId) ?? []).map((field) => [field.name, field]));
        const definitions = [...all.values()].map(composedColumn);
        const field = ({ name }: ColumnDefinition) => all.get(name) as (typeof fields)[number];
        return composedColumns(definitions, (column) =>
          isComposed(field(column).status, field(column).accessClass),
        ).map((definition) => {
          const { status, accessClass, caseId } = field(definition);
          return { definition, status, accessClass, case: mark(caseId) };
        });
      };
      return new DatasetDirectory(
        rows.map(({ dataset, released, facts }) => {
          const release = releaseOf.get(dataset.id);
          return {
            id: dataset.id,
            agency: dataset.agency,
            name: dataset.name,
            title: dataset.title,
            description: dataset.description,
            facts: facts ? factsOf(facts) : NO_FACTS,
            handedOverAt: dataset.createdAt,
            names: datasetNames(dataset.agency, dataset.name),
            case: mark(dataset.caseId),
            released: released ?? false,
            columns: columnsOf(dataset.id),
            withheldLabels: (fieldsOf.get(dataset.id) ?? [])
              .filter(({ status, accessClass }) => !isComposed(status, accessClass))
              .map(({ definition }) => (definition as ColumnDefinition).label),
            release: release
              ? {
                  id: release.id,
                  number: release.number,
                  rows: release.rows,
                  loadedAt: release.loadedAt,
                  keyed: (release.columns as ReleaseColumn[]).some(({ key }) => key),
                  columns: new Map(
                    (release.columns as ReleaseColumn[]).map((column) => [column.name, column]),
                  ),
                }
              : null,
            openDeviations: deviationsOf.get(dataset.id) ?? 0,
          };
        }),
      );
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
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
