import { type ColumnDefinition, contentHash, type DatasetDefinition } from '../../schema/definition.js';
import type { FieldStatus } from '../../schema/exposure.js';
import type { Official, Role } from '../../subgraphs/viewer.js';
import type { DocumentKind } from '../../subgraphs/workflow/procedure.js';
import {
  agreementHash,
  type CaseFacts,
  type CaseField,
  type CaseState,
  FIRST_STATE,
  type FieldVerdict,
} from '../../subgraphs/workflow/state.js';
import { type Action, type Change, type Decision, decide } from '../../subgraphs/workflow/transitions.js';

export const AGENCY = 'dinkes';

export const official = (
  accountId: string,
  roles: readonly Role[],
  agency: string | null = 'diskominfo',
): Official => ({ kind: 'OFFICIAL', accountId, name: accountId, agency, roles });

export const PEOPLE = {
  producer: official('produsen', ['PRODUCER'], AGENCY),
  otherProducer: official('produsen lain', ['PRODUCER'], 'dinsos'),
  unboundProducer: official('produsen tanpa instansi', ['PRODUCER'], null),
  team: official('tim', ['TECHNICAL_TEAM']),
  divisionHead: official('kabid', ['DIVISION_HEAD']),
  departmentHead: official('kadis', ['DEPARTMENT_HEAD']),
  consumer: official('pengguna', ['CONSUMER'], null),
  admin: official('pengelola', ['ADMIN'], null),
  // Of the very agency, but without a role in the procedure.
  bystander: official('staf', [], AGENCY),
} as const;
export type Person = keyof typeof PEOPLE;

export const column = (name: string, more: Partial<ColumnDefinition> = {}): ColumnDefinition => ({
  name,
  label: name,
  title: name,
  description: `Kolom ${name}.`,
  type: 'INTEGER',
  unit: null,
  accessClass: 'OPEN',
  key: false,
  reference: null,
  ...more,
});

export const COLUMNS = [
  column('kode', { type: 'TEXT', key: true }),
  column('pasien', { unit: 'orang' }),
  column('biaya', { type: 'BIGINT', accessClass: 'RESTRICTED' }),
  column('catatan', { type: 'TEXT', accessClass: 'CLOSED' }),
] as const;

export const definition = (columns: readonly ColumnDefinition[] = COLUMNS): DatasetDefinition => ({
  agency: AGENCY,
  name: 'kunjungan',
  title: 'Kunjungan',
  description: 'Kunjungan pasien.',
  columns,
});

/** A case on paper: the pure rules, and of the store only what it does with a permitted change. */
export class PaperCase {
  state: CaseState = FIRST_STATE;
  fields: readonly CaseField[] = [];
  readonly documents = new Set<DocumentKind>();
  composed: number | null = 1;
  released = true;

  get facts(): CaseFacts {
    const { fields, documents, composed: composedVersion, released } = this;
    return { agency: AGENCY, fields, documents, composedVersion, released };
  }

  get statuses(): Record<string, FieldStatus> {
    return Object.fromEntries(this.fields.map(({ column: { name }, status }) => [name, status]));
  }

  get hash(): string {
    return agreementHash(this.state, this.fields);
  }

  /** What the rules say to the action; nothing is done. */
  judge(who: Official, action: Action, version = this.state.version): Decision {
    return decide(this.state, this.facts, who, version, action);
  }

  /** The code with which the rules refuse the action; undefined where they permit it. */
  refusal(who: Official, action: Action, version = this.state.version): string | undefined {
    const decision = this.judge(who, action, version);
    return decision.ok ? undefined : decision.refusal.code;
  }

  /** Does the action; throws the refusal. */
  do(who: Official, action: Action): Change {
    const decision = this.judge(who, action);
    if (!decision.ok) throw decision.refusal;
    this.apply(action, decision.change);
    return decision.change;
  }

