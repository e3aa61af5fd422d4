import { ACCOUNT_ERRORS } from './errors/accounts.js';
import { entry, type NextActor, type Words } from './errors/entry.js';

export type { NextActor, Words };

/** The one catalogue of refusals: HTTP status, who acts next, and the sentence in both languages. */
export const ERRORS = {
  // requests
  BAD_JSON: entry(400, 'CALLER', () => ({
    id: 'Isi permintaan bukan JSON yang sah.',
    en: 'The request body is not valid JSON.',
  })),
  BAD_REQUEST: entry(400, 'CALLER', (p: { detail: Words }) => p.detail),
  NOT_FOUND: entry(404, 'CALLER', (p: { what: string }) => ({
    id: `Tidak ditemukan: ${p.what}.`,
    en: `Not found: ${p.what}.`,
  })),
  BODY_TOO_LARGE: entry(413, 'CALLER', (p: { limit: number }) => ({
    id: `Isi permintaan melebihi ${p.limit} bita.`,
    en: `The request body exceeds ${p.limit} bytes.`,
  })),
  LIMIT_EXCEEDED: entry(
    400,
    'CALLER',
    (p: { limit: string; max: number; found: string; advice?: Words }) => ({
      id: `Operasi melampaui batas ${p.limit}: ${p.found}, paling banyak ${p.max}.${p.advice ? ` ${p.advice.id}` : ''}`,
      en: `The operation exceeds the ${p.limit} limit: ${p.found}, at most ${p.max}.${p.advice ? ` ${p.advice.en}` : ''}`,
    }),
  ),
  // Clients of Apollo's protocol know these two by their English words, and wait for them with status 200.
  PERSISTED_QUERY_NOT_FOUND: entry(200, 'CALLER', () => ({
    id: 'Belum ada teks operasi dengan hash ini; kirim hash beserta teksnya.',
    en: 'PersistedQueryNotFound',
  })),
  PERSISTED_QUERY_NOT_SUPPORTED: entry(200, 'CALLER', () => ({
    id: 'Hanya persistedQuery versi 1 yang dilayani; kirim teks operasinya.',
    en: 'PersistedQueryNotSupported',
  })),
  BAD_USER_INPUT: entry(400, 'CALLER', (p: { detail: Words }) => p.detail),
  RATE_LIMITED: entry(429, 'CALLER', (p: { max: number; seconds: number }) => ({
    id: `Paling banyak ${p.max} permintaan per menit; ulangi ${p.seconds} detik lagi.`,
    en: `At most ${p.max} requests a minute; try again in ${p.seconds} seconds.`,
  })),
  SHUTTING_DOWN: entry(503, 'CALLER', () => ({
    id: 'Hub sedang berhenti; ulangi sebentar lagi.',
    en: 'The hub is shutting down; try again shortly.',
  })),
  TIMEOUT: entry(503, 'CALLER', () => ({
    id: 'Permintaan melampaui batas waktu.',
    en: 'The request ran out of time.',
  })),
  INTERNAL: entry(500, 'OPERATOR', () => ({
    id: 'Terjadi kesalahan di hub; sampaikan nomor permintaan kepada pengelola.',
    en: 'Something failed in the hub; give the request id to its operator.',
  })),

  // subgraphs
  SUBGRAPH_FAILED: entry(502, 'PRODUCER', (p: { subgraph: string }) => ({
    id: `Subgraf ${p.subgraph} sedang tidak dapat menjawab.`,
    en: `The subgraph ${p.subgraph} cannot answer at the moment.`,
  })),
  SUBGRAPH_INVALID: entry(502, 'PRODUCER', (p: { detail: Words }) => p.detail),
  SUBGRAPH_BUSY: entry(503, 'CALLER', (p: { subgraph: string }) => ({
    id: `Subgraf ${p.subgraph} sedang ditanyai sebanyak yang dapat dilayaninya; ulangi sebentar lagi.`,
    en: `The subgraph ${p.subgraph} is being asked as much as it can serve; try again shortly.`,
  })),
  SUBGRAPH_QUARANTINED: entry(503, 'PRODUCER', (p: { subgraph: string }) => ({
    id: `Subgraf ${p.subgraph} dikarantina: skemanya berbeda dari yang terdaftar; produsennya perlu memulihkan atau menerbitkannya.`,
    en: `The subgraph ${p.subgraph} is quarantined: its schema differs from the registered one; its producer must restore or publish it.`,
  })),
  SUBGRAPH_NOT_ENTITLED: entry(403, 'TECHNICAL_TEAM', (p: { subgraph: string }) => ({
    id: `Subgraf ${p.subgraph} meminta nilai instansi lain untuk menjawab; nilai itu tidak dikirim.`,
    en: `The subgraph ${p.subgraph} wants another agency's values to answer; they are not sent.`,
  })),

  // registry
  SUBGRAPH_UNKNOWN: entry(404, 'CALLER', (p: { subgraph: string }) => ({
    id: `Subgraf ${p.subgraph} tidak terdaftar.`,
    en: `The subgraph ${p.subgraph} is not registered.`,
  })),
  SUBGRAPH_REFUSED: entry(400, 'PRODUCER', (p: { detail: Words }) => p.detail),
  CHECK_STOPPED: entry(503, 'CALLER', (p: { why: string }) => ({
    id: `Pemeriksaan dihentikan (${p.why}); kecilkan skemanya atau ulangi nanti.`,
    en: `The check was stopped (${p.why}); make the schema smaller or try again later.`,
  })),
  REGISTRY_BUSY: entry(503, 'CALLER', () => ({
    id: 'Registri sedang sering berubah; ulangi sebentar lagi.',
    en: 'The registry is changing too often at the moment; try again shortly.',
  })),
  PROPOSALS_FULL: entry(409, 'PRODUCER', (p: { agency: string; max: number }) => ({
    id: `Instansi ${p.agency} sudah mempunyai ${p.max} usulan terbuka; tarik atau selesaikan salah satunya.`,
    en: `The agency ${p.agency} has ${p.max} open proposals already; withdraw or finish one of them.`,
  })),
  PROPOSAL_CLOSED: entry(409, 'CALLER', (p: { id: string; status: string }) => ({
    id: `Usulan ${p.id} sudah selesai (${p.status}).`,
    en: `Proposal ${p.id} is closed already (${p.status}).`,
  })),
  OWN_PROPOSAL: entry(403, 'TECHNICAL_TEAM', () => ({
    id: 'Usulan tidak diperiksa oleh pengusul atau instansinya sendiri; penilai lain yang memutuskan.',
    en: 'A proposal is not reviewed by its publisher or the publisher’s agency; another reviewer decides.',
  })),
  ROLLBACK_REFUSED: entry(409, 'TECHNICAL_TEAM', (p: { supergraph: string; reason: string }) => ({
    id: `Supergraf ${p.supergraph} tidak dapat disusun lagi dengan data yang sekarang: ${p.reason}`,
    en: `Supergraph ${p.supergraph} cannot be composed again with the data of today: ${p.reason}`,
  })),

  // identity
  UNAUTHENTICATED: entry(401, 'CALLER', () => ({
    id: 'Kunci atau sesi tidak dikenal atau sudah berakhir; masuk lagi.',
    en: 'The key or session is unknown or has ended; sign in again.',
  })),
  LOGIN_FAILED: entry(401, 'CALLER', () => ({
    id: 'Nama pengguna atau kata sandi salah.',
    en: 'The user name or the password is wrong.',
  })),
  ...ACCOUNT_ERRORS,
  FORBIDDEN: entry(403, 'CALLER', (p: { needs: string }) => ({
    id: `Tindakan ini hanya untuk ${p.needs}.`,
    en: `Only ${p.needs} may do this.`,
  })),
  KEY_OUT_OF_SCOPE: entry(403, 'CALLER', (p: { scope: string }) => ({
    id: `Kunci ini tidak mempunyai lingkup ${p.scope}; pemiliknya dapat membuat kunci yang mempunyainya.`,
    en: `This key lacks the scope ${p.scope}; its owner can make a key that has it.`,
  })),
  KEY_ENDED: entry(409, 'CALLER', (p: { key: string }) => ({
    id: `Kunci ${p.key} sudah dicabut atau berakhir; buat kunci baru.`,
    en: `Key ${p.key} has been revoked or has expired; make a new one.`,
  })),
  OPERATION_NOT_TRUSTED: entry(403, 'CALLER', () => ({
    id: 'Kunci ini hanya boleh mengirim operasi yang terdaftar; pemiliknya dapat mendaftarkan operasi ini (trustOperations).',
    en: 'This key may send registered operations alone; its owner can register this one (trustOperations).',
  })),
  ACTING_REFUSED: entry(409, 'CALLER', (p: { detail: Words }) => p.detail),

  // exposure (SOP.md, "What is exposed, when")
  FIELD_NOT_AGREED: entry(403, 'TECHNICAL_TEAM', (p: { field: string; case: string }) => ({
    id: `Kolom ${p.field} belum disepakati pada permohonan ${p.case}.`,
    en: `${p.field} has not been agreed yet in case ${p.case}.`,
  })),
  FIELD_NOT_DELIVERED: entry(403, 'TECHNICAL_TEAM', (p: { field: string; case: string }) => ({
    id: `Kolom ${p.field} sudah disepakati tetapi belum diserahkan pada permohonan ${p.case}.`,
    en: `${p.field} is agreed but not delivered yet in case ${p.case}.`,
  })),
  FIELD_RESTRICTED: entry(403, 'CALLER', (p: { field: string; case: string }) => ({
    id: `Kolom ${p.field} (permohonan ${p.case}) terbatas; mintalah izin dengan tujuan dan tanggal akhir.`,
    en: `${p.field} (case ${p.case}) is restricted; ask for a grant with a purpose and an end date.`,
  })),
  FIELD_WITHDRAWN: entry(403, 'PRODUCER', (p: { field: string; case: string }) => ({
    id: `Kolom ${p.field} sedang ditarik pada permohonan ${p.case}.`,
    en: `${p.field} is withdrawn for now in case ${p.case}.`,
  })),
  FIELD_OUT_OF_SCOPE: entry(403, 'CALLER', (p: { field: string }) => ({
    id: `Lingkup kunci ini tidak mencakup ${p.field}; pemiliknya dapat membuat kunci dengan lingkup yang mencakupnya.`,
    en: `The scopes of this key do not cover ${p.field}; its owner can make a key whose scopes do.`,
  })),
  FIELD_NOT_EXPOSED: entry(403, 'ADMIN', (p: { field: string }) => ({
    id: `${p.field} tidak dibuka untuk Anda.`,
    en: `${p.field} is not exposed to you.`,
  })),
  NO_RELEASE: entry(409, 'PRODUCER', (p: { dataset: string }) => ({
    id: `Dataset ${p.dataset} belum memuat data untuk kolom ini; produsen perlu memuat rilis.`,
    en: `Dataset ${p.dataset} has no data for this field yet; its producer must load a release.`,
  })),

  // grants
  GRANT_REFUSED: entry(409, 'CALLER', (p: { detail: Words }) => p.detail),
  GRANT_SETTLED: entry(409, 'CALLER', (p: { action: string; status: string }) => ({
    id: `Tindakan ${p.action} tidak berlaku pada izin berstatus ${p.status}.`,
    en: `${p.action} does not apply to a grant that is ${p.status}.`,
  })),

  // exports
  EXPORT_TOO_LARGE: entry(413, 'CALLER', (p: { format: string; max: number }) => ({
    id: `Ekspor ${p.format} memuat paling banyak ${p.max} baris; persempit dengan where, atau minta csv atau ndjson.`,
    en: `An export as ${p.format} holds at most ${p.max} rows; narrow it with where, or ask for csv or ndjson.`,
  })),
  EXPORT_REFUSED: entry(422, 'CALLER', (p: { detail: Words }) => p.detail),
  EXPORTS_BUSY: entry(503, 'CALLER', () => ({
    id: 'Hub sedang menjalankan sebanyak mungkin ekspor; ulangi sebentar lagi.',
    en: 'The hub is running as many exports as it can; try again shortly.',
  })),

  // workflow
  CASE_NOT_FOUND: entry(404, 'CALLER', (p: { number: string }) => ({
    id: `Permohonan ${p.number} tidak ada atau tidak terbuka bagi Anda.`,
    en: `Case ${p.number} does not exist or is not open to you.`,
  })),
  CASE_ENDED: entry(409, 'PRODUCER', (p: { number: string }) => ({
    id: `Permohonan ${p.number} sudah berakhir dan tidak ditambah lagi; produsen mengajukan yang baru.`,
    en: `Case ${p.number} has ended and is not added to; the producer applies anew.`,
  })),
  WRONG_ROLE: entry(403, 'CALLER', (p: { action: string; performer: string }) => ({
    id: `Tindakan ${p.action} adalah tugas ${p.performer}.`,
    en: `${p.action} belongs to ${p.performer}.`,
  })),
  WRONG_STEP: entry(409, 'CALLER', (p: { action: string; step: string; performer: string }) => ({
    id: `Tindakan ${p.action} tidak berlaku pada langkah ${p.step}; berikutnya giliran ${p.performer}.`,
    en: `${p.action} does not apply at step ${p.step}; ${p.performer} acts next.`,
  })),
  STALE_VERSION: entry(409, 'CALLER', (p: { expected: number; actual: number }) => ({
    id: `Permohonan sudah berubah (versi ${p.actual}, bukan ${p.expected}); muat ulang lalu ulangi.`,
    en: `The case has changed (version ${p.actual}, not ${p.expected}); reload it and try again.`,
  })),
  DOCUMENT_MISSING: entry(409, 'PRODUCER', (p: { document: string }) => ({
    id: `Dokumen ${p.document} belum ada.`,
    en: `The document ${p.document} is missing.`,
  })),
  OUTPUT_MISSING: entry(409, 'TECHNICAL_TEAM', (p: { detail: Words }) => p.detail),
  REASON_REQUIRED: entry(400, 'CALLER', (p: { action: string }) => ({
    id: `Tindakan ${p.action} memerlukan alasan.`,
    en: `${p.action} needs a reason.`,
  })),
  CONTENT_CHANGED: entry(409, 'CALLER', () => ({
    id: 'Isi kesepakatan sudah berubah sejak dibaca; baca lagi sebelum menandatangani.',
    en: 'What is to be agreed has changed since it was read; read it again before signing.',
  })),
  SAME_PERSON: entry(403, 'CALLER', () => ({
    id: 'Satu orang tidak dapat berdiri di kedua pihak dari satu permohonan.',
    en: 'One person cannot stand on both sides of a case.',
  })),
  NOTHING_AGREED: entry(409, 'TECHNICAL_TEAM', () => ({
    id: 'Kesepakatan memerlukan sedikitnya satu kolom yang disetujui; bila tidak ada, jawab "tidak".',
    en: 'An agreement needs one agreed field or more; where there is none, answer "tidak".',
  })),
  UNKNOWN_COLUMN: entry(400, 'CALLER', (p: { column: string }) => ({
    id: `Kolom ${p.column} tidak ada pada struktur permohonan ini.`,
    en: `Column ${p.column} is not in this case's structure.`,
  })),

  WAIVER_NOT_ASKED: entry(409, 'PRODUCER', (p: { document: string }) => ({
    id: `Dokumen ${p.document} tidak kurang pada langkah ini; tidak ada yang perlu dikecualikan.`,
    en: `The document ${p.document} is not missing at this step; there is nothing to waive.`,
  })),
  APPLICATION_INCOMPLETE: entry(409, 'PRODUCER', (p: { detail: Words }) => p.detail),
  NOT_SUSPENDED: entry(409, 'CALLER', () => ({
    id: 'Tidak ada kolom yang sedang ditarik pada permohonan ini.',
    en: 'No field of this case is suspended.',
  })),
  CLASS_NOT_RAISED: entry(409, 'PRODUCER', (p: { column: string }) => ({
    id: `Kelas kolom ${p.column} hanya dapat dinaikkan; menurunkannya memerlukan permohonan perubahan.`,
    en: `The class of ${p.column} can only be raised here; lowering it needs a CHANGE case.`,
  })),
  ALREADY_SIGNED: entry(409, 'CALLER', () => ({
    id: 'Pihak Anda sudah menandatangani; sekarang giliran pihak lain.',
    en: 'Your side has signed already; the other side acts now.',
  })),
  DEVIATION_SETTLED: entry(409, 'CALLER', (p: { action: string; status: string }) => ({
    id: `Tindakan ${p.action} tidak berlaku pada penyimpangan berstatus ${p.status}.`,
    en: `${p.action} does not apply to a deviation that is ${p.status}.`,
  })),
  FILE_REFUSED: entry(415, 'CALLER', (p: { detail: Words }) => p.detail),
  FILE_TOO_COSTLY: entry(413, 'PRODUCER', (p: { of: 'memory' | 'time' }) => ({
    id: `Membaca berkas ini memakan terlalu banyak ${p.of === 'memory' ? 'memori' : 'waktu'}; pecah berkas, atau kirim sebagai CSV.`,
    en: `Reading this file takes too much ${p.of}; split it, or send it as CSV.`,
  })),
  DATE_REFUSED: entry(400, 'CALLER', (p: { detail: Words }) => p.detail),
  IDEMPOTENCY_CONFLICT: entry(409, 'CALLER', (p: { key: string }) => ({
    id: `Idempotency-Key ${p.key} sudah dipakai untuk permintaan lain; pakai kunci baru.`,
    en: `The Idempotency-Key ${p.key} was used for another request; use a new key.`,
  })),

  // datasets
  DEFINITION_INVALID: entry(400, 'PRODUCER', (p: { detail: Words }) => p.detail),
  DATASET_EXISTS: entry(409, 'PRODUCER', (p: { dataset: string }) => ({
    id: `Dataset ${p.dataset} sudah ada; perubahan memerlukan permohonan perubahan.`,
    en: `Dataset ${p.dataset} exists already; a change needs a CHANGE case.`,
  })),
  COLUMN_MISSING: entry(422, 'PRODUCER', (p: { columns: string[] }) => ({
    id: `Berkas tidak memuat kolom ${p.columns.join(', ')}; tidak ada yang dimuat.`,
    en: `The file lacks the column(s) ${p.columns.join(', ')}; nothing was loaded.`,
  })),
  LOAD_REFUSED: entry(422, 'PRODUCER', (p: { problems: number; first: Words }) => ({
    id: `${p.problems} nilai tidak sesuai definisi; tidak ada yang dimuat. Yang pertama: ${p.first.id}.`,
    en: `${p.problems} value(s) do not fit the definition; nothing was loaded. The first: ${p.first.en}.`,
  })),
  QUESTIONS_OPEN: entry(409, 'PRODUCER', (p: { count: number; first: Words }) => ({
    id: `${p.count} hal pada berkas ini belum terjawab; buka sebagai impor (importFile) lalu jawab. Yang pertama: ${p.first.id}`,
    en: `${p.count} question(s) about this file are open; make it an import (importFile) and answer them. The first: ${p.first.en}`,
  })),
  EDITION_MISSING: entry(409, 'OPERATOR', (p: { edition: string }) => ({
    id: `KBLI edisi ${p.edition} belum dimuat di hub ini; pengelola memuatnya dengan npm run kbli.`,
    en: `KBLI edition ${p.edition} is not loaded in this hub yet; its operator loads it with npm run kbli.`,
  })),
  EDITION_REFUSED: entry(409, 'OPERATOR', (p: { detail: Words }) => p.detail),
  RELEASE_MISFIT: entry(409, 'PRODUCER', (p: { number: number; column: string }) => ({
    id: `Rilis ${p.number} tidak lagi sesuai dengan kolom dataset (${p.column}); muat berkasnya lagi.`,
    en: `Release ${p.number} no longer fits the dataset's columns (${p.column}); load its file again.`,
  })),
  ERASED: entry(
    410,
    'CALLER',
    (p: { what: string; dataset: string; proposer: string; signer: string; on: string }) => ({
      id: `${p.what} (${p.dataset}) telah dihapus oleh ${p.proposer} dan ${p.signer} pada ${p.on}; yang tersisa hanya catatannya.`,
      en: `${p.what} (${p.dataset}) was erased by ${p.proposer} and ${p.signer} on ${p.on}; only the record of it is left.`,
    }),
  ),
  ERASURE_REFUSED: entry(409, 'PRODUCER', (p: { detail: Words }) => p.detail),
  ERASURE_SETTLED: entry(409, 'CALLER', (p: { id: string; status: string }) => ({
    id: `Usul penghapusan ${p.id} sudah selesai (${p.status}).`,
    en: `The proposed erasure ${p.id} is settled already (${p.status}).`,
  })),
  ERASURE_BUSY: entry(503, 'CALLER', () => ({
    id: 'Data yang akan dihapus sedang dimuat, diarsipkan, atau dibaca; tidak ada yang dihapus. Ulangi sebentar lagi.',
    en: 'What is to be erased is being loaded, archived or read; nothing was erased. Try again shortly.',
  })),
  BAD_CURSOR: entry(400, 'CALLER', () => ({
    id: 'Penanda halaman tidak berlaku untuk daftar ini; mulai lagi dari halaman pertama.',
    en: 'The cursor does not belong to this list; start again from the first page.',
  })),

  // databases of producers
  OUTBOUND_FAILED: entry(502, 'PRODUCER', () => ({
    id: 'Sambungan tidak berhasil; periksa alamat, porta, nama dan kata sandi, serta izin ADMIN untuk alamat itu.',
    en: "The connection failed; check the address, port, name and password, and ADMIN's permission for the address.",
  })),
  CONNECTION_REFUSED: entry(409, 'PRODUCER', (p: { detail: Words }) => p.detail),
  PULL_REFUSED: entry(422, 'PRODUCER', (p: { detail: Words }) => p.detail),
  STRUCTURE_REFUSED: entry(422, 'PRODUCER', (p: { detail: Words }) => p.detail),

  // starting up
  CONFIG_INVALID: entry(500, 'OPERATOR', (p: { detail: Words }) => p.detail),
  PORT_TAKEN: entry(500, 'OPERATOR', (p: { host: string; port: number }) => ({
    id: `Porta ${p.host}:${p.port} sudah dipakai; pilih PORT lain.`,
    en: `Port ${p.host}:${p.port} is already taken; choose another PORT.`,
  })),
  DATABASE_UNREACHABLE: entry(500, 'OPERATOR', (p: { where: string; reason: string }) => ({
    id: `Basis data ${p.where} tidak dapat dihubungi (${p.reason}); periksa DATABASE_URL.`,
    en: `The database ${p.where} cannot be reached (${p.reason}); check DATABASE_URL.`,
  })),
  DATABASE_TOO_OLD: entry(500, 'OPERATOR', (p: { version: string }) => ({
    id: `PostgreSQL ${p.version} terlalu tua; perlu versi 15 atau lebih baru.`,
    en: `PostgreSQL ${p.version} is too old; version 15 or newer is needed.`,
  })),
  MIGRATION_FAILED: entry(500, 'OPERATOR', (p: { migration: string; reason: string }) => ({
    id: `Migrasi ${p.migration} gagal dan dibatalkan seluruhnya: ${p.reason}.`,
    en: `Migration ${p.migration} failed and was rolled back whole: ${p.reason}.`,
  })),
  DATABASE_NEWER: entry(500, 'OPERATOR', (p: { migration: string }) => ({
    id: `Basis data memuat migrasi ${p.migration} yang tidak dikenal hub ini; jalankan versi hub yang lebih baru.`,
    en: `The database holds migration ${p.migration}, which this hub does not know; run a newer hub.`,
  })),
  SECRET_MISMATCH: entry(500, 'OPERATOR', () => ({
    id: 'HUB_SECRET bukan rahasia yang dipakai basis data ini; pakai rahasia yang semula.',
    en: 'HUB_SECRET is not the secret that this database was made with; use the original one.',
  })),
  NO_SUPERGRAPH: entry(500, 'OPERATOR', () => ({
    id: 'Tidak ada supergraf tersimpan yang dapat dilayani; lihat tabel launches, lalu pulihkan basis data.',
    en: 'No stored supergraph can be served; look into the table launches, then restore the database.',
  })),
  EMBEDDED_FAILED: entry(500, 'OPERATOR', (p: { detail: Words }) => p.detail),
  DATA_DIR_IN_USE: entry(500, 'OPERATOR', (p: { dir: string }) => ({
    id: `DATA_DIR ${p.dir} sedang dipakai hub lain.`,
    en: `DATA_DIR ${p.dir} is in use by another hub.`,
  })),
} as const;

