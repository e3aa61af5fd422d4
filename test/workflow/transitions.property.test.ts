import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Official } from '../../subgraphs/viewer.js';
import { type CaseState, nextActor } from '../../subgraphs/workflow/state.js';
import type { Action, ActionType } from '../../subgraphs/workflow/transitions.js';
import { runs } from '../support/runs.js';
import { AGENCY, column, definition, official, PaperCase } from './paper-case.js';
import { CLOSED_NAME, type Load, Model, type Place, TABLE } from './procedure-model.js';

const ACTORS: readonly Official[] = [
  official('produsen', ['PRODUCER'], AGENCY),
  official('rekan produsen', ['PRODUCER'], AGENCY),
  official('produsen lain', ['PRODUCER'], 'dinsos'),
  official('tim', ['TECHNICAL_TEAM']),
  official('rekan tim', ['TECHNICAL_TEAM']),
  // One account whose roles are changed while the case runs.
  official('pindahan', ['PRODUCER'], AGENCY),
  official('pindahan', ['TECHNICAL_TEAM']),
  official('kabid', ['DIVISION_HEAD']),
  official('kabid dan produsen', ['DIVISION_HEAD', 'PRODUCER'], AGENCY),
  official('kadis', ['DEPARTMENT_HEAD']),
  official('pengguna dan pengelola', ['CONSUMER', 'ADMIN'], AGENCY),
];
// The last two are names that every object answers to.
const NAMES = ['kode', 'pasien', 'biaya', 'rahasia', 'constructor', 'valueOf'];
const KINDS = Object.keys(TABLE) as ActionType[];

/** What is likely to happen at a place, so that random walks get to the end and around the loops. */
const LIKELY: Readonly<Partial<Record<Place, readonly ActionType[]>>> = {
  SUBMIT: [...Array<ActionType>(8).fill('ISSUE_DISPOSITION'), 'RETURN', 'REFUSE'],
  HAND_OVER: [...Array<ActionType>(15).fill('HAND_OVER'), 'CANCEL'],
  AGREE: ['JUDGE', 'JUDGE', ...Array<ActionType>(8).fill('SIGN'), 'REJECT', 'REROUTE', 'REROUTE'],
  DELIVER: [...Array<ActionType>(9).fill('DELIVER'), 'CANCEL'],
  ACCEPT: ['ACCEPT', 'ACCEPT', ...Array<ActionType>(7).fill('CONTEST'), 'CANCEL'],
};

const verdict = fc.constantFrom('AGREED', 'AGREED', 'AGREED', 'DECLINED', 'DEFERRED');
const command = fc.record({
  /** Picks something likely at the place, by somebody who may; otherwise anything by anybody. */
  guided: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  kind: fc.nat(999),
  actor: fc.nat(999),
  age: fc.oneof({ weight: 15, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(-1, 1) }),
  text: fc.oneof(
    { weight: 15, arbitrary: fc.constantFrom('baik', 'lain') },
    { weight: 1, arbitrary: fc.constantFrom('', ' ') },
  ),
  names: fc.oneof(
    { weight: 3, arbitrary: fc.constant('HANDED_OVER' as const) },
    { weight: 1, arbitrary: fc.subarray(NAMES) },
  ),
  variants: fc.array(fc.nat(1), { minLength: NAMES.length, maxLength: NAMES.length }),
  verdicts: fc.oneof(
    fc.constant(NAMES.map(() => 'AGREED')),
    fc.array(verdict, { minLength: NAMES.length, maxLength: NAMES.length }),
  ),
  to: fc.constantFrom('ASSESS' as const, 'PROVISION' as const),
  ready: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  signs: fc.oneof({ weight: 9, arbitrary: fc.constant('NOW' as const) }, { weight: 1, arbitrary: fc.nat(9) }),
});
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

const choose = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;

function pick(model: Model, { guided, kind, actor }: Command): { type: ActionType; who: Official } {
  const here = KINDS.filter((one) => one !== 'CANCEL' && TABLE[one][0].includes(model.place));
  const type = choose(guided && here.length > 0 ? (LIKELY[model.place] ?? here) : KINDS, kind);
  const able = ACTORS.filter(({ roles }) =>
    roles.some((role) => (TABLE[type][1] as string[]).includes(role)),
  );
  return { type, who: choose(guided ? able : ACTORS, actor) };
}

/** The command in the words of the model: names without a meaning of their own, content instead of its hash. */
function loadOf(given: Command, model: Model, read: readonly { content: string }[]): Load {
  const { text, to, ready, signs } = given;
  const known = model.fields.map(({ name }) => name);
  const names = given.names === 'HANDED_OVER' ? (known.length > 0 ? known : NAMES) : given.names;
  const columns = names.map((name) => ({
    name,
    variant: given.variants[NAMES.indexOf(name)] ?? 0,
    verdict: given.verdicts[NAMES.indexOf(name)] ?? 'AGREED',
  }));
  const content = signs === 'NOW' ? model.content() : (read[signs]?.content ?? null);
  return { text, columns, to, ready, signs: content };
}

const columnOf = (name: string, variant: number) =>
  column(name, {
    type: variant === 0 ? 'INTEGER' : 'TEXT',
    accessClass: name === CLOSED_NAME ? 'CLOSED' : name === 'biaya' ? 'RESTRICTED' : 'OPEN',
  });

