import fc from 'fast-check';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { coveredSdl } from '../../../schema/check/covered.js';
import type { CoveredColumn, CoveredDataset } from '../../../schema/check/landscape.js';
import { composedMembers } from '../../../schema/check/members.js';
import { compose } from '../../../schema/compose.js';
import { ACCESS_CLASSES, FIELD_STATUSES } from '../../../schema/exposure.js';
import { runs } from '../../support/runs.js';
import { covered, hosted, LINK, LIVE, LOCALS, member, proposal, remoteSdl } from './made.js';

const REFERENCE = LOCALS.filter(({ name }) => name === 'reference');
const composes = (sdl: string) => {
  const composition = compose([
    ...REFERENCE,
    { name: 'dinsos_layanan', kind: 'REMOTE', sdl, url: 'https://a.example' },
  ]);
  return composition.ok ? [] : composition.errors;
};
const of = (sdl: string, ...datasets: CoveredDataset[]) => coveredSdl(sdl, 'dinsos', datasets);
const BASE = remoteSdl('dinsos', 'bantuan');
const ALL = ['kode', 'jumlah', 'keterangan', 'wilayah'];

describe('of a remote subgraph', () => {
  test('all is composed that a case covers', () => {
    const { sdl, uncovered } = of(BASE, covered('dinsos', 'bantuan', ALL));
    expect(uncovered).toEqual([]);
    expect(sdl).toContain('jumlah: Int');
    expect(composes(sdl ?? '')).toEqual([]);
  });

  test('nothing is composed that no case covers', () => {
    expect(of(BASE)).toEqual({
      sdl: null,
      uncovered: [
        'Dinsos_Bantuan.jumlah',
        'Dinsos_Bantuan.keterangan',
        'Dinsos_Bantuan.kode',
        'Dinsos_Bantuan.wilayah',
        'Query.dinsos_bantuan',
        'Query.dinsos_bantuanByKey',
        'Region.dinsos_bantuan',
      ],
    });
  });

  test.each(
    FIELD_STATUSES.flatMap((status) =>
      ACCESS_CLASSES.flatMap((accessClass) =>
        [true, false].map((provisioned): CoveredColumn => ({ status, accessClass, provisioned })),
      ),
    ),
  )('a column that is %j stays by the table of its status', (column) => {
    const { status, accessClass, provisioned } = column;
    const served = ['LIVE', 'CONFIRMED', 'DISPUTED'].includes(status) || (status === 'AGREED' && provisioned);
    const { uncovered } = of(
      BASE,
      covered('dinsos', 'bantuan', { kode: LIVE, wilayah: LIVE, keterangan: LIVE, jumlah: column }),
    );
    expect(uncovered).toEqual(served && accessClass !== 'CLOSED' ? [] : ['Dinsos_Bantuan.jumlah']);
  });

  test("a dataset of another agency's covers nothing", () => {
    expect(of(BASE, covered('dinkes', 'bantuan', ALL)).sdl).toBeNull();
  });

  test('a key survives whole or not at all, and a type with it', () => {
    const keyed = BASE.replace('@key(fields: "id")', '@key(fields: "kode wilayah { code }")');
    expect(of(keyed, covered('dinsos', 'bantuan', ALL)).sdl).toContain(
      '@key(fields: "kode wilayah { code }")',
    );
    expect(of(keyed, covered('dinsos', 'bantuan', ['jumlah', 'wilayah'])).sdl).toBeNull();
    const both = BASE.replace('@key(fields: "id")', '@key(fields: "id") @key(fields: "kode")');
    const { sdl } = of(both, covered('dinsos', 'bantuan', ['jumlah']));
    expect(sdl).toContain('type Dinsos_Bantuan @key(fields: "id") {');
    expect(composes(sdl ?? '')).toEqual([]);
  });

  test('a by-key field goes with the column that it asks for, a list keeps what is left of its arguments', () => {
    const asked = BASE.replace(
      'dinsos_bantuan: [Dinsos_Bantuan!]\n  "Satu',
      'dinsos_bantuan(keterangan: String, first: Int): [Dinsos_Bantuan!]\n  "Satu',
    );
    const { sdl, uncovered } = of(asked, covered('dinsos', 'bantuan', ['jumlah', 'wilayah']));
    expect(uncovered).toEqual([
      'Dinsos_Bantuan.keterangan',
      'Dinsos_Bantuan.kode',
      'Query.dinsos_bantuanByKey',
    ]);
    expect(sdl).toContain('dinsos_bantuan(first: Int): [Dinsos_Bantuan!]');
  });

  test('helpers go with their dataset, and name only its covered columns', () => {
    const paged = `${BASE.replaceAll('dinsos_bantuan: [Dinsos_Bantuan!]', 'dinsos_bantuan(where: Dinsos_BantuanWhere): Dinsos_BantuanConnection')}
type Dinsos_BantuanConnection { nodes: [Dinsos_Bantuan!]! edges: [Dinsos_BantuanEdge!]! }
type Dinsos_BantuanEdge { cursor: String! node: Dinsos_Bantuan! }
input Dinsos_BantuanWhere { and: [Dinsos_BantuanWhere!] jumlah: Int keterangan: String }
scalar Date`;
    const { sdl } = of(paged, covered('dinsos', 'bantuan', ['jumlah']));
    expect(sdl).toContain('Dinsos_BantuanEdge');
    expect(sdl).not.toContain('keterangan');
    expect(sdl).not.toContain('scalar Date');
    expect(composes(sdl ?? '')).toEqual([]);
    expect(of(paged).sdl).toBeNull();
  });

  test('what leans on something that has gone goes along', () => {
    const leaning = BASE.replace(
      '  "Wilayahnya."',
      '  pendapatan: Int @external\n  layak: Boolean @requires(fields: "pendapatan")\n  "Wilayahnya."',
    );
    const { sdl, uncovered } = of(leaning, covered('dinsos', 'bantuan', [...ALL, 'layak']));
    expect(uncovered).toEqual(['Dinsos_Bantuan.layak']);
    expect(sdl).not.toContain('pendapatan');
    expect(of(leaning, covered('dinsos', 'bantuan', [...ALL, 'layak', 'pendapatan'])).sdl).toContain(
      '@requires',
    );
  });

  test('a name that objects have from birth covers nothing', () => {
    const sdl = BASE.replace('  "Wilayahnya."', '  constructor: String\n  "Wilayahnya."');
    expect(of(sdl, covered('dinsos', 'bantuan', ALL)).uncovered).toEqual(['Dinsos_Bantuan.constructor']);
  });
});

