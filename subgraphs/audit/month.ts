import { refusal } from '../../schema/errors.js';

/** A calendar month in Jakarta. */
export interface Month {
  /** `2026-11`. */
  readonly name: string;
  readonly begins: Date;
  /** The first moment of the next one. */
  readonly ends: Date;
}

/** Reads `2026-11`. Throws BAD_USER_INPUT. */
export function readMonth(name: string): Month {
  if (!/^20\d\d-(0[1-9]|1[0-2])$/.test(name))
    throw refusal('BAD_USER_INPUT', {
      detail: { id: 'Bulan ditulis seperti 2026-11.', en: 'A month is written like 2026-11.' },
    });
  const next = new Date(`${name}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  const inJakarta = (month: string): Date => new Date(`${month}-01T00:00:00+07:00`);
  return { name, begins: inJakarta(name), ends: inJakarta(next.toISOString().slice(0, 7)) };
}
