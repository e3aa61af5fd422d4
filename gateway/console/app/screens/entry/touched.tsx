import { Anchor, Stack, Table } from '@mantine/core';
import { Link } from 'react-router';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Sheet } from '../../shell/sheet.js';
import { PartHeading } from '../../shell/states.js';
import { TouchBadges } from '../../touching.js';

export const TOUCHED = graphql(`
  query TouchedQueries { savedQueries { id name changes { kind } } }
`);
export type TouchedQuery = NonNullable<ResultOf<typeof TOUCHED>['savedQueries']>[number];

const WORDS = {
  title: { id: 'Perubahan pada kueri tersimpan', en: 'Changes that touch your saved queries' },
  lead: {
    id: 'Buka kueri untuk melihat apa yang berubah dan apa yang perlu disiapkan.',
    en: 'Open a query to see what changes and what to prepare.',
  },
  name: { id: 'Kueri', en: 'Query' },
  how: { id: 'Keadaan', en: 'How it stands' },
} as const satisfies Record<string, Words>;

/** The saved queries that something touches. */
export function Touched({ queries }: { readonly queries: readonly TouchedQuery[] }) {
  const say = useWords();
  return (
    <Stack component="section" gap="xs" mb="xl">
      <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      <Sheet width={300} heads={[WORDS.name, WORDS.how]}>
        {queries.map(({ id, name, changes }) => (
          <Table.Tr key={id}>
            <Table.Td style={{ overflowWrap: 'break-word' }}>
              <Anchor component={Link} to={paths.saved()} fw={600}>
                {name}
              </Anchor>
            </Table.Td>
            <Table.Td>
              <TouchBadges changes={changes} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Sheet>
    </Stack>
  );
}
