import { refusal } from '../../schema/errors.js';

/** Characters of one text that an official writes: it has to fit a printed page or two. */
const MAX_TEXT = 10_000;

/**
 * Texts are kept as JSON, in which PostgreSQL stores neither U+0000 nor half a surrogate pair, and are printed. Throws
 * BAD_USER_INPUT for the first that cannot be.
 */
export function checkTexts(value: unknown): void {
  const texts: string[] = [];
  JSON.stringify(value, (_key, one) => (typeof one === 'string' ? texts.push(one) : one));
  for (const text of texts) {
    if (text.includes('\0') || /\p{Surrogate}/u.test(text))
      throw refusal('BAD_USER_INPUT', { detail: UNSTORABLE });
    if (text.length > MAX_TEXT) throw refusal('BAD_USER_INPUT', { detail: TOO_LONG });
  }
}

const UNSTORABLE = {
  id: 'Nilai teks memuat karakter yang tidak dapat disimpan (NUL atau separuh pasangan surrogate).',
  en: 'A text value holds what cannot be stored (NUL or half a surrogate pair).',
};

const TOO_LONG = {
  id: `Satu teks paling banyak ${MAX_TEXT} karakter; lampirkan berkas untuk yang lebih panjang.`,
  en: `One text has at most ${MAX_TEXT} characters; attach a file for what is longer.`,
};