function actionOf(type: ActionType, load: Load, contentHash: string): Action {
  const { text, columns, to } = load;
  switch (type) {
    case 'SUBMIT':
      return { type, profile: text };
    case 'ISSUE_DISPOSITION':
      return { type, disposition: text };
    case 'HAND_OVER':
      return { type, definition: definition(columns.map(({ name, variant }) => columnOf(name, variant))) };
    case 'JUDGE':
      return {
        type,
        verdicts: columns.map(({ name, verdict: given }) => ({
          column: name,
          verdict: given as 'AGREED',
          reason: text,
        })),
      };
    case 'SIGN':
      return { type, contentHash };
    case 'REROUTE':
      return { type, to, reason: text };
    case 'PROVISION':
      return { type, account: text };
    case 'DELIVER':
    case 'PREPARE_REPORT':
      return { type, report: text };
    case 'ADOPT':
      return { type, validation: text };
    case 'ACCEPT':
      return { type, record: text };
    case 'CONTEST':
      return { type, columns: columns.map(({ name }) => name), reason: text };
    case 'ASSESS':
    case 'FORWARD_REPORT':
    case 'ACKNOWLEDGE_REPORT':
      return { type };
    default:
      return { type, reason: text };
  }
}

const placeOf = ({ status, step, report }: CaseState): string => {
  if (status !== 'OPEN') return status;
  return step === 'REPORT' && report !== 'NONE' ? report : step;
};

/** One case on paper beside the model; what both saw is compared after every command. `done` tells how far it got. */
function walk(commands: readonly Command[], done: string[], permitted: Map<ActionType, number>): void {
  const model = new Model(AGENCY);
  const paper = new PaperCase();
  const read: { content: string; hash: string }[] = [];
  const agreedSinceProposed = new Set<string>();

  for (const given of commands) {
    const { type, who } = pick(model, given);
    const load = loadOf(given, model, read);
    const signed = read.find(({ content }) => content === load.signs)?.hash;
    const action = actionOf(type, load, given.signs === 'NOW' ? paper.hash : (signed ?? '0'.repeat(64)));
    const version = model.version + given.age;
    paper.composed = load.ready ? 1 : null;
    paper.released = load.ready;
    const before = { print: paper.fingerprint(), version: paper.state.version, statuses: paper.statuses };

    const objections = model.objections(type, who, version, load);
    const decision = paper.judge(who, action, version);
    const said = decision.ok ? 'accepted' : decision.refusal.code;
    const scene = `${type} by ${who.accountId} at ${model.place} v${model.version}`;
    done.push(scene);
    expect(objections.length === 0 ? ['accepted'] : objections, scene).toContain(said);
    // Whatever was decided, nothing is done by deciding.
    expect(paper.fingerprint(), scene).toBe(before.print);
    if (!decision.ok) continue;

    paper.apply(action, decision.change);
    model.advance(type, who, load);
    permitted.set(type, (permitted.get(type) ?? 0) + 1);
    expect(paper.state.version, scene).toBe(before.version + 1);
    expect(
      { at: placeOf(paper.state), opened: paper.state.attempts, next: nextActor(paper.state) },
      scene,
    ).toEqual({
      at: model.place,
      opened: placesOpened(model),
      next: model.nextActor,
    });
    expect(paper.statuses, scene).toEqual(
      Object.fromEntries(model.fields.map(({ name, status }) => [name, status])),
    );
    for (const [name, status] of Object.entries(paper.statuses)) {
      const was = Object.hasOwn(before.statuses, name) ? before.statuses[name] : undefined;
      if (status === 'AGREED') agreedSinceProposed.add(name);
      if (status === 'PROPOSED') agreedSinceProposed.delete(name);
      if (status === 'LIVE') expect(agreedSinceProposed, `${scene}: ${name}`).toContain(name);
      if (was === 'CONFIRMED') expect(status, `${scene}: ${name}`).toBe(was);
    }
    // The same content has the same hash, other content another one.
    const content = model.content();
    for (const one of read) expect(one.hash === paper.hash, scene).toBe(one.content === content);
    if (!read.some((one) => one.content === content)) read.push({ content, hash: paper.hash });
  }
}

const STEPS: readonly Place[] = [
  'SUBMIT',
  'HAND_OVER',
  'AGREE',
  'ASSESS',
  'PROVISION',
  'DELIVER',
  'ADOPT',
  'ACCEPT',
  'REPORT',
];
const placesOpened = ({ opened }: Model) =>
  Object.fromEntries(STEPS.flatMap((step) => (opened[step] ? [[step, opened[step]]] : [])));

test('any sequence of actions by anybody ends where the SOP says', { timeout: 300_000 }, () => {
  const permitted = new Map<ActionType, number>();
  fc.assert(
    // Counterexamples get shorter, not simpler: to shrink the commands themselves takes minutes.
    fc.property(fc.array(fc.noShrink(command), { maxLength: 120, size: 'max' }), (commands) => {
      const done: string[] = [];
      try {
        walk(commands, done, permitted);
      } catch (cause) {
        throw new Error(`rules and model part after:\n${done.join('\n')}`, { cause });
      }
    }),
    { numRuns: runs(200, 2000) },
  );
  // The walks have been everywhere: a test that never gets past a step would prove nothing about the next one.
  expect(KINDS.filter((type) => !permitted.has(type))).toEqual([]);
});
