import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Landscape, Proposed, SeenOperation } from '../../../schema/check/landscape.js';
import { rehearsal } from '../../../schema/check/rehearsal.js';
import type { CheckVerdict } from '../../../schema/check/verdict.js';
import { check } from '../../../schema/check.js';
import { compose } from '../../../schema/compose.js';
import { runs } from '../../support/runs.js';
import { about, covered, LANDSCAPE, LIVE, LOCALS, lines, member, proposal, remoteSdl } from './made.js';

const COLUMNS = ['kode', 'jumlah', 'keterangan', 'wilayah', 'jenis', 'baru'];
const KIND = `
"Jenis bantuan."
enum Dinsos_Jenis { TUNAI BARANG }
"Saringan."
input Dinsos_BantuanWhere { jumlah: Int keterangan: String }
"Cara mengurutkan."
input Dinsos_Urutan { turun: Boolean }
`;
const LIST =
  'dinsos_bantuan(where: Dinsos_BantuanWhere, jenis: Dinsos_Jenis, urut: Dinsos_Urutan, batas: Int = 10): [Dinsos_Bantuan!]';
const BEFORE = remoteSdl(
  'dinsos',
  'bantuan',
  ['jumlah: Int', 'keterangan: String', 'jenis: Dinsos_Jenis'],
  KIND,
).replace('dinsos_bantuan: [Dinsos_Bantuan!]\n  "Satu', `${LIST}\n  "Satu`);

const SMALL: Landscape = {
  ...LANDSCAPE,
  members: [
    ...LOCALS.filter(({ name }) => name === 'reference'),
    member(proposal('dinsos', 'layanan', BEFORE)),
  ],
  datasets: [covered('dinsos', 'bantuan', COLUMNS)],
};

const seen = (name: string, text: string, coordinates: readonly string[], count = 7): SeenOperation => ({
  client: 'dasbor-bansos',
  owner: 'Kunci Dasbor, Bappeda',
  name,
  hash: `hash of ${name}`,
  text,
  coordinates,
  count,
});
const OPERATION = seen(
  'Bansos',
  'query Bansos($w: Dinsos_BantuanWhere) { dinsos_bantuan(where: $w, jenis: TUNAI, urut: {turun: false}, batas: 0) { jumlah keterangan } }',
  [
    'Dinsos_Bantuan.jumlah',
    'Dinsos_Bantuan.keterangan',
    'Dinsos_BantuanWhere.jumlah',
    'Dinsos_Jenis.TUNAI',
    'Dinsos_Urutan.turun',
    'Query.dinsos_bantuan',
    'Query.dinsos_bantuan.batas',
    'Query.dinsos_bantuan.jenis',
    'Query.dinsos_bantuan.urut',
    'Query.dinsos_bantuan.where',
  ],
);
const USED: Landscape = { ...SMALL, operations: [OPERATION] };
const AFFECTED = { client: 'dasbor-bansos', operation: 'Bansos', count: 7, owner: 'Kunci Dasbor, Bappeda' };

const proposed = (sdl: string): Proposed[] => [proposal('dinsos', 'layanan', sdl)];
const verdictOf = (sdl: string, landscape = USED): CheckVerdict => check(proposed(sdl), landscape);
const changed = (from: string | RegExp, to: string): string => {
  const sdl = BEFORE.replace(from, to);
  if (sdl === BEFORE) throw new Error(`${from} is not in the SDL`);
  return sdl;
};
const without = (field: string): string => changed(`${about(field.split(':')[0] ?? '')}\n  ${field}\n`, '');

