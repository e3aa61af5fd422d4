import { Anchor, Badge, Button, Card, Group, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { Freshness } from '../../freshness.js';
import { graphql, type ResultOf } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { SignInButton } from '../../shell/signed-in.js';
import { Answered, Empty, Heading } from '../../shell/states.js';
import { DATASET_FACTS } from '../../terms.js';
import { useSession } from '../../viewer.js';
import { RegionsFound } from './regions-found.js';

const LISTED = graphql(`
  fragment Listed on Dataset {
    name title description rows updatedAt agency { slug name } columns { name title reference { entity } } freshness { state dueOn lateDays }
  }
`);
const PUBLIC = graphql(`query PublicCatalogue { datasets { ...Listed } }`, [LISTED]);
const CATALOGUE = graphql(`query Catalogue { datasets { ...Listed released } }`, [LISTED]);
type Entry = ResultOf<typeof LISTED> & { readonly released?: boolean };

const WORDS = {
  title: { id: 'Katalog', en: 'Catalogue' },
  lead: {
    id: 'Dataset perangkat daerah dalam satu graf.',
    en: 'The agencies’ datasets in one graph.',
  },
  search: { id: 'Cari', en: 'Search' },
  searchHint: { id: 'Judul, perangkat daerah, kolom, atau wilayah', en: 'Title, agency, column, or region' },
  agency: { id: 'Perangkat daerah', en: 'Agency' },
  all: { id: 'Semua perangkat daerah', en: 'All agencies' },
  dataset: { id: 'Dataset', en: 'Dataset' },
  rows: { id: 'Baris', en: 'Rows' },
  rowsOf: { id: 'baris', en: 'rows' },
  release: { id: 'Rilis publik', en: 'Public' },
  released: { id: 'Publik', en: 'Public' },
  internal: { id: 'Belum dirilis', en: 'Not released' },
  found: { id: 'dataset ditemukan', en: 'datasets found' },
  foundOne: { id: 'dataset ditemukan', en: 'dataset found' },
  column: { id: 'Kolom yang cocok', en: 'Matching columns' },
  none: { id: 'Tidak ada dataset yang cocok.', en: 'No dataset matches.' },
  noneMore: {
    id: 'Coba kata yang lebih pendek, atau tampilkan semua dataset.',
    en: 'Try a shorter word, or show all datasets.',
  },
  reset: { id: 'Tampilkan semua', en: 'Show all' },
  empty: { id: 'Belum ada dataset yang dapat Anda lihat.', en: 'There is no dataset for you to see yet.' },
  emptyStranger: {
    id: 'Tanpa masuk hanya dataset yang dirilis untuk umum yang terlihat. Masuklah untuk melihat selebihnya.',
    en: 'Without signing in only datasets released to the public are seen. Sign in to see the rest.',
  },
  emptyMember: {
    id: 'Dataset muncul di sini setelah produsennya menyerahkan struktur data.',
    en: 'A dataset appears here once its producer has handed over its structure.',
  },
} as const satisfies Record<string, Words>;

const includes = (text: string, word: string): boolean => text.toLowerCase().includes(word);

/** Columns that carry a word of the search; where the title says it already, none are needed. */
const matching = (entry: Entry, words: readonly string[]): string[] =>
  entry.columns
    .filter(({ name, title }) => words.some((word) => includes(`${name} ${title}`, word)))
    .map(({ title }) => title);

/** Every word has to be somewhere in the dataset. */
function fits(entry: Entry, words: readonly string[]): boolean {
  const { name, title, description, agency, columns } = entry;
  const text = [
    name,
    title,
    description,
    agency.name,
    agency.slug,
    ...columns.flatMap((column) => [column.name, column.title]),
  ].join(' ');
  return words.every((word) => includes(text, word));
}

/** The catalogue: all that the caller may know of, searched on the spot. */
export function Catalogue() {
  const say = useWords();
  const { isSignedIn } = useSession();
  const [result, again] = useQuery<{ datasets: readonly Entry[] | null }>({
    query: isSignedIn ? CATALOGUE : PUBLIC,
  });
  return (
    <>
      <Heading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      <Answered result={result} retry={again}>
        {({ datasets }) => <Found entries={datasets ?? []} />}
      </Answered>
    </>
  );
}

function Found({ entries }: { readonly entries: readonly Entry[] }) {
  const say = useWords();
  const { number } = useFormats();
  const { isSignedIn } = useSession();
  const [asked, setAsked] = useSearchParams();
  const q = asked.get('q') ?? '';
  const agency = asked.get('dinas');
  const words = useMemo(() => q.toLowerCase().split(/\s+/).filter(Boolean), [q]);
  const agencies = useMemo(() => {
    const names = new Map(entries.map(({ agency: { slug, name } }) => [slug, name]));
    return [...names].map(([value, label]) => ({ value, label }));
  }, [entries]);
  const referring = useMemo(
    () =>
      entries.flatMap(({ name, rows, columns }) => {
        const column = columns.find(({ reference }) => reference?.entity === 'Region')?.name;
        return column && rows ? [{ name, column }] : [];
      }),
    [entries],
  );
  const found = entries.filter((entry) => (!agency || entry.agency.slug === agency) && fits(entry, words));
  const ask = (name: string, value: string): void =>
    setAsked(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );

  if (entries.length === 0)
    return (
      <Empty title={say(WORDS.empty)} action={!isSignedIn && <SignInButton />}>
        {say(isSignedIn ? WORDS.emptyMember : WORDS.emptyStranger)}
      </Empty>
    );
  return (
    <>
      <Group align="flex-end" mb="md" role="search">
        <TextInput
          type="search"
          label={say(WORDS.search)}
          placeholder={say(WORDS.searchHint)}
          value={q}
          onChange={(event) => ask('q', event.currentTarget.value)}
          flex="3 1 16rem"
        />
        <Select
          label={say(WORDS.agency)}
          placeholder={say(WORDS.all)}
          data={agencies}
          value={agency}
          onChange={(value) => ask('dinas', value ?? '')}
          clearable
          flex="1 1 12rem"
        />
      </Group>
      <RegionsFound typed={q} referring={referring} />
      <Text c="dimmed" size="sm" mb="xs" role="status">
        {number(found.length)} {say(found.length === 1 ? WORDS.foundOne : WORDS.found)}
      </Text>
      {found.length > 0 ? (
        <Card p={0}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say(WORDS.dataset)}</Table.Th>
                <Table.Th visibleFrom="sm">{say(DATASET_FACTS.freshness)}</Table.Th>
                <Table.Th ta="right" visibleFrom="sm">
                  {say(WORDS.rows)}
                </Table.Th>
                {isSignedIn && <Table.Th visibleFrom="sm">{say(WORDS.release)}</Table.Th>}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.map((entry) => (
                <Row key={entry.name} entry={entry} words={words} />
              ))}
            </Table.Tbody>
          </Table>
        </Card>
      ) : (
        <Empty
          title={say(WORDS.none)}
          action={
            <Button variant="light" onClick={() => setAsked({}, { replace: true })}>
              {say(WORDS.reset)}
            </Button>
          }
        >
          {say(WORDS.noneMore)}
        </Empty>
      )}
    </>
  );
}

