import {
  type DirectiveNode,
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';
import {
  byKey,
  expand,
  type Field,
  fieldsOf,
  type Occurrence,
  type Selection,
  type Survey,
} from './survey.js';

/** A position that is withheld, and why. */
export interface Denial<R> {
  path: readonly string[];
  coordinate: string;
  reason: R;
}

export interface Cut<R> {
  /** What may be asked; the very document given where nothing is denied; `undefined` where nothing remains to ask. */
  document: DocumentNode | undefined;
  /** One per denied position, in the order of the answer; none below a denied position. */
  denials: Denial<R>[];
  /**
   * The answer to `document` as an answer to the whole operation: `null` at each denied position, keys in the
   * operation's order. Leaves `data` as it is; `null` stays `null` unless there was nothing to ask.
   */
  restore(data: Record<string, unknown> | null | undefined): Record<string, unknown> | null;
}

/** Of an operation of which nothing is denied. */
export const uncut = (document: DocumentNode): Cut<never> => ({
  document,
  denials: [],
  restore: (data) => data ?? null,
});

/**
 * Takes the denied fields out of an operation. `denied` is asked at most once per occurrence, and not below a
 * denied position. A field asked of an interface is denied when any of its coordinates is; then so is every
 * other selection of that response key that could meet it on the same object, since half an answer is none.
 */
export function cut<R>(
  schema: GraphQLSchema,
  document: DocumentNode,
  survey: Survey,
  variables: Record<string, unknown>,
  denied: (occurrence: Occurrence) => R | undefined,
): Cut<R> {
  const verdicts = new Map<Occurrence, R | undefined>();
  const verdict = (occurrence: Occurrence): R | undefined => {
    if (!verdicts.has(occurrence)) verdicts.set(occurrence, denied(occurrence));
    return verdicts.get(occurrence);
  };
  if (survey.occurrences.every((occurrence) => verdict(occurrence) === undefined)) return uncut(document);

  const root = expand(schema, document, survey.operation, variables);
  const plan = settle(root, survey.occurrences, verdict);
  const hidden = unusedName(document);
  const selections = rewrite(root, plan, hidden);
  const shape = new Shape(fieldsOf(root), plan, hidden);
  return {
    document: selections.length > 0 ? documentOf(survey.operation, selections) : undefined,
    denials: plan.denials,
    restore: (data) => (data || selections.length === 0 ? shape.restore(data ?? {}) : null),
  };
}

interface Plan<R> {
  denials: Denial<R>[];
  cut: Set<Field>;
  /** Kept fields whose objects differ from what the source is asked for. */
  changed: Set<Field>;
  /** Those of them whose objects must tell their type, since it decides which keys they have. */
  typed: Set<Field>;
}

/** Decides position by position, a denied one closing what is below it. */
function settle<R>(
  root: readonly Selection[],
  occurrences: readonly Occurrence[],
  verdict: (occurrence: Occurrence) => R | undefined,
): Plan<R> {
  const plan: Plan<R> = { denials: [], cut: new Set(), changed: new Set(), typed: new Set() };
  const id = (path: readonly string[], coordinate: string) => `${path.join('.')} ${coordinate}`;
  const index = new Map(occurrences.map((found) => [id(found.path, found.coordinate), found]));
  const reported = new Set<Occurrence>();

  /** Whether the field's own coordinates deny it; reports the first that does. */
  const refused = ({ path, coordinates }: Field): boolean => {
    for (const coordinate of coordinates) {
      const occurrence = index.get(id(path, coordinate));
      if (!occurrence) throw new Error(`${coordinate} was not surveyed`);
      const reason = verdict(occurrence);
      if (reason === undefined) continue;
      if (!reported.has(occurrence)) plan.denials.push({ path, coordinate, reason });
      reported.add(occurrence);
      return true;
    }
    return false;
  };

  /** Settles the objects at one place; tells whether the source is asked for something else there. */
  const place = (fields: readonly Field[]): boolean => {
    let changed = false;
    for (const group of byKey(fields)) {
      const closed = new Set<GraphQLObjectType>();
      const close = (field: Field) => {
        plan.cut.add(field);
        for (const type of field.types) closed.add(type);
        changed = true;
      };
      for (const field of group) if (refused(field)) close(field);
      let kept = group.filter((field) => !plan.cut.has(field));
      for (let met = kept; met.length > 0; kept = kept.filter((field) => !plan.cut.has(field))) {
        met = kept.filter((field) => field.types.some((type) => closed.has(type)));
        met.forEach(close);
      }

      const parents = kept.filter((field) => field.selections);
      const below = parents.flatMap((field) => fieldsOf(field.selections ?? []));
      const bare = parents.some((field) => fieldsOf(field.selections ?? []).length === 0);
      if (!place(below) && !bare) continue;
      changed = true;
      const typed = below.some((field) => field.restricted);
      for (const field of parents) {
        plan.changed.add(field);
        if (typed) plan.typed.add(field);
      }
    }
    return changed;
  };
  place(fieldsOf(root));
  return plan;
}

/** The selections without what is cut, and without the directives that are evaluated already. */
function rewrite(selections: readonly Selection[], plan: Plan<unknown>, hidden: string): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === 'branch') {
      const inner = rewrite(selection.selections, plan, hidden);
      if (inner.length === 0) return [];
      return [
        {
          kind: Kind.INLINE_FRAGMENT,
          ...(selection.condition && { typeCondition: selection.condition }),
          directives: evaluated(selection.directives),
          selectionSet: { kind: Kind.SELECTION_SET, selections: inner },
        },
      ];
    }
    if (plan.cut.has(selection)) return [];
    const node = { ...selection.node, directives: evaluated(selection.node.directives ?? []) };
    if (!selection.selections) return [node];
    const inner = rewrite(selection.selections, plan, hidden);
    if (inner.length === 0 || plan.typed.has(selection)) inner.push(typename(hidden));
    return [{ ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: inner } }];
  });
}