  apply(action: Action, change: Change): void {
    // The state lies in the database as JSON; a rule that changes what it was given would throw.
    this.state = frozen(JSON.parse(JSON.stringify(change.state)) as CaseState);
    const before = this.statuses;
    const handedOver =
      action.type === 'HAND_OVER' ? action.definition.columns : this.fields.map((field) => field.column);
    this.fields = frozen(
      handedOver.map((one) => ({
        column: one,
        status:
          change.statuses.get(one.name) ??
          (Object.hasOwn(before, one.name) ? before[one.name] : undefined) ??
          'PROPOSED',
      })),
    );
    for (const { kind } of change.documents) this.documents.add(kind);
  }

  /** Everything that an action could change, to be compared. */
  fingerprint(): string {
    return contentHash([this.state, this.fields, [...this.documents]]);
  }

  verdict(verdict: FieldVerdict, ...columns: string[]): this {
    const reason = verdict === 'AGREED' ? null : 'belum jelas';
    const verdicts = columns.map((name) => ({ column: name, verdict, reason }));
    this.do(PEOPLE.team, { type: 'JUDGE', verdicts });
    return this;
  }

  /** *Ya*: both sides sign what the paper says now. */
  sign(): this {
    this.do(PEOPLE.team, { type: 'SIGN', contentHash: this.hash });
    this.do(PEOPLE.producer, { type: 'SIGN', contentHash: this.hash });
    return this;
  }

  /** Goes straight on from where the case is. */
  to(position: Straight): this {
    for (let at = this.position(); at !== position; at = this.position()) {
      STRAIGHT[at as Exclude<Straight, 'CLOSED'>](this);
      if (this.position() === at) throw new Error(`the case does not get past ${at}`);
    }
    return this;
  }

  position(): Straight {
    const { status, step, report } = this.state;
    if (status === 'DRAFT' || status === 'CLOSED') return status;
    return step === 'REPORT' && report !== 'NONE' ? report : step;
  }
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

export const POSITIONS = [
  'DRAFT',
  'SUBMIT',
  'HAND_OVER',
  'AGREE',
  'ASSESS',
  'PROVISION',
  'DELIVER',
  'ADOPT',
  'ACCEPT',
  'REPORT',
  'PREPARED',
  'FORWARDED',
  'CLOSED',
] as const;
export type Straight = (typeof POSITIONS)[number];

/** The way without a loop: from each position to the next. */
const STRAIGHT: Readonly<Record<Exclude<Straight, 'CLOSED'>, (paper: PaperCase) => void>> = {
  DRAFT: (paper) => paper.do(PEOPLE.producer, { type: 'SUBMIT', profile: 'Aplikasi dan datanya.' }),
  SUBMIT: (paper) => paper.do(PEOPLE.departmentHead, { type: 'ISSUE_DISPOSITION', disposition: 'Proses.' }),
  HAND_OVER: (paper) => paper.do(PEOPLE.producer, { type: 'HAND_OVER', definition: definition() }),
  AGREE: (paper) => paper.verdict('AGREED', ...paper.fields.map(({ column: { name } }) => name)).sign(),
  ASSESS: (paper) => paper.do(PEOPLE.team, { type: 'ASSESS' }),
  PROVISION: (paper) => paper.do(PEOPLE.team, { type: 'PROVISION', account: 'kunci' }),
  DELIVER: (paper) => paper.do(PEOPLE.team, { type: 'DELIVER', report: 'Laporan.' }),
  ADOPT: (paper) => paper.do(PEOPLE.producer, { type: 'ADOPT', validation: 'Sudah diperbarui.' }),
  ACCEPT: (paper) => paper.do(PEOPLE.producer, { type: 'ACCEPT', record: 'Sesuai.' }),
  REPORT: (paper) => paper.do(PEOPLE.team, { type: 'PREPARE_REPORT', report: 'Laporan akhir.' }),
  PREPARED: (paper) => paper.do(PEOPLE.divisionHead, { type: 'FORWARD_REPORT' }),
  FORWARDED: (paper) => paper.do(PEOPLE.departmentHead, { type: 'ACKNOWLEDGE_REPORT' }),
};

export const paperAt = (position: Straight): PaperCase => new PaperCase().to(position);

/** A case that has come back to step 3 by *belum*. */
export function contested(...columns: string[]): PaperCase {
  const paper = paperAt('ACCEPT');
  paper.do(PEOPLE.producer, { type: 'CONTEST', columns, reason: 'angka keliru' });
  return paper;
}
