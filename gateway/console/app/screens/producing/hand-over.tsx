import { Accordion, Alert, Button, Code, Group, Loader, ScrollArea, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useMutation } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { refusalOf } from '../../hub/refusal.js';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { Sheet } from '../../shell/sheet.js';
import { PartHeading, Refused } from '../../shell/states.js';
import { CLASSES, COLUMN_FACTS, TYPES } from '../../terms.js';
import { handedOver, isComposing, type OwnCase } from './case.js';
import type { Changed } from './changing.js';
import type { Draft } from './draft-definition.js';
import { LoadFrom } from './load-from.js';
import type { Source } from './source.js';

export const HAND_OVER = graphql(`
  mutation HandOver($number: ID!, $version: Int!, $definition: DatasetDefinitionInput!, $drops: [String!]) {
    handOver(number: $number, version: $version, definition: $definition, drops: $drops) {
      number version step status nextActor dossier { dataset }
    }
  }
`);

const WORDS = {
  title: { id: 'Serahkan struktur dan muat data', en: 'Hand over the structure and load the data' },
  lead: {
    id: 'Setelah diserahkan, tim teknis dan Anda menyepakati kolom satu per satu (langkah 3).',
    en: 'Once it is handed over, the technical team and you agree on each column (step 3).',
  },
  column: { id: 'Kolom', en: 'Column' },
  result: { id: 'Jenis dan kueri di graf', en: 'The type and query in the graph' },
  resultMore: {
    id: 'Menurut usulan; judul, kelas, uraian, dan kolom yang Anda ubah ikut saat diserahkan.',
    en: 'As it was proposed; titles, classes, descriptions and columns that you changed go along at the hand-over.',
  },
  query: { id: 'Kueri yang akan ditulis dasbor', en: 'The query that a dashboard would write' },
  graphType: { id: 'Jenis baris', en: 'The type of a row' },
  handOver: { id: 'Serahkan', en: 'Hand over' },
  handedOver: { id: 'Struktur sudah diserahkan.', en: 'The structure is handed over.' },
  rejected: {
    id: 'Dikembalikan dari langkah 3: serahkan lagi setelah diperbaiki',
    en: 'Sent back from step 3: correct it and hand it over again',
  },
  composing: {
    id: 'Sudah diserahkan; graf sedang disusun…',
    en: 'Handed over; the graph is being composed…',
  },
  begin: {
    id: 'Mulai permohonan dahulu, pada langkah pertama.',
    en: 'Start a case first, in the first step.',
  },
  wait: {
    id: 'Menunggu disposisi kepala dinas; setelah itu Anda dapat menyerahkan.',
    en: 'The department head’s disposition is awaited; then you can hand over.',
  },
  submit: { id: 'Ajukan permohonan dahulu.', en: 'Submit the application first.' },
  ended: { id: 'Permohonan ini sudah berakhir.', en: 'This case has ended.' },
  done: { id: 'Langkah 2 selesai', en: 'Step 2 is done' },
  doneMore: {
    id: 'Sekarang muat datanya agar tim teknis dapat memeriksa isinya.',
    en: 'Now load the data, so that the technical team can look at what is in it.',
  },
  changeDone: {
    id: 'Kolom lama tetap disajikan sampai perubahannya diserahkan (langkah 6). Rilis boleh dimuat dengan atau tanpa kolom barunya.',
    en: 'What there was is served until the change is delivered (step 6). Releases may be loaded with its new columns or without.',
  },
  added: { id: 'kolom tambahan', en: 'added' },
  replaces: { id: 'menggantikan', en: 'takes the place of' },
  dropped: { id: 'Dilepas', en: 'Dropped' },
  nothing: {
    id: 'Belum ada yang berubah: tambahkan, ganti, atau lepas sedikitnya satu kolom.',
    en: 'Nothing changes yet: add, replace or drop one column at least.',
  },
  case: { id: 'Lihat permohonan', en: 'See the case' },
  mine: { id: 'Ke dataset ini', en: 'To this dataset' },
} as const satisfies Record<string, Words>;

const LOOK_AGAIN_MS = 1000;

