import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createAccount } from '../../subgraphs/identity/store.js';
import type { Role } from '../../subgraphs/viewer.js';
import { verifyBundle } from '../../subgraphs/workflow/archive/verify.js';
import { type Answer, bootHub, type Caller, type TestHub } from '../support/hub.js';
import { type ActionName, lookInto, type Stage, send, stored } from '../workflow/case-over-http.js';

/** The office of the procedure: its officials at a hub whose clock the test moves. */
export interface Office extends AsyncDisposable {
  readonly hub: TestHub;
  /** Produsen Data of Dinas Kesehatan. */
  readonly producer: Caller;
  /** Produsen Data of another agency. */
  readonly stranger: Caller;
  /** Tim teknis. */
  readonly team: Caller;
  /** Kepala Bidang. */
  readonly divisionHead: Caller;
  /** Kepala Dinas. */
  readonly departmentHead: Caller;
  readonly admin: Caller;
  /** A consumer's service key. */
  readonly consumer: Caller;
  readonly clock: () => Date;
  /** Moves the clock to a moment in Jakarta: `2026-03-13 09:00`. */
  moveTo(moment: string): void;
  /** An account besides the demo's, signed in. */
  employ(
    user: string,
    person: { readonly name: string; readonly roles: readonly Role[]; readonly agency?: string },
  ): Promise<Caller>;
}

const instant = (moment: string): Date => new Date(`${moment.replace(' ', 'T')}:00+07:00`);