export type ErrorCode = keyof typeof ERRORS;
type Params<C extends ErrorCode> = Parameters<(typeof ERRORS)[C]['words']>[0];
type Arguments<C extends ErrorCode> =
  Params<C> extends undefined
    ? [params?: undefined, options?: HubErrorOptions]
    : [params: Params<C>, options?: HubErrorOptions];

export interface HubErrorOptions {
  cause?: unknown;
  /** Facts for the client beside the code, e.g. `{ case, step }`. Never values of data or secrets. */
  facts?: Record<string, unknown>;
}

/** A refusal from the catalogue. `message` is the English sentence; `words` holds both. */
export class HubError extends Error {
  override readonly name = 'HubError';
  readonly status: number;
  readonly next: NextActor;
  readonly words: Words;
  readonly facts: Record<string, unknown>;

  constructor(
    readonly code: ErrorCode,
    words: Words,
    options: HubErrorOptions = {},
  ) {
    super(words.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = ERRORS[code].status;
    this.next = ERRORS[code].next;
    this.words = words;
    this.facts = options.facts ?? {};
  }

  /** The shape of `extensions` in a GraphQL answer. */
  get extensions(): Record<string, unknown> {
    return { code: this.code, messages: this.words, nextActor: this.next, ...this.facts };
  }
}

/** Makes the refusal `code` from the catalogue, its parameters checked by the compiler. */
export function refusal<C extends ErrorCode>(code: C, ...[params, options]: Arguments<C>): HubError {
  const words = (ERRORS[code].words as (p: unknown) => Words)(params);
  return new HubError(code, words, options);
}
