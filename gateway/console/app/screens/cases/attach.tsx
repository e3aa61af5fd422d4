import {
  Button,
  Card,
  FileInput,
  Group,
  Progress,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { upload } from '../../hub/files.js';
import { graphql, type VariablesOf } from '../../hub/graphql.js';
import { type Refusal, refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { Refused } from '../../shell/states.js';
import { useSession } from '../../viewer.js';
import { ACTIONS, DOCUMENTS } from './names.js';
import { availabilityOf, type OpenCase, stageOf } from './open-case.js';
import { useReason } from './reason.js';

const ATTACH = graphql(`
  mutation AttachDocument($number: ID!, $version: Int!, $document: DocumentKind!, $upload: ID!) {
    attachDocument(number: $number, version: $version, document: $document, upload: $upload) { number version }
  }
`);
type DocumentKind = VariablesOf<typeof ATTACH>['document'];

const WORDS = {
  kind: { id: 'Jenis dokumen', en: 'Kind of document' },
  file: { id: 'Berkas', en: 'File' },
  hint: {
    id: 'PDF, DOCX, XLSX, atau gambar, paling besar 20 MB.',
    en: 'PDF, DOCX, XLSX or an image, 20 MB at most.',
  },
  choose: { id: 'Pilih berkas', en: 'Choose a file' },
  sending: { id: 'Mengirim', en: 'Sending' },
  done: { id: 'Dokumen terlampir', en: 'The document is attached' },
} as const satisfies Record<string, Words>;

/** Hands in a file as a document of the case. */
export function Attach({ one, again }: { readonly one: OpenCase; readonly again: () => void }) {
  const say = useWords();
  const { has } = useSession();
  const [kind, setKind] = useState<DocumentKind>('SUPPORTING');
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [, attach] = useMutation(ATTACH);
  const may = availabilityOf(one, 'ATTACH');
  const reason = useReason()(may);
  const kinds: readonly DocumentKind[] = has('PRODUCER')
    ? ['SUPPORTING', 'APPLICATION_PROFILE', 'VALIDATION_RESULT']
    : ['SUPPORTING'];

  async function send(chosen: File): Promise<Refusal | null> {
    const sent = await upload(chosen, setShare);
    if (!sent.ok) return sent.refusal;
    const { error } = await attach({ ...stageOf(one), document: kind, upload: sent.value.id });
    return error ? refusalOf(error) : null;
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!file) return;
    setShare(0);
    const refused = await send(file);
    setShare(null);
    setRefusal(refused);
    again();
    if (refused) return;
    setFile(null);
    notifications.show({ message: say(WORDS.done) });
  }

  return (
    <Card>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Title order={3}>{say(ACTIONS.ATTACH)}</Title>
          {refusal && <Refused refusal={refusal} />}
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Select
              label={say(WORDS.kind)}
              description=" "
              allowDeselect={false}
              disabled={!may?.allowed}
              data={kinds.map((one) => ({ value: one, label: say(DOCUMENTS[one]) }))}
              value={kind}
              onChange={(value) => value && setKind(value as DocumentKind)}
            />
            <FileInput
              label={say(WORDS.file)}
              description={say(WORDS.hint)}
              placeholder={say(WORDS.choose)}
              accept=".pdf,.docx,.xlsx,.png,.jpg,.jpeg,.webp,.tif,.tiff"
              clearable
              disabled={!may?.allowed}
              value={file}
              onChange={setFile}
            />
          </SimpleGrid>
          {share !== null && <Progress value={share * 100} aria-label={say(WORDS.sending)} />}
          <Group gap="sm">
            <Button type="submit" variant="light" disabled={!may?.allowed || !file} loading={share !== null}>
              {say(ACTIONS.ATTACH)}
            </Button>
            {reason && (
              <Text size="sm" c="dimmed">
                {reason}
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
