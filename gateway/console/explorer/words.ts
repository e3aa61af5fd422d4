export type Language = 'id' | 'en';

export type CallerKind = 'ANONYMOUS' | 'SERVICE_KEY' | 'OFFICIAL';

export type Words = {
  title: string;
  keyLabel: string;
  use: string;
  forget: string;
  callerIs: string;
  checking: string;
  notAccepted: string;
  keyHasBadCharacters: string;
  language: string;
  callers: Record<CallerKind, string>;
};

const indonesian: Words = {
  title: 'SatuGraf – Penjelajah',
  keyLabel: 'Kunci atau token',
  use: 'Pakai',
  forget: 'Lupakan',
  callerIs: 'Anda',
  checking: 'memeriksa…',
  notAccepted: 'kunci tidak diterima',
  keyHasBadCharacters: 'Kunci atau token hanya berisi huruf, angka, dan tanda baca biasa, tanpa spasi.',
  language: 'Bahasa',
  callers: { ANONYMOUS: 'anonim', SERVICE_KEY: 'kunci', OFFICIAL: 'pejabat' },
};

const english: Words = {
  title: 'SatuGraf – Explorer',
  keyLabel: 'Key or token',
  use: 'Use',
  forget: 'Forget',
  callerIs: 'You are',
  checking: 'checking…',
  notAccepted: 'key not accepted',
  keyHasBadCharacters: 'A key or token holds only plain letters, digits and punctuation, without spaces.',
  language: 'Language',
  callers: { ANONYMOUS: 'anonymous', SERVICE_KEY: 'key', OFFICIAL: 'official' },
};

export const words: Record<Language, Words> = { id: indonesian, en: english };

/** Shown where nobody offers a query: both languages, since it stays in the editor after a switch. */
export const greeting = `# Tulis kueri di sini.
# Ctrl+Spasi: nama yang ada
# Ctrl+Enter: jalankan
#
# Write a query here.
# Ctrl+Space: known names
# Ctrl+Enter: run

{
  __typename
}
`;
