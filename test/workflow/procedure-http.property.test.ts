import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Official, Role } from '../../subgraphs/viewer.js';
import { auditChain } from '../../subgraphs/workflow/evidence/audit.js';
import type { Action, ActionType } from '../../subgraphs/workflow/rules.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { runs } from '../support/runs.js';
import {
  type ActionName,
  account,
  load,
  readWhole,
  type Stage,
  send,
  statusesOf,
  stored,
} from './case-over-http.js';
import { AGENCY, official } from './paper-case.js';
import { Model } from './procedure-model.js';
import type { Load, Place } from './procedure-tables.js';
import { actionOf, type Command, command, loadOf, pick, told } from './random-actions.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(() => hub[Symbol.asyncDispose]());

const OWN = 'produsen.dinkes';
/** The demo's officials; the case's own producer more often, so that the case gets on. */
const ACTORS: readonly Official[] = [
  ...Array.from({ length: 5 }, () => official(OWN, ['PRODUCER'], AGENCY)),
  official('produsen.dinsos', ['PRODUCER'], 'dinsos'),
  official('tim.teknis', ['TECHNICAL_TEAM']),
  official('kepala.bidang', ['DIVISION_HEAD']),
  official('kepala.dinas', ['DEPARTMENT_HEAD']),
  official('pengelola', ['ADMIN'], null),
  official('pengguna', ['CONSUMER'], null),
];

const MUTATIONS: Readonly<Record<ActionType, ActionName>> = {
  EDIT: 'editDraft',
  SUBMIT: 'submitCase',
  WAIVE: 'waiveDocument',
  ATTACH: 'attachDocument',
  INVALIDATE: 'invalidateDocument',
  RETURN: 'returnCase',
  REFUSE: 'refuseCase',
  ISSUE_DISPOSITION: 'issueDisposition',
  HAND_OVER: 'handOver',
  JUDGE: 'judgeFields',
  SIGN: 'signAgreement',
  REJECT: 'rejectAgreement',
  REROUTE: 'rerouteCase',
  ASSESS: 'assessCase',
  PROVISION: 'provisionCase',
  DELIVER: 'deliverCase',
  ADOPT: 'adoptCase',
  ACCEPT: 'acceptCase',
  CONTEST: 'contestCase',
  PREPARE_REPORT: 'prepareReport',
  FORWARD_REPORT: 'forwardReport',
  ACKNOWLEDGE_REPORT: 'acknowledgeReport',
  CANCEL: 'cancelCase',
  SUSPEND: 'suspendFields',
  LIFT: 'liftSuspension',
  RAISE_CLASS: 'raiseClass',
};

/** Where a case stands, as its dossier says it. */
const STANDS: Readonly<Partial<Record<Place, { status?: string; step: string }>>> = {
  DRAFT: { status: 'DRAFT', step: 'SUBMIT' },
  REFUSED: { status: 'REFUSED', step: 'SUBMIT' },
  CLOSED: { status: 'CLOSED', step: 'REPORT' },
  PREPARED: { step: 'REPORT' },
  FORWARDED: { step: 'REPORT' },
};

/** Everybody but the case's officials may as well not know of it; of a draft only its producer does. */
function mayNotKnow({ place }: Model, { roles, agency }: Official): boolean {
  if (roles.includes('PRODUCER')) return agency !== AGENCY;
  const office: readonly Role[] = ['TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'];
  return place === 'DRAFT' || place === 'CANCELLED' || !roles.some((role) => office.includes(role));
}

/** What the hub itself records beside the transitions says so. */
const isTransition = (event: object) => !('transition' in event) || event.transition === true;

/** A case of its own, over HTTP, beside the model. */
class Walk {
  readonly model = new Model(AGENCY);
  readonly #read: { content: string; hash: string }[] = [];
  readonly #permitted: ActionType[] = [];
  #loaded = false;
  /** What the store holds of the case, as long as nothing is permitted. */
  #print: string | null = null;

