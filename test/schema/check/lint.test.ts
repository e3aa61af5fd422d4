import { describe, expect, test } from 'vitest';
import { lintProblems } from '../../../schema/check/lint.js';
import { ownersOf } from '../../../schema/check/owners.js';
import { parseSdl } from '../../../schema/check/parse.js';
import { subjectOf } from '../../../schema/check/subject.js';
import { check } from '../../../schema/check.js';
import { about, covered, LANDSCAPE, LINK, line, lines, proposal, remoteSdl } from './made.js';

const OWNERS = ownersOf(LANDSCAPE);
const BASE = remoteSdl('dinsos', 'bantuan');

function lint(sdl: string, name = 'dinsos_layanan', agency = 'dinsos'): string[] {
  const result = parseSdl(sdl);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const subject = subjectOf({ name, agency, sdl, url: '' }, result.document);
  return lintProblems(subject, OWNERS).map((problem) => line({ ...problem } as never));
}
const column = (field: string): string =>
  BASE.replace('  "Wilayahnya."', `${about('Kolom')}\n  ${field}\n  "Wilayahnya."`);
const and = (more: string): string => `${BASE}\n${more}`;

describe('the rules of the house', () => {
  test('find nothing in what follows them', () => {
    expect(lint(BASE)).toEqual([]);
  });

  test.each<readonly [what: string, sdl: string, expected: string]>([
    ['a link that is missing', BASE.replace(LINK, ''), 'ERROR federation-link'],
    ['a version that is not composed', BASE.replace('v2.9', 'v3.0'), 'ERROR federation-link @link'],
    [
      'a link to a specification of its own',
      and('extend schema @link(url: "https://dinsos.example/rahasia/v1.0", import: ["@bocor"])'),
      'ERROR federation-link @link',
    ],
    [
      '@link under another name',
      and('extend schema @link(url: "https://specs.apollo.dev/link/v1.0", as: "taut")'),
      'ERROR federation-link @link',
    ],
    [
      'another directive on the schema',
      and('extend schema @taut(url: "https://specs.apollo.dev/federation/v2.9")'),
      'ERROR federation-link @taut',
    ],
    ['an import that nobody knows', BASE.replace('"@key"', '"@key", "@curi"'), 'ERROR federation-link @link'],
    ['a mutation', and('type Mutation { dinsos_hapus: Int }'), 'ERROR root-type Mutation'],
    ['a subscription', and('extend type Subscription { dinsos_ikuti: Int }'), 'ERROR root-type Subscription'],
    [
      'a mutation under another name',
      and('schema { query: Query mutation: Ubah }\ntype Ubah { dinsos_hapus: Int }'),
      'ERROR root-type Ubah',
    ],
    [
      'a root of queries under another name',
      and('schema { query: Akar }\ntype Akar { dinsos_lain: Int }'),
      'ERROR root-type Akar',
    ],
    ...[
      '@federation__authenticated',
      '@federation__requiresScopes(scopes: [["a"]])',
      '@federation__policy(policies: [["a"]])',
      '@tag(name: "public")',
      '@federation__fromContext(field: "$a { b }")',
      '@federation__cost(weight: 1)',
      '@authenticated',
    ].map(
      (used) =>
        [used, column(`nilai: Int ${used}`), 'ERROR forbidden-directive Dinsos_Bantuan.nilai'] as const,
    ),
    [
      '@tag under another name',
      column('nilai: Int @tanda(name: "public")').replace('"@tag"', '{name: "@tag", as: "@tanda"}'),
      'ERROR forbidden-directive Dinsos_Bantuan.nilai',
    ],
    [
      '@composeDirective',
      and('extend schema @composeDirective(name: "@saya")'),
      'ERROR federation-link @composeDirective',
    ],
    [
      'a directive that clients could write',
      and('directive @bayar on FIELD'),
      'ERROR executable-directive @bayar',
    ],
    ['a name with an underscore first', and('type _Rahasia { a: Int }'), 'ERROR reserved-name _Rahasia'],
    [
      'a type without the agency',
      and('"Orang." type Orang @key(fields: "id") { id: ID! }'),
      'ERROR type-name Orang',
    ],
    [
      'a type with two underscores',
      and('"Orang." type Dinsos_Orang_Tua @key(fields: "id") { id: ID! }'),
      'ERROR type-name Dinsos_Orang_Tua',
    ],
    [
      'a type with a small letter',
      and('"Orang." type Dinsos_orang @key(fields: "id") { id: ID! }'),
      'ERROR type-name Dinsos_orang',
    ],
    [
      'a type in capitals',
      and('"Orang." type DINSOS_Orang @key(fields: "id") { id: ID! }'),
      'ERROR type-name DINSOS_Orang',
    ],
    [
      'a dataset that ends as helpers do',
      and('"Orang." type Dinsos_OrangConnection @key(fields: "id") { id: ID! }'),
      'ERROR reserved-ending Dinsos_OrangConnection',
    ],
    [
      "a helper that is the hub's",
      and('type Dinsos_BantuanAggregate { count: Int }'),
      'ERROR reserved-ending Dinsos_BantuanAggregate',
    ],
    [
      'a root field without the agency',
      BASE.replace('type Query {', 'type Query {\n  "Semua."\n  bantuan: Int'),
      'ERROR root-field-name Query.bantuan',
    ],
    [
      'a root field in capitals',
      BASE.replace('type Query {', 'type Query {\n  "Semua."\n  dinsos_Bantuan: Int'),
      'ERROR root-field-name Query.dinsos_Bantuan',
    ],
    [
      'a column with underscores',
      column('jumlah_jiwa: Int'),
      'WARNING column-name Dinsos_Bantuan.jumlah_jiwa',
    ],
    ['a column that must have a value', column('nilai: Int!'), 'ERROR nullable Dinsos_Bantuan.nilai'],
    [
      'a root field that must answer',
      BASE.replace(
        'dinsos_bantuan: [Dinsos_Bantuan!]\n  "Satu',
        'dinsos_bantuan: [Dinsos_Bantuan!]!\n  "Satu',
      ),
      'ERROR nullable Query.dinsos_bantuan',
    ],
    [
      'a back-reference that must answer',
      BASE.replace('dinsos_bantuan: [Dinsos_Bantuan!]\n}', 'dinsos_bantuan: [Dinsos_Bantuan!]!\n}'),
      'ERROR nullable Region.dinsos_bantuan',
    ],
    [
      'a dataset without a key',
      BASE.replace('type Dinsos_Bantuan @key(fields: "id")', 'type Dinsos_Bantuan'),
      'ERROR key Dinsos_Bantuan',
    ],
    [
      'a type without a description',
      and('type Dinsos_Orang @key(fields: "id") { id: ID! }'),
      'ERROR description Dinsos_Orang',
    ],
    ['an enum without a description', and('enum Dinsos_Jenis { A }'), 'ERROR description Dinsos_Jenis'],
    [
      'a column without a description',
      BASE.replace('  "Wilayahnya."', '  nilai: Int\n  "Wilayahnya."'),
      'ERROR description Dinsos_Bantuan.nilai',
    ],
    [
      'a root field without a description',
      BASE.replace('  "Daftar bantuan."\n', ''),
      'ERROR description Query.dinsos_bantuan',
    ],
    [
      'a description without the attributes',
      BASE.replace('  "Wilayahnya."', '  "Nilai."\n  nilai: Int\n  "Wilayahnya."'),
      'WARNING attributes Dinsos_Bantuan.nilai',
    ],
    ...(['jmlBantuan', 'tglLahir', 'jumlahPnddk', 'kecAsal'] as const).map(
      (name) =>
        [
          'an abbreviation',
          column(`${name}: String`),
          `WARNING concept-name Dinsos_Bantuan.${name}`,
        ] as const,
    ),
    ...(['jumlah2024', 'jumlahJanuari', 'nilaiTriwulan1', 'nilaiSemesterII', 'nilaiTw3'] as const).map(
      (name) => ['a period', column(`${name}: Int`), `WARNING concept-name Dinsos_Bantuan.${name}`] as const,
    ),
    ...(['jumlahPasuruan', 'nilaiJawaTimur'] as const).map(
      (name) => ['a region', column(`${name}: Int`), `WARNING concept-name Dinsos_Bantuan.${name}`] as const,
    ),
    [
      'two columns of one concept',
      BASE.replace('  "Wilayahnya."', `${about('jumlah')}\n  banyak: Int\n  "Wilayahnya."`),
      'WARNING concept-name Dinsos_Bantuan.banyak',
    ],
    ...(['Kecamatan', 'DesaKelurahan', 'MasterWilayah', 'KodeKbli', 'Opd'] as const).map(
      (name) =>
        [
          'a copy',
          and(`"${name}." type Dinsos_${name} @key(fields: "id") { id: ID! }`),
          `WARNING shared-entity Dinsos_${name}`,
        ] as const,
    ),
    [
      'a code of a region alone',
      column('kodeKecamatan: String').replace('  "Wilayahnya."\n  wilayah: Region\n', ''),
      'WARNING shared-entity Dinsos_Bantuan.kodeKecamatan',
    ],
    ['a code of KBLI alone', column('kodeKbli: String'), 'WARNING shared-entity Dinsos_Bantuan.kodeKbli'],
  ])('find %s', (_, sdl, expected) => {
    expect(lint(sdl)).toContain(expected);
  });

  test.each([
    ['acronyms that are words', 'nik: String'],
    ['a word that a region is called, too', 'jumlahBatu: Int'],
    ['the four quarters as a column', 'triwulan: String'],
    ['a code beside its entity', 'kodeWilayah: String'],
  ])('let %s pass', (_, field) => {
    expect(lint(column(field))).toEqual([]);
  });

  test('let keys be non-null, helpers of the kit and definitions of federation stand', () => {
    const sdl = BASE.replace('@key(fields: "id")', '@key(fields: "id") @key(fields: "kode")')
      .replace('  kode: String', '  kode: String!')
      .replace(
        'dinsos_bantuan: [Dinsos_Bantuan!]\n  "Satu',
        'dinsos_bantuan(first: Int, after: String): Dinsos_BantuanConnection\n  "Satu',
      );
    expect(
      lint(`${sdl}
type Dinsos_BantuanConnection { nodes: [Dinsos_Bantuan!]! edges: [Dinsos_BantuanEdge!]! pageInfo: PageInfo! totalCount: Int! }
type Dinsos_BantuanEdge { cursor: String! node: Dinsos_Bantuan! }
type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
scalar federation__FieldSet
directive @key(fields: federation__FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE`),
    ).toEqual([]);
  });

  test.each([
    'layanan',
    'dinkes_layanan',
    'dinsos_Layanan',
    'dinsos_a_b',
    'dinsos_',
    'DINSOS_layanan',
  ])('refuse the name %s', (name) => {
    expect(lint(BASE, name)).toEqual(['ERROR subgraph-name']);
  });
});