describe('a change that breaks', () => {
  const BREAKS: readonly (readonly [what: string, sdl: string, line: string])[] = [
    ['a field that goes', without('jumlah: Int'), 'field-removed Dinsos_Bantuan.jumlah'],
    [
      'a field of another type',
      changed('  jumlah: Int\n', '  jumlah: String\n'),
      'field-type-changed Dinsos_Bantuan.jumlah',
    ],
    [
      'an argument that goes',
      changed(', batas: Int = 10', ''),
      'argument-removed Query.dinsos_bantuan(batas:)',
    ],
    [
      'an argument of another type',
      changed('batas: Int = 10', 'batas: String'),
      'argument-type-changed Query.dinsos_bantuan(batas:)',
    ],
    [
      'an argument that has to be given',
      changed('batas: Int = 10', 'batas: Int = 10, tahun: Int!'),
      'argument-added Query.dinsos_bantuan(tahun:)',
    ],
    ['an enum value that goes', changed('TUNAI BARANG', 'BARANG'), 'enum-value-removed Dinsos_Jenis.TUNAI'],
    [
      'an input field that goes',
      changed('{ jumlah: Int keterangan', '{ keterangan'),
      'input-field-removed Dinsos_BantuanWhere.jumlah',
    ],
    [
      'an input field of another type',
      changed('{ turun: Boolean }', '{ turun: Int }'),
      'input-field-type-changed Dinsos_Urutan.turun',
    ],
    [
      'an input field that has to be given',
      changed('{ turun: Boolean }', '{ turun: Boolean naik: Boolean! }'),
      'input-field-added Dinsos_Urutan.naik',
    ],
    [
      'a root field that goes',
      changed(/ {2}"Daftar bantuan."\n.*\n/, ''),
      'field-removed Query.dinsos_bantuan',
    ],
  ];
  test.each(BREAKS)('%s is BREAKING where an operation uses it, and names the operation', (_, sdl, line) => {
    const verdict = verdictOf(sdl);
    expect(lines(verdict)).toContain(`BREAKING ${line}`);
    expect(verdict.kind).toBe('REVIEW');
    const finding = verdict.findings.find(({ severity }) => severity === 'BREAKING');
    expect(finding).toMatchObject({
      subgraph: 'dinsos_layanan',
      affected: [AFFECTED],
      next: 'TECHNICAL_TEAM',
    });
    expect(finding?.words.id).toContain('dasbor-bansos');
  });

  test.each(BREAKS)('%s is DANGEROUS where none does', (_, sdl, line) => {
    const verdict = verdictOf(sdl, {
      ...SMALL,
      operations: [
        seen('Lain', '{ regions { totalCount } }', ['Query.regions', 'RegionConnection.totalCount']),
      ],
    });
    expect(lines(verdict)).toContain(`DANGEROUS ${line}`);
    expect(verdict.kind).toBe('PASSED');
  });

  test('an input field that only another operation names breaks that one alone', () => {
    const other = seen(
      'Lain',
      'query Lain($w: Dinsos_BantuanWhere) { dinsos_bantuan(where: $w) { jumlah } }',
      [
        'Dinsos_BantuanWhere.keterangan',
        'Query.dinsos_bantuan',
        'Query.dinsos_bantuan.where',
        'Dinsos_Bantuan.jumlah',
      ],
      2,
    );
    const verdict = verdictOf(changed('{ jumlah: Int keterangan: String }', '{ jumlah: Int }'), {
      ...SMALL,
      operations: [OPERATION, other],
    });
    const finding = verdict.findings.find(({ severity }) => severity === 'BREAKING');
    expect(finding?.coordinate).toBe('Dinsos_BantuanWhere.keterangan');
    expect(finding?.affected.map(({ operation }) => operation)).toEqual(['Lain']);
  });

  test('a type that goes breaks who names it in a fragment', () => {
    const sdl = remoteSdl('dinsos', 'bantuan', ['jumlah: Int', 'keterangan: String']);
    const text = 'query Apa($j: Dinsos_Jenis) { dinsos_bantuan(jenis: $j) { jumlah } }';
    const verdict = verdictOf(sdl, {
      ...SMALL,
      operations: [
        seen('Apa', text, ['Query.dinsos_bantuan', 'Query.dinsos_bantuan.jenis', 'Dinsos_Bantuan.jumlah']),
      ],
    });
    expect(lines(verdict)).toEqual(
      expect.arrayContaining([
        'BREAKING type-removed Dinsos_Jenis',
        'BREAKING argument-removed Query.dinsos_bantuan(jenis:)',
        'DANGEROUS field-removed Dinsos_Bantuan.jenis',
      ]),
    );
  });

  test('counts of one operation are added up, and the most used stands first', () => {
    const operations = [
      seen('A', '', ['Dinsos_Bantuan.jumlah'], 2),
      seen('A', '', ['Dinsos_Bantuan.jumlah'], 3),
      seen('B', '', ['Dinsos_Bantuan.jumlah'], 9),
    ];
    const { findings } = verdictOf(without('jumlah: Int'), { ...SMALL, operations });
    expect(findings[0]?.affected.map(({ operation, count }) => [operation, count])).toEqual([
      ['B', 9],
      ['A', 5],
    ]);
  });

  test.each([
    [{}, 'Mark it @deprecated first, and remove it after 30 days.'],
    [
      { 'dinsos_layanan Dinsos_Bantuan.jumlah': '2026-06-20' },
      'It has been deprecated since 2026-06-20 (10 days); 20 days of grace are left.',
    ],
    [
      { 'dinsos_layanan Dinsos_Bantuan.jumlah': '2026-05-01' },
      'It has been deprecated since 2026-05-01 (60 days).',
    ],
  ])('it is said since when it was deprecated: %j', (deprecatedSince, words) => {
    for (const landscape of [USED, SMALL]) {
      const { findings } = verdictOf(without('jumlah: Int'), { ...landscape, deprecatedSince });
      const finding = findings.find(({ rule }) => rule === 'field-removed');
      expect(finding?.severity).toBe(landscape === USED ? 'BREAKING' : 'DANGEROUS');
      expect(finding?.words.en).toContain(words);
    }
  });

  test('one that the technical team has accepted is for information, with its reason and signer', () => {
    const accepted = [
      {
        subgraph: 'dinsos_layanan',
        rule: 'field-removed',
        coordinate: 'Dinsos_Bantuan.jumlah',
        reason: 'Dasbor diganti.',
        signer: 'Rina',
      },
    ];
    const verdict = verdictOf(without('jumlah: Int'), { ...USED, accepted });
    expect(verdict.kind).toBe('PASSED');
    expect(verdict.findings[0]).toMatchObject({
      severity: 'INFO',
      accepted: { reason: 'Dasbor diganti.', signer: 'Rina' },
      affected: [AFFECTED],
    });
  });

  test('an error is not to be accepted', () => {
    const sdl = changed('  jumlah: Int\n', '  jumlah: Int!\n');
    const accepted = [
      {
        subgraph: 'dinsos_layanan',
        rule: 'nullable',
        coordinate: 'Dinsos_Bantuan.jumlah',
        reason: 'x',
        signer: 'y',
      },
    ];
    expect(verdictOf(sdl, { ...USED, accepted }).kind).toBe('REFUSED');
  });
});

