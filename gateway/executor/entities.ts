import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { isObject, type Objects } from './shape.js';

/** Whether objects of a type are also of another one. */
export type IsOfType = (type: string, general: string) => boolean;

/** How a fetch names the objects that it is about. */
export interface Representing {
  /** Gives what another subgraph needs to find an object again; undefined where the object lacks it. */
  represent(object: Objects): Objects | undefined;
  /** Equal for objects that are represented alike; undefined where that is only known of the representations. */
  keyOf(object: Objects): string | undefined;
}

/** What an object has of its own: JSON has no functions, which is all that objects inherit. */
const own = (object: Objects, key: string): unknown =>
  typeof object[key] === 'function' ? undefined : object[key];

/** Compiles what a fetch requires of the objects it is about. */
export function representing(
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
  isOfType: IsOfType,
): Representing {
  const pick = picking(requires, isOfType);
  const rewrite = rewriting(rewrites, isOfType);
  return {
    represent(object) {
      const picked = pick(object);
      if (!picked || typeof picked['__typename'] !== 'string') return undefined;
      rewrite(picked);
      return picked;
    },
    keyOf: keying(requires, isOfType),
  };
}

/** Where plain values of one type are required, they and the type make up the key. */
function keying(
  requires: readonly QueryPlanSelectionNode[],
  isOfType: IsOfType,
): (object: Objects) => string | undefined {
  const [fragment, ...others] = requires;
  if (fragment?.kind !== 'InlineFragment' || others.length > 0) return () => undefined;
  const { typeCondition = '' } = fragment;
  const names: string[] = [];
  for (const selection of fragment.selections) {
    if (selection.kind !== 'Field' || selection.selections) return () => undefined;
    names.push(selection.alias ?? selection.name);
  }
  const values = names.filter((name) => name !== '__typename');
  const [only] = values.length === 1 ? values : [];
  return (object) => {
    const { __typename: type } = object;
    // Mostly one text of one type: it is a key by itself.
    if (only !== undefined && type === typeCondition) {
      const value = object[only];
      if (typeof value === 'string' && !value.startsWith(MADE)) return value;
    }
    if (typeof type !== 'string' || !isOf(object, typeCondition, isOfType)) return undefined;
    let key = MADE + type;
    for (const name of values) {
      const value = object[name];
      if (typeof value !== 'string' && typeof value !== 'number') return undefined;
      // What is in a text cannot be taken for what comes after it.
      key += `${MADE}${typeof value}${String(value).length} ${value}`;
    }
    return key;
  };
}

/** What keys that are put together begin with. */
const MADE = '\0';

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
