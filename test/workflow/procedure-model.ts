import type { ActionType } from '../../subgraphs/workflow/rules.js';
import {
  type Actor,
  type Application,
  blank,
  CLASSES,
  DELIVERED,
  DOCUMENTED,
  type Failure,
  GOES_ON,
  HANDED_IN,
  type Load,
  type ModelField,
  NEXT,
  type Place,
  REASONED,
  REQUIREMENT,
  type Role,
  STEPS,
  type Standing,
  type Step,
  TABLE,
} from './procedure-tables.js';

/** One case after SOP.md; see `procedure-tables.ts`. */
export class Model {
  place: Place = 'DRAFT';
  version = 1;
  /** How often each place has been opened. */
  readonly opened: Partial<Record<Place, number>> = {};
  fields: ModelField[] = [];
  /** Suspended columns, and what they are once that is lifted. */
  readonly suspended = new Map<string, string>();
  /** Columns of earlier cases that leave, and what takes their place. */
  readonly leaving = new Map<string, string | null>();
  /** On which side each account has acted. */
  readonly sides = new Map<string, 'PRODUCER' | 'OFFICE'>();
  #application: Application = { title: 'Kunjungan', purpose: 'Dasbor', contacts: 0 };
  readonly #documents = new Set<string>();
  readonly #waived = new Set<string>();
  /** Whether the result of step 7 was handed in since that step was opened. */
  #validated = false;
  #agreedOnce = false;
  #drops: readonly string[] = [];
  #reroute: 'NONE' | 'OFFERED' | 'USED' = 'NONE';
  #signed: { TECHNICAL_TEAM?: true; PRODUCER?: true } = {};
  #lifting: { TECHNICAL_TEAM?: true; PRODUCER?: true } = {};

  /** Without `standing` a NEW case, else a CHANGE of what stands there. */
  constructor(
    private readonly agency: string,
    private readonly standing?: readonly Standing[],
  ) {}

