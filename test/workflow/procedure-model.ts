import type { ActionType } from '../../subgraphs/workflow/transitions.js';

/*
 * The procedure a second time, written from SOP.md alone: a table of who does what where and what comes next, and the
 * life of a field. Nothing of the rules under test is used here but the names of the actions.
 */

export type Place =
  | 'DRAFT'
  | 'SUBMIT'
  | 'HAND_OVER'
  | 'AGREE'
  | 'ASSESS'
  | 'PROVISION'
  | 'DELIVER'
  | 'ADOPT'
  | 'ACCEPT'
  | 'REPORT'
  | 'PREPARED'
  | 'FORWARDED'
  | 'CLOSED'
  | 'CANCELLED'
  | 'REFUSED';

type Role = 'PRODUCER' | 'TECHNICAL_TEAM' | 'DIVISION_HEAD' | 'DEPARTMENT_HEAD';

export interface Actor {
  readonly accountId: string;
  readonly agency: string | null;
  readonly roles: readonly string[];
}

export interface ModelField {
  readonly name: string;
  /** Stands for everything that the structure says of the column. */
  readonly variant: number;
  status: string;
  verdict: string | null;
  reason: string | null;
}

/** What one action brings along, the same for all kinds. */
export interface Load {
  readonly text: string;
  readonly columns: readonly { readonly name: string; readonly variant: number; readonly verdict: string }[];
  readonly to: 'ASSESS' | 'PROVISION';
  /** Whether graph and release are as they have to be. */
  readonly ready: boolean;
  /** The content that is signed, as `content()` said it when it was read; null for a hash of nothing. */
  readonly signs: string | null;
}

/** From where, by whom, to where; a place that is not given stays. */
export const TABLE: Readonly<Record<ActionType, readonly [from: Place[], by: Role[], to?: Place]>> = {
  SUBMIT: [['DRAFT'], ['PRODUCER'], 'SUBMIT'],
  RETURN: [['SUBMIT'], ['DEPARTMENT_HEAD'], 'DRAFT'],
  REFUSE: [['SUBMIT'], ['DEPARTMENT_HEAD'], 'REFUSED'],
  ISSUE_DISPOSITION: [['SUBMIT'], ['DEPARTMENT_HEAD'], 'HAND_OVER'],
  HAND_OVER: [['HAND_OVER'], ['PRODUCER'], 'AGREE'],
  JUDGE: [['AGREE'], ['TECHNICAL_TEAM', 'PRODUCER']],
  SIGN: [['AGREE'], ['TECHNICAL_TEAM', 'PRODUCER']],
  REJECT: [['AGREE'], ['TECHNICAL_TEAM', 'PRODUCER'], 'HAND_OVER'],
  REROUTE: [['AGREE'], ['TECHNICAL_TEAM']],
  ASSESS: [['ASSESS'], ['TECHNICAL_TEAM'], 'PROVISION'],
  PROVISION: [['PROVISION'], ['TECHNICAL_TEAM'], 'DELIVER'],
  DELIVER: [['DELIVER'], ['TECHNICAL_TEAM'], 'ADOPT'],
  ADOPT: [['ADOPT'], ['PRODUCER'], 'ACCEPT'],
  ACCEPT: [['ACCEPT'], ['PRODUCER'], 'REPORT'],
  CONTEST: [['ACCEPT'], ['PRODUCER'], 'AGREE'],
  PREPARE_REPORT: [['REPORT'], ['TECHNICAL_TEAM'], 'PREPARED'],
  FORWARD_REPORT: [['PREPARED'], ['DIVISION_HEAD'], 'FORWARDED'],
  ACKNOWLEDGE_REPORT: [['FORWARDED'], ['DEPARTMENT_HEAD'], 'CLOSED'],
  CANCEL: [
    ['DRAFT', 'SUBMIT', 'HAND_OVER', 'AGREE', 'ASSESS', 'PROVISION', 'DELIVER', 'ADOPT', 'ACCEPT'],
    ['PRODUCER', 'DIVISION_HEAD'],
    'CANCELLED',
  ],
};

const NEXT: Readonly<Record<Place, Role | null>> = {
  DRAFT: 'PRODUCER',
  SUBMIT: 'DEPARTMENT_HEAD',
  HAND_OVER: 'PRODUCER',
  AGREE: 'TECHNICAL_TEAM',
  ASSESS: 'TECHNICAL_TEAM',
  PROVISION: 'TECHNICAL_TEAM',
  DELIVER: 'TECHNICAL_TEAM',
  ADOPT: 'PRODUCER',
  ACCEPT: 'PRODUCER',
  REPORT: 'TECHNICAL_TEAM',
  PREPARED: 'DIVISION_HEAD',
  FORWARDED: 'DEPARTMENT_HEAD',
  CLOSED: null,
  CANCELLED: null,
  REFUSED: null,
};

const REASONED = ['RETURN', 'REFUSE', 'REJECT', 'REROUTE', 'CONTEST', 'CANCEL'];
const DOCUMENTED = ['ISSUE_DISPOSITION', 'PROVISION', 'DELIVER', 'ADOPT', 'ACCEPT', 'PREPARE_REPORT'];

/** The one column of the walks whose class is CLOSED: agreeing on it opens nothing. */
export const CLOSED_NAME = 'rahasia';

export class Model {
  place: Place = 'DRAFT';
  version = 1;
  /** How often each place of the nine has been opened. */
  readonly opened: Partial<Record<Place, number>> = {};
  fields: ModelField[] = [];
  #profile = false;
  #agreedOnce = false;
  #reroute: 'NONE' | 'OFFERED' | 'USED' = 'NONE';
  #signed: { TECHNICAL_TEAM?: string; PRODUCER?: string } = {};

  constructor(private readonly agency: string) {}

