import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../support/hub.js';
import { runs } from '../support/runs.js';
import {
  bootOffice,
  cancel,
  decide,
  list,
  type Office,
  outcome,
  request,
  toHour,
  withdraw,
} from './granting.js';

/** No run goes over midnight unmeant. */
const TO_NOON = toHour(12);

let office: Office;
beforeAll(async () => {
  office = await bootOffice({}, TO_NOON);
});
afterAll(() => office[Symbol.asyncDispose]());

const READERS = ['pengguna', 'pengelola'] as const;
const DATASETS = [
  { field: 'dinkes_terbatas', columns: ['rahasia', 'besaran'] },
  { field: 'dinkes_terbatasLain', columns: ['rahasia'] },
] as const;
type Which = 0 | 1;

type Command =
  | {
      readonly do: 'REQUEST';
      readonly reader: Which;
      readonly dataset: Which;
      readonly columns: null | readonly string[];
      readonly days: number;
    }
  | { readonly do: 'DECIDE'; readonly at: number; readonly grant: boolean; readonly shorter: number | null }
  | { readonly do: 'CANCEL'; readonly at: number }
  | { readonly do: 'WITHDRAW'; readonly at: number; readonly by: 'PRODUCER' | 'HEAD' | 'READER' }
  | { readonly do: 'PASS'; readonly days: number };

const which = fc.constantFrom<Which>(0, 1);
const at = fc.nat(30);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('REQUEST' as const),
      reader: which,
      dataset: which,
      columns: fc.constantFrom(null, ['rahasia'] as const),
      days: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('DECIDE' as const),
      at,
      grant: fc.boolean(),
      shorter: fc.option(fc.integer({ min: -1, max: 5 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('CANCEL' as const), at }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('WITHDRAW' as const),
      at,
      by: fc.constantFrom('PRODUCER' as const, 'HEAD' as const, 'READER' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('PASS' as const), days: fc.integer({ min: 1, max: 3 }) }),
  },
);

/** A request as the model has it; days are counted from the first. */
interface Known {
  readonly id: string;
  readonly reader: Which;
  readonly dataset: Which;
  readonly columns: null | readonly string[];
  until: number;
  status: 'REQUESTED' | 'GRANTED' | 'REFUSED' | 'CANCELLED' | 'WITHDRAWN';
}

/** What the rules say, written down once more and without the code that is tested. */
class Model {
  today = 0;
  readonly all: Known[] = [];

  statusOf({ status, until }: Known): string {
    return ['REQUESTED', 'GRANTED'].includes(status) && until < this.today ? 'EXPIRED' : status;
  }

  one(at: number): Known | undefined {
    return this.all[at % Math.max(1, this.all.length)];
  }

  reads(reader: Which, dataset: Which, column: string): boolean {
    return this.all.some(
      (one) =>
        one.reader === reader &&
        one.dataset === dataset &&
        this.statusOf(one) === 'GRANTED' &&
        (one.columns === null || one.columns.includes(column)),
    );
  }
}

class Run {
  readonly model = new Model();

  constructor(
    private readonly people: {
      readonly readers: readonly Caller[];
      readonly producer: Caller;
      readonly head: Caller;
      readonly team: Caller;
    },
  ) {}

  /** The date of a day of the model: the clock has moved with its today. */
  #date = (day: number) => office.day(day - this.model.today);

