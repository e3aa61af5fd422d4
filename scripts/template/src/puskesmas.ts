import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { describe } from './words.js';

/** A region of the hub's reference, by its code; this subgraph adds its own list to it. */
@ObjectType({ description: 'Wilayah administrasi menurut Kemendagri.' })
@Directive('@key(fields: "code")')
export class Region {
  @Field(() => ID, { description: 'Kode Kemendagri dengan titik, misalnya 35.14.01.' })
  code!: string;
}

/** A period of the hub's reference; nothing is added to it. */
@ObjectType({ description: 'Periode data.' })
@Directive('@key(fields: "id", resolvable: false)')
export class Period {
  @Field(() => ID, { description: 'Misalnya 2024, 2024-Q3, 2024-03.' })
  id!: string;
}

@ObjectType('Dinkes_Puskesmas', {
  description: 'Pusat kesehatan masyarakat di Kabupaten Pasuruan, satu baris per puskesmas.',
})
@Directive('@key(fields: "id")')
export class Puskesmas {
  @Field(() => ID, { description: 'Tanda pengenal baris dalam graf.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: describe({
      judul: 'Kode puskesmas',
      definisi: 'Kode registrasi puskesmas dari Kementerian Kesehatan.',
      konsep: 'Identitas fasilitas kesehatan',
      klasifikasi: 'Kode registrasi fasilitas kesehatan',
      ukuran: 'Kode',
      satuan: 'tidak ada',
    }),
  })
  kodePuskesmas!: string | null;

  @Field(() => String, {
    nullable: true,
    description: describe({
      judul: 'Nama puskesmas',
      definisi: 'Nama resmi puskesmas.',
      konsep: 'Nama fasilitas kesehatan',
      klasifikasi: 'Tidak ada',
      ukuran: 'Teks',
      satuan: 'tidak ada',
    }),
  })
  nama!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: describe({
      judul: 'Rawat inap',
      definisi: 'Apakah puskesmas menyelenggarakan rawat inap.',
      konsep: 'Layanan rawat inap',
      klasifikasi: 'Permenkes 43/2019: rawat inap, nonrawat inap',
      ukuran: 'Ya atau tidak',
      satuan: 'tidak ada',
    }),
  })
  rawatInap!: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: describe({
      judul: 'Tempat tidur',
      definisi: 'Jumlah tempat tidur yang siap dipakai pasien rawat inap.',
      konsep: 'Kapasitas rawat inap',
      klasifikasi: 'Tidak ada',
      ukuran: 'Jumlah',
      satuan: 'tempat tidur',
    }),
  })
  tempatTidur!: number | null;

  @Field(() => Region, {
    nullable: true,
    description: describe({
      judul: 'Kecamatan',
      definisi: 'Kecamatan tempat puskesmas berada.',
      konsep: 'Wilayah administrasi',
      klasifikasi: 'Kode wilayah Kemendagri',
      ukuran: 'Kode',
      satuan: 'kecamatan',
    }),
  })
  wilayah!: Region | null;

  @Field(() => Period, {
    nullable: true,
    description: describe({
      judul: 'Tahun',
      definisi: 'Tahun keadaan data.',
      konsep: 'Referensi waktu',
      klasifikasi: 'Periode SatuGraf',
      ukuran: 'Tahun',
      satuan: 'tahun',
    }),
  })
  periode!: Period | null;
}
