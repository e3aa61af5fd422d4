import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ActionType } from '../../subgraphs/workflow/rules.js';
import { type CaseKind, type CaseState, nextActor } from '../../subgraphs/workflow/state.js';
import { runs } from '../support/runs.js';
import { AGENCY, APPLICATION, PaperCase, PROCEDURE } from './paper-case.js';
import { Model } from './procedure-model.js';
import { actionOf, type Command, command, KINDS, loadOf, pick, STANDING, told } from './random-actions.js';

const placeOf = ({ status, step, report }: CaseState): string => {
  if (status !== 'OPEN') return status;
  return step === 'REPORT' && report !== 'NONE' ? report : step;
};

/** What rules and model have to agree on after every command. */
const seen = {
  rules: (paper: PaperCase) => ({
    at: placeOf(paper.state),
    version: paper.state.version,
    attempts: paper.state.attempts,
    next: nextActor(paper.state, PROCEDURE),
    statuses: paper.statuses,
    classes: paper.fields.map(({ column }) => [column.name, column.accessClass]),
    suspended: paper.state.suspended,
    leaving: Object.fromEntries([...paper.leaving].map(([name, { replacedBy }]) => [name, replacedBy])),
    sides: paper.state.sides,
  }),
  model: (model: Model) => ({
    at: model.place,
    version: model.version,
    attempts: model.attempts,
    next: model.nextActor,
    statuses: model.statuses,
    classes: model.fields.map(({ name, accessClass }) => [name, accessClass]),
    suspended: Object.fromEntries(model.suspended),
    leaving: Object.fromEntries(model.leaving),
    sides: Object.fromEntries(model.sides),
  }),
};

/** One case on paper beside the model; what both saw is compared after every command. `done` tells how far it got. */
function walk(
  kind: CaseKind,
  commands: readonly Command[],
  done: string[],
  permitted: Map<ActionType, number>,
): void {
  const standing = kind === 'CHANGE' ? STANDING : [];
  const known = standing.map(({ column, status }) => ({ name: column.name, status }));
  const model = new Model(AGENCY, kind === 'CHANGE' ? known : undefined);
  const paper = new PaperCase({ kind, standing });
  paper.application = { ...APPLICATION, contacts: [] };
  const read: { content: string; hash: string }[] = [];
  const agreedSinceProposed = new Set<string>();

  for (const given of commands) {
    const { type, who } = pick(model, given);
    const contents = read.map(({ content }) => content);
    const load = loadOf(type, given, model, kind === 'CHANGE', contents);
    const signed = read.find(({ content }) => content === load.signs)?.hash ?? '0'.repeat(64);
    const action = actionOf(type, load, given.signs === 'NOW' ? paper.hash : signed);
    const version = model.version + given.age;
    paper.composed = load.ready ? 1 : null;
    paper.released = load.ready;
    const before = { print: paper.fingerprint(), statuses: paper.statuses };

    const objections = model.objections(type, who, version, load);
    const decision = paper.judge(who, action, version);
    const said = decision.ok ? 'accepted' : decision.refusal.code;
    const scene = `${told(type, load)} by ${who.accountId} at ${model.place} v${model.version}`;
    done.push(`${scene}: ${said}`);
    expect(objections.length === 0 ? ['accepted'] : objections, scene).toContain(said);
    // Whatever was decided, nothing is done by deciding.
    expect(paper.fingerprint(), scene).toBe(before.print);
    if (!decision.ok) continue;

    paper.apply(action, decision.change);
    const failures = model.advance(type, who, load);
    permitted.set(type, (permitted.get(type) ?? 0) + 1);
    expect(seen.rules(paper), scene).toEqual(seen.model(model));
    const deviations = decision.change.deviations.map(({ facts: _facts, ...one }) => one);
    expect(deviations, scene).toEqual(failures);
    expect(who.roles, scene).toContain(decision.change.role);
    for (const [name, status] of Object.entries(paper.statuses)) {
      const was = Object.hasOwn(before.statuses, name) ? before.statuses[name] : undefined;
      if (status === 'AGREED') agreedSinceProposed.add(name);
      if (status === 'PROPOSED') agreedSinceProposed.delete(name);
      if (status === 'LIVE' && !agreedSinceProposed.has(name)) expect.fail(`${scene}: ${name} is not agreed`);
      // What is final leaves its readers by a suspension alone.
      if (was === 'CONFIRMED' && status !== was)
        expect([type, status], scene).toEqual(['SUSPEND', 'DISPUTED']);
    }
    // The same content has the same hash, other content another one.
    const [content, hash] = [model.content(), paper.hash];
    expect(
      read.filter((one) => (one.hash === hash) !== (one.content === content)),
      scene,
    ).toEqual([]);
    if (!read.some((one) => one.content === content)) read.push({ content, hash });
  }
}

test('any sequence of actions by anybody ends where the SOP says', { timeout: 300_000 }, () => {
  const permitted: Record<CaseKind, Map<ActionType, number>> = { NEW: new Map(), CHANGE: new Map() };
  fc.assert(
    fc.property(
      fc.constantFrom<CaseKind>('NEW', 'CHANGE'),
      // Counterexamples get shorter, not simpler: to shrink the commands themselves takes minutes.
      fc.array(fc.noShrink(command), { maxLength: 150, size: 'max' }),
      (kind, commands) => {
        const done: string[] = [];
        try {
          walk(kind, commands, done, permitted[kind]);
        } catch (cause) {
          throw new Error(`rules and model part in a ${kind} after:\n${done.join('\n')}`, { cause });
        }
      },
    ),
    { numRuns: runs(200, 2000) },
  );
  // The walks have been everywhere: a test that never gets past a step would prove nothing about the next one.
  const [anew, change] = [permitted.NEW, permitted.CHANGE];
  expect(KINDS.filter((type) => !anew.has(type) && !change.has(type))).toEqual([]);
  for (const by of [anew, change]) expect(by.has('ACCEPT')).toBe(true);
});
