import './saved.css';
import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useFormats, useWords, type Words } from '../../app/language.js';
import { paths } from '../../app/paths.js';
import { useNextActor } from '../../app/shell/states.js';
import { TOUCHES } from '../../app/touching.js';
import { inConsole } from '../access-bar.js';
import { mayReview, useCaller } from '../caller.js';
import { type Change, deleteSavedQuery, type SavedQuery, savedQueries, saveQuery } from './saved.js';

const WORDS = {
  title: { id: 'Kueri tersimpan', en: 'Saved queries' },
  lead: {
    id: 'Milik akun Anda, di setiap peramban. Hub menandai yang terkena perubahan skema.',
    en: 'Of your account, in every browser. The hub marks those that a change of the schema touches.',
  },
  officials: {
    id: 'Kueri disimpan pada akun: masuklah dengan akun Anda. Kunci aplikasi tidak menyimpan kueri.',
    en: 'Queries are kept for accounts: sign in with yours. Keys of applications keep none.',
  },
  signIn: { id: 'Masuk di konsol', en: 'Sign in on the console' },
  name: { id: 'Nama kueri', en: 'Name of the query' },
  save: { id: 'Simpan kueri ini', en: 'Save this query' },
  replaces: {
    id: 'Menggantikan kueri tersimpan bernama sama.',
    en: 'Replaces the saved query of this name.',
  },
  saved: { id: 'Tersimpan', en: 'Saved' },
  empty: { id: 'Editor masih kosong.', en: 'The editor is empty.' },
  search: { id: 'Cari kueri tersimpan', en: 'Search saved queries' },
  none: { id: 'Belum ada kueri tersimpan.', en: 'There is no saved query yet.' },
  noMatch: { id: 'Tidak ada yang cocok.', en: 'Nothing matches.' },
  open: { id: 'Buka di tab baru', en: 'Open in a new tab' },
  remove: { id: 'Hapus', en: 'Delete' },
  sure: { id: 'Hapus kueri ini?', en: 'Delete this query?' },
  yes: { id: 'Ya, hapus', en: 'Yes, delete' },
  no: { id: 'Batal', en: 'Cancel' },
  proposal: { id: 'Baca usulan', en: 'Read the proposal' },
  console: { id: 'Lihat di konsol', en: 'See them on the console' },
} as const satisfies Record<string, Words>;

/** The panel of queries that an account keeps. */
export function SavedQueries() {
  const say = useWords();
  const caller = useCaller();
  return (
    <section className="saved" aria-label={say(WORDS.title)}>
      <h2 className="graphiql-doc-explorer-title">{say(WORDS.title)}</h2>
      {caller?.kind === 'OFFICIAL' && <Kept />}
      {caller !== null && caller.kind !== 'OFFICIAL' && (
        <>
          <p>{say(WORDS.officials)}</p>
          <p>
            <a href={inConsole(paths.signIn())}>{say(WORDS.signIn)}</a>
          </p>
        </>
      )}
    </section>
  );
}

