import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compose } from '../../schema/compose.js';
import { type CodeReference, type DatasetDefinition, definitionProblems } from '../../schema/definition.js';
import { hostedSdl } from '../../schema/hosted.js';
import { storeEditions } from '../reference/made-edition.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { type Cells, load, makeDataset, type OwnDataset } from './dataset.js';

const KBLI = (edition: string): CodeReference => ({ entity: 'BusinessClass', field: 'lapangan', edition });
const columns = (edition: string) =>
  [
    { name: 'kode', type: 'TEXT', key: true },
    { name: 'kodeWilayah', type: 'TEXT', reference: { entity: 'Region', field: 'wilayah' } },
    { name: 'kbli', type: 'TEXT', reference: KBLI(edition) },
    { name: 'kodePeriode', type: 'TEXT', reference: { entity: 'Period', field: 'periode' } },
    { name: 'kodeInstansi', type: 'TEXT', reference: { entity: 'Agency', field: 'instansi' } },
  ] as const satisfies OwnDataset['columns'];
const USAHA: OwnDataset = { name: 'usaha', columns: columns('2020') };
const BARU: OwnDataset = { name: 'usahaBaru', columns: columns('2025') };

const row = (kode: string, ...cells: (string | null)[]): Cells => {
  const [kodeWilayah = null, kbli = null, kodePeriode = null, kodeInstansi = null] = cells;
  return { kode, kodeWilayah, kbli, kodePeriode, kodeInstansi };
};
const ROWS = [
  row('A', '35.14.01', '47111', '2024-Q3', 'dinkes'),
  row('B', '35.14.01', '47112', '2024-07', 'dinsos'),
  row('C', '35.14.02', '01111', '2024', 'dinkes'),
  row('D', '35.15', '9200', '2023-S2', 'dinsos'),
  row('E', null, '4711', '2025-01', null),
  row('F'),
];

let hub: TestHub;
let caller: Caller;
beforeAll(async () => {
  hub = await bootHub('demo');
  await storeEditions(hub.hub.parts.writes.sql);
  await makeDataset(hub, USAHA, ROWS);
  await makeDataset(hub, BARU, [row('Z', null, '47111', '2024-Q3')]);
  caller = await hub.official('produsen.dinkes');
});
afterAll(() => hub[Symbol.asyncDispose]());

const ask = async (query: string): Promise<Record<string, never>> => {
  const answer = await caller.query<Record<string, never>>(query);
  if (!answer.data || answer.errors.length > 0) throw new Error(answer.text);
  return answer.data;
};
const codes = async (where: string): Promise<string> => {
  const { list } = (await ask(`{ list: dinkes_usaha(where: ${where}) { nodes { kode } } }`)) as unknown as {
    list: { nodes: { kode: string }[] };
  };
  return list.nodes.map(({ kode }) => kode).join('');
};