describe('an SDL that is too large or no SDL', () => {
  const many = (count: number, text: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => text(at)).join('\n');
  test.each([
    ['characters', `#${'x'.repeat(1_000_000)}`, 'size'],
    ['tokens', many(40_000, () => 'a b'), 'size'],
    ['types', many(501, (at) => `scalar Dinsos_S${at}`), 'size'],
    ['fields', `type Dinsos_A { ${many(10_001, (at) => `f${at}: Int`)} }`, 'size'],
    ['nested lists', `type Dinsos_A { a: ${'['.repeat(20_000)}Int }`, 'size'],
    ['nested values', `type Dinsos_A { a(b: X = ${'{a: '.repeat(10_000)}1): Int }`, 'size'],
    ['a field set', `type Dinsos_A @key(fields: "${'a { '.repeat(2000)}") { a: Int }`, 'size'],
    ['a word too much', 'type Dinsos_A { a: Int } }', 'syntax'],
    ['nothing at all', '', 'syntax'],
    ['an operation', '{ a }', 'syntax'],
  ])('is refused for %s', (_, sdl, rule) => {
    const verdict = check([proposal('dinsos', 'layanan', sdl)], LANDSCAPE);
    expect(verdict.kind).toBe('REFUSED');
    expect(lines(verdict)).toEqual([`ERROR ${rule}`]);
  });
});

