import { Accordion, Button, Card, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { ActionModal } from './action-modal.js';
import type { Form, Forms } from './forms/form.js';
import { OUTSIDE_FORMS } from './forms/outside.js';
import { EARLY_FORMS } from './forms/steps-1-to-3.js';
import { LATE_FORMS } from './forms/steps-4-to-9.js';
import { ACTIONS } from './names.js';
import type { ActionName, Available, OpenCase } from './open-case.js';
import { useReason } from './reason.js';

const FORMS: Forms = { ...EARLY_FORMS, ...LATE_FORMS, ...OUTSIDE_FORMS };

/** What belongs to each step, in the order in which it is done. */
const OF_STEP: Readonly<Record<OpenCase['step'], readonly ActionName[]>> = {
  SUBMIT: ['EDIT', 'SUBMIT', 'ISSUE_DISPOSITION', 'RETURN', 'REFUSE'],
  HAND_OVER: ['HAND_OVER'],
  AGREE: ['JUDGE', 'SIGN', 'REJECT', 'REROUTE'],
  ASSESS: ['ASSESS'],
  PROVISION: ['PROVISION'],
  DELIVER: ['DELIVER'],
  ADOPT: ['ADOPT'],
  ACCEPT: ['ACCEPT', 'CONTEST'],
  REPORT: ['PREPARE_REPORT', 'FORWARD_REPORT', 'ACKNOWLEDGE_REPORT'],
};

/** What the producer does on the path to publication, where file and columns are. */
const ON_THE_PATH: readonly ActionName[] = ['EDIT', 'HAND_OVER'];

/** Places on the page where an action is done, other than by a form of its own. */
export type Place = 'fields' | 'documents';
const PLACES: Readonly<Partial<Record<ActionName, Place>>> = {
  JUDGE: 'fields',
  SIGN: 'fields',
  ATTACH: 'documents',
};

const WORDS = {
  title: { id: 'Tindakan', en: 'Actions' },
  now: { id: 'Pada langkah ini', en: 'At this step' },
  others: { id: 'Di luar langkah', en: 'Besides the step' },
  later: { id: 'Yang sekarang tidak dapat dilakukan', en: 'What cannot be done now' },
  action: { id: 'Tindakan', en: 'Action' },
  why: { id: 'Sebabnya', en: 'Why' },
  ended: { id: 'Permohonan ini telah berakhir.', en: 'This case has ended.' },
} as const satisfies Record<string, Words>;

/** Everything that can be done to the case, and why the rest cannot be done now. */
export function Actions({
  one,
  again,
  goTo,
}: {
  readonly one: OpenCase;
  readonly again: () => void;
  readonly goTo: (place: Place) => void;
}) {
  const say = useWords();
  const navigate = useNavigate();
  const reasonOf = useReason();
  const [opened, setOpened] = useState<ActionName | null>(null);
  const available = one.availableActions ?? [];
  const running = one.status === 'OPEN' || one.status === 'DRAFT';
  const step = running
    ? OF_STEP[one.step].flatMap((action) => available.find((other) => other.action === action) ?? [])
    : [];
  const others = available.filter((other) => !step.includes(other));
  const possible = others.filter(({ allowed }) => allowed);
  const impossible = others.filter(({ allowed }) => !allowed);
  const form: Form | undefined = opened ? FORMS[opened] : undefined;

  function start(action: ActionName): void {
    const place = PLACES[action];
    if (ON_THE_PATH.includes(action)) navigate(paths.publishing({ case: one.number }));
    else if (place) goTo(place);
    else setOpened(action);
  }

  return (
    <Card>
      <Stack>
        <Title order={2}>{say(WORDS.title)}</Title>
        {running ? (
          <Stack gap="sm">
            <Title order={3}>{say(WORDS.now)}</Title>
            {step.map((one) => (
              <Choice key={one.action} available={one} start={start} main />
            ))}
          </Stack>
        ) : (
          <Text c="dimmed">{say(WORDS.ended)}</Text>
        )}
        {possible.length > 0 && (
          <Stack gap="sm">
            <Title order={3}>{say(WORDS.others)}</Title>
            <Group gap="sm">
              {possible.map((one) => (
                <Choice key={one.action} available={one} start={start} />
              ))}
            </Group>
          </Stack>
        )}
        {impossible.length > 0 && (
          <Accordion variant="contained">
            <Accordion.Item value="later">
              <Accordion.Control>
                {say(WORDS.later)} ({impossible.length})
              </Accordion.Control>
              <Accordion.Panel>
                <Table>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{say(WORDS.action)}</Table.Th>
                      <Table.Th>{say(WORDS.why)}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {impossible.map((one) => (
                      <Table.Tr key={one.action}>
                        <Table.Td>{say(ACTIONS[one.action])}</Table.Td>
                        <Table.Td>{reasonOf(one) ?? '–'}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        )}
      </Stack>
      {opened && form && (
        <ActionModal
          key={opened}
          action={opened}
          form={form}
          one={one}
          again={again}
          onClose={() => setOpened(null)}
        />
      )}
    </Card>
  );
}

function Choice({
  available,
  start,
  main,
}: {
  readonly available: Available;
  readonly start: (action: ActionName) => void;
  readonly main?: true;
}) {
  const say = useWords();
  const { action, allowed } = available;
  const reason = useReason()(available);
  const grave = FORMS[action]?.grave;
  return (
    <Group gap="sm">
      <Button
        disabled={!allowed}
        variant={main && !grave ? 'filled' : 'light'}
        {...(grave ? { color: 'red' } : {})}
        onClick={() => start(action)}
      >
        {say(ACTIONS[action])}
      </Button>
      {reason && (
        <Text size="sm" c="dimmed" flex="1 1 14rem">
          {reason}
        </Text>
      )}
    </Group>
  );
}