describe('a change that does not break', () => {
  test.each([
    [
      'an enum value more',
      changed('TUNAI BARANG', 'TUNAI BARANG JASA'),
      'DANGEROUS enum-value-added Dinsos_Jenis.JASA',
    ],
    [
      'another default',
      changed('= 10', '= 20'),
      'DANGEROUS argument-default-changed Query.dinsos_bantuan(batas:)',
    ],
    [
      'a field more',
      changed('  "Wilayahnya."', `${about('baru')}\n  baru(a: Int): String\n  "Wilayahnya."`),
      'INFO field-added Dinsos_Bantuan.baru',
    ],
    [
      'an argument more',
      changed('batas: Int = 10', 'batas: Int = 10, dari: Int'),
      'INFO argument-added Query.dinsos_bantuan(dari:)',
    ],
    [
      'an input field more',
      changed('{ turun: Boolean }', '{ turun: Boolean naik: Boolean }'),
      'INFO input-field-added Dinsos_Urutan.naik',
    ],
    [
      'a field that is deprecated',
      changed('  jumlah: Int\n', '  jumlah: Int @deprecated(reason: "x")\n'),
      'INFO field-deprecated Dinsos_Bantuan.jumlah',
    ],
    [
      'a value that is deprecated',
      changed('TUNAI BARANG', 'TUNAI @deprecated(reason: "x") BARANG'),
      'INFO enum-value-deprecated Dinsos_Jenis.TUNAI',
    ],
  ])('%s is said, and passes', (_, sdl, line) => {
    const verdict = verdictOf(sdl);
    expect(lines(verdict)).toEqual([line]);
    expect(verdict.kind).toBe('PASSED');
  });

  test('a field that no case covers is stored, and it is said what to do', () => {
    const { kind, findings } = verdictOf(
      changed('  "Wilayahnya."', `${about('lain')}\n  lain: String\n  "Wilayahnya."`),
    );
    expect(kind).toBe('PASSED');
    expect(findings).toMatchObject([
      { rule: 'uncovered', severity: 'INFO', coordinate: 'Dinsos_Bantuan.lain', next: 'PRODUCER' },
    ]);
    expect(findings[0]?.words.en).toContain('CHANGE');
  });
});

