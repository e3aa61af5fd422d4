import type { Words } from '../../../schema/errors.js';
import { OWN_LINKS, PATIENT_LINKS, PEOPLE, PERSON_LINKS, THINGS } from './personal-words.js';
import type { Column, Table } from './structure.js';
import { wordsOf } from './words.js';

export type PersonalKind =
  | 'SECRET'
  | 'IDENTITY_NUMBER'
  | 'NAME'
  | 'CONTACT'
  | 'ADDRESS'
  | 'LOCATION'
  | 'BIRTH'
  | 'HEALTH'
  | 'BELIEF'
  | 'FINANCE'
  | 'IMAGE'
  | 'DEMOGRAPHY'
  | 'ACCOUNT';

/** A suggestion to keep a column closed. People decide; what is missed here may be published, so doubt means yes. */
export interface PersonalData {
  readonly kind: PersonalKind;
  readonly confidence: 'HIGH' | 'MEDIUM' | 'LOW';
  readonly reason: Words;
}

/** What the rows of a table are about, as its name and columns tell. */
type About = 'PATIENTS' | 'PEOPLE' | 'THINGS' | 'UNKNOWN';
type Confidence = PersonalData['confidence'];

interface Rule {
  readonly kind: PersonalKind;
  readonly name: RegExp;
  /** How sure it is by what the table is about; null where it is none there. */
  readonly when: Readonly<Record<About, Confidence | null>>;
  /** Whether a comment with these words says the same. */
  readonly inComment?: true;
}

const always = (confidence: Confidence) => ({
  PATIENTS: confidence,
  PEOPLE: confidence,
  THINGS: confidence,
  UNKNOWN: confidence,
});
const ofPeople = (people: Confidence, unknown: Confidence | null, things: Confidence | null = null) => ({
  PATIENTS: people,
  PEOPLE: people,
  THINGS: things,
  UNKNOWN: unknown,
});

/** The first rule that fits decides. Names are compared as spelled-out words, joined by a blank. */
const RULES: readonly Rule[] = [
  {
    kind: 'SECRET',
    name: /passw|\b(pass|pwd|passphrase|sandi|token|tokens|secret|salt|pin|otp|cookie|credentials?|validator|apikey|forgot)\b|\b(api|private|access|secret|auth) key\b|\bremember\b|\b2 ?fa\b|two factor/,
    when: always('HIGH'),
    inComment: true,
  },
  {
    kind: 'IDENTITY_NUMBER',
    name: /\b(nik|e?ktp|nip|nipp|niy|nrp|nisn?|nuptk|npm|nim|sim|passport|pasport|paspor|kitas|bpjs|jkn|ssn|nomr|norm)\b|\b(national|civil servant) identity\b|\bidentity nomor\b|\bnomor (kk|identitas|induk|kartu|peserta|anggota|rm|rekam|rkm|rawat|sep|pasien|paspor)|\bkartu keluarga\b|\b(akta|akte)\b|\bid pasien\b|\bpasien id\b|\bno_?ka\b/,
    when: always('HIGH'),
    inComment: true,
  },
  { kind: 'IDENTITY_NUMBER', name: /^kk$|^(nomor )?peserta$/, when: always('MEDIUM') },
  {
    kind: 'CONTACT',
    name: /\b(telepon|hp|wa|whatsapp|mobile|email|e mail|fax|faksimile|kontak|contact|telegram|social media|sosmed)\b/,
    when: { PATIENTS: 'HIGH', PEOPLE: 'HIGH', THINGS: 'MEDIUM', UNKNOWN: 'HIGH' },
    inComment: true,
  },
  {
    kind: 'BIRTH',
    name: /\b(lahir|dob|ttl|birthday|birthdate|kelahiran)\b/,
    when: always('HIGH'),
    inComment: true,
  },
  { kind: 'BIRTH', name: /\bumur/, when: ofPeople('MEDIUM', 'LOW') },
  {
    kind: 'FINANCE',
    name: /\bnpwp\b|\bnomor (rekening|npwp)\b|^rekening$|^norek|\bbank account\b|\brekening (bank|tujuan)\b|\bva nomor\b|\batas nama\b|\b(gaji|gapok|honor|upah|tunjangan|penghasilan|salary)\b/,
    when: always('HIGH'),
    inComment: true,
  },
  {
    kind: 'ADDRESS',
    name: /\balamat (rumah|tinggal|ktp|domisili|asal|sekarang|sebelumnya|leader)\b|\bdomisili\b|\btempat tinggal\b/,
    when: always('HIGH'),
    inComment: true,
  },
  {
    kind: 'ACCOUNT',
    name: /\b(ip|ip alamat|user agent|username|user nama|last login)\b/,
    when: always('MEDIUM'),
  },
  // What programs note down of requests and jobs may hold anything.
  { kind: 'ACCOUNT', name: /\b(payload|exception|request|response|raw)\b/, when: always('LOW') },
  { kind: 'ADDRESS', name: /\balamat\b/, when: ofPeople('HIGH', 'MEDIUM') },
  {
    kind: 'ADDRESS',
    name: /^(nomor )?(rt|rw|rt rw|dusun|postal kode|kode pos)$/,
    when: ofPeople('MEDIUM', null),
  },
  {
    kind: 'LOCATION',
    name: /\b(koordinat|coordinates?|latitude|longitude|lat|lng|lon|long|geom|geotag)\b/,
    when: ofPeople('HIGH', 'LOW'),
  },
  {
    kind: 'HEALTH',
    name: /\b(diagnosa|diagnosis|golongan darah|penyakit|icd\d*|alergi|keluhan|anamnesis|anamnesa|hamil|kehamilan|cacat|disabilitas|difabel|hiv|sakit|riwayat|terapi|tensi|nadi|suhu tubuh|imunisasi|gizi|kesehatan|resep|rekam medis|cara kb|stunting|gejala|blood)\b/,
    when: { PATIENTS: 'HIGH', PEOPLE: 'HIGH', THINGS: null, UNKNOWN: 'MEDIUM' },
  },
  { kind: 'BELIEF', name: /\b(agama|suku|ras|etnis|kepercayaan|partai)\b/, when: ofPeople('HIGH', 'MEDIUM') },
  {
    kind: 'IMAGE',
    name: /\b(foto|selfie|avatar|tanda tangan|ttd|signature|sidik jari|fingerprint|wajah|face)\b/,
    when: ofPeople('HIGH', 'MEDIUM'),
  },
  { kind: 'IMAGE', name: /\b(image|gambar|picture|profile)\b/, when: ofPeople('MEDIUM', null) },
  {
    kind: 'DEMOGRAPHY',
    name: /\b(kelamin|kawin|nikah|perkawinan|perceraian|marital|pendidikan|education|pekerjaan|warga negara|warganegara|citizenship|kewarganegaraan|hubungan|jabatan|pangkat|position)\b/,
    when: ofPeople('MEDIUM', null),
  },
];