describe('the members that are composed', () => {
  const pasien = hosted('dinkes', 'pasien');
  const dataset = covered('dinkes', 'pasien', ['nik', 'nama', 'kode', 'jumlah']);
  const names = (sdl: string, agency = 'dinkes', datasets = [dataset]) =>
    composedMembers([...REFERENCE, pasien, member(proposal(agency, 'layanan', sdl))], datasets).map(
      ({ name }) => name,
    );

  test('leave out the hosted dataset that a remote subgraph of its agency serves', () => {
    expect(names(remoteSdl('dinkes', 'pasien'))).toEqual(['reference', 'dinkes_layanan']);
    expect(names(remoteSdl('dinkes', 'pasien'), 'dinsos')).toContain('dinkes_pasien');
  });

  test('have it where the remote subgraph only refers to its rows', () => {
    const refers = `${LINK}\ntype Dinkes_Pasien @key(fields: "id", resolvable: false) { id: ID! }`;
    expect(names(refers)).toEqual(['reference', 'dinkes_pasien']);
  });

  test('have neither where the remote subgraph serves what no case covers yet', () => {
    expect(names(remoteSdl('dinkes', 'pasien'), 'dinkes', [])).toEqual(['reference']);
  });
});

/** Subgraphs of a few datasets that refer to each other in every way that federation has. */
const NAMES = ['satu', 'dua', 'tiga'] as const;
const COLUMNS = ['aa', 'bb', 'cc', 'dd'] as const;
const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const typeOf = (name: string) => `Dinsos_${capital(name)}`;
const targets = [
  'Int',
  'String',
  'Region',
  'Period',
  'Dinsos_Jenis',
  'Dinsos_Apa',
  'Dinsos_Alamat',
  ...NAMES.map(typeOf),
];

