import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIELD_STATUSES, type Standing, type Verdict, verdict } from '../../schema/exposure.js';
import type { Answer, Caller } from '../support/hub.js';
import {
  COLUMN_PROBES,
  FIGURE_PROBES,
  KEY_PROBES,
  ONE,
  operation,
  renamed,
  type Unknown,
  used,
} from './probes.js';
import { expectedVerdict, LINES, type Line } from './table.js';
import { bootTwoTables, type State, type TwoTables } from './two-tables.js';

describe('the matrix as a function', () => {
  test('the table has every status with every class once', () => {
    expect(new Set(LINES.map(({ status, accessClass }) => `${status} ${accessClass}`)).size).toBe(21);
    expect(new Set(LINES.map(({ status }) => status))).toEqual(new Set(FIELD_STATUSES));
  });

  test.each(LINES)('$status, $accessClass: the function gives the line of the table', (line) => {
    for (const standing of ['INSIDER', 'GRANTED', 'SIGNED_IN', 'ANONYMOUS'] as const)
      for (const released of [false, true])
        expect({
          standing,
          released,
          verdict: verdict(line.status, line.accessClass, standing, released),
        }).toEqual({ standing, released, verdict: expectedVerdict(line, standing, released) });
  });
});

describe('the matrix over HTTP, at every place where a column can stand', () => {
  let tables: TwoTables;
  let callers: readonly { readonly name: string; readonly standing: Standing; readonly caller: Caller }[];
  let cursor = '';
  beforeAll(async () => {
    tables = await bootTwoTables();
    const { hub } = tables;
    const as = async (name: string, standing: Standing, caller: Caller | Promise<Caller>) => ({
      name,
      standing,
      caller: await caller,
    });
    callers = [
      await as('own producer', 'INSIDER', hub.official('produsen.dinkes')),
      await as('technical team', 'INSIDER', hub.official('tim.teknis')),
      await as('other producer', 'SIGNED_IN', hub.official('produsen.dinsos')),
      await as('ADMIN', 'SIGNED_IN', hub.official('pengelola')),
      await as('consumer key', 'SIGNED_IN', hub.key()),
      await as('anonymous', 'ANONYMOUS', hub.anonymous),
    ];
  });
  afterAll(() => tables[Symbol.asyncDispose]());

  const ask = (caller: Caller, text: string) =>
    caller.query(text, used(text, { ...tables.variables, cursor }));

  /** A cursor on the column under test, from somebody who may sort by it. */
  async function beginPage(): Promise<void> {
    const own = callers[0]?.caller as Caller;
    const { data } = await own.query<{ list: { pageInfo: { endCursor: string } } }>(
      `{ list: ${ONE.field}(first: 1, orderBy: [{ isian: ASC }]) { pageInfo { endCursor } } }`,
    );
    cursor = data?.list.pageInfo.endCursor ?? '';
  }

  const sets = () =>
    [
      { probes: COLUMN_PROBES, names: 'COLUMN', markers: tables.markers.satu, made: tables.satu },
      { probes: FIGURE_PROBES, names: 'COLUMN', markers: tables.markers.figures, made: tables.satu },
      { probes: KEY_PROBES, names: 'KEYS', markers: tables.markers.dua, made: tables.dua },
    ] as const;
  type ProbeSet = ReturnType<typeof sets>[number];

  /** Everything is answered, and the answer holds what the table holds. */
  function expectValues(answer: Answer, { markers }: ProbeSet): void {
    expect(answer.errors).toEqual([]);
    for (const marker of markers) expect(answer.text).toContain(marker);
  }

  /** The whole answer with `null` and one error at each position that is withheld, and nothing else changed. */
  function expectWithheld(answer: Answer, whole: Answer, code: Verdict, set: ProbeSet): void {
    const data = structuredClone(whole.data);
    const errors = set.probes.flatMap(({ key, withheld, coordinate }) => {
      if (!withheld) return [];
      blank(data, [key, ...withheld]);
      const { field: dataset, case: number } = set.made;
      return [
        { path: [key, ...withheld], extensions: { code, coordinate, dataset, step: 'AGREE', case: number } },
      ];
    });
    expect(answer.status).toBe(200);
    expect(
      answer.errors.map(({ path, extensions: { code, coordinate, dataset, step, case: number } }) => ({
        path,
        extensions: { code, coordinate, dataset, step, case: number },
      })),
    ).toEqual(errors);
    expect(JSON.stringify(answer.data)).toBe(JSON.stringify(data));
    expectNoMarker(answer, set);
  }

  function expectNoMarker({ text }: Answer, { markers }: ProbeSet): void {
    for (const marker of markers) expect(text).not.toContain(marker);
  }

  /** What a name that was never there is answered, by audience: it does not depend on what the name stands for. */
  const strangers = new Map<string, string>();

  async function stranger(audience: string, caller: Caller, text: string, what: Unknown): Promise<string> {
    const other = renamed(text, what);
    const known = strangers.get(`${audience} ${other}`);
    if (known !== undefined) return known;
    const variables = renamed(JSON.stringify(used(text, { ...tables.variables, cursor })), what);
    const answer = await caller.query(other, JSON.parse(variables));
    expect(answer.status, other).toBe(400);
    strangers.set(`${audience} ${other}`, answer.text);
    return answer.text;
  }

  /** Each probe alone is answered as if its name had never been there. */
  async function expectUnknown(audience: string, caller: Caller, set: ProbeSet, unknown: Unknown) {
    for (const probe of set.probes) {
      if (probe.key === 'rows' && unknown !== 'DATASETS') continue;
      // A region's field bears the dataset's name, and goes with the column that refers to the region.
      const ofRegion = unknown !== 'DATASETS' && probe.coordinate?.startsWith('Region.');
      const what = ofRegion ? 'SECOND' : unknown;
      const text = operation([probe]);
      const answer = await ask(caller, text);
      expect(answer.status, text).toBe(400);
      expect(renamed(answer.text, what), text).toBe(await stranger(audience, caller, text, what));
      expectNoMarker(answer, set);
    }
  }

  async function expectState(state: State, line: Line): Promise<void> {
    const { released } = state;
    for (const set of sets()) {
      const text = operation(set.probes);
      let whole: Answer | undefined;
      for (const { name, standing, caller } of callers) {
        const expected = expectedVerdict(line, standing, released);
        if (expected === 'ABSENT') {
          const anonymous = standing === 'ANONYMOUS';
          if (!anonymous && !stands(name, state)) continue;
          const audience = anonymous ? `public ${released}` : 'members';
          await expectUnknown(audience, caller, set, anonymous && !released ? 'DATASETS' : set.names);
          continue;
        }
        const answer = await ask(caller, text);
        whole ??= answer;
        if (expected !== 'VALUES') expectWithheld(answer, whole, expected, set);
        else {
          expectValues(answer, set);
          // Labels tell officials more.
          const said = ({ data, errors }: Answer) => JSON.stringify([data, errors]);
          expect(said(answer), `${name}: ${JSON.stringify(state)}`).toBe(said(whole));
        }
      }
    }
  }

  /**
   * What no schema holds is nobody's among the signed-in, released or not: every caller is asked where the status
   * would give values, two elsewhere.
   */
  function stands(caller: string, { status, accessClass, released }: State): boolean {
    if (!released) return false;
    if (status === 'CONFIRMED' || status === 'LIVE') return true;
    if (status === 'DECLINED' && accessClass !== 'OPEN') return caller === 'technical team';
    return caller === 'technical team' || caller === 'consumer key';
  }

  test.each(FIELD_STATUSES)('%s: each caller gets what the table says, everywhere', async (status) => {
    await tables.become({ status: 'CONFIRMED', accessClass: 'OPEN', released: false });
    await tables.reload();
    await beginPage();
    for (const line of LINES.filter((one) => one.status === status)) {
      for (const released of [true, false]) {
        const state = { status, accessClass: line.accessClass, released };
        await tables.become(state);
        await expectState(state, line);
      }
    }
  });
});

/** Sets what lies at a path of response keys to null, in every item of the lists on the way. */
function blank(value: unknown, [key, ...rest]: readonly string[]): void {
  if (Array.isArray(value)) for (const item of value) blank(item, [key as string, ...rest]);
  else if (value !== null && typeof value === 'object' && key !== undefined) {
    const object = value as Record<string, unknown>;
    if (rest.length === 0) object[key] = null;
    else blank(object[key], rest);
  }
}
