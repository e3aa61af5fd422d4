import postgres from 'postgres';
import { inject } from 'vitest';
import type { Answer, Caller, TestHub } from '../support/hub.js';

/** A case as an action names it. */
export interface Stage {
  readonly number: string;
  readonly version: number;
}

/** Arguments of an action besides number and version, each with its GraphQL type. */
export type Arguments = Readonly<Record<string, readonly [type: string, value: unknown]>>;

/** Every action of the procedure with arguments that fit; what a test means by them it gives itself. */
export const ACTIONS = {
  submitCase: { profile: ['String', 'Data dan aplikasi.'], waiver: ['String', null] },
  returnCase: { reason: ['String!', 'lengkapi'] },
  refuseCase: { reason: ['String!', 'bukan urusan kami'] },
  issueDisposition: { disposition: ['String!', 'Agar diproses.'] },
  handOver: {
    definition: ['DatasetDefinitionInput!', { name: 'x1', title: 'X', description: 'X', columns: [] }],
    drops: ['[String!]', null],
  },
  judgeFields: { verdicts: ['[FieldVerdictInput!]!', []] },
  signAgreement: { contentHash: ['String!', '0'.repeat(64)] },
  rejectAgreement: { reason: ['String!', 'satuan keliru'] },
  waiveDocument: { document: ['DocumentKind!', 'APPLICATION_PROFILE'], reason: ['String!', 'menyusul'] },
  invalidateDocument: { document: ['DocumentKind!', 'APPLICATION_PROFILE'], reason: ['String!', 'keliru'] },
  attachDocument: { document: ['DocumentKind!', 'SUPPORTING'], upload: ['ID!', 'tidak-ada'] },
  editDraft: { title: ['String', 'Judul baru'] },
  suspendFields: { reason: ['String!', 'angka diragukan'], columns: ['[String!]', null] },
  liftSuspension: {},
  raiseClass: {
    column: ['String!', 'x'],
    to: ['AccessClass!', 'RESTRICTED'],
    reason: ['String!', 'memuat data pribadi'],
  },
  rerouteCase: {
    to: ['StepId!', 'PROVISION'],
    reason: ['String!', 'muat ulang'],
  },
  assessCase: {},
  provisionCase: { account: ['ID!', 'tidak-ada'] },
  deliverCase: { report: ['String!', 'Laporan.'] },
  adoptCase: { validation: ['String', 'Sudah diperbarui.'] },
  acceptCase: { record: ['String!', 'Sesuai.'] },
  contestCase: { columns: ['[String!]!', []], reason: ['String!', 'angka keliru'] },
  prepareReport: { report: ['String!', 'Laporan akhir.'] },
  forwardReport: {},
  acknowledgeReport: {},
  cancelCase: { reason: ['String!', 'batal'] },
} as const satisfies Record<string, Arguments>;
export type ActionName = keyof typeof ACTIONS;

