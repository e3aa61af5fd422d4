import type { Caller, TestHub } from '../support/hub.js';

/** One caller of each kind that SOP.md knows, by the name under which the tests speak of it. */
export const CALLERS = [
  'anonymous',
  'consumer key',
  'publish key of dinkes',
  'producer of dinkes',
  'producer of dispendik',
  'technical team',
  'division head',
  'department head',
  'admin',
  'consumer',
] as const;
export type CallerName = (typeof CALLERS)[number];

const USERS: Readonly<Partial<Record<CallerName, string>>> = {
  'producer of dinkes': 'produsen.dinkes',
  'producer of dispendik': 'produsen.dispendik',
  'technical team': 'tim.teknis',
  'division head': 'kepala.bidang',
  'department head': 'kepala.dinas',
  admin: 'pengelola',
  consumer: 'pengguna',
};

export async function callerOf(hub: TestHub, name: CallerName): Promise<Caller> {
  const user = USERS[name];
  if (user) return hub.official(user);
  if (name === 'consumer key') return hub.key();
  return name === 'publish key of dinkes' ? hub.key('Sistem Dinas Kesehatan') : hub.anonymous;
}

/** What each caller is given, in the order of `CALLERS`. */
export async function each<T>(
  hub: TestHub,
  ask: (caller: Caller, name: CallerName) => Promise<T>,
): Promise<Record<CallerName, T>> {
  const entries = CALLERS.map(async (name) => [name, await ask(await callerOf(hub, name), name)] as const);
  return Object.fromEntries(await Promise.all(entries)) as Record<CallerName, T>;
}

/** The same for everybody but those who are named. */
export const but = <T>(usual: T, others: Partial<Record<CallerName, T>>): Record<CallerName, T> =>
  Object.fromEntries(CALLERS.map((name) => [name, name in others ? others[name] : usual])) as Record<
    CallerName,
    T
  >;
