/** Indonesian words for the codes of the case; a code without a word is printed as it is. */
const WORDS: Readonly<Record<string, string>> = {
  // Access classes
  OPEN: 'Terbuka',
  RESTRICTED: 'Terbatas',
  CLOSED: 'Tertutup',
  // Verdicts and statuses
  PROPOSED: 'Diusulkan',
  AGREED: 'Disepakati',
  DECLINED: 'Ditolak',
  DEFERRED: 'Ditunda',
  LIVE: 'Tersaji, menunggu evaluasi akhir',
  CONFIRMED: 'Sesuai',
  DISPUTED: 'Belum sesuai',
  // Column types
  TEXT: 'Teks',
  INTEGER: 'Bilangan bulat',
  BIGINT: 'Bilangan bulat besar',
  DECIMAL: 'Desimal',
  BOOLEAN: 'Ya/tidak',
  DATE: 'Tanggal',
  // Shared entities
  Region: 'Wilayah',
  BusinessClass: 'KBLI',
  // Actions
  SUBMIT: 'Permohonan diajukan',
  RETURN: 'Permohonan dikembalikan',
  REFUSE: 'Permohonan ditolak',
  ISSUE_DISPOSITION: 'Disposisi diterbitkan',
  HAND_OVER: 'Data dan struktur diserahkan',
  JUDGE: 'Keputusan per kolom dicatat',
  SIGN: 'Kesepakatan ditandatangani',
  REJECT: 'Dinyatakan tidak disepakati',
  REROUTE: 'Dialihkan ke langkah lain',
  ASSESS: 'Kebutuhan dievaluasi, program API tersedia',
  PROVISION: 'API disiapkan, akun diterbitkan',
  DELIVER: 'Laporan hasil diserahkan, data diarsipkan',
  ADOPT: 'Sistem produsen dimutakhirkan',
  ACCEPT: 'Dinyatakan sudah sesuai',
  CONTEST: 'Dinyatakan belum sesuai',
  PREPARE_REPORT: 'Laporan akhir disiapkan',
  FORWARD_REPORT: 'Laporan akhir diteruskan',
  ACKNOWLEDGE_REPORT: 'Laporan akhir diterima Kepala Dinas',
  CANCEL: 'Permohonan dibatalkan',
};

export const word = (code: string | null): string =>
  code === null ? '' : Object.hasOwn(WORDS, code) ? (WORDS[code] ?? code) : code;
