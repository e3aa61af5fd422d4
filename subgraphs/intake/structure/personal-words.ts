/** Words by which a table or a column is about people. Spelled out as `wordsOf` gives them. */
export const PEOPLE = new Set(
  (
    'orang person people pasien patient patients penduduk warga resident residents citizen citizens pegawai karyawan ' +
    'employee employees staff guru teacher teachers dosen siswa murid student students mahasiswa santri dokter doctor ' +
    'perawat bidan petugas pelaksana operator anggota member members peserta participant keluarga kk krt ibu ayah anak ' +
    'istri suami wali user users pengguna author pencipta penulis pengarang pengurus pejabat penjabat pimpinan pemimpin ' +
    'leader direktur directur director camat lurah bupati sekretaris bendahara nasabah pelanggan customer customers ' +
    'pelapor pengirim penerima pemohon pengaju pemilik owner pendonor donor kader atlet lansia balita bayi difabel ' +
    'penyandang pekerja worker workers officer officers penanggung notary notaris visitor saksi korban tersangka penyusun ' +
    'responden responsible jamaah pensiunan honorer veteran petani nelayan peternak penggarap penghuni penyewa kepala ' +
    'penyerah atasan konsumen debitur pelamar pencari practitioner signer presensi absensi cuti gaji payroll realname ' +
    'fullname omloop asisten instrumen penerjemah pengantar penjamin personil personel komplain aduan pengaduan comment comments komentar peminjam ' +
    'penjawab penanggungjawab kepsek kasi kabid kasubag sekcam komisaris'
  ).split(' '),
);

/** Words by which it is about places, bodies, things or lists of words. */
export const THINGS = new Set(
  (
    'kategori kategoris category categories surat jenis tipe type types ref referensi mst master status kode satuan unit barang aset ' +
    'asset item produk product obat alkes bahan dinas opd opds instansi organisasi lembaga perusahaan penyedia provider providers ' +
    'association associations bidang bagian departemen skpd upt kantor desa kelurahan kecamatan kabupaten kota city ' +
    'provinsi wilayah wilayahs negara distrik kampung dusun sekolah school madrasah puskesmas posyandu klinik rs rumahsakit ' +
    'poli poliklinik bangsal kamar ruang ruangan gedung lokasi location jalan jembatan sungai pasar terminal masjid ' +
    'gereja wisata hotel bank menu menus role roles permission permissions setting settings album albums galeri galeris gallery ' +
    'event events artikel berita news page pages content kegiatan program programs proyek project projects pekerjaan ' +
    'anggaran rekening akun coa dana fund dokumen document file files berkas media gambar image link tabel table field column ' +
    'module modul plugin theme themes tema label tag bahasa language agama penyakit jabatan pangkat golongan eselon pendidikan ' +
    'pelatihan training trainings kelas tingkat level kelompok group groups klasifikasi classification classifications ' +
    'qualification qualifications indikator variabel data dataset konsep metode method methods urusan suburusan analisis ' +
    'regulasi rule rules prosedur surat template format merk merek supplier industri industrifarmasi produsen publisher place topic ' +
    'frequency gmd carrier vocabulary server servers queue connection guard migration potensi suplemen profil visi misi ' +
    'kawin hubungan cacat perawatan tindakan penjab asuransi paket racik resep sediaan kemasan umur sakit golongan_darah ' +
    'penggunaan fungsi tahun bulan periode kantor disk collection app aplikasi sistem map legend slide slides slider output ' +
    'contract contracts year years sub device focal sampel metode pemeriksaan spesialis inventaris pendapatan kategoris'
  ).split(' '),
);

/** Columns that tie a row to one person. Compared with the words joined by a blank. */
export const PERSON_LINKS =
  /\b(nik|nip|nisn|nuptk|ktp|nomor kk|nomor rekam medis|nomor (rm|rawat|peserta|kartu)|tanggal lahir|date of lahir|lahir date|kelamin|agama|pasien id|penduduk id|id (pasien|penduduk|pegawai|siswa)|pegawai id|siswa id|nama (pasien|lengkap|ibu|ayah)|national identity)\b/;

/** The same for a table that is named after a thing: `kepala_nip` of an office does not make it a table of people. */
export const OWN_LINKS =
  /^(nik|nomor (ktp|kk|nik)|ktp|nisn|nuptk|tanggal lahir|kelamin|agama|nama (lengkap|ibu|ayah))$/;

/** Columns that tie a row to a patient: whatever else stands in it is a part of a medical record. */
export const PATIENT_LINKS =
  /\b(nomor (rekam medis|rm|rawat|sep)|pasien id|id pasien|patient id|nama pasien)\b/;
