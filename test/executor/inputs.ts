import {
  type GraphQLArgument,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  specifiedScalarTypes,
} from 'graphql';
import type { Tape } from './tape.js';

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly defaultValue: string | undefined;
  /** Undefined where the client sends none. */
  readonly value: unknown;
}

const literalOfJson = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(literalOfJson).join(', ')}]`
    : typeof value === 'object' && value !== null
      ? `{${Object.entries(value)
          .map(([key, own]) => `${key}: ${literalOfJson(own)}`)
          .join(', ')}}`
      : JSON.stringify(value);

/** Random values of arguments, written as literals and as variables. */
export class Inputs {
  readonly variables: Variable[] = [];
  constructor(
    private readonly tape: Tape,
    private readonly samples: Readonly<Record<string, readonly unknown[]>>,
    private readonly hasConditions: boolean,
  ) {}

  declared(): string {
    return this.variables
      .map(({ name, type, defaultValue }) => `$${name}: ${type}${defaultValue ? ` = ${defaultValue}` : ''}`)
      .join(', ');
  }

  sent(): Record<string, unknown> {
    return Object.fromEntries(
      this.variables.filter(({ value }) => value !== undefined).map(({ name, value }) => [name, value]),
    );
  }

  /** `(a: 1, b: $v2)`, or nothing. */
  argumentsOf(given: readonly GraphQLArgument[]): string {
    const written = given.flatMap(({ name, type, defaultValue }) => {
      const needed = isNonNullType(type) && defaultValue === undefined;
      if (!needed && !this.tape.chance(55)) return [];
      return [`${name}: ${this.#position(type, defaultValue !== undefined)}`];
    });
    return written.length > 0 ? `(${written.join(', ')})` : '';
  }

  /** ` @skip(if: $v0)`, of one sort or both, or nothing. */
  conditions(): string {
    if (!this.hasConditions || !this.tape.chance(18)) return '';
    const condition = () =>
      this.tape.chance(60) ? `$${this.#condition()}` : this.tape.chance(50) ? 'false' : 'true';
    const one = this.tape.of(['include', 'skip']);
    const first = ` @${one}(if: ${condition()})`;
    if (!this.tape.chance(10)) return first;
    return `${first} @${one === 'skip' ? 'include' : 'skip'}(if: ${condition()})`;
  }

  #condition(): string {
    const known = this.variables.filter(({ type }) => type.startsWith('Boolean'));
    const usable = known.filter(({ name }) => name.startsWith('c'));
    if (usable.length > 0 && this.tape.chance(50)) return this.tape.of(usable).name;
    const name = `c${this.variables.length}`;
    const [type, defaultValue] = this.tape.of([
      ['Boolean!', undefined],
      ['Boolean!', 'true'],
      ['Boolean', 'false'],
    ] as const);
    const omitted = defaultValue !== undefined && this.tape.chance(60);
    this.variables.push({ name, type, defaultValue, value: omitted ? undefined : this.tape.chance(50) });
    return name;
  }

  #position(type: GraphQLInputType, hasDefault: boolean): string {
    if (this.tape.chance(35)) return `$${this.#variable(type, hasDefault)}`;
    return this.#literal(type);
  }

  #variable(type: GraphQLInputType, hasDefault: boolean): string {
    const known = this.variables.filter((one) => one.type === String(type) && !one.name.startsWith('c'));
    if (known.length > 0 && this.tape.chance(40)) return this.tape.of(known).name;
    const name = `v${this.variables.length}`;
    // A variable that may be missing may stand where there is a default.
    const bare = isNonNullType(type) && hasDefault && this.tape.chance(40) ? type.ofType : type;
    const wrote = this.tape.chance(35) ? literalOf(this.#value(type), bare) : undefined;
    const may = wrote !== undefined || !isNonNullType(bare);
    const value = may && this.tape.chance(40) ? undefined : this.#value(type);
    this.variables.push({ name, type: String(bare), defaultValue: wrote, value });
    return name;
  }

  #literal(type: GraphQLInputType, mayBeNull = true): string {
    if (isNonNullType(type)) return this.#literal(type.ofType, false);
    if (isListType(type) && this.tape.chance(60))
      return `[${Array.from({ length: this.tape.below(3) }, () => this.#position(type.ofType, false)).join(', ')}]`;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(() => this.tape.chance(45));
      return `{${fields.map((field) => `${field.name}: ${this.#position(field.type, false)}`).join(', ')}}`;
    }
    return literalOf(mayBeNull ? this.#value(type) : this.#present(type, 0), type);
  }

  #value(type: GraphQLInputType, depth = 0): unknown {
    if (isNonNullType(type)) return this.#present(type.ofType, depth);
    return this.tape.chance(12) ? null : this.#present(type, depth);
  }

  #present(type: GraphQLInputType, depth: number): unknown {
    if (isListType(type)) {
      // One thing stands for a list of it.
      if (this.tape.chance(15)) return this.#present(type.ofType, depth);
      return Array.from({ length: this.tape.below(3) }, () => this.#value(type.ofType, depth));
    }
    if (isInputObjectType(type)) {
      const fields = depth > 1 ? [] : Object.values(type.getFields()).filter(() => this.tape.chance(45));
      return Object.fromEntries(fields.map(({ name, type: own }) => [name, this.#value(own, depth + 1)]));
    }
    const { name } = getNamedType(type);
    return name === 'Boolean' ? this.tape.chance(50) : this.tape.of(this.samples[name] ?? ['x']);
  }
}

function literalOf(value: unknown, type: GraphQLInputType): string {
  if (value === null) return 'null';
  if (isNonNullType(type)) return literalOf(value, type.ofType);
  if (isListType(type))
    return Array.isArray(value)
      ? `[${value.map((item) => literalOf(item, type.ofType)).join(', ')}]`
      : literalOf(value, type.ofType);
  if (isInputObjectType(type))
    return `{${Object.entries(value as object)
      .map(([key, own]) => `${key}: ${literalOf(own, type.getFields()[key]?.type ?? type)}`)
      .join(', ')}}`;
  if (isEnumType(type)) return String(value);
  return isScalarType(type) && specifiedScalarTypes.includes(type)
    ? JSON.stringify(value)
    : literalOfJson(value);
}
