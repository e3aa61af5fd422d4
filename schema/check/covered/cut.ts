import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
} from 'graphql';
import { ENTITY_KEYS, isEntity } from '../../entities.js';
import { type Federation, federationOf, fieldSet } from '../federation.js';
import type { CoveredDataset } from '../landscape.js';
import { KIT } from '../owners.js';
import {
  directivesOf,
  isObjectNode,
  isTypeNode,
  membersOf,
  rootsOf,
  type Subject,
  type TypeNode,
  typeName,
} from '../subject.js';
import { Coverage } from './coverage.js';
import { namedBy } from './field-sets.js';

type Member = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode;

/** A type of the subgraph with what of it is still there. */
interface Part {
  readonly nodes: TypeNode[];
  /** As they are left, by name. */
  readonly members: Map<string, Member>;
  /** Whether it has members at all: a scalar and a union have none. */
  readonly hasMembers: boolean;
}

/** One cutting of one subgraph. What is taken away may take more along, until nothing changes any more. */
export class Cut {
  readonly federation: Federation;
  readonly roots: Subject['roots'];
  readonly #coverage: Coverage;
  readonly #parts = new Map<string, Part>();
  /** All types that the subgraph names, whatever is left. */
  readonly #known: ReadonlySet<string>;
  /** Names of all fields that a type had. */
  readonly #had = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly document: DocumentNode,
    agency: string,
    datasets: readonly CoveredDataset[],
  ) {
    this.federation = federationOf(document);
    this.roots = rootsOf(document);
    this.#coverage = new Coverage(agency, datasets);
    for (const node of document.definitions) {
      if (!isTypeNode(node)) continue;
      const name = node.name.value;
      const part: Part = this.#parts.get(name) ?? {
        nodes: [],
        members: new Map(),
        hasMembers: hasMembers(node),
      };
      part.nodes.push(node);
      for (const member of membersOf(node)) part.members.set(member.name.value, member);
      this.#parts.set(name, part);
    }
    this.#known = new Set(this.#parts.keys());
    for (const [name, { members }] of this.#parts) this.#had.set(name, new Set(members.keys()));
  }

  /** What may be composed; null where nothing may. */
  left(): DocumentNode | null {
    for (const [name, part] of this.#parts) if (!this.#judge(name, part)) this.#parts.delete(name);
    for (;;) {
      while (this.#settle());
      const reached = this.#reached();
      const lost = [...this.#parts.keys()].filter((name) => !reached.has(name));
      if (lost.length === 0) break;
      for (const name of lost) this.#parts.delete(name);
    }
    const serves = [...this.#parts].some(([name, part]) => this.#isRoot(name, part));
    return serves ? { kind: Kind.DOCUMENT, definitions: this.#definitions() } : null;
  }

  /** Takes away what no case covers; false where the type is not covered at all. */
  #judge(name: string, { nodes, members }: Part): boolean {
    const keep = (isKept: (member: string) => boolean) => {
      for (const member of [...members.keys()]) if (!isKept(member)) members.delete(member);
      return true;
    };
    if (this.federation.isMachinery(name) || KIT.has(name)) return true;
    const operation = this.roots.get(name);
    if (operation !== undefined && operation !== 'query') return false;
    if (operation === 'query') return keep((field) => this.#root(name, field));
    const isObject = nodes.every(isObjectNode);
    if (isEntity(name))
      return isObject && keep((field) => field === ENTITY_KEYS[name] || this.#root(name, field));
    const dataset = this.#coverage.around(name);
    if (dataset) {
      if (name === dataset.names.type && !isObject) return false;
      return keep(
        (member) => this.#coverage.member(dataset, name, member) || (isObject && this.#root(name, member)),
      );
    }
    return nodes.every(({ kind }) => /^(Union|Enum|Scalar|InputObject)/.test(kind));
  }

  /** Whether a field leads to a covered dataset; its arguments lose what names a column that is not covered. */
  #root(type: string, name: string): boolean {
    const dataset = this.#coverage.ofField(name);
    const { members } = this.#parts.get(type) as Part;
    const field = members.get(name);
    if (!dataset || field?.kind !== Kind.FIELD_DEFINITION) return false;
    const columns = this.#had.get(dataset.names.type);
    const isUncovered = ({ name: { value } }: InputValueDefinitionNode): boolean =>
      (columns?.has(value) || Object.hasOwn(dataset.columns, value)) &&
      value !== 'id' &&
      !this.#coverage.column(dataset, value);
    return this.#withoutArguments(members, field, isUncovered);
  }

  /** False where an argument that has to be given would go. */
  #withoutArguments(
    members: Map<string, Member>,
    field: FieldDefinitionNode,
    goes: (argument: InputValueDefinitionNode) => boolean,
  ): boolean {
    const all = field.arguments ?? [];
    const gone = all.filter(goes);
    if (gone.length === 0) return true;
    if (gone.some(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue))
      return false;
    members.set(field.name.value, { ...field, arguments: all.filter((one) => !gone.includes(one)) });
    return true;
  }

  /** Takes along what leans on something that has gone; whether anything went. */
  #settle(): boolean {
    let changed = false;
    const used = this.#usedOutside();
    for (const [name, part] of this.#parts) {
      for (const [field, member] of [...part.members])
        if (!this.#stands(name, part, member, used)) {
          part.members.delete(field);
          changed = true;
        }
      if (!this.#isAlive(name, part)) {
        this.#parts.delete(name);
        changed = true;
      }
    }
    return changed;
  }

  #stands(type: string, { members }: Part, member: Member, used: ReadonlySet<string>): boolean {
    if (member.kind === Kind.ENUM_VALUE_DEFINITION) return true;
    if (this.#isGone(typeName(member.type))) return false;
    if (member.kind !== Kind.FIELD_DEFINITION) return true;
    const name = member.name.value;
    const isExternal = directivesOf(this.federation, member, 'external').length > 0;
    if (isExternal && !used.has(`${type}.${name}`)) return false;
    if (!this.#withoutArguments(members, member, (one) => this.#isGone(typeName(one.type)))) return false;
    return directivesOf(this.federation, member, 'requires').every(
      (one) => namedBy(this, type, fieldSet(one)) !== undefined,
    );
  }

  #isAlive(name: string, part: Part): boolean {
    if (part.hasMembers && part.members.size === 0) return false;
    if (isUnion(part.nodes)) return this.#unionMembers(part.nodes).length > 0;
    const dataset = this.#coverage.around(name);
    if (dataset && dataset.names.type !== name && !this.#parts.has(dataset.names.type)) return false;
    const keys = part.nodes.flatMap((node) => directivesOf(this.federation, node, 'key'));
    return keys.length === 0 || keys.some((key) => this.#isWhole(name, key));
  }

  #isWhole = (type: string, directive: ConstDirectiveNode): boolean =>
    namedBy(this, type, fieldSet(directive)) !== undefined;

  /** `Type.field` of everything that keys, requirements and provisions name. */
  #usedOutside(): Set<string> {
    const used = new Set<string>();
    const add = (type: string, directives: readonly ConstDirectiveNode[]) => {
      for (const one of directives)
        for (const name of namedBy(this, type, fieldSet(one)) ?? []) used.add(name);
    };
    for (const [name, { nodes, members }] of this.#parts) {
      for (const node of nodes) add(name, directivesOf(this.federation, node, 'key'));
      for (const member of members.values()) {
        if (member.kind !== Kind.FIELD_DEFINITION) continue;
        add(name, directivesOf(this.federation, member, 'requires'));
        add(typeName(member.type), directivesOf(this.federation, member, 'provides'));
      }
    }
    return used;
  }

  /** What keeps a type: root fields, rows that others can ask for, back-references. */
  #isRoot(name: string, { nodes, members }: Part): boolean {
    if (this.roots.get(name) === 'query') return true;
    if (isEntity(name)) return members.size > 1;
    if (this.#coverage.ofType(name) === undefined) return false;
    const keys = nodes.flatMap((node) => directivesOf(this.federation, node, 'key'));
    return keys.some((key) => this.#isWhole(name, key)) && [...members.keys()].some((one) => one !== 'id');
  }

  #reached(): Set<string> {
    const reached = new Set([...this.#parts.keys()].filter((name) => this.federation.isMachinery(name)));
    const queue = [...this.#parts].filter(([name, part]) => this.#isRoot(name, part)).map(([name]) => name);
    for (const definition of this.document.definitions)
      if (definition.kind === Kind.DIRECTIVE_DEFINITION)
        queue.push(...(definition.arguments ?? []).map(({ type }) => typeName(type)));
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const part = this.#parts.get(name);
      if (!part || reached.has(name)) continue;
      reached.add(name);
      queue.push(...this.#unionMembers(part.nodes));
      for (const member of part.members.values()) {
        if (member.kind === Kind.ENUM_VALUE_DEFINITION) continue;
        queue.push(typeName(member.type));
        if (member.kind === Kind.FIELD_DEFINITION)
          queue.push(...(member.arguments ?? []).map(({ type }) => typeName(type)));
      }
    }
    return reached;
  }

  /** For field sets: what a field leads to, as far as it is still there. */
  target(type: string, field: string): string | undefined {
    const member = this.#parts.get(type)?.members.get(field);
    return member?.kind === Kind.FIELD_DEFINITION ? typeName(member.type) : undefined;
  }

  #isGone = (type: string): boolean => this.#known.has(type) && !this.#parts.has(type);

  #unionMembers(nodes: readonly TypeNode[]): string[] {
    return nodes
      .flatMap((node) => ('types' in node ? (node.types ?? []) : []))
      .map(({ name }) => name.value)
      .filter((name) => !this.#isGone(name));
  }

  #definitions(): DefinitionNode[] {
    return this.document.definitions.flatMap((node): DefinitionNode[] => {
      if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) {
        const operationTypes = (node.operationTypes ?? []).filter(({ type }) =>
          this.#parts.has(type.name.value),
        );
        if (operationTypes.length > 0) return [{ ...node, operationTypes } as DefinitionNode];
        if (!node.directives?.length) return [];
        return [{ kind: Kind.SCHEMA_EXTENSION, directives: node.directives }];
      }
      if (!isTypeNode(node)) return [node];
      const part = this.#parts.get(node.name.value);
      const left = part && this.#definition(node, part);
      return left ? [left] : [];
    });
  }

  #definition(node: TypeNode, { members, hasMembers: fielded }: Part): DefinitionNode | undefined {
    const name = node.name.value;
    const directives = (node.directives ?? []).filter(
      (one) => this.federation.directive(one.name.value) !== 'key' || this.#isWhole(name, one),
    );
    if ('types' in node) {
      const types = (node.types ?? []).filter((one) => !this.#isGone(one.name.value));
      return { ...node, directives, types };
    }
    if (!fielded) return { ...node, directives } as DefinitionNode;
    const own = membersOf(node).flatMap((one) => {
      const member = members.get(one.name.value);
      return member ? [this.#withWholeProvisions(member)] : [];
    });
    if (own.length === 0 && directives.length === 0) return undefined;
    const interfaces =
      'interfaces' in node
        ? { interfaces: (node.interfaces ?? []).filter((one) => !this.#isGone(one.name.value)) }
        : {};
    const list = 'values' in node ? { values: own } : { fields: own };
    return { ...node, directives, ...interfaces, ...list } as DefinitionNode;
  }

  #withWholeProvisions(member: Member): Member {
    if (member.kind !== Kind.FIELD_DEFINITION) return member;
    const directives = (member.directives ?? []).filter(
      (one) =>
        this.federation.directive(one.name.value) !== 'provides' || this.#isWhole(typeName(member.type), one),
    );
    return { ...member, directives };
  }
}

const hasMembers = ({ kind }: TypeNode): boolean => !/^(Scalar|Union)/.test(kind);

const isUnion = (nodes: readonly TypeNode[]): boolean => nodes.some(({ kind }) => kind.startsWith('Union'));