function Kept() {
  const say = useWords();
  const [kept, setKept] = useState<readonly SavedQuery[] | null>(null);
  const [refusal, setRefusal] = useState<Words | null>(null);
  const [filter, setFilter] = useState('');

  const refresh = useCallback(async () => {
    const outcome = await savedQueries();
    if (outcome.ok) setKept(outcome.value);
    setRefusal(outcome.ok ? null : outcome.words);
  }, []);
  useEffect(() => {
    void refresh();
  }, [refresh]);

  const wanted = filter.trim().toLowerCase();
  const shown = (kept ?? []).filter(({ name, document }) =>
    `${name}\n${document}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <p className="quiet">{say(WORDS.lead)}</p>
      <Save names={(kept ?? []).map(({ name }) => name)} saved={refresh} refused={setRefusal} />
      {refusal && (
        <p className="refused" role="alert">
          {say(refusal)}
        </p>
      )}
      {kept?.length === 0 && <p className="quiet">{say(WORDS.none)}</p>}
      {kept !== null && kept.length > 0 && (
        <>
          <input
            type="search"
            className="input"
            aria-label={say(WORDS.search)}
            placeholder={say(WORDS.search)}
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
          {shown.length === 0 && <p className="quiet">{say(WORDS.noMatch)}</p>}
          <ul className="saved-list">
            {shown.map((one) => (
              <Entry key={one.id} saved={one} changed={refresh} refused={setRefusal} />
            ))}
          </ul>
          <p>
            <a href={inConsole(paths.saved())}>{say(WORDS.console)}</a>
          </p>
        </>
      )}
    </>
  );
}

interface SaveProps {
  readonly names: readonly string[];
  readonly saved: () => Promise<void>;
  readonly refused: (words: Words | null) => void;
}

function Save({ names, saved, refused }: SaveProps) {
  const say = useWords();
  const { queryEditor, operationName } = useGraphiQL(pick('queryEditor', 'operationName'));
  const [typed, setTyped] = useState<string | null>(null);
  const [isSaved, setIsSaved] = useState(false);
  const [busy, setBusy] = useState(false);
  const name = (typed ?? operationName ?? '').trim();

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const document = queryEditor?.getValue() ?? '';
    if (document.trim() === '') return refused(WORDS.empty);
    setBusy(true);
    const outcome = await saveQuery(name, document);
    setBusy(false);
    if (!outcome.ok) return refused(outcome.words);
    setIsSaved(true);
    setTyped(null);
    await saved();
  }

  return (
    <form className="saved-form" onSubmit={submit}>
      <label htmlFor="saved-name">{say(WORDS.name)}</label>
      <input
        id="saved-name"
        className="input"
        required
        maxLength={100}
        autoComplete="off"
        value={typed ?? operationName ?? ''}
        onChange={(event) => {
          setIsSaved(false);
          setTyped(event.target.value);
        }}
      />
      <button type="submit" className="button is-main" disabled={busy || name === ''}>
        {say(WORDS.save)}
      </button>
      <p className="quiet" role="status">
        {isSaved ? say(WORDS.saved) : names.includes(name) && say(WORDS.replaces)}
      </p>
    </form>
  );
}

interface EntryProps {
  readonly saved: SavedQuery;
  readonly changed: () => Promise<void>;
  readonly refused: (words: Words | null) => void;
}

function Entry({ saved: { id, name, document, savedAt, changes }, changed, refused }: EntryProps) {
  const say = useWords();
  const { moment } = useFormats();
  const { queryEditor } = useGraphiQL(pick('queryEditor'));
  const { addTab, updateActiveTabValues } = useGraphiQLActions();
  const [asking, setAsking] = useState<boolean | null>(null);
  const [removing, keeping] = [useRef<HTMLButtonElement>(null), useRef<HTMLButtonElement>(null)];

  useEffect(() => {
    // The button that had the focus is gone: it goes to the one in its place that does no harm.
    if (asking !== null) (asking ? keeping : removing).current?.focus();
  }, [asking, keeping, removing]);

  function open() {
    addTab();
    queryEditor?.setValue(document);
    updateActiveTabValues({ query: document });
  }

  async function remove(): Promise<void> {
    const outcome = await deleteSavedQuery(id);
    if (!outcome.ok) return refused(outcome.words);
    await changed();
  }

  return (
    <li aria-label={name}>
      <h3>{name}</h3>
      <p className="quiet">{moment(savedAt)}</p>
      {changes.length > 0 && (
        <ul className="changes">
          {changes.map((change) => (
            <Mark key={`${change.kind} ${change.message.en}`} change={change} />
          ))}
        </ul>
      )}
      {asking ? (
        <p className="saved-tools" role="alert">
          {say(WORDS.sure)}
          <button type="button" className="button is-grave" onClick={() => void remove()}>
            {say(WORDS.yes)}
          </button>
          <button type="button" ref={keeping} className="button" onClick={() => setAsking(false)}>
            {say(WORDS.no)}
          </button>
        </p>
      ) : (
        <p className="saved-tools">
          <button type="button" className="button" onClick={open}>
            {say(WORDS.open)}
          </button>
          <button type="button" ref={removing} className="button" onClick={() => setAsking(true)}>
            {say(WORDS.remove)}
          </button>
        </p>
      )}
    </li>
  );
}

function Mark({ change: { kind, message, next, proposal } }: { readonly change: Change }) {
  const say = useWords();
  const actor = useNextActor()(next);
  const caller = useCaller();
  return (
    <li>
      <strong className={`mark is-${kind.toLowerCase()}`}>{say(TOUCHES[kind].words)}</strong> {say(message)}{' '}
      <span className="quiet">{actor}</span>{' '}
      {proposal && mayReview(caller) && (
        <a href={inConsole(paths.proposal(proposal))}>
          {say(WORDS.proposal)} {proposal}
        </a>
      )}
    </li>
  );
}
