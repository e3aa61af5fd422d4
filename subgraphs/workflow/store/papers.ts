import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Queries } from '../../../db/client.js';
import { accounts } from '../../../db/tables/accounts.js';
import { agencies } from '../../../db/tables/agencies.js';
import { caseEvents, type cases, datasetFields, datasets } from '../../../db/tables/cases.js';
import type { ColumnDefinition } from '../../../schema/definition.js';
import { datasetNames } from '../../../schema/names.js';
import { actingFor, type Official } from '../../viewer.js';
import type { Change } from '../change.js';
import {
  OFFICIAL_KINDS,
  type OfficialColumn,
  type OfficialEvent,
  type OfficialFacts,
  type OfficialKind,
  type Signer,
} from '../documents/facts.js';
import {
  addText,
  issueOfficial,
  type Place,
  type Recipient,
  type StoredVersion,
  sendReport,
} from '../documents/store.js';
import { word } from '../documents/words.js';
import { type DocumentKind, procedureOf, type StepId, stepOf } from '../procedure.js';
import type { ActionType } from '../rules.js';
import { judgementOf } from '../state.js';
import { deliveryFacts } from './delivery.js';

type CaseRow = typeof cases.$inferSelect;

export interface StoredDocument extends StoredVersion {
  readonly kind: DocumentKind;
}

/** To whom a document goes that an action makes, by the roles that SOP.md names. */
const REPORTED: Readonly<
  Partial<Record<ActionType, { readonly kind: DocumentKind; readonly to: readonly string[] }>>
> = {
  DELIVER: { kind: 'INTEGRATION_REPORT', to: ['PRODUCER', 'DIVISION_HEAD'] },
  CONTEST: { kind: 'DISPOSITION', to: ['TECHNICAL_TEAM', 'DEPARTMENT_HEAD'] },
};

const isOfficial = (kind: DocumentKind): kind is OfficialKind =>
  (OFFICIAL_KINDS as readonly DocumentKind[]).includes(kind);

/** Stores what a transition hands in, issues what it lets the hub issue, and sends it where it has to go. */
export async function storeDocuments(
  tx: Queries,
  row: CaseRow,
  official: Official,
  change: Change,
  place: Place,
  action: ActionType,
): Promise<StoredDocument[]> {
  const stored: StoredDocument[] = [];
  for (const { kind, body } of change.documents) {
    const version = isOfficial(kind)
      ? await issueOfficial(tx, place, kind, body, await officialFacts(tx, row, official, change, kind, body))
      : await addText(tx, place, kind, body);
    stored.push({ kind, ...version });
  }
  const report = REPORTED[action];
  const sent = report && stored.find(({ kind }) => kind === report.kind);
  if (report && sent)
    await sendReport(
      tx,
      place,
      sent.kind,
      sent.version,
      report.to.map((role): Recipient => ({ role, agency: role === 'PRODUCER' ? row.agency : null })),
    );
  return stored;
}

/** The remarks of these are the official's own words; the others consist of the case's facts alone. */
const REMARKED: readonly OfficialKind[] = [
  'DISPOSITION',
  'INTEGRATION_REPORT',
  'ACCEPTANCE_RECORD',
  'FINAL_REPORT',
];

async function officialFacts(
  tx: Queries,
  row: CaseRow,
  official: Official,
  change: Change,
  kind: OfficialKind,
  body: string,
): Promise<Omit<OfficialFacts, 'number' | 'date'>> {
  const [agency] = await tx.select().from(agencies).where(eq(agencies.slug, row.agency));
  const [dataset] = row.datasetId
    ? await tx.select().from(datasets).where(eq(datasets.id, row.datasetId))
    : [];
  return {
    caseNumber: row.number,
    procedure: row.procedure,
    caseTitle: row.title,
    purpose: row.purpose,
    agency: { slug: row.agency, name: agency?.name ?? row.agency },
    dataset: dataset
      ? {
          field: datasetNames(dataset.agency, dataset.name).field,
          title: dataset.title,
          description: dataset.description,
        }
      : null,
    columns: await officialColumns(tx, row, change),
    remarks: REMARKED.includes(kind) ? body : '',
    signers: await signers(tx, official, change, kind),
    facts: kind === 'INTEGRATION_RESULT' || kind === 'INTEGRATION_REPORT' ? await deliveryFacts(tx, row) : [],
    events: kind === 'FINAL_REPORT' ? await officialEvents(tx, row) : [],
  };
}