/** Sends one action; gives the answer as it came. */
export function send(
  caller: Caller,
  action: ActionName,
  { number, version }: Stage,
  given: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<{ result: Stage } | null>> {
  const entries = Object.entries(ACTIONS[action] as Arguments);
  const declared = entries.map(([name, [type]]) => `, $${name}: ${type}`).join('');
  const passed = entries.map(([name]) => `, ${name}: $${name}`).join('');
  return caller.query(
    `mutation ($number: ID!, $version: Int!${declared}) {
      result: ${action}(number: $number, version: $version${passed}) { number version }
    }`,
    { number, version, ...Object.fromEntries(entries.map(([name, [, value]]) => [name, value])), ...given },
    headers,
  );
}

/** Does one action that has to succeed; gives where the case is now. */
export async function act(
  caller: Caller,
  action: ActionName,
  stage: Stage,
  given: Readonly<Record<string, unknown>> = {},
): Promise<Stage> {
  const answer = await send(caller, action, stage, given);
  if (answer.errors.length > 0 || !answer.data) throw new Error(`${action} was refused: ${answer.text}`);
  return answer.data.result;
}

export interface Dossier {
  readonly number: string;
  readonly step: string;
  readonly status: string;
  readonly nextActor: string | null;
  readonly version: number;
  readonly dossier: {
    readonly dataset: string | null;
    readonly contentHash: string | null;
    readonly signedBy: readonly string[];
    readonly fields: readonly {
      readonly name: string;
      readonly status: string;
      readonly verdict: string | null;
    }[];
    readonly documents: readonly { readonly kind: string; readonly version: number; readonly body: string }[];
    readonly events: readonly {
      readonly version: number;
      readonly action: string;
      readonly role: string;
      readonly outsideSop: boolean;
      readonly reason: string | null;
    }[];
  };
}

const WHOLE = `number step status nextActor version dates { createdAt updatedAt }
  dossier {
    title purpose agency dataset contentHash signedBy
    fields { name title accessClass status verdict reason }
    documents { kind version body createdAt }
    events { version transition action fromStep toStep outsideSop actor role reason at hash }
  }`;

/** The whole case, for those who may read it. */
export async function readWhole(caller: Caller, number: string): Promise<Dossier> {
  const answer = await caller.query<{ case: Dossier }>(
    `query ($number: ID!) { case(number: $number) { ${WHOLE} } }`,
    { number },
  );
  if (answer.errors.length > 0 || !answer.data) throw new Error(`${number} was not read: ${answer.text}`);
  return answer.data.case;
}

export const statusesOf = ({ dossier }: Dossier): Record<string, string> =>
  Object.fromEntries(dossier.fields.map(({ name, status }) => [name, status]));

/** The case that carries this dataset. */
export async function caseOf(hub: TestHub, dataset: string): Promise<Dossier> {
  const team = await hub.official('tim.teknis');
  const answer = await team.query<{ cases: { number: string; dossier: { dataset: string | null } }[] }>(
    '{ cases { number dossier { dataset } } }',
  );
  const found = answer.data?.cases.find(({ dossier }) => dossier.dataset === dataset);
  if (!found) throw new Error(`no case carries ${dataset}: ${answer.text}`);
  return readWhole(team, found.number);
}

/** What a draft may say besides its title. */
export interface Draft {
  readonly profile?: string | null;
  readonly direction?: 'SHARES' | 'USES' | 'BOTH';
  /** Root field of the dataset that a CHANGE changes. */
  readonly changes?: string;
}

/** A new draft of the producer's agency, with its application. */
export async function draft(producer: Caller, title: string, given: Draft = {}): Promise<Stage> {
  const answer = await producer.query<{ draftCase: Stage }>(
    `mutation ($title: String!, $profile: String, $direction: CaseDirection, $changes: ID) {
      draftCase(
        title: $title, purpose: "Dasbor", profile: $profile, direction: $direction, changes: $changes,
        contacts: [{ name: "Sari", position: "Statistisi", reach: "0343-000000" }]
      ) { number version }
    }`,
    { title, profile: 'Data dan aplikasi.', ...given },
  );
  if (!answer.data) throw new Error(`the draft was refused: ${answer.text}`);
  return answer.data.draftCase;
}

/** Steps 1 and 2: a new case whose structure is handed over and stands in the graph. */
export async function handedOver(hub: TestHub, producer: Caller, definition: unknown): Promise<Stage> {
  let stage = await draft(producer, 'Permohonan uji');
  stage = await act(producer, 'submitCase', stage);
  stage = await act(await hub.official('kepala.dinas'), 'issueDisposition', stage);
  stage = await act(producer, 'handOver', stage, { definition });
  await hub.hub.settle();
  return stage;
}

/** Step 3, *ya*: the verdicts (the columns not named are agreed), and both signatures under the same content. */
export async function agreed(
  hub: TestHub,
  producer: Caller,
  from: Stage,
  verdicts: Readonly<Record<string, 'DECLINED' | 'DEFERRED'>> = {},
): Promise<Stage> {
  const team = await hub.official('tim.teknis');
  const { dossier } = await readWhole(team, from.number);
  const judged = dossier.fields.map(({ name }) => ({
    column: name,
    verdict: verdicts[name] ?? 'AGREED',
    reason: verdicts[name] ? 'belum jelas' : null,
  }));
  let stage = await act(team, 'judgeFields', from, { verdicts: judged });
  const { contentHash } = (await readWhole(team, from.number)).dossier;
  stage = await act(team, 'signAgreement', stage, { contentHash });
  stage = await act(producer, 'signAgreement', stage, { contentHash });
  await hub.hub.settle();
  return stage;
}

/** Uploads a CSV and loads it into the dataset. */
export async function load(hub: TestHub, producer: Caller, dataset: string, csv: string): Promise<void> {
  const upload = await producer.upload(csv);
  const answer = await producer.query(
    'mutation ($dataset: ID!, $upload: ID!) { loadRelease(dataset: $dataset, upload: $upload) { rows } }',
    { dataset, upload: upload.body['id'] },
  );
  if (answer.errors.length > 0) throw new Error(`the load was refused: ${answer.text}`);
  await hub.hub.settle();
}

/** The service key that serves as the account of step 5. */
export function account(): string {
  const key = inject('demo').keys.find(({ name }) => name === 'Dasbor kecamatan');
  if (!key) throw new Error('the demo has no consumer key');
  return key.id;
}

/** Looks into the hub's database, past the hub. */
export async function lookInto<T>(hub: TestHub, look: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(hub.databaseUrl, { max: 1, onnotice: () => {} });
  try {
    return await look(sql);
  } finally {
    await sql.end();
  }
}

/** Everything that the store holds of a case's procedure, as text to be compared; of bytes their hash. */
export function stored(hub: TestHub, number: string): Promise<string> {
  return lookInto(hub, async (sql) => {
    const [row] = await sql`select * from cases where number = ${number}`;
    const id = row?.['id'];
    return JSON.stringify(
      {
        row,
        events: await sql`select * from case_events where case_id = ${id} order by id`,
        documents: await sql`select * from case_documents where case_id = ${id} order by kind, version`,
        chunks: await sql`
          select kind, version, sequence, sha256(data) from document_chunks where case_id = ${id}
          order by kind, version, sequence`,
        fields: await sql`
          select * from dataset_fields where case_id = ${id} or dataset_id = ${row?.['dataset_id'] ?? null}
          order by position, name`,
        steps: await sql`select * from case_steps where case_id = ${id} order by opened_at, step, attempt`,
        deviations: await sql`select * from deviations where case_id = ${id} order by opened_at, id`,
        reports: await sql`select * from case_reports where case_id = ${id} order by sent_at, role`,
        archives: await sql`select * from archives where case_id = ${id} order by attempt`,
        archived: await sql`
          select attempt, sequence, sha256(data) from archive_chunks where case_id = ${id}
          order by attempt, sequence`,
        grants: await sql`select * from grant_requests where case_id = ${id} order by "column"`,
        moves: await sql`select * from deadline_moves where case_id = ${id} order by change_id, step`,
      },
      null,
      1,
    );
  });
}

/** Physical columns of the dataset's live release, generated names and all. */
export function physicalColumns(hub: TestHub, agency: string, dataset: string): Promise<string[]> {
  return lookInto(hub, async (sql) => {
    const rows = await sql<{ column_name: string }[]>`
      select column_name from information_schema.columns
      where table_schema = 'hosted' and table_name = (
        select 'r' || r.id from releases r join datasets d on d.id = r.dataset_id
        where r.status = 'LIVE' and d.agency = ${agency} and d.name = ${dataset})
      order by ordinal_position`;
    return rows.map((row) => row.column_name);
  });
}
