import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectedVerdict, LINES } from '../exposure/table.js';
import { bootTwoTables, type TwoTables } from '../exposure/two-tables.js';
import type { Caller } from '../support/hub.js';

interface Explanation {
  readonly code: string;
  readonly readable: boolean;
  readonly status: string | null;
  readonly accessClass: string | null;
  readonly since: string | null;
  readonly needsGrant: boolean;
  readonly caseNumber: string;
  readonly step: string | null;
  readonly case: { readonly number: string; readonly step: string; readonly nextActor: string } | null;
  readonly agreement: { readonly signers: readonly { role: string; name: string }[] } | null;
  readonly ask: { readonly role: string; readonly contact: string | null; readonly agency: { name: string } };
  readonly reason: { readonly id: string; readonly en: string };
}

const EXPLAIN = `query ($coordinate: String!) { explainAccess(coordinate: $coordinate) {
  code readable status accessClass since needsGrant caseNumber step case { number step nextActor }
  agreement { signedAt contentHash signers { role name signedAt } }
  ask { role contact agency { slug name } } reason { id en }
} }`;

let tables: TwoTables;
let team: Caller;
let insiders: readonly Caller[];
let others: readonly Caller[];
beforeAll(async () => {
  tables = await bootTwoTables();
  const { hub } = tables;
  team = await hub.official('tim.teknis');
  insiders = [team, await hub.official('produsen.dinkes')];
  others = [await hub.official('produsen.dinsos'), await hub.official('pengelola'), hub.key()];
});
afterAll(() => tables[Symbol.asyncDispose]());

async function explain(caller: Caller, coordinate: string): Promise<Explanation | null> {
  const { data, text } = await caller.query<{ explainAccess: Explanation | null }>(EXPLAIN, { coordinate });
  if (!data) throw new Error(text);
  return data.explainAccess;
}

const ASK: Readonly<Record<string, string>> = {
  FIELD_NOT_AGREED: 'TECHNICAL_TEAM',
  FIELD_NOT_DELIVERED: 'TECHNICAL_TEAM',
};

test.each(
  LINES.filter(({ status, accessClass }) => status !== 'DECLINED' && accessClass !== 'CLOSED'),
)('$status, $accessClass: the code is the one with which a query is answered', async (line) => {
  const { status, accessClass } = line;
  await tables.become({ status, accessClass, released: false });
  const { field, type, case: number } = tables.satu;
  for (const standing of ['INSIDER', 'SIGNED_IN'] as const)
    for (const caller of standing === 'INSIDER' ? insiders : others) {
      const code = expectedVerdict(line, standing, false);
      const { errors } = await caller.query(`{ ${field} { nodes { tetap isian } } }`);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(code === 'VALUES' ? [] : [code]);
      for (const coordinate of [`${type}.isian`, `${type}Where.isian`, `${type}Column.isian`]) {
        const found = await explain(caller, coordinate);
        expect(found).toMatchObject({
          code,
          readable: code === 'VALUES',
          status,
          accessClass,
          since: expect.stringMatching(/^\d{4}-/),
          needsGrant: standing === 'SIGNED_IN' && accessClass === 'RESTRICTED',
          caseNumber: number,
          agreement: null,
          ask: { role: ASK[code] ?? 'PRODUCER', contact: null, agency: { name: 'Dinas Kesehatan' } },
        });
        expect(found?.reason.id).not.toBe(found?.reason.en);
        // A case that withholds nothing is open to those alone who read its dossier, and to ADMIN.
        const withholds = standing === 'INSIDER' || code !== 'VALUES';
        if (withholds) expect(found).toMatchObject({ step: 'AGREE', case: { number, step: 'AGREE' } });
        else if (caller !== others[1]) expect(found).toMatchObject({ step: null, case: null });
      }
    }
});

test('what surrounds the columns, keys and back-references follow the columns that decide', async () => {
  await tables.become({ status: 'AGREED', accessClass: 'OPEN', released: false });
  const consumer = tables.hub.key();
  const { field, type } = tables.dua;
  const code = async (coordinate: string) => (await explain(consumer, coordinate))?.code;
  expect(await code(`Query.${field}`)).toBe('VALUES');
  expect(await code(`${type}.id`)).toBe('VALUES');
  expect(await code(`Query.${field}ByKey`)).toBe('FIELD_NOT_DELIVERED');
  expect(await code(`Region.${field}`)).toBe('FIELD_NOT_DELIVERED');
  expect(await code(`${type}.tempat`)).toBe('FIELD_NOT_DELIVERED');
  expect(await code(`${type}Column.kodeTempat_REGENCY`)).toBe('FIELD_NOT_DELIVERED');
  await tables.become({ status: 'PROPOSED', accessClass: 'OPEN', released: false }, true);
  expect(await code(`Query.${field}`)).toBe('FIELD_NOT_AGREED');
});

test('who signed, and when, is told to those who read the dossier', async () => {
  const coordinate = 'Dinkes_TenagaKesehatan.tahun';
  const found = await explain(team, coordinate);
  expect(found).toMatchObject({
    code: 'VALUES',
    agreement: {
      signedAt: expect.stringMatching(/^\d{4}-/),
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  });
  expect(found?.agreement?.signers.map(({ role, name }) => [role, name]).sort()).toEqual([
    ['PRODUCER', 'Produsen Dinas Kesehatan'],
    ['TECHNICAL_TEAM', 'Tim Teknis'],
  ]);
  for (const caller of others)
    expect(await explain(caller, coordinate)).toMatchObject({ code: 'VALUES', agreement: null });
});

test('a name that does not exist for the caller is as unknown as any', async () => {
  await tables.become({ status: 'DECLINED', accessClass: 'OPEN', released: false });
  const { field, type } = tables.satu;
  for (const caller of [...insiders, ...others])
    for (const coordinate of [
      `${type}.isian`,
      `${type}.isiax`,
      'Query.dinkes_tidakAda',
      'Query.datasets',
      `${field}`,
      '',
      '.',
      `Query.${field}(where:)`,
      `${type}.constructor`,
    ])
      expect(await explain(caller, coordinate)).toBeNull();
  const known = await tables.hub.anonymous.query(EXPLAIN, { coordinate: `${type}.tetap` });
  const unknown = await tables.hub.anonymous.query(EXPLAIN.replace('explainAccess', 'explainAccesx'), {
    coordinate: `${type}.tetap`,
  });
  expect(known.text.replaceAll('explainAccess', 'explainAccesx')).toBe(unknown.text);
});
