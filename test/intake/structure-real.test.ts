import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { definitionProblems } from '../../schema/definition.js';
import { readDump } from '../../subgraphs/intake/structure/dump.js';
import { personalData } from '../../subgraphs/intake/structure/personal-data.js';
import { proposeDefinition } from '../../subgraphs/intake/structure/proposal.js';
import type { Structure } from '../../subgraphs/intake/structure/structure.js';
import { readStructureJson } from '../../subgraphs/intake/structure/structure-json.js';
import { realDataTest } from '../support/real-data.js';
import { structureIn, tableIn } from './structure-reading.js';

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
const sum = (structure: Structure, of: (table: Structure['tables'][number]) => number) =>
  structure.tables.reduce((total, table) => total + of(table), 0);

/** Lines that begin with a name, from each `CREATE TABLE` to the parenthesis that closes it at a line's start. */
function columnLines(text: string): number {
  let isTable = false;
  let found = 0;
  for (const line of text.split('\n')) {
    if (/^\s*CREATE TABLE/i.test(line)) isTable = true;
    else if (/^\s*\)/.test(line)) isTable = false;
    else if (isTable && /^\s*`[^`]+`\s+[a-z]/i.test(line)) found++;
  }
  return found;
}

/** Every table can be proposed as it is: nothing open, no secret offered, nothing lost without a reason. */
function expectProposals(structure: Structure): void {
  for (const table of structure.tables) {
    const { definition, omitted } = proposeDefinition('dinkes', table);
    const offered = definition?.columns ?? [];
    expect(offered.length + omitted.length, table.name).toBe(table.columns.length);
    expect(definition ? definitionProblems(definition) : [], table.name).toEqual([]);
    expect(
      offered.some(({ accessClass }) => accessClass === 'OPEN'),
      table.name,
    ).toBe(false);
    expect(
      offered.map(({ label }) => label).filter((label) => /passw|^token$|remember_token/i.test(label)),
    ).toEqual([]);
  }
}

/** Tables, foreign keys and views as SOURCES.md tells; the rest is counted here in the text of the file. */
const DUMPS = [
  { file: 's1_simbmd_kab_pasuruan_mariadb.sql', tables: 27, foreignKeys: 0, encoding: 'utf-8' },
  { file: 's2_satudata_keerom_mariadb_latin1.sql', tables: 43, foreignKeys: 0, encoding: 'windows-1252' },
  { file: 's3_mlite_simrs_mysql.sql', tables: 246, foreignKeys: 281, encoding: 'utf-8' },
  { file: 's4_opendk_kecamatan_mariadb.sql', tables: 92, foreignKeys: 21, encoding: 'utf-8' },
  { file: 's5_slims9_perpustakaan_mysql.sql', tables: 58, foreignKeys: 0, encoding: 'utf-8' },
];

for (const { file, tables, foreignKeys, encoding } of DUMPS)
  realDataTest(
    `${file} is read whole, and every table of it can be proposed`,
    `sql/${file}`,
    async (path) => {
      const structure = structureIn(await readDump(createReadStream(path)));
      expect(structure).toMatchObject({ dialect: 'MYSQL', encoding, views: [] });
      expect(structure.tables).toHaveLength(tables);
      expect(sum(structure, (table) => table.foreignKeys.length)).toBe(foreignKeys);

      const text = (await readFile(path, 'latin1')).replace(/\r/g, '');
      const columns = columnLines(text) + count(text, /^ALTER TABLE `\w+` ADD `/gm);
      expect(sum(structure, (table) => table.columns.length)).toBe(columns);
      expect(sum(structure, (table) => (table.primaryKey.length > 0 ? 1 : 0))).toBe(
        count(text, /primary key/gi),
      );
      expectProposals(structure);
    },
  );

realDataTest('the rows of a dump are counted', 'sql/s1_simbmd_kab_pasuruan_mariadb.sql', async (path) => {
  const structure = structureIn(await readDump(createReadStream(path)));
  const rows = Object.fromEntries(structure.tables.map((table) => [table.name, table.rows]));
  expect(rows).toMatchObject({ organisasi: 1096, kategori: 8855, rekening: 2792, aset_a: null });
  // An office's name and address are nobody's; its head's name and number are.
  const organisasi = tableIn(structure, 'organisasi');
  const flagged = organisasi.columns
    .filter((column) => personalData(organisasi, column))
    .map(({ name }) => name);
  expect(flagged).toEqual(
    expect.arrayContaining(['kepala_nip', 'kepala_nama', 'pengurus_nip', 'pengurus_nama']),
  );
  expect(flagged).not.toContain('nama');
});

