import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useWords, type Words } from '../../language.js';
import { ConnectionStep } from './connection-step.js';
import type { Draft } from './draft-definition.js';
import { FileStep } from './file-step.js';
import { NOTHING_PICKED, type Picked, type PickedKind, type Source, type TableName } from './source.js';
import { StructureStep } from './structure-step.js';
import { TableUnderstood } from './table-understood.js';

const WORDS = {
  from: { id: 'Dari mana datanya', en: 'Where the data come from' },
  FILE: { id: 'Berkas', en: 'A file' },
  STRUCTURE: { id: 'Dump atau struktur', en: 'A dump or structure' },
  CONNECTION: { id: 'Basis data', en: 'A database' },
} as const satisfies Record<string, Words>;

const LEADS: Readonly<Record<PickedKind, Words>> = {
  FILE: {
    id: 'Tabel dari kantor Anda, apa adanya; dimuat sekali, lalu setiap ada yang baru.',
    en: 'A table of your office as it is; loaded once, and whenever there is a new one.',
  },
  STRUCTURE: {
    id: 'Bila datanya ada di aplikasi yang tidak dapat dihubungi: ekspor basis datanya, lalu pilih tabelnya.',
    en: 'Where the data are in an application that cannot be reached: export its database, then choose a table.',
  },
  CONNECTION: {
    id: 'Bila basis datanya dapat dihubungi: tabelnya ditarik sendiri, menurut jadwal yang Anda tentukan.',
    en: 'Where the database can be reached: its table is pulled by itself, at the times that you set.',
  },
};

/** Where the data of a dataset come from, and what they are understood as. */
export function SourceStep({
  picked,
  source,
  draft,
  dataset,
  fileOnly,
  onPicked,
  reread,
  onNext,
  without,
}: {
  readonly picked: Picked;
  readonly source: Source | null;
  readonly draft: Draft;
  /** The dataset that is there already. */
  readonly dataset: string | null;
  /** A change is made from a file, which is compared with what the dataset has. */
  readonly fileOnly: boolean;
  readonly onPicked: (picked: Picked) => void;
  readonly reread: () => void;
  readonly onNext: () => void;
  /** Goes on with no source at all: a change may be to drop columns alone. */
  readonly without: (() => void) | null;
}) {
  const say = useWords();
  const narrow = useMediaQuery('(max-width: 48em)');
  return (
    <Stack>
      {!fileOnly && (
        <Stack gap="xs">
          <SegmentedControl
            aria-label={say(WORDS.from)}
            fullWidth
            orientation={narrow ? 'vertical' : 'horizontal'}
            value={picked.kind}
            data={(['FILE', 'STRUCTURE', 'CONNECTION'] as const).map((value) => ({
              value,
              label: say(WORDS[value]),
            }))}
            onChange={(kind) => onPicked(NOTHING_PICKED[kind as PickedKind])}
          />
          <Text c="dimmed">{say(LEADS[picked.kind])}</Text>
        </Stack>
      )}
      {source && source.kind !== 'FILE' ? (
        <TableUnderstood
          source={source}
          draft={draft}
          onAnother={() => picked.kind !== 'FILE' && onPicked({ ...picked, table: null })}
          onNext={onNext}
        />
      ) : picked.kind === 'STRUCTURE' ? (
        <StructureStep
          upload={picked.upload}
          onUpload={(upload) => onPicked({ kind: 'STRUCTURE', upload, table: null })}
          onTable={(table: TableName) => onPicked({ ...picked, table })}
        />
      ) : picked.kind === 'CONNECTION' ? (
        <ConnectionStep
          connection={picked.connection}
          onConnection={(connection) => onPicked({ kind: 'CONNECTION', connection, table: null })}
          onTable={(table: TableName) => onPicked({ ...picked, table })}
        />
      ) : (
        <FileStep
          dataset={dataset}
          understood={source?.file ?? null}
          onFile={(file) => onPicked({ kind: 'FILE', file })}
          reread={reread}
          onNext={onNext}
          without={without}
        />
      )}
    </Stack>
  );
}