test('what does not compose is refused, though no case covers it yet', () => {
  const verdict = verdictOf(
    changed('  "Wilayahnya."', `${about('lain')}\n  lain: Dinsos_Tiada\n  "Wilayahnya."`),
  );
  expect(verdict.kind).toBe('REFUSED');
  expect(lines(verdict)[0]).toBe('ERROR composition');
  expect(verdict.findings[0]?.words.en).toContain('Dinsos_Tiada');
});

test('a subgraph that is taken out breaks who uses it', () => {
  const verdict = check([], { ...USED, removed: ['dinsos_layanan'] });
  expect(verdict.kind).toBe('REVIEW');
  expect(verdict.findings.find(({ coordinate }) => coordinate === 'Dinsos_Bantuan')).toMatchObject({
    subgraph: 'dinsos_layanan',
    severity: 'BREAKING',
    affected: [AFFECTED],
  });
});

test('the live supergraph that is at hand serves as well as composing it', () => {
  const composition = compose(SMALL.members.map(({ agency: _, ...one }) => one));
  if (!composition.ok) throw new Error(composition.errors.join());
  const sdl = without('jumlah: Int');
  expect(verdictOf(sdl, { ...USED, liveSupergraph: composition.supergraphSdl })).toEqual(verdictOf(sdl));
});