for (const { file, tables } of [
  { file: 's6_sipjaki_pasuruan_struktur.json', tables: 42 },
  { file: 's7_satudata_madiun_struktur.json', tables: 41 },
])
  realDataTest(
    `${file} is read whole, and every table of it can be proposed`,
    `sql/${file}`,
    async (path) => {
      const structure = structureIn(await readStructureJson(createReadStream(path)));
      expect(structure).toMatchObject({ dialect: 'LARAVEL', notes: [] });
      expect(structure.tables).toHaveLength(tables);
      const text = await readFile(path, 'utf8');
      expect(sum(structure, (table) => table.foreignKeys.length)).toBe(count(text, /constrained\(|->on\(/g));
      expectProposals(structure);
    },
  );

/** Columns by table: those that have to be flagged, and those that must not be. */
const FLAGS: Readonly<Record<string, Readonly<Record<string, { closed: string; free?: string }>>>> = {
  's3_mlite_simrs_mysql.sql': {
    pasien: {
      closed:
        'no_rkm_medis nm_pasien no_ktp jk tmp_lahir tgl_lahir nm_ibu alamat gol_darah agama no_tlp umur email nip alamatpj',
      free: 'tgl_daftar kd_kec',
    },
    pegawai: {
      closed: 'nik nama npwp tgl_lahir alamat rekening photo no_ktp gapok',
      free: 'bidang departemen',
    },
    dokter: { closed: 'nm_dokter tgl_lahir almt_tgl no_telp agama', free: 'kd_dokter kd_sps' },
    reg_periksa: { closed: 'no_rawat no_rkm_medis p_jawab almt_pj', free: 'kd_poli tgl_registrasi' },
    poliklinik: { closed: '', free: 'kd_poli nm_poli' },
    penyakit: { closed: '', free: 'kd_penyakit nm_penyakit' },
    databarang: { closed: '', free: 'kode_brng nama_brng' },
    kecamatan: { closed: '', free: 'kd_kec nm_kec' },
  },
  's4_opendk_kecamatan_mariadb.sql': {
    das_penduduk: {
      closed:
        'nama nik no_kk tempat_lahir tanggal_lahir agama_id telepon alamat_sekarang golongan_darah_id foto nama_ayah nama_ibu cacat_id',
      free: 'desa_id tahun',
    },
    das_keluarga: { closed: 'no_kk nik_kepala alamat' },
    das_peserta_program: { closed: 'kartu_nik kartu_nama kartu_tanggal_lahir kartu_alamat peserta' },
    das_artikel_comment: { closed: 'nama email ip_address' },
    das_data_desa: { closed: '', free: 'nama luas_wilayah' },
    das_kategori_komplain: { closed: '', free: 'nama' },
    das_epidemi_penyakit: { closed: '', free: 'penyakit_id jumlah_penderita' },
    das_fasilitas_paud: { closed: '', free: 'jumlah_siswa_paud' },
    ref_agama: { closed: '', free: 'nama' },
    ref_jabatan: { closed: '', free: 'nama' },
  },
};

for (const [file, tables] of Object.entries(FLAGS))
  realDataTest(`personal data of ${file} is proposed as closed`, `sql/${file}`, async (path) => {
    const structure = structureIn(await readDump(createReadStream(path)));
    for (const [name, { closed, free = '' }] of Object.entries(tables)) {
      const columns = proposeDefinition('dinkes', tableIn(structure, name)).definition?.columns ?? [];
      const classOf = (label: string) => columns.find((column) => column.label === label)?.accessClass;
      for (const label of closed.split(' ').filter(Boolean))
        expect(classOf(label), `${name}.${label}`).toBe('CLOSED');
      for (const label of free.split(' ').filter(Boolean))
        expect(classOf(label), `${name}.${label}`).toBe('RESTRICTED');
    }
    for (const table of structure.tables) {
      const { omitted } = proposeDefinition('dinkes', table);
      const secrets = table.columns
        .map(({ name }) => name)
        .filter((name) => /^(password|remember_token|token)$/.test(name));
      expect(omitted.map(({ column }) => column)).toEqual(expect.arrayContaining(secrets));
    }
  });
