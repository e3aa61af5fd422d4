import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  Kind,
  type SchemaDefinitionNode,
  type SchemaExtensionNode,
} from 'graphql';
import type { Problem } from './finding.js';

/** Directives of the federation specification, by the names that it gives them. */
const DIRECTIVES = new Set([
  ...['key', 'requires', 'provides', 'external', 'extends', 'shareable', 'override', 'inaccessible', 'tag'],
  ...['interfaceObject', 'composeDirective', 'authenticated', 'requiresScopes', 'policy', 'context'],
  ...['fromContext', 'cost', 'listSize', 'cacheTag'],
]);

/** Of GraphQL itself. */
const BUILT_IN = new Set(['deprecated', 'specifiedBy', 'oneOf']);

/** Versions of the federation specification that the hub composes. */
const LATEST_MINOR = 14;
const LINKED = /^https:\/\/specs\.apollo\.dev\/(federation|link)\/v(\d+)\.(\d+)$/;

/** What the words of one SDL mean: directives may be renamed by `@link`, or used with the namespace. */
export interface Federation {
  /**
   * The specification's name of a directive; undefined of GraphQL's own and of custom ones. A plain name counts as the
   * specification's whether it was imported or not, so that nothing is overlooked.
   */
  readonly directive: (used: string) => string | undefined;
  /** Whether the SDL needs the name for the specification's own sake. */
  readonly isMachinery: (type: string) => boolean;
  /** What is wrong with the links themselves. */
  readonly problems: readonly Problem[];
}

export function federationOf({ definitions }: DocumentNode): Federation {
  const names = new Map<string, string>();
  const types = new Set(['_Any', 'link__Import', 'link__Purpose']);
  const problems: Problem[] = [];
  const wrong = (node: ConstDirectiveNode, id: string, en: string) =>
    problems.push({
      rule: 'federation-link',
      severity: 'ERROR',
      coordinate: `@${node.name.value}`,
      node,
      words: { id, en },
    });
  let namespace = 'federation';
  let linked = 0;
  const schemas = definitions.filter(
    (one): one is SchemaDefinitionNode | SchemaExtensionNode =>
      one.kind === Kind.SCHEMA_DEFINITION || one.kind === Kind.SCHEMA_EXTENSION,
  );
  for (const link of schemas.flatMap(({ directives }) => directives ?? [])) {
    if (link.name.value !== 'link') {
      const used = `@${link.name.value}`;
      wrong(
        link,
        `Pada schema hanya @link yang boleh; hapus ${used}.`,
        `Only @link may stand on the schema; remove ${used}.`,
      );
      continue;
    }
    const url = text(argument(link, 'url'));
    const [, spec, major, minor] = LINKED.exec(url ?? '') ?? [];
    const as = text(argument(link, 'as'));
    if (!spec || (spec === 'federation' && (major !== '2' || Number(minor) > LATEST_MINOR))) {
      wrong(
        link,
        `@link ke "${url ?? ''}" tidak didukung; pakai https://specs.apollo.dev/federation/v2.9.`,
        `A @link to "${url ?? ''}" is not supported; use https://specs.apollo.dev/federation/v2.9.`,
      );
      continue;
    }
    const imports = argument(link, 'import');
    if (spec === 'link') {
      if (as !== undefined || imports || argument(link, 'for'))
        wrong(link, '@link tidak boleh diganti namanya.', '@link itself may not be renamed.');
      continue;
    }
    linked++;
    if (as !== undefined) namespace = as;
    for (const item of imports?.kind === Kind.LIST ? imports.values : []) {
      const name = text(item) ?? text(member(item, 'name'));
      const known = name?.startsWith('@') ? DIRECTIVES.has(name.slice(1)) : name === 'FieldSet';
      if (name === undefined || !known) {
        wrong(
          link,
          `@link mengimpor "${name ?? '?'}", yang tidak dikenal di sini.`,
          `The @link imports "${name ?? '?'}", which is not known here.`,
        );
        continue;
      }
      const local = text(member(item, 'as')) ?? name;
      if (name.startsWith('@')) names.set(local.replace(/^@/, ''), name.slice(1));
      else types.add(local);
    }
  }
  if (linked !== 1)
    problems.push({
      rule: 'federation-link',
      severity: 'ERROR',
      coordinate: null,
      node: schemas[0],
      words: {
        id: `SDL perlu tepat satu @link ke spesifikasi Federation 2; ditemukan ${linked}.`,
        en: `The SDL needs exactly one @link to the Federation 2 specification; found ${linked}.`,
      },
    });
  types.add(`${namespace}__FieldSet`);
  return {
    directive(used) {
      const imported = names.get(used);
      if (imported !== undefined) return imported;
      const prefix = `${namespace}__`;
      const name = used.startsWith(prefix) ? used.slice(prefix.length) : used;
      return DIRECTIVES.has(name) && !BUILT_IN.has(used) ? name : undefined;
    },
    isMachinery: (type) => types.has(type),
    problems,
  };
}

export const argument = (directive: ConstDirectiveNode, name: string): ConstValueNode | undefined =>
  directive.arguments?.find((one) => one.name.value === name)?.value;

export const text = (value: ConstValueNode | undefined): string | undefined =>
  value?.kind === Kind.STRING ? value.value : undefined;

const member = (value: ConstValueNode, name: string): ConstValueNode | undefined =>
  value.kind === Kind.OBJECT ? value.fields.find((one) => one.name.value === name)?.value : undefined;

/** The texts of a field set that a directive is given: `id`, `wilayah { code }`; in one spacing. */
export const fieldSet = (directive: ConstDirectiveNode): string =>
  (text(argument(directive, 'fields')) ?? '').replace(/[\s,]+/g, ' ').trim();
