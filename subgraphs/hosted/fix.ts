import type { Keyring } from '../keyring.js';
import { type CursorScope, sealCursor } from './page.js';

/** What PostgreSQL cannot make, since it has no keys: ids of rows without a key, and cursors; the rest of the JSON stands. */
export type Fix =
  | { readonly kind: 'ID'; readonly key: string; readonly release: number }
  | { readonly kind: 'CURSOR'; readonly key: string; readonly list: number }
  | { readonly kind: 'BELOW'; readonly key: string; readonly fixes: readonly Fix[] };

/** Nothing where there is nothing to do below. */
export const below = (key: string, fixes: readonly Fix[]): Fix[] =>
  fixes.length === 0 ? [] : [{ kind: 'BELOW', key, fixes }];

type Objects = Record<string, unknown>;

/** Finishes an answer in place: row numbers become ids, positions become sealed cursors. */
export function finish(
  data: unknown,
  fixes: readonly Fix[],
  keyring: Keyring,
  scopeOf: (list: number) => CursorScope | undefined,
): void {
  const places = new Map<number, { readonly object: Objects; readonly key: string }[]>();
  const walk = (value: unknown, todo: readonly Fix[]): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, todo);
      return;
    }
    if (value === null || typeof value !== 'object') return;
    const object = value as Objects;
    for (const fix of todo) {
      if (fix.kind === 'BELOW') walk(object[fix.key], fix.fixes);
      else if (fix.kind === 'CURSOR') seal(object, fix.key, scopeOf(fix.list));
      else {
        const known = places.get(fix.release);
        if (known) known.push({ object, key: fix.key });
        else places.set(fix.release, [{ object, key: fix.key }]);
      }
    }
  };
  const seal = (object: Objects, key: string, scope: CursorScope | undefined): void => {
    const position = object[key] as [string, ...(string | null)[]] | null;
    if (!position || !scope) return;
    const [row, ...values] = position;
    object[key] = sealCursor(keyring, scope, { row, values });
  };
  walk(data, fixes);
  for (const [release, found] of places) {
    const ids = keyring.rowIds(
      release,
      found.map(({ object, key }) => object[key] as string),
    );
    for (const [at, { object, key }] of found.entries()) object[key] = ids[at];
  }
}
