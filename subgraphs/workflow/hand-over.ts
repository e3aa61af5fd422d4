import {
  type ColumnDefinition,
  contentHash,
  type DatasetDefinition,
  definitionProblems,
} from '../../schema/definition.js';
import { type HubError, refusal } from '../../schema/errors.js';
import type { FieldStatus } from '../../schema/exposure.js';
import type { Outcome } from './change.js';
import { type CaseFacts, type CaseState, type Judgement, judgementOf } from './state.js';

/** Step 2: the structure. What was delivered and has not changed stays; everything else has to be agreed anew. */
export function handOver(
  entered: CaseState,
  facts: CaseFacts,
  definition: DatasetDefinition,
  drops: readonly string[],
): Outcome {
  const refused = problemOf(facts, definition, drops);
  if (refused) return { refused };
  const before = new Map(facts.fields.map((field) => [field.column.name, field]));
  const changed = new Map<string, FieldStatus>();
  const judgements: Record<string, Judgement> = {};
  for (const column of definition.columns) {
    const known = before.get(column.name);
    const same = known !== undefined && contentHash(known.column) === contentHash(column);
    if (same && (known.status === 'LIVE' || known.status === 'DISPUTED')) {
      const judgement = judgementOf(entered, column.name);
      if (judgement) judgements[column.name] = judgement;
    } else changed.set(column.name, 'PROPOSED');
  }
  const names = new Set(definition.columns.map(({ name }) => name));
  const suspended = Object.fromEntries(Object.entries(entered.suspended).filter(([name]) => names.has(name)));
  return {
    state: { ...entered, judgements, signatures: {}, mayReroute: false, drops: [...drops], suspended },
    statuses: changed,
    documents: [{ kind: 'INTEGRATION_SPECIFICATION', body: JSON.stringify(definition, null, 2) }],
  };
}

function problemOf(
  { kind, standing }: CaseFacts,
  definition: DatasetDefinition,
  drops: readonly string[],
): HubError | null {
  const invalid = (id: string, en: string) => refusal('DEFINITION_INVALID', { detail: { id, en } });
  const { columns } = definition;
  const leaving = [...columns.flatMap(({ replaces }) => replaces ?? []), ...drops];
  if (kind === 'NEW' && leaving.length > 0)
    return invalid(
      'Hanya permohonan perubahan yang mengganti atau menghapus kolom.',
      'Only a CHANGE case replaces or drops columns.',
    );
  if (kind === 'CHANGE' && columns.length === 0 && drops.length === 0)
    return invalid(
      'Permohonan perubahan memerlukan kolom yang ditambah, diubah, atau dihapus.',
      'A CHANGE case needs columns that are added, altered or dropped.',
    );
  const delivered = new Set(
    standing
      .filter(({ status }) => status === 'LIVE' || status === 'CONFIRMED' || status === 'DISPUTED')
      .map(({ column }) => column.name),
  );
  const unknown = leaving.find((name) => !delivered.has(name));
  if (unknown !== undefined) return refusal('UNKNOWN_COLUMN', { column: unknown });
  if (new Set(leaving).size < leaving.length)
    return invalid('Satu kolom diganti atau dihapus dua kali.', 'A column is replaced or dropped twice.');
  // What an earlier case has deferred waits for this one, and comes under its own name.
  const added = new Set(columns.map(({ name }) => name));
  const kept = standing.filter(({ column, status }) => status !== 'DEFERRED' || !added.has(column.name));
  const whole: ColumnDefinition[] = [...kept.map(({ column }) => column), ...columns];
  const [problem] = definitionProblems({ ...definition, columns: whole });
  return problem ? refusal('DEFINITION_INVALID', { detail: problem }) : null;
}
