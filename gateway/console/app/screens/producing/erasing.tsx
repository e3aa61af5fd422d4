import { Autocomplete, NativeSelect, Stack } from '@mantine/core';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { CancelErasure, ErasureCard, useErasures } from '../../erasures.js';
import { graphql } from '../../hub/graphql.js';
import { useFormats, useWords, type Words } from '../../language.js';
import { Ask, type Filled, Reason } from '../../shell/dialog.js';
import { Answered, Empty, PartHeading } from '../../shell/states.js';

const ERASABLE = graphql(`
  query Erasable($dataset: ID!) {
    releases(dataset: $dataset) { number rows live erasure report { at } }
    dataset(name: $dataset) { columns { name } }
  }
`);
const PROPOSE = graphql(`
  mutation ProposeErasure($dataset: ID!, $reason: String!, $release: Int, $column: String) {
    proposeErasure(dataset: $dataset, reason: $reason, release: $release, column: $column) { id status }
  }
`);

const WORDS = {
  title: { id: 'Penghapusan', en: 'Erasure' },
  lead: {
    id: 'Rilis atau kolom yang tidak boleh disimpan lagi dihapus di mana pun: tabel, berkas sumber, laporan, dan arsip. Anda mengusulkan, kepala bidang menandatangani; sesudah itu tidak dapat dikembalikan.',
    en: 'A release or a column that must not be kept is erased everywhere: tables, source files, reports and archives. You propose, the division head signs; after that there is no way back.',
  },
  none: { id: 'Belum ada yang diusulkan.', en: 'Nothing has been proposed.' },
  noneMore: {
    id: 'Kolom yang keliru cukup dihentikan; penghapusan adalah untuk isi yang tidak boleh ada, misalnya data pribadi.',
    en: 'A wrong column need only be suspended; erasure is for what must not be there, such as personal data.',
  },
  propose: { id: 'Usulkan penghapusan', en: 'Propose an erasure' },
  proposed: {
    id: 'Diusulkan; giliran kepala bidang untuk menandatangani.',
    en: 'Proposed; the division head signs next.',
  },
  kind: { id: 'Yang dihapus', en: 'What is erased' },
  release: { id: 'Satu rilis', en: 'One release' },
  column: { id: 'Satu kolom dari semua rilis', en: 'One column of all releases' },
  whichRelease: { id: 'Rilis', en: 'Release' },
  whichColumn: { id: 'Nama kolom', en: 'Name of the column' },
  columnHint: {
    id: 'Juga kolom yang sudah tidak disajikan: tulis namanya.',
    en: 'Also one that is no longer served: write its name.',
  },
  choose: { id: 'Pilih rilis', en: 'Choose a release' },
  rows: { id: 'baris', en: 'rows' },
  live: { id: 'berlaku', en: 'live' },
  reasonHint: {
    id: 'Tetap tersimpan bersama nama para penanda tangan; jangan menulis isi yang dihapus.',
    en: 'It is kept with the names of who signed; do not write what is to be erased.',
  },
} as const satisfies Record<string, Words>;

/** Erasures of a dataset: the producer proposes and may take back, the division head signs. */
export function Erasing({ dataset }: { readonly dataset: string }) {
  const say = useWords();
  const [result, ask] = useErasures(dataset);
  const again = () => ask({ requestPolicy: 'network-only' });
  return (
    <Stack>
      <PartHeading title={say(WORDS.title)} lead={say(WORDS.lead)} />
      <Propose dataset={dataset} onDone={again} />
      <Answered result={result} retry={again}>
        {({ erasures }) =>
          erasures && erasures.length > 0 ? (
            erasures.map((one) => (
              <ErasureCard key={one.id} one={one}>
                {one.status === 'PROPOSED' && <CancelErasure one={one} onDone={again} />}
              </ErasureCard>
            ))
          ) : (
            <Empty title={say(WORDS.none)}>{say(WORDS.noneMore)}</Empty>
          )
        }
      </Answered>
    </Stack>
  );
}

function Propose({ dataset, onDone }: { readonly dataset: string; readonly onDone: () => void }) {
  const say = useWords();
  const [, propose] = useMutation(PROPOSE);
  const submit = (filled: Filled) => {
    const release = filled.optional('release');
    return propose({
      dataset,
      reason: filled.text('reason'),
      release: release === null ? null : Number(release),
      column: filled.optional('column'),
    });
  };
  return (
    <Ask
      label={say(WORDS.propose)}
      lead={say(WORDS.lead)}
      done={say(WORDS.proposed)}
      danger
      submit={submit}
      onDone={onDone}
    >
      <What dataset={dataset} />
      <Reason description={say(WORDS.reasonHint)} />
    </Ask>
  );
}

/** A release or a column; what is not asked for is not in the form. */
function What({ dataset }: { readonly dataset: string }) {
  const say = useWords();
  const { number, date } = useFormats();
  const [kind, setKind] = useState<'release' | 'column'>('release');
  const [{ data }] = useQuery({ query: ERASABLE, variables: { dataset } });
  const releases = (data?.releases ?? []).filter(({ erasure }) => erasure === null);
  return (
    <>
      <NativeSelect
        label={say(WORDS.kind)}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value === 'column' ? 'column' : 'release')}
        data={[
          { value: 'release', label: say(WORDS.release) },
          { value: 'column', label: say(WORDS.column) },
        ]}
      />
      {kind === 'release' ? (
        <NativeSelect
          name="release"
          label={say(WORDS.whichRelease)}
          required
          data={[
            { value: '', label: say(WORDS.choose) },
            ...releases.map((release) => ({
              value: String(release.number),
              label: [
                number(release.number),
                release.report && date(release.report.at),
                `${number(release.rows)} ${say(WORDS.rows)}`,
                release.live && say(WORDS.live),
              ]
                .filter(Boolean)
                .join(' · '),
            })),
          ]}
        />
      ) : (
        <Autocomplete
          name="column"
          label={say(WORDS.whichColumn)}
          description={say(WORDS.columnHint)}
          required
          data={(data?.dataset?.columns ?? []).map(({ name }) => name)}
        />
      )}
    </>
  );
}
