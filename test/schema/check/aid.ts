import type { Landscape, Proposed, SeenOperation } from '../../../schema/check/landscape.js';
import type { CheckVerdict } from '../../../schema/check/verdict.js';
import { check } from '../../../schema/check.js';
import { about, covered, LANDSCAPE, LOCALS, member, proposal, remoteSdl } from './made.js';

export const COLUMNS = ['kode', 'jumlah', 'keterangan', 'wilayah', 'jenis', 'baru'];
export const KIND = `
"Jenis bantuan."
enum Dinsos_Jenis { TUNAI BARANG }
"Saringan."
input Dinsos_BantuanWhere { jumlah: Int keterangan: String }
"Cara mengurutkan."
input Dinsos_Urutan { turun: Boolean }
`;
export const LIST =
  'dinsos_bantuan(where: Dinsos_BantuanWhere, jenis: Dinsos_Jenis, urut: Dinsos_Urutan, batas: Int = 10): [Dinsos_Bantuan!]';
export const BEFORE = remoteSdl(
  'dinsos',
  'bantuan',
  ['jumlah: Int', 'keterangan: String', 'jenis: Dinsos_Jenis'],
  KIND,
).replace('dinsos_bantuan: [Dinsos_Bantuan!]\n  "Satu', `${LIST}\n  "Satu`);

export const SMALL: Landscape = {
  ...LANDSCAPE,
  members: [
    ...LOCALS.filter(({ name }) => name === 'reference'),
    member(proposal('dinsos', 'layanan', BEFORE)),
  ],
  datasets: [covered('dinsos', 'bantuan', COLUMNS)],
};

export const seen = (
  name: string,
  text: string,
  coordinates: readonly string[],
  count = 7,
): SeenOperation => ({
  client: 'dasbor-bansos',
  owner: 'Kunci Dasbor, Bappeda',
  versions: ['2.1'],
  name,
  hash: `hash of ${name}`,
  text,
  coordinates,
  count,
});
export const OPERATION = seen(
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
export const USED: Landscape = { ...SMALL, operations: [OPERATION] };
export const AFFECTED = {
  client: 'dasbor-bansos',
  versions: ['2.1'],
  operation: 'Bansos',
  count: 7,
  owner: 'Kunci Dasbor, Bappeda',
};

export const proposed = (sdl: string): Proposed[] => [proposal('dinsos', 'layanan', sdl)];
export const verdictOf = (sdl: string, landscape = USED): CheckVerdict => check(proposed(sdl), landscape);
export const changed = (from: string | RegExp, to: string): string => {
  const sdl = BEFORE.replace(from, to);
  if (sdl === BEFORE) throw new Error(`${from} is not in the SDL`);
  return sdl;
};
export const without = (field: string): string =>
  changed(`${about(field.split(':')[0] ?? '')}\n  ${field}\n`, '');
