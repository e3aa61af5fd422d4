import { pick, useGraphiQL } from '@graphiql/react';
import type { GraphQLSchema } from 'graphql';
import { useEffect, useMemo, useState } from 'react';
import { download, handOut } from '../../app/hub/files.js';
import { useFormats, useWords, type Words } from '../../app/language.js';
import type { Run } from '../runs.js';
import { Asked } from './asked.js';
import { Dotted } from './dotted.js';
import { type AnswerList, headerOf, listsOf, tableCsv, tableOf, textOf } from './flatten.js';
import { Problems } from './problems.js';

const WORDS = {
  list: { id: 'Daftar', en: 'List' },
  whole: { id: 'seluruh jawaban', en: 'the whole answer' },
  rows: { id: 'baris', en: 'rows' },
  of: { id: 'dari', en: 'of' },
  csv: { id: 'Unduh CSV', en: 'Download CSV' },
  all: { id: 'CSV semua halaman', en: 'CSV of all pages' },
  excel: { id: 'untuk Excel', en: 'for Excel' },
  nothing: { id: 'Jawaban ini tidak memuat data.', en: 'This answer holds no data.' },
  empty: { id: 'Daftar ini kosong.', en: 'This list is empty.' },
  value: { id: 'nilai', en: 'value' },
  cut: {
    id: 'Di layar hanya baris-baris pertama; CSV memuat semuanya.',
    en: 'The screen shows the first rows alone; the CSV holds them all.',
  },
  table: { id: 'Jawaban sebagai tabel', en: 'The answer as a table' },
} as const satisfies Record<string, Words>;

/** More would make the page slow, and nobody reads them here. */
const MOST_ROWS = 500;

export function TableView({ run }: { readonly run: Run }) {
  const say = useWords();
  const { schema } = useGraphiQL(pick('schema'));
  const lists = useMemo(() => listsOf(run.result.data), [run]);
  const asked = useMemo(() => askedOf(schema, run), [schema, run]);
  const [chosen, setChosen] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer has other lists
  useEffect(() => setChosen(0), [run]);
  const list = lists[chosen] ?? lists[0];
  return (
    <>
      <Problems result={run.result} />
      {lists.length > 1 && (
        <label className="field">
          {say(WORDS.list)}
          <select value={chosen} onChange={(event) => setChosen(Number(event.target.value))}>
            {lists.map(({ path }, at) => (
              <option key={path.join('.')} value={at}>
                {path.join('.')}
              </option>
            ))}
          </select>
        </label>
      )}
      {list ? (
        <OneList key={list.path.join('.')} list={list} isOnly={lists.length === 1} asked={asked} />
      ) : (
        <p className="quiet">{say(WORDS.nothing)}</p>
      )}
    </>
  );
}

/** By the schema as it is now: one that no longer knows the question says nothing of it. */
function askedOf(schema: GraphQLSchema | null | undefined, { question }: Run): Asked | null {
  if (!schema) return null;
  try {
    return new Asked(schema, question);
  } catch {
    return null;
  }
}

const NUMBERS = new Set(['Int', 'Float', 'Decimal', 'BigInt']);

interface OneListProps {
  readonly list: AnswerList;
  /** Whether it is not chosen out of several by its name. */
  readonly isOnly: boolean;
  readonly asked: Asked | null;
}

function OneList({ list, isOnly, asked }: OneListProps) {
  const say = useWords();
  const { number } = useFormats();
  const typeAt = useMemo(
    () => (path: readonly (string | number)[]) => asked?.typeAt([...list.path, ...path]),
    [asked, list],
  );
  // Every group has as many keys as were asked for.
  const table = useMemo(() => tableOf(list.items, (path) => typeAt(path) === 'GroupKey'), [list, typeAt]);
  const nameless = list.path.at(-1) ?? say(WORDS.value);
  const count = list.items.length;
  return (
    <>
      <div className="answer-tools">
        <p className="quiet" role="status">
          {isOnly && <code>{list.path.join('.') || say(WORDS.whole)} </code>}
          {number(count)}
          {list.total !== null && ` ${say(WORDS.of)} ${number(list.total)}`} {say(WORDS.rows)}
        </p>
        <Files
          name={list.path.join('-') || 'jawaban'}
          csv={(excel) => tableCsv(table, nameless, typeAt, excel)}
          whole={(excel) => asked?.wholeExport(list.path, excel) ?? null}
        />
      </div>
      {table.columns.length === 0 ? (
        <p className="quiet">{say(WORDS.empty)}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard
        <section className="answer-table is-main" tabIndex={0} aria-label={say(WORDS.table)}>
          <table>
            <thead>
              <tr>
                {table.columns.map((column) => (
                  <th key={headerOf(column)} scope="col" className={align(typeAt(column))}>
                    <Dotted name={headerOf(column) || nameless} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.slice(0, MOST_ROWS).map((row, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer; they never move
                <tr key={at}>
                  {table.columns.map((column, of) => (
                    <td key={headerOf(column)} className={align(typeAt(column))}>
                      {textOf(row[of] ?? []) ?? <span className="quiet">null</span>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {count > MOST_ROWS && <p className="quiet">{say(WORDS.cut)}</p>}
        </section>
      )}
    </>
  );
}

const align = (type: string | undefined): string | undefined =>
  NUMBERS.has(type ?? '') ? 'is-number' : undefined;

interface FilesProps {
  readonly name: string;
  readonly csv: (excel: boolean) => string;
  /** Where the hub gives every page; null where it cannot. */
  readonly whole: (excel: boolean) => string | null;
}

function Files({ name, csv, whole }: FilesProps) {
  const say = useWords();
  const [excel, setExcel] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Words | null>(null);
  const all = whole(excel);

  async function take(path: string): Promise<void> {
    setBusy(true);
    const outcome = await download(path);
    setBusy(false);
    setRefusal(outcome.ok ? null : outcome.refusal.words);
  }

  return (
    <>
      <label className="check">
        <input type="checkbox" checked={excel} onChange={(event) => setExcel(event.target.checked)} />
        {say(WORDS.excel)}
      </label>
      <button
        type="button"
        className="button is-main"
        onClick={() => handOut(new Blob([csv(excel)], { type: 'text/csv;charset=utf-8' }), `${name}.csv`)}
      >
        {say(WORDS.csv)}
      </button>
      {all !== null && (
        <button type="button" className="button" disabled={busy} onClick={() => void take(all)}>
          {say(WORDS.all)}
        </button>
      )}
      {refusal && (
        <p className="refused" role="alert">
          {say(refusal)}
        </p>
      )}
    </>
  );
}
