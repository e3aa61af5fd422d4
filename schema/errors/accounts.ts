import { entry, type Words } from './entry.js';

/** Refusals about accounts, their roles and their passwords. */
export const ACCOUNT_ERRORS = {
  LOGIN_THROTTLED: entry(429, 'CALLER', (p: { minutes: number }) => ({
    id: `Terlalu banyak percobaan masuk; coba lagi dalam ${p.minutes} menit.`,
    en: `Too many attempts to sign in; try again in ${p.minutes} minute(s).`,
  })),
  LOGIN_BUSY: entry(503, 'CALLER', () => ({
    id: 'Hub sedang memeriksa sebanyak mungkin kata sandi; ulangi sebentar lagi.',
    en: 'The hub is checking as many passwords as it can; try again shortly.',
  })),
  PASSWORD_REFUSED: entry(422, 'CALLER', (p: { detail: Words }) => p.detail),
  LINK_INVALID: entry(401, 'ADMIN', () => ({
    id: 'Tautan ini tidak dikenal, sudah dipakai, diganti, atau kedaluwarsa; mintalah yang baru kepada ADMIN.',
    en: 'This link is unknown, used, replaced, or too old; ask ADMIN for a new one.',
  })),
  ACCOUNT_EXISTS: entry(409, 'CALLER', (p: { username: string }) => ({
    id: `Nama pengguna ${p.username} sudah dipakai.`,
    en: `The user name ${p.username} is taken.`,
  })),
  ACCOUNT_REFUSED: entry(409, 'CALLER', (p: { detail: Words }) => p.detail),
  OWN_ACCOUNT: entry(403, 'ADMIN', () => ({
    id: 'Tidak seorang pun mengubah atau mengukuhkan peran dan akunnya sendiri; orang lain yang melakukannya.',
    en: 'Nobody changes or confirms his or her own roles and account; somebody else does it.',
  })),
  LAST_HOLDER: entry(409, 'CALLER', (p: { role: string }) => ({
    id: `Tidak ada orang lain yang dapat masuk sebagai ${p.role}; tunjuk penggantinya dahulu.`,
    en: `Nobody else can sign in as ${p.role}; see to a successor first.`,
  })),
  AGENCY_EXISTS: entry(409, 'CALLER', (p: { slug: string }) => ({
    id: `Instansi ${p.slug} sudah terdaftar.`,
    en: `The agency ${p.slug} is registered already.`,
  })),
} as const;
