import { describe, expect, test } from 'vitest';
import { check } from '../../../schema/check.js';
import { compose } from '../../../schema/compose.js';
import { AFFECTED, changed, OPERATION, SMALL, seen, USED, verdictOf, without } from './aid.js';
import { about, lines, remoteSdl } from './made.js';

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

  test('a type that stays is not said to go where what changes no longer refers to it', () => {
    const verdict = verdictOf(without('jenis: Dinsos_Jenis'));
    expect(lines(verdict)).toEqual(['DANGEROUS field-removed Dinsos_Bantuan.jenis']);
    expect(verdict.kind).toBe('PASSED');
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