export async function openOffice(moment: string): Promise<Office> {
  let at = instant(moment);
  const clock = () => at;
  const hub = await bootHub('demo', {}, { now: clock });
  const [producer, stranger, team, divisionHead, departmentHead, admin] = await Promise.all(
    ['produsen.dinkes', 'produsen.dinsos', 'tim.teknis', 'kepala.bidang', 'kepala.dinas', 'pengelola'].map(
      (user) => hub.official(user),
    ),
  );
  if (!producer || !stranger || !team || !divisionHead || !departmentHead || !admin)
    throw new Error('the demo lacks an official');
  await staySignedIn(hub);
  return {
    hub,
    producer,
    stranger,
    team,
    divisionHead,
    departmentHead,
    admin,
    consumer: hub.key(),
    clock,
    moveTo(next) {
      at = instant(next);
    },
    async employ(user, { name, roles, agency = 'dinkes' }) {
      const password = `sandi-${user}`;
      await createAccount(hub.hub.parts.writes.db, { username: user, name, agency, roles, password });
      const answer = await hub.anonymous.query<{ login: { token: string } }>(
        'mutation ($user: String!, $password: String!) { login(username: $user, password: $password) { token } }',
        { user, password },
      );
      if (!answer.data?.login) throw new Error(answer.text);
      await staySignedIn(hub);
      return hub.caller(answer.data.login.token);
    },
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}

/** A session ends after a working day; those of a test last through the months that it tells of. */
const staySignedIn = (hub: TestHub) =>
  lookInto(hub, (sql) => sql`update sessions set expires_at = '2099-01-01', last_seen_at = '2099-01-01'`);

export interface DeviationOnFile {
  readonly id: string;
  readonly step: string;
  readonly attempt: number;
  readonly kind: string;
  readonly status: string;
  readonly chargedTo: string;
  readonly nextActor: string | null;
  readonly lateDays: number | null;
  readonly detail: string | null;
  readonly cause: string | null;
  readonly correction: string | null;
  readonly judgement: string | null;
  readonly corrects: string | null;
}

/** A case as its officials read it. */
export interface CaseOnFile {
  readonly number: string;
  readonly step: string;
  readonly status: string;
  readonly nextActor: string | null;
  readonly version: number;
  readonly deviations: readonly DeviationOnFile[];
  readonly dossier: {
    readonly kind: string;
    readonly previous: string | null;
    readonly contentHash: string | null;
    readonly signedBy: readonly string[];
    readonly fields: readonly {
      readonly name: string;
      readonly accessClass: string;
      readonly status: string;
      readonly verdict: string | null;
      readonly reason: string | null;
    }[];
    readonly drops: readonly string[];
    readonly suspended: readonly string[];
    readonly waived: readonly string[];
    readonly steps: readonly {
      readonly step: string;
      readonly attempt: number;
      readonly chargedTo: string;
      readonly openedAt: string;
      readonly dueOn: string | null;
      readonly completedAt: string | null;
      readonly lateDays: number | null;
    }[];
    readonly stepTotals: readonly {
      readonly step: string;
      readonly attempts: number;
      readonly workingDays: number;
      readonly lateDays: number;
    }[];
    readonly documents: readonly {
      readonly kind: string;
      readonly version: number;
      readonly body: string;
      readonly number: string | null;
      readonly step: string;
      readonly mediaType: string;
      readonly bytes: number;
      readonly sha256: string;
      readonly path: string;
      readonly invalidReason: string | null;
    }[];
    readonly reports: readonly {
      readonly id: string;
      readonly kind: string;
      readonly version: number;
      readonly role: string;
      readonly acknowledgedAt: string | null;
    }[];
    readonly grantRequests: readonly {
      readonly column: string;
      readonly key: string;
      readonly purpose: string;
    }[];
    readonly archives: readonly {
      readonly attempt: number;
      readonly bytes: string;
      readonly sha256: string;
      readonly path: string;
    }[];
    readonly events: readonly {
      readonly version: number;
      readonly transition: boolean;
      readonly action: string;
      readonly fromStep: string;
      readonly toStep: string;
      readonly outsideSop: boolean;
      readonly actor: string;
      readonly role: string | null;
      readonly actingKind: string | null;
      readonly onBehalfOf: string | null;
      readonly reason: string | null;
    }[];
  };
}

const ON_FILE = `query ($number: ID!) { case(number: $number) {
  number step status nextActor version
  deviations {
    id step attempt kind status chargedTo nextActor lateDays detail cause correction judgement corrects
  }
  dossier {
    kind previous contentHash signedBy
    fields { name accessClass status verdict reason }
    drops suspended waived
    steps { step attempt chargedTo openedAt dueOn completedAt lateDays }
    stepTotals { step attempts workingDays lateDays }
    documents { kind version body number step mediaType bytes sha256 path invalidReason }
    reports { id kind version role acknowledgedAt }
    grantRequests { column key purpose }
    archives { attempt bytes sha256 path }
    events {
      version transition action fromStep toStep outsideSop actor role actingKind onBehalfOf reason
    }
  }
} }`;

/** The whole case, for those who may read it. */
export async function onFile(caller: Caller, { number }: Pick<Stage, 'number'>): Promise<CaseOnFile> {
  const answer = await caller.query<{ case: CaseOnFile }>(ON_FILE, { number });
  if (answer.errors.length > 0 || !answer.data) throw new Error(`${number} was not read: ${answer.text}`);
  return answer.data.case;
}

export const statusesIn = ({ dossier }: CaseOnFile): Record<string, string> =>
  Object.fromEntries(dossier.fields.map(({ name, status }) => [name, status]));

/** The attempt at a step, the last one where not given. */
export function attemptIn({ dossier }: CaseOnFile, step: string, attempt?: number) {
  const found = dossier.steps.findLast(
    (one) => one.step === step && (attempt === undefined || one.attempt === attempt),
  );
  if (!found) throw new Error(`no attempt at ${step}`);
  return found;
}

/** The newest document of the kind. */
export function newest({ dossier }: CaseOnFile, kind: string) {
  const found = dossier.documents
    .filter((one) => one.kind === kind)
    .reduce<(typeof dossier.documents)[number] | undefined>(
      (last, one) => (last && last.version > one.version ? last : one),
      undefined,
    );
  if (!found) throw new Error(`no document ${kind}`);
  return found;
}

/** The one deviation that answers to this; fails where there is none or more than one. */
export function deviationIn(file: CaseOnFile, wanted: Partial<DeviationOnFile>): DeviationOnFile {
  const found = file.deviations.filter((one) =>
    Object.entries(wanted).every(([name, value]) => one[name as keyof DeviationOnFile] === value),
  );
  if (found.length !== 1 || !found[0])
    throw new Error(`${found.length} deviations are ${JSON.stringify(wanted)}`);
  return found[0];
}

/** Status and code of a refusal; `[200, undefined]` where there is none. */
export const refusedBy = ({ status, errors }: Answer<unknown>): [number, string | undefined] => [
  status,
  errors[0]?.extensions.code,
];

type Somebody = {
  [Name in keyof Office]: Office[Name] extends Caller ? Name : never;
}[keyof Office];

/** An attempt that has to be refused, with its code. */
export type Refused = readonly [
  code: string,
  who: Somebody,
  action: ActionName,
  given?: Readonly<Record<string, unknown>>,
];

/** Each attempt is refused by its code and leaves everything on file as it was, to the last byte. */
export async function nothingComesOf(
  office: Office,
  stage: Stage,
  attempts: readonly Refused[],
): Promise<void> {
  const before = await stored(office.hub, stage.number);
  for (const [code, who, action, given] of attempts) {
    const answer = await send(office[who], action, stage, given);
    expect([who, action, refusedBy(answer)[1]]).toEqual([who, action, code]);
  }
  expect(await stored(office.hub, stage.number)).toBe(before);
}

/** The archive of one delivery as it is listed, as it is downloaded, and what its verification says. */
export async function archived(office: Office, { dossier }: CaseOnFile, attempt: number) {
  const folder = await mkdtemp(join(tmpdir(), 'satugraf-arsip-'));
  try {
    const listed = dossier.archives.find((one) => one.attempt === attempt);
    const download = await office.team.download(listed?.path ?? '');
    const path = join(folder, 'arsip.zip');
    await writeFile(path, download.bytes);
    return { listed, download, verdict: await verifyBundle(path) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const column = (name: string, type: string, more: object = {}) => ({
  name,
  label: name,
  title: name,
  description: `Kolom ${name}.`,
  type,
  accessClass: 'OPEN',
  ...more,
});

export const KODE = column('kode', 'TEXT', { key: true, reference: { entity: 'Region', field: 'region' } });

export const structure = (name: string, ...columns: object[]) => ({
  name,
  title: `Data ${name}`,
  description: 'Data ilustrasi.',
  columns,
});

/** The dataset's rows for a caller, and the codes of what is withheld, by response path. */
export async function rows(caller: Caller, dataset: string, columns: string) {
  const answer = await caller.query<Record<string, { nodes: Record<string, unknown>[] } | null>>(
    `{ ${dataset} { nodes { ${columns} } } }`,
  );
  const withheld = answer.errors.map(({ path, extensions }) => [path?.join('.') ?? '', extensions.code]);
  return {
    nodes: answer.data?.[dataset]?.nodes,
    withheld: Object.fromEntries(withheld) as Record<string, string>,
  };
}

type DeviationMutation = 'accountForDeviation' | 'acceptDeviation' | 'returnDeviation' | 'correctDeviation';

/** One action on a deviation, as it was answered. */
export function onDeviation(
  caller: Caller,
  mutation: DeviationMutation,
  id: string,
  given: Readonly<Record<string, string>>,
): Promise<Answer<{ result: DeviationOnFile } | null>> {
  const names = Object.keys(given);
  return caller.query(
    `mutation ($id: ID!${names.map((name) => `, $${name}: String!`).join('')}) {
      result: ${mutation}(id: $id${names.map((name) => `, ${name}: $${name}`).join('')}) {
        id step attempt kind status chargedTo nextActor lateDays detail cause correction judgement corrects
      }
    }`,
    { id, ...given },
  );
}

/** Acknowledges a report that was sent to a role of the caller. */
export const acknowledge = (caller: Caller, id: string) =>
  caller.query<{ acknowledgeCaseReport: boolean } | null>(
    'mutation ($id: ID!) { acknowledgeCaseReport(id: $id) }',
    { id },
  );

/** What the hub recorded with the last event of this kind; never shown in a dossier. */
export async function factsOf(
  hub: TestHub,
  { number }: Pick<Stage, 'number'>,
  action: string,
): Promise<Record<string, unknown>> {
  return lookInto(hub, async (sql) => {
    const [row] = await sql<{ facts: Record<string, unknown> }[]>`
      select e.facts from case_events e join cases c on c.id = e.case_id
      where c.number = ${number} and e.action = ${action} order by e.id desc limit 1`;
    if (!row) throw new Error(`no event ${action} in ${number}`);
    return row.facts;
  });
}
