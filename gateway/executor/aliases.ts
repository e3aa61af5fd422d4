import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** An operation with its fragments, and nothing else of its document. */
export interface Words {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The client's response key of every key that is another one. */
  readonly keys: ReadonlyMap<string, string>;
}

/** An operation under names of its own. */
export interface Aliased extends Words {
  readonly document: DocumentNode;
  /** The new name of the variable that was renamed; undefined where none was. */
  readonly representations: string | undefined;
}

/** The operation in the client's own words. */
export function wordsOf(document: DocumentNode, operationName: string | undefined): Words {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error('an operation is planned that is not in its document');
  const used = fragmentsOf(document, operation);
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return {
    operation,
    fragments: new Map(fragments.flatMap((one) => (used.has(one.name.value) ? [[one.name.value, one]] : []))),
    keys: new Map(),
  };
}

const REPRESENTATIONS = 'representations';

/**
 * Gives every field that has an alias or takes arguments a response key of its own. What a plan fetches besides, keys
 * and fields that other subgraphs require, stands under plain names: with the client's names beside them, `weight: name`
 * would be taken for the weight, and a price in euros for the price in dollars that was required.
 */
export function aliased(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): Aliased {
  const { operation: asked, fragments: used } = wordsOf(document, operationName);
  const keys = new Map<string, string>();
  const made = new Map<string, string>();
  const ownKey = (node: FieldNode): string => {
    const key = node.alias?.value ?? node.name.value;
    const identity = `${key} ${node.name.value} ${(node.arguments ?? []).map(print).sort().join()}`;
    let own = made.get(identity);
    if (!own) {
      own = `_r${made.size}`;
      made.set(identity, own);
      keys.set(own, key);
    }
    return own;
  };
  const variable = asked.variableDefinitions?.some((one) => one.variable.name.value === REPRESENTATIONS)
    ? freeName(document)
    : undefined;
  const info = new TypeInfo(schema);
  const rename = <Node extends ASTNode>(definition: Node): Node =>
    visit(
      definition,
      visitWithTypeInfo(info, {
        Field(node) {
          const takes = (info.getFieldDef()?.args.length ?? 0) > 0;
          if (!node.alias && !takes) return undefined;
          return { ...node, alias: { kind: Kind.NAME, value: ownKey(node) } };
        },
        Variable(node) {
          if (variable === undefined || node.name.value !== REPRESENTATIONS) return undefined;
          return { ...node, name: { kind: Kind.NAME, value: variable } };
        },
      }),
    );
  const operation = rename(asked);
  const fragments = new Map([...used].map(([name, fragment]) => [name, rename(fragment)]));
  return {
    document: { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] },
    operation,
    fragments,
    keys,
    representations: variable,
  };
}

/** Names of the fragments that an operation uses, also through one another. */
function fragmentsOf({ definitions }: DocumentNode, operation: OperationDefinitionNode): Set<string> {
  const found = new Set<string>();
  const queue: ASTNode[] = [operation];
  for (let node = queue.pop(); node; node = queue.pop())
    visit(node, {
      FragmentSpread({ name: { value } }) {
        if (found.has(value)) return;
        found.add(value);
        for (const one of definitions)
          if (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === value) queue.push(one);
      },
    });
  return found;
}

function freeName(document: DocumentNode): string {
  const taken = new Set<string>();
  visit(document, { Variable: ({ name }) => void taken.add(name.value) });
  let free = `_${REPRESENTATIONS}`;
  while (taken.has(free)) free = `_${free}`;
  return free;
}
