import { readFile } from 'node:fs/promises';
import { ROOT } from '../../db/root.js';

/** A column of a demo dataset as the hand-over mutation takes it. */
export interface DemoColumn {
  readonly name: string;
  readonly label: string;
  readonly title: string;
  readonly description: string;
  readonly type: 'TEXT' | 'INTEGER' | 'BIGINT' | 'DECIMAL';
  readonly unit?: string;
  readonly accessClass: 'OPEN' | 'RESTRICTED' | 'CLOSED';
  readonly key?: boolean;
  readonly reference?: { readonly entity: 'Region'; readonly field: string };
}

export interface DemoDataset {
  readonly agency: string;
  /** User name of the producer. */
  readonly producer: string;
  readonly title: string;
  readonly purpose: string;
  readonly file: string;
  /** How far the case is carried. */
  readonly until: 'AGREE' | 'ADOPT' | 'CLOSED';
  readonly released: boolean;
  readonly definition: {
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly columns: readonly DemoColumn[];
  };
}

const ILLUSTRATIVE = 'Angka ilustrasi, bukan data resmi.';

const district: readonly DemoColumn[] = [
  {
    name: 'kodeKecamatan',
    label: 'kode_kecamatan',
    title: 'Kode kecamatan',
    description: 'Kode wilayah kecamatan menurut Kemendagri.',
    type: 'TEXT',
    accessClass: 'OPEN',
    key: true,
    reference: { entity: 'Region', field: 'region' },
  },
  {
    name: 'kecamatan',
    label: 'kecamatan',
    title: 'Kecamatan',
    description: 'Nama kecamatan sebagaimana ditulis produsen.',
    type: 'TEXT',
    accessClass: 'OPEN',
  },
  {
    name: 'tahun',
    label: 'tahun',
    title: 'Tahun',
    description: 'Tahun keadaan data.',
    type: 'INTEGER',
    accessClass: 'OPEN',
    key: true,
  },
];

const figure = (
  name: string,
  label: string,
  title: string,
  unit: string,
  more: Partial<DemoColumn> = {},
): DemoColumn => ({
  name,
  label,
  title,
  description: `${title} per kecamatan. ${ILLUSTRATIVE}`,
  type: 'INTEGER',
  unit,
  accessClass: 'OPEN',
  ...more,
});

/** Three agencies of Kabupaten Pasuruan, each with one dataset at another step of the procedure. */
export const DEMO_DATASETS: readonly DemoDataset[] = [
  {
    agency: 'dinkes',
    producer: 'produsen.dinkes',
    title: 'Integrasi data tenaga kesehatan',
    purpose: 'Dasbor layanan kesehatan per kecamatan',
    file: 'tenaga-kesehatan-ilustrasi.csv',
    until: 'CLOSED',
    released: true,
    definition: {
      name: 'tenagaKesehatan',
      title: 'Tenaga kesehatan menurut kecamatan',
      description: `Jumlah puskesmas dan tenaga kesehatan. ${ILLUSTRATIVE}`,
      columns: [
        ...district,
        figure('puskesmas', 'puskesmas', 'Puskesmas', 'unit'),
        figure('dokter', 'dokter', 'Dokter', 'orang'),
        figure('perawat', 'perawat', 'Perawat', 'orang'),
        figure('bidan', 'bidan', 'Bidan', 'orang'),
      ],
    },
  },
  {
    agency: 'dispendik',
    producer: 'produsen.dispendik',
    title: 'Integrasi data sekolah dasar',
    purpose: 'Dasbor pendidikan per kecamatan',
    file: 'sekolah-dasar-ilustrasi.csv',
    until: 'ADOPT',
    released: false,
    definition: {
      name: 'sekolahDasar',
      title: 'Sekolah dasar menurut kecamatan',
      description: `Sekolah, siswa dan penerima Program Indonesia Pintar. ${ILLUSTRATIVE}`,
      columns: [
        ...district,
        figure('sekolah', 'sekolah', 'Sekolah dasar', 'unit'),
        figure('siswa', 'siswa', 'Siswa', 'orang'),
        figure('rasioSiswaGuru', 'rasio_siswa_guru', 'Rasio siswa per guru', 'siswa/guru', {
          type: 'DECIMAL',
        }),
        figure('siswaPenerimaPip', 'siswa_penerima_pip', 'Siswa penerima PIP', 'orang', {
          accessClass: 'RESTRICTED',
        }),
      ],
    },
  },
  {
    agency: 'dinsos',
    producer: 'produsen.dinsos',
    title: 'Integrasi data bantuan pangan',
    purpose: 'Dasbor perlindungan sosial per kecamatan',
    file: 'bantuan-pangan-ilustrasi.csv',
    until: 'AGREE',
    released: false,
    definition: {
      name: 'bantuanPangan',
      title: 'Bantuan pangan menurut kecamatan',
      description: `Keluarga penerima dan anggaran bantuan pangan. ${ILLUSTRATIVE}`,
      columns: [
        ...district,
        figure('keluargaPenerima', 'keluarga_penerima', 'Keluarga penerima', 'keluarga'),
        figure('anggaran', 'anggaran', 'Anggaran', 'rupiah', { type: 'BIGINT', accessClass: 'RESTRICTED' }),
        {
          name: 'catatanPetugas',
          label: 'catatan_petugas',
          title: 'Catatan petugas',
          description: 'Catatan bebas petugas lapangan; tertutup.',
          type: 'TEXT',
          accessClass: 'CLOSED',
        },
      ],
    },
  },
];

export const readDemoFile = (file: string): Promise<Buffer> =>
  readFile(new URL(`scripts/demo/${file}`, ROOT));

/** One query over two agencies, joined through the regency's districts. */
export const DEMO_QUERY = `# Dua dinas dalam satu kueri, per kecamatan. Masuk dulu: yang kedua belum dirilis untuk umum.
# Two agencies in one query, by district. Sign in first: the second is not public yet.
query PerKecamatan {
  region(code: "35.14") {
    name
    children {
      nodes {
        code
        name
        dinkes_tenagaKesehatan {
          nodes { dokter perawat bidan }
        }
        dispendik_sekolahDasar {
          nodes { siswa rasioSiswaGuru siswaPenerimaPip }
        }
      }
    }
  }
}
`;
