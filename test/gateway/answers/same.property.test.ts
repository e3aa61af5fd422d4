import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHub, type Hub } from '../../../gateway/hub.js';
import { bootTwoTables, type State, type TwoTables } from '../../exposure/two-tables.js';
import { testConfig } from '../../support/config.js';
import type { Caller } from '../../support/hub.js';
import { runs } from '../../support/runs.js';

// A hub that keeps answers, and sends PostgreSQL's own JSON where that is the answer, beside one on the same database that
// does neither: whatever is asked by whom and whatever changes in between, the two say the same.

let tables: TwoTables;
let plain: Hub;
let plainUrl: string;
let callers: readonly Caller[];
beforeAll(async () => {
  tables = await bootTwoTables();
  const { hub, databaseUrl } = tables.hub;
  plain = await createHub(testConfig(databaseUrl), databaseUrl, {
    answerBytes: 0,
    straight: false,
  });
  plainUrl = await plain.listen();
  await hub.settle();
  const official = (user: string) => tables.hub.official(user);
  callers = [
    tables.hub.anonymous,
    tables.hub.key(),
    tables.hub.key('Sistem Dinas Kesehatan'),
    ...(await Promise.all(
      ['produsen.dinkes', 'produsen.dispendik', 'tim.teknis', 'pengelola'].map(official),
    )),
  ];
});
afterAll(async () => {
  await plain[Symbol.asyncDispose]();
  await tables[Symbol.asyncDispose]();
});

type Step =
  | {
      readonly kind: 'ASK';
      readonly caller: number;
      readonly query: string;
      readonly variables: object;
      readonly get: boolean;
    }
  | { readonly kind: 'BECOME'; readonly state: State }
  | { readonly kind: 'RELOAD' };

const SATU = ['pengenal', 'tetap', 'isian', 'kodeTempat'];
const DUA = ['tetap', 'pengenal', 'kodeTempat'];

const body = (columns: readonly string[], other: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.subarray([...columns], { minLength: 1 }).map((some) => `nodes { ${some.join(' ')} }`),
    fc.constantFrom(...columns).map((by) => `groups(by: [${by}]) { key { column value } count }`),
    fc.constantFrom(...columns).map((column) => `distinct(column: ${column}) { value count }`),
    fc.constant('totalCount'),
    fc.constant(`nodes { tetap tempat { code name ${other} { nodes { pengenal } } } }`),
    fc.constant('nodes { isian @include(if: $ya) tetap }'),
  );

const QUERIES: fc.Arbitrary<string> = fc
  .record({
    first: fc.constantFrom(
      '',
      '(first: 2)',
      '(first: $n)',
      '(where: { tetap: { isNull: $ya } })',
      '(first: -1)',
    ),
    which: fc.boolean(),
    satu: body(SATU, 'dinkes_tabelDua'),
    dua: body(DUA, 'dinkes_tabelSatu'),
    beside: fc.constantFrom('', 'region(code: "35") { name }', 'viewer { kind }', '__typename'),
  })
  .map(({ first, which, satu, dua, beside }) => {
    const field = which ? `dinkes_tabelSatu${first} { ${satu} }` : `dinkes_tabelDua${first} { ${dua} }`;
    const uses = `${field} ${beside}`;
    const declared = ['$ya: Boolean = false', '$n: Int'].filter((one) =>
      uses.includes(one.split(':')[0] ?? ''),
    );
    return `query ${declared.length > 0 ? `(${declared.join(', ')})` : ''} { ${uses} }`;
  });

const STATES: fc.Arbitrary<State> = fc.record({
  status: fc.constantFrom('PROPOSED', 'AGREED', 'DEFERRED', 'LIVE', 'CONFIRMED', 'DISPUTED'),
  accessClass: fc.constantFrom('OPEN', 'RESTRICTED'),
  released: fc.boolean(),
});

/** Few different questions, each asked often. */
const steps = fc.array(QUERIES, { minLength: 1, maxLength: 3 }).chain((queries) =>
  fc.array(
    fc.oneof(
      {
        weight: 60,
        arbitrary: fc.record({
          kind: fc.constant('ASK' as const),
          caller: fc.nat(6),
          query: fc.constantFrom(...queries),
          variables: fc.constantFrom({}, { n: 1 }, { n: 3, ya: true }, { ya: true, n: 3 }),
          get: fc.boolean(),
        }),
      },
      { weight: 3, arbitrary: STATES.map((state) => ({ kind: 'BECOME' as const, state })) },
      { weight: 1, arbitrary: fc.constant({ kind: 'RELOAD' as const }) },
    ),
    { minLength: 4, maxLength: 7 },
  ),
);

async function answer(url: string, { query, variables, get }: Step & { kind: 'ASK' }, { token }: Caller) {
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const headers = { 'content-type': 'application/json', ...authorization };
  const response = get
    ? await fetch(`${url}/graphql?${search}`, { headers })
    : await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const said = ['content-type', 'cache-control', 'etag', 'vary'].map((name) => response.headers.get(name));
  // PostgreSQL writes blanks between what it puts together: the same keys in the same order is the same.
  return [response.status, ...said, JSON.stringify(JSON.parse((await response.text()) || 'null'))];
}

async function run(step: Step): Promise<void> {
  if (step.kind === 'ASK') {
    const caller = callers[step.caller] as Caller;
    const [kept, twice, expected] = await Promise.all([
      answer(tables.hub.url, step, caller),
      answer(tables.hub.url, step, caller),
      answer(plainUrl, step, caller),
    ]);
    expect(kept).toEqual(expected);
    expect(twice).toEqual(expected);
    return;
  }
  if (step.kind === 'BECOME') await tables.become(step.state);
  else await tables.reload();
  await plain.settle();
}

test('a hub that keeps answers says what one says that keeps none', { timeout: 600_000 }, async () => {
  await tables.become({ status: 'CONFIRMED', accessClass: 'OPEN', released: true });
  await plain.settle();
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      for (const step of all) await run(step);
    }),
    { numRuns: runs(60, 1000) },
  );
});
