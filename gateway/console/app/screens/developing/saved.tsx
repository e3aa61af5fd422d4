import { Button, Stack } from '@mantine/core';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { Answered, Empty, Heading } from '../../shell/states.js';
import { SavedCard } from './saved-card.js';

const SAVED = graphql(`
  query SavedQueries {
    savedQueries { id name document savedAt changes { kind coordinate message { id en } next proposal } }
  }
`);
export type SavedQuery = NonNullable<ResultOf<typeof SAVED>['savedQueries']>[number];

const WORDS = {
  title: { id: 'Kueri tersimpan', en: 'Saved queries' },
  lead: {
    id: 'Kueri yang Anda simpan di penjelajah, dan perubahan graf yang menyentuhnya. Hanya Anda yang melihatnya.',
    en: 'Queries that you have saved in the explorer, and what of the graph’s changes touches them. Nobody else sees them.',
  },
  explorer: { id: 'Buka penjelajah', en: 'Open the explorer' },
  none: { id: 'Belum ada kueri tersimpan.', en: 'No query is saved yet.' },
  noneMore: {
    id: 'Susun kueri di penjelajah, lalu simpan dengan sebuah nama. Sesudah itu perubahan yang menyentuhnya terlihat di sini dan di beranda.',
    en: 'Write a query in the explorer and save it under a name. From then on you see here and on the home screen what touches it.',
  },
} as const satisfies Record<string, Words>;

/** The queries that somebody keeps, those that a change touches first. */
export function SavedQueries() {
  const say = useWords();
  const [result, ask] = useQuery({ query: SAVED });
  const again = () => ask({ requestPolicy: 'network-only' });
  const explorer = (
    <Button component="a" href="/explorer/" variant="light">
      {say(WORDS.explorer)}
    </Button>
  );
  return (
    <Answered result={result} retry={again}>
      {({ savedQueries }) =>
        savedQueries && savedQueries.length > 0 ? (
          <>
            <Heading title={say(WORDS.title)} lead={say(WORDS.lead)}>
              {explorer}
            </Heading>
            <Stack>
              {inOrder(savedQueries).map((query) => (
                <SavedCard key={query.id} query={query} deleted={again} />
              ))}
            </Stack>
          </>
        ) : (
          <>
            <Heading title={say(WORDS.title)} lead={say(WORDS.lead)} />
            <Empty title={say(WORDS.none)} action={explorer}>
              {say(WORDS.noneMore)}
            </Empty>
          </>
        )
      }
    </Answered>
  );
}

const inOrder = (queries: readonly SavedQuery[]): readonly SavedQuery[] =>
  queries.toSorted((one, other) => Number(other.changes.length > 0) - Number(one.changes.length > 0));
