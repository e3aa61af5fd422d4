import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  visit,
} from 'graphql';
import { Inputs } from './inputs.js';
import { Tape } from './tape.js';

export interface Asked {
  readonly source: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

type Field = GraphQLField<unknown, unknown>;
const MOST_FIELDS = 45;
/** No field of a made subgraph has such a name, so that no alias takes the place of a field that a subgraph needs. */
export const ALIASES = ['a1', 'a2', 'a3', 'b1', 'b2', 'b3'];

/** Names of the fields that subgraphs need of each other: those of keys, and those that fields require. */
export function neededNames(subgraphs: readonly DocumentNode[]): {
  all: string[];
  withArguments: Set<string>;
} {
  const all = new Set<string>();
  const withArguments = new Set<string>();
  for (const subgraph of subgraphs)
    visit(subgraph, {
      Directive: ({ name, arguments: given }) => {
        const fields = given?.find((argument) => argument.name.value === 'fields')?.value;
        if (fields?.kind !== Kind.STRING || !['key', 'requires'].includes(name.value)) return;
        visit(parse(`{ ${fields.value} }`), {
          Field: (field) => {
            all.add(field.name.value);
            if (field.arguments?.length) withArguments.add(field.name.value);
          },
        });
      },
    });
  return { all: [...all], withArguments };
}

export interface Asking {
  readonly api: GraphQLSchema;
  readonly samples: Readonly<Record<string, readonly unknown[]>>;
  readonly aliases: readonly string[];
  /** Fields that are only asked for under an alias. */
  readonly mustHaveAlias: ReadonlySet<string>;
  readonly hasConditions: boolean;
}

/** The operation that these random choices make; in rare cases it is not valid. */
export const operationOf = (asking: Asking, numbers: readonly number[]): Asked =>
  new Writing(asking, new Tape(numbers)).operation();

class Writing {
  readonly #inputs: Inputs;
  readonly #fragments: { name: string; on: GraphQLCompositeType; text: string }[] = [];
  /** What each response key stands for. */
  readonly #keys = new Map<string, string>();
  #left = MOST_FIELDS;
  #open = 0;

  constructor(
    private readonly asking: Asking,
    private readonly tape: Tape,
  ) {
    this.#inputs = new Inputs(tape, asking.samples, asking.hasConditions);
  }

  operation(): Asked {
    const { api } = this.asking;
    const mutation = api.getMutationType();
    const isMutation = mutation != null && this.tape.chance(50);
    const root = isMutation ? mutation : api.getQueryType();
    if (!root) throw new Error('a schema has no queries');
    const selection = this.#selection(root, 1 + this.tape.below(5));
    const declared = this.#inputs.declared();
    const kind = isMutation ? 'mutation' : 'query';
    const isNamed = this.tape.chance(50);
    const operation =
      !isNamed && declared === '' && !isMutation
        ? selection
        : `${kind}${isNamed ? ' Asked' : ''}${declared ? `(${declared})` : ''} ${selection}`;
    const another = isNamed && this.tape.chance(20) ? ['query Other { __typename }'] : [];
    const fragments = this.#fragments.map(({ name, on, text }) => `fragment ${name} on ${on.name} ${text}`);
    return {
      source: [...another, operation, ...fragments].join('\n'),
      operationName: isNamed && (another.length > 0 || this.tape.chance(50)) ? 'Asked' : undefined,
      variables: this.#inputs.sent(),
    };
  }

