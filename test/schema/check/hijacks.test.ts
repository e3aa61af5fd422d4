import { describe, expect, test } from 'vitest';
import type { Landscape } from '../../../schema/check/landscape.js';
import { check } from '../../../schema/check.js';
import { hosted, LANDSCAPE, LINK, lines, member, proposal, remoteSdl } from './made.js';

/** Beside what dinkes keeps in the hub, it has a subgraph of its own that others would like to reach into. */
const RICH: Landscape = {
  ...LANDSCAPE,
  members: [
    ...LANDSCAPE.members,
    hosted('dinkes', 'puskesmas'),
    member(
      proposal(
        'dinkes',
        'rekam',
        `${LINK}
type Query { "Rekam medis." dinkes_rekam: [Dinkes_Rekam!] }
"Satu rekam medis."
type Dinkes_Rekam @key(fields: "id") { id: ID! diagnosa: String }
"Semua faskes."
interface Dinkes_Faskes @key(fields: "id") { id: ID! }
"Sarana."
union Dinkes_Sarana = Dinkes_Rekam
`,
      ),
    ),
  ],
};

const BASE = remoteSdl('dinsos', 'bantuan');
const and = (more: string): string => `${BASE}\n${more}`;
/** The same link, with some of its words renamed. */
const linked = (imports: string, more = '', as = ''): string =>
  `${BASE.replace(/import: \[.*?\]/, `import: [${imports}]${as}`)}\n${more}`;
const inBantuan = (field: string): string => BASE.replace('  id: ID!', `  id: ID!\n  ${field}`);

