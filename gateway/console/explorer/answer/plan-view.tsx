import { useGraphiQLActions } from '@graphiql/react';
import { useFormats, useLanguage, useWords, type Words } from '../../app/language.js';
import { mayExplain, useCaller } from '../caller.js';
import type { Run } from '../runs.js';
import { Dotted } from './dotted.js';
import { type Execution, executionIn, type Fetch, fetchingMs } from './execution.js';
import { Problems } from './problems.js';

const WORDS = {
  cost: { id: 'Biaya', en: 'Cost' },
  price: { id: 'nilai paling banyak dalam jawaban', en: 'values in the answer at the most' },
  of: { id: 'dari batas', en: 'of the limit of' },
  rule: {
    id: 'Yang dihitung ialah baris × kolom menurut first dan last, sebelum data dibaca. Kolom yang ditahan tidak dihitung. Kecilkan first, atau pilih lebih sedikit kolom, bila mendekati batas.',
    en: 'What counts is rows × fields by first and last, before any data are read. Withheld columns do not count. Near the limit, lower first or select fewer fields.',
  },
  unpriced: {
    id: 'Kueri ini tidak dipahami hub, sehingga tidak ada biayanya.',
    en: 'The hub has not understood this query, so it has no cost.',
  },
  plan: { id: 'Rencana', en: 'Plan' },
  notYours: {
    id: 'Rencana hanya dapat dilihat tim teknis dan pengelola (ADMIN): ia menyebut nama subgraf dan kolom yang mungkin tidak boleh Anda ketahui. Bila kueri Anda lambat, tanyakan kepada tim teknis dengan menyebut nomor permintaan',
    en: 'Plans are for the technical team and the administrator (ADMIN): they name subgraphs and columns that you may not be meant to know of. Where your query is slow, ask the technical team and name the request',
  },
  notRun: {
    id: 'Jalankan kueri selagi tampilan ini terbuka: rencananya ikut diminta.',
    en: 'Run the query while this view is open: its plan is asked for, too.',
  },
  again: { id: 'Jalankan dan jelaskan', en: 'Run and explain' },
  unanswered: { id: 'Jawaban ini datang tanpa rencana.', en: 'This answer came without a plan.' },
  total: { id: 'Seluruhnya', en: 'In all' },
  planning: { id: 'Menyusun rencana', en: 'Making the plan' },
  kept: { id: 'sudah tersimpan', en: 'known before' },
  made: { id: 'baru disusun', en: 'made anew' },
  fetching: { id: 'Mengambil data', en: 'Fetching' },
  rest: { id: 'Selebihnya', en: 'All else' },
  subgraph: { id: 'Subgraf', en: 'Subgraph' },
  place: { id: 'Tempat', en: 'Place' },
  root: { id: 'akar', en: 'root' },
  entities: { id: 'Objek', en: 'Objects' },
  started: { id: 'Mulai', en: 'Began' },
  took: { id: 'Lama', en: 'Took' },
  when: { id: 'Kapan', en: 'When' },
  errors: { id: 'Galat', en: 'Errors' },
  fetches: { id: 'Pengambilan', en: 'Fetches' },
  text: { id: 'Rencana sebagai teks', en: 'The plan as text' },
  fresh: {
    id: 'Jawaban yang dijelaskan selalu diambil baru, tidak dari jawaban tersimpan.',
    en: 'An explained answer is always fetched anew, never taken from kept ones.',
  },
} as const satisfies Record<string, Words>;

/** What a query costs, for everybody; how it was executed, for those who may know. */
export function PlanView({ run }: { readonly run: Run | undefined }) {
  const say = useWords();
  return (
    <>
      {run && <Problems result={run.result} />}
      {run && (
        <>
          <h2>{say(WORDS.cost)}</h2>
          <Price price={run.price} />
        </>
      )}
      <h2>{say(WORDS.plan)}</h2>
      <Plan run={run} />
    </>
  );
}

function Price({ price }: Pick<Run, 'price'>) {
  const say = useWords();
  const { number } = useFormats();
  if (!price) return <p className="quiet">{say(WORDS.unpriced)}</p>;
  return (
    <>
      <p>
        <strong>{number(price.cost)}</strong> {say(WORDS.price)}, {say(WORDS.of)} {number(price.limit)}
      </p>
      <svg className="bar-of-time" width="100%" height={8} aria-hidden="true">
        <rect className="bar-whole" width="100%" height={8} rx={2} />
        <rect width={`${(100 * Math.min(price.cost, price.limit)) / price.limit}%`} height={8} rx={2} />
      </svg>
      <p className="quiet">{say(WORDS.rule)}</p>
    </>
  );
}

