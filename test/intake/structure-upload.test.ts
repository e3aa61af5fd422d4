import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatasetDefinition, definitionProblems } from '../../schema/definition.js';
import { but, each } from '../identity/callers.js';
import { bootHub, type Caller, type TestHub } from '../support/hub.js';
import { realDataTest } from '../support/real-data.js';
import { codeOf } from './connections/connecting.js';
import { dataOf } from './onboarding.js';

let hub: TestHub;
let producer: Caller;
beforeAll(async () => {
  hub = await bootHub();
  producer = await hub.official('produsen.dinkes');
});
afterAll(() => hub[Symbol.asyncDispose]());

const uploaded = async (body: string | Uint8Array, filename: string): Promise<unknown> =>
  (await producer.upload(body, filename)).body['id'];

interface Shown {
  readonly dialect: string;
  readonly encoding: string;
  readonly views: string[];
  readonly tables: readonly {
    readonly name: string;
    readonly columns: readonly { readonly name: string }[];
  }[];
}
const STRUCTURE = `query ($upload: ID!) { structure(upload: $upload) {
  dialect encoding views notes { id en }
  tables { name schema comment rows primaryKey uniques foreignKeys { columns table references }
    columns { name sqlType type nullable comment values default generated } } } }`;
const structureOf = (caller: Caller, upload: unknown) =>
  caller.query<{ structure: Shown }>(STRUCTURE, { upload });

interface Proposed {
  readonly definition: DatasetDefinition | null;
  readonly graph: { readonly type: string; readonly query: string } | null;
  readonly omitted: readonly { readonly column: string }[];
  readonly personal: readonly { readonly column: string }[];
}
const PROPOSAL = `definition { name title description columns {
    name label title description type unit accessClass key reference { entity field } } }
  graph { type query } omitted { column reason { id en } } personal { column kind confidence reason { id en } } notes { id en }`;

/** Proposals for all of these tables, some tables a request. */
async function proposals(upload: unknown, tables: readonly string[]): Promise<Proposed[]> {
  const found: Proposed[] = [];
  for (let at = 0; at < tables.length; at += 20) {
    const some = tables.slice(at, at + 20);
    const { data, errors } = await producer.query<Record<string, Proposed>>(
      `query ($upload: ID!, ${some.map((_, n) => `$t${n}: String!`).join(', ')}) {
        ${some.map((_, n) => `p${n}: proposeFromStructure(upload: $upload, table: $t${n}) { ${PROPOSAL} }`).join('\n')}
      }`,
      { upload, ...Object.fromEntries(some.map((table, n) => [`t${n}`, table])) },
    );
    expect(errors).toEqual([]);
    found.push(...some.map((table, n) => data?.[`p${n}`] ?? expect.fail(table)));
  }
  return found;
}

/** Files with the figures that SOURCES.md tells of them. */
const FILES = [
  { file: 's1_simbmd_kab_pasuruan_mariadb.sql', dialect: 'MYSQL', encoding: 'utf-8', tables: 27 },
  { file: 's2_satudata_keerom_mariadb_latin1.sql', dialect: 'MYSQL', encoding: 'windows-1252', tables: 43 },
  { file: 's3_mlite_simrs_mysql.sql', dialect: 'MYSQL', encoding: 'utf-8', tables: 246 },
  { file: 's4_opendk_kecamatan_mariadb.sql', dialect: 'MYSQL', encoding: 'utf-8', tables: 92 },
  { file: 's5_slims9_perpustakaan_mysql.sql', dialect: 'MYSQL', encoding: 'utf-8', tables: 58 },
  { file: 's6_sipjaki_pasuruan_struktur.json', dialect: 'LARAVEL', encoding: 'utf-8', tables: 42 },
  { file: 's7_satudata_madiun_struktur.json', dialect: 'LARAVEL', encoding: 'utf-8', tables: 41 },
];

