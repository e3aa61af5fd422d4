/** What agencies shorten, and how it is spelled out; both languages, one word each. */
const SHORT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    nm: 'nama',
    nma: 'nama',
    tgl: 'tanggal',
    tg: 'tanggal',
    tlp: 'telepon',
    tlpn: 'telepon',
    telp: 'telepon',
    telpon: 'telepon',
    tel: 'telepon',
    phone: 'telepon',
    telephone: 'telepon',
    handphone: 'hp',
    ponsel: 'hp',
    almt: 'alamat',
    address: 'alamat',
    addr: 'alamat',
    tmp: 'tempat',
    tpt: 'tempat',
    gol: 'golongan',
    drh: 'darah',
    no: 'nomor',
    nomer: 'nomor',
    num: 'nomor',
    number: 'nomor',
    kd: 'kode',
    code: 'kode',
    kec: 'kecamatan',
    kab: 'kabupaten',
    kel: 'kelurahan',
    prov: 'provinsi',
    prop: 'provinsi',
    propinsi: 'provinsi',
    jml: 'jumlah',
    jum: 'jumlah',
    jmlh: 'jumlah',
    thn: 'tahun',
    th: 'tahun',
    bln: 'bulan',
    ket: 'keterangan',
    ktg: 'keterangan',
    stts: 'status',
    sts: 'status',
    jns: 'jenis',
    rek: 'rekening',
    pend: 'pendidikan',
    jab: 'jabatan',
    jbtn: 'jabatan',
    peg: 'pegawai',
    pgw: 'pegawai',
    psn: 'pasien',
    brng: 'barang',
    brg: 'barang',
    png: 'penanggung',
    pj: 'penanggung',
    mail: 'email',
    surel: 'email',
    photo: 'foto',
    name: 'nama',
    birth: 'lahir',
    religion: 'agama',
    disease: 'penyakit',
    gender: 'kelamin',
    sex: 'kelamin',
    jk: 'kelamin',
    jkel: 'kelamin',
    age: 'umur',
    usia: 'umur',
    rkm: 'rekam',
    mr: 'rm',
    diagnosis: 'diagnosa',
    bank: 'bank',
    sd: 'sd',
  }),
);

/** Written as one word, and really two or three. */
const GLUED =
  /^(nomor|nomer|no|nama|nm|kode|kd|tanggal|tgl|alamat|almt|tempat|tmp|golongan|gol|jenis|jns|status|stts|jumlah|jml|id)(ktp|kk|nik|nip|hp|telp|telpon|telepon|tlp|wa|rek|rekening|npwp|mr|rm|pasien|pegawai|dokter|petugas|siswa|guru|warga|penduduk|ibu|ayah|orang|user|lengkap|lahir|rumah|tinggal|darah|kelamin|kawin|nikah|kartu|sep|peserta|rawat|instansi|dinas|desa|kecamatan|kelurahan|kabupaten|barang|obat|kategori|penerima|pengirim|rujukan|kegiatan|tabel|file|data)$/;

/** The words of a name, spelled out: `tglLahir`, `tgl_lahir` and `TGLLAHIR` are `tanggal lahir`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .normalize('NFKC')
    .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .flatMap((word) => {
      const bare = word.replace(/(?<=\p{L}{2})\d+$/u, '');
      const glued = GLUED.exec(bare);
      return glued ? glued.slice(1, 3) : [bare];
    })
    .filter((word) => word !== '')
    .map((word) => SHORT.get(word) ?? word);
}

/** A name as a title that somebody still has to complete: `tgl_lahir` → `Tanggal lahir`. */
export function humanised(name: string): string {
  const text = wordsOf(name).join(' ');
  if (text === '') return name.trim() || 'Tanpa nama';
  return text.charAt(0).toUpperCase() + text.slice(1);
}