/** Counts and sums are about many; a code of a role or a moment of the day is about nobody by itself. */
const COUNTED =
  /^(jumlah|total|count|persen|persentase|rasio|rata|target|tarif|biaya|harga|max|min|avg|kuota|belanja|cakupan|anggaran)\b|\b(jumlah|count|total)$/;
const ADMINISTRATIVE =
  /^(id|uuid|urut|nomor urut|status|tanggal|jam|waktu|tahun|bulan|created at|updated at|deleted at|shift|kelas|jumlah|total|biaya|harga|tarif|nomor)\b|\b(id|at|status)$|^kode\b/;

const WHY: Readonly<Record<PersonalKind, Words>> = {
  SECRET: { id: 'rahasia untuk masuk ke sistem', en: 'a secret for signing in' },
  IDENTITY_NUMBER: { id: 'nomor pengenal seseorang', en: "a person's identity number" },
  NAME: { id: 'nama orang', en: "a person's name" },
  CONTACT: { id: 'telepon, surel atau kontak', en: 'a telephone number, e-mail or contact' },
  ADDRESS: { id: 'alamat seseorang', en: "a person's address" },
  LOCATION: { id: 'letak rumah atau seseorang', en: 'where a home or a person is' },
  BIRTH: { id: 'kelahiran atau umur seseorang', en: "a person's birth or age" },
  HEALTH: { id: 'data kesehatan seseorang', en: "a person's health" },
  BELIEF: { id: 'agama atau asal-usul seseorang', en: "a person's religion or origin" },
  FINANCE: { id: 'rekening, pajak atau penghasilan', en: 'a bank account, tax number or income' },
  IMAGE: { id: 'foto atau tanda tangan seseorang', en: "a person's picture or signature" },
  DEMOGRAPHY: { id: 'keterangan diri seseorang', en: 'a personal circumstance' },
  ACCOUNT: { id: 'akun atau jejak pemakai', en: "a user's account or trace" },
};

/**
 * Whether a column seems to hold personal data, by its name, its comment and the table around it; null where nothing
 * points to it. A SECRET is never to be offered at all, the others are to be CLOSED until somebody says otherwise.
 */
