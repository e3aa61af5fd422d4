import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from 'urql';
import { useWords, type Words } from '../../language.js';
import { ROLES, STEPS } from '../../terms.js';
import { useSession } from '../../viewer.js';
import { isUnfinished, OWN_CASES } from './case.js';

const WORDS = {
  title: { id: 'Lanjutkan yang belum selesai', en: 'Go on with what is unfinished' },
  draft: { id: 'draf', en: 'draft' },
  change: { id: 'perubahan', en: 'change' },
  untitled: { id: 'Tanpa judul', en: 'Untitled' },
  next: { id: 'giliran', en: 'next' },
  on: { id: 'Lanjutkan', en: 'Go on' },
} as const satisfies Record<string, Words>;

/** The agency's new datasets and changes that are not handed over yet. */
export function Unfinished({ onChosen }: { readonly onChosen: (number: string) => void }) {
  const say = useWords();
  const { viewer } = useSession();
  const [{ data }] = useQuery({ query: OWN_CASES });
  const open = (data?.cases ?? []).filter(
    (one) => one.dossier?.agency === viewer.agency && isUnfinished(one),
  );
  if (open.length === 0) return null;
  return (
    <Card mb="lg">
      <Stack gap="sm">
        <Title order={2}>{say(WORDS.title)}</Title>
        {open.map(({ number, status, step, nextActor, dossier }) => {
          const title = dossier?.title || say(WORDS.untitled);
          return (
            <Group key={number} justify="space-between">
              <div>
                <Text fw={600}>{title}</Text>
                <Text size="sm" c="dimmed">
                  {[
                    number,
                    dossier?.kind === 'CHANGE' && say(WORDS.change),
                    say(status === 'DRAFT' ? WORDS.draft : STEPS[step]),
                    nextActor && `${say(WORDS.next)}: ${say(ROLES[nextActor])}`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </Text>
              </div>
              <Button
                size="xs"
                variant="light"
                aria-label={`${say(WORDS.on)}: ${title}`}
                onClick={() => onChosen(number)}
              >
                {say(WORDS.on)}
              </Button>
            </Group>
          );
        })}
      </Stack>
    </Card>
  );
}
