import { type HubError, refusal, type Words } from '../../../schema/errors.js';

// What people write of an account: names, reasons, passwords.

const MOST = 200;
const USERNAME = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;
/** Birth date, first appointment, sex and serial number, without blanks. */
const NIP = /^\d{18}$/;
/** Only what a typing slip breaks: whether the address takes mail, only mail can tell. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export interface Profile {
  readonly name: string;
  readonly position: string | null;
  readonly nip: string | null;
  readonly email: string | null;
}

const wrong = (id: string, en: string): HubError => refusal('BAD_USER_INPUT', { detail: { id, en } });

export const usernameProblem = (username: string): HubError | undefined =>
  USERNAME.test(username)
    ? undefined
    : wrong(
        'Nama pengguna memuat 1 sampai 64 huruf kecil, angka, titik, garis bawah atau tanda hubung, diawali dan diakhiri huruf atau angka.',
        'A user name has 1 to 64 small letters, digits, dots, underscores or hyphens, with a letter or digit at both ends.',
      );

/** A text without blanks at its ends; null for one that is empty or was not given. */
export const trimmed = (text: string | null | undefined): string | null => text?.trim() || null;

/** A name that is shown: of one line, not empty, of 200 characters at most. Throws BAD_USER_INPUT. */
export function readName(text: string): string {
  const name = trimmed(text);
  if (name === null || name.length > MOST || /\p{Cc}/u.test(name))
    throw wrong(
      `Nama memuat 1 sampai ${MOST} karakter dalam satu baris.`,
      `A name has 1 to ${MOST} characters on one line.`,
    );
  return name;
}

/** What a signature block prints, and where notices go. Throws BAD_USER_INPUT. */
export function readProfile(given: { [K in keyof Profile]?: string | null | undefined }): Profile {
  const name = readName(given.name ?? '');
  const position = trimmed(given.position);
  const nip = trimmed(given.nip);
  const email = trimmed(given.email);
  if (position !== null && (position.length > MOST || /\p{Cc}/u.test(position)))
    throw wrong(
      `Jabatan memuat paling banyak ${MOST} karakter dalam satu baris.`,
      `A position has ${MOST} characters at most, on one line.`,
    );
  if (nip !== null && !NIP.test(nip)) throw wrong('NIP memuat 18 angka.', 'A NIP has 18 digits.');
  if (email !== null && (email.length > MOST || !EMAIL.test(email)))
    throw wrong('Alamat surel tidak sah.', 'The mail address is not valid.');
  return { name, position, nip, email };
}

/** Why something was done, in 2,000 characters at most. Throws REASON_REQUIRED and BAD_USER_INPUT. */
export function readReason(text: string, action: string): string {
  const reason = trimmed(text);
  if (reason === null) throw refusal('REASON_REQUIRED', { action });
  if (reason.length > 2000)
    throw wrong('Alasan memuat paling banyak 2000 karakter.', 'A reason has 2000 characters at most.');
  return reason;
}

const SHORTEST = 12;
const LONGEST = 200;

/** What is wrong with a new password; `username` where it is known whose it will be. */
export function passwordProblem(password: string, username?: string): HubError | undefined {
  const characters = [...password].length;
  const detail = ((): Words | undefined => {
    if (characters < SHORTEST)
      return {
        id: `Kata sandi memuat sedikitnya ${SHORTEST} karakter; ini ${characters}.`,
        en: `A password has at least ${SHORTEST} characters; this one has ${characters}.`,
      };
    if (characters > LONGEST)
      return {
        id: `Kata sandi memuat paling banyak ${LONGEST} karakter.`,
        en: `A password has at most ${LONGEST} characters.`,
      };
    if (password.trim().toLowerCase() === username)
      return {
        id: 'Nama pengguna tidak boleh menjadi kata sandi.',
        en: 'The user name cannot be the password.',
      };
    return undefined;
  })();
  return detail && refusal('PASSWORD_REFUSED', { detail });
}