for (const { file, tables, ...facts } of FILES)
  realDataTest(
    `an upload of ${file} gives a definition for each of its tables`,
    `sql/${file}`,
    async (path) => {
      // The name says nothing: what it is stands in the bytes.
      const upload = await uploaded(await readFile(path), 'berkas');
      const { structure } = dataOf(await structureOf(producer, upload));
      expect(structure).toMatchObject({ ...facts, views: [] });
      expect(structure.tables).toHaveLength(tables);
      const proposed = await proposals(
        upload,
        structure.tables.map(({ name }) => name),
      );
      let defined = 0;
      for (const [at, { definition, omitted, personal }] of proposed.entries()) {
        const { name = '', columns = [] } = structure.tables[at] ?? {};
        expect((definition?.columns.length ?? 0) + omitted.length, name).toBe(columns.length);
        if (!definition) continue;
        defined++;
        expect(definitionProblems({ ...definition, agency: 'dinkes' }), name).toEqual([]);
        const classes = definition.columns.map(({ accessClass }) => accessClass);
        expect(classes, name).not.toContain('OPEN');
        expect(
          classes.filter((one) => one === 'CLOSED'),
          name,
        ).toHaveLength(personal.length);
      }
      expect(defined).toBeGreaterThan(tables * 0.9);
    },
  );

describe('a structure file', () => {
  const DUMP = 'CREATE TABLE `puskesmas` (`kode` varchar(9) PRIMARY KEY, `nik` varchar(16), `foto` blob);';

  test('is its agency’s own, read by its producer and its publishing keys', async () => {
    const upload = await uploaded(DUMP, 'puskesmas.sql');
    const UNKNOWN = 'GRAPHQL_VALIDATION_FAILED';
    const read = { anonymous: UNKNOWN, 'publish key of dinkes': 'OK', 'producer of dinkes': 'OK' };
    const expected = but('FORBIDDEN', { ...read, 'producer of dispendik': 'NOT_FOUND' });
    expect(await each(hub, async (caller) => codeOf(await structureOf(caller, upload)))).toEqual(expected);
    const propose = await each(hub, async (caller) =>
      codeOf(
        await caller.query(
          `query ($upload: ID!) { proposeFromStructure(upload: $upload, table: "puskesmas") { ${PROPOSAL} } }`,
          { upload },
        ),
      ),
    );
    expect(propose).toEqual(expected);
    expect(codeOf(await structureOf(producer, 'tiada'))).toBe('NOT_FOUND');
  });

  test('is proposed table by table; a table that is not there is not found', async () => {
    const upload = await uploaded(`\uFEFF\n ${DUMP}`, 'data.json');
    const [proposal] = await proposals(upload, ['puskesmas']);
    expect(
      proposal?.definition?.columns.map(({ label, accessClass, key }) => [label, accessClass, key]),
    ).toEqual([
      ['kode', 'RESTRICTED', true],
      ['nik', 'CLOSED', false],
    ]);
    expect(proposal?.omitted.map(({ column }) => column)).toEqual(['foto']);
    expect(proposal?.graph?.type).toMatch(/^type Dinkes_Puskesmas /m);
    expect(proposal?.graph?.type).not.toContain('nik');
    expect(proposal?.graph?.query).toContain('nodes { kode }');
    const closed = await uploaded('CREATE TABLE `warga` (`nik` varchar(16), `nama_ibu` text);', 'warga.sql');
    const [personal] = await proposals(closed, ['warga']);
    expect(personal?.definition?.columns.map(({ accessClass }) => accessClass)).toEqual(['CLOSED', 'CLOSED']);
    expect(personal?.graph).toBeNull();
    const missing = await producer.query(
      `query ($upload: ID!) { proposeFromStructure(upload: $upload, table: "lain") { ${PROPOSAL} } }`,
      { upload },
    );
    expect(codeOf(missing)).toBe('NOT_FOUND');
  });

  test.each([
    ['a CSV', 'kode,nama\n1,a\n'],
    ['nothing', ''],
    ['JSON of another shape', '{"data": [1, 2]}'],
    ['a binary dump', 'PGDMP\u0001\u000e'],
    ['an unclosed quote', "CREATE TABLE a (b text DEFAULT 'x"],
  ])('that is %s is refused with words, and the hub goes on', async (_, body) => {
    const answer = await structureOf(producer, await uploaded(body, 'struktur.sql'));
    expect([answer.status, codeOf(answer)]).toEqual([422, 'STRUCTURE_REFUSED']);
    expect(answer.errors[0]?.extensions['messages']).toMatchObject({ id: expect.stringMatching(/\w{3}/) });
  });
});
