import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  Kind,
  type NamedTypeNode,
  print,
  visit,
} from 'graphql';
import { ENTITY_KEYS, type EntityName, isEntity } from '../entities.js';
import { argument, fieldSet, text } from './federation.js';
import type { Problem } from './finding.js';
import type { Landscape } from './landscape.js';
import { isOf, KIT, type Owner, type Owners, ownerName } from './owners.js';
import { directivesOf, isObjectNode, isTypeNode, membersOf, type Subject, type TypeNode } from './subject.js';

/** What ownership is judged by, besides the subgraph itself. */
export interface Ownership {
  readonly owners: Owners;
  readonly landscape: Landscape;
  /** Agency of each subgraph that there is, or that is proposed; null of the hub's own. */
  readonly agencies: ReadonlyMap<string, string | null>;
}

/**
 * Whatever a subgraph adds to what is not its agency's: declaring another's type at all is a claim on it, since
 * federation then asks the subgraph for its rows, and sends it their keys.
 */
export function ownershipProblems(subject: Subject, ownership: Ownership): Problem[] {
  return new Claims(subject, ownership).problems();
}

class Claims {
  readonly #found: Problem[] = [];
  readonly #agency: string;

  constructor(
    private readonly subject: Subject,
    private readonly ownership: Ownership,
  ) {
    this.#agency = subject.proposed.agency;
  }

  problems(): Problem[] {
    for (const definition of this.subject.document.definitions) {
      if (!isTypeNode(definition)) continue;
      const name = definition.name.value;
      if (this.subject.federation.isMachinery(name)) continue;
      if (this.subject.roots.has(name)) this.#root(definition);
      else if (isEntity(name)) this.#entity(definition, name);
      else if (KIT.has(name)) this.#kit(definition, name);
      else this.#type(definition, name);
    }
    return this.#found;
  }

