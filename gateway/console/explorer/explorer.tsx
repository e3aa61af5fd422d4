import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';
import { keepToken, sessionToken } from '../app/hub/session.js';
import { useWords, type Words } from '../app/language.js';
import { AccessBar } from './access-bar.js';
import { Answer } from './answer/answer.js';
import { askCaller, type Caller, CallerProvider } from './caller.js';
import { fetcherFor } from './hub.js';
import { Mending } from './mending.js';
import { Runs } from './runs.js';
import { savedPlugin } from './saved/plugin.js';
import { editorStorage } from './settings.js';
import { findStart, type Start } from './start.js';

const WORDS = {
  title: { id: 'Penjelajah kueri', en: 'Query explorer' },
} as const satisfies Record<string, Words>;

export function Explorer() {
  const say = useWords();
  const [accessKey, setAccessKey] = useState(sessionToken);
  const [start, setStart] = useState<Start | null>(null);
  const caller = useCallerOf(accessKey);
  const title = say(WORDS.title);

  useEffect(() => {
    document.title = `${title} · SatuGraf`;
  }, [title]);

  useEffect(() => {
    findStart().then(setStart);
  }, []);

  function changeKey(key: string) {
    keepToken(key);
    setAccessKey(key);
    // What the address asked for is opened once; the next editor finds the tabs as they were left.
    setStart((known) => known && { ...known, asked: null });
  }

  return (
    <CallerProvider value={caller}>
      <AccessBar title={title} accessKey={accessKey} onAccessKey={changeKey} />
      <main className="graph">{start && <Graph key={accessKey} start={start} />}</main>
    </CallerProvider>
  );
}

function useCallerOf(accessKey: string): Caller | null {
  const [caller, setCaller] = useState<Caller | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    setCaller(null);
    askCaller(accessKey, abort.signal).then((answer) => {
      if (!abort.signal.aborted) setCaller(answer);
    });
    return () => abort.abort();
  }, [accessKey]);
  return caller;
}

const PLUGINS = [HISTORY_PLUGIN, savedPlugin];

/** The editor of one caller: another has another schema, and everything that was built on the old one goes. */
function Graph({ start }: { readonly start: Start }) {
  const [wide] = useState(() => matchMedia('(min-width: 60rem)').matches);
  const [runs] = useState(() => new Runs());
  const fetcher = useMemo(() => fetcherFor(runs), [runs]);

  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={PLUGINS}
      storage={editorStorage}
      // As the console is; in the settings one may have it dark.
      defaultTheme="light"
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
      <GraphiQL.Footer>
        <Answer runs={runs} />
      </GraphiQL.Footer>
      <Mending />
    </GraphiQL>
  );
}