test('every rule that is found is documented, and the other way round', async () => {
  const { readFile, readdir } = await import('node:fs/promises');
  const folder = new URL('../../../schema/', import.meta.url);
  const files = (await readdir(new URL('check/', folder), { recursive: true })).filter((name) =>
    name.endsWith('.ts'),
  );
  const texts = await Promise.all(
    ['check.ts', ...files.map((name) => `check/${name}`)].map((name) =>
      readFile(new URL(name, folder), 'utf8'),
    ),
  );
  const used = new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/rule: '([a-z-]+)'|(?:wrong|claim)\(\s*'([a-z-]+)'/g)].map((one) => one[1] ?? one[2]),
    ),
  );
  const manual = await readFile(new URL('README.md', folder), 'utf8');
  const written = new Set([...manual.matchAll(/^\| `([a-z-]+)` \|/gm)].map((one) => one[1]));
  expect([...used].sort()).toEqual([...written].sort());
});

test('a line and a column say where', () => {
  const sdl = column('nilai: Int!');
  const [finding] = check([proposal('dinsos', 'layanan', sdl)], {
    ...LANDSCAPE,
    datasets: [covered('dinsos', 'bantuan', ['nilai'])],
  }).findings;
  const line = sdl.split('\n').findIndex((one) => one.includes('nilai: Int!'));
  expect(finding).toMatchObject({ rule: 'nullable', line: line + 1, column: 10, next: 'PRODUCER' });
});
