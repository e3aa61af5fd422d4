import type { Words } from '../../language.js';
import { called, FIELD_STATUSES, type Terms } from '../../terms.js';

/** What the graph names in capitals, as people call it. */
export const STATUSES = {
  DRAFT: { id: 'Draf', en: 'Draft' },
  OPEN: { id: 'Berjalan', en: 'Under way' },
  CLOSED: { id: 'Selesai', en: 'Closed' },
  CANCELLED: { id: 'Dibatalkan', en: 'Cancelled' },
  REFUSED: { id: 'Ditolak', en: 'Refused' },
} as const satisfies Terms;

export const ACTIONS = {
  EDIT: { id: 'Ubah draf', en: 'Edit the draft' },
  SUBMIT: { id: 'Ajukan permohonan', en: 'Submit the application' },
  ISSUE_DISPOSITION: { id: 'Terbitkan disposisi', en: 'Issue the disposition' },
  RETURN: { id: 'Kembalikan ke draf', en: 'Return to draft' },
  REFUSE: { id: 'Tolak permohonan', en: 'Refuse the application' },
  HAND_OVER: { id: 'Serahkan struktur', en: 'Hand over the structure' },
  JUDGE: { id: 'Putuskan kolom', en: 'Judge the columns' },
  SIGN: { id: 'Tanda tangani kesepakatan', en: 'Sign the agreement' },
  REJECT: { id: 'Tidak sepakat', en: 'Do not agree' },
  REROUTE: { id: 'Alihkan langkah', en: 'Re-route' },
  ASSESS: { id: 'Nyatakan API siap', en: 'Confirm the API' },
  PROVISION: { id: 'Tetapkan akun', en: 'Name the account' },
  DELIVER: { id: 'Serahkan hasil', en: 'Deliver' },
  ADOPT: { id: 'Laporkan penerapan', en: 'Report the adoption' },
  ACCEPT: { id: 'Sudah sesuai', en: 'Accept' },
  CONTEST: { id: 'Belum sesuai', en: 'Contest' },
  PREPARE_REPORT: { id: 'Susun laporan akhir', en: 'Prepare the final report' },
  FORWARD_REPORT: { id: 'Teruskan laporan', en: 'Forward the report' },
  ACKNOWLEDGE_REPORT: { id: 'Terima laporan akhir', en: 'Acknowledge the final report' },
  ATTACH: { id: 'Lampirkan dokumen', en: 'Attach a document' },
  WAIVE: { id: 'Kecualikan dokumen', en: 'Waive a document' },
  INVALIDATE: { id: 'Nyatakan dokumen tidak layak', en: 'Find a document unfit' },
  SUSPEND: { id: 'Hentikan sementara', en: 'Suspend' },
  LIFT: { id: 'Cabut penghentian', en: 'Lift the suspension' },
  RAISE_CLASS: { id: 'Naikkan kelas akses', en: 'Raise an access class' },
  CANCEL: { id: 'Batalkan permohonan', en: 'Cancel the case' },
} as const satisfies Terms;

/** What the history holds besides actions. */
const RECORDS: Terms = {
  ...ACTIONS,
  DRAFT: { id: 'Draf dibuat', en: 'Drafted' },
  DEADLINE_PASSED: { id: 'Batas waktu terlampaui', en: 'The deadline has passed' },
  FIELDS_LEFT: { id: 'Kolom keluar dari graf', en: 'Columns have left the graph' },
  REPORT_ACKNOWLEDGED: { id: 'Laporan diterima', en: 'A report was acknowledged' },
  HOLIDAY: { id: 'Batas waktu digeser hari libur', en: 'A holiday moved the deadline' },
  ERASE: { id: 'Data dihapus', en: 'Data were erased' },
  DEVIATION_ACCOUNT: { id: 'Penyimpangan dipertanggungjawabkan', en: 'A deviation was accounted for' },
  DEVIATION_ACCEPT: { id: 'Pertanggungjawaban diterima', en: 'The account was accepted' },
  DEVIATION_RETURN: { id: 'Pertanggungjawaban dikembalikan', en: 'The account was returned' },
  DEVIATION_CORRECT: { id: 'Catatan penyimpangan dikoreksi', en: 'A record was corrected' },
};

/** What has happened; a kind that is not known here is shown as it is. */
export const recordOf = (action: string): Words => called(RECORDS, action);

export const DOCUMENTS = {
  APPLICATION_PROFILE: { id: 'Dokumen data dan informasi aplikasi', en: 'Data and application profile' },
  DISPOSITION: { id: 'Disposisi integrasi aplikasi', en: 'Disposition' },
  INTEGRATION_SPECIFICATION: { id: 'Dokumen integrasi dan struktur DB', en: 'Integration specification' },
  REQUIREMENTS: { id: 'Dokumen kebutuhan integrasi', en: 'Integration requirements' },
  ACCESS_ACCOUNT: { id: 'Akun', en: 'Account' },
  INTEGRATION_RESULT: { id: 'Dokumen hasil integrasi data', en: 'Integration result' },
  INTEGRATION_REPORT: { id: 'Laporan hasil integrasi data', en: 'Integration report' },
  VALIDATION_RESULT: { id: 'Hasil validasi sistem', en: 'Validation result' },
  ACCEPTANCE_RECORD: { id: 'Berita acara kesesuaian', en: 'Acceptance record' },
  FINAL_REPORT: { id: 'Laporan akhir', en: 'Final report' },
  SUPPORTING: { id: 'Dokumen pendukung', en: 'Supporting document' },
} as const satisfies Terms;

const { AGREED, DECLINED, DEFERRED } = FIELD_STATUSES;
/** A verdict is called as the status that it leads to. */
export const VERDICTS = { AGREED, DECLINED, DEFERRED } as const;

export const DEVIATION_KINDS = {
  COMPLETENESS: { id: 'Kelengkapan', en: 'Completeness' },
  TIME: { id: 'Waktu', en: 'Time' },
  OUTPUT: { id: 'Keluaran', en: 'Output' },
} as const satisfies Terms;

export const DEVIATION_STATUSES = {
  OPEN: { id: 'Belum dipertanggungjawabkan', en: 'Not accounted for' },
  ACCOUNTED: { id: 'Menunggu penilaian atasan', en: 'Awaits the superior' },
  RETURNED: { id: 'Dikembalikan atasan', en: 'Returned by the superior' },
  ACCEPTED: { id: 'Diterima atasan', en: 'Accepted' },
  STATED: { id: 'Ditutup dengan pernyataan', en: 'Closed by a statement' },
  CORRECTED: { id: 'Dikoreksi', en: 'Corrected' },
  CORRECTION: { id: 'Catatan koreksi', en: 'A correction' },
} as const satisfies Terms;
