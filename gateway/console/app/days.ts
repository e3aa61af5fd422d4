const DAY_MS = 86_400_000;
const CALENDAR = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' });

/** Today in Jakarta, `YYYY-MM-DD`, or the day so many days from now. */
export const dayInJakarta = (fromNow = 0): string => CALENDAR.format(Date.now() + fromNow * DAY_MS);
