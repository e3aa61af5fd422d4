import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServiceKey } from '../../subgraphs/identity/keys/store.js';
import { createAccount } from '../../subgraphs/identity/store.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { ACTIONS, type ActionName, act, caseOf, draft, readWhole, send, stored } from './case-over-http.js';

let hub: TestHub;
/** Cases by what they are: the demo's three, and what the producer of dinsos has begun besides. */
let numbers: Record<
  'closed' | 'adopting' | 'agreeing' | 'draft' | 'returned' | 'abandoned' | 'withdrawn',
  string
>;
let readOnlyKey: Caller;

beforeAll(async () => {
  hub = await bootHub('demo');
  const producer = await hub.official('produsen.dinsos');
  const head = await hub.official('kepala.dinas');
  const returned = await act(producer, 'submitCase', await draft(producer, 'Dikembalikan'));
  await send(head, 'returnCase', returned);
  const withdrawn = await act(producer, 'submitCase', await draft(producer, 'Ditarik'));
  numbers = {
    closed: (await caseOf(hub, 'dinkes_tenagaKesehatan')).number,
    adopting: (await caseOf(hub, 'dispendik_sekolahDasar')).number,
    agreeing: (await caseOf(hub, 'dinsos_bantuanPangan')).number,
    draft: (await draft(producer, 'Rancangan')).number,
    returned: returned.number,
    abandoned: (await act(producer, 'cancelCase', await draft(producer, 'Batal'))).number,
    withdrawn: (await act(producer, 'cancelCase', withdrawn)).number,
  };
  const key = { name: 'baca saja', agency: 'dinsos', scopes: ['read'] };
  readOnlyKey = hub.caller((await createServiceKey(hub.hub.parts.writes.db, key)).key);
});
afterAll(() => hub[Symbol.asyncDispose]());

const CALLERS = {
  'own producer': () => hub.official('produsen.dinsos'),
  'technical team': () => hub.official('tim.teknis'),
  'division head': () => hub.official('kepala.bidang'),
  'department head': () => hub.official('kepala.dinas'),
  admin: () => hub.official('pengelola'),
  consumer: () => hub.official('pengguna'),
  "consumer's key": async () => hub.key(),
  'own key without publish': async () => readOnlyKey,
  'producer of dinkes': () => hub.official('produsen.dinkes'),
  'key of dinkes with publish': async () => hub.key('Sistem Dinas Kesehatan'),
  'producer of dispendik': () => hub.official('produsen.dispendik'),
} as const;
type Who = keyof typeof CALLERS;
const EVERYBODY = Object.keys(CALLERS) as Who[];

type Known = 'WHOLE' | 'DATES' | 'STEP' | 'NONE';
/** SOP.md, "Who reads the local subgraphs", for each case above. */
function expected(who: Who, what: keyof typeof numbers): Known {
  const agency = what === 'closed' ? 'dinkes' : what === 'adopting' ? 'dispendik' : 'dinsos';
  const own: Partial<Record<Who, string>> = {
    'own producer': 'dinsos',
    'producer of dinkes': 'dinkes',
    'key of dinkes with publish': 'dinkes',
    'producer of dispendik': 'dispendik',
  };
  if (own[who] === agency) return 'WHOLE';
  if (['draft', 'returned', 'abandoned'].includes(what)) return 'NONE';
  if (['technical team', 'division head', 'department head'].includes(who)) return 'WHOLE';
  if (who === 'admin') return 'DATES';
  // The closed case withholds nothing; the adopting one a RESTRICTED column, the agreeing one every column.
  return what === 'adopting' || what === 'agreeing' ? 'STEP' : 'NONE';
}
const CELLS = EVERYBODY.flatMap((who) =>
  (['closed', 'adopting', 'agreeing', 'draft', 'returned', 'abandoned', 'withdrawn'] as const).map(
    (what) => [who, what, expected(who, what)] as const,
  ),
);

