import { Badge, Card, Code, Group, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql, type ResultOf } from './hub/graphql.js';
import { useFormats, useWords, type Words } from './language.js';
import { Ask } from './shell/dialog.js';
import { Sheet } from './shell/sheet.js';

const ERASURES = graphql(`
  query Erasures($dataset: ID!) {
    erasures(dataset: $dataset) {
      id release column reason status proposedBy proposedAt signedBy signedAt cancelledBy cancelledAt
      erased { kind name bytes sha256 }
    }
  }
`);
const CANCEL = graphql(`mutation CancelErasure($id: ID!) { cancelErasure(id: $id) { id status } }`);

export type Erasure = NonNullable<ResultOf<typeof ERASURES>['erasures']>[number];

const WORDS = {
  release: { id: 'Rilis', en: 'Release' },
  column: { id: 'Kolom', en: 'Column' },
  proposed: { id: 'Diusulkan', en: 'Proposed by' },
  signed: { id: 'Ditandatangani', en: 'Signed by' },
  cancelled: { id: 'Dibatalkan', en: 'Cancelled by' },
  what: { id: 'Yang dihapus', en: 'What was erased' },
  size: { id: 'Ukuran', en: 'Size' },
  hash: { id: 'SHA-256', en: 'SHA-256' },
  bytes: { id: 'bita', en: 'bytes' },
  cancel: { id: 'Batalkan usulan', en: 'Cancel the proposal' },
  cancelLead: {
    id: 'Tidak ada yang dihapus. Usulan tetap tercatat sebagai dibatalkan.',
    en: 'Nothing is erased. The proposal stays on record as cancelled.',
  },
  cancelDone: { id: 'Usulan dibatalkan.', en: 'The proposal is cancelled.' },
} as const satisfies Record<string, Words>;

const STATUSES: Readonly<Record<Erasure['status'], { readonly words: Words; readonly color: string }>> = {
  PROPOSED: { words: { id: 'Menunggu kepala bidang', en: 'Waits for the division head' }, color: 'yellow' },
  ERASED: { words: { id: 'Dihapus', en: 'Erased' }, color: 'red' },
  CANCELLED: { words: { id: 'Dibatalkan', en: 'Cancelled' }, color: 'gray' },
};

const KINDS: Readonly<Record<Erasure['erased'][number]['kind'], Words>> = {
  RELEASE: { id: 'Rilis', en: 'Release' },
  COLUMN: { id: 'Kolom', en: 'Column' },
  FILE: { id: 'Berkas sumber', en: 'Source file' },
  REPORT: { id: 'Laporan pemuatan', en: 'Load report' },
  IMPORT: { id: 'Impor', en: 'Import' },
  MAPPING: { id: 'Pemetaan kode', en: 'Mapping of codes' },
  PULL: { id: 'Tarikan', en: 'Pull' },
  ARCHIVE: { id: 'Arsip penyerahan', en: 'Archive of a delivery' },
  DOCUMENT: { id: 'Dokumen permohonan', en: 'Document of a case' },
};

export const useErasures = (dataset: string) => useQuery({ query: ERASURES, variables: { dataset } });

/** What an erasure is of, as people call it. */
export function useErasureTitle(): (one: Pick<Erasure, 'release' | 'column'>) => string {
  const say = useWords();
  const { number } = useFormats();
  return ({ release, column }) =>
    release === null ? `${say(WORDS.column)} ${column}` : `${say(WORDS.release)} ${number(release)}`;
}

/** An erasure: what of, why, who signed, what is left to show for it; `children` is what can be done about it. */
export function ErasureCard({ one, children }: { readonly one: Erasure; readonly children?: ReactNode }) {
  const say = useWords();
  const { moment } = useFormats();
  const title = useErasureTitle()(one);
  const { words, color } = STATUSES[one.status];
  const steps = [
    [WORDS.proposed, one.proposedBy, one.proposedAt],
    [WORDS.signed, one.signedBy, one.signedAt],
    [WORDS.cancelled, one.cancelledBy, one.cancelledAt],
  ] as const;
  return (
    <Card component="section" aria-label={title} p="md">
      <Stack gap="xs" align="flex-start">
        <Group gap="xs">
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Text>
          <Badge variant="light" c="dark" color={color}>
            {say(words)}
          </Badge>
        </Group>
        <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{one.reason}</Text>
        {steps.map(
          ([role, who, at]) =>
            who &&
            at && (
              <Text key={role.en} size="sm" c="dimmed">
                {say(role)} {who}, {moment(at)}
              </Text>
            ),
        )}
        {one.erased.length > 0 && <Erased things={one.erased} />}
        {children}
      </Stack>
    </Card>
  );
}

function Erased({ things }: { readonly things: Erasure['erased'] }) {
  const say = useWords();
  const { number } = useFormats();
  return (
    <Sheet width={480} heads={[WORDS.what, WORDS.size, WORDS.hash]}>
      {things.map(({ kind, name, bytes, sha256 }) => (
        <Table.Tr key={`${kind} ${name} ${sha256}`}>
          <Table.Td style={{ overflowWrap: 'anywhere' }}>
            {say(KINDS[kind])} {name}
          </Table.Td>
          <Table.Td>{bytes === null ? '–' : `${number(Number(bytes))} ${say(WORDS.bytes)}`}</Table.Td>
          <Table.Td>{sha256 ? <Code style={{ overflowWrap: 'anywhere' }}>{sha256}</Code> : '–'}</Table.Td>
        </Table.Tr>
      ))}
    </Sheet>
  );
}

/** Takes a proposal back before it is signed. */
export function CancelErasure({ one, onDone }: { readonly one: Erasure; readonly onDone: () => void }) {
  const say = useWords();
  const title = useErasureTitle()(one);
  const [, cancel] = useMutation(CANCEL);
  return (
    <Ask
      label={say(WORDS.cancel)}
      about={title}
      lead={say(WORDS.cancelLead)}
      done={say(WORDS.cancelDone)}
      quiet
      submit={() => cancel({ id: one.id })}
      onDone={onDone}
    />
  );
}
