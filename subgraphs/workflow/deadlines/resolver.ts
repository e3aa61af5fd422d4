import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { isDate } from '../../../schema/definition.js';
import { refusal } from '../../../schema/errors.js';
import { jakartaDate } from '../../calendar.js';
import type { RequestContext } from '../../context.js';
import { isSignedIn, officialWith } from '../../viewer.js';
import { checkTexts } from '../texts.js';
import type { HolidayKind } from './skb-holidays.js';
import { type HolidayChange as Change, changeHoliday, listHolidayChanges, listHolidays } from './store.js';
import { Holiday, HolidayChange, HolidayChanged, HolidayKindEnum } from './types.js';

/** The office's calendar: a dated table that ADMIN keeps in line with the decrees. */
@Resolver()
export class HolidayResolver {
  @Query(() => [Holiday], { nullable: true, description: 'Public holidays and cuti bersama.' })
  holidays(
    @Ctx() { viewer, writes }: RequestContext,
    @Arg('year', () => Int, { nullable: true }) year?: number,
  ): Promise<Holiday[]> {
    if (!isSignedIn(viewer)) throw refusal('FORBIDDEN', { needs: 'OFFICIAL' });
    return listHolidays(writes.db, year ?? null);
  }

  @Query(() => [HolidayChange], {
    nullable: true,
    description: 'Every change of the table, the oldest first.',
  })
  async holidayChanges(@Ctx() { viewer, writes }: RequestContext): Promise<HolidayChange[]> {
    if (!officialWith(viewer, 'ADMIN', 'TECHNICAL_TEAM', 'DIVISION_HEAD', 'DEPARTMENT_HEAD'))
      throw refusal('FORBIDDEN', { needs: 'ADMIN / TECHNICAL_TEAM / DIVISION_HEAD / DEPARTMENT_HEAD' });
    const rows = await listHolidayChanges(writes.db);
    return rows.map((row) => ({
      id: row.id,
      date: row.date,
      before: row.before as Holiday | null,
      after: row.after as Holiday | null,
      reason: row.reason,
      at: row.at.toISOString(),
    }));
  }

  @Mutation(() => HolidayChanged, {
    description: 'ADMIN enters a day without work, or changes it. Deadlines that are due already stay.',
  })
  setHoliday(
    @Ctx() context: RequestContext,
    @Arg('date', () => String, { description: 'YYYY-MM-DD, not before today.' }) date: string,
    @Arg('kind', () => HolidayKindEnum) kind: HolidayKind,
    @Arg('name', () => String) name: string,
    @Arg('source', () => String, { description: 'The decree by number and date.' }) source: string,
    @Arg('reason', () => String) reason: string,
  ): Promise<HolidayChanged> {
    return change(context, { date, day: { kind, name, source }, reason });
  }

  @Mutation(() => HolidayChanged, { description: 'ADMIN makes a day an ordinary one again.' })
  removeHoliday(
    @Ctx() context: RequestContext,
    @Arg('date', () => String) date: string,
    @Arg('reason', () => String) reason: string,
  ): Promise<HolidayChanged> {
    return change(context, { date, day: null, reason });
  }
}

async function change(
  { viewer, writes, now }: RequestContext,
  asked: Omit<Change, 'changedBy'>,
): Promise<HolidayChanged> {
  const admin = officialWith(viewer, 'ADMIN');
  if (!admin) throw refusal('FORBIDDEN', { needs: 'ADMIN' });
  checkTexts(asked);
  const texts = [asked.reason, ...(asked.day ? [asked.day.name, asked.day.source] : [])];
  if (texts.some((text) => text.trim() === '')) throw refusal('REASON_REQUIRED', { action: 'HOLIDAY' });
  const { date } = asked;
  if (!isDate(date))
    throw refusal('DATE_REFUSED', {
      detail: { id: `${date} bukan tanggal (YYYY-MM-DD).`, en: `${date} is not a date (YYYY-MM-DD).` },
    });
  // What a day in the past was decides lateness that is fixed already.
  if (date < jakartaDate(now))
    throw refusal('DATE_REFUSED', {
      detail: { id: `Tanggal ${date} sudah lewat.`, en: `The date ${date} has passed.` },
    });
  return { movedDeadlines: await changeHoliday(writes.db, { ...asked, changedBy: admin.accountId }, now) };
}
