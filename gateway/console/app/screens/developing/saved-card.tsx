import { Accordion, Anchor, Button, Card, Code, CopyButton, Group, Stack, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { Link } from 'react-router';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Ask } from '../../shell/dialog.js';
import { useNextActor } from '../../shell/states.js';
import { TouchBadge } from '../../touching.js';
import { useSession } from '../../viewer.js';
import type { SavedQuery } from './saved.js';

const DELETE = graphql(`
  mutation DeleteSavedQuery($id: ID!) { deleteSavedQuery(id: $id) }
`);

/** A request's address and headers have 16 kB together. */
const MOST_IN_ADDRESS = 8000;

const WORDS = {
  saved: { id: 'Disimpan', en: 'Saved' },
  untouched: { id: 'Tidak ada perubahan yang menyentuhnya.', en: 'No change touches it.' },
  proposal: { id: 'Baca usulan', en: 'Read the proposal' },
  open: { id: 'Buka di penjelajah', en: 'Open in the explorer' },
  long: {
    id: 'Terlalu panjang untuk sebuah tautan: salin, lalu tempelkan di penjelajah.',
    en: 'Too long for a link: copy it and paste it in the explorer.',
  },
  copy: { id: 'Salin', en: 'Copy' },
  copied: { id: 'Tersalin', en: 'Copied' },
  text: { id: 'Teks kueri', en: 'Text of the query' },
  remove: { id: 'Hapus', en: 'Delete' },
  removeTitle: { id: 'Hapus kueri tersimpan', en: 'Delete the saved query' },
  removeMore: {
    id: 'Kueri ini hilang dari daftar Anda dan tidak dapat dikembalikan. Salin dahulu teksnya bila masih diperlukan.',
    en: 'It is gone from your list and cannot be brought back. Copy its text first if you still need it.',
  },
  confirm: { id: 'Ya, hapus', en: 'Yes, delete it' },
  removed: { id: 'Kueri dihapus', en: 'The query was deleted' },
} as const satisfies Record<string, Words>;

interface Props {
  readonly query: SavedQuery;
  readonly deleted: () => void;
}

/** One saved query: what touches it, and what can be done with it. */
export function SavedCard({ query: { id, name, document, savedAt, changes }, deleted }: Props) {
  const say = useWords();
  const { moment } = useFormats();
  const [, remove] = useMutation(DELETE);
  return (
    <Card component="section" aria-label={name}>
      <Stack gap="sm">
        <div>
          <Title order={2} mb={4} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Title>
          <Text size="sm" c="dimmed">
            {say(WORDS.saved)} {moment(savedAt)}
            {changes.length === 0 && ` · ${say(WORDS.untouched)}`}
          </Text>
        </div>
        {changes.length > 0 && <Changes changes={changes} />}
        <Group gap="xs">
          <Open document={document} />
          <CopyButton value={document}>
            {({ copied, copy }) => (
              <Button size="xs" variant="default" onClick={copy} aria-label={`${say(WORDS.copy)}: ${name}`}>
                {say(copied ? WORDS.copied : WORDS.copy)}
              </Button>
            )}
          </CopyButton>
          <Ask
            label={say(WORDS.remove)}
            about={name}
            title={`${say(WORDS.removeTitle)}: ${name}`}
            lead={say(WORDS.removeMore)}
            confirm={say(WORDS.confirm)}
            done={say(WORDS.removed)}
            danger
            quiet
            submit={() => remove({ id })}
            onDone={deleted}
          />
        </Group>
        <Accordion variant="default" order={3}>
          <Accordion.Item value="text">
            <Accordion.Control>{say(WORDS.text)}</Accordion.Control>
            <Accordion.Panel>
              <Code block tabIndex={0} mah={400}>
                {document}
              </Code>
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      </Stack>
    </Card>
  );
}

function Changes({ changes }: Pick<SavedQuery, 'changes'>) {
  const say = useWords();
  const next = useNextActor();
  const { viewer } = useSession();
  const isReviewer = viewer.roles.some((role) => role === 'TECHNICAL_TEAM' || role === 'ADMIN');
  return (
    <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {changes.map((change) => (
        <li key={`${change.kind} ${change.message.en}`}>
          <TouchBadge kind={change.kind} />
          <Text size="sm" mt={4} style={{ overflowWrap: 'anywhere' }}>
            {say(change.message)}
          </Text>
          <Text size="sm" c="dimmed">
            {next(change.next)}
          </Text>
          {change.proposal && isReviewer && (
            <Anchor component={Link} to={paths.proposal(change.proposal)} size="sm">
              {say(WORDS.proposal)} {change.proposal}
            </Anchor>
          )}
        </li>
      ))}
    </Stack>
  );
}

function Open({ document }: Pick<SavedQuery, 'document'>) {
  const say = useWords();
  const why = useId();
  const address = `/explorer/?query=${encodeURIComponent(document)}`;
  if (address.length <= MOST_IN_ADDRESS)
    return (
      <Button component="a" href={address} size="xs" variant="light">
        {say(WORDS.open)}
      </Button>
    );
  return (
    <>
      <Button size="xs" variant="light" disabled aria-describedby={why}>
        {say(WORDS.open)}
      </Button>
      <Text id={why} size="xs" c="dimmed">
        {say(WORDS.long)}
      </Text>
    </>
  );
}