function Row({ entry, words }: { readonly entry: Entry; readonly words: readonly string[] }) {
  const say = useWords();
  const { number } = useFormats();
  const columns = matching(entry, words);
  const rows = entry.rows === null ? '–' : number(entry.rows);
  const freshness = <Freshness freshness={entry.freshness} updatedAt={entry.updatedAt} />;
  const release = entry.released !== undefined && (
    <Badge variant="light" c="dark" color={entry.released ? 'teal' : 'gray'}>
      {say(entry.released ? WORDS.released : WORDS.internal)}
    </Badge>
  );
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={paths.dataset(entry.name)} fw={600}>
          {entry.title}
        </Anchor>
        <Text size="sm" c="dimmed">
          {entry.agency.name}
        </Text>
        {columns.length > 0 && (
          <Text size="sm">
            {say(WORDS.column)}: {columns.slice(0, 4).join(', ')}
            {columns.length > 4 && ', …'}
          </Text>
        )}
        <Stack hiddenFrom="sm" gap={6} mt="xs" align="flex-start">
          {freshness}
          {release}
          <Text size="sm">
            {rows} {say(WORDS.rowsOf)}
          </Text>
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="sm">{freshness}</Table.Td>
      <Table.Td ta="right" visibleFrom="sm">
        {rows}
      </Table.Td>
      {release && <Table.Td visibleFrom="sm">{release}</Table.Td>}
    </Table.Tr>
  );
}
