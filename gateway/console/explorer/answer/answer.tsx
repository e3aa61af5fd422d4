import { pick, useGraphiQL } from '@graphiql/react';
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { useFormats, useWords, type Words } from '../../app/language.js';
import { mayExplain, useCaller } from '../caller.js';
import type { Run, Runs } from '../runs.js';

const WORDS = {
  shown: { id: 'Tampilan jawaban', en: 'View of the answer' },
  json: { id: 'JSON', en: 'JSON' },
  table: { id: 'Tabel', en: 'Table' },
  plan: { id: 'Rencana', en: 'Plan' },
  cost: { id: 'Biaya', en: 'Cost' },
  of: { id: 'dari', en: 'of' },
  keys: {
    id: 'Ctrl+Enter menjalankan kueri. Ctrl+M: tombol Tab keluar dari editor.',
    en: 'Ctrl+Enter runs the query. Ctrl+M: the Tab key leaves the editor.',
  },
  notRun: {
    id: 'Kueri di tab ini belum dijalankan.',
    en: 'The query in this tab has not been run yet.',
  },
  asking: { id: 'Menunggu jawaban…', en: 'Waiting for the answer…' },
} as const satisfies Record<string, Words>;

const VIEWS = ['json', 'table', 'plan'] as const;
type View = (typeof VIEWS)[number];

const TableView = lazy(() => import('./table-view.js').then((module) => ({ default: module.TableView })));
const PlanView = lazy(() => import('./plan-view.js').then((module) => ({ default: module.PlanView })));

/** What stands above GraphiQL's own answer, and in its place: the answer as a table, its plan, and what it cost. */
export function Answer({ runs }: { readonly runs: Runs }) {
  const say = useWords();
  const caller = useCaller();
  const [view, setView] = useState<View>('json');
  const { tabs, activeTabIndex, isFetching } = useGraphiQL(pick('tabs', 'activeTabIndex', 'isFetching'));
  const tab = tabs[activeTabIndex]?.id ?? '';
  const run = useSyncExternalStore(runs.subscribe, () => runs.of(tab));

  useEffect(() => {
    runs.tab = tab;
    runs.explains = view === 'plan' && mayExplain(caller);
  }, [runs, tab, view, caller]);

  return (
    <section className="answer" aria-label={say(WORDS.shown)}>
      <div className="answer-strip">
        <fieldset className="choice">
          <legend className="only-spoken">{say(WORDS.shown)}</legend>
          {VIEWS.map((one) => (
            <button key={one} type="button" aria-pressed={one === view} onClick={() => setView(one)}>
              {say(WORDS[one])}
            </button>
          ))}
        </fieldset>
        <p className="answer-cost" role="status">
          {run ? <Facts run={run} /> : say(isFetching ? WORDS.asking : WORDS.keys)}
        </p>
      </div>
      {view !== 'json' && (
        <div className="answer-panel">
          <Suspense fallback={null}>
            {!run && view === 'table' && (
              <p className="quiet">{say(isFetching ? WORDS.asking : WORDS.notRun)}</p>
            )}
            {run && view === 'table' && <TableView run={run} />}
            {view === 'plan' && <PlanView run={run} />}
          </Suspense>
        </div>
      )}
    </section>
  );
}

function Facts({ run: { price, milliseconds, bytes } }: { readonly run: Run }) {
  const say = useWords();
  const { number, size } = useFormats();
  return (
    <>
      {price && (
        <span className="answer-fact">
          {say(WORDS.cost)} <strong>{number(price.cost)}</strong> {say(WORDS.of)} {number(price.limit)}
        </span>
      )}
      <span className="answer-fact">{number(Math.round(milliseconds))} ms</span>
      <span className="answer-fact">{size(bytes)}</span>
    </>
  );
}
