import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useFormats, useWords, type Words } from '../../language.js';
import { Empty, PartHeading } from '../../shell/states.js';
import { ROLES, STEPS } from '../../terms.js';
import { type Role, useSession } from '../../viewer.js';
import { DeviationModal, WAYS, type Way } from './deviation-modal.js';
import { DEVIATION_KINDS, DEVIATION_STATUSES } from './names.js';
import type { Deviation, OpenCase } from './open-case.js';

const WORDS = {
  title: { id: 'Penyimpangan', en: 'Deviations' },
  lead: {
    id: 'Penyimpangan atas mutu baku dipertanggungjawabkan oleh pelaksana dan dinilai atasannya. Permohonan tetap berjalan.',
    en: 'A deviation from the standard is accounted for by its performer and judged by the superior. It never blocks the case.',
  },
  none: { id: 'Tidak ada penyimpangan.', en: 'There are no deviations.' },
  noneMore: {
    id: 'Bila batas waktu terlampaui, dokumen tidak ada, atau hasil ditolak, catatannya tampil di sini.',
    en: 'Where a deadline passes, a document is missing or a result is rejected, the record appears here.',
  },
  by: { id: 'Pelaksana', en: 'Performer' },
  late: { id: 'Terlambat', en: 'Late' },
  days: { id: 'hari kerja', en: 'working days' },
  attempt: { id: 'percobaan', en: 'attempt' },
  cause: { id: 'Sebab', en: 'Cause' },
  correction: { id: 'Perbaikan', en: 'Correction' },
  evidence: { id: 'Bukti', en: 'Evidence' },
  judgement: { id: 'Penilaian atasan', en: 'What the superior said' },
  waits: { id: 'Giliran', en: 'Next' },
} as const satisfies Record<string, Words>;

/** Who judges the account of a role's failure. */
const SUPERIOR: Readonly<Partial<Record<Role, Role>>> = {
  PRODUCER: 'DIVISION_HEAD',
  TECHNICAL_TEAM: 'DIVISION_HEAD',
};

export function Deviations({ one, again }: { readonly one: OpenCase; readonly again: () => void }) {
  const say = useWords();
  const deviations = one.deviations ?? [];
  return (
    <Stack>
      <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      {deviations.length === 0 ? (
        <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
      ) : (
        deviations.map((deviation) => (
          <Record key={deviation.id} deviation={deviation} agency={one.dossier.agency} again={again} />
        ))
      )}
    </Stack>
  );
}

function Record({
  deviation,
  agency,
  again,
}: {
  readonly deviation: Deviation;
  readonly agency: string;
  readonly again: () => void;
}) {
  const say = useWords();
  const { date } = useFormats();
  const { has, viewer } = useSession();
  const [way, setWay] = useState<Way | null>(null);
  const { kind, status, step, attempt, chargedTo, nextActor, lateDays, detail } = deviation;
  const theirs = (role: Role) => has(role) && (role !== 'PRODUCER' || viewer.agency === agency);
  const mine = nextActor !== null && theirs(nextActor);
  const accounts = status === 'OPEN' || status === 'RETURNED';
  const ways: readonly Way[] = nextActor === null ? [] : accounts ? ['account'] : ['accept', 'return'];
  const correctable = status !== 'CORRECTED' && status !== 'CORRECTION';
  const corrects = correctable && theirs(SUPERIOR[chargedTo] ?? 'DEPARTMENT_HEAD');
  const said = [
    [WORDS.cause, deviation.cause],
    [WORDS.correction, deviation.correction],
    [WORDS.evidence, deviation.evidence],
    [WORDS.judgement, deviation.judgement],
  ] as const;
  return (
    <Card>
      <Stack gap="xs">
        <Group gap="xs">
          <Title order={3}>{say(DEVIATION_KINDS[kind])}</Title>
          <Badge color={nextActor ? 'orange' : 'gray'} variant="light">
            {say(DEVIATION_STATUSES[status])}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed">
          {[
            say(STEPS[step]),
            attempt > 1 && `${say(WORDS.attempt)} ${attempt}`,
            date(deviation.openedAt),
            `${say(WORDS.by)}: ${say(ROLES[chargedTo])}`,
            lateDays !== null && `${say(WORDS.late)} ${lateDays} ${say(WORDS.days)}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {detail && <Text>{detail}</Text>}
        {said.map(
          ([label, text]) =>
            text && (
              <Text key={label.en} size="sm">
                <Text span inherit c="dimmed">
                  {say(label)}:
                </Text>{' '}
                {text}
              </Text>
            ),
        )}
        <Group gap="sm">
          {ways.map((one) => (
            <Button key={one} size="sm" variant="light" disabled={!mine} onClick={() => setWay(one)}>
              {say(WAYS[one])}
            </Button>
          ))}
          {corrects && (
            <Button size="sm" variant="default" onClick={() => setWay('correct')}>
              {say(WAYS.correct)}
            </Button>
          )}
          {!mine && nextActor && (
            <Text size="sm" c="dimmed">
              {say(WORDS.waits)}: {say(ROLES[nextActor])}.
            </Text>
          )}
        </Group>
      </Stack>
      {way && <DeviationModal way={way} id={deviation.id} again={again} onClose={() => setWay(null)} />}
    </Card>
  );
}