  constructor(
    private readonly number: string,
    private readonly dataset: string,
    private readonly producer: Caller,
    private readonly done: string[],
  ) {}

  async step(given: Command): Promise<void> {
    const { model } = this;
    // Of a case that has come to its end it is enough to see a few times that nothing happens to it.
    if (model.nextActor === null && given.kind % 4 > 0 && model.place !== 'CLOSED') return;
    const { type, who, brought } = this.#choose(given);
    if (this.#leavesNothing(type, brought)) return;
    // The graph and the release are as they have to be, except where nothing was ever loaded.
    const ready = type !== 'PROVISION' || given.ready || this.#loaded;
    if (ready) await this.#prepare(type);
    const words = { ...brought, ready };
    const action = actionOf(type, words, await this.#hash(words));
    const version = model.version + given.age;

    const objections = model.objections(type, who, version, words);
    const hidden = mayNotKnow(model, who) ? ['CASE_NOT_FOUND'] : [];
    const scene = `${told(type, words)} by ${who.accountId} at ${model.place} v${model.version}`;
    if (objections.length > 0) this.#print ??= await stored(hub, this.number);
    const answer = await this.#send(who, action, version, objections.length === 0);
    const said = answer.errors[0]?.extensions.code ?? 'accepted';
    this.done.push(`${scene}: ${said}`);
    expect(objections.length === 0 ? ['accepted'] : [...objections, ...hidden], scene).toContain(said);
    if (objections.length > 0) {
      expect(await stored(hub, this.number), `${scene} was refused`).toBe(this.#print);
      return;
    }
    model.advance(type, who, words);
    this.#print = null;
    this.#permitted.push(type);
    expect(answer.data?.result, scene).toEqual({ number: this.number, version: model.version });
  }

  /** Three of four commands are such as get the case on, if there are any; the others are as they come. */
  #choose(given: Command) {
    const contents = this.#read.map(({ content }) => content);
    const commands = Array.from({ length: given.kind % 4 > 0 ? 80 : 1 }, (_, at) => {
      // The same by somebody else, and then something else.
      const kind = given.kind + 35 * Math.floor(at / ACTORS.length);
      const one = { ...given, kind, actor: given.actor + at };
      const { type, who } = pick(this.model, one, ACTORS);
      return { type, who, brought: loadOf(type, one, this.model, false, contents) };
    });
    const { version } = this.model;
    const objections = ({ type, who, brought }: (typeof commands)[number]) =>
      this.model.objections(type, who, version + given.age, { ...brought, ready: true });
    const first = commands[0] as (typeof commands)[number];
    const ends = ({ type }: typeof first) => type === 'CANCEL' || type === 'REFUSE';
    return commands.find((one) => !ends(one) && objections(one).length === 0) ?? first;
  }

  /** What stands in the end is what the SOP says, and nothing happened but what was permitted. */
  async verify(): Promise<void> {
    const { model } = this;
    const whole = await readWhole(this.producer, this.number);
    const { status, step, nextActor, version } = whole;
    const stands = STANDS[model.place] ?? { step: model.place };
    const expected =
      model.place === 'CANCELLED' ? { status: 'CANCELLED', step } : { status: 'OPEN', ...stands };
    expect({ status, step, nextActor, version }).toEqual({
      ...expected,
      nextActor: model.nextActor,
      version: model.version,
    });
    expect(statusesOf(whole)).toEqual(model.statuses);
    const events = whole.dossier.events.filter(isTransition);
    expect(events.map((event) => [event.version, event.action])).toEqual(
      this.#permitted.map((action, at) => [at + 2, action]),
    );
  }

  get #served() {
    return this.model.fields.filter(
      ({ status, accessClass }) => status !== 'DECLINED' && accessClass !== 'CLOSED',
    );
  }

  /** A dataset of which nothing is served any more is another test's. */
  #leavesNothing = (type: ActionType, { column, toClass }: Load): boolean =>
    type === 'RAISE_CLASS' && toClass === 'CLOSED' && this.#served.every(({ name }) => name === column);

  async #prepare(type: ActionType): Promise<void> {
    const { place, fields } = this.model;
    if (type !== place || (type !== 'ASSESS' && type !== 'PROVISION')) return;
    await hub.hub.settle();
    if (type === 'ASSESS') return;
    this.#print = null;
    const lines = [fields.map(({ name }) => name), fields.map((_, at) => at)];
    await load(hub, this.producer, `${AGENCY}_${this.dataset}`, `${lines.join('\n')}\n`);
    this.#loaded = true;
  }

