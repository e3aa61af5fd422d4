import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useLanguage, useWords, type Words } from '../app/language.js';
import { paths } from '../app/paths.js';
import { type CallerKind, useCaller } from './caller.js';

const WORDS = {
  key: { id: 'Kunci atau token', en: 'Key or token' },
  use: { id: 'Pakai', en: 'Use' },
  forget: { id: 'Lupakan', en: 'Forget' },
  you: { id: 'Anda', en: 'You are' },
  checking: { id: 'memeriksa…', en: 'checking…' },
  notAccepted: { id: 'kunci tidak diterima', en: 'key not accepted' },
  badCharacters: {
    id: 'Kunci atau token hanya berisi huruf, angka, dan tanda baca biasa, tanpa spasi.',
    en: 'A key or token holds only plain letters, digits and punctuation, without spaces.',
  },
  language: { id: 'Bahasa', en: 'Language' },
  console: { id: 'Konsol', en: 'Console' },
  signIn: { id: 'Masuk', en: 'Sign in' },
} as const satisfies Record<string, Words>;

const KINDS: Readonly<Record<CallerKind, Words>> = {
  ANONYMOUS: { id: 'anonim', en: 'anonymous' },
  SERVICE_KEY: { id: 'kunci', en: 'key' },
  OFFICIAL: { id: 'akun', en: 'account' },
};

/** An address of the console's screens, from here. */
export const inConsole = (path: string): string => `/app/#${path}`;

interface Props {
  readonly title: string;
  readonly accessKey: string;
  readonly onAccessKey: (key: string) => void;
}

export function AccessBar({ title, accessKey, onAccessKey }: Props) {
  const say = useWords();
  return (
    <header className="bar">
      <p className="bar-name">SatuGraf</p>
      <h1 className="bar-title">{title}</h1>
      <a className="bar-link" href={inConsole(paths.home())}>
        {say(WORDS.console)}
      </a>
      <CallerNote />
      {accessKey === '' && (
        <a className="bar-link" href={inConsole(paths.signIn())}>
          {say(WORDS.signIn)}
        </a>
      )}
      <KeyForm accessKey={accessKey} onAccessKey={onAccessKey} />
      <LanguageChoice />
    </header>
  );
}

function LanguageChoice() {
  const say = useWords();
  const { language, change } = useLanguage();
  return (
    <fieldset className="choice">
      <legend className="only-spoken">{say(WORDS.language)}</legend>
      {(['id', 'en'] as const).map((code) => (
        <button key={code} type="button" aria-pressed={code === language} onClick={() => change(code)}>
          {code.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}

function CallerNote() {
  const say = useWords();
  const caller = useCaller();
  return (
    <p className="bar-caller" role="status">
      <span className="bar-caller-is">{say(WORDS.you)}: </span>
      {caller === null ? say(WORDS.checking) : <CallerName />}
    </p>
  );
}

function CallerName() {
  const say = useWords();
  const caller = useCaller();
  if (!caller) return null;
  const kind = say(KINDS[caller.kind]);
  if (caller.refused)
    return (
      <>
        {kind} – <strong className="refused">{say(WORDS.notAccepted)}</strong>
      </>
    );
  if (caller.name === null) return <strong>{kind}</strong>;
  return (
    <span title={`${caller.name} (${kind})`}>
      <strong>{caller.name}</strong> ({kind})
    </span>
  );
}

function KeyForm({ accessKey, onAccessKey }: Omit<Props, 'title'>) {
  const say = useWords();
  const [typed, setTyped] = useState(accessKey);
  const input = useRef<HTMLInputElement>(null);
  const key = plainKey(typed);
  const complaint = say(WORDS.badCharacters);

  useEffect(() => {
    // Anything else cannot stand in a header: fetch would throw on it.
    input.current?.setCustomValidity(/^[\x21-\x7e]*$/.test(key) ? '' : complaint);
  }, [key, complaint]);

  function submit(event: FormEvent) {
    event.preventDefault();
    setTyped(key);
    onAccessKey(key);
  }

  function forget() {
    setTyped('');
    onAccessKey('');
    input.current?.focus();
  }

  return (
    <form className="bar-key" onSubmit={submit}>
      <input
        ref={input}
        type="password"
        aria-label={say(WORDS.key)}
        placeholder={say(WORDS.key)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" className="button" disabled={key === accessKey}>
        {say(WORDS.use)}
      </button>
      {accessKey !== '' && (
        <button type="button" className="button" onClick={forget}>
          {say(WORDS.forget)}
        </button>
      )}
    </form>
  );
}

/** People copy the whole header as often as the key. */
function plainKey(typed: string): string {
  return typed.trim().replace(/^(authorization:\s*)?bearer\s+/i, '');
}
