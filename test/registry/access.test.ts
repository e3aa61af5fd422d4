import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { but, each } from '../identity/callers.js';
import { dataOf } from '../intake/onboarding.js';
import { type Answer, bootHub, type TestHub } from '../support/hub.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await bootHub('demo');
});
afterAll(() => hub[Symbol.asyncDispose]());

/** What came of a query for one field: what is shown of its value, or the status and code of the refusal. */
function outcome(answer: Answer, field: string, show: (value: never) => unknown = () => 'values'): unknown {
  const value = answer.data?.[field];
  if (value !== null && value !== undefined) {
    expect([answer.status, answer.errors]).toEqual([200, []]);
    return show(value as never);
  }
  return `${answer.status} ${answer.errors.map(({ extensions }) => extensions.code).join()}`;
}

const UNKNOWN = '400 GRAPHQL_VALIDATION_FAILED';
const FORBIDDEN = '403 FORBIDDEN';
const OFFICE = ['technical team', 'division head', 'department head', 'admin'] as const;
const forOffice = <T>(value: T) => Object.fromEntries(OFFICE.map((name) => [name, value]));

const LOCAL = [
  'audit',
  'catalog',
  'erasure',
  'grants',
  'identity',
  'intake',
  'reference',
  'registry',
  'webhooks',
  'workflow',
];
const HOSTED = ['dinkes_tenagaKesehatan', 'dinsos_bantuanPangan', 'dispendik_sekolahDasar'];

describe('the registry', () => {
  test('shows its subgraphs to the team, the heads and ADMIN, and to a producer its own', async () => {
    const seen = await each(hub, async (caller) =>
      outcome(
        await caller.query('{ subgraphs { name kind agency currentVersion versions { version sdl hash } } }'),
        'subgraphs',
        (all: { name: string }[]) => all.map(({ name }) => name).sort(),
      ),
    );
    expect(seen).toEqual(
      but<unknown>([], {
        anonymous: UNKNOWN,
        ...forOffice([...LOCAL, ...HOSTED].sort()),
        'producer of dinkes': ['dinkes_tenagaKesehatan'],
        'publish key of dinkes': ['dinkes_tenagaKesehatan'],
        'producer of dispendik': ['dispendik_sekolahDasar'],
      }),
    );
  });

  test.each([
    ['supergraph', '{ supergraph { id sdl hash composedAt } }'],
    ['launches', '{ launches(first: 5) { id supergraph errors at } }'],
  ])('shows the %s to the team, the heads and ADMIN alone', async (field, query) => {
    const seen = await each(hub, async (caller) => outcome(await caller.query(query), field));
    expect(seen).toEqual(but<unknown>(FORBIDDEN, { anonymous: UNKNOWN, ...forOffice('values') }));
  });

  test('holds the SDL of each version, and serves the supergraph that is made of the current ones', async () => {
    const team = await hub.official('tim.teknis');
    interface Registry {
      subgraphs: {
        name: string;
        kind: string;
        agency: string | null;
        currentVersion: number;
        versions: { version: number; sdl: string }[];
      }[];
      supergraph: { id: string; sdl: string };
      launches: { supergraph: string; errors: string[] }[];
    }
    const { subgraphs, supergraph, launches } = dataOf(
      await team.query<Registry>(`{
        subgraphs { name kind agency currentVersion versions { version sdl } }
        supergraph { id sdl } launches { supergraph errors }
      }`),
    );
    for (const { name, kind, agency, currentVersion, versions } of subgraphs) {
      expect([kind, agency]).toEqual(
        HOSTED.includes(name) ? ['HOSTED', name.split('_')[0]] : ['LOCAL', null],
      );
      const numbers = versions.map(({ version }) => version);
      expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
      expect(numbers).toContain(currentVersion);
      if (kind === 'HOSTED') expect(versions[0]?.sdl).toContain(`${name}(`);
    }
    expect(supergraph.id).toBe(String(hub.hub.parts.graph.servedId));
    for (const field of HOSTED) expect(supergraph.sdl).toContain(field);
    // What is closed is in no graph, not even in that of those who may read everything.
    expect(supergraph.sdl).not.toContain('catatanPetugas');
    expect(launches[0]).toEqual({ supergraph: supergraph.id, errors: [] });
  });

  test.each([
    [1001, 'LIMIT_EXCEEDED'],
    [-1, 'BAD_USER_INPUT'],
  ])('refuses a page of %i launches', async (first, code) => {
    const team = await hub.official('tim.teknis');
    expect(outcome(await team.query(`{ launches(first: ${first}) { id } }`), 'launches')).toBe(`400 ${code}`);
  });
});

describe('releases', () => {
  test.each([
    ['dinkes_tenagaKesehatan', ['producer of dinkes', 'publish key of dinkes']],
    ['dispendik_sekolahDasar', ['producer of dispendik']],
    ['dinsos_bantuanPangan', []],
  ] as const)('of %s are for its own producer, the team and the heads', async (dataset, own) => {
    const seen = await each(hub, async (caller) =>
      outcome(
        await caller.query(
          'query ($dataset: ID!) { releases(dataset: $dataset) { number rows live sha256 } }',
          {
            dataset,
          },
        ),
        'releases',
        (all: { number: number; rows: number }[]) => all.map(({ number, rows }) => [number, rows]),
      ),
    );
    const readers = [...own, 'technical team', 'division head', 'department head'] as const;
    expect(seen).toEqual(
      but<unknown>(FORBIDDEN, {
        anonymous: UNKNOWN,
        ...Object.fromEntries(readers.map((name) => [name, [[1, 24]]])),
      }),
    );
  });

  test('of a dataset that is not there are not found', async () => {
    const team = await hub.official('tim.teknis');
    expect(outcome(await team.query('{ releases(dataset: "x") { number } }'), 'releases')).toBe(
      '404 NOT_FOUND',
    );
  });
});
