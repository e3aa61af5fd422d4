import { Anchor, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { useEach } from '../../hub/asked.js';
import { graphql } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { REGION_LEVELS } from '../../terms.js';

const PLACE = graphql(`
  fragment Place on Region { code name level parent { name parent { name } } }
`);
const BY_CODE = graphql(`query RegionByCode($code: ID!) { region(code: $code) { ...Place } }`, [PLACE]);
const BY_NAME = graphql(
  `query RegionsByName($search: String!, $home: ID!, $anywhere: Boolean!, $first: Int!) {
    near: regions(search: $search, within: $home, first: $first) @skip(if: $anywhere) { nodes { ...Place } }
    all: regions(search: $search, first: $first) { totalCount nodes { ...Place } }
  }`,
  [PLACE],
);

const WORDS = {
  title: { id: 'Wilayah', en: 'Regions' },
  more: {
    id: 'lainnya bernama serupa; tulis nama lengkap atau kodenya',
    en: 'others; write the whole name or the code',
  },
} as const satisfies Record<string, Words>;

const FIRST = 50;
const SHOWN = 5;
const LEAST_LETTERS = 3;
const CODE = /^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$/;
/** Of a regency: 35.14. */
const REGENCY = 5;
const PAUSE_MS = 300;

/** A dataset that has rows which refer to regions by this column. */
export interface Referring {
  readonly name: string;
  readonly column: string;
}

/** Regions whose name or code is what was typed, those of the regency that the data are about first. */
export function RegionsFound({
  typed,
  referring,
}: {
  readonly typed: string;
  readonly referring: readonly Referring[];
}) {
  const say = useWords();
  const [wanted] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const isCode = CODE.test(wanted);
  const isName = !isCode && wanted.length >= LEAST_LETTERS;
  const samples = useEach<{ nodes: readonly Readonly<Record<string, string | null>>[] | null }>(
    isName ? referring.map(({ name, column }) => `${name}(first: 1) { nodes { ${column} } }`) : [],
  );
  const home = mostOften(
    (samples ?? []).flatMap((one, at) => {
      const code = one?.nodes?.[0]?.[referring[at]?.column ?? ''];
      return code ? [code.slice(0, REGENCY)] : [];
    }),
  );
  const [byCode] = useQuery({ query: BY_CODE, variables: { code: wanted }, pause: !isCode });
  const [byName] = useQuery({
    query: BY_NAME,
    variables: { search: wanted, home: home ?? '', anywhere: home === null, first: FIRST },
    pause: !isName || samples === undefined,
  });
  const all = isName ? byName.data?.all : null;
  const found = isCode
    ? [byCode.data?.region].flatMap((one) => one ?? [])
    : isName
      ? [...(byName.data?.near?.nodes ?? []), ...(all?.nodes ?? [])]
      : [];
  // Tosari before Kertosari.
  const rank = ({ name }: { readonly name: string }): number =>
    [
      name.toLowerCase() === wanted.toLowerCase(),
      name.toLowerCase().startsWith(wanted.toLowerCase()),
      true,
    ].indexOf(true);
  const shown = [...new Map(found.map((one) => [one.code, one])).values()]
    .toSorted((one, other) => rank(one) - rank(other))
    .slice(0, SHOWN);
  if (shown.length === 0) return null;
  const others = (all?.totalCount ?? 0) - shown.length;
  return (
    <Card component="section" mb="md" p="md" aria-label={say(WORDS.title)}>
      <Title order={2} mb="xs">
        {say(WORDS.title)}
      </Title>
      <Stack gap="xs">
        {shown.map(({ code, name, level, parent }) => (
          <Group key={code} gap="xs">
            <Anchor component={Link} to={paths.region(code)} fw={600}>
              {name}
            </Anchor>
            <Text size="sm" c="dimmed">
              {[say(REGION_LEVELS[level]), parent?.name, parent?.parent?.name, code]
                .filter(Boolean)
                .join(', ')}
            </Text>
          </Group>
        ))}
        {others > 0 && (
          <Text size="sm" c="dimmed">
            +{others} {say(WORDS.more)}
          </Text>
        )}
      </Stack>
    </Card>
  );
}

function mostOften(texts: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? null;
}
