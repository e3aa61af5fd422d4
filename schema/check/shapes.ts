import {
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  Kind,
} from 'graphql';
import { isEntity } from '../entities.js';
import { fieldSet } from './federation.js';
import { endingOf, isOf, type Owners, withoutEnding } from './owners.js';
import {
  directivesOf,
  isObjectNode,
  isTypeNode,
  type ObjectNode,
  type Subject,
  type TypeNode,
} from './subject.js';

/** The parts of a subgraph that the house's rules speak of. */
export interface Shapes {
  /** Types of the agency's own, helpers left out. */
  readonly own: readonly TypeNode[];
  /** Object types of its own whose fields are columns. */
  readonly datasets: readonly ObjectNode[];
  /** Names of `datasets`. */
  readonly names: ReadonlySet<string>;
  /** Types that nobody owns by name. */
  readonly nobodys: readonly TypeNode[];
  readonly helpers: readonly TypeNode[];
  /** Fields of `Query`. */
  readonly rootFields: readonly FieldDefinitionNode[];
  /** Back-references on shared entities, with the entity. */
  readonly backReferences: readonly (readonly [entity: string, field: FieldDefinitionNode])[];
  /** Names of fields of which keys of this type are made. */
  readonly keyFields: (type: string) => ReadonlySet<string>;
}

export function shapesOf(subject: Subject, owners: Owners): Shapes {
  const { document, federation, roots, proposed } = subject;
  const nodes = document.definitions
    .filter(isTypeNode)
    .filter(({ name }) => !federation.isMachinery(name.value));
  const plain = nodes.filter(({ name }) => !roots.has(name.value) && !isEntity(name.value));
  const mine = plain.filter(({ name }) => isOf(owners.ofType(name.value), proposed.agency));
  const objects = new Set(mine.filter(isObjectNode).map(({ name }) => name.value));
  const isHelper = ({ name: { value } }: TypeNode): boolean =>
    endingOf(value) !== undefined && objects.has(withoutEnding(value));
  const own = mine.filter((one) => !isHelper(one));
  const datasets = own.filter(isObjectNode);
  const keys = new Map<string, Set<string>>();
  for (const node of nodes)
    if (isObjectNode(node))
      for (const key of directivesOf(federation, node, 'key'))
        for (const name of fieldSet(key).match(/\w+/g) ?? []) {
          const known = keys.get(node.name.value) ?? new Set();
          keys.set(node.name.value, known.add(name));
        }
  return {
    own,
    datasets,
    names: new Set(datasets.map(({ name }) => name.value)),
    nobodys: plain.filter(({ name }) => owners.ofType(name.value) === null),
    helpers: mine.filter(isHelper),
    rootFields: nodes
      .filter((node): node is ObjectNode => isObjectNode(node) && roots.get(node.name.value) === 'query')
      .flatMap(({ fields }) => fields ?? []),
    backReferences: nodes
      .filter((node): node is ObjectNode => isObjectNode(node) && isEntity(node.name.value))
      .flatMap(({ name, fields }) =>
        (fields ?? [])
          .filter((field) => isOf(owners.ofField(field.name.value), proposed.agency))
          .map((field) => [name.value, field] as const),
      ),
    keyFields: (type) => keys.get(type) ?? NONE,
  };
}

const NONE: ReadonlySet<string> = new Set();

type Fielded = ObjectNode | InterfaceTypeDefinitionNode | InterfaceTypeExtensionNode;

export const isFielded = (node: TypeNode): node is Fielded =>
  isObjectNode(node) ||
  node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
  node.kind === Kind.INTERFACE_TYPE_EXTENSION;
