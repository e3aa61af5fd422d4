import { describe, expect, test } from 'vitest';
import type { Landscape } from '../../../schema/check/landscape.js';
import { rehearsal } from '../../../schema/check/rehearsal.js';
import { compose } from '../../../schema/compose.js';
import { changed, OPERATION, proposed, SMALL, seen, USED, verdictOf } from './aid.js';
import { covered, LIVE } from './made.js';

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