  get nextActor(): Role | null {
    // An application without its document waits for the waiver.
    if (this.place === 'SUBMIT' && !this.#isThere('APPLICATION_PROFILE')) return 'DIVISION_HEAD';
    return this.place === 'AGREE' && this.#signed.TECHNICAL_TEAM ? 'PRODUCER' : NEXT[this.place];
  }

  get attempts(): Record<string, number> {
    return Object.fromEntries(
      STEPS.flatMap((step) => (this.opened[step] ? [[step, this.opened[step]]] : [])),
    );
  }

  get statuses(): Record<string, string> {
    return Object.fromEntries(this.fields.map(({ name, status }) => [name, status]));
  }

  /** What two people agree on: structure, class, verdict and reason per field, and what is dropped. */
  content(): string {
    const fields = this.fields.map((field) => ({ ...field, status: null }));
    return JSON.stringify([fields, this.#drops]);
  }

  #isThere = (document: string) => this.#documents.has(document) || this.#waived.has(document);
  #field = (name: string) => this.fields.find((field) => field.name === name);

  #handIn(document: string): void {
    this.#documents.add(document);
    this.#waived.delete(document);
    if (document === 'VALIDATION_RESULT' && this.place === 'ADOPT') this.#validated = true;
  }

  #rolesOf(action: ActionType, { roles, agency }: Actor): Role[] {
    const mayCancel = this.#agreedOnce ? 'DIVISION_HEAD' : 'PRODUCER';
    return TABLE[action][1].filter(
      (role) =>
        roles.includes(role) &&
        (role !== 'PRODUCER' || agency === this.agency) &&
        (action !== 'CANCEL' || role === mayCancel),
    );
  }

  /** The role in which somebody acts: of his own the first that leaves him on the side on which he stands. */
  #roleOf(action: ActionType, actor: Actor): Role | undefined {
    const side = this.sides.get(actor.accountId);
    return this.#rolesOf(action, actor).find(
      (role) => !side || side === (role === 'PRODUCER' ? 'PRODUCER' : 'OFFICE'),
    );
  }

  /** What speaks against the action, any of it; nothing where it is permitted. */
  objections(action: ActionType, actor: Actor, version: number, load: Load): string[] {
    if (this.#rolesOf(action, actor).length === 0) return ['WRONG_ROLE'];
    const role = this.#roleOf(action, actor);
    if (!role) return ['SAME_PERSON'];
    if (version !== this.version) return ['STALE_VERSION'];
    if (!TABLE[action][0].includes(this.place)) return ['WRONG_STEP'];
    if (action === 'REROUTE' && this.#reroute !== 'OFFERED') return ['WRONG_STEP'];
    // A draft is its producer's alone: team and heads come in from SUBMIT on.
    if (this.place === 'DRAFT' && role !== 'PRODUCER') return ['WRONG_STEP', 'WRONG_ROLE'];
    const required = REQUIREMENT[this.place];
    if (GOES_ON.includes(action) && required && !this.#isThere(required)) return ['DOCUMENT_MISSING'];
    const lacking = this.#lacking(action, role, load);
    return lacking.length > 0 ? lacking : this.#wrongWith(action, role, load);
  }

  /** What has to be there before the action, whatever the doer brings. */
  #lacking(action: ActionType, role: Role, { ready }: Load): string[] {
    const found: string[] = [];
    const object = (code: string, holds: boolean) => holds && found.push(code);
    const side = role === 'PRODUCER' ? 'PRODUCER' : 'TECHNICAL_TEAM';
    switch (action) {
      case 'SUBMIT': {
        const { title, purpose, contacts } = this.#application;
        object('APPLICATION_INCOMPLETE', blank(title) || blank(purpose) || contacts === 0);
        break;
      }
      case 'SIGN':
        object('ALREADY_SIGNED', this.#signed[side] === true);
        object('OUTPUT_MISSING', !this.fields.every(({ verdict }) => verdict));
        object(
          'NOTHING_AGREED',
          this.#drops.length === 0 &&
            // Agreeing on what is in no graph opens nothing.
            !this.fields.some(({ verdict, accessClass }) => verdict === 'AGREED' && accessClass !== 'CLOSED'),
        );
        break;
      case 'ASSESS':
      case 'PROVISION':
      case 'DELIVER':
        object('OUTPUT_MISSING', !ready);
        break;
      case 'LIFT':
        object('NOT_SUSPENDED', this.suspended.size === 0);
        object('ALREADY_SIGNED', this.suspended.size > 0 && this.#lifting[side] === true);
        break;
    }
    return found;
  }

  /** What is wrong with what the doer brings. */
  #wrongWith(action: ActionType, role: Role, load: Load): string[] {
    const { text, paper, document, columns, drops } = load;
    const found: string[] = [];
    const object = (code: string, holds: boolean) => holds && found.push(code);
    object('REASON_REQUIRED', REASONED.includes(action) && blank(text));
    object('DOCUMENT_MISSING', DOCUMENTED.includes(action) && blank(text));
    const delivered = this.fields.filter(({ status }) => DELIVERED.includes(status));
    switch (action) {
      case 'SUBMIT':
        object(
          'DOCUMENT_MISSING',
          blank(paper) && blank(load.waiver) && !this.#isThere('APPLICATION_PROFILE'),
        );
        break;
      case 'WAIVE':
        object('WAIVER_NOT_ASKED', document !== REQUIREMENT[this.place] || this.#isThere(document));
        break;
      case 'ATTACH':
        object('WRONG_ROLE', !HANDED_IN[document]?.includes(role));
        break;
      case 'INVALIDATE':
        object(
          'DOCUMENT_MISSING',
          !HANDED_IN[document] || document === 'SUPPORTING' || !this.#documents.has(document),
        );
        break;
      case 'HAND_OVER':
        this.#wrongWithStructure(object, columns, drops);
        break;
      case 'JUDGE':
        object('UNKNOWN_COLUMN', !columns.every(({ name }) => this.#field(name)));
        object('REASON_REQUIRED', blank(text) && columns.some(({ verdict }) => verdict !== 'AGREED'));
        break;
      case 'SIGN':
        object('CONTENT_CHANGED', load.signs !== this.content());
        break;
      case 'ADOPT':
        object('DOCUMENT_MISSING', blank(paper) && !this.#validated);
        break;
      case 'CONTEST':
        object('UNKNOWN_COLUMN', !columns.every(({ name }) => this.#standing(name) === 'LIVE'));
        object('OUTPUT_MISSING', columns.length === 0);
        break;
      case 'SUSPEND':
        object('UNKNOWN_COLUMN', !columns.every(({ name }) => delivered.some((one) => one.name === name)));
        object('UNKNOWN_COLUMN', columns.length === 0 && delivered.length === 0);
        break;
      case 'RAISE_CLASS': {
        const field = this.#field(load.column);
        object('UNKNOWN_COLUMN', !field);
        const from = CLASSES.indexOf(field?.accessClass ?? 'OPEN');
        object('CLASS_NOT_RAISED', field !== undefined && CLASSES.indexOf(load.toClass) <= from);
        break;
      }
    }
    return found;
  }

  #wrongWithStructure(
    object: (code: string, holds: boolean) => unknown,
    columns: Load['columns'],
    drops: readonly string[],
  ): void {
    const gone = [...columns.flatMap(({ replaces }) => replaces ?? []), ...drops];
    object('DEFINITION_INVALID', !this.standing && (columns.length === 0 || gone.length > 0));
    object('DEFINITION_INVALID', columns.length + drops.length === 0);
    object('DEFINITION_INVALID', new Set(gone).size < gone.length);
    const standing = (name: string) => this.standing?.find((one) => one.name === name)?.status;
    // What an earlier case deferred waits for a CHANGE that takes it up.
    object(
      'DEFINITION_INVALID',
      columns.some(({ name }) => !['DEFERRED', undefined].includes(standing(name))),
    );
    object(
      'UNKNOWN_COLUMN',
      gone.some((name) => !['LIVE', 'CONFIRMED', 'DISPUTED'].includes(standing(name) ?? '')),
    );
  }

  /** Does what was not objected to; gives the failures against mutu baku that it brings to light. */
  advance(action: ActionType, actor: Actor, load: Load): Failure[] {
    const role = this.#roleOf(action, actor) as Role;
    const side = role === 'PRODUCER' ? 'PRODUCER' : 'TECHNICAL_TEAM';
    const failures: Failure[] = [];
    const fail = (kind: Failure['kind'], step: Step, chargedTo: Role) =>
      failures.push({ kind, step, attempt: this.opened[step] ?? 0, chargedTo });
    let to = TABLE[action][2];
    switch (action) {
      case 'EDIT':
        this.#application = { ...this.#application, ...load.application };
        if (!blank(load.paper)) this.#handIn('APPLICATION_PROFILE');
        break;
      case 'SUBMIT':
        if (!blank(load.paper)) this.#handIn('APPLICATION_PROFILE');
        break;
      case 'ATTACH':
        this.#handIn(load.document);
        break;
      case 'WAIVE':
        this.#waived.add(load.document);
        fail('COMPLETENESS', this.place as Step, 'PRODUCER');
        break;
      case 'INVALIDATE':
        this.#documents.delete(load.document);
        if (load.document === 'VALIDATION_RESULT') {
          // Not a requirement but the output of step 7.
          this.#validated = false;
          if (this.opened.ACCEPT) fail('OUTPUT', 'ADOPT', 'PRODUCER');
        } else fail('COMPLETENESS', this.opened.ACCEPT ? 'ACCEPT' : 'SUBMIT', 'PRODUCER');
        break;
      case 'ISSUE_DISPOSITION':
        this.#handIn('DISPOSITION');
        break;
      case 'HAND_OVER':
        this.#handIn('INTEGRATION_SPECIFICATION');
        this.#drops = load.drops;
        this.fields = load.columns.map((column) => this.#handedOver(column));
        for (const name of this.suspended.keys()) if (!this.#field(name)) this.suspended.delete(name);
        break;
      case 'JUDGE':
        for (const { name, verdict } of load.columns)
          Object.assign(this.#field(name) ?? {}, { verdict, reason: load.text.trim() || null });
        this.#signed = {};
        break;
      case 'SIGN':
        this.#signed[side] = true;
        if (this.#signed.PRODUCER && this.#signed.TECHNICAL_TEAM) {
          to = 'ASSESS';
          this.#agree();
        }
        break;
      case 'REJECT':
        if (load.defect) fail('OUTPUT', 'HAND_OVER', 'PRODUCER');
        break;
      case 'REROUTE':
        to = load.to;
        this.#reroute = 'USED';
        break;
      case 'PROVISION':
        this.#handIn('INTEGRATION_RESULT');
        break;
      case 'DELIVER':
        for (const field of this.fields)
          if (['AGREED', 'DISPUTED'].includes(field.status)) this.#become(field, 'LIVE');
        this.leaving.clear();
        for (const name of this.#drops) this.leaving.set(name, null);
        for (const { name, replaces, verdict } of this.fields)
          if (replaces && verdict === 'AGREED') this.leaving.set(replaces, name);
        break;
      case 'ADOPT':
        if (!blank(load.paper)) this.#handIn('VALIDATION_RESULT');
        break;
      case 'ACCEPT':
        for (const field of this.fields)
          if (this.#standing(field.name) === 'LIVE') this.#become(field, 'CONFIRMED');
        break;
      case 'CONTEST':
        for (const { name } of load.columns) {
          Object.assign(this.#field(name) ?? {}, { status: 'DISPUTED' });
          if (this.suspended.has(name)) this.suspended.set(name, 'DISPUTED');
        }
        if (this.#reroute === 'NONE') this.#reroute = 'OFFERED';
        fail('OUTPUT', 'DELIVER', 'TECHNICAL_TEAM');
        break;
      case 'CANCEL':
        for (const field of this.fields) this.#become(field, 'DECLINED');
        this.leaving.clear();
        break;
      case 'SUSPEND':
        this.#suspend(load.columns.map(({ name }) => name));
        break;
      case 'LIFT':
        this.#lift(side);
        break;
      case 'RAISE_CLASS':
        Object.assign(this.#field(load.column) ?? {}, { accessClass: load.toClass });
        // What both sides sign has changed.
        if (this.place === 'AGREE') this.#signed = {};
        break;
    }
    this.sides.set(actor.accountId, role === 'PRODUCER' ? 'PRODUCER' : 'OFFICE');
    this.version += 1;
    if (to && to !== this.place) this.#go(to);
    return failures;
  }

  /** The status of a column; of a suspended one that to which it comes back. */
  #standing(name: string): string | undefined {
    return this.suspended.get(name) ?? this.#field(name)?.status;
  }

  #go(to: Place): void {
    // Signatures belong to one stay in step 3; an offer that was not taken ends with it.
    this.#signed = {};
    this.#validated = false;
    if (this.place === 'AGREE' && this.#reroute === 'OFFERED') this.#reroute = 'NONE';
    this.place = to;
    this.opened[to] = (this.opened[to] ?? 0) + 1;
  }

  #handedOver({ name, variant, accessClass, replaces }: Load['columns'][number]): ModelField {
    const before = this.#field(name);
    const alike =
      before?.variant === variant && before.accessClass === accessClass && before.replaces === replaces;
    if (before && alike && ['LIVE', 'DISPUTED'].includes(before.status)) return before;
    this.suspended.delete(name);
    return { name, variant, replaces, accessClass, status: 'PROPOSED', verdict: null, reason: null };
  }

  #agree(): void {
    this.#agreedOnce = true;
    this.#documents.add('REQUIREMENTS');
    for (const field of this.fields) {
      const delivered = ['LIVE', 'DISPUTED'].includes(field.status);
      if (!(field.verdict === 'AGREED' && delivered)) this.#become(field, field.verdict ?? '');
    }
  }

  /** A suspended column is delivered and confirmed once that is lifted; whatever else is decided on it ends it. */
  #become(field: ModelField, status: string): void {
    if (this.suspended.has(field.name) && DELIVERED.includes(status)) {
      this.suspended.set(field.name, status);
      return;
    }
    this.suspended.delete(field.name);
    field.status = status;
  }

  #suspend(names: readonly string[]): void {
    for (const field of this.fields) {
      if (names.length > 0 && !names.includes(field.name)) continue;
      if (!DELIVERED.includes(field.status)) continue;
      this.suspended.set(field.name, field.status);
      field.status = 'DISPUTED';
    }
    this.#lifting = {};
  }

  #lift(side: 'TECHNICAL_TEAM' | 'PRODUCER'): void {
    this.#lifting[side] = true;
    if (!this.#lifting.PRODUCER || !this.#lifting.TECHNICAL_TEAM) return;
    for (const [name, status] of this.suspended) Object.assign(this.#field(name) ?? {}, { status });
    this.suspended.clear();
    this.#lifting = {};
  }
}
