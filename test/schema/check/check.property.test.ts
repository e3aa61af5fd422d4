import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../../schema/check.js';
import { runs } from '../../support/runs.js';
import { BEFORE, COLUMNS, changed, SMALL, seen, USED, verdictOf, without } from './aid.js';
import { about, covered, lines, proposal, remoteSdl } from './made.js';

describe('of any publish', () => {
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