const HIJACKS: readonly (readonly [what: string, sdl: string, owner: string, coordinate: string | null])[] = [
  [
    "the owner's own plain key on another's hosted type",
    and('type Dinkes_Pasien @key(fields: "id") { id: ID! bocor: String }'),
    'dinkes',
    'Dinkes_Pasien',
  ],
  [
    'a key that the owner never gave, on a hosted type',
    and('type Dinkes_Pasien @key(fields: "nik") { nik: String bocor: String }'),
    'dinkes',
    'Dinkes_Pasien.nik',
  ],
  [
    'a reference that resolves nothing',
    and('type Dinkes_Pasien @key(fields: "id", resolvable: false) { id: ID! }'),
    'dinkes',
    'Dinkes_Pasien',
  ],
  [
    'an extension with @requires of a value',
    and(
      'extend type Dinkes_Pasien @key(fields: "id") { id: ID! @external nik: String @external bocor: String @requires(fields: "nik") }',
    ),
    'dinkes',
    'Dinkes_Pasien.bocor',
  ],
  [
    '@requires and @key renamed by @link',
    linked(
      '"@key", {name: "@requires", as: "@butuh"}, {name: "@external", as: "@luar"}',
      'type Dinkes_Pasien @key(fields: "id") { id: ID! nik: String @luar bocor: String @butuh(fields: "nik") }',
    ),
    'dinkes',
    'Dinkes_Pasien.nik',
  ],
  [
    'federation used with its namespace',
    and(
      'type Dinkes_Pasien @federation__key(fields: "id") { id: ID! nik: String @federation__external bocor: String @federation__requires(fields: "nik") }',
    ),
    'dinkes',
    'Dinkes_Pasien',
  ],
  [
    'a namespace of its own',
    linked(
      '"@key"',
      'type Dinkes_Pasien @fed__key(fields: "id") { id: ID! nik: String @fed__shareable }',
      ', as: "fed"',
    ),
    'dinkes',
    'Dinkes_Pasien.nik',
  ],
  [
    '@requires in a chain over an own type',
    inBantuan('bocor: String @requires(fields: "pasien { nik }")\n  pasien: Dinkes_Pasien') +
      '\ntype Dinkes_Pasien @key(fields: "id", resolvable: false) { id: ID! nik: String @external }',
    'dinkes',
    'Dinkes_Pasien.nik',
  ],
  [
    '@provides of what another holds',
    inBantuan('pasien: Dinkes_Pasien @provides(fields: "nama")') +
      '\ntype Dinkes_Pasien @key(fields: "id", resolvable: false) { id: ID! nama: String @external }',
    'dinkes',
    'Dinkes_Pasien.nama',
  ],
  [
    '@shareable on a field of another',
    and('type Dinkes_Pasien @key(fields: "id") { id: ID! nama: String @shareable }'),
    'dinkes',
    'Dinkes_Pasien.nama',
  ],
  [
    '@override of a field of another subgraph',
    and('type Dinkes_Rekam @key(fields: "id") { id: ID! diagnosa: String @override(from: "dinkes_rekam") }'),
    'dinkes',
    'Dinkes_Rekam.diagnosa',
  ],
  [
    '@override of an own field from a subgraph of another',
    inBantuan('curian: String @override(from: "dinkes_rekam")'),
    'dinkes',
    'Dinsos_Bantuan.curian',
  ],
  [
    '@override from what the hub keeps',
    inBantuan('curian: String @override(from: "hosted")'),
    'SatuGraf (hosted)',
    'Dinsos_Bantuan.curian',
  ],
  [
    '@override of a shared name',
    BASE.replace('  code: ID!', '  code: ID!\n  name: String! @override(from: "reference")'),
    'SatuGraf (reference)',
    'Region.name',
  ],
  [
    '@interfaceObject in the place of an interface',
    and('type Dinkes_Faskes @key(fields: "id") @interfaceObject { id: ID! bocor: String }'),
    'dinkes',
    'Dinkes_Faskes',
  ],
  [
    'an own type as an implementation of a foreign interface',
    BASE.replace('type Dinsos_Bantuan @', 'type Dinsos_Bantuan implements Dinkes_Faskes @'),
    'dinkes',
    'Dinkes_Faskes',
  ],
  ['membership of a foreign union', and('union Dinkes_Sarana = Dinsos_Bantuan'), 'dinkes', 'Dinkes_Sarana'],
  [
    'a foreign type in a union of its own',
    and('"Apa saja." union Dinsos_Semua = Dinsos_Bantuan | Dinkes_Pasien'),
    'dinkes',
    'Dinkes_Pasien',
  ],
  [
    '@inaccessible on a shared entity',
    BASE.replace('type Region @key(fields: "code")', 'type Region @key(fields: "code") @inaccessible'),
    'SatuGraf (reference)',
    'Region',
  ],
  [
    '@inaccessible on a shared key',
    BASE.replace('  code: ID!', '  code: ID! @inaccessible'),
    'SatuGraf (reference)',
    'Region.code',
  ],
  [
    'a weaker type for a shared key',
    BASE.replace('  code: ID!', '  code: ID'),
    'SatuGraf (reference)',
    'Region.code',
  ],
  [
    'another key of a shared entity',
    BASE.replace(
      '@key(fields: "code") {\n  code: ID!',
      '@key(fields: "code") @key(fields: "name") {\n  code: ID!\n  name: String!',
    ),
    'SatuGraf (reference)',
    'Region',
  ],
  [
    'a shared entity without a key',
    BASE.replace('type Region @key(fields: "code")', 'type Region @shareable'),
    'SatuGraf (reference)',
    'Region',
  ],
  [
    'a field on a shared entity in the name of another',
    BASE.replace('  code: ID!', '  code: ID!\n  dinkes_pasien: String'),
    'dinkes',
    'Region.dinkes_pasien',
  ],
  [
    'an unnamed field on a shared entity',
    BASE.replace('  code: ID!', '  code: ID!\n  populasi: Int'),
    'SatuGraf (reference)',
    'Region.populasi',
  ],
  [
    '@requires of a shared value by a back-reference',
    BASE.replace(
      '  dinsos_bantuan: [Dinsos_Bantuan!]\n}\n',
      '  dinsos_bantuan: [Dinsos_Bantuan!] @requires(fields: "parent { name }")\n}\n',
    ),
    'SatuGraf (reference)',
    'Region.dinsos_bantuan',
  ],
  [
    'a root field of another',
    BASE.replace('type Query {', 'type Query {\n  dinkes_pasien: String'),
    'dinkes',
    'Query.dinkes_pasien',
  ],
  [
    'an extension of Query with a field of another',
    and('extend type Query { dinkes_pasienByKey(nik: String): String }'),
    'dinkes',
    'Query.dinkes_pasienByKey',
  ],
  ['a root field of the hub', and('extend type Query { cases: String }'), 'SatuGraf (Query)', 'Query.cases'],
  [
    'a root type under another name',
    and('schema { query: Akar }\ntype Akar { dinkes_pasien: String }'),
    'dinkes',
    'Query.dinkes_pasien',
  ],
  [
    'a type in the name of another',
    and('"Milik siapa." type Dinkes_Baru @key(fields: "id") { id: ID! }'),
    'dinkes',
    'Dinkes_Baru',
  ],
  [
    'the same in other capitals',
    and('type DINKES_Pasien @key(fields: "id") { id: ID! }'),
    'dinkes',
    'DINKES_Pasien',
  ],
  [
    'a helper of another',
    and('type Dinkes_PasienConnection { nodes: [String] }'),
    'dinkes',
    'Dinkes_PasienConnection',
  ],
  [
    "a filter of another's columns",
    and('input Dinkes_PasienWhere { nik: StringFilter }'),
    'dinkes',
    'Dinkes_PasienWhere',
  ],
  ['a type of the hub', and('type ServiceKey { prefix: String }'), 'SatuGraf (identity)', 'ServiceKey'],
  ['an enum of the hub', and('enum RegionLevel { PROVINCE }'), 'SatuGraf (reference)', 'RegionLevel'],
  ['fewer directions to sort in', and('enum SortDirection { ASC }'), 'SatuGraf (kit)', 'SortDirection'],
  [
    'a filter with fewer conditions',
    and('input StringFilter { eq: String }'),
    'SatuGraf (kit)',
    'StringFilter',
  ],
  ['a scalar as a type', and('type Decimal { value: String }'), 'SatuGraf (kit)', 'Decimal'],
  [
    'a scalar with another meaning',
    and('scalar Date @specifiedBy(url: "https://dinsos.example")'),
    'SatuGraf (kit)',
    'Date',
  ],
  [
    'page information that says more',
    and(
      'type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String rahasia: String }',
    ),
    'SatuGraf (kit)',
    'PageInfo',
  ],
  [
    'a shared entity as an interface',
    BASE.replace(/type Region [\s\S]*/, 'interface Region { code: ID! }'),
    'SatuGraf (reference)',
    'Region',
  ],
  ['letters that look alike', and('type D\u0456nkes_Pasien @key(fields: "id") { id: ID! }'), 'dinkes', null],
];