  async run(one: Command): Promise<void> {
    const { model } = this;
    if (one.do === 'PASS') {
      model.today += one.days;
      await office.ahead(TO_NOON + model.today);
      return;
    }
    if (one.do === 'REQUEST') return this.#request(one);
    const known = model.one(one.at);
    if (!known) return;
    const status = model.statusOf(known);
    const waits = status === 'REQUESTED';
    const { producer, head, readers } = this.people;
    const reader = readers[known.reader] as Caller;
    switch (one.do) {
      case 'DECIDE': {
        const until = one.shorter === null ? known.until : model.today + one.shorter;
        const fits = until >= model.today && until <= known.until;
        const more = one.shorter === null ? {} : { until: this.#date(until) };
        const answer = await decide(producer, known.id, one.grant, {
          ...more,
          reason: 'Sudah dipertimbangkan.',
        });
        expect(outcome(answer)).toBe(!waits ? 'GRANT_SETTLED' : fits ? 'OK' : 'DATE_REFUSED');
        if (!waits || !fits) return;
        known.status = one.grant ? 'GRANTED' : 'REFUSED';
        if (one.grant) known.until = until;
        return;
      }
      case 'CANCEL':
        expect(outcome(await cancel(reader, known.id))).toBe(waits ? 'OK' : 'GRANT_SETTLED');
        if (waits) known.status = 'CANCELLED';
        return;
      case 'WITHDRAW': {
        const by = { PRODUCER: producer, HEAD: head, READER: reader }[one.by];
        const runs = status === 'GRANTED';
        expect(outcome(await withdraw(by, known.id))).toBe(runs ? 'OK' : 'GRANT_SETTLED');
        if (runs) known.status = 'WITHDRAWN';
      }
    }
  }

  async #request({ reader, dataset, columns, days }: Extract<Command, { do: 'REQUEST' }>): Promise<void> {
    const { model } = this;
    const until = model.today + days;
    const same = model.all.some(
      (one) =>
        one.reader === reader &&
        one.dataset === dataset &&
        model.statusOf(one) === 'REQUESTED' &&
        JSON.stringify(one.columns) === JSON.stringify(columns),
    );
    const { field } = DATASETS[dataset];
    const caller = this.people.readers[reader] as Caller;
    const answer = await request(caller, { dataset: field, until: this.#date(until), columns });
    expect(outcome(answer)).toBe(same ? 'GRANT_REFUSED' : 'OK');
    const id = answer.data?.done?.id;
    if (id) model.all.push({ id, reader, dataset, columns, until, status: 'REQUESTED' });
  }

  async compare(): Promise<void> {
    const { model, people } = this;
    const { nodes } = await list(people.team, { first: 1000 });
    const shown = nodes.map(({ id, status, until }) => ({ id, status, until }));
    const expected = model.all.map((one) => ({
      id: one.id,
      status: model.statusOf(one),
      until: this.#date(one.until),
    }));
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    expect(shown.sort(byId)).toEqual(expected.sort(byId));
    const selections = DATASETS.map(
      ({ field, columns }) => `${field} { nodes { kode ${columns.join(' ')} } }`,
    );
    for (const reader of [0, 1] as const) {
      const { errors } = await (people.readers[reader] as Caller).query(`{ ${selections.join(' ')} }`);
      const withheld = errors.map(
        ({ extensions, path }) => `${extensions.code} ${path?.[0]}.${path?.at(-1)}`,
      );
      const denied = DATASETS.flatMap(({ field, columns }, dataset) =>
        columns
          .filter((column) => !model.reads(reader, dataset as Which, column))
          .map((column) => `FIELD_RESTRICTED ${field}.${column}`),
      );
      expect(withheld).toEqual(denied);
    }
  }
}

test('whatever is asked, decided and withdrawn, and however days pass, the graph shows and gives what the rules say', async () => {
  const { hub, sql } = office;
  const readers = await Promise.all(READERS.map((user) => hub.official(user)));
  const people = {
    readers,
    producer: await hub.official('produsen.dinkes'),
    head: await hub.official('kepala.bidang'),
    team: await hub.official('tim.teknis'),
  };
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 30, size: 'max' }), async (commands) => {
      await sql`delete from grants`;
      await office.ahead(TO_NOON);
      const run = new Run(people);
      for (const one of commands) {
        await run.run(one);
        await run.compare();
      }
      for (const one of run.model.all) reached.add(run.model.statusOf(one));
    }),
    // What fails is shrunk no longer than the test may take.
    { numRuns: runs(8, 100), interruptAfterTimeLimit: 200_000 },
  );
  expect(reached.size).toBeGreaterThanOrEqual(4);
}, 300_000);
