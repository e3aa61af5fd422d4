import { useCallback, useMemo, useState } from 'react';
import type { VariablesOf } from '../../hub/graphql.js';
import { type Changed, headsOf } from './changing.js';
import type { HAND_OVER } from './hand-over.js';
import type { Source } from './source.js';

export type Definition = VariablesOf<typeof HAND_OVER>['definition'];
export type Column = Definition['columns'][number];

/** What a person has written over the proposal: of the dataset, and of each column by its label. */
interface Written {
  readonly dataset: Partial<Omit<Definition, 'columns'>>;
  readonly columns: Readonly<Record<string, Partial<Column>>>;
  /** Columns that a CHANGE drops. */
  readonly drops: readonly string[];
  /** Labels of columns that are proposed and not taken. */
  readonly left: readonly string[];
}

const NOTHING: Written = { dataset: {}, columns: {}, drops: [], left: [] };
const slot = (id: string): string => `satugraf.definition.${id}`;

/** What was written stays in this browser: a structure may be sent back, to be corrected and handed over again. */
function kept(id: string): Written {
  try {
    return { ...NOTHING, ...JSON.parse(localStorage.getItem(slot(id)) ?? '{}') };
  } catch {
    return NOTHING;
  }
}

function keep(id: string, written: Written): void {
  try {
    localStorage.setItem(slot(id), JSON.stringify(written));
  } catch {
    // A browser may forbid storage; then a reload forgets it.
  }
}

/** The client marks what it was answered with the names of types, which no input takes. */
const plain = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value, (key, one) => (key === '__typename' ? undefined : one)));

/**
 * The proposed definition with what was written over it. A later answer changes the proposal, not what was written. Of a
 * dataset that is changed it holds what is added alone, if anything.
 */
export function useDefinition(
  { id, proposal: answered }: Pick<Source, 'id' | 'proposal'>,
  changed: Changed | null,
) {
  const proposal = useMemo(() => plain(answered), [answered]);
  const [written, setWritten] = useState(() => kept(id));
  const change = useCallback(
    (next: Written) => {
      setWritten(next);
      keep(id, next);
    },
    [id],
  );
  const columns = (proposal?.columns ?? [])
    .filter(({ label }) => !written.left.includes(label))
    .map((column) => ({ ...column, ...written.columns[column.label] }));
  const definition: Definition | null = changed
    ? { ...headsOf(changed), columns }
    : proposal && { ...proposal, ...written.dataset, columns };
  return {
    definition,
    drops: written.drops,
    drop: (name: string, drops: boolean) =>
      change({
        ...written,
        drops: drops ? [...written.drops, name] : written.drops.filter((one) => one !== name),
      }),
    /** Whether the column leads to a list by the proposal itself, whose codes are matched. */
    isMatched: (label: string) =>
      proposal?.columns.some((one) => one.label === label && one.reference) ?? false,
    left: written.left,
    leave: (label: string, leaves: boolean) =>
      change({
        ...written,
        left: leaves ? [...written.left, label] : written.left.filter((one) => one !== label),
      }),
    describe: (facts: Written['dataset']) =>
      change({ ...written, dataset: { ...written.dataset, ...facts } }),
    describeColumn: (label: string, facts: Partial<Column>) =>
      change({
        ...written,
        columns: { ...written.columns, [label]: { ...written.columns[label], ...facts } },
      }),
    /** One class for all of them. */
    classify: (accessClass: Column['accessClass']) =>
      change({
        ...written,
        columns: Object.fromEntries(
          (proposal?.columns ?? []).map(({ label }) => [label, { ...written.columns[label], accessClass }]),
        ),
      }),
  };
}

export type Draft = ReturnType<typeof useDefinition>;

/** What the hub writes where a person has to. */
const UNWRITTEN = /\s*\((perlu dilengkapi|to be completed)\)\s*$/;
export const isUnwritten = (description: string): boolean =>
  description.trim() === '' || UNWRITTEN.test(description);
