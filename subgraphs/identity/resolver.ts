import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { refusal } from '../../schema/errors.js';
import { jakartaDate } from '../calendar.js';
import type { RequestContext } from '../context.js';
import { RoleEnum } from '../enums.js';
import { Public } from '../local.js';
import { pageSize } from '../paging.js';
import { type ActingKind, officialWith, type Role } from '../viewer.js';
import { login } from './accounts/passwords.js';
import { isInForce } from './acting.js';
import { type AppointmentRow, appoint, endAppointment, listAppointments } from './acting-store.js';
import { logout } from './store.js';
import { ActingAppointment, ActingKindEnum, LoginPayload, Viewer, ViewerKind } from './types.js';

@Resolver()
export class IdentityResolver {
  @Public()
  @Query(() => Viewer, { nullable: true, description: 'Siapa yang bertanya.' })
  viewer(@Ctx() { viewer }: RequestContext): Viewer {
    return {
      kind: ViewerKind[viewer.kind],
      name: viewer.kind === 'ANONYMOUS' ? null : viewer.name,
      agency: viewer.kind === 'ANONYMOUS' ? null : viewer.agency,
      roles: viewer.kind === 'OFFICIAL' ? viewer.roles : [],
      acting: actingOf(viewer),
      scopes: viewer.kind === 'SERVICE_KEY' ? viewer.scopes : [],
    };
  }

  @Public()
  @Mutation(() => LoginPayload, {
    description:
      'Opens a session for an official: it ends after 12 hours, or 2 without a request. Too many wrong passwords for an ' +
      'account, or from an address, and nobody gets in for a while.',
  })
  async login(
    @Ctx() context: RequestContext,
    @Arg('username', () => String) username: string,
    @Arg('password', () => String) password: string,
  ): Promise<LoginPayload> {
    const { token, expiresAt } = await login(context, username, password);
    return { token, expiresAt: expiresAt.toISOString() };
  }

  @Mutation(() => Boolean, { description: 'Ends the session of this request.' })
  logout(@Ctx() { writes, authorization }: RequestContext): Promise<boolean> {
    return logout(writes.db, authorization);
  }

  @Query(() => [ActingAppointment], {
    nullable: true,
    description: 'Acting officials, past and to come, by their first date, the newest first.',
  })
  async actingAppointments(
    @Ctx() { viewer, writes, now }: RequestContext,
    @Arg('first', () => Int, { nullable: true }) first?: number,
  ): Promise<ActingAppointment[]> {
    if (!officialWith(viewer, 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD', 'ADMIN'))
      throw refusal('FORBIDDEN', { needs: 'TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD / ADMIN' });
    const rows = await listAppointments(writes.db, pageSize(first));
    return rows.map((row) => shown(row, now));
  }

  @Mutation(() => ActingAppointment, {
    nullable: true,
    description: 'Appoints an acting official: by the one replaced, or by the superior.',
  })
  async appointActing(
    @Ctx() { viewer, writes, now }: RequestContext,
    @Arg('official', () => ID, { description: 'User name of who will act.' }) acting: string,
    @Arg('role', () => RoleEnum) role: Role,
    @Arg('kind', () => ActingKindEnum) kind: ActingKind,
    @Arg('replaced', () => ID, { description: 'User name of who is replaced.' }) replaced: string,
    @Arg('from', () => String, { description: 'First date, `YYYY-MM-DD`, today in Jakarta or later.' })
    from: string,
    @Arg('to', () => String, { description: 'Last date, itself included; one year at most.' }) to: string,
    @Arg('reason', () => String) reason: string,
  ): Promise<ActingAppointment> {
    // Before anything is looked up: nobody else learns which users there are.
    const caller = officialWith(viewer, 'DIVISION_HEAD', 'DEPARTMENT_HEAD');
    if (!caller) throw refusal('FORBIDDEN', { needs: 'DIVISION_HEAD / DEPARTMENT_HEAD' });
    const wanted = { acting, replaced, role, kind, from, to, reason };
    return shown(await appoint(writes.db, caller, wanted, now), now);
  }

  @Mutation(() => ActingAppointment, {
    nullable: true,
    description: 'Ends an appointment at once: by the one replaced, the superior, or the acting official.',
  })
  async endActing(
    @Ctx() { viewer, writes, now }: RequestContext,
    @Arg('id', () => ID) id: string,
  ): Promise<ActingAppointment> {
    const caller = viewer.kind === 'OFFICIAL' ? viewer : undefined;
    if (!caller) throw refusal('FORBIDDEN', { needs: 'DIVISION_HEAD / DEPARTMENT_HEAD' });
    return shown(await endAppointment(writes.db, caller, id, now), now);
  }
}

const actingOf = (viewer: RequestContext['viewer']) =>
  (viewer.kind === 'OFFICIAL' ? (viewer.acting ?? []) : []).map(({ role, kind, replacedName }) => ({
    role,
    kind,
    replaced: replacedName,
  }));

const shown = (row: AppointmentRow, now: Date): ActingAppointment => ({
  ...row,
  official: row.actingName,
  replaced: row.replacedName,
  inForce: isInForce(row, jakartaDate(now)),
  appointedAt: row.appointedAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
});
