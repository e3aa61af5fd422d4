import { Accordion, Badge, Card, Code, Group, Stack, Text, Title } from '@mantine/core';
import { useFormats, useWords, type Words } from '../../language.js';
import { FactList } from '../../shell/facts.js';
import { CLASS_COLOURS, CLASSES, COLUMN_FACTS, called, FIELD_STATUSES, TYPES } from '../../terms.js';
import { AskFor } from './ask-for.js';
import type { Described, DescribedColumn } from './described.js';
import type { Explanation, Explanations } from './explaining.js';
import { Reason } from './withheld.js';

const WORDS = {
  title: { id: 'Kolom', en: 'Columns' },
  key: { id: 'kunci', en: 'key' },
  withheld: { id: 'ditahan dari Anda', en: 'withheld from you' },
  granted: { id: 'Izin Anda berlaku sampai', en: 'Your grant is in force until' },
} as const satisfies Record<string, Words>;

interface Props {
  readonly dataset: Described;
  readonly explanations: Explanations | undefined;
  readonly asked: () => void;
}

/** Every column: what it is, and whether the caller reads it. */
export function Columns({ dataset, explanations, asked }: Props) {
  const say = useWords();
  return (
    <section>
      <Title order={2} mb="sm">
        {say(WORDS.title)}{' '}
        <Text span c="dimmed" inherit>
          ({dataset.columns.length})
        </Text>
      </Title>
      <Card p={0}>
        <Accordion multiple order={3}>
          {dataset.columns.map((column) => (
            <Accordion.Item key={column.name} value={column.name}>
              <Accordion.Control>
                <Head column={column} explanation={explanations?.get(column.name)} />
              </Accordion.Control>
              <Accordion.Panel>
                <Body
                  dataset={dataset}
                  column={column}
                  explanation={explanations?.get(column.name)}
                  asked={asked}
                />
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      </Card>
    </section>
  );
}

interface OfColumn {
  readonly column: DescribedColumn;
  readonly explanation: Explanation | undefined;
}

function Head({ column, explanation }: OfColumn) {
  const say = useWords();
  const { title, name, key, type, unit, accessClass } = column;
  return (
    <Group justify="space-between" gap="xs" pr="sm">
      <Stack gap={0}>
        <Text fw={600}>{title}</Text>
        <Group gap="xs">
          <Code>{name}</Code>
          <Text size="sm" c="dimmed">
            {[say(called(TYPES, type)), unit].filter(Boolean).join(', ')}
          </Text>
        </Group>
      </Stack>
      <Group gap={6}>
        {key && (
          <Badge variant="outline" color="gray">
            {say(WORDS.key)}
          </Badge>
        )}
        {accessClass && (
          <Badge variant="light" c="dark" color={CLASS_COLOURS[accessClass]}>
            {say(CLASSES[accessClass])}
          </Badge>
        )}
        {explanation?.readable === false && (
          <Badge variant="light" c="dark" color="red">
            {say(WORDS.withheld)}
          </Badge>
        )}
      </Group>
    </Group>
  );
}

function Body({
  dataset,
  column,
  explanation,
  asked,
}: OfColumn & { readonly dataset: Described; readonly asked: () => void }) {
  const say = useWords();
  const { date } = useFormats();
  const { reference, values, accessClass, status } = column;
  const facts: readonly (readonly [Words, string | null | undefined])[] = [
    [COLUMN_FACTS.type, say(called(TYPES, column.type))],
    [COLUMN_FACTS.unit, column.unit],
    [COLUMN_FACTS.concept, column.concept],
    [COLUMN_FACTS.measure, column.measure],
    [COLUMN_FACTS.classification, column.classification],
    [COLUMN_FACTS.referenceTime, column.referenceTime],
    [COLUMN_FACTS.validationRule, column.validationRule],
    ...(accessClass ? [[COLUMN_FACTS.accessClass, say(CLASSES[accessClass])] as const] : []),
    ...(status ? [[COLUMN_FACTS.status, say(FIELD_STATUSES[status])] as const] : []),
    ...(values ? [[COLUMN_FACTS.values, values.join(', ')] as const] : []),
    ...(reference
      ? [[COLUMN_FACTS.reference, [reference.entity, reference.edition].filter(Boolean).join(' ')] as const]
      : []),
  ];
  return (
    <Stack>
      {explanation?.readable === false && (
        <Stack gap="xs" align="flex-start">
          <Reason explanation={explanation} />
          {explanation.code === 'FIELD_RESTRICTED' && (
            <AskFor dataset={dataset} restricted={[column]} asked={asked} />
          )}
        </Stack>
      )}
      {explanation?.readable && explanation.grantedUntil && (
        <Text size="sm">
          {say(WORDS.granted)} {date(explanation.grantedUntil)}.
        </Text>
      )}
      <div>
        <Text size="sm" c="dimmed">
          {say(COLUMN_FACTS.definition)}
        </Text>
        <Text>{column.description}</Text>
      </div>
      <FactList facts={facts} />
    </Stack>
  );
}