  get nextActor(): Role | null {
    return this.place === 'AGREE' && this.#signed.TECHNICAL_TEAM ? 'PRODUCER' : NEXT[this.place];
  }

  /** What two people agree on: the structure with verdict and reason per field. */
  content(): string {
    return JSON.stringify(
      this.fields.map(({ name, variant, verdict, reason }) => [name, variant, verdict, reason]),
    );
  }

  #roleOf(action: ActionType, { roles, agency }: Actor): Role | undefined {
    const mayCancel = this.#agreedOnce ? 'DIVISION_HEAD' : 'PRODUCER';
    return TABLE[action][1].find(
      (role) =>
        roles.includes(role) &&
        (role !== 'PRODUCER' || agency === this.agency) &&
        (action !== 'CANCEL' || role === mayCancel),
    );
  }

  /** What speaks against the action; nothing where it is permitted. */
  objections(action: ActionType, actor: Actor, version: number, load: Load): string[] {
    const role = this.#roleOf(action, actor);
    if (!role) return ['WRONG_ROLE'];
    if (version !== this.version) return ['STALE_VERSION'];
    const offered = action !== 'REROUTE' || this.#reroute === 'OFFERED';
    if (!TABLE[action][0].includes(this.place) || !offered) return ['WRONG_STEP'];
    const blank = load.text.trim() === '';
    if (REASONED.includes(action) && blank) return ['REASON_REQUIRED'];

    const found: string[] = [];
    const object = (code: string, holds: boolean) => holds && found.push(code);
    object('DOCUMENT_MISSING', DOCUMENTED.includes(action) && blank);
    object('OUTPUT_MISSING', (action === 'ASSESS' || action === 'PROVISION') && !load.ready);
    const known = (name: string) => this.fields.find((field) => field.name === name);
    switch (action) {
      case 'SUBMIT':
        object('DOCUMENT_MISSING', blank && !this.#profile);
        break;
      case 'HAND_OVER':
        object('DEFINITION_INVALID', load.columns.length === 0);
        break;
      case 'JUDGE':
        object('UNKNOWN_COLUMN', !load.columns.every(({ name }) => known(name)));
        object('REASON_REQUIRED', blank && load.columns.some(({ verdict }) => verdict !== 'AGREED'));
        break;
      case 'SIGN': {
        const other = this.#signed[role === 'PRODUCER' ? 'TECHNICAL_TEAM' : 'PRODUCER'];
        object('OUTPUT_MISSING', !this.fields.every(({ verdict }) => verdict));
        object(
          'NOTHING_AGREED',
          !this.fields.some(({ name, verdict }) => verdict === 'AGREED' && name !== CLOSED_NAME),
        );
        object('CONTENT_CHANGED', load.signs !== this.content());
        object('SAME_PERSON', other === actor.accountId);
        break;
      }
      case 'CONTEST':
        object('UNKNOWN_COLUMN', !load.columns.every(({ name }) => known(name)?.status === 'LIVE'));
        object('OUTPUT_MISSING', load.columns.length === 0);
        break;
    }
    return found;
  }

  /** Does what was not objected to. */
  advance(action: ActionType, actor: Actor, load: Load): void {
    const role = this.#roleOf(action, actor);
    let to = TABLE[action][2];
    switch (action) {
      case 'SUBMIT':
        this.#profile = true;
        break;
      case 'HAND_OVER':
        this.fields = load.columns.map(({ name, variant }) => this.#handedOver(name, variant));
        break;
      case 'JUDGE':
        for (const { name, verdict } of load.columns)
          for (const field of this.fields)
            if (field.name === name) Object.assign(field, { verdict, reason: load.text.trim() || null });
        this.#signed = {};
        break;
      case 'SIGN':
        this.#signed[role === 'PRODUCER' ? 'PRODUCER' : 'TECHNICAL_TEAM'] = actor.accountId;
        if (this.#signed.PRODUCER && this.#signed.TECHNICAL_TEAM) {
          to = 'ASSESS';
          this.#agree();
        }
        break;
      case 'REROUTE':
        to = load.to;
        this.#reroute = 'USED';
        break;
      case 'DELIVER':
        this.#turn(['AGREED', 'DISPUTED'], 'LIVE');
        break;
      case 'ACCEPT':
        this.#turn(['LIVE'], 'CONFIRMED');
        break;
      case 'CONTEST':
        for (const field of this.fields)
          if (load.columns.some(({ name }) => name === field.name)) field.status = 'DISPUTED';
        if (this.#reroute === 'NONE') this.#reroute = 'OFFERED';
        break;
      case 'CANCEL':
        for (const field of this.fields) field.status = 'DECLINED';
        break;
    }
    this.version += 1;
    if (!to || to === this.place) return;
    // Signatures belong to one stay in step 3; an offer that was not taken ends with it.
    this.#signed = {};
    if (this.place === 'AGREE' && this.#reroute === 'OFFERED') this.#reroute = 'NONE';
    this.place = to;
    this.opened[to] = (this.opened[to] ?? 0) + 1;
  }

  #handedOver(name: string, variant: number): ModelField {
    const before = this.fields.find((field) => field.name === name && field.variant === variant);
    if (before && ['LIVE', 'DISPUTED'].includes(before.status)) return before;
    return { name, variant, status: 'PROPOSED', verdict: null, reason: null };
  }

  #agree(): void {
    this.#agreedOnce = true;
    for (const field of this.fields) {
      const delivered = ['LIVE', 'DISPUTED'].includes(field.status);
      if (!(field.verdict === 'AGREED' && delivered)) field.status = field.verdict ?? '';
    }
  }

  #turn(from: readonly string[], to: string): void {
    for (const field of this.fields) if (from.includes(field.status)) field.status = to;
  }
}
