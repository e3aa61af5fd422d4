import { Alert, Tabs, Text, Title } from '@mantine/core';
import { useWords, type Words } from '../../language.js';
import { Empty } from '../../shell/states.js';
import { coordinates, type Within } from './asked-rows.js';
import { Chart } from './chart.js';
import type { Described, DescribedColumn } from './described.js';
import type { Explanation } from './explaining.js';
import { PointMap } from './point-map.js';
import { RowTable } from './row-table.js';

const WORDS = {
  title: { id: 'Pratinjau', en: 'Preview' },
  rows: { id: 'Tabel', en: 'Table' },
  chart: { id: 'Diagram', en: 'Chart' },
  map: { id: 'Peta', en: 'Map' },
  none: { id: 'Belum ada data yang dimuat.', en: 'No data has been loaded yet.' },
  noneMore: {
    id: 'Produsennya akan memuat data menurut jadwal; definisi kolomnya sudah dapat dibaca di bawah.',
    en: 'Its producer will load data by the schedule; the definitions of its columns can be read below.',
  },
  withheld: {
    id: 'Tidak ada kolom yang dapat Anda baca saat ini, sehingga tidak ada pratinjau.',
    en: 'There is no column that you may read now, and so no preview.',
  },
} as const satisfies Record<string, Words>;

interface Props {
  readonly dataset: Described;
  /** Those that the caller may read. */
  readonly columns: readonly DescribedColumn[];
  /** The region that alone is looked at. */
  readonly within: Within | null;
  /** Of the dataset as a whole; none for a stranger. */
  readonly root: Explanation | undefined;
}

/** The data themselves: the first rows, a chart, and a map where rows lie somewhere. */
export function Preview({ dataset, columns, within, root }: Props) {
  const say = useWords();
  const place = coordinates(columns);
  return (
    <section>
      <Title order={2} mb="sm">
        {say(WORDS.title)}
      </Title>
      {columns.length === 0 || root?.readable === false ? (
        <Alert color="gray">
          <Text size="sm">{say(WORDS.withheld)}</Text>
        </Alert>
      ) : dataset.rows === null ? (
        <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
      ) : (
        <Tabs defaultValue="rows" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="rows">{say(WORDS.rows)}</Tabs.Tab>
            <Tabs.Tab value="chart">{say(WORDS.chart)}</Tabs.Tab>
            {place && <Tabs.Tab value="map">{say(WORDS.map)}</Tabs.Tab>}
          </Tabs.List>
          <Tabs.Panel value="rows">
            <RowTable name={dataset.name} columns={columns} within={within} />
          </Tabs.Panel>
          <Tabs.Panel value="chart">
            <Chart name={dataset.name} columns={columns} within={within} />
          </Tabs.Panel>
          {place && (
            <Tabs.Panel value="map">
              <PointMap name={dataset.name} within={within} {...place} />
            </Tabs.Panel>
          )}
        </Tabs>
      )}
    </section>
  );
}
