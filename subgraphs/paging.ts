import { Directive, Field, ObjectType } from 'type-graphql';
import { refusal } from '../schema/errors.js';
import type { Keyring } from './keyring.js';
import { Public } from './local.js';

export const DEFAULT_PAGE = 100;
export const MAX_PAGE = 1000;

@ObjectType({ description: "Relay's page information." })
@Directive('@shareable')
export class PageInfo {
  @Public()
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Public()
  @Field(() => Boolean)
  hasPreviousPage!: boolean;

  @Public()
  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Public()
  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

/** A size that a caller asked for: 1 to 1,000, 100 when not given. Never capped in silence. */
export function pageSize(asked: number | null | undefined, name = 'first'): number {
  if (asked === null || asked === undefined) return DEFAULT_PAGE;
  if (asked < 0)
    throw refusal('BAD_USER_INPUT', {
      detail: { id: `${name} tidak boleh negatif.`, en: `${name} cannot be negative.` },
    });
  if (asked > MAX_PAGE) throw refusal('LIMIT_EXCEEDED', { limit: name, max: MAX_PAGE, found: String(asked) });
  return asked;
}

/** A forward page of `rows`, which were asked for with one row too many to learn whether there are more. */
export function forwardPage<Row>(
  rows: readonly Row[],
  size: number,
  after: string | null | undefined,
  cursorOf: (row: Row) => string,
): { nodes: Row[]; pageInfo: PageInfo } {
  const nodes = rows.slice(0, size);
  const first = nodes[0];
  const last = nodes.at(-1);
  return {
    nodes,
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: Boolean(after),
      startCursor: first === undefined ? null : cursorOf(first),
      endCursor: last === undefined ? null : cursorOf(last),
    },
  };
}

/** What was sealed behind its `list` in a cursor of that list; undefined at the beginning. Throws BAD_CURSOR. */
export function openCursor(
  keyring: Keyring,
  list: string,
  after: string | null | undefined,
): unknown[] | undefined {
  if (!after) return undefined;
  const opened = keyring.open(after);
  if (!Array.isArray(opened) || opened[0] !== list) throw refusal('BAD_CURSOR');
  return opened.slice(1);
}
