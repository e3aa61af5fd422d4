import type { ColumnDefinition, DatasetDefinition } from '../../schema/definition.js';
import type { FieldStatus } from '../../schema/exposure.js';
import type { Official, Role } from '../../subgraphs/viewer.js';
import type { Change, Decision, Leaving, NewDeviation } from '../../subgraphs/workflow/change.js';
import { type DocumentKind, PROCEDURES, type Procedure } from '../../subgraphs/workflow/procedure.js';
import { type Action, type ActionType, type Permission, permit } from '../../subgraphs/workflow/rules.js';
import {
  type Application,
  agreementHash,
  attemptOf,
  type CaseFacts,
  type CaseField,
  type CaseKind,
  type CaseState,
  FIRST_STATE,
  type FieldVerdict,
} from '../../subgraphs/workflow/state.js';
import { decide } from '../../subgraphs/workflow/transitions.js';

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

export const PROCEDURE = PROCEDURES[0] as Procedure;

export const APPLICATION: Application = {
  title: 'Kunjungan pasien',
  purpose: 'Dasbor kecamatan',
  contacts: [{ name: 'Siti', position: 'Pranata Komputer', reach: 'siti@dinkes.example' }],
};

/** What a case begins with; a CHANGE has the columns of earlier cases beside its own. */
interface Beginning {
  readonly kind?: CaseKind;
  readonly standing?: readonly CaseField[];
  readonly definition?: DatasetDefinition;
  readonly drops?: readonly string[];
}

/** A case on paper: the pure rules, and of the store only what it does with a permitted change. */
export class PaperCase {
  state: CaseState = FIRST_STATE;
  application: Application = APPLICATION;
  fields: readonly CaseField[] = [];
  standing: readonly CaseField[];
  /** Kinds of which the newest version is valid. */
  readonly documents = new Set<DocumentKind>();
  /** Of these, what was handed in during the attempt that is under way. */
  readonly fresh = new Set<DocumentKind>();
  /** Columns of earlier cases that leave after the grace period. */
  readonly leaving = new Map<string, Leaving>();
  /** Every failure against mutu baku so far. */
  readonly deviations: NewDeviation[] = [];
  composed: number | null = 1;
  released = true;
  readonly kind: CaseKind;
  /** What is handed over on the straight way. */
  readonly structure: { readonly definition: DatasetDefinition; readonly drops: readonly string[] };

  constructor({ kind = 'NEW', standing = [], definition: given, drops = [] }: Beginning = {}) {
    this.kind = kind;
    this.standing = standing;
    this.structure = { definition: given ?? definition(), drops };
  }

  get facts(): CaseFacts {
    const { kind, application, fields, standing, documents, fresh, composed, released } = this;
    return {
      agency: AGENCY,
      kind,
      procedure: PROCEDURE,
      application,
      fields,
      standing,
      documents,
      fresh,
      composedVersion: composed,
      released,
    };
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

  /** Whether the doer may do this at all, whatever he brings; the code where he may not. */
  forbids(type: ActionType, who: Official, version = this.state.version): string | undefined {
    const permission: Permission = permit(type, who, this.state, this.facts, version);
    return permission.ok ? undefined : permission.refusal.code;
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
    const { step } = this.state;
    const attempt = attemptOf(this.state, step);
    // The state lies in the database as JSON; a rule that changes what it was given would throw.
    this.state = frozen(JSON.parse(JSON.stringify(change.state)) as CaseState);
    const before = this.statuses;
    const handedOver =
      action.type === 'HAND_OVER' ? action.definition.columns : this.fields.map((field) => field.column);
    this.fields = frozen(
      handedOver.map((one) => ({
        column: { ...one, accessClass: change.classes.get(one.name) ?? one.accessClass },
        status:
          change.statuses.get(one.name) ??
          (Object.hasOwn(before, one.name) ? before[one.name] : undefined) ??
          'PROPOSED',
      })),
    );
    this.deviations.push(...change.deviations);
    if (action.type === 'EDIT') this.application = { ...this.application, ...action.application };
    for (const [name, leaving] of change.leaving)
      if (leaving) this.leaving.set(name, leaving);
      else this.leaving.delete(name);
    const handedIn = change.documents.map(({ kind }) => kind);
    if (action.type === 'ATTACH') handedIn.push(action.document);
    for (const kind of handedIn) {
      this.documents.add(kind);
      this.fresh.add(kind);
    }
    if (action.type === 'INVALIDATE') {
      this.documents.delete(action.document);
      this.fresh.delete(action.document);
    }
    if (this.state.step !== step || attemptOf(this.state, step) !== attempt) this.fresh.clear();
  }

  /** Everything that an action could change, to be compared. */
  fingerprint(): string {
    const { state, application, fields, documents, fresh, leaving } = this;
    return JSON.stringify([state, application, fields, [...documents], [...fresh], [...leaving]]);
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
  DRAFT: (paper) =>
    paper.do(PEOPLE.producer, { type: 'SUBMIT', profile: 'Aplikasi dan datanya.', waiver: null }),
  SUBMIT: (paper) => paper.do(PEOPLE.departmentHead, { type: 'ISSUE_DISPOSITION', disposition: 'Proses.' }),
  HAND_OVER: (paper) => paper.do(PEOPLE.producer, { type: 'HAND_OVER', ...paper.structure }),
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

/** A column of an earlier case. */
export const earlier = (
  name: string,
  status: FieldStatus = 'CONFIRMED',
  more: Partial<ColumnDefinition> = {},
): CaseField => ({ column: column(name, more), status });

/** The same case, one action further. */
export function done(paper: PaperCase, who: Official, action: Action): PaperCase {
  paper.do(who, action);
  return paper;
}

/** Submitted without its document, a waiver asked for. */
export const incomplete = (): PaperCase =>
  done(new PaperCase(), PEOPLE.producer, { type: 'SUBMIT', profile: null, waiver: 'menyusul' });

/** A case that has come back to step 3 by *belum*. */
export function contested(...columns: string[]): PaperCase {
  const paper = paperAt('ACCEPT');
  paper.do(PEOPLE.producer, { type: 'CONTEST', columns, reason: 'angka keliru' });
  return paper;
}
