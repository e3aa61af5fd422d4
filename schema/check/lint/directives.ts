import { type ConstDirectiveNode, Kind, type NameNode, visit } from 'graphql';
import type { Problem } from '../finding.js';
import type { Subject } from '../subject.js';

/** What the hub refuses, with why. */
const FORBIDDEN: Readonly<Record<string, readonly [id: string, en: string]>> = {
  ...Object.fromEntries(
    ['authenticated', 'requiresScopes', 'policy'].map((name) => [
      name,
      [
        'siapa yang boleh membaca diatur oleh kesepakatan permohonan, bukan oleh subgraf',
        "who may read is settled by a case's agreement, not by a subgraph",
      ] as const,
    ]),
  ),
  ...Object.fromEntries(
    ['context', 'fromContext'].map((name) => [
      name,
      [
        'nilai field lain tidak boleh mengalir lewat konteks',
        "other fields' values may not travel as context",
      ] as const,
    ]),
  ),
  composeDirective: [
    'directive buatan sendiri tidak dibawa ke graf bersama',
    'directives of your own are not taken into the shared graph',
  ],
  tag: [
    'tag dipakai hub untuk menandai apa yang terbuka bagi umum',
    'the hub marks by tags what is open to the public',
  ],
  ...Object.fromEntries(
    ['cost', 'listSize', 'cacheTag'].map((name) => [
      name,
      [
        'hub menghitung biaya dan menyimpan jawaban sendiri',
        'the hub reckons costs and keeps answers itself',
      ] as const,
    ]),
  ),
};

const IN_OPERATIONS = new Set([
  ...['QUERY', 'MUTATION', 'SUBSCRIPTION', 'FIELD', 'FRAGMENT_DEFINITION', 'FRAGMENT_SPREAD'],
  ...['INLINE_FRAGMENT', 'VARIABLE_DEFINITION'],
]);

/** Root types, directives that are not for producers, and directives that clients could write. */
export function directiveProblems({ document, federation, roots }: Subject): Problem[] {
  const problems: Problem[] = [];
  const rootType = (coordinate: string, node: Problem['node'], id: string, en: string) =>
    problems.push({ rule: 'root-type', severity: 'ERROR', coordinate, node, words: { id, en } });

  for (const definition of document.definitions) {
    if (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION)
      for (const one of definition.operationTypes ?? [])
        if (one.operation === 'query' && one.type.name.value !== 'Query')
          rootType(
            one.type.name.value,
            one,
            `Jenis akar kueri harus bernama Query, bukan ${one.type.name.value}.`,
            `The root type of queries must be called Query, not ${one.type.name.value}.`,
          );
    if (!('name' in definition) || !definition.name) continue;
    const name = definition.name.value;
    const operation = roots.get(name);
    if (operation === 'mutation' || operation === 'subscription')
      rootType(
        name,
        definition,
        `Subgraf produsen hanya untuk dibaca; hapus ${name}.`,
        `Producers' subgraphs are for reading only; remove ${name}.`,
      );
    if (operation === 'query' && definition.kind.match(/^(?!ObjectType)/))
      rootType(name, definition, `${name} harus berupa type.`, `${name} must be a type.`);
    if (definition.kind !== Kind.DIRECTIVE_DEFINITION) continue;
    if (federation.directive(name) === undefined && definition.locations.some(isInOperations))
      problems.push({
        rule: 'executable-directive',
        severity: 'ERROR',
        coordinate: `@${name}`,
        node: definition,
        words: {
          id: `@${name} dapat ditulis di dalam kueri; directive seperti itu hanya dari GraphQL sendiri. Hapus.`,
          en: `@${name} could be written in a query; such directives are GraphQL's own alone. Remove it.`,
        },
      });
  }
  visit(document, {
    Directive(node, _key, _parent, _path, ancestors) {
      const used = node as ConstDirectiveNode;
      const forbidden = FORBIDDEN[federation.directive(used.name.value) ?? ''];
      if (!forbidden) return;
      problems.push({
        rule: 'forbidden-directive',
        severity: 'ERROR',
        coordinate: namesOf(ancestors).join('.') || `@${used.name.value}`,
        node: used,
        words: {
          id: `@${used.name.value} tidak boleh dipakai: ${forbidden[0]}. Hapus.`,
          en: `@${used.name.value} may not be used: ${forbidden[1]}. Remove it.`,
        },
      });
    },
  });
  return problems;
}

const isInOperations = ({ value }: NameNode): boolean => IN_OPERATIONS.has(value);

/** Type and field around a node. */
const namesOf = (ancestors: readonly unknown[]): string[] =>
  ancestors
    .filter((one): one is { kind: string; name: NameNode } => {
      const { kind = '', name } = one as { kind?: string; name?: NameNode };
      return name !== undefined && /(Type(Definition|Extension)|FieldDefinition)$/.test(kind);
    })
    .map(({ name }) => name.value);