  /** Fields of `Query`, whatever it is called. */
  #root(definition: TypeNode): void {
    if (!isObjectNode(definition)) return;
    for (const { name } of definition.interfaces ?? []) this.#interface(definition, name.value);
    for (const one of definition.directives ?? [])
      if (!['extends', 'shareable'].includes(this.subject.federation.directive(one.name.value) ?? ''))
        this.#claim('foreign-directive', { kind: 'HUB', subgraph: 'Query' }, 'Query', one, [one.name.value]);
    for (const field of definition.fields ?? []) {
      const owner = this.ownership.owners.ofField(field.name.value);
      if (owner && !isOf(owner, this.#agency))
        this.#claim('foreign-root-field', owner, `Query.${field.name.value}`, field);
      this.#overrides(`Query.${field.name.value}`, field);
    }
  }

  #type(definition: TypeNode, name: string): void {
    const owner = this.ownership.owners.ofType(name);
    if (owner && !isOf(owner, this.#agency)) {
      const used = directiveNames(definition);
      this.#claim('foreign-type', owner, name, definition, used);
      for (const member of membersOf(definition))
        this.#claim('foreign-field', owner, `${name}.${member.name.value}`, member, directiveNames(member));
    }
    if ('interfaces' in definition)
      for (const one of definition.interfaces ?? []) this.#interface(definition, one.name.value);
    if (definition.kind === Kind.UNION_TYPE_DEFINITION || definition.kind === Kind.UNION_TYPE_EXTENSION)
      for (const one of definition.types ?? []) this.#member(one);
    if (isObjectNode(definition))
      for (const field of definition.fields ?? []) this.#overrides(`${name}.${field.name.value}`, field);
  }

  /** Another's type in a union of one's own would be found where its owner never put it. */
  #member(type: NamedTypeNode): void {
    const owner = this.ownership.owners.ofType(type.name.value);
    if (owner && !isOf(owner, this.#agency) && !isEntity(type.name.value))
      this.#claim('foreign-type', owner, type.name.value, type);
  }

  #interface(definition: TypeNode, name: string): void {
    const owner = this.ownership.owners.ofType(name);
    if (owner && !isOf(owner, this.#agency)) this.#claim('foreign-interface', owner, name, definition);
  }

  #overrides(coordinate: string, field: FieldDefinitionNode): void {
    for (const override of directivesOf(this.subject.federation, field, 'override')) {
      const from = text(argument(override, 'from')) ?? '';
      const agency = this.ownership.agencies.get(from);
      if (agency === this.#agency) continue;
      const owner: Owner = agency ? { kind: 'AGENCY', agency } : { kind: 'HUB', subgraph: from };
      this.#claim('foreign-override', owner, coordinate, override, [override.name.value]);
    }
  }

  /** A shared entity: a stub with its owner's key, and back-references of one's own. */
  #entity(definition: TypeNode, name: EntityName): void {
    const owner: Owner = { kind: 'HUB', subgraph: 'reference' };
    if (!isObjectNode(definition)) {
      this.#claim('foreign-type', owner, name, definition);
      return;
    }
    const { federation } = this.subject;
    const key = ENTITY_KEYS[name];
    const keys = directivesOf(federation, definition, 'key');
    for (const one of keys) if (fieldSet(one) !== key) this.#key(owner, name, key, one);
    if (keys.length === 0 && !this.#hasKey(name)) this.#key(owner, name, key, definition);
    for (const one of definition.directives ?? [])
      if (!['key', 'extends'].includes(federation.directive(one.name.value) ?? ''))
        this.#claim('foreign-directive', owner, name, one, [one.name.value]);
    for (const one of definition.interfaces ?? [])
      this.#claim('foreign-interface', owner, name, one, [one.name.value]);
    for (const field of definition.fields ?? []) this.#entityField(owner, name, key, field);
  }

  /** Whether another part of the type has its key. */
  #hasKey(name: string): boolean {
    return this.subject.document.definitions.some(
      (one) =>
        isObjectNode(one) &&
        one.name.value === name &&
        directivesOf(this.subject.federation, one, 'key').length > 0,
    );
  }

  #entityField(hub: Owner, type: EntityName, key: string, field: FieldDefinitionNode): void {
    const { federation } = this.subject;
    const coordinate = `${type}.${field.name.value}`;
    const used = (field.directives ?? []).map(({ name }) => federation.directive(name.value) ?? name.value);
    if (field.name.value === key) {
      const plain = print(field.type) === 'ID!' && (field.arguments ?? []).length === 0;
      if (!plain || used.some((one) => one !== 'external'))
        this.#claim('foreign-field', hub, coordinate, field, directiveNames(field));
      return;
    }
    const owner = this.ownership.owners.isHubField(type, field.name.value)
      ? hub
      : (this.ownership.owners.ofField(field.name.value) ?? hub);
    if (!isOf(owner, this.#agency)) {
      this.#claim('foreign-field', owner, coordinate, field, directiveNames(field));
      return;
    }
    for (const one of field.directives ?? []) {
      const name = federation.directive(one.name.value) ?? one.name.value;
      const harmless =
        ['deprecated', 'provides'].includes(name) || (name === 'requires' && fieldSet(one) === key);
      if (!harmless && name !== 'override')
        this.#claim('foreign-directive', hub, coordinate, one, [one.name.value]);
    }
    this.#overrides(coordinate, field);
  }

  #key(owner: Owner, type: string, key: string, node: ConstDirectiveNode | TypeNode): void {
    this.#found.push({
      rule: 'foreign-key',
      severity: 'ERROR',
      coordinate: type,
      node,
      words: {
        id: `${type} milik ${ownerName(owner)}; sebutkan tepat dengan kuncinya: @key(fields: "${key}").`,
        en: `${type} belongs to ${ownerName(owner)}; name it with exactly its key: @key(fields: "${key}").`,
      },
    });
  }

  /** A type of the kit that is not the kit's own would change it for everybody. */
  #kit(definition: TypeNode, name: string): void {
    const own = KIT.get(name);
    const { directive } = this.subject.federation;
    const same =
      own &&
      shape(definition, (used) => directive(used) === 'shareable') ===
        shape(own, (used) => used === 'shareable' || used === 'tag');
    if (same) return;
    this.#found.push({
      rule: 'kit-type',
      severity: 'ERROR',
      coordinate: name,
      node: definition,
      words: {
        id: `${name} milik SatuGraf (kit) dan dipakai semua dataset; salin tepat seperti aslinya atau hapus.`,
        en: `${name} belongs to SatuGraf (kit) and all datasets use it; copy it exactly or remove it.`,
      },
    });
  }

  #claim(
    rule: string,
    owner: Owner,
    coordinate: string,
    node: Problem['node'],
    directives: readonly string[] = [],
  ): void {
    const whose = ownerName(owner);
    const by = directives.length > 0 ? ` (${directives.map((name) => `@${name}`).join(', ')})` : '';
    const consented =
      owner.kind === 'AGENCY' &&
      this.ownership.landscape.consents.some(
        (one) =>
          one.owner === owner.agency &&
          one.subgraph === this.subject.proposed.name &&
          one.coordinates.includes(coordinate),
      );
    const ask =
      owner.kind === 'AGENCY'
        ? {
            id: `; hapus, atau minta persetujuan tertulis ${whose} untuk ${coordinate}`,
            en: `; remove it, or ask ${whose} for a signed consent to ${coordinate}`,
          }
        : { id: '; hapus', en: '; remove it' };
    this.#found.push({
      rule,
      severity: consented ? 'FOREIGN' : 'ERROR',
      coordinate,
      node,
      ...(consented ? { next: 'TECHNICAL_TEAM' as const } : {}),
      words: consented
        ? {
            id: `${coordinate} milik ${whose}, yang sudah menyetujuinya${by}; menunggu tim teknis.`,
            en: `${coordinate} belongs to ${whose}, who has consented${by}; it waits for the technical team.`,
          }
        : {
            id: `${coordinate} milik ${whose}, bukan ${this.#agency}${by}${ask.id}.`,
            en: `${coordinate} belongs to ${whose}, not to ${this.#agency}${by}${ask.en}.`,
          },
    });
  }
}

const directiveNames = (node: {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}): string[] => [...new Set((node.directives ?? []).map(({ name }) => name.value))];

/** A kit type as text: without descriptions, in one order, and without the directives that say nothing about it. */
function shape(definition: TypeNode, ignored: (directive: string) => boolean): string {
  const bare = visit(definition, {
    StringValue: (_node, key) => (key === 'description' ? null : undefined),
    Directive: ({ name }) => (ignored(name.value) ? null : undefined),
  });
  const members = membersOf(bare).map((member) => print(member));
  const head = [bare.kind, bare.name.value, ...(bare.directives ?? []).map(print)];
  return [...head, ...members.sort()].join('\n');
}