const dataset = (name: string) =>
  fc
    .record({
      columns: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom(...COLUMNS),
          target: fc.constantFrom(...targets),
          list: fc.boolean(),
          external: fc.boolean(),
        }),
        {
          selector: (one) => one.name,
          minLength: 1,
        },
      ),
      key: fc.constantFrom('id', 'aa', 'id aa', 'wilayah { code }'),
      requires: fc.boolean(),
      root: fc.boolean(),
      connection: fc.boolean(),
      entity: fc.boolean(),
    })
    .map((made) => {
      const type = typeOf(name);
      const rows = made.connection ? `${type}Connection` : `[${type}!]`;
      const external = made.columns.find((one) => one.external && ['Int', 'String'].includes(one.target));
      const fields = made.columns.map((one) => {
        const scalar = ['Int', 'String'].includes(one.target);
        const shape =
          made.key.includes('aa') && one.name === 'aa'
            ? 'String'
            : one.list && !scalar
              ? `[${one.target}]`
              : one.target;
        return `  ${one.name}: ${shape}${made.requires && one === external && !made.key.includes(one.name) ? ' @external' : ''}`;
      });
      if (made.key.includes('aa') && !made.columns.some((one) => one.name === 'aa'))
        fields.push('  aa: String');
      const isExternal = fields.find((one) => one.endsWith('@external'));
      const used = isExternal?.trim().split(':')[0];
      if (used) fields.push(`  hasil: Int @requires(fields: "${used}")`);
      return {
        name,
        query: made.root
          ? `  dinsos_${name}(first: Int, aa: String): ${rows}\n  dinsos_${name}ByKey(aa: String!): ${type}\n`
          : '',
        back: made.entity ? `  dinsos_${name}: ${rows}\n` : '',
        sdl: `type ${type} @key(fields: "${made.key}") {\n  id: ID!\n  wilayah: Region\n${fields.join('\n')}\n}
${made.connection ? `type ${type}Connection { nodes: [${type}!]! }` : ''}`,
        columns: ['wilayah', 'hasil', ...fields.map((one) => one.trim().split(':')[0] ?? '')],
      };
    });

const status = fc.record({
  status: fc.constantFrom(...FIELD_STATUSES),
  accessClass: fc.constantFrom(...ACCESS_CLASSES),
  provisioned: fc.boolean(),
});

const subgraphs = fc.tuple(...NAMES.map(dataset)).map((all) => ({
  all,
  sdl: `${LINK}
type Query {
  dinsos_selalu: Int
${all.map(({ query }) => query).join('')}}
type Region @key(fields: "code") {
  code: ID!
${all.map(({ back }) => back).join('')}}
type Period @key(fields: "id", resolvable: false) { id: ID! }
enum Dinsos_Jenis { A B }
union Dinsos_Apa = Dinsos_Satu | Dinsos_Dua
type Dinsos_Alamat { jalan: String rumah: Dinsos_Satu }
${all.map(({ sdl }) => sdl).join('\n')}`,
}));

test('what is covered of a subgraph that composes, composes too, or is nothing; it holds no uncovered column', () => {
  let composed = 0;
  fc.assert(
    fc.property(
      subgraphs,
      fc.array(
        fc.tuple(
          fc.constantFrom(...NAMES),
          fc.dictionary(fc.constantFrom(...COLUMNS, 'wilayah', 'hasil'), status),
        ),
        { maxLength: 3 },
      ),
      ({ sdl }, chosen) => {
        if (composes(sdl).length > 0) return;
        const datasets = [...new Map(chosen)].map(([name, columns]) => covered('dinsos', name, columns));
        const left = of(sdl, ...datasets);
        if (left.sdl === null) return;
        composed++;
        expect(composes(left.sdl), left.sdl).toEqual([]);
        for (const definition of parse(left.sdl).definitions) {
          if (definition.kind !== 'ObjectTypeDefinition') continue;
          const type = definition.name.value;
          const known = datasets.find(({ names }) => names.type === type);
          for (const { name } of definition.fields ?? []) {
            expect(left.uncovered).not.toContain(`${type}.${name.value}`);
            if (known && name.value !== 'id') {
              const column = known.columns[name.value];
              expect(column && column.status !== 'DECLINED' && column.accessClass !== 'CLOSED').toBe(true);
              expect(['PROPOSED', 'DEFERRED']).not.toContain(column?.status);
            }
          }
          expect(['Dinsos_Alamat', 'Dinsos_Rahasia']).not.toContain(type);
        }
        expect(of(left.sdl, ...datasets)).toEqual({ sdl: left.sdl, uncovered: [] });
      },
    ),
    { numRuns: runs(40, 500) },
  );
  expect(composed).toBeGreaterThan(3);
});
