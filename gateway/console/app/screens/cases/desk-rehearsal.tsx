import { Card, Stack, Text, Title } from '@mantine/core';
import { useQuery } from 'urql';
import { graphql } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { OperationTable } from '../../operations.js';
import { Answered } from '../../shell/states.js';
import { SightTable } from '../../sights.js';
import { useSession } from '../../viewer.js';
import type { Judgement } from './desk-column.js';
import type { Dossier } from './open-case.js';

const USING = graphql(`
  query OperationsUsing($dataset: ID!, $columns: [String!]!) {
    operationsUsing(dataset: $dataset, columns: $columns) { client owner operation count }
  }
`);

const WORDS = {
  title: { id: 'Gladi', en: 'Rehearsal' },
  lead: {
    id: 'Yang dilihat tiap pemanggil setelah keputusan di atas dijalankan dan datanya diserahkan; kolom tanpa keputusan ditunjukkan seolah disepakati.',
    en: 'What each caller sees once the verdicts above are carried out and the data delivered; a column without one is shown as if agreed to.',
  },
  dashboards: { id: 'Dasbor yang memakai kolom ini', en: 'Dashboards that use these columns' },
  none: {
    id: 'Tidak ada kueri terekam yang memakai kolom ini.',
    en: 'No recorded query uses these columns.',
  },
} as const satisfies Record<string, Words>;

const CARRIED_OUT = { AGREED: 'agreed', DECLINED: 'declined', DEFERRED: 'deferred' } as const;

/** What becomes of the columns by the verdicts as they stand on the desk: for each kind of caller, and for dashboards. */
export function DeskRehearsal({
  dossier,
  judged,
}: {
  readonly dossier: Dossier;
  readonly judged: readonly { readonly field: Dossier['fields'][number]; readonly judgement: Judgement }[];
}) {
  const say = useWords();
  const { has } = useSession();
  const rows = judged.map(({ field: { name, sights }, judgement: { verdict } }) => ({
    name,
    seen: Object.fromEntries(
      sights.map((sight) => [sight.standing, sight[CARRIED_OUT[verdict ?? 'AGREED']]]),
    ),
  }));
  const columns = [...dossier.drops, ...judged.map(({ field }) => field.name)];
  return (
    <Card>
      <Stack gap="sm">
        <div>
          <Title order={3}>{say(WORDS.title)}</Title>
          <Text size="sm" c="dimmed">
            {say(WORDS.lead)}
          </Text>
        </div>
        <SightTable rows={rows} />
        {dossier.dataset !== null && has('TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD') && (
          <Dashboards dataset={dossier.dataset} columns={columns} />
        )}
      </Stack>
    </Card>
  );
}

function Dashboards({ dataset, columns }: { readonly dataset: string; readonly columns: readonly string[] }) {
  const say = useWords();
  const [result, again] = useQuery({ query: USING, variables: { dataset, columns: [...columns] } });
  return (
    <section>
      <Title order={4} mb="xs">
        {say(WORDS.dashboards)}
      </Title>
      <Answered result={result} retry={again}>
        {({ operationsUsing }) =>
          operationsUsing && operationsUsing.length > 0 ? (
            <OperationTable operations={operationsUsing} />
          ) : (
            <Text size="sm">{say(WORDS.none)}</Text>
          )
        }
      </Answered>
    </section>
  );
}
