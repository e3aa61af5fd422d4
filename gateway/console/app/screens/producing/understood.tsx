import { Accordion, Alert, Badge, Card, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useFormats, useWords, type Words } from '../../language.js';
import { Sheet } from '../../shell/sheet.js';
import { PartHeading } from '../../shell/states.js';
import { COLUMN_FACTS, called, TYPES } from '../../terms.js';
import { ColumnReading } from './column-reading.js';
import type { Understood } from './file-import.js';
import { Matches } from './matches.js';

const WORDS = {
  title: { id: 'Tabel sebagaimana dipahami', en: 'The table as it was understood' },
  rows: { id: 'baris data', en: 'rows of data' },
  begins: { id: 'data mulai baris', en: 'the data begin at row' },
  sheet: { id: 'lembar', en: 'sheet' },
  hidden: { id: 'lembar tersembunyi', en: 'hidden sheet' },
  above: { id: 'Judul di atas tabel', en: 'Title above the table' },
  aside: { id: 'Tidak dianggap data', en: 'Not taken for data' },
  row: { id: 'baris', en: 'row' },
  rowHead: { id: 'Baris', en: 'Row' },
  column: { id: 'Kolom', en: 'Column' },
  blanks: { id: 'Kosong', en: 'Blank' },
  odd: { id: 'Janggal', en: 'Odd' },
  fills: { id: 'Di graf', en: 'In the graph' },
  change: { id: 'Bacaan', en: 'Reading' },
  out: { id: 'tidak disertakan', en: 'left out' },
  open: { id: 'menunggu jawaban', en: 'waits for an answer' },
  stored: { id: 'Baris sebagaimana akan disimpan', en: 'Rows as they will be stored' },
  written: { id: 'Baris sebagaimana tertulis di berkas', en: 'Rows as they stand in the file' },
  raw: {
    id: 'Yang akan disimpan terlihat setelah semua pertanyaan dijawab.',
    en: 'What will be stored shows once all questions are answered.',
  },
  problems: { id: 'Nilai yang tidak dapat dibaca', en: 'Values that cannot be read' },
  problemsMore: {
    id: 'Perbaiki di berkas lalu unggah lagi, atau sisihkan barisnya saat memuat.',
    en: 'Correct them in the file and upload it again, or set their rows aside when you load.',
  },
  first: { id: 'Seratus yang pertama ditampilkan.', en: 'The first hundred are shown.' },
  reason: { id: 'Masalah', en: 'Problem' },
  differences: { id: 'Beda dengan berkas sebelumnya', en: 'Differences from the last file' },
  why: { id: 'Mengapa dibaca demikian', en: 'Why it is read so' },
  skipped: { id: 'Tidak terbaca di dalam ZIP', en: 'Could not be read in the ZIP' },
} as const satisfies Record<string, Words>;

const ASIDE: Readonly<Record<string, Words>> = {
  TOTAL: { id: 'baris jumlah', en: 'totals' },
  NOTE: { id: 'catatan', en: 'notes' },
  UNIT: { id: 'baris satuan', en: 'units' },
  NUMBERING: { id: 'penomoran kolom', en: 'numbering of columns' },
  BLANK: { id: 'baris kosong', en: 'blank rows' },
  REPEATED_HEADER: { id: 'judul kolom berulang', en: 'repeated headers' },
  SECTION: { id: 'judul bagian', en: 'headings of sections' },
};

