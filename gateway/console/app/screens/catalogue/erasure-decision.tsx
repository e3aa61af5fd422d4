import { Group, Stack, Title } from '@mantine/core';
import { useMutation } from 'urql';
import { CancelErasure, type Erasure, ErasureCard, useErasures, useErasureTitle } from '../../erasures.js';
import { graphql } from '../../hub/graphql.js';
import { useWords, type Words } from '../../language.js';
import { Ask } from '../../shell/dialog.js';
import { useSession } from '../../viewer.js';

const SIGN = graphql(`mutation SignErasure($id: ID!) { signErasure(id: $id) { id status } }`);

const WORDS = {
  title: { id: 'Penghapusan', en: 'Erasures' },
  sign: { id: 'Tanda tangani', en: 'Sign' },
  signLead: {
    id: 'Dihapus seketika dan untuk selamanya: tabel, berkas sumber, laporan, dan arsip. Yang tersisa hanyalah sidik berkas, alasan, dan nama para penanda tangan.',
    en: 'It is erased at once and for good: tables, source files, reports and archives. The files’ hashes, the reason and the names of who signed are all that is left.',
  },
  confirm: { id: 'Hapus sekarang', en: 'Erase now' },
  signed: { id: 'Sudah dihapus.', en: 'It is erased.' },
} as const satisfies Record<string, Words>;

/** What of a dataset was or is to be erased, for those who oversee it; the division head signs. */
export function ErasureDecision({
  dataset,
  signed,
}: {
  readonly dataset: string;
  readonly signed: () => void;
}) {
  const say = useWords();
  const { has } = useSession();
  const [{ data }, ask] = useErasures(dataset);
  const again = () => ask({ requestPolicy: 'network-only' });
  const erasures = data?.erasures ?? [];
  if (erasures.length === 0) return null;
  return (
    <Stack component="section" aria-label={say(WORDS.title)} gap="sm">
      <Title order={2}>{say(WORDS.title)}</Title>
      {erasures.map((one) => (
        <ErasureCard key={one.id} one={one}>
          {one.status === 'PROPOSED' && has('DIVISION_HEAD') && (
            <Group gap="xs">
              <Sign
                one={one}
                onDone={() => {
                  again();
                  signed();
                }}
              />
              <CancelErasure one={one} onDone={again} />
            </Group>
          )}
        </ErasureCard>
      ))}
    </Stack>
  );
}

function Sign({ one, onDone }: { readonly one: Erasure; readonly onDone: () => void }) {
  const say = useWords();
  const title = useErasureTitle()(one);
  const [, sign] = useMutation(SIGN);
  return (
    <Ask
      label={say(WORDS.sign)}
      about={title}
      title={title}
      lead={say(WORDS.signLead)}
      confirm={say(WORDS.confirm)}
      done={say(WORDS.signed)}
      danger
      quiet
      submit={() => sign({ id: one.id })}
      onDone={onDone}
    />
  );
}