describe('a dataset that refers to all four shared entities', () => {
  test('reaches each of them from a row, and nothing from an empty cell', async () => {
    const fields = `wilayah { code name } lapangan { id edition title level parent { code } }
      periode { id label start end } instansi { slug name }`;
    const first = await ask(`{ dinkes_usahaByKey(kode: "A") { ${fields} } }`);
    expect(first['dinkes_usahaByKey']).toEqual({
      wilayah: { code: '35.14.01', name: 'Purwodadi' },
      lapangan: {
        id: '2020:47111',
        edition: '2020',
        title: 'Minimarket',
        level: 'SUBCLASS',
        parent: { code: '4711' },
      },
      periode: { id: '2024-Q3', label: 'Triwulan III 2024', start: '2024-07-01', end: '2024-09-30' },
      instansi: { slug: 'dinkes', name: 'Dinas Kesehatan' },
    });
    const empty = await ask(`{ dinkes_usahaByKey(kode: "F") { ${fields} } }`);
    expect(empty['dinkes_usahaByKey']).toEqual({
      wilayah: null,
      lapangan: null,
      periode: null,
      instansi: null,
    });
  });

  test.each([
    ['region(code: "35.14.01")', 'AB'],
    ['businessClass(id: "2020:47111")', 'A'],
    ['period(id: "2024-Q3")', 'A'],
    ['agency(slug: "dinkes")', 'AC'],
  ])('%s gives the rows that refer to it', async (entity, kode) => {
    const { one } = (await ask(`{ one: ${entity} {
      dinkes_usaha(orderBy: { kode: ASC }) { totalCount nodes { kode } edges { node { kode } } }
    } }`)) as unknown as { one: { dinkes_usaha: { totalCount: number; nodes: { kode: string }[] } } };
    expect(one.dinkes_usaha).toMatchObject({
      totalCount: kode.length,
      nodes: [...kode].map((each) => ({ kode: each })),
    });
  });

  test('several entities of one request each give their own rows', async () => {
    const data = await ask(`{
      agencies { slug dinkes_usaha(where: { periode: { within: "2024" } }) { nodes { kode } } }
      period(id: "2024") { dinkes_usaha { nodes { kode } } children { dinkes_usaha { totalCount } } }
      businessClasses(edition: "2020", parent: "4711") { nodes { code dinkes_usaha(first: 1) { totalCount } } }
    }`);
    expect(data).toMatchObject({
      agencies: expect.arrayContaining([
        { slug: 'dinkes', dinkes_usaha: { nodes: [{ kode: 'A' }, { kode: 'C' }] } },
        { slug: 'dinsos', dinkes_usaha: { nodes: [{ kode: 'B' }] } },
        { slug: 'diskominfo', dinkes_usaha: { nodes: [] } },
      ]),
      period: {
        dinkes_usaha: { nodes: [{ kode: 'C' }] },
        children: [{ dinkes_usaha: { totalCount: 0 } }, { dinkes_usaha: { totalCount: 0 } }],
      },
      businessClasses: {
        nodes: [
          { code: '47111', dinkes_usaha: { totalCount: 1 } },
          { code: '47112', dinkes_usaha: { totalCount: 1 } },
        ],
      },
    });
  });

  test('a class of another edition has no rows of it, whatever its code', async () => {
    const data = await ask(`{
      old: businessClass(id: "2020:47111") { title dinkes_usaha { totalCount } dinkes_usahaBaru { totalCount nodes { kode } } }
      new: businessClass(id: "2025:47111") { title dinkes_usaha { totalCount } dinkes_usahaBaru { nodes { lapangan { id } } } }
    }`);
    expect(data).toEqual({
      old: {
        title: 'Minimarket',
        dinkes_usaha: { totalCount: 1 },
        dinkes_usahaBaru: { totalCount: 0, nodes: [] },
      },
      new: {
        title: 'Baru: Minimarket',
        dinkes_usaha: { totalCount: 0 },
        dinkes_usahaBaru: { nodes: [{ lapangan: { id: '2025:47111' } }] },
      },
    });
  });

  test.each([
    ['{ lapangan: { code: "47111" } }', 'A'],
    ['{ lapangan: { codes: ["47112", "01111"] } }', 'BC'],
    ['{ lapangan: { within: "4711" } }', 'ABE'],
    ['{ lapangan: { within: "47" } }', 'ABE'],
    ['{ lapangan: { within: "G" } }', 'ABE'],
    ['{ lapangan: { within: "R" } }', 'D'],
    ['{ lapangan: { within: "" } }', ''],
    ['{ lapangan: { within: "%" } }', ''],
    ['{ lapangan: { within: "Z" } }', ''],
    ['{ periode: { id: "2024" } }', 'C'],
    ['{ periode: { ids: ["2024", "2025-01"] } }', 'CE'],
    ['{ periode: { within: "2024" } }', 'ABC'],
    ['{ periode: { within: "2024-S2" } }', 'AB'],
    ['{ periode: { within: "2024-Q3" } }', 'AB'],
    ['{ periode: { within: "2024-Q4" } }', ''],
    ['{ periode: { from: "2024-07-01" } }', 'ABE'],
    ['{ periode: { from: "2024-07-02" } }', 'E'],
    ['{ periode: { from: "2023-07-01", to: "2024-01-01" } }', 'CD'],
    ['{ instansi: { slug: "dinsos" } }', 'BD'],
    ['{ instansi: { slugs: ["dinsos", "dinkes"] } }', 'ABCD'],
    ['{ wilayah: { within: "35.14" }, instansi: { slug: "dinkes" } }', 'AC'],
    ['{ not: { lapangan: { within: "G" } } }', 'CDF'],
  ])('where %s holds for %s', async (where, kode) => {
    expect(await codes(where)).toBe(kode);
  });

  test.each([
    '{ periode: { id: "2024-13" } }',
    '{ periode: { ids: ["2024", "Januari"] } }',
    '{ periode: { within: "" } }',
    '{ periode: { within: null } }',
    '{ lapangan: { code: null } }',
    '{ periode: { from: "2024" } }',
  ])('where %s is refused, not answered with nothing', async (where) => {
    const answer = await caller.query(`{ dinkes_usaha(where: ${where}) { totalCount } }`);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('a load', () => {
  test.each([
    ['kbli', '47119', 'bukan kode KBLI 2020', 'is not a code of KBLI 2020'],
    ['kodePeriode', '2024-13', 'bukan periode', 'is not a period'],
    ['kodeInstansi', 'dinasx', 'bukan singkatan instansi', 'is not the slug of an agency'],
    ['kodeWilayah', '35.99', 'bukan kode wilayah', 'is not a Kemendagri region code'],
  ])('with an unknown code in %s is refused, and names it', async (column, code, id, en) => {
    const wrong = [row('A'), { ...row('B'), [column]: code }];
    const told = await load(hub, 'dinkes_usaha', USAHA, wrong).catch((error: Error) => error.message);
    expect(told).toContain('LOAD_REFUSED');
    expect(told).toContain(`kolom ${column}: \\"${code}\\" ${id}`);
    expect(told).toContain(en);
    expect(await codes('{}')).toBe('ABCDEF');
  });

  test('of an edition that the hub does not have says who loads it', async () => {
    const told = await makeDataset(hub, { name: 'usahaLama', columns: columns('2015') }, ROWS).catch(
      (error: Error) => error.message,
    );
    expect(told).toContain('EDITION_MISSING');
    expect(told).toContain('npm run kbli');
  });
});

describe('exposure', () => {
  const ENTITIES = [
    ['kodeWilayah', 'wilayah', 'Region', 'region(code: "35.14.01")', '{ code: "35" }'],
    ['kbli', 'lapangan', 'BusinessClass', 'businessClass(id: "2020:47111")', '{ within: "G" }'],
    ['kodePeriode', 'periode', 'Period', 'period(id: "2024-Q3")', '{ within: "2024" }'],
    ['kodeInstansi', 'instansi', 'Agency', 'agency(slug: "dinkes")', '{ slug: "dinkes" }'],
  ] as const;

  /** Everything CONFIRMED, OPEN and released but for one column, which is not agreed. */
  async function withhold(column: string | null): Promise<void> {
    const { sql } = hub.hub.parts.writes;
    await sql.begin(async (tx) => {
      await tx`
        update dataset_fields set status = (case when name = ${column ?? ''} then 'PROPOSED' else 'CONFIRMED' end)::field_status
        where dataset_id = (select id from datasets where name = 'usaha')`;
      await tx`
        insert into publications (dataset_id, case_id, released, requested_by, requested_at)
        select datasets.id, datasets.case_id, true, accounts.id, now() from datasets, accounts
        where datasets.name = 'usaha' and accounts.username = 'produsen.dinkes'
        on conflict (dataset_id) do update set released = true`;
      await tx`select pg_notify('satugraf_changes', '')`;
    });
    await hub.hub.settle();
  }

  test.each(
    ENTITIES,
  )('%s withheld withholds %s, its filter and %s.dinkes_usaha', async (column, field, type, entity, filter) => {
    await withhold(column);
    const answer = await hub.key().query(`{
      rows: dinkes_usaha(orderBy: { kode: ASC }, first: 1) { nodes { kode ${field} { __typename } } }
      some: dinkes_usaha(where: { ${field}: ${filter} }) { totalCount }
      one: ${entity} { __typename dinkes_usaha { totalCount } }
    }`);
    expect(answer.data).toEqual({
      rows: { nodes: [{ kode: 'A', [field]: null }] },
      some: null,
      one: { __typename: type, dinkes_usaha: null },
    });
    expect(answer.errors.map(({ extensions }) => [extensions.code, extensions['coordinate']])).toEqual([
      ['FIELD_NOT_AGREED', `Dinkes_Usaha.${field}`],
      ['FIELD_NOT_AGREED', `Dinkes_UsahaWhere.${field}`],
      ['FIELD_NOT_AGREED', `${type}.dinkes_usaha`],
    ]);
    // To the public the three names were never there.
    const stranger = await hub.anonymous.query(`{ one: ${entity} { dinkes_usaha { totalCount } } }`);
    expect(stranger.errors.map(({ message }) => message)).toEqual([
      `Cannot query field "dinkes_usaha" on type "${type}".`,
    ]);
    const filtered = await hub.anonymous.query(
      `{ dinkes_usaha(where: { ${field}: ${filter} }) { totalCount } }`,
    );
    expect(filtered.errors[0]?.message).toContain(`Field "${field}" is not defined`);
  });

  test('codes that were checked against another edition are not shown as those of this one', async () => {
    const { sql } = hub.hub.parts.writes;
    const become = async (from: string, to: string) => {
      await sql`
        update releases set columns = replace(columns::text, ${`"edition": "${from}"`}, ${`"edition": "${to}"`})::jsonb
        where dataset_id = (select id from datasets where name = 'usahaBaru')`;
      await sql`select pg_notify('satugraf_changes', '')`;
      await hub.hub.settle();
    };
    await become('2025', '2020');
    const answer = await caller.query(`{
      dinkes_usahaBaru { nodes { kode lapangan { id } periode { id } } }
      businessClass(id: "2025:47111") { dinkes_usahaBaru { totalCount } }
    }`);
    expect(answer.data).toEqual({
      dinkes_usahaBaru: { nodes: [{ kode: 'Z', lapangan: null, periode: { id: '2024-Q3' } }] },
      businessClass: { dinkes_usahaBaru: null },
    });
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['NO_RELEASE', 'NO_RELEASE']);
    await become('2020', '2025');
  });

  test('with everything released the public reads all references, back and forth', async () => {
    await withhold(null);
    const body = ENTITIES.map(
      ([, field, , entity, filter], at) =>
        `e${at}: ${entity} { dinkes_usaha(where: { ${field}: ${filter} }) { nodes { ${field} { __typename } } } }`,
    ).join('\n');
    const { data, errors } = await hub.anonymous.query(`{ ${body} }`);
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      e1: { dinkes_usaha: { nodes: [{ lapangan: { __typename: 'BusinessClass' } }] } },
      e2: { dinkes_usaha: { nodes: [{ periode: { __typename: 'Period' } }] } },
      e3: { dinkes_usaha: { nodes: [{}, {}] } },
    });
  });
});

describe('the definition', () => {
  const definition = (...references: CodeReference[]): DatasetDefinition => ({
    agency: 'dinkes',
    name: 'usaha',
    title: 'Usaha',
    description: 'Uji.',
    columns: references.map((reference, at) => ({
      name: `kolom${at}`,
      label: `kolom${at}`,
      title: 'Kolom',
      description: 'Uji.',
      type: 'TEXT',
      unit: null,
      accessClass: 'OPEN',
      key: false,
      reference,
    })),
  });
  const ALL = [
    { entity: 'Region', field: 'a' },
    { entity: 'BusinessClass', field: 'b', edition: '2020' },
    { entity: 'Period', field: 'c' },
    { entity: 'Agency', field: 'd' },
  ] as const;

  test('with all four is a subgraph on its own, and beside the owner of the entities', async () => {
    expect(definitionProblems(definition(...ALL))).toEqual([]);
    const hosted = { name: 'dinkes_usaha', kind: 'HOSTED', sdl: hostedSdl(definition(...ALL)) } as const;
    expect(compose([hosted])).toMatchObject({ ok: true });
    const sdl = await readFile(new URL('../../schema/subgraphs/reference.graphql', import.meta.url), 'utf8');
    expect(compose([hosted, { name: 'reference', kind: 'LOCAL', sdl }])).toMatchObject({ ok: true });
  });

  test.each<[string, CodeReference[], string]>([
    ['KBLI without its edition', [{ entity: 'BusinessClass', field: 'b' }], 'needs the year of its edition'],
    [
      'an edition that is no year',
      [{ entity: 'BusinessClass', field: 'b', edition: 'baru' }],
      'needs the year',
    ],
    ['an edition of regions', [{ entity: 'Region', field: 'a', edition: '2020' }], 'has no edition'],
    ['an entity twice', [ALL[2], { entity: 'Period', field: 'e' }], 'Only one column can reference Period.'],
    [
      'an unknown entity',
      [{ entity: 'Desa' as 'Region', field: 'a' }],
      'is unknown; there are: Region, BusinessClass',
    ],
  ])('with %s is refused, in both languages', (_, references, en) => {
    const problems = definitionProblems(definition(...references));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.en).toContain(en);
    expect(problems[0]?.id).not.toBe('');
  });
});
