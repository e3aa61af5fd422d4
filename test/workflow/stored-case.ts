import type postgres from 'postgres';
import type { Role } from '../../subgraphs/viewer.js';
import { type CaseState, FIRST_STATE } from '../../subgraphs/workflow/state.js';

/** A row of `case_steps`; opened, due and completed as SQL takes them. */
export interface Attempt {
  readonly step: string;
  readonly attempt?: number;
  readonly chargedTo: Role;
  readonly opened: string;
  readonly due: string | null;
  readonly completed?: string;
  readonly late?: number;
}

let sequence = 0;
/** A case straight into the store: in tests of time, HTTP would have to wait for years. */
export async function insertCase(
  sql: postgres.Sql,
  accountId: string,
  agency: string,
  state: Partial<CaseState>,
  submitted: string | null,
  attempts: readonly Attempt[] = [],
  loops: readonly ('REJECT' | 'CONTEST')[] = [],
): Promise<{ id: string; number: string }> {
  const whole = { ...FIRST_STATE, ...state };
  const number = `1999-${++sequence}`;
  const [row] = await sql`
    insert into cases (year, sequence, number, agency, title, purpose, status, step, version, state, created_by,
      created_at, updated_at)
    values (1999, ${sequence}, ${number}, ${agency}, ${`Uji ${number}`}, 'uji', ${whole.status}, ${whole.step}, 9,
      ${sql.json(whole as never)}, ${accountId}, '2024-02-01T00:00:00Z', '2024-02-01T00:00:00Z')
    returning id`;
  const id = row?.['id'] as string;
  for (const one of attempts)
    await sql`
      insert into case_steps (case_id, step, attempt, charged_to, opened_at, due_on, completed_at, late_days)
      values (${id}, ${one.step}, ${one.attempt ?? 1}, ${one.chargedTo}, ${one.opened}, ${one.due},
        ${one.completed ?? null}, ${one.late ?? null})`;
  const events = [
    ...(submitted ? [['SUBMIT', submitted] as const] : []),
    ...loops.map((one) => [one, '2025-06-02T03:00:00Z']),
  ];
  for (const [at, [action, when]] of events.entries())
    await sql`
      insert into case_events (case_id, version, action, from_step, to_step, outside_sop, actor_id, actor_role, facts, at)
      values (${id}, ${at + 2}, ${action ?? ''}, 'SUBMIT', 'SUBMIT', false, ${accountId}, 'PRODUCER', '{}', ${when ?? ''})`;
  return { id, number };
}

/** Open cases at step 4, all submitted on 15 January 2025 and due one day after another from 2 January 2099 on. */
export const insertMany = (sql: postgres.Sql, accountId: string, agency: string, count: number) => sql`
    with made as (
      insert into cases (year, sequence, number, agency, title, purpose, status, step, version, state, created_by,
        created_at, updated_at)
      select 1998, i, '1998-' || i, ${agency}, 'Banyak', 'uji', 'OPEN', 'ASSESS', 9,
        ${sql.json({ ...FIRST_STATE, status: 'OPEN', step: 'ASSESS' } as never)}::jsonb, ${accountId}, now(), now()
      from generate_series(1, ${count}::int) i returning id, sequence),
    begun as (
      insert into case_steps (case_id, step, attempt, charged_to, opened_at, due_on)
      select id, 'ASSESS', 1, 'TECHNICAL_TEAM', now(), '2099-01-01'::date + sequence from made)
    insert into case_events (case_id, version, action, from_step, to_step, outside_sop, actor_role, facts, at)
    select id, 2, 'SUBMIT', 'SUBMIT', 'SUBMIT', false, 'PRODUCER', '{}', '2025-01-15T03:00:00Z' from made`;