describe('properties', () => {
  const edits = [
    without('jumlah: Int'),
    changed('TUNAI BARANG', 'BARANG'),
    changed('= 10', '= 20'),
    changed('  jumlah: Int\n', '  jumlah: Int!\n'),
    changed('dinsos_bantuanByKey', 'dinkes_bantuanByKey'),
    changed('{ turun: Boolean }', '{ turun: Boolean naik: Boolean! }'),
    `${BEFORE}\ntype Dinkes_A @key(fields: "id") { id: ID! }`,
    `${BEFORE}}`,
    BEFORE,
  ];
  const other = remoteSdl('dinsos', 'lansia');

  test('the verdict is the same at each time, and in whatever order subgraphs are given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...edits), fc.constantFrom(...edits, other), (one, two) => {
        const both = [proposal('dinsos', 'layanan', one), proposal('dinsos', 'lansia', two)];
        expect(check([...both].reverse(), USED)).toEqual(check(both, USED));
      }),
      { numRuns: runs(6, 100) },
    );
  });

  test('blanks, comments and descriptions change no verdict', () => {
    const gaps = fc
      .array(fc.constantFrom(' ', '\n', '\t', ',', '# kata }\n'), { minLength: 1, maxLength: 4 })
      .map((all) => ` ${all.join('')}\n`);
    const judged = (sdl: string) => {
      const verdict = verdictOf(sdl);
      return [verdict.kind, lines(verdict).sort()];
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...edits),
        gaps,
        fc.stringMatching(/^[a-zA-Z ]{1,20}$/),
        (sdl, gap, word) => {
          const other = sdl
            .replaceAll('\n  jumlah', `${gap}  jumlah`)
            .replaceAll('}\n', `}${gap}`)
            .replace('Daftar bantuan.', `Daftar ${word}.`)
            .replace('Definisi dari Kode.', `${word} x.`);
          expect(judged(other)).toEqual(judged(sdl));
        },
      ),
      { numRuns: runs(8, 150) },
    );
  });

  test('nullable fields more on a covered type of its own break nothing', () => {
    const name = fc.stringMatching(/^[a-z]{3,8}$/).map((text) => `tambahan${text}`);
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('Int', 'String', '[String!]', 'Boolean', 'Dinsos_Jenis'),
        fc.boolean(),
        (names, type, isCovered) => {
          const more = names.map((one) => `${about(one)}\n  ${one}: ${type}`).join('\n');
          const columns = [...COLUMNS, ...(isCovered ? names : [])];
          const verdict = verdictOf(changed('  "Wilayahnya."', `${more}\n  "Wilayahnya."`), {
            ...USED,
            datasets: [covered('dinsos', 'bantuan', columns)],
          });
          expect(verdict.kind).toBe('PASSED');
          expect(
            new Set(
              verdict.findings
                .filter(({ severity }) => severity !== 'WARNING')
                .map(({ severity }) => severity),
            ),
          ).toEqual(new Set(['INFO']));
        },
      ),
      { numRuns: runs(6, 100) },
    );
  });

  test('whatever is taken away and used is BREAKING and names who uses it', () => {
    const parts = [
      ['Dinsos_Bantuan.jumlah', without('jumlah: Int')],
      ['Dinsos_Bantuan.keterangan', without('keterangan: String')],
      ['Dinsos_Bantuan.jenis', without('jenis: Dinsos_Jenis')],
      ['Dinsos_Jenis.TUNAI', changed('TUNAI BARANG', 'BARANG')],
      ['Dinsos_Jenis.BARANG', changed('TUNAI BARANG', 'TUNAI')],
      ['Dinsos_BantuanWhere.jumlah', changed('{ jumlah: Int keterangan', '{ keterangan')],
      ['Query.dinsos_bantuan.batas', changed(', batas: Int = 10', '')],
      ['Query.dinsos_bantuan.jenis', changed(', jenis: Dinsos_Jenis', '')],
      ['Query.dinsos_bantuanByKey', changed(/ {2}"Satu bantuan."\n.*\n/, '')],
      ['Region.dinsos_bantuan', changed(/ {2}"Dataset bantuan di wilayah ini."\n.*\n/, '')],
    ] as const;
    const names = parts.map(([coordinate]) => coordinate);
    fc.assert(
      fc.property(
        fc.constantFrom(...parts),
        fc.uniqueArray(fc.array(fc.constantFrom(...names), { minLength: 1 }), {
          maxLength: 4,
          selector: (one) => one.join(),
        }),
        ([coordinate, sdl], uses) => {
          const operations = uses.map((coordinates, at) => seen(`O${at}`, '', coordinates, at + 1));
          const { findings } = verdictOf(sdl, { ...SMALL, operations });
          const using = operations
            .filter((one) => one.coordinates.some((name) => name === coordinate))
            .map(({ name }) => name)
            .sort();
          const asked = coordinate.replace(/^(\w+\.\w+)\.(\w+)$/, '$1($2:)');
          const finding = findings.find((one) => one.coordinate === asked);
          expect(finding?.severity).toBe(using.length > 0 ? 'BREAKING' : 'DANGEROUS');
          expect(finding?.affected.map(({ operation }) => operation).sort()).toEqual(using);
        },
      ),
      { numRuns: runs(15, 300) },
    );
  });
});

