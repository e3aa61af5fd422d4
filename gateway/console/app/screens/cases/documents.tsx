import { Alert, Badge, Button, Group, Spoiler, Stack, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useMutation } from 'urql';
import { download } from '../../hub/files.js';
import { graphql } from '../../hub/graphql.js';
import { type Refusal, refusalOf } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Sheet } from '../../shell/sheet.js';
import { Empty, Refused } from '../../shell/states.js';
import { ROLES, STEPS } from '../../terms.js';
import { useSession } from '../../viewer.js';
import { Attach } from './attach.js';
import { DOCUMENTS } from './names.js';
import type { Dossier, OpenCase } from './open-case.js';

const ACKNOWLEDGE = graphql(`
  mutation AcknowledgeCaseReport($id: ID!) { acknowledgeCaseReport(id: $id) }
`);

const WORDS = {
  title: { id: 'Dokumen', en: 'Documents' },
  none: { id: 'Belum ada dokumen.', en: 'There are no documents yet.' },
  noneMore: {
    id: 'Lampirkan dokumen di bawah, atau lakukan langkah berikutnya: hub membuat dokumennya.',
    en: 'Attach one below, or do the next step: the hub makes its document.',
  },
  document: { id: 'Dokumen', en: 'Document' },
  made: { id: 'Dibuat', en: 'Made' },
  file: { id: 'Berkas', en: 'File' },
  download: { id: 'Unduh', en: 'Download' },
  version: { id: 'versi', en: 'version' },
  unfit: { id: 'tidak layak', en: 'unfit' },
  more: { id: 'Selengkapnya', en: 'More' },
  less: { id: 'Ringkas', en: 'Less' },
  waived: { id: 'Dikecualikan kepala bidang', en: 'Waived by the division head' },
  archives: { id: 'Arsip data', en: 'Archives' },
  attempt: { id: 'Penyerahan ke-', en: 'Delivery ' },
  erased: { id: 'isinya telah dihapus', en: 'its bytes were erased' },
  sent: { id: 'Laporan terkirim', en: 'Reports sent' },
  to: { id: 'Kepada', en: 'To' },
  acknowledged: { id: 'Diterima', en: 'Acknowledged' },
  acknowledge: { id: 'Nyatakan diterima', en: 'Acknowledge' },
  notYet: { id: 'Belum', en: 'Not yet' },
  done: { id: 'Penerimaan tercatat', en: 'The acknowledgement is recorded' },
} as const satisfies Record<string, Words>;

/** Documents, archives and reports of the case. */
export function Documents({ one, again }: { readonly one: OpenCase; readonly again: () => void }) {
  const say = useWords();
  const { moment, size } = useFormats();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { documents, archives, reports, waived } = one.dossier;

  async function fetchFile(path: string): Promise<void> {
    const outcome = await download(path);
    setRefusal(outcome.ok ? null : outcome.refusal);
  }

  return (
    <Stack>
      <Title order={2}>{say(WORDS.title)}</Title>
      {waived.length > 0 && (
        <Alert color="yellow.8" title={say(WORDS.waived)}>
          {waived.map((kind) => say(DOCUMENTS[kind])).join(', ')}
        </Alert>
      )}
      {refusal && <Refused refusal={refusal} />}
      {documents.length === 0 ? (
        <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
      ) : (
        <Sheet width={560} heads={[WORDS.document, WORDS.made, WORDS.file]}>
          {documents.map((document) => (
            <DocumentRow
              key={`${document.kind} ${document.version}`}
              document={document}
              fetchFile={fetchFile}
            />
          ))}
        </Sheet>
      )}
      <Attach one={one} again={again} />
      {archives.length > 0 && (
        <Stack gap="sm">
          <Title order={3}>{say(WORDS.archives)}</Title>
          {archives.map(({ attempt, bytes, createdAt, path, erasure }) => (
            <Group key={attempt} gap="sm">
              <Text>
                {say(WORDS.attempt)}
                {attempt} · {moment(createdAt)} · {size(Number(bytes))}
              </Text>
              {erasure ? (
                <Badge color="gray">{say(WORDS.erased)}</Badge>
              ) : (
                <Button size="xs" variant="light" onClick={() => void fetchFile(path)}>
                  {say(WORDS.download)}
                </Button>
              )}
            </Group>
          ))}
        </Stack>
      )}
      {reports.length > 0 && <Reports reports={reports} agency={one.dossier.agency} again={again} />}
    </Stack>
  );
}

function DocumentRow({
  document: { kind, version, number, step, bytes, createdAt, invalidReason, path, body },
  fetchFile,
}: {
  readonly document: Dossier['documents'][number];
  readonly fetchFile: (path: string) => Promise<void>;
}) {
  const say = useWords();
  const { date, size } = useFormats();
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <Text fw={600}>{say(DOCUMENTS[kind])}</Text>
          {version > 1 && (
            <Badge variant="light">
              {say(WORDS.version)} {version}
            </Badge>
          )}
          {invalidReason && <Badge color="red">{say(WORDS.unfit)}</Badge>}
        </Group>
        {number && (
          <Text size="sm" c="dimmed">
            {number}
          </Text>
        )}
        {invalidReason && <Text size="sm">{invalidReason}</Text>}
        {/* The structure as data; the file says it in words. */}
        {body && kind !== 'INTEGRATION_SPECIFICATION' && (
          <Spoiler maxHeight={48} showLabel={say(WORDS.more)} hideLabel={say(WORDS.less)}>
            <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {body}
            </Text>
          </Spoiler>
        )}
      </Table.Td>
      <Table.Td>
        {date(createdAt)}
        <Text size="sm" c="dimmed">
          {say(STEPS[step])}
        </Text>
      </Table.Td>
      <Table.Td>
        <Button
          size="xs"
          variant="light"
          aria-label={`${say(WORDS.download)} ${say(DOCUMENTS[kind])} ${say(WORDS.version)} ${version}`}
          onClick={() => void fetchFile(path)}
        >
          {say(WORDS.download)}
        </Button>
        <Text size="sm" c="dimmed">
          {size(bytes)}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

function Reports({
  reports,
  agency,
  again,
}: {
  readonly reports: Dossier['reports'];
  readonly agency: string;
  readonly again: () => void;
}) {
  const say = useWords();
  const { moment } = useFormats();
  const { viewer, has } = useSession();
  const [result, acknowledge] = useMutation(ACKNOWLEDGE);

  async function take(id: string): Promise<void> {
    const { error } = await acknowledge({ id });
    again();
    if (!error) notifications.show({ message: say(WORDS.done) });
  }

  return (
    <Stack gap="sm">
      <Title order={3}>{say(WORDS.sent)}</Title>
      {result.error && <Refused refusal={refusalOf(result.error)} />}
      <Sheet width={560} heads={[WORDS.document, WORDS.to, WORDS.acknowledged]}>
        {reports.map(({ id, kind, version, role, acknowledgedAt }) => {
          const mine = has(role) && (role !== 'PRODUCER' || viewer.agency === agency);
          return (
            <Table.Tr key={id}>
              <Table.Td>
                {say(DOCUMENTS[kind])}
                {version > 1 && ` (${say(WORDS.version)} ${version})`}
              </Table.Td>
              <Table.Td>{say(ROLES[role])}</Table.Td>
              <Table.Td>
                {acknowledgedAt ? (
                  moment(acknowledgedAt)
                ) : mine ? (
                  <Button size="xs" loading={result.fetching} onClick={() => void take(id)}>
                    {say(WORDS.acknowledge)}
                  </Button>
                ) : (
                  say(WORDS.notYet)
                )}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Sheet>
    </Stack>
  );
}
