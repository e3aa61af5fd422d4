import { Select } from '@mantine/core';
import { useWords, type Words } from '../../language.js';
import type { Column } from './draft-definition.js';

const WORDS = {
  label: { id: 'Kode yang dimuat', en: 'Codes that it holds' },
  more: {
    id: 'Isinya diperiksa saat dimuat, dan tiap baris terhubung ke daftar itu di graf.',
    en: 'What is in it is checked as it is loaded, and each row leads to that list in the graph.',
  },
  none: { id: 'Bukan kode dari daftar bersama', en: 'None of a shared list' },
} as const satisfies Record<string, Words>;

/** Lists that need nothing else to be named, and the field by which a row leads there. */
const LISTS: readonly { readonly entity: string; readonly field: string; readonly words: Words }[] = [
  {
    entity: 'Region',
    field: 'wilayah',
    words: { id: 'Wilayah: kode Kemendagri, 35.14.01', en: 'Regions: Kemendagri codes, 35.14.01' },
  },
  {
    entity: 'Period',
    field: 'waktu',
    words: { id: 'Periode: 2024, 2024-Q1, 2024-03', en: 'Periods: 2024, 2024-Q1, 2024-03' },
  },
  {
    entity: 'Agency',
    field: 'instansiPemilik',
    words: { id: 'Instansi: singkatannya di hub', en: 'Agencies: their short names in the hub' },
  },
];

/** Says that a text column holds codes of a list that datasets share, which no more than one column may of each. */
export function CodesOfColumn({
  column,
  all,
  change,
}: {
  readonly column: Column;
  readonly all: readonly Column[];
  readonly change: (facts: Partial<Column>) => void;
}) {
  const say = useWords();
  const others = all.filter(({ label }) => label !== column.label);
  const free = LISTS.filter(({ entity }) => !others.some(({ reference }) => reference?.entity === entity));

  function choose(chosen: string | null): void {
    const list = LISTS.find(({ entity }) => entity === chosen);
    const isTaken = all.some(({ name }) => name === list?.field);
    change({
      reference: list ? { entity: list.entity, field: isTaken ? `${list.field}Rujukan` : list.field } : null,
    });
  }

  return (
    <Select
      label={say(WORDS.label)}
      description={say(WORDS.more)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder={say(WORDS.none)}
      data={free.map(({ entity, words }) => ({ value: entity, label: say(words) }))}
      clearable
      value={column.reference?.entity ?? null}
      onChange={choose}
    />
  );
}