/** The end of the path: the definition goes to the case, the rows into the dataset. */
export function HandOver({
  known,
  source,
  changed,
  draft,
  onChanged,
}: {
  readonly known: OwnCase | null;
  /** Null where a change only drops columns. */
  readonly source: Source | null;
  /** The dataset that is changed; null for a new one. */
  readonly changed: Changed | null;
  readonly draft: Draft;
  readonly onChanged: () => void;
}) {
  const say = useWords();
  const [result, handOver] = useMutation(HAND_OVER);
  const { definition, drops } = draft;
  const dataset = handedOver(known);
  const rejected =
    known?.step === 'HAND_OVER'
      ? known.dossier?.events.findLast(({ action }) => action === 'REJECT')
      : undefined;

  // The disposition may have been signed while the file was prepared.
  useEffect(onChanged, [onChanged]);

  const composing = isComposing(known, changed);
  useEffect(() => {
    if (!composing) return;
    const timer = setInterval(onChanged, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [composing, onChanged]);

  const titleOf = (column: string): string =>
    changed?.columns.find(({ name }) => name === column)?.title ?? column;

  async function hand(): Promise<void> {
    if (!known || !definition || known.version === null) return;
    const { data } = await handOver({
      number: known.number,
      version: known.version,
      definition,
      drops: changed ? [...drops] : null,
    });
    if (!data) return;
    notifications.show({ message: say(WORDS.handedOver), color: 'teal' });
    onChanged();
  }

  const isEmpty = definition?.columns.length === 0 && drops.length === 0;
  const blocked = whyNot(known, say) ?? (isEmpty ? say(WORDS.nothing) : null);
  return (
    <Stack>
      <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      {rejected?.reason && (
        <Alert color="blue" title={say(WORDS.rejected)}>
          {rejected.reason}
        </Alert>
      )}
      {composing ? (
        <Group role="status">
          <Loader size="sm" />
          <Text>{say(WORDS.composing)}</Text>
        </Group>
      ) : dataset ? (
        <>
          <Alert color="teal" title={say(WORDS.done)} role="status">
            <Text size="sm">{say(changed ? WORDS.changeDone : WORDS.doneMore)}</Text>
            <Group mt="sm">
              <Button component={Link} to={paths.case(known?.number ?? '')} size="xs" variant="light">
                {say(WORDS.case)}
              </Button>
              <Button component={Link} to={paths.mineDataset(dataset)} size="xs" variant="light">
                {say(WORDS.mine)}
              </Button>
            </Group>
          </Alert>
          {source && (
            <LoadFrom source={source} dataset={dataset} isChange={changed !== null} onLoaded={onChanged} />
          )}
        </>
      ) : (
        definition && (
          <>
            <Sheet width={420} heads={[WORDS.column, COLUMN_FACTS.type, COLUMN_FACTS.accessClass]}>
              {definition.columns.map(({ label, title, type, unit, accessClass, replaces }) => (
                <Table.Tr key={label}>
                  <Table.Td>
                    {title}
                    {changed && (
                      <Text size="sm" c="dimmed">
                        {replaces ? `${say(WORDS.replaces)} ${titleOf(replaces)}` : say(WORDS.added)}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>{[say(TYPES[type]), unit].filter(Boolean).join(', ')}</Table.Td>
                  <Table.Td>{say(CLASSES[accessClass])}</Table.Td>
                </Table.Tr>
              ))}
            </Sheet>
            {changed && drops.length > 0 && (
              <Text>
                {say(WORDS.dropped)}: {drops.map(titleOf).join(', ')}
              </Text>
            )}
            {source?.graph && <InTheGraph graph={source.graph} />}
            {result.error && <Refused refusal={refusalOf(result.error)} />}
            <Group>
              <Button onClick={hand} loading={result.fetching} disabled={blocked !== null}>
                {say(WORDS.handOver)}
              </Button>
              {blocked && (
                <Text size="sm" c="dimmed">
                  {blocked}
                </Text>
              )}
            </Group>
          </>
        )
      )}
    </Stack>
  );
}

/** Why the case does not take a structure now; the hub's own words where it gives them. */
function whyNot(known: OwnCase | null, say: (words: Words) => string): string | null {
  if (!known) return say(WORDS.begin);
  const action = known.availableActions?.find((one) => one.action === 'HAND_OVER');
  if (action?.allowed) return null;
  if (known.status === 'DRAFT') return say(WORDS.submit);
  if (known.step === 'SUBMIT') return say(WORDS.wait);
  return action?.reason ? say(action.reason) : say(WORDS.ended);
}

function InTheGraph({ graph }: { readonly graph: NonNullable<Source['graph']> }) {
  const say = useWords();
  return (
    <Accordion variant="contained" defaultValue="graph">
      <Accordion.Item value="graph">
        <Accordion.Control>{say(WORDS.result)}</Accordion.Control>
        <Accordion.Panel>
          <Stack>
            <Text size="sm" c="dimmed">
              {say(WORDS.resultMore)}
            </Text>
            <Text fw={600}>{say(WORDS.query)}</Text>
            <Code block>{graph.query}</Code>
            <Text fw={600}>{say(WORDS.graphType)}</Text>
            <ScrollArea.Autosize mah={320}>
              <Code block>{graph.type}</Code>
            </ScrollArea.Autosize>
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
