import { Alert, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useFormats, useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { ROLES, STEPS } from '../../terms.js';
import type { OwnCase } from './case.js';

const WORDS = {
  title: { id: 'Disposisi', en: 'The disposition' },
  none: { id: 'Permohonan belum diajukan.', en: 'The application has not been submitted.' },
  noneMore: {
    id: 'Lengkapi dan ajukan pada langkah pertama.',
    en: 'Complete and submit it in the first step.',
  },
  waits: { id: 'Menunggu disposisi', en: 'The disposition is awaited' },
  next: { id: 'Giliran berikutnya', en: 'Who acts next' },
  due: { id: 'Batas waktu', en: 'Due' },
  meanwhile: {
    id: 'Sementara itu Anda dapat menyiapkan sumber datanya; halaman ini memeriksa sendiri setiap 15 detik.',
    en: 'Meanwhile you can prepare where the data come from; this page looks by itself every 15 seconds.',
  },
  prepare: { id: 'Siapkan sumber data', en: 'Prepare the data' },
  look: { id: 'Periksa sekarang', en: 'Look now' },
  issued: { id: 'Disposisi sudah terbit', en: 'The disposition is issued' },
  on: { id: 'Lanjut ke sumber data', en: 'On to the data' },
  case: { id: 'Lihat permohonan', en: 'See the case' },
  number: { id: 'Nomor permohonan', en: 'Case number' },
  REFUSED: { id: 'Permohonan ditolak', en: 'The application was refused' },
  CANCELLED: { id: 'Permohonan dibatalkan', en: 'The case was cancelled' },
} as const satisfies Record<string, Words>;

const EVERY_MS = 15_000;

/** Where the application is, and on whom it waits. */
export function Waiting({
  known,
  look,
  onNext,
}: {
  readonly known: OwnCase | null;
  readonly look: () => void;
  readonly onNext: () => void;
}) {
  const say = useWords();
  const { date } = useFormats();
  const waits = known?.status === 'OPEN' && known.step === 'SUBMIT';
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [waits, look]);

  const step = known?.dossier?.steps.findLast((one) => one.step === known.step);
  const disposition = known?.dossier?.documents.findLast(({ kind }) => kind === 'DISPOSITION');
  const ended = known?.status === 'REFUSED' || known?.status === 'CANCELLED' ? known.status : null;
  const why = known?.dossier?.events.findLast(({ action }) => action === 'REFUSE' || action === 'CANCEL');
  return (
    <Card>
      <Stack>
        <Title order={2}>{say(WORDS.title)}</Title>
        {(!known || known.status === 'DRAFT') && (
          <Alert color="gray" title={say(WORDS.none)}>
            {say(WORDS.noneMore)}
          </Alert>
        )}
        {ended && (
          <Alert color="red" title={say(WORDS[ended])}>
            {why?.reason}
          </Alert>
        )}
        {known && known.status !== 'DRAFT' && !ended && (
          <Alert
            color={waits ? 'blue' : 'teal'}
            title={say(waits ? WORDS.waits : WORDS.issued)}
            role="status"
          >
            <Stack gap={4}>
              <Text size="sm">
                {say(WORDS.number)}: {known.number}
                {` · ${say(STEPS[known.step])}`}
              </Text>
              {known.nextActor && (
                <Text size="sm">
                  {say(WORDS.next)}: {say(ROLES[known.nextActor])}
                </Text>
              )}
              {step?.dueOn && (
                <Text size="sm">
                  {say(WORDS.due)}: {date(step.dueOn)}
                </Text>
              )}
              {disposition && (
                <Text size="sm">{[disposition.number, disposition.body].filter(Boolean).join(': ')}</Text>
              )}
              {waits && <Text size="sm">{say(WORDS.meanwhile)}</Text>}
            </Stack>
          </Alert>
        )}
        {known && (
          <Group>
            <Button onClick={onNext} variant={waits ? 'light' : 'filled'}>
              {say(waits ? WORDS.prepare : WORDS.on)}
            </Button>
            {waits && (
              <Button variant="default" onClick={look}>
                {say(WORDS.look)}
              </Button>
            )}
            <Button component={Link} to={paths.case(known.number)} variant="subtle">
              {say(WORDS.case)}
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  );
}
