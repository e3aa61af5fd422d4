import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isScalarType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  typeFromAST,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import {
  namesByVariables,
  type OperationUse,
  operationUse,
  variableCoordinates,
} from '../schema/operation-use.js';
import { costOf } from './cost.js';
import { conditionsOf } from './executor/conditions.js';
import { type Survey, survey } from './exposure/survey.js';

/** Kept of one operation for different variables. */
const MAX_KEPT = 32;

/** A validated operation, with what of it does not depend on who asks. */
export class Operation {
  readonly node: OperationDefinitionNode;
  /** Whether it asks `__schema` or `__type`. */
  readonly introspects: boolean;
  /** Whether what it asks of its sources depends on no value of its variables, but on which are given. */
  readonly #fixed: boolean;
  readonly #variables: readonly string[];
  readonly #surveys = new LRUCache<string, Survey>({ max: MAX_KEPT });
  /** Where it does: of a request's variables, since the gate and what looks behind it ask one after the other. */
  readonly #surveysOf = new WeakMap<Record<string, unknown>, Survey>();
  readonly #costVariables: readonly string[];
  readonly #costs = new LRUCache<string, number>({ max: MAX_KEPT });
  #use: OperationUse | undefined;
  #namesByVariables: boolean | undefined;

  constructor(
    readonly schema: GraphQLSchema,
    readonly document: DocumentNode,
    readonly name: string | undefined,
    /** Stands for the document in caches. */
    readonly hash: string,
  ) {
    const node = getOperationAST(document, name);
    if (!node) throw new Error('an operation is asked that is not in its document');
    this.node = node;
    this.introspects = asksIntrospection(document);
    const conditions = conditionsOf(document);
    const definitions = node.variableDefinitions ?? [];
    this.#variables = definitions.map(({ variable }) => variable.name.value);
    this.#fixed =
      conditions.length === 0 &&
      definitions.every(({ type }) => isScalarType(getNamedType(typeFromAST(schema, type as NamedTypeNode))));
    this.#costVariables = [...new Set([...conditions, ...pageVariables(document)])];
  }

  /** What it asks of its sources with these variables, coerced or not. */
  surveyed(variables: Record<string, unknown>): Survey {
    if (!this.#fixed) {
      const known = this.#surveysOf.get(variables);
      if (known) return known;
      const made = survey(this.schema, this.document, this.name, variables);
      this.#surveysOf.set(variables, made);
      return made;
    }
    let key = '';
    for (const name of this.#variables) key += Object.hasOwn(variables, name) ? '1' : '0';
    let found = this.#surveys.get(key);
    if (!found) {
      found = survey(this.schema, this.document, this.name, variables);
      this.#surveys.set(key, found);
    }
    return found;
  }

  /** What is remembered of it. */
  get use(): OperationUse {
    this.#use ??= operationUse(this.schema, this.document, this.node);
    return this.#use;
  }

  /** Names of the schema that these variables use besides; `raw` are the request's own. */
  namedBy(raw: Record<string, unknown>): readonly string[] {
    const definitions = this.node.variableDefinitions ?? [];
    this.#namesByVariables ??= namesByVariables(this.schema, definitions);
    return this.#namesByVariables ? variableCoordinates(this.schema, definitions, raw) : [];
  }

  /** What it can cost with these variables, which are coerced. */
  cost(variables: Record<string, unknown>): number {
    const key = this.#costVariables.map((name) => String(variables[name])).join();
    let cost = this.#costs.get(key);
    if (cost === undefined) {
      cost = costOf(this.schema, this.document, this.name, variables);
      this.#costs.set(key, cost);
    }
    return cost;
  }
}

/** Variables that say how long lists are to be. */
function pageVariables(document: DocumentNode): string[] {
  const names: string[] = [];
  visit(document, {
    Argument({ name, value }) {
      if ((name.value === 'first' || name.value === 'last') && value.kind === Kind.VARIABLE)
        names.push(value.name.value);
    },
  });
  return names;
}

function asksIntrospection(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field(node) {
      if (node.name.value === '__schema' || node.name.value === '__type') found = true;
    },
  });
  return found;
}