function evaluated(directives: readonly DirectiveNode[]): DirectiveNode[] {
  return directives.filter(({ name }) => name.value !== 'skip' && name.value !== 'include');
}

function typename(alias: string): SelectionNode {
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  return { kind: Kind.FIELD, alias: name(alias), name: name('__typename') };
}

/** A response key that the document uses nowhere. */
export function unusedName(document: DocumentNode): string {
  const used = new Set<string>();
  visit(document, { enter: (node) => void (node.kind === Kind.NAME && used.add(node.value)) });
  let name = '_satugraf_';
  while (used.has(name)) name += '_';
  return name;
}

/** The operation alone, with the variables that it still uses. */
function documentOf(operation: OperationDefinitionNode, selections: SelectionNode[]): DocumentNode {
  const rest = {
    ...operation,
    variableDefinitions: [],
    selectionSet: { kind: Kind.SELECTION_SET, selections } as const,
  };
  const used = new Set<string>();
  visit(rest, { enter: (node) => void (node.kind === Kind.VARIABLE && used.add(node.name.value)) });
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return { kind: Kind.DOCUMENT, definitions: [{ ...rest, variableDefinitions }] };
}

type Objects = Record<string, unknown>;

/** What the objects at one place look like in the whole answer; worked out once per object type that turns up. */
class Shape {
  /** For each key in order: `null` where denied, a shape where something below changes. */
  readonly #keys = new Map<unknown, Map<string, Shape | null | undefined>>();
  readonly #fields: readonly Field[];
  readonly #plan: Plan<unknown>;
  readonly #hidden: string;

  constructor(fields: readonly Field[], plan: Plan<unknown>, hidden: string) {
    this.#fields = fields;
    this.#plan = plan;
    this.#hidden = hidden;
  }

  restore(object: Objects): Objects {
    const whole: Objects = Object.create(null); // `__proto__` is a possible response key
    for (const [key, below] of this.#of(object[this.#hidden])) {
      if (below === null) whole[key] = null;
      else if (Object.hasOwn(object, key)) whole[key] = below ? below.#value(object[key]) : object[key];
    }
    return whole;
  }

  #value(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#value(item));
    return typeof value === 'object' && value !== null ? this.restore(value as Objects) : value;
  }

  #of(type: unknown): Map<string, Shape | null | undefined> {
    const before = this.#keys.get(type);
    if (before) return before;
    const plan = this.#plan;
    const asked = this.#fields.filter(
      ({ restricted, types }) => !restricted || types.some(({ name }) => name === type),
    );
    const keys = new Map<string, Shape | null | undefined>();
    for (const group of byKey(asked)) {
      const [first] = group;
      if (!first) continue;
      const below = group.some((field) => plan.changed.has(field))
        ? new Shape(fieldsOf(group.flatMap((field) => field.selections ?? [])), plan, this.#hidden)
        : undefined;
      keys.set(first.key, plan.cut.has(first) ? null : below);
    }
    this.#keys.set(type, keys);
    return keys;
  }
}
