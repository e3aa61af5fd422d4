import { type HubError, refusal, type Words } from '../../schema/errors.js';

/** The refusal EMBEDDED_FAILED with its one sentence in both languages. */
export function embeddedFailed(id: string, en: string, cause?: unknown): HubError {
  return refusal('EMBEDDED_FAILED', { detail: { id, en } }, cause === undefined ? {} : { cause });
}

/**
 * Why a PostgreSQL program gave up, on one line: the first three errors of its output, else its last three lines.
 * The two languages differ only where we know the cause.
 */
export function causeIn(output: string): Words {
  const lines = output.split(/\r?\n/).filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /\b(FATAL|PANIC|ERROR|error):/.test(line));
  const words = (errors.length > 0 ? errors.slice(0, 3) : lines.slice(-3)).join(' / ') || '-';
  if (!/No space left on device|Disk quota exceeded/.test(output)) return { id: words, en: words };
  return { id: `ruang disk habis (${words})`, en: `the disk is full (${words})` };
}

/** The system's code of a failed call (`ENOENT`, …) or the PostgreSQL SQLSTATE; '' where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

const REASONS: Record<string, Words> = {
  EACCES: { id: 'izin ditolak', en: 'permission denied' },
  EPERM: { id: 'izin ditolak', en: 'permission denied' },
  EROFS: { id: 'sistem berkas hanya dapat dibaca', en: 'the file system is read-only' },
  ENOSPC: { id: 'ruang disk habis', en: 'the disk is full' },
  EDQUOT: { id: 'kuota disk habis', en: 'the disk quota is used up' },
  ENOTDIR: { id: 'sebagian dari alamat itu bukan direktori', en: 'a part of that path is not a directory' },
};

/** Wraps whatever a system call threw while the database in `dataDir` was being prepared. */
export function unexpected(dataDir: string, error: unknown): HubError {
  const message = error instanceof Error ? error.message : String(error);
  const known = REASONS[codeOf(error)];
  const path = error instanceof Error && 'path' in error ? ` (${String(error.path)})` : '';
  return embeddedFailed(
    `PostgreSQL bawaan di ${dataDir} tidak dapat disiapkan: ${known ? known.id + path : message}.`,
    `The embedded PostgreSQL in ${dataDir} cannot be set up: ${known ? known.en + path : message}.`,
    error,
  );
}