function Plan({ run }: { readonly run: Run | undefined }) {
  const say = useWords();
  const caller = useCaller();
  const { run: ask } = useGraphiQLActions();
  const execution = run && executionIn(run.result);
  if (execution) return <Explained execution={execution} />;
  if (!mayExplain(caller))
    return (
      <p>
        {say(WORDS.notYours)}
        {run?.requestId ? (
          <>
            : <code>{run.requestId}</code>
          </>
        ) : (
          '.'
        )}
      </p>
    );
  if (run?.explained) return <p className="quiet">{say(WORDS.unanswered)}</p>;
  return (
    <>
      <p className="quiet">{say(WORDS.notRun)}</p>
      {/* What changes something is run by the editor's own button alone. */}
      {run && !/\b(mutation|subscription)\b/.test(run.question.query) && (
        <button type="button" className="button is-main" onClick={() => void ask()}>
          {say(WORDS.again)}
        </button>
      )}
    </>
  );
}

function Explained({ execution }: { readonly execution: Execution }) {
  const say = useWords();
  const ms = useMilliseconds();
  const { milliseconds, planning, fetches, plan } = execution;
  const fetching = fetchingMs(fetches);
  return (
    <>
      <dl className="facts">
        <div>
          <dt>{say(WORDS.total)}</dt>
          <dd>{ms(milliseconds)}</dd>
        </div>
        <div>
          <dt>{say(WORDS.planning)}</dt>
          <dd>
            {ms(planning.milliseconds)}{' '}
            <span className="quiet">({say(planning.kept ? WORDS.kept : WORDS.made)})</span>
          </dd>
        </div>
        <div>
          <dt>{say(WORDS.fetching)}</dt>
          <dd>{ms(fetching)}</dd>
        </div>
        <div>
          <dt>{say(WORDS.rest)}</dt>
          <dd>{ms(Math.max(0, milliseconds - planning.milliseconds - fetching))}</dd>
        </div>
      </dl>
      <Fetches fetches={fetches} whole={milliseconds} />
      <p className="quiet">{say(WORDS.fresh)}</p>
      <details>
        <summary>{say(WORDS.text)}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard */}
        <pre tabIndex={0}>{plan}</pre>
      </details>
    </>
  );
}

function Fetches({ fetches, whole }: { readonly fetches: readonly Fetch[]; readonly whole: number }) {
  const say = useWords();
  const ms = useMilliseconds();
  const { number } = useFormats();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard
    <section className="answer-table" tabIndex={0} aria-label={say(WORDS.fetches)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say(WORDS.subgraph)}</th>
            <th scope="col">{say(WORDS.place)}</th>
            <th scope="col" className="is-number">
              {say(WORDS.entities)}
            </th>
            <th scope="col" className="is-number">
              {say(WORDS.started)}
            </th>
            <th scope="col" className="is-number">
              {say(WORDS.took)}
            </th>
            <th scope="col">{say(WORDS.when)}</th>
            <th scope="col" className="is-number">
              {say(WORDS.errors)}
            </th>
          </tr>
        </thead>
        <tbody>
          {fetches.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: fetches of one answer; they never move
            <tr key={at}>
              <td>{one.subgraph}</td>
              <td className="is-path">
                <Dotted name={one.path || say(WORDS.root)} />
              </td>
              <td className="is-number">{one.entities === null ? '–' : number(one.entities)}</td>
              <td className="is-number">{ms(one.startedMs)}</td>
              <td className="is-number">{ms(one.milliseconds)}</td>
              <td>
                <Bar fetch={one} whole={whole} />
              </td>
              <td className={one.errors > 0 ? 'is-number refused' : 'is-number'}>{one.errors}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const WIDTH = 120;

/** When a fetch was on its way, within the whole. */
function Bar({ fetch, whole }: { readonly fetch: Fetch; readonly whole: number }) {
  const scale = WIDTH / Math.max(whole, fetch.startedMs + fetch.milliseconds, 0.01);
  return (
    <svg className="bar-of-time" width={WIDTH} height={10} aria-hidden="true">
      <rect className="bar-whole" width={WIDTH} height={10} rx={2} />
      <rect
        x={Math.min(fetch.startedMs * scale, WIDTH - 2)}
        width={Math.max(2, fetch.milliseconds * scale)}
        height={10}
        rx={2}
      />
    </svg>
  );
}

function useMilliseconds(): (milliseconds: number) => string {
  const { language } = useLanguage();
  return (milliseconds) =>
    `${milliseconds.toLocaleString(language, { maximumFractionDigits: milliseconds < 10 ? 1 : 0 })} ms`;
}
