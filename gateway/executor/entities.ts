import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { isObject, type Objects } from './shape.js';

/** Whether objects of a type are also of another one. */
export type IsOfType = (type: string, general: string) => boolean;

/** Gives what another subgraph needs to find an object again; undefined where the object lacks it. */
export type Represent = (object: Objects) => Objects | undefined;

/** What an object has of its own: JSON has no functions, which is all that objects inherit. */
const own = (object: Objects, key: string): unknown =>
  typeof object[key] === 'function' ? undefined : object[key];

/** Compiles what a fetch requires of the objects it is about. */
export function representing(
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
  isOfType: IsOfType,
): Represent {
  const pick = picking(requires, isOfType);
  const rewrite = rewriting(rewrites, isOfType);
  return (object) => {
    const picked = pick(object);
    if (!picked || typeof picked['__typename'] !== 'string') return undefined;
    rewrite(picked);
    return picked;
  };
}

type Pick = (source: Objects) => Objects | undefined;

/** Undefined where a field that is required was not fetched. */
function picking(selections: readonly QueryPlanSelectionNode[], isOfType: IsOfType): Pick {
  const steps = selections.map((selection): ((source: Objects, into: Objects) => boolean) => {
    if (selection.kind === 'InlineFragment') {
      const { typeCondition } = selection;
      const pick = picking(selection.selections, isOfType);
      return (source, into) => {
        if (typeCondition === undefined || !isOf(source, typeCondition, isOfType)) return true;
        const part = pick(source);
        if (part) merge(into, part);
        return true;
      };
    }
    const key = selection.alias ?? selection.name;
    const below = selection.selections && picking(selection.selections, isOfType);
    return (source, into) => {
      const value = own(source, key);
      if (value === undefined) return false;
      into[key] = below ? copied(value, below) : value;
      return true;
    };
  });
  return (source) => {
    const result: Objects = {};
    for (const step of steps) if (!step(source, result)) return undefined;
    return result;
  };
}

function copied(value: unknown, pick: Pick): unknown {
  if (Array.isArray(value)) return value.map((item) => copied(item, pick));
  return isObject(value) ? (pick(value) ?? null) : null;
}

function isOf(object: Objects, type: string, isOfType: IsOfType): boolean {
  const name = own(object, '__typename');
  return typeof name === 'string' && (name === type || isOfType(name, type));
}

const FRAGMENT = '... on ';

/** Compiles the changes that a plan makes to what it sends or has received. */
export function rewriting(
  rewrites: readonly FetchDataRewrite[] | undefined,
  isOfType: IsOfType,
): (value: unknown) => void {
  if (!rewrites || rewrites.length === 0) return () => {};
  return (value) => {
    for (const rewrite of rewrites) {
      const path = rewrite.path.slice(0, -1);
      const key = rewrite.path.at(-1) ?? '';
      at(value, path, isOfType, (object) => {
        if (rewrite.kind === 'ValueSetter') object[key] = rewrite.setValueTo;
        else if (own(object, key) !== undefined) {
          object[rewrite.renameKeyTo] = object[key];
          delete object[key];
        }
      });
    }
  };
}

function at(
  value: unknown,
  [first, ...rest]: readonly string[],
  isOfType: IsOfType,
  change: (object: Objects) => void,
): void {
  if (Array.isArray(value)) {
    for (const item of value) at(item, first === undefined ? [] : [first, ...rest], isOfType, change);
    return;
  }
  if (!isObject(value)) return;
  if (first === undefined) change(value);
  else if (!first.startsWith(FRAGMENT)) at(own(value, first), rest, isOfType, change);
  else if (own(value, '__typename') === undefined || isOf(value, first.slice(FRAGMENT.length), isOfType))
    at(value, rest, isOfType, change);
}

/** Puts what was received beside what is there already. */
export function merge(target: Objects, source: Objects): void {
  for (const key of Object.keys(source)) {
    if (key === '__proto__') continue;
    const [there, received] = [own(target, key), source[key]];
    if (isObject(there) && isObject(received)) merge(there, received);
    else if (Array.isArray(there) && Array.isArray(received) && there.length === received.length)
      for (let index = 0; index < received.length; index++) {
        const [one, other] = [there[index], received[index]];
        if (isObject(one) && isObject(other)) merge(one, other);
        else there[index] = other;
      }
    else if (received !== undefined) target[key] = received;
  }
}