/** What the hub made of a file: its table, columns, rows, codes, and what cannot be read. */
export function FileUnderstood({
  understood,
  onChanged,
}: {
  readonly understood: Understood;
  readonly onChanged: () => void;
}) {
  const say = useWords();
  const { number } = useFormats();
  const { tables, rows, aside, skipped, differences, columns } = understood;
  const file = [
    understood.filename,
    understood.format,
    understood.encoding,
    rows > 0 && `${number(rows)} ${say(WORDS.rows)}`,
  ];
  return (
    <Stack>
      <PartHeading title={say(WORDS.title)} lead={file.filter(Boolean).join(' · ')} />
      <Card>
        <Stack gap="xs">
          {tables.map(({ file, sheet, hidden, title, firstRow }) => (
            <div key={`${file} ${sheet} ${firstRow}`}>
              <Group gap="xs">
                <Text fw={600}>
                  {sheet === file ? file : `${say(WORDS.sheet)} ${sheet}`}, {say(WORDS.begins)} {firstRow}
                </Text>
                {hidden && <Badge color="orange.9">{say(WORDS.hidden)}</Badge>}
              </Group>
              {title.length > 0 && (
                <Text size="sm">
                  {say(WORDS.above)}: {title.join(' / ')}
                </Text>
              )}
            </div>
          ))}
          {aside.map(({ why, count, examples }) => (
            <Text key={why} size="sm">
              {say(WORDS.aside)}: {number(count)} {say(called(ASIDE, why))}
              {examples[0] && ` (${say(WORDS.row)} ${examples[0].row}: ${examples[0].text})`}
            </Text>
          ))}
          {skipped.map(({ filename, reason }) => (
            <Text key={filename} size="sm">
              {say(WORDS.skipped)}: {filename}. {say(reason)}
            </Text>
          ))}
        </Stack>
      </Card>
      {differences.length > 0 && (
        <Alert color="blue" title={say(WORDS.differences)}>
          {differences.map(({ kind, column, words }) => (
            <Text key={`${kind} ${column}`} size="sm">
              {say(words)}
            </Text>
          ))}
        </Alert>
      )}
      {understood.problemCount > 0 && <Problems understood={understood} />}
      {columns.length > 0 && <Columns understood={understood} onChanged={onChanged} />}
      <Preview understood={understood} />
      {/* Before the questions are answered no code may have been looked for. */}
      {(understood.ready || understood.matches.some(({ code }) => code !== null)) && (
        <Matches matches={understood.matches} />
      )}
    </Stack>
  );
}

function Columns({
  understood: { id, columns },
  onChanged,
}: {
  readonly understood: Understood;
  readonly onChanged: () => void;
}) {
  const say = useWords();
  const { number } = useFormats();
  return (
    <>
      <Sheet
        width={720}
        heads={[WORDS.column, COLUMN_FACTS.type, WORDS.fills, WORDS.blanks, WORDS.odd, WORDS.change]}
      >
        {columns.map((column) => {
          const { key, unit, type, fills, blanks, exceptionCount, exceptions } = column;
          return (
            <Table.Tr key={key}>
              <Table.Td>
                {key}
                {unit && (
                  <Text size="sm" c="dimmed">
                    {unit}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                {type ? (
                  say(TYPES[type])
                ) : (
                  <Text size="sm" fw={600} c="orange.9">
                    {say(WORDS.open)}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>{fills ?? say(WORDS.out)}</Table.Td>
              <Table.Td>{number(blanks)}</Table.Td>
              <Table.Td>
                {number(exceptionCount)}
                {exceptions[0] && (
                  <Text size="sm" c="dimmed">
                    {exceptions[0].text} ({say(WORDS.row)} {exceptions[0].row})
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <ColumnReading file={id} column={column} onChanged={onChanged} />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Sheet>
      <Accordion variant="contained">
        <Accordion.Item value="why">
          <Accordion.Control>{say(WORDS.why)}</Accordion.Control>
          <Accordion.Panel>
            <Stack gap="sm">
              {columns.map(({ key, evidence }) => (
                <div key={key}>
                  <Text fw={600}>{key}</Text>
                  {evidence.map((words) => (
                    <Text key={words.id} size="sm">
                      {say(words)}
                    </Text>
                  ))}
                </div>
              ))}
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </>
  );
}

function Preview({ understood: { preview, ready } }: { readonly understood: Understood }) {
  const say = useWords();
  if (preview.columns.length === 0) return null;
  return (
    <div>
      <Title order={3}>{say(ready ? WORDS.stored : WORDS.written)}</Title>
      {!ready && <Text c="dimmed">{say(WORDS.raw)}</Text>}
      <Table.ScrollContainer minWidth={Math.max(480, preview.columns.length * 120)}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {preview.columns.map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(preview.rows ?? []).slice(0, 10).map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have nothing else to be known by
              <Table.Tr key={at}>
                {preview.columns.map((name, place) => (
                  <Table.Td key={name}>{row?.[place] ?? '–'}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}

function Problems({ understood: { problems, problemCount } }: { readonly understood: Understood }) {
  const say = useWords();
  const { number } = useFormats();
  return (
    <div>
      <Title order={3}>
        {say(WORDS.problems)} ({number(problemCount)})
      </Title>
      <Text c="dimmed">
        {say(WORDS.problemsMore)} {problemCount > problems.length && say(WORDS.first)}
      </Text>
      <Sheet width={480} mah={320} heads={[WORDS.rowHead, WORDS.column, WORDS.reason]}>
        {problems.map(({ row, column, words }) => (
          <Table.Tr key={`${row} ${column} ${words.id}`}>
            <Table.Td>{number(row)}</Table.Td>
            <Table.Td>{column ?? '–'}</Table.Td>
            <Table.Td>{say(words)}</Table.Td>
          </Table.Tr>
        ))}
      </Sheet>
    </div>
  );
}
