import { Accordion, Badge, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { refusalOf } from '../../hub/refusal.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Sheet } from '../../shell/sheet.js';
import { Answered, Empty, Refused } from '../../shell/states.js';
import { LoadReport, REPORT } from './load-report.js';

const RELEASES = graphql(
  `query OwnReleases($dataset: ID!) {
    releases(dataset: $dataset) { number rows live sha256 erasure report { id at mode } }
    loadReports(dataset: $dataset) { ...Report }
  }`,
  [REPORT],
);
const RESTORE = graphql(`
  mutation RestoreRelease($dataset: ID!, $number: Int!) { restoreRelease(dataset: $dataset, number: $number) }
`);

const WORDS = {
  title: { id: 'Rilis', en: 'Releases' },
  none: { id: 'Belum ada rilis.', en: 'There is no release yet.' },
  noneMore: {
    id: 'Unggah berkas pertama pada bagian “Unggah rilis baru”, atau isi dari basis data pada bagian “Tarikan”.',
    en: 'Upload the first file under “Upload a new release”, or fill it from a database under “Pulls”.',
  },
  number: { id: 'Rilis', en: 'Release' },
  rows: { id: 'Baris', en: 'Rows' },
  loaded: { id: 'Dimuat', en: 'Loaded' },
  mode: { id: 'Cara', en: 'How' },
  state: { id: 'Keadaan', en: 'State' },
  live: { id: 'berlaku', en: 'live' },
  earlier: { id: 'lebih lama', en: 'earlier' },
  erased: { id: 'dihapus', en: 'erased' },
  restore: { id: 'Sajikan lagi', en: 'Serve again' },
  restored: { id: 'Rilis itu berlaku lagi.', en: 'That release is live again.' },
  erasedMore: { id: 'isinya sudah dihapus', en: 'what was in it is erased' },
  reports: { id: 'Laporan pemuatan', en: 'Load reports' },
  noReports: { id: 'Belum ada yang dimuat.', en: 'Nothing was loaded yet.' },
  REPLACE: { id: 'ganti', en: 'replace' },
  APPEND: { id: 'tambah', en: 'append' },
  UPSERT: { id: 'perbarui', en: 'update' },
  LOADED: { id: 'dimuat', en: 'loaded' },
  REFUSED: { id: 'tidak dimuat', en: 'not loaded' },
  ofRows: { id: 'baris', en: 'rows' },
} as const satisfies Record<string, Words>;

/** The releases of a dataset, an earlier one of which can be served again, and how each load went. */
export function Releases({
  dataset,
  onChanged,
}: {
  readonly dataset: string;
  readonly onChanged: () => void;
}) {
  const say = useWords();
  const { number, moment } = useFormats();
  const [result, again] = useQuery({ query: RELEASES, variables: { dataset } });
  const [restoring, restore] = useMutation(RESTORE);

  async function serve(release: number): Promise<void> {
    const { error } = await restore({ dataset, number: release });
    if (error) return;
    notifications.show({ message: say(WORDS.restored), color: 'teal' });
    again({ requestPolicy: 'network-only' });
    onChanged();
  }

  return (
    <Answered result={result} retry={again}>
      {({ releases, loadReports }) => (
        <Stack>
          <Title order={2}>{say(WORDS.title)}</Title>
          {restoring.error && <Refused refusal={refusalOf(restoring.error)} />}
          {releases && releases.length > 0 ? (
            <Sheet width={560} heads={[WORDS.number, WORDS.loaded, WORDS.rows, WORDS.mode, WORDS.state]}>
              {releases.map(({ number: release, rows, live, erasure, report }) => (
                <Table.Tr key={release}>
                  <Table.Td>{number(release)}</Table.Td>
                  <Table.Td>{report ? moment(report.at) : '–'}</Table.Td>
                  <Table.Td>{number(rows)}</Table.Td>
                  <Table.Td>{report ? say(WORDS[report.mode]) : '–'}</Table.Td>
                  <Table.Td>
                    {live ? (
                      <Badge>{say(WORDS.live)}</Badge>
                    ) : (
                      <Group gap="xs">
                        <Badge variant="light" color="gray">
                          {say(erasure ? WORDS.erased : WORDS.earlier)}
                        </Badge>
                        <Button
                          size="xs"
                          variant="light"
                          aria-label={`${say(WORDS.restore)} ${release}`}
                          disabled={erasure !== null}
                          loading={restoring.fetching}
                          onClick={() => serve(release)}
                        >
                          {say(WORDS.restore)}
                        </Button>
                        {erasure && (
                          <Text size="sm" c="dimmed">
                            {say(WORDS.erasedMore)}
                          </Text>
                        )}
                      </Group>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Sheet>
          ) : (
            <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
          )}
          <Title order={2}>{say(WORDS.reports)}</Title>
          {loadReports && loadReports.length > 0 ? (
            <Accordion variant="contained">
              {loadReports.map((report) => (
                <Accordion.Item key={report.id} value={report.id}>
                  <Accordion.Control>
                    <Group gap="xs">
                      <Text>{moment(report.at)}</Text>
                      <Badge variant="light" color={report.outcome === 'LOADED' ? 'teal' : 'red'}>
                        {say(WORDS[report.outcome])}
                      </Badge>
                      <Text size="sm" c="dimmed">
                        {say(WORDS[report.mode])}, {number(report.rowsLoaded)} / {number(report.rowsRead)}{' '}
                        {say(WORDS.ofRows)}
                      </Text>
                    </Group>
                  </Accordion.Control>
                  <Accordion.Panel>
                    <LoadReport report={report} />
                  </Accordion.Panel>
                </Accordion.Item>
              ))}
            </Accordion>
          ) : (
            <Text c="dimmed">{say(WORDS.noReports)}</Text>
          )}
        </Stack>
      )}
    </Answered>
  );
}
