import type { EntityName } from '../../schema/entities.js';
import { refusal } from '../../schema/errors.js';
import { inPeriod, parsePeriod, periodId } from '../../schema/period.js';
import type { ReleaseColumn } from '../directory.js';
import { checkedValue, escapeLike, nullValue, type Parameters } from './parameters.js';

export type Conditions = Readonly<Record<string, unknown>>;

interface Condition {
  readonly column: ReleaseColumn;
  /** Name of the condition as the caller wrote it: `region.within`. */
  readonly field: string;
  readonly value: unknown;
  readonly bind: Parameters;
}
type Compile = (condition: Condition) => string;

const code = (given: unknown, field: string): string => checkedValue('TEXT', given, field) as string;

const equals: Compile = ({ column, field, value, bind }) =>
  `${column.physical} = ${bind.bind(code(value, field), 'text')}`;

const isOneOf: Compile = ({ column, field, value, bind }) => {
  const codes = (value as unknown[]).map((one) => code(one, field));
  return `${column.physical} = any(${bind.bind(codes, 'text[]')})`;
};

/** Codes of regions grow by a dot and digits from level to level. */
const withinRegion: Compile = (condition) => {
  const { column, field, value, bind } = condition;
  const below = bind.bind(`${escapeLike(code(value, field))}.%`, 'text');
  return `(${equals(condition)} or ${column.physical} like ${below})`;
};

/** Below the division KBLI's codes grow by a digit; which divisions a category holds, only the list says. */
const withinClass: Compile = (condition) => {
  const { column, field, value, bind } = condition;
  const given = code(value, field);
  if (/^\d{2,5}$/.test(given)) return `${column.physical} like ${bind.bind(`${given}%`, 'text')}`;
  if (!/^[A-Z]$/.test(given)) return equals(condition);
  const edition = bind.bind(column.edition, 'text');
  return (
    `${column.physical} = any(array(with recursive below as (` +
    `select code from business_classes where edition = ${edition} and code = ${bind.bind(given, 'text')}` +
    ' union select child.code from business_classes as child join below on child.parent_code = below.code' +
    ` where child.edition = ${edition}) select code from below))`
  );
};

const period = (given: unknown, field: string) => {
  const parsed = parsePeriod(code(given, field));
  if (parsed) return parsed;
  throw refusal('BAD_USER_INPUT', {
    detail: {
      id: `Nilai untuk ${field} bukan periode; tulis 2024, 2024-S1, 2024-Q3 atau 2024-03.`,
      en: `The value for ${field} is no period; write 2024, 2024-S1, 2024-Q3 or 2024-03.`,
    },
  });
};

const isPeriod: Compile = (condition) => {
  period(condition.value, condition.field);
  return equals(condition);
};

const isOnePeriod: Compile = (condition) => {
  for (const one of condition.value as unknown[]) period(one, condition.field);
  return isOneOf(condition);
};

const withinPeriod: Compile = ({ column, field, value, bind }) => {
  const ids = inPeriod(period(value, field)).map(periodId);
  return `${column.physical} = any(${bind.bind(ids, 'text[]')})`;
};

/** The first day of a period, out of its id; dates in this form sort as text. */
const startOf = (id: string): string =>
  `(left(${id}, 4) || case substr(${id}, 6) when '' then '-01' when 'S1' then '-01' when 'S2' then '-07'` +
  " when 'Q1' then '-01' when 'Q2' then '-04' when 'Q3' then '-07' when 'Q4' then '-10'" +
  ` else substr(${id}, 5) end || '-01')`;

const begins =
  (operator: '>=' | '<='): Compile =>
  ({ column, field, value, bind }) =>
    `${startOf(column.physical)} ${operator} ${bind.bind(checkedValue('DATE', value, field), 'text')} collate "C"`;

/** What can be asked of a reference, by entity and condition. */
const CONDITIONS: Readonly<Record<EntityName, Readonly<Record<string, Compile>>>> = {
  Region: { code: equals, codes: isOneOf, within: withinRegion },
  BusinessClass: { code: equals, codes: isOneOf, within: withinClass },
  Period: {
    id: isPeriod,
    ids: isOnePeriod,
    within: withinPeriod,
    from: begins('>='),
    to: begins('<='),
  },
  Agency: { slug: equals, slugs: isOneOf },
};

/** Compiles what is asked of the entity that a column refers to; `name` is the field that reaches it. */
export function compileReference(
  name: string,
  column: ReleaseColumn,
  conditions: Conditions,
  bind: Parameters,
): string[] {
  const known = column.reference ? CONDITIONS[column.reference] : {};
  return Object.entries(conditions).map(([operator, value]) => {
    const field = `${name}.${operator}`;
    if (value === null || value === undefined) throw nullValue(field, `${column.name}: { isNull: true }`);
    const compile = known[operator];
    if (!compile) throw refusal('FIELD_NOT_EXPOSED', { field });
    return compile({ column, field, value, bind });
  });
}
