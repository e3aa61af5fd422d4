import type { ExecutionResult } from 'graphql';
import { useWords, type Words } from '../../app/language.js';
import { paths } from '../../app/paths.js';
import { inConsole } from '../access-bar.js';
import type { HubMessage } from '../hub.js';

const WORDS = {
  more: { id: 'pesan lagi di tampilan JSON', en: 'more messages in the JSON view' },
  dataset: { id: 'Buka dataset ini', en: 'Open this dataset' },
  ask: { id: 'Minta izin di halaman dataset', en: 'Ask for access on the dataset’s page' },
} as const satisfies Record<string, Words>;

const MOST = 3;

/** What of the answer is missing, and where to ask for it. */
export function Problems({ result }: { readonly result: ExecutionResult }) {
  const say = useWords();
  const errors = (result.errors ?? []) as readonly HubMessage[];
  // A column that is withheld in many places is said once.
  const different = [...new Map(errors.map((error) => [error.message, error])).values()];
  if (different.length === 0) return null;
  const left = different.length - MOST;
  return (
    <ul className="problems">
      {different.slice(0, MOST).map(({ message, extensions }) => (
        <li key={message}>
          {say(extensions?.messages ?? { id: message, en: message })}{' '}
          {extensions?.dataset && (
            <a href={inConsole(paths.dataset(extensions.dataset))}>
              {say(extensions.code === 'FIELD_RESTRICTED' ? WORDS.ask : WORDS.dataset)}
            </a>
          )}
        </li>
      ))}
      {left > 0 && (
        <li>
          {left} {say(WORDS.more)}
        </li>
      )}
    </ul>
  );
}
