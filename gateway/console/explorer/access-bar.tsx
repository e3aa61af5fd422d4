import { type FormEvent, useEffect, useRef, useState } from 'react';
import { askCaller, type Caller } from './hub.js';
import type { Language, Words } from './words.js';

type AccessBarProps = {
  words: Words;
  language: Language;
  accessKey: string;
  onAccessKey(key: string): void;
  onLanguage(language: Language): void;
};

export function AccessBar({ words, language, accessKey, onAccessKey, onLanguage }: AccessBarProps) {
  return (
    <header className="bar">
      <h1 className="bar-name">SatuGraf</h1>
      <CallerNote words={words} accessKey={accessKey} />
      <KeyForm words={words} accessKey={accessKey} onAccessKey={onAccessKey} />
      <fieldset className="bar-language">
        <legend className="only-spoken">{words.language}</legend>
        <LanguageButton code="id" name="Bahasa Indonesia" current={language} onLanguage={onLanguage} />
        <LanguageButton code="en" name="English" current={language} onLanguage={onLanguage} />
      </fieldset>
    </header>
  );
}

type LanguageButtonProps = {
  code: Language;
  name: string;
  current: Language;
  onLanguage(language: Language): void;
};

function LanguageButton({ code, name, current, onLanguage }: LanguageButtonProps) {
  return (
    <button
      type="button"
      lang={code}
      title={name}
      aria-label={name}
      aria-pressed={code === current}
      onClick={() => onLanguage(code)}
    >
      {code.toUpperCase()}
    </button>
  );
}

function CallerNote({ words, accessKey }: { words: Words; accessKey: string }) {
  const [caller, setCaller] = useState<Caller | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    setCaller(null);
    askCaller(accessKey, abort.signal).then((answer) => {
      if (!abort.signal.aborted) setCaller(answer);
    });
    return () => abort.abort();
  }, [accessKey]);

  return (
    <p className="bar-caller" role="status">
      <span className="bar-caller-is">{words.callerIs}: </span>
      {caller === null ? words.checking : <CallerName words={words} caller={caller} />}
    </p>
  );
}

function CallerName({ words, caller }: { words: Words; caller: Caller }) {
  const kind = words.callers[caller.kind];
  if (caller.refused) {
    return (
      <>
        {kind} – <strong className="refused">{words.notAccepted}</strong>
      </>
    );
  }
  if (caller.name === null) return <strong>{kind}</strong>;
  return (
    <span title={`${caller.name} (${kind})`}>
      <strong>{caller.name}</strong> ({kind})
    </span>
  );
}

type KeyFormProps = { words: Words; accessKey: string; onAccessKey(key: string): void };

function KeyForm({ words, accessKey, onAccessKey }: KeyFormProps) {
  const [typed, setTyped] = useState(accessKey);
  const input = useRef<HTMLInputElement>(null);
  const key = plainKey(typed);

  useEffect(() => {
    // Anything else cannot stand in a header: fetch would throw on it.
    input.current?.setCustomValidity(/^[\x21-\x7e]*$/.test(key) ? '' : words.keyHasBadCharacters);
  }, [key, words]);

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
        aria-label={words.keyLabel}
        placeholder={words.keyLabel}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" disabled={key === accessKey}>
        {words.use}
      </button>
      {accessKey !== '' && (
        <button type="button" onClick={forget}>
          {words.forget}
        </button>
      )}
    </form>
  );
}

/** People copy the whole header as often as the key. */
function plainKey(typed: string): string {
  return typed.trim().replace(/^(authorization:\s*)?bearer\s+/i, '');
}
