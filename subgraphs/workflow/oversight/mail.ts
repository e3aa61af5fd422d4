import { and, asc, eq, gte, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Drizzle } from '../../../db/client.js';
import { accountRoles, accounts, actingAppointments } from '../../../db/tables/accounts.js';
import { cases } from '../../../db/tables/cases.js';
import { caseSteps, mails } from '../../../db/tables/deadlines.js';
import { dayUnderWay } from '../../calendar.js';
import { rolesInForce } from '../../in-force.js';
import type { Role } from '../../viewer.js';
import { reminderDate } from '../deadlines/deadlines.js';
import { readHolidays } from '../deadlines/store.js';
import { superiorOf } from '../deviations/rules.js';
import { procedureOf, type StepId, stepOf } from '../procedure.js';
import { nextActor, stateOf } from '../state.js';

/** `OPENED`: a step waits on you. `REMINDER`: it is due by the next working day. `OVERDUE`: to the superior too. */
export type MailKind = 'OPENED' | 'REMINDER' | 'OVERDUE';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Hands one letter to the mail server; throws where it does not take it. */
export type Send = (letter: Letter) => Promise<void>;

const TRIES = 5;
const BATCH = 100;
/** The server cannot be reached: the other letters would not get there either. */
const UNREACHABLE = ['ECONNECTION', 'ECONNREFUSED', 'EDNS', 'ESOCKET', 'ETIMEDOUT'];
/** Minutes until the next try: 1, 4, 9, 16. */
const AGAIN = sql`${mails.queuedAt} + make_interval(mins => ${mails.tries} * ${mails.tries})`;

/** Queues what officials have to be told about open steps, once each, and sends what is queued. A mail that fails is
 * tried again, five times in all, and never keeps anything else from being done. */
export async function sendMails(db: Drizzle, now: Date, linkTo: string, send: Send): Promise<void> {
  await queueMails(db, now);
  const queued = await db
    .select({
      mail: mails,
      to: accounts.email,
      number: cases.number,
      title: cases.title,
      row: caseSteps,
      procedure: cases.procedure,
    })
    .from(mails)
    .innerJoin(accounts, eq(accounts.id, mails.accountId))
    .innerJoin(cases, eq(cases.id, mails.caseId))
    .innerJoin(
      caseSteps,
      and(
        eq(caseSteps.caseId, mails.caseId),
        eq(caseSteps.step, mails.step),
        eq(caseSteps.attempt, mails.attempt),
      ),
    )
    .where(
      and(isNull(mails.sentAt), lt(mails.tries, TRIES), or(eq(mails.tries, 0), lt(AGAIN, now.toISOString()))),
    )
    .orderBy(asc(mails.queuedAt))
    .limit(BATCH);
  for (const { mail, to, number, title, row, procedure } of queued) {
    const step = stepOf(procedureOf(procedure), mail.step as StepId);
    const letter = letterOf(mail.kind as MailKind, {
      number,
      title,
      step: step.title.id,
      dueOn: row.dueOn,
      linkTo,
    });
    const outcome = await send({ to: to ?? '', ...letter }).then(
      () => ({ sentAt: now, error: null }),
      (error: unknown) => ({
        sentAt: null,
        error: String(error).slice(0, 500),
        unreachable: UNREACHABLE.includes((error as NodeJS.ErrnoException).code ?? ''),
      }),
    );
    await db
      .update(mails)
      .set({ sentAt: outcome.sentAt, error: outcome.error, tries: mail.tries + 1 })
      .where(
        and(
          eq(mails.kind, mail.kind),
          eq(mails.caseId, mail.caseId),
          eq(mails.step, mail.step),
          eq(mails.attempt, mail.attempt),
          eq(mails.accountId, mail.accountId),
        ),
      );
    if ('unreachable' in outcome && outcome.unreachable) return;
  }
}

/** Who has to be told what about the steps that are open now; what was queued before stays as it is. */
async function queueMails(db: Drizzle, now: Date): Promise<void> {
  const days = await readHolidays(db);
  const today = dayUnderWay(now);
  const people = await reachable(db, today);
  const open = await db
    .select({ row: caseSteps, case: cases })
    .from(caseSteps)
    .innerJoin(cases, eq(cases.id, caseSteps.caseId))
    .where(isNull(caseSteps.completedAt));
  const holders = (role: Role, agency: string) =>
    people.filter((one) => one.role === role && (role !== 'PRODUCER' || one.agency === agency));
  const wanted = open.flatMap(({ row, case: { id, agency, state, procedure } }) => {
    const actor = nextActor(stateOf(state), procedureOf(procedure));
    if (!actor) return [];
    const tell = (kind: MailKind, role: Role) =>
      holders(role, agency).map((one) => ({
        kind,
        caseId: id,
        step: row.step,
        attempt: row.attempt,
        accountId: one.id,
        queuedAt: now,
      }));
    const overdue = row.dueOn !== null && row.dueOn < today;
    const soon = row.dueOn !== null && !overdue && reminderDate(row.dueOn, days) <= today;
    return [
      ...tell('OPENED', actor),
      ...(soon ? tell('REMINDER', actor) : []),
      ...(overdue ? [...tell('OVERDUE', actor), ...tell('OVERDUE', superiorOf(row.chargedTo as Role))] : []),
    ];
  });
  for (let at = 0; at < wanted.length; at += BATCH)
    await db
      .insert(mails)
      .values(wanted.slice(at, at + BATCH))
      .onConflictDoNothing();
}

/** Officials with an address, by each role that they hold or act in today. */
async function reachable(db: Drizzle, today: string) {
  const who = { id: accounts.id, agency: accounts.agency };
  const own = await db
    .select({ ...who, role: accountRoles.role })
    .from(accounts)
    .innerJoin(accountRoles, and(eq(accountRoles.accountId, accounts.id), rolesInForce(today)))
    .where(and(isNotNull(accounts.email), isNull(accounts.disabledAt)));
  const acting = await db
    .select({ ...who, role: actingAppointments.role })
    .from(accounts)
    .innerJoin(actingAppointments, eq(actingAppointments.actingId, accounts.id))
    .where(
      and(
        isNotNull(accounts.email),
        isNull(accounts.disabledAt),
        isNull(actingAppointments.endedAt),
        lte(actingAppointments.fromDate, today),
        gte(actingAppointments.toDate, today),
      ),
    );
  return [...own, ...acting];
}

function letterOf(
  kind: MailKind,
  {
    number,
    title,
    step,
    dueOn,
    linkTo,
  }: { number: string; title: string; step: string; dueOn: string | null; linkTo: string },
): Omit<Letter, 'to'> {
  const due = dueOn ? ` Tenggat / due: ${dueOn}, 24.00 WIB.` : '';
  const said = {
    OPENED: ['menunggu Anda', 'waits on you'],
    REMINDER: ['segera jatuh tempo', 'is due soon'],
    OVERDUE: ['melewati tenggat', 'is overdue'],
  }[kind];
  // A header of its own must not be made out of a title.
  const subject = `[SatuGraf] Permohonan ${number} ${said[0]}`;
  return {
    subject,
    text: [
      `Permohonan ${number} (${title}), langkah "${step}", ${said[0]}.${due}`,
      `Case ${number}, step "${step}", ${said[1]}.`,
      '',
      linkTo,
    ].join('\n'),
  };
}