describe('the dress rehearsal', () => {
  const columns = {
    kode: LIVE,
    jumlah: LIVE,
    jenis: LIVE,
    wilayah: { ...LIVE, accessClass: 'RESTRICTED' },
    keterangan: { status: 'AGREED', accessClass: 'OPEN', provisioned: true },
  } as const;
  const landscape: Landscape = {
    ...USED,
    operations: [
      OPERATION,
      seen('Jumlah', '{ dinsos_bantuan { jumlah } }', ['Query.dinsos_bantuan', 'Dinsos_Bantuan.jumlah'], 1),
      seen('Lain', '{ regions { totalCount } }', ['Query.regions']),
    ],
    datasets: [{ ...covered('dinsos', 'bantuan', columns), released: true }],
  };
  const sdl = changed('TUNAI BARANG', 'BARANG JASA').replace(
    '  jumlah: Int\n',
    '  jumlah: Int @deprecated(reason: "x")\n',
  );
  const live = compose(SMALL.members.map(({ agency: _, ...one }) => one));
  const verdict = verdictOf(sdl, landscape);
  if (!live.ok || verdict.kind === 'REFUSED') throw new Error(JSON.stringify([live, verdict]));
  const shown = rehearsal(live.supergraphSdl, verdict.supergraphSdl, landscape, proposed(sdl));

  test('shows the schema as members would see it, and of it what changes', () => {
    expect(shown.clientSdl).toContain('type Region {');
    expect(shown.clientSdl).not.toContain('join__');
    expect(shown.changedSdl).toContain('JASA');
    expect(shown.changedSdl).not.toContain('type Period');
  });

  test('says what each standing would see of it', () => {
    const of = (standing: keyof typeof shown.standings) =>
      Object.fromEntries(
        shown.standings[standing].map((one) => [
          one.coordinate.replace(/^.*\./, (type) => type.slice(0, 1)),
          one.verdict,
        ]),
      );
    expect(of('INSIDER')).toEqual({
      Djumlah: 'VALUES',
      Djenis: 'VALUES',
      Dketerangan: 'VALUES',
      Dkode: 'VALUES',
      Dwilayah: 'VALUES',
      Qdinsos_bantuan: 'VALUES',
      Qdinsos_bantuanByKey: 'VALUES',
      Rdinsos_bantuan: 'VALUES',
    });
    expect(of('GRANTED')).toMatchObject({
      Dketerangan: 'FIELD_NOT_DELIVERED',
      Dwilayah: 'VALUES',
      Rdinsos_bantuan: 'VALUES',
    });
    expect(of('SIGNED_IN')).toMatchObject({
      Dketerangan: 'FIELD_NOT_DELIVERED',
      Dwilayah: 'FIELD_RESTRICTED',
      Rdinsos_bantuan: 'FIELD_RESTRICTED',
      Qdinsos_bantuan: 'VALUES',
    });
    expect(of('ANONYMOUS')).toMatchObject({
      Djumlah: 'VALUES',
      Dketerangan: 'ABSENT',
      Dwilayah: 'ABSENT',
      Rdinsos_bantuan: 'ABSENT',
      Qdinsos_bantuanByKey: 'VALUES',
    });
  });

  test('names the recorded operations that would change, those that no longer work first', () => {
    expect(
      shown.operations.map(({ operation, outcome, how }) => [operation, outcome, how.map(({ en }) => en)]),
    ).toEqual([
      ['Bansos', 'INVALID', ['Dinsos_Bantuan.jumlah is deprecated.', 'Dinsos_Jenis.TUNAI is removed.']],
      ['Jumlah', 'CHANGED', ['Dinsos_Bantuan.jumlah is deprecated.']],
    ]);
  });
});
