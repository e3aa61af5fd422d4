import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useWords, type Words } from '../../language.js';
import { ConnectionStep } from './connection-step.js';
import { PlanPull } from './plan-pull.js';
import { Pulling } from './pulling.js';
import { pickedIn, withPicked } from './source.js';

const WORDS = {
  none: {
    id: 'Dataset ini dimuat dari berkas. Untuk mengisinya dari basis data, pilih sambungan dan tabelnya.',
    en: 'This dataset is loaded from files. To fill it from a database, choose a connection and a table.',
  },
  table: { id: 'Tabel', en: 'Table' },
  another: { id: 'Tabel lain', en: 'Another table' },
} as const satisfies Record<string, Words>;

/** How a dataset is filled from a database, and the way to such a pull; where one is on it stands in the address. */
export function OwnPull({ dataset, onLoaded }: { readonly dataset: string; readonly onLoaded: () => void }) {
  const say = useWords();
  const [params, setParams] = useSearchParams();
  const picked = pickedIn(params);
  const connection = picked.kind === 'CONNECTION' ? picked.connection : null;
  const table = picked.kind === 'CONNECTION' ? picked.table : null;
  const pick = (chosen: string | null, name: typeof table) =>
    setParams((now) => withPicked(now, { kind: 'CONNECTION', connection: chosen, table: name }));
  return (
    <Pulling dataset={dataset} onLoaded={onLoaded}>
      {(begin) =>
        connection && table ? (
          <Card>
            <Stack>
              <Group justify="space-between">
                <Text fw={600}>
                  {say(WORDS.table)}: {table.name}
                </Text>
                <Button variant="default" size="xs" onClick={() => pick(connection, null)}>
                  {say(WORDS.another)}
                </Button>
              </Group>
              <PlanPull
                dataset={dataset}
                place={{ connection, schema: table.schema ?? '', table: table.name }}
                onPlanned={begin}
              />
            </Stack>
          </Card>
        ) : (
          <Stack>
            <Text>{say(WORDS.none)}</Text>
            <ConnectionStep
              connection={connection}
              onConnection={(chosen) => pick(chosen, null)}
              onTable={(name) => pick(connection, name)}
            />
          </Stack>
        )
      }
    </Pulling>
  );
}
