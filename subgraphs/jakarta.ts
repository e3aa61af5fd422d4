/** WIB is UTC+7 in summer as in winter, so no time zone database is needed. */
const WIB_MS = 7 * 3_600_000;

/** The date in Jakarta at an instant, `YYYY-MM-DD`. */
export const jakartaToday = (now: Date): string =>
  new Date(now.getTime() + WIB_MS).toISOString().slice(0, 10);
