import { and, eq, inArray, isNull, ne, notInArray, sql } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { cases, datasetFields, datasets } from '../../../db/tables/cases.js';
import type { DatasetDefinition } from '../../../schema/definition.js';
import { refusal } from '../../../schema/errors.js';
import { addMonths, jakartaDate } from '../../calendar.js';
import type { Change } from '../change.js';
import { procedureOf } from '../procedure.js';

type CaseRow = typeof cases.$inferSelect;
/** Columns that a CHANGE adds stand behind those of the cases before. */
const BEHIND = 1000;

/** Stores the structure that a hand-over brings; gives the dataset's id. Throws DATASET_EXISTS. */
export async function storeDefinition(
  tx: Queries,
  row: CaseRow,
  definition: DatasetDefinition,
  now: Date,
): Promise<string> {
  const datasetId =
    row.kind === 'CHANGE'
      ? await changedDataset(tx, row, definition)
      : await ownDataset(tx, row, definition, now);
  const names = definition.columns.map((column) => column.name);
  await tx.delete(datasetFields).where(
    and(
      eq(datasetFields.datasetId, datasetId),
      // A NEW case owns the whole dataset, with what a cancelled one under its name has left.
      row.kind === 'CHANGE' ? eq(datasetFields.caseId, row.id) : undefined,
      notInArray(datasetFields.name, names.length > 0 ? names : ['']),
    ),
  );
  for (const [at, column] of definition.columns.entries()) {
    const placed = {
      position: row.kind === 'CHANGE' ? row.sequence * BEHIND + at : at,
      definition: column,
      accessClass: column.accessClass,
      caseId: row.id,
    };
    await tx
      .insert(datasetFields)
      .values({ datasetId, name: column.name, status: 'PROPOSED', since: now, ...placed })
      .onConflictDoUpdate({ target: [datasetFields.datasetId, datasetFields.name], set: placed });
  }
  return datasetId;
}

async function ownDataset(
  tx: Queries,
  row: CaseRow,
  definition: DatasetDefinition,
  now: Date,
): Promise<string> {
  const { title, description } = definition;
  await freeName(tx, row, definition.name);
  const [dataset] = await tx
    .insert(datasets)
    .values({ agency: row.agency, name: definition.name, title, description, caseId: row.id, createdAt: now })
    .onConflictDoUpdate({
      target: [datasets.agency, datasets.name],
      set: { title, description },
      setWhere: eq(datasets.caseId, row.id),
    })
    .returning({ id: datasets.id });
  // Another case holds the name; or this case has handed over another one before, and keeps it.
  if (!dataset || (row.datasetId && row.datasetId !== dataset.id))
    throw refusal('DATASET_EXISTS', { dataset: definition.name });
  return dataset.id;
}

async function changedDataset(tx: Queries, row: CaseRow, { name }: DatasetDefinition): Promise<string> {
  const [dataset] = await tx
    .select({ id: datasets.id })
    .from(datasets)
    .where(and(eq(datasets.agency, row.agency), eq(datasets.name, name)));
  if (!dataset || dataset.id !== row.datasetId) throw refusal('DATASET_EXISTS', { dataset: name });
  return dataset.id;
}

/** A name that a cancelled case has left behind is this case's now; nothing of the old one stays in the graph. */
async function freeName(tx: Queries, row: CaseRow, name: string): Promise<void> {
  const cancelled = tx
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.agency, row.agency), eq(cases.status, 'CANCELLED')));
  await tx
    .update(datasets)
    .set({ caseId: row.id, createdAt: row.updatedAt })
    .where(
      and(eq(datasets.agency, row.agency), eq(datasets.name, name), inArray(datasets.caseId, cancelled)),
    );
}

/** Statuses, classes and dates of leaving, as a transition has changed them. */
export async function storeFields(
  tx: Queries,
  row: CaseRow,
  datasetId: string,
  change: Change,
  now: Date,
): Promise<void> {
  const field = (name: string) => and(eq(datasetFields.datasetId, datasetId), eq(datasetFields.name, name));
  for (const [name, status] of change.statuses)
    await tx.update(datasetFields).set({ status, since: now }).where(field(name));
  for (const [name, accessClass] of change.classes)
    await tx
      .update(datasetFields)
      .set({
        accessClass,
        definition: sql`jsonb_set(${datasetFields.definition}, '{accessClass}', to_jsonb(${accessClass}::text))`,
      })
      .where(field(name));
  const leavesOn = addMonths(jakartaDate(now), procedureOf(row.procedure).settings.graceMonths);
  for (const [name, leaving] of change.leaving)
    await tx
      .update(datasetFields)
      .set(leaving ? { leavesOn, replacedBy: leaving.replacedBy } : { leavesOn: null, replacedBy: null })
      .where(
        and(
          field(name),
          ne(datasetFields.caseId, row.id),
          // Delivered again after a re-route, it leaves when it was first said to.
          leaving ? isNull(datasetFields.leavesOn) : undefined,
        ),
      );
}
