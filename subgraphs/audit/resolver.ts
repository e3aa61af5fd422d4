import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { refusal } from '../../schema/errors.js';
import type { RequestContext } from '../context.js';
import { forwardPage, pageSize } from '../paging.js';
import type { AuditKind } from './entry.js';
import { readMonth } from './month.js';
import { guardAudit } from './rules.js';
import { type AuditRow, listEntries } from './store.js';
import { AuditEntry, AuditEntryConnection, AuditKindEnum, AuditMonth } from './types.js';
import { monthVerdict } from './verdict.js';

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => AuditEntryConnection, {
    nullable: true,
    description: 'What the audit has recorded in a month, the newest first: for ADMIN and the heads.',
  })
  async auditEntries(
    @Ctx() { viewer, writes }: RequestContext,
    @Arg('month', () => String, { description: 'Of the calendar in Jakarta: `2026-11`.' }) month: string,
    @Arg('first', () => Int, { nullable: true }) first?: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
    @Arg('kind', () => AuditKindEnum, { nullable: true }) kind?: AuditKind,
    @Arg('actor', () => String, { nullable: true, description: 'As entries name it: `key:<id>`.' })
    actor?: string,
  ): Promise<AuditEntryConnection> {
    guardAudit(viewer);
    const size = pageSize(first);
    const rows = await listEntries(writes.db, readMonth(month), {
      before: after ? readCursor(after) : null,
      kind: kind ?? null,
      actor: actor ?? null,
      limit: size + 1,
    });
    const { nodes, pageInfo } = forwardPage(rows, size, after, ({ id }) => String(id));
    return { nodes: nodes.map(shown), pageInfo };
  }

  @Query(() => AuditMonth, {
    nullable: true,
    description: "Follows a month's stretch of the audit's chain: for ADMIN and the heads.",
  })
  async auditVerified(
    @Ctx() { viewer, writes }: RequestContext,
    @Arg('month', () => String) month: string,
  ): Promise<AuditMonth> {
    guardAudit(viewer);
    return monthVerdict(writes.db, readMonth(month));
  }
}

/** A cursor is the entry's id. Throws BAD_CURSOR. */
function readCursor(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw refusal('BAD_CURSOR');
  return Number(text);
}

const shown = (row: AuditRow): AuditEntry => ({
  ...row,
  id: String(row.id),
  at: row.at.toISOString(),
  facts: JSON.stringify(row.facts),
});
