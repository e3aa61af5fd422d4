import { Anchor, Button, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { useWords, type Words } from '../../language.js';
import { paths } from '../../paths.js';
import { isUnfinished, OWN_CASES } from './case.js';

const WORDS = {
  propose: { id: 'Ajukan perubahan', en: 'Propose a change' },
  on: { id: 'Lanjutkan perubahan', en: 'Go on with the change' },
  running: {
    id: 'Perubahan diajukan setelah permohonan pertamanya selesai; sekarang kolom diubah pada permohonan',
    en: 'A change is proposed once its first case is finished; until then columns change in the case',
  },
} as const satisfies Record<string, Words>;

/** Leads to a CHANGE of the dataset, to the one that was begun, or to the case in which it is still to be made. */
export function ProposeChange({
  dataset,
  file,
}: {
  readonly dataset: string;
  /** An import that the change goes on with. */
  readonly file?: string;
}) {
  const say = useWords();
  const [{ data }] = useQuery({ query: OWN_CASES });
  const cases = (data?.cases ?? []).filter(({ dossier }) => dossier?.dataset === dataset);
  const begun = cases.find((one) => one.dossier?.kind === 'CHANGE' && isUnfinished(one));
  const taken = file === undefined ? {} : { file };
  if (begun || cases.some(({ status }) => status === 'CLOSED'))
    return (
      <Button
        component={Link}
        variant="light"
        to={paths.publishing(begun ? { case: begun.number, ...taken } : { changes: dataset, ...taken })}
      >
        {say(begun ? WORDS.on : WORDS.propose)}
      </Button>
    );
  const running = cases.find(({ status }) => status === 'OPEN');
  if (!running) return null;
  return (
    <Text size="sm" c="dimmed" maw={360}>
      {say(WORDS.running)}{' '}
      <Anchor component={Link} to={paths.case(running.number)} inherit c="dark" underline="always">
        {running.number}
      </Anchor>
      .
    </Text>
  );
}
