import { COLUMN_TYPES } from '../../../schema/definition.js';
import { UsageFailure } from '../failure.js';

/** `ColumnOverrideInput` of the graph. */
export interface Override {
  readonly column: string;
  readonly omit?: true;
  readonly type?: string;
  readonly decimal?: string;
  readonly thousands?: string;
  readonly dateOrder?: string;
  readonly time?: boolean;
  readonly yes?: string;
  readonly no?: string;
  readonly missing?: readonly string[];
}

/** What each word behind the type may hold, and what it becomes. A column's name may hold any character. */
const WORDS: Readonly<Record<string, (value: string) => Partial<Override> | undefined>> = {
  decimal: (value) => (/^[.,]$/.test(value) ? { decimal: value } : undefined),
  thousands: (value) =>
    /^[., ]?$/.test(value) ? { thousands: value } : value === 'none' ? { thousands: '' } : undefined,
  order: (value) => (/^(DMY|MDY|YMD|WORDS)$/i.test(value) ? { dateOrder: value.toUpperCase() } : undefined),
  time: (value) => (/^(true|false)$/.test(value) ? { time: value === 'true' } : undefined),
  yes: (value) => ({ yes: value }),
  no: (value) => ({ no: value }),
  missing: (value) => ({ missing: value.split('|') }),
};

const TYPED = new RegExp(`^(.+)=(${Object.keys(COLUMN_TYPES).join('|')})(,.*)?$`, 'is');
const NAMES = Object.keys(WORDS).join('|');
/** A value may be a comma itself: it ends where the next word begins. */
const WORD = new RegExp(`,(${NAMES})=(.*?)(?=,(?:${NAMES})=|$)`, 'gis');

/**
 * `Harga=DECIMAL,decimal=,,thousands=.` as the hub takes it. Throws a UsageFailure that says what is wrong.
 */
export function overrideOf(text: string): Override {
  const [, column, type, rest = ''] = TYPED.exec(text) ?? [];
  if (column === undefined || type === undefined)
    throw new UsageFailure(`--set ${text}: KOLOM/COLUMN=${Object.keys(COLUMN_TYPES).join('|')}`);
  let override: Override = { column, type: type.toUpperCase() };
  let read = 0;
  for (const [whole, name = '', value = ''] of rest.matchAll(WORD)) {
    const said = WORDS[name.toLowerCase()]?.(value);
    if (!said) throw new UsageFailure(`--set ${text}: ${name}=${value}?`);
    override = { ...override, ...said };
    read += whole.length;
  }
  if (read < rest.length) throw new UsageFailure(`--set ${text}: ${rest.slice(read)}? (${NAMES})`);
  return override;
}

/** What `--set` and `--omit` say together. */
export const overridesOf = (
  set: readonly string[] | undefined,
  omit: readonly string[] | undefined,
): Override[] => [
  ...(set ?? []).map(overrideOf),
  ...(omit ?? []).map((column): Override => ({ column, omit: true })),
];