interface Shown {
  case: {
    number: string;
    step: string;
    nextActor: string | null;
    status: string | null;
    version: number | null;
    dates: { createdAt: string } | null;
    dossier: { title: string; documents: unknown[]; events: unknown[] } | null;
  } | null;
}
const EVERYTHING = `query ($number: ID!) { case(number: $number) {
  number step nextActor status version dates { createdAt } dossier { title documents { body } events { actor } }
} }`;

describe('what a caller reads of a case', () => {
  test.each(CELLS)('%s, %s case: %s', async (who, what, known) => {
    const caller = await CALLERS[who]();
    const answer = await caller.query<Shown>(EVERYTHING, { number: numbers[what] });
    const denied = answer.errors
      .map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`)
      .sort();
    const found = answer.data?.case;
    if (known === 'NONE') {
      expect([answer.status, found, denied]).toEqual([404, null, ['case CASE_NOT_FOUND']]);
      // A case that is not for this caller is answered like one that is not there.
      const unknown = await caller.query<Shown>(EVERYTHING, { number: '1999-0001' });
      expect(answer.text.replaceAll(numbers[what], '1999-0001')).toBe(unknown.text);
      return;
    }
    expect(found).toMatchObject({ number: numbers[what], step: expect.any(String) });
    if (known === 'WHOLE') {
      expect(denied).toEqual([]);
      expect(found).toMatchObject({ status: expect.any(String), version: expect.any(Number) });
      expect(found?.dates).not.toBeNull();
      expect(found?.dossier?.title).toEqual(expect.any(String));
      expect(found?.dossier?.documents.length).toBeGreaterThan(0);
      return;
    }
    expect(found).toMatchObject({ status: null, version: null, dossier: null });
    if (known === 'DATES') {
      expect(denied).toEqual(['case.dossier FORBIDDEN']);
      expect(found?.dates?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT/);
    } else {
      expect(denied).toEqual(['case.dates FORBIDDEN', 'case.dossier FORBIDDEN']);
      expect(found?.dates).toBeNull();
      expect(found?.nextActor).toEqual(expect.any(String));
    }
  });

  test.each(EVERYBODY)('%s is shown those and no others in the list', async (who) => {
    const caller = await CALLERS[who]();
    const answer = await caller.query<{ cases: { number: string; version: number | null }[] }>(
      '{ cases { number version } }',
    );
    expect(answer.errors).toEqual([]);
    const kinds = Object.keys(numbers) as (keyof typeof numbers)[];
    const known = kinds.filter((what) => expected(who, what) !== 'NONE');
    expect(answer.data?.cases.map(({ number }) => number).sort()).toEqual(
      known.map((what) => numbers[what]).sort(),
    );
    for (const { number, version } of answer.data?.cases ?? []) {
      const what = kinds.find((kind) => numbers[kind] === number) ?? 'draft';
      expect([number, version !== null]).toEqual([number, expected(who, what) === 'WHOLE']);
    }
  });

  test('the list refuses the dossier case by case, and gives the rest', async () => {
    const answer = await hub
      .key()
      .query<{ cases: { number: string; dossier: null }[] }>('{ cases { number dossier { title } } }');
    expect(answer.status).toBe(200);
    expect(answer.data?.cases.map(({ dossier }) => dossier)).toEqual([null, null]);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });
});

describe('anonymous callers', () => {
  /** The answer without the name that was asked for; what it suggests instead has to be public. */
  const answerTo = async (operation: string, name: string) => {
    const answer = await hub.anonymous.query(operation);
    const known = (await hub.anonymous.query(PUBLIC_NAMES)).text;
    const text = answer.text.replace(/ Did you mean (.*?)\?/g, (_, suggested: string) => {
      const names = suggested.match(/\w+/g)?.filter((word) => word !== 'or') ?? [];
      for (const one of names) expect(known).toContain(`"${one}"`);
      return '';
    });
    return [answer.status, text.replaceAll(name, 'NAME')];
  };
  const PUBLIC_NAMES = '{ __schema { types { name fields { name } } } }';

  test('no query or mutation of the workflow exists', async () => {
    const members = await hub
      .key()
      .query<{ __schema: Record<'queryType' | 'mutationType', { fields: Field[] }> }>(`{
      __schema { queryType { fields { ...f } } mutationType { fields { ...f } } }
    }
    fragment f on __Field { name type { name ofType { name ofType { name ofType { name } } } } }`);
    type Field = { name: string; type: unknown };
    const schema = members.data?.__schema;
    const ofWorkflow = ({ type }: Field) => /"(IntegrationCase|ProcedureStep)"/.test(JSON.stringify(type));
    const queries = schema?.queryType.fields.filter(ofWorkflow).map(({ name }) => name) ?? [];
    const mutations = schema?.mutationType.fields.filter(ofWorkflow).map(({ name }) => name) ?? [];
    expect(queries.sort()).toEqual(['case', 'cases', 'procedure']);
    expect(mutations.sort()).toEqual(['draftCase', ...Object.keys(ACTIONS)].sort());
    for (const [keyword, names] of [
      ['query', queries],
      ['mutation', mutations],
    ] as const)
      for (const name of names) {
        // A name that nobody has, as far from every other as the one that is asked for.
        const unknown = 'qzx'.repeat(4);
        expect([name, await answerTo(`${keyword} { ${name} { number } }`, name)]).toEqual([
          name,
          await answerTo(`${keyword} { ${unknown} { number } }`, unknown),
        ]);
        expect([name, await answerTo(`${keyword} { ${name}(number: "1") }`, name)]).toEqual([
          name,
          await answerTo(`${keyword} { ${unknown}(number: "1") }`, unknown),
        ]);
      }
  });

  test('no type of the workflow exists', async () => {
    const names = ['IntegrationCase', 'CaseDossier', 'CaseDates', 'CaseDocument', 'CaseEvent', 'CaseField'];
    names.push('CaseMessage', 'CaseMessageConnection');
    names.push('ProcedureStep', 'StepId', 'DocumentKind', 'FieldVerdict', 'ColumnType', 'CaseStatus');
    names.push('DatasetDefinitionInput', 'ColumnDefinitionInput', 'CodeReferenceInput', 'FieldVerdictInput');
    for (const name of names) {
      expect([name, (await hub.key().query(`{ __type(name: "${name}") { name } }`)).data]).toEqual([
        name,
        { __type: { name } },
      ]);
      const hidden = await hub.anonymous.query(`{ __type(name: "${name}") { name } }`);
      expect([name, hidden.data]).toEqual([name, { __type: null }]);
      const unknown = 'QzxQzxQzxQzx';
      const condition = (type: string) => `{ viewer { ... on ${type} { __typename } } }`;
      expect([name, await answerTo(condition(name), name)]).toEqual([
        name,
        await answerTo(condition(unknown), unknown),
      ]);
    }
    const all = await hub.anonymous.query('{ __schema { types { name } } }');
    for (const name of names) expect(all.text).not.toContain(`"${name}"`);
  });
});

describe('whoever is no official of the case changes nothing', () => {
  const all = Object.keys(ACTIONS) as ActionName[];
  const attempt = async (caller: Caller, number: string, version: number) =>
    Promise.all(
      all.map(async (action) => {
        const answer = await send(caller, action, { number, version });
        expect(answer.data).toBeNull();
        return [action, answer.status, answer.errors.map(({ extensions }) => extensions.code)];
      }),
    );
  const each = (status: number, code: string) => all.map((action) => [action, status, [code]]);

  test.each([
    'key of dinkes with publish',
    "consumer's key",
    'own key without publish',
  ] as const)('%s is never an official', async (who) => {
    const key = await CALLERS[who]();
    const number = numbers[who === 'key of dinkes with publish' ? 'closed' : 'agreeing'];
    const before = await stored(hub, number);
    const { version } = await readWhole(await hub.official('tim.teknis'), number);
    expect(await attempt(key, number, version)).toEqual(each(403, 'FORBIDDEN'));
    expect(await stored(hub, number)).toBe(before);
    const drafted = await key.query('mutation { draftCase(title: "x", purpose: "x") { number } }');
    expect([drafted.status, drafted.errors[0]?.extensions.code]).toEqual([403, 'FORBIDDEN']);
  });

  test.each(['admin', 'consumer', 'producer of dinkes'] as const)('%s has no transition', async (who) => {
    const { number, version } = await caseOf(hub, 'dinsos_bantuanPangan');
    const before = await stored(hub, number);
    expect(await attempt(await CALLERS[who](), number, version)).toEqual(each(403, 'WRONG_ROLE'));
    expect(await stored(hub, number)).toBe(before);
  });

  test.each([
    'admin',
    'consumer',
    'technical team',
    'division head',
    'department head',
  ] as const)('%s cannot begin a case', async (who) => {
    const answer = await (await CALLERS[who]()).query(
      'mutation { draftCase(title: "x", purpose: "x") { number } }',
    );
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([403, 'WRONG_ROLE']);
  });

  test.each([
    'technical team',
    'department head',
    'admin',
    'producer of dinkes',
    "consumer's key",
  ] as const)("to %s another agency's draft is not there", async (who) => {
    const before = await stored(hub, numbers.draft);
    expect(await attempt(await CALLERS[who](), numbers.draft, 1)).toEqual(each(404, 'CASE_NOT_FOUND'));
    expect(await stored(hub, numbers.draft)).toBe(before);
  });
});

test('a head who returns an application learns that it was done, and can read it no more', async () => {
  const producer = await hub.official('produsen.dispendik');
  const head = await hub.official('kepala.dinas');
  const submitted = await act(producer, 'submitCase', await draft(producer, 'Dikembalikan lagi'));
  const answer = await head.query(
    `mutation ($number: ID!, $version: Int!) {
      returnCase(number: $number, version: $version, reason: "lengkapi") { number status nextActor version }
    }`,
    { ...submitted },
  );
  expect([answer.status, answer.errors, answer.data]).toEqual([
    200,
    [],
    {
      returnCase: {
        number: submitted.number,
        status: 'DRAFT',
        nextActor: 'PRODUCER',
        version: submitted.version + 1,
      },
    },
  ]);
  const again = await head.query(EVERYTHING, { number: submitted.number });
  expect(again.errors[0]?.extensions.code).toBe('CASE_NOT_FOUND');
  expect((await readWhole(producer, submitted.number)).dossier.events.at(-1)).toMatchObject({
    action: 'RETURN',
  });
});

test('roles count with the agency: a producer without one, or of none of the roles, reads like a consumer', async () => {
  const { db } = hub.hub.parts.writes;
  const password = 'sandi-uji-yang-panjang';
  await createAccount(db, { username: 'tanpa', name: 'Tanpa', agency: null, roles: ['PRODUCER'], password });
  await createAccount(db, {
    username: 'staf',
    name: 'Staf',
    agency: 'dinsos',
    roles: ['CONSUMER'],
    password,
  });
  for (const username of ['tanpa', 'staf']) {
    const answer = await hub.anonymous.query<{ login: { token: string } }>(
      'mutation ($username: String!, $password: String!) { login(username: $username, password: $password) { token } }',
      { username, password },
    );
    const caller = hub.caller(answer.data?.login.token);
    const listed = await caller.query<{ cases: { number: string }[] }>('{ cases { number } }');
    expect([username, listed.data?.cases.map(({ number }) => number).sort()]).toEqual([
      username,
      [numbers.adopting, numbers.agreeing].sort(),
    ]);
    const drafted = await caller.query('mutation { draftCase(title: "x", purpose: "x") { number } }');
    expect(drafted.errors[0]?.extensions.code).toBe('WRONG_ROLE');
  }
});
