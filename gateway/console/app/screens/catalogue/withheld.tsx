import { Alert, Group, Stack, Text } from '@mantine/core';
import { useWords, type Words } from '../../language.js';
import { called, ROLES, STEPS } from '../../terms.js';
import { AskFor } from './ask-for.js';
import type { Described, DescribedColumn } from './described.js';
import type { Explanation, Explanations } from './explaining.js';

const WORDS = {
  whole: { id: 'Dataset ini ditahan dari Anda', en: 'This dataset is withheld from you' },
  some: { id: 'kolom ditahan dari Anda', en: 'columns are withheld from you' },
  one: { id: 'kolom ditahan dari Anda', en: 'column is withheld from you' },
  ask: { id: 'Hubungi', en: 'Ask' },
  step: { id: 'permohonan', en: 'case' },
} as const satisfies Record<string, Words>;

interface Props {
  readonly dataset: Described;
  readonly explanations: Explanations;
  /** Access was asked for, so that the reasons may be others now. */
  readonly asked: () => void;
}

/** What the caller may not read of the dataset, in one place; nothing where he may read it all. */
export function Withheld({ dataset, explanations, asked }: Props) {
  const say = useWords();
  const held = dataset.columns.filter(({ name }) => explanations.get(name)?.readable === false);
  if (held.length === 0) return null;
  const whole = explanations.get('');
  const wholly = whole?.readable === false;
  const restricted = held.filter(({ name }) => explanations.get(name)?.code === 'FIELD_RESTRICTED');
  return (
    <Alert
      color="yellow"
      title={
        <Text fw={600} c="dark">
          {wholly ? say(WORDS.whole) : `${held.length} ${say(held.length === 1 ? WORDS.one : WORDS.some)}`}
        </Text>
      }
    >
      <Stack gap="sm" align="flex-start">
        {wholly ? (
          <Reason explanation={whole} />
        ) : (
          byCode(held, explanations).map(([explanation, titles]) => (
            <div key={explanation.code}>
              <Text size="sm" fw={600}>
                {titles.join(', ')}
              </Text>
              <Reason explanation={explanation} />
            </div>
          ))
        )}
        {restricted.length > 0 && <AskFor dataset={dataset} restricted={restricted} asked={asked} />}
      </Stack>
    </Alert>
  );
}

/** Columns that are withheld for the same reason, under the explanation of the first of them. */
function byCode(
  held: readonly DescribedColumn[],
  explanations: Explanations,
): readonly (readonly [Explanation, readonly string[]])[] {
  const found = new Map<string, [Explanation, string[]]>();
  for (const { name, title } of held) {
    const explanation = explanations.get(name);
    if (!explanation) continue;
    const entry = found.get(explanation.code) ?? [explanation, []];
    entry[1].push(title);
    found.set(explanation.code, entry);
  }
  return [...found.values()];
}

/** Why, and whom to ask. */
export function Reason({ explanation }: { readonly explanation: Explanation }) {
  const say = useWords();
  const { reason, ask, step, caseNumber } = explanation;
  const whom = [say(ROLES[ask.role]), ...(ask.role === 'PRODUCER' ? [ask.agency.name, ask.contact] : [])];
  return (
    <Stack gap={2}>
      <Text size="sm">{say(reason)}</Text>
      <Group gap="xs">
        <Text size="sm">
          {say(WORDS.ask)}: {whom.filter(Boolean).join(', ')}
        </Text>
        {step && (
          <Text size="sm" c="dimmed">
            ({say(WORDS.step)} {caseNumber}: {say(called(STEPS, step))})
          </Text>
        )}
      </Group>
    </Stack>
  );
}
