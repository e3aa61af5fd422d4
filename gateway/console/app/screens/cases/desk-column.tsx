import { Badge, Card, Grid, Group, Radio, Stack, Text, Textarea, Title } from '@mantine/core';
import { useWords, type Words } from '../../language.js';
import { CLASS_COLOURS, CLASSES, COLUMN_FACTS, called, FIELD_STATUSES, TYPES } from '../../terms.js';
import { ColumnProfile } from './column-profile.js';
import { VERDICTS } from './names.js';
import type { Dossier } from './open-case.js';

type Field = Dossier['fields'][number];

export interface Judgement {
  readonly verdict: Field['verdict'];
  readonly reason: string;
}

/** What the catalogue says of a column. */
interface Attributes {
  readonly description: string;
  readonly type: string;
  readonly unit: string | null;
  readonly key: boolean;
  readonly concept: string | null;
  readonly measure: string | null;
  readonly classification: string | null;
  readonly referenceTime: string | null;
  readonly validationRule: string | null;
  readonly values: readonly string[] | null;
  readonly reference: {
    readonly entity: string;
    readonly field: string;
    readonly edition: string | null;
  } | null;
}

const WORDS = {
  key: { id: 'Kunci baris', en: 'Key of a row' },
  yes: { id: 'ya', en: 'yes' },
  suspended: { id: 'Dihentikan sementara', en: 'Suspended' },
  verdict: { id: 'Keputusan', en: 'Verdict' },
  none: { id: 'Belum diputuskan', en: 'Not judged' },
  reason: { id: 'Alasan', en: 'Reason' },
  closed: {
    id: 'Kelas tertutup: namanya hanya ada dalam dokumen permohonan.',
    en: 'Class closed: its name stands in the case’s document only.',
  },
} as const satisfies Record<string, Words>;

/** One column: what it is on the left, what is decided about it on the right. */
export function DeskColumn({
  field,
  attributes,
  suspended,
  judgement,
  profileOf,
  change,
}: {
  readonly field: Field;
  readonly attributes: Attributes | undefined;
  readonly suspended: boolean;
  readonly judgement: Judgement;
  /** The dataset whose values may be looked at. */
  readonly profileOf: string | null;
  /** Where the viewer may judge. */
  readonly change?: (next: Judgement) => void;
}) {
  const say = useWords();
  const { verdict, reason } = judgement;
  const facts = attributes
    ? ([
        [COLUMN_FACTS.type, say(called(TYPES, attributes.type))],
        [COLUMN_FACTS.unit, attributes.unit],
        [WORDS.key, attributes.key && say(WORDS.yes)],
        [COLUMN_FACTS.concept, attributes.concept],
        [COLUMN_FACTS.measure, attributes.measure],
        [COLUMN_FACTS.classification, attributes.classification],
        [COLUMN_FACTS.referenceTime, attributes.referenceTime],
        [COLUMN_FACTS.validationRule, attributes.validationRule],
        [COLUMN_FACTS.values, attributes.values?.join(', ')],
        [
          COLUMN_FACTS.reference,
          attributes.reference &&
            [attributes.reference.entity, attributes.reference.edition].filter(Boolean).join(' '),
        ],
      ] as const)
    : [];
  return (
    <Card component="section" aria-label={field.title} padding="md">
      <Grid>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap={4}>
            <Group gap="xs">
              <Title order={3}>{field.title}</Title>
              <Badge variant="light" c="dark" color={CLASS_COLOURS[field.accessClass]}>
                {say(CLASSES[field.accessClass])}
              </Badge>
              {suspended && <Badge color="red">{say(WORDS.suspended)}</Badge>}
            </Group>
            <Text size="sm" c="dimmed">
              <Text span inherit ff="monospace">
                {field.name}
              </Text>
              {` · ${say(called(FIELD_STATUSES, field.status))}`}
            </Text>
            {attributes && <Text size="sm">{attributes.description}</Text>}
            {field.accessClass === 'CLOSED' && (
              <Text size="sm" c="dimmed">
                {say(WORDS.closed)}
              </Text>
            )}
            <Group gap="xs">
              {facts.map(
                ([name, value]) =>
                  value && (
                    <Text key={name.en} size="sm">
                      <Text span inherit c="dimmed">
                        {say(name)}:
                      </Text>{' '}
                      {value}
                    </Text>
                  ),
              )}
            </Group>
            {profileOf !== null && <ColumnProfile dataset={profileOf} column={field.name} />}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          {change ? (
            <Stack gap="sm">
              <Radio.Group
                label={say(WORDS.verdict)}
                value={verdict}
                onChange={(value) => change({ verdict: value as Field['verdict'], reason })}
              >
                <Group gap="md" mt={4}>
                  {Object.entries(VERDICTS).map(([value, words]) => (
                    <Radio key={value} value={value} label={say(words)} />
                  ))}
                </Group>
              </Radio.Group>
              {verdict !== null && verdict !== 'AGREED' && (
                <Textarea
                  label={say(WORDS.reason)}
                  required
                  autosize
                  minRows={1}
                  value={reason}
                  onChange={(event) => change({ verdict, reason: event.currentTarget.value })}
                />
              )}
            </Stack>
          ) : (
            <Stack gap={4}>
              <Text size="sm" c="dimmed">
                {say(WORDS.verdict)}
              </Text>
              <Text fw={600}>{say(verdict ? VERDICTS[verdict] : WORDS.none)}</Text>
              {reason && <Text size="sm">{reason}</Text>}
            </Stack>
          )}
        </Grid.Col>
      </Grid>
    </Card>
  );
}