  /** `isNarrowed` where things of other types may stand beside, for which a key may mean something else. */
  #selection(type: GraphQLCompositeType, depth: number, isNarrowed = false): string {
    const parts: string[] = [];
    const again: (() => string)[] = [];
    const count = 1 + this.tape.below(4);
    for (let at = 0; at < count; at++) {
      const roll = this.tape.below(20);
      if (roll >= 18 && again.length > 0) parts.push(this.tape.of(again)());
      else if (roll === 17 || (isUnionType(type) && roll === 1)) parts.push(this.#typename());
      else if (roll >= 13 || isUnionType(type)) parts.push(this.#fragment(type, depth));
      else parts.push(this.#field(type, depth, again, isNarrowed));
    }
    return `{ ${parts.join(' ')} }`;
  }

  #typename(): string {
    const { aliases } = this.asking;
    const alias = this.tape.chance(40) ? `${this.#key('__typename: String!', aliases)}: ` : '';
    return `${alias}__typename${this.#inputs.conditions()}`;
  }

  #field(type: GraphQLCompositeType, depth: number, again: (() => string)[], isNarrowed: boolean): string {
    const all: Field[] = isUnionType(type) ? [] : Object.values(type.getFields());
    const leaves = all.filter((field) => !isCompositeType(getNamedType(field.type)));
    const deeper = depth > 1 && this.#left > 0 ? all.filter((field) => !leaves.includes(field)) : [];
    const fields = [...leaves, ...deeper, ...deeper];
    if (fields.length === 0) return '__typename';
    this.#left--;
    const field = this.tape.of(fields);
    const given = this.#inputs.argumentsOf(field.args);
    const means = `${field.name}${given}: ${field.type}`;
    const mustHaveAlias = this.asking.mustHaveAlias.has(field.name);
    const { aliases } = this.asking;
    const names = mustHaveAlias || this.tape.chance(20) ? aliases : [field.name, ...aliases];
    const key = this.#key(means, names, isNarrowed);
    const head = `${key === field.name ? '' : `${key}: `}${field.name}${given}`;
    const write = (): string => `${head}${this.#inputs.conditions()}${this.#below(field, depth)}`;
    again.push(write);
    return write();
  }

  #below(field: Field, depth: number): string {
    const named = getNamedType(field.type);
    return isCompositeType(named) ? ` ${this.#selection(named, depth - 1)}` : '';
  }

  /** A response key that means this wherever it stands; on objects, now and then one that means another thing elsewhere. */
  #key(means: string, names: readonly string[], mayDiffer = false): string {
    const { aliases } = this.asking;
    const turned = names === aliases ? [this.tape.of(names), ...names] : names;
    const typed = means.slice(means.lastIndexOf(': '));
    for (const name of [...turned, ...aliases.map((alias) => `${alias}x`)]) {
      const taken = this.#keys.get(name);
      if (taken !== undefined && taken !== means)
        if (!(mayDiffer && taken.endsWith(typed) && this.tape.chance(40))) continue;
      this.#keys.set(name, means);
      return name;
    }
    const fresh = `z${this.#keys.size}`;
    this.#keys.set(fresh, means);
    return fresh;
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const { api } = this.asking;
    const overlapping = this.#overlapping(type);
    const on = isUnionType(type) || this.tape.chance(75) ? this.tape.of(overlapping) : type;
    const conditions = this.#inputs.conditions();
    const isNarrowed = isAbstractType(type) && isObjectType(on);
    // A fragment is written where nothing is open that could be a fragment around it.
    if (this.tape.chance(45)) {
      const known = this.#fragments.filter((one) => overlapping.includes(one.on) || one.on === type);
      if (known.length > 0 && this.tape.chance(50)) return `...${this.tape.of(known).name}${conditions}`;
      if (this.#open === 0) {
        this.#open++;
        const text = this.#selection(on, Math.max(1, Math.min(depth, 3)), isNarrowed);
        this.#open--;
        const name = `F${this.#fragments.length}`;
        this.#fragments.push({ name, on, text });
        return `...${name}${conditions}`;
      }
    }
    const isBare = on === type && !isAbstractType(api.getType(type.name)) && this.tape.chance(50);
    return `...${isBare ? '' : ` on ${on.name}`}${conditions} ${this.#selection(on, depth, isNarrowed)}`;
  }

  /** Types that something of this type may be as well. */
  #overlapping(type: GraphQLCompositeType): GraphQLCompositeType[] {
    const { api } = this.asking;
    const possible = new Set(isAbstractType(type) ? api.getPossibleTypes(type) : [type]);
    const around = Object.values(api.getTypeMap()).filter(
      (other): other is GraphQLCompositeType =>
        !other.name.startsWith('__') &&
        isAbstractType(other) &&
        api.getPossibleTypes(other).some((one) => possible.has(one)),
    );
    return [...possible, ...around];
  }
}

/** Whether an operation is a mutation with fragments on its first level. */
export const spreadsMutations = ({ source, operationName }: Asked): boolean => {
  const operation = getOperationAST(parse(source), operationName);
  return (
    operation?.operation === 'mutation' &&
    operation.selectionSet.selections.some(({ kind }) => kind !== Kind.FIELD)
  );
};
