import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';
import { AccessBar } from './access-bar.js';
import { fetcherFor, findStart, type Start } from './hub.js';
import { editorStorage, readKey, readLanguage, writeKey, writeLanguage } from './settings.js';
import { words as allWords, type Language } from './words.js';

export function Explorer() {
  const [language, setLanguage] = useState(readLanguage);
  const [accessKey, setAccessKey] = useState(readKey);
  const [start, setStart] = useState<Start | null>(null);
  const words = allWords[language];

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = words.title;
  }, [language, words]);

  useEffect(() => {
    findStart().then(setStart);
  }, []);

  function changeKey(key: string) {
    writeKey(key);
    setAccessKey(key);
    // What the address asked for is opened once; the next editor finds the tabs as they were left.
    setStart((known) => known && { ...known, asked: null });
  }

  function changeLanguage(chosen: Language) {
    writeLanguage(chosen);
    setLanguage(chosen);
  }

  return (
    <>
      <AccessBar
        words={words}
        language={language}
        accessKey={accessKey}
        onAccessKey={changeKey}
        onLanguage={changeLanguage}
      />
      <main className="graph">{start && <Graph accessKey={accessKey} start={start} />}</main>
    </>
  );
}

function Graph({ accessKey, start }: { accessKey: string; start: Start }) {
  const [wide] = useState(() => matchMedia('(min-width: 60rem)').matches);
  const fetcher = useMemo(() => fetcherFor(accessKey), [accessKey]);

  return (
    <GraphiQL
      // Another caller has another schema: everything that was built on the old one goes.
      key={accessKey}
      fetcher={fetcher}
      storage={editorStorage}
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
      schemaDescription
      inputValueDeprecation
      defaultQuery={start.offered}
      {...(start.asked === null ? {} : { initialQuery: start.asked })}
      {...(wide ? { visiblePlugin: 'Documentation Explorer' } : {})}
    >
      <GraphiQL.Logo>
        <span />
      </GraphiQL.Logo>
    </GraphiQL>
  );
}