async function officialColumns(tx: Queries, row: CaseRow, { state }: Change): Promise<OfficialColumn[]> {
  const fields = await tx
    .select()
    .from(datasetFields)
    .where(eq(datasetFields.caseId, row.id))
    .orderBy(asc(datasetFields.position));
  return fields.map(({ definition, status }) => {
    const column = definition as ColumnDefinition;
    const judgement = judgementOf(state, column.name);
    return {
      name: column.name,
      label: column.label,
      title: column.title,
      description: column.description,
      attributes: [
        ...(column.concept ? [`Konsep: ${column.concept}`] : []),
        ...(column.classification ? [`Klasifikasi: ${column.classification}`] : []),
        ...(column.measure ? [`Ukuran: ${column.measure}`] : []),
        ...(column.referenceTime ? [`Referensi waktu: ${column.referenceTime}`] : []),
        ...(column.validationRule ? [`Aturan validasi: ${column.validationRule}`] : []),
        ...(column.values ? [`Klasifikasi isian: ${column.values.join(', ')}`] : []),
        ...(column.replaces ? [`Menggantikan: ${column.replaces}`] : []),
      ].join('; '),
      type: column.type,
      unit: column.unit,
      accessClass: column.accessClass,
      key: column.key,
      reference: column.reference?.entity ?? null,
      ...(column.reference?.edition ? { edition: column.reference.edition } : {}),
      status,
      verdict: judgement?.verdict ?? null,
      reason: judgement?.reason ?? null,
    };
  });
}

/** Whoever acted; both sides where a document carries what they have agreed on. */
async function signers(
  tx: Queries,
  official: Official,
  { state, role }: Change,
  kind: OfficialKind,
): Promise<Signer[]> {
  const { TECHNICAL_TEAM: team, PRODUCER: producer } = state.signatures;
  const agreed = (kind === 'REQUIREMENTS' || kind === 'INTEGRATION_SPECIFICATION') && team && producer;
  const who = agreed
    ? ([
        [team.accountId, 'TECHNICAL_TEAM'],
        [producer.accountId, 'PRODUCER'],
      ] as const)
    : ([[official.accountId, role]] as const);
  const rows = await tx
    .select()
    .from(accounts)
    .where(
      inArray(
        accounts.id,
        who.map(([id]) => id),
      ),
    );
  return who.map(([id, as]) => {
    const account = rows.find((one) => one.id === id);
    const acting = id === official.accountId ? actingFor(official, as) : undefined;
    return {
      position: acting ? `${word(acting.kind)} ${word(as)}` : (account?.position ?? word(as)),
      name: account?.name ?? '-',
      ...(account?.nip ? { nip: account.nip } : {}),
    };
  });
}

async function officialEvents(tx: Queries, row: CaseRow): Promise<OfficialEvent[]> {
  const procedure = procedureOf(row.procedure);
  const rows = await tx
    .select({ event: caseEvents, name: accounts.name })
    .from(caseEvents)
    .leftJoin(accounts, eq(accounts.id, caseEvents.actorId))
    .where(and(eq(caseEvents.caseId, row.id)))
    .orderBy(asc(caseEvents.id));
  return rows.map(({ event, name }) => ({
    date: event.at.toISOString(),
    step: stepOf(procedure, event.fromStep as StepId).no,
    action: event.action,
    actor: [event.actingKind ? word(event.actingKind) : '', name ?? 'SatuGraf'].filter(Boolean).join(' '),
  }));
}