  /** The hash of what is to be signed, as whoever signs reads it. */
  async #hash({ signs }: Load): Promise<string> {
    const content = this.model.content();
    if (this.model.place === 'AGREE' && !this.#read.some((one) => one.content === content)) {
      const { dossier } = await readWhole(this.producer, this.number);
      this.#read.push({ content, hash: dossier.contentHash ?? '' });
    }
    return this.#read.find((one) => one.content === signs)?.hash ?? '0'.repeat(64);
  }

  async #send(who: Official, { type, ...given }: Action, version: number, upload: boolean) {
    const caller = await hub.official(who.accountId);
    const stage: Stage = { number: this.number, version };
    if ('application' in given) return edit(caller, stage, { ...given.application, profile: given.profile });
    if ('definition' in given) {
      const { agency: _agency, ...definition } = given.definition;
      return send(caller, 'handOver', stage, {
        definition: { ...definition, name: this.dataset },
        drops: given.drops,
      });
    }
    if ('account' in given && given.account.trim() !== '')
      return send(caller, 'provisionCase', stage, { account: account() });
    if ('upload' in given && upload) {
      const { body } = await caller.upload('%PDF-1.7\n%berkas\n', 'berkas.pdf');
      return send(caller, 'attachDocument', stage, { document: given.document, upload: body['id'] });
    }
    return send(caller, MUTATIONS[type], stage, given);
  }
}

const edit = (caller: Caller, stage: Stage, given: Readonly<Record<string, unknown>>) =>
  caller.query<{ result: Stage } | null>(
    `mutation (
      $number: ID!, $version: Int!, $title: String, $purpose: String, $profile: String, $contacts: [ContactInput!]
    ) {
      result: editDraft(
        number: $number, version: $version, title: $title, purpose: $purpose, profile: $profile, contacts: $contacts
      ) { number version }
    }`,
    { ...stage, ...given },
  );

/** A draft that names no contact yet and has no document. */
async function drafted(producer: Caller): Promise<string> {
  const answer = await producer.query<{ draftCase: Stage }>(
    'mutation { draftCase(title: "Kunjungan", purpose: "Dasbor") { number } }',
  );
  if (!answer.data) throw new Error(`the draft was refused: ${answer.text}`);
  return answer.data.draftCase.number;
}

test('over HTTP any sequence of actions ends where the SOP says', { timeout: 1_800_000 }, async () => {
  const producer = await hub.official(OWN);
  let cases = 0;
  let delivered = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.noShrink(command), { minLength: 30, maxLength: 60 }), async (commands) => {
      const done: string[] = [];
      const walk = new Walk(await drafted(producer), `acak${++cases}`, producer, done);
      try {
        for (const given of commands) await walk.step(given);
        await walk.verify();
        if (walk.model.opened.ADOPT) delivered++;
      } catch (cause) {
        throw new Error(`hub and model part after:\n${done.join('\n')}`, { cause });
      }
    }),
    // A shorter counterexample would be as many cases more.
    { numRuns: runs(10, 100), endOnFailure: true },
  );
  expect(delivered).toBeGreaterThan(0);
  expect(await auditChain(hub.hub.parts.writes.db, null)).toMatchObject({ ok: true });
});
