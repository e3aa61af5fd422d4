import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Drizzle, Queries } from '../../db/client.js';
import { accountRoles, accounts, actingAppointments } from '../../db/tables/accounts.js';
import { refusal } from '../../schema/errors.js';
import { jakartaDate } from '../calendar.js';
import { rolesInForce } from '../in-force.js';
import type { ActingKind, Official, Role } from '../viewer.js';
import {
  type ActingDecision,
  decideAppointment,
  decideEnding,
  type Person,
  type RunningAppointment,
  type WantedAppointment,
} from './acting.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Appointments are judged against the earlier ones, so two at once must wait for each other. */
const ACTING_LOCK = sql`select pg_advisory_xact_lock(7214008)`;

export interface AppointmentRow extends RunningAppointment {
  readonly id: string;
  readonly kind: ActingKind;
  readonly reason: string;
  readonly actingName: string;
  readonly replacedName: string;
  readonly appointedBy: string;
  readonly appointedAt: Date;
  /** Name of who ended it before its last date. */
  readonly endedBy: string | null;
}

/** Stores an appointment, or throws the refusal of `decideAppointment`; NOT_FOUND for a user who is not there. */
export async function appoint(
  db: Drizzle,
  caller: Official,
  wanted: WantedAppointment & { readonly acting: string; readonly replaced: string },
  now: Date,
): Promise<AppointmentRow> {
  return db.transaction(async (tx) => {
    await tx.execute(ACTING_LOCK);
    const people = await findPeople(tx, [wanted.acting, wanted.replaced], jakartaDate(now));
    const acting = personOf(people, wanted.acting);
    const replaced = personOf(people, wanted.replaced);
    const earlier = await select(tx, eq(actingAppointments.replacedId, replaced.id));
    enforce(decideAppointment(caller, wanted, { acting, replaced }, earlier, jakartaDate(now)));
    const [stored] = await tx
      .insert(actingAppointments)
      .values({
        kind: wanted.kind,
        role: wanted.role,
        replacedId: replaced.id,
        actingId: acting.id,
        fromDate: wanted.from,
        toDate: wanted.to,
        reason: wanted.reason.trim(),
        appointedBy: caller.accountId,
        appointedAt: now,
      })
      .returning({ id: actingAppointments.id });
    return one(tx, stored?.id ?? '');
  });
}

/** Ends an appointment at once, or throws the refusal of `decideEnding`. The row stays. */
export async function endAppointment(
  db: Drizzle,
  caller: Official,
  id: string,
  now: Date,
): Promise<AppointmentRow> {
  return db.transaction(async (tx) => {
    await tx.execute(ACTING_LOCK);
    const appointment = await one(tx, id);
    enforce(decideEnding(caller, appointment, jakartaDate(now)));
    await tx
      .update(actingAppointments)
      .set({ endedBy: caller.accountId, endedAt: now })
      .where(eq(actingAppointments.id, id));
    return one(tx, id);
  });
}

/** The appointments that began, or will begin, last come first. */
export const listAppointments = (db: Queries, limit: number): Promise<AppointmentRow[]> =>
  select(db, undefined, limit);

async function one(db: Queries, id: string): Promise<AppointmentRow> {
  const [row] = UUID.test(id) ? await select(db, eq(actingAppointments.id, id)) : [];
  if (!row) throw refusal('NOT_FOUND', { what: `penunjukan ${id}` });
  return row;
}

function select(db: Queries, where: SQL | undefined, limit?: number): Promise<AppointmentRow[]> {
  const acting = alias(accounts, 'acting');
  const replaced = alias(accounts, 'replaced');
  const appointer = alias(accounts, 'appointer');
  const ender = alias(accounts, 'ender');
  const appointment = actingAppointments;
  const query = db
    .select({
      id: appointment.id,
      kind: appointment.kind,
      role: appointment.role,
      from: appointment.fromDate,
      to: appointment.toDate,
      reason: appointment.reason,
      actingId: appointment.actingId,
      actingName: acting.name,
      replacedId: appointment.replacedId,
      replacedName: replaced.name,
      appointedBy: appointer.name,
      appointedAt: appointment.appointedAt,
      endedBy: ender.name,
      endedAt: appointment.endedAt,
    })
    .from(appointment)
    .innerJoin(acting, eq(acting.id, appointment.actingId))
    .innerJoin(replaced, eq(replaced.id, appointment.replacedId))
    .innerJoin(appointer, eq(appointer.id, appointment.appointedBy))
    .leftJoin(ender, eq(ender.id, appointment.endedBy))
    .where(where)
    .orderBy(desc(appointment.fromDate), desc(appointment.appointedAt), desc(appointment.id));
  return limit === undefined ? query : query.limit(limit);
}

async function findPeople(
  db: Queries,
  usernames: readonly string[],
  today: string,
): Promise<ReadonlyMap<string, Person>> {
  const rows = await db
    .select({ username: accounts.username, id: accounts.id, name: accounts.name, role: accountRoles.role })
    .from(accounts)
    .leftJoin(accountRoles, and(eq(accountRoles.accountId, accounts.id), rolesInForce(today)))
    .where(inArray(accounts.username, [...usernames]));
  const people = new Map<string, Person & { ownRoles: Role[] }>();
  for (const { username, id, name, role } of rows) {
    const person = people.get(username) ?? { id, name, ownRoles: [] };
    if (role) person.ownRoles.push(role);
    people.set(username, person);
  }
  return people;
}

function personOf(people: ReadonlyMap<string, Person>, username: string): Person {
  const person = people.get(username);
  if (!person) throw refusal('NOT_FOUND', { what: `akun ${username}` });
  return person;
}

function enforce(decision: ActingDecision): void {
  if (!decision.ok) throw decision.refusal;
}
