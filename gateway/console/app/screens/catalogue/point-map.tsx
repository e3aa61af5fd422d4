import { Card, Group, Text } from '@mantine/core';
import { useAsked } from '../../hub/asked.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Loading, Refused } from '../../shell/states.js';
import { type Row, rowsQuery, type Within } from './asked-rows.js';

const WORDS = {
  points: { id: 'titik', en: 'points' },
  of: { id: 'dari', en: 'of' },
  rows: { id: 'baris', en: 'rows' },
  map: { id: 'Peta titik', en: 'Map of points' },
  latitude: { id: 'lintang', en: 'latitude' },
  longitude: { id: 'bujur', en: 'longitude' },
  north: { id: 'Utara di atas', en: 'North is up' },
  none: { id: 'Tidak ada baris dengan koordinat.', en: 'No row has coordinates.' },
} as const satisfies Record<string, Words>;

const FIRST = 1000;
const WIDTH = 800;
const MARGIN = 24;
/** No flatter and no higher than this, however the points lie. */
const MOST_HEIGHT = 700;
const LEAST_HEIGHT = 240;
/** Degrees; a single point, too, has room around it. */
const LEAST_SPAN = 0.01;

/** Rows as points where they lie, without a map below: nothing is fetched from elsewhere. */
export function PointMap({
  name,
  latitude,
  longitude,
  within,
}: {
  readonly name: string;
  readonly within: Within | null;
  readonly latitude: string;
  readonly longitude: string;
}) {
  const say = useWords();
  const { number } = useFormats();
  const { data, refusal } = useAsked<{ totalCount: number | null; nodes: Row[] | null }>(
    rowsQuery(name, [latitude, longitude], FIRST, within),
    name,
  );
  if (refusal && !data) return <Refused refusal={refusal} />;
  if (!data) return <Loading />;
  const points = (data.nodes ?? [])
    .filter((row) => row[latitude] !== null && row[longitude] !== null)
    .map((row) => ({ north: Number(row[latitude]), east: Number(row[longitude]) }));
  if (points.length === 0) return <Text c="dimmed">{say(WORDS.none)}</Text>;

  const norths = points.map(({ north }) => north);
  const easts = points.map(({ east }) => east);
  const [south, north] = [Math.min(...norths), Math.max(...norths)];
  const [west, east] = [Math.min(...easts), Math.max(...easts)];
  // A degree of longitude is shorter than one of latitude the farther one is from the equator.
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const wide = Math.max((east - west) * shrink, LEAST_SPAN);
  const high = Math.max(north - south, LEAST_SPAN);
  const scale = Math.min((WIDTH - 2 * MARGIN) / wide, (MOST_HEIGHT - 2 * MARGIN) / high);
  const height = Math.max(high * scale + 2 * MARGIN, LEAST_HEIGHT);
  const x = (at: number): number => WIDTH / 2 + (at - (west + east) / 2) * shrink * scale;
  const y = (at: number): number => height / 2 - (at - (south + north) / 2) * scale;
  const extent = `${say(WORDS.latitude)} ${number(south)} – ${number(north)}, ${say(WORDS.longitude)} ${number(west)} – ${number(east)}`;
  const count = `${number(points.length)} ${say(WORDS.points)} ${say(WORDS.of)} ${number(data.totalCount ?? points.length)} ${say(WORDS.rows)}`;
  return (
    <Card>
      <svg
        viewBox={`0 0 ${WIDTH} ${height}`}
        width="100%"
        role="img"
        aria-label={`${say(WORDS.map)}: ${count}; ${extent}.`}
      >
        <rect width={WIDTH} height={height} rx="8" fill="var(--mantine-color-gray-1)" />
        {points.map((point, at) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer; they never move
            key={at}
            cx={x(point.east)}
            cy={y(point.north)}
            r="6"
            fill="var(--mantine-primary-color-filled)"
            fillOpacity="0.7"
            stroke="var(--mantine-color-white)"
          />
        ))}
      </svg>
      <Group justify="space-between" mt="xs">
        <Text size="sm">{count}</Text>
        <Text size="sm" c="dimmed">
          {say(WORDS.north)}; {extent}
        </Text>
      </Group>
    </Card>
  );
}
