import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

export type Language = 'id' | 'en';

/** The same in both languages; what a screen says stands beside it in one object of these. */
export interface Words {
  readonly id: string;
  readonly en: string;
}

const SLOT = 'satugraf.language';

interface Spoken {
  readonly language: Language;
  readonly change: (language: Language) => void;
}

const Context = createContext<Spoken>({ language: 'id', change: () => {} });

/** A browser may forbid storage; the page then works, and forgets. */
function remembered(): Language {
  try {
    return localStorage.getItem(SLOT) === 'en' ? 'en' : 'id';
  } catch {
    return 'id';
  }
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(remembered);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const spoken = useMemo(
    (): Spoken => ({
      language,
      change: (next) => {
        setLanguage(next);
        try {
          localStorage.setItem(SLOT, next);
        } catch {
          // see remembered
        }
      },
    }),
    [language],
  );
  return <Context value={spoken}>{children}</Context>;
}

export const useLanguage = (): Spoken => useContext(Context);

/** Picks a screen's words, or one of its sentences, in the language that is spoken. */
export function useWords(): (words: Words) => string {
  const { language } = useLanguage();
  return (words) => words[language];
}

const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };

/** Dates, moments, numbers and sizes as people write them; times are those of Jakarta. */
export function useFormats() {
  const { language } = useLanguage();
  return useMemo(() => {
    const locale = LOCALES[language];
    const zone = { timeZone: 'Asia/Jakarta' } as const;
    const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...zone });
    const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...zone });
    const number = new Intl.NumberFormat(locale);
    return {
      /** `YYYY-MM-DD` or an ISO moment. */
      date: (text: string) => date.format(new Date(text.length === 10 ? `${text}T12:00:00+07:00` : text)),
      moment: (text: string) => moment.format(new Date(text)),
      number: (value: number) => number.format(value),
      size: (bytes: number) =>
        bytes < 1_000
          ? `${bytes} B`
          : bytes < 1_000_000
            ? `${number.format(Math.round(bytes / 1_000))} kB`
            : `${number.format(Math.round(bytes / 100_000) / 10)} MB`,
    };
  }, [language]);
}
