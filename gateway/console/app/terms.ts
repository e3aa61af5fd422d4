import type { Words } from './language.js';

export type Terms = Readonly<Record<string, Words>>;

/** What the graph names in capitals, as people call it, and a badge's colour beside the word. */
export const FRESHNESS = {
  FRESH: { words: { id: 'Mutakhir', en: 'Up to date' }, color: 'teal' },
  DUE: { words: { id: 'Saatnya diperbarui', en: 'Due' }, color: 'yellow' },
  LATE: { words: { id: 'Terlambat', en: 'Late' }, color: 'red' },
  UNKNOWN: { words: { id: 'Tanpa jadwal', en: 'No schedule' }, color: 'gray' },
} as const satisfies Readonly<Record<string, { readonly words: Words; readonly color: string }>>;

export const CADENCES = {
  DAILY: { id: 'Harian', en: 'Daily' },
  WEEKLY: { id: 'Mingguan', en: 'Weekly' },
  MONTHLY: { id: 'Bulanan', en: 'Monthly' },
  QUARTERLY: { id: 'Triwulanan', en: 'Quarterly' },
  FOUR_MONTHLY: { id: 'Empat bulanan', en: 'Every four months' },
  SEMESTERLY: { id: 'Semesteran', en: 'Every six months' },
  YEARLY: { id: 'Tahunan', en: 'Yearly' },
  MULTI_YEARLY: { id: 'Dua tahunan atau lebih jarang', en: 'Every two years or more seldom' },
  ONCE: { id: 'Hanya sekali', en: 'Once only' },
  IRREGULAR: { id: 'Insidental', en: 'Irregular' },
} as const satisfies Terms;

export const CLASSES = {
  OPEN: { id: 'Terbuka', en: 'Open' },
  RESTRICTED: { id: 'Terbatas', en: 'Restricted' },
  CLOSED: { id: 'Tertutup', en: 'Closed' },
} as const satisfies Terms;
export type ClassName = keyof typeof CLASSES;
export const CLASS_COLOURS: Readonly<Record<ClassName, string>> = {
  OPEN: 'teal',
  RESTRICTED: 'yellow',
  CLOSED: 'gray',
};

export const FIELD_STATUSES = {
  PROPOSED: { id: 'Diusulkan', en: 'Proposed' },
  DEFERRED: { id: 'Ditunda', en: 'Deferred' },
  AGREED: { id: 'Disepakati', en: 'Agreed' },
  DECLINED: { id: 'Ditolak', en: 'Declined' },
  LIVE: { id: 'Tayang, menunggu evaluasi akhir', en: 'Live, awaiting final evaluation' },
  CONFIRMED: { id: 'Final', en: 'Final' },
  DISPUTED: { id: 'Ditahan sementara', en: 'Withdrawn for now' },
} as const satisfies Terms;

export const TYPES = {
  TEXT: { id: 'Teks', en: 'Text' },
  INTEGER: { id: 'Bilangan bulat', en: 'Whole number' },
  BIGINT: { id: 'Bilangan bulat besar', en: 'Large whole number' },
  DECIMAL: { id: 'Bilangan desimal', en: 'Decimal number' },
  BOOLEAN: { id: 'Ya/tidak', en: 'Yes/no' },
  DATE: { id: 'Tanggal', en: 'Date' },
} as const satisfies Terms;

export const CONNECTION_KINDS = {
  MYSQL: { id: 'MySQL atau MariaDB', en: 'MySQL or MariaDB' },
  POSTGRESQL: { id: 'PostgreSQL', en: 'PostgreSQL' },
} as const satisfies Terms;

/** What is said of a column beside its title, and of a dataset beside its columns. */
export const COLUMN_FACTS = {
  type: { id: 'Jenis', en: 'Type' },
  unit: { id: 'Satuan', en: 'Unit' },
  accessClass: { id: 'Kelas akses', en: 'Access class' },
  status: { id: 'Status', en: 'Status' },
  definition: { id: 'Definisi', en: 'Definition' },
  concept: { id: 'Konsep', en: 'Concept' },
  classification: { id: 'Klasifikasi', en: 'Classification' },
  measure: { id: 'Ukuran', en: 'Measure' },
  referenceTime: { id: 'Referensi waktu', en: 'Reference time' },
  validationRule: { id: 'Aturan validasi', en: 'Validation rule' },
  values: { id: 'Isian yang mungkin', en: 'Possible values' },
  reference: { id: 'Merujuk ke', en: 'Refers to' },
} as const satisfies Terms;
export const DATASET_FACTS = {
  cadence: { id: 'Jadwal pemutakhiran', en: 'Cadence' },
  coverage: { id: 'Cakupan', en: 'Coverage' },
  contact: { id: 'Narahubung', en: 'Contact' },
  licence: { id: 'Lisensi', en: 'Licence' },
  freshness: { id: 'Kemutakhiran', en: 'Freshness' },
} as const satisfies Terms;

export const REGION_LEVELS = {
  PROVINCE: { id: 'Provinsi', en: 'Province' },
  REGENCY: { id: 'Kabupaten/kota', en: 'Regency or city' },
  DISTRICT: { id: 'Kecamatan', en: 'District' },
  VILLAGE: { id: 'Desa/kelurahan', en: 'Village' },
} as const satisfies Terms;

/** Of a name that the graph writes as text; one that is not known here is shown as it is. */
export const called = (terms: Terms, name: string): Words => terms[name] ?? { id: name, en: name };

export const REQUEST_STATUSES = {
  REQUESTED: { id: 'Menunggu keputusan', en: 'Awaiting a decision' },
  GRANTED: { id: 'Diberikan', en: 'Granted' },
  REFUSED: { id: 'Ditolak', en: 'Refused' },
  CANCELLED: { id: 'Dibatalkan peminta', en: 'Taken back' },
  WITHDRAWN: { id: 'Dicabut', en: 'Withdrawn' },
  EXPIRED: { id: 'Berakhir', en: 'Expired' },
} as const satisfies Terms;

/** The nine steps as people call them. */
export const STEPS = {
  SUBMIT: { id: '1 Permohonan', en: '1 Application' },
  HAND_OVER: { id: '2 Penyerahan struktur', en: '2 Hand-over' },
  AGREE: { id: '3 Kesepakatan kolom', en: '3 Agreement' },
  ASSESS: { id: '4 Penyiapan API', en: '4 Preparing the API' },
  PROVISION: { id: '5 Penyediaan akses', en: '5 Provision' },
  DELIVER: { id: '6 Penyerahan hasil', en: '6 Delivery' },
  ADOPT: { id: '7 Penerapan', en: '7 Adoption' },
  ACCEPT: { id: '8 Evaluasi akhir', en: '8 Final evaluation' },
  REPORT: { id: '9 Laporan', en: '9 Report' },
} as const satisfies Terms;

/** Roles as people call them. */
export const ROLES = {
  PRODUCER: { id: 'Produsen data', en: 'Producer' },
  TECHNICAL_TEAM: { id: 'Tim teknis', en: 'Technical team' },
  DIVISION_HEAD: { id: 'Kepala bidang', en: 'Division head' },
  DEPARTMENT_HEAD: { id: 'Kepala dinas', en: 'Department head' },
  CONSUMER: { id: 'Pengguna data', en: 'Consumer' },
  ADMIN: { id: 'Pengelola', en: 'Administrator' },
} as const satisfies Terms;
