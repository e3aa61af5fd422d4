import { contentHash } from '../../schema/definition.js';
import { refusal } from '../../schema/errors.js';
import type { Keyring } from '../keyring.js';
import { DEFAULT_PAGE, pageSize } from '../paging.js';
import type { OrderKey, Position } from './order.js';

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

export interface Page {
  readonly size: number;
  readonly backwards: boolean;
  readonly cursor: string | null;
}

/** Relay's arguments, one direction at a time. */
export function pageOf({ first, after, last, before }: PageArguments): Page {
  const given = (value: unknown) => value !== null && value !== undefined;
  if (given(first) && given(last)) throw both('first', 'last');
  if (given(after) && given(before)) throw both('after', 'before');
  const backwards = given(last) || given(before);
  if (backwards && (given(first) || given(after))) throw both('first/after', 'last/before');
  const asked = backwards ? last : first;
  return {
    size: given(asked) ? pageSize(asked, backwards ? 'last' : 'first') : DEFAULT_PAGE,
    backwards,
    cursor: (backwards ? before : after) ?? null,
  };
}

const both = (one: string, other: string) =>
  refusal('BAD_USER_INPUT', {
    detail: {
      id: `${one} dan ${other} tidak dapat dipakai bersama.`,
      en: `${one} and ${other} cannot be used together.`,
    },
  });

/** What a cursor is bound to: it opens only for the same dataset, release and order. */
export interface CursorScope {
  readonly release: number;
  readonly order: readonly OrderKey[];
}

const seal = ({ release, order }: CursorScope): string =>
  contentHash([release, order.map(({ column, descending }) => [column.name, descending])]).slice(0, 16);

export function sealCursor(keyring: Keyring, scope: CursorScope, position: Position): string {
  return keyring.seal([seal(scope), position.row, ...position.values]);
}

export function openCursor(keyring: Keyring, scope: CursorScope, cursor: string): Position {
  const opened = keyring.open(cursor);
  if (!Array.isArray(opened) || opened[0] !== seal(scope)) throw refusal('BAD_CURSOR');
  const [, row, ...values] = opened as [string, string, ...(string | null)[]];
  return { row, values };
}