export function personalData(table: Table, column: Column): PersonalData | null {
  const about = aboutOf(table);
  const words = wordsOf(column.name);
  const name = words.join(' ');
  const found = (kind: PersonalKind, confidence: Confidence, where: Words): PersonalData => ({
    kind,
    confidence,
    reason: {
      id: `${where.id} menunjukkan ${WHY[kind].id}.`,
      en: `${where.en} points to ${WHY[kind].en}.`,
    },
  });
  const byName = { id: `Nama kolom "${column.name}"`, en: `The column's name "${column.name}"` };

  const secret = RULES[0] as Rule;
  if (secret.name.test(name)) return found('SECRET', 'HIGH', byName);
  if (COUNTED.test(name)) return null;
  // `foto_kepala` and `alamat_penanggung_jawab` are a person's in a table of offices too.
  const isOfPerson = about !== 'PATIENTS' && words.some((word) => PEOPLE.has(word));
  for (const rule of RULES) {
    const confidence = rule.name.test(name) ? rule.when[isOfPerson ? 'PEOPLE' : about] : null;
    if (confidence) return found(rule.kind, confidence, byName);
  }
  if (
    /^(value|nilai|isi|val)$/.test(name) &&
    /\b(settings?|config|konfigurasi|conf|cache)\b/.test(wordsOf(table.name).join(' '))
  )
    return found('ACCOUNT', 'LOW', byName);
  const named = nameOfSomebody(words, about);
  if (named) return found('NAME', named, byName);
  const comment = wordsOf(column.comment ?? '').join(' ');
  const said = RULES.find((rule) => rule.inComment && rule.name.test(comment));
  if (said)
    return found(said.kind, 'MEDIUM', {
      id: `Komentar kolom "${column.name}"`,
      en: `The comment of column "${column.name}"`,
    });
  if (/\bnama (orang|lengkap|pasien|pegawai|warga|pemilik)\b/.test(comment))
    return found('NAME', 'MEDIUM', byName);
  if (about === 'PATIENTS' && !ADMINISTRATIVE.test(name) && !isCode(words))
    return found('HEALTH', 'LOW', {
      id: `Kolom "${column.name}" ada dalam tabel pasien "${table.name}" dan`,
      en: `Column "${column.name}" stands in the table of patients "${table.name}" and`,
    });
  return null;
}

const isCode = (words: readonly string[]): boolean => words[0] === 'kode' || words.at(-1) === 'kode';

/** `nama` is a person's or a place's; `nm_dokter` and plain `dokter` are a person's, `nama_kategori` is not. */
function nameOfSomebody(words: readonly string[], about: About): Confidence | null {
  const others = words.filter((word) => !['nama', 'lengkap', 'panggilan', 'alias', 'full'].includes(word));
  const people = others.some((word) => PEOPLE.has(word));
  if (words.some((word) => ['nama', 'namalengkap', 'fullname', 'realname', 'nickname'].includes(word))) {
    if (people) return 'HIGH';
    if (others.some((word) => THINGS.has(word))) return null;
    if (others.length === 0)
      return { PATIENTS: 'HIGH', PEOPLE: 'HIGH', THINGS: null, UNKNOWN: 'LOW' }[about] as Confidence | null;
    return about === 'THINGS' ? null : 'LOW';
  }
  // A role alone, `pengirim`, holds who it is; `id_user` and `kd_dokter` point elsewhere.
  const isPointer = words.some((word) =>
    ['id', 'kode', 'jumlah', 'status', 'jenis', 'jam', 'tanggal'].includes(word),
  );
  if (!people || isPointer || (words.length > 2 && !PEOPLE.has(words[0] as string))) return null;
  return words.length === 1 || others.every((word) => PEOPLE.has(word)) ? 'MEDIUM' : 'LOW';
}

const ABOUT = new WeakMap<Table, About>();

function aboutOf(table: Table): About {
  const known = ABOUT.get(table);
  if (known) return known;
  const about = judged(
    wordsOf(table.name),
    table.columns.map(({ name }) => wordsOf(name).join(' ')),
  );
  ABOUT.set(table, about);
  return about;
}

function judged(words: readonly string[], columns: readonly string[]): About {
  if (columns.some((name) => PATIENT_LINKS.test(name))) return 'PATIENTS';
  const people = words.some((word) => PEOPLE.has(word));
  const things = words.some((word) => THINGS.has(word));
  const links = things && !people ? OWN_LINKS : PERSON_LINKS;
  if (columns.some((name) => links.test(name))) return 'PEOPLE';
  // A list of kinds is about kinds, whatever it is kinds of.
  if (words.some((word) => KINDS.has(word))) return 'THINGS';
  return people ? 'PEOPLE' : things ? 'THINGS' : 'UNKNOWN';
}

const KINDS = new Set('kategori jenis tipe type types ref mst master status jumlah'.split(' '));