describe('hijacks', () => {
  test.each(HIJACKS)('%s is refused, and its owner is named', (_, sdl, owner, coordinate) => {
    const verdict = check([proposal('dinsos', 'layanan', sdl)], RICH);
    expect(verdict.kind).toBe('REFUSED');
    const named = verdict.findings.filter(
      (one) =>
        one.severity === 'ERROR' &&
        one.coordinate === coordinate &&
        one.words.id.includes(owner) &&
        one.words.en.includes(owner),
    );
    expect(named, JSON.stringify([lines(verdict), verdict.findings], null, 1)).not.toEqual([]);
    expect(named.every(({ line, column }) => line !== null && column !== null)).toBe(true);
  });

  test('the base that they are made of is not refused', () => {
    expect(lines(check([proposal('dinsos', 'layanan', BASE)], RICH))).toEqual([]);
  });

  test("the name of another's subgraph is not to be had", () => {
    const taken = { ...proposal('dinsos', 'layanan', BASE), name: 'dinkes_rekam' };
    const { kind, findings } = check([taken], RICH);
    expect(kind).toBe('REFUSED');
    expect(findings.map(({ words }) => words.en).join()).toContain('belongs to dinkes');
  });
});

describe('consent', () => {
  const sdl = and(
    'type Dinkes_Pasien @key(fields: "id") { id: ID! nik: String @external dinsos_bantuan: String @requires(fields: "nik") }',
  );
  const coordinates = [
    'Dinkes_Pasien',
    'Dinkes_Pasien.id',
    'Dinkes_Pasien.nik',
    'Dinkes_Pasien.dinsos_bantuan',
  ];
  const given = (owner: string, names: readonly string[], subgraph = 'dinsos_layanan') =>
    check([proposal('dinsos', 'layanan', sdl)], {
      ...RICH,
      consents: [{ owner, subgraph, coordinates: names }],
    });

  test('of the owner makes a contribution wait for the technical team', () => {
    const verdict = given('dinkes', coordinates);
    expect(verdict.kind, JSON.stringify(verdict.findings)).toBe('REVIEW');
    expect(
      verdict.findings.filter(({ severity }) => severity === 'FOREIGN').map((one) => one.coordinate),
    ).toEqual(coordinates);
  });

  test('counts for what it names alone, of the owner alone, for one subgraph alone', () => {
    for (const name of coordinates)
      expect(
        given(
          'dinkes',
          coordinates.filter((one) => one !== name),
        ).kind,
      ).toBe('REFUSED');
    expect(given('dinsos', coordinates).kind).toBe('REFUSED');
    expect(given('dinkes', coordinates, 'dinsos_lain').kind).toBe('REFUSED');
  });
});

test("between one agency's own subgraphs all of federation may be used", () => {
  const first = remoteSdl('dinsos', 'bantuan');
  const second = `${LINK}
"Bantuan, dengan rinciannya."
type Dinsos_Bantuan @key(fields: "id") {
  id: ID!
  "Jumlah."
  jumlah: Int @external
  "Dua kali."
  rincian: String @requires(fields: "jumlah")
  "Keterangan."
  keterangan: String @override(from: "dinsos_layanan")
}`;
  const verdict = check([proposal('dinsos', 'layanan', first), proposal('dinsos', 'rincian', second)], RICH);
  expect(verdict.kind, JSON.stringify(verdict.findings)).toBe('PASSED');
});
