import { Badge, Card, Group, Text, Timeline, Title } from '@mantine/core';
import { useFormats, useWords, type Words } from '../../language.js';
import { STEPS } from '../../terms.js';
import type { OpenCase } from './open-case.js';

const WORDS = {
  title: { id: 'Sembilan langkah', en: 'The nine steps' },
  done: { id: 'selesai', en: 'done' },
  now: { id: 'sekarang', en: 'now' },
  ended: { id: 'berakhir di sini', en: 'ended here' },
  ahead: { id: 'belum', en: 'ahead' },
  attempt: { id: 'Percobaan ke-', en: 'Attempt ' },
  before: { id: 'sebelumnya', en: 'before' },
  due: { id: 'batas', en: 'due' },
  late: { id: 'terlambat', en: 'late' },
  days: { id: 'hari kerja', en: 'working days' },
} as const satisfies Record<string, Words>;

/** How far the case has come: each step with its last attempt; a loop hides no lateness. */
export function Track({ one }: { readonly one: OpenCase }) {
  const say = useWords();
  const { date } = useFormats();
  const { steps } = one.dossier;
  const order = Object.entries(STEPS);
  const at = order.findIndex(([step]) => step === one.step);
  const closed = one.status === 'CLOSED';
  return (
    <Card>
      <Title order={2} mb="md">
        {say(WORDS.title)}
      </Title>
      <Timeline active={closed ? order.length : at} bulletSize={16}>
        {order.map(([step, name], index) => {
          const attempts = steps.filter((attempt) => attempt.step === step);
          const last = attempts.at(-1);
          const late = attempts.reduce((sum, { lateDays }) => sum + (lateDays ?? 0), 0);
          const current = index === at && !closed;
          const standing = current
            ? one.status === 'OPEN' || one.status === 'DRAFT'
              ? WORDS.now
              : WORDS.ended
            : closed || index < at
              ? WORDS.done
              : WORDS.ahead;
          return (
            <Timeline.Item
              key={step}
              title={
                <Group gap="xs" component="span">
                  <Text span fw={current ? 700 : 500} {...(current ? { 'aria-current': 'step' } : {})}>
                    {say(name)}
                  </Text>
                  <Badge
                    variant={current ? 'filled' : 'light'}
                    color={index > at ? 'gray' : 'teal'}
                    size="sm"
                  >
                    {say(standing)}
                  </Badge>
                  {late > 0 && (
                    <Badge color="red" size="sm">
                      {say(WORDS.late)} {late} {say(WORDS.days)}
                    </Badge>
                  )}
                </Group>
              }
            >
              {last && (
                <Text size="sm" c="dimmed">
                  {[
                    attempts.length > 1 && `${say(WORDS.attempt)}${last.attempt}`,
                    last.completedAt &&
                      `${index > at ? `${say(WORDS.before)} ` : ''}${date(last.completedAt)}`,
                    index <= at && last.dueOn && `${say(WORDS.due)} ${date(last.dueOn)}`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </Text>
              )}
            </Timeline.Item>
          );
        })}
      </Timeline>
    </Card>
  );
}
