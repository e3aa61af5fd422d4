import { type ASTNode, type DocumentNode, parse } from 'graphql';
import type { Landscape } from './landscape.js';
import { datasetNamesOf } from './members.js';
import { isTypeNode, membersOf, rootsOf, type Subject } from './subject.js';

/** By coordinate, where an SDL defines it: types, their members, arguments. */
export function placesOf(document: DocumentNode): Map<string, ASTNode> {
  const places = new Map<string, ASTNode>();
  const roots = rootsOf(document);
  const put = (name: string, node: ASTNode) => {
    if (!places.has(name)) places.set(name, node);
  };
  for (const node of document.definitions) {
    if (!isTypeNode(node)) continue;
    const type = roots.get(node.name.value) === 'query' ? 'Query' : node.name.value;
    put(type, node);
    for (const member of membersOf(node)) {
      const coordinate = `${type}.${member.name.value}`;
      put(coordinate, member);
      if ('arguments' in member)
        for (const argument of member.arguments ?? [])
          put(`${coordinate}(${argument.name.value}:)`, argument);
    }
  }
  return places;
}

/** Whose doing a difference is: of the subgraph that has the name now, had it before, or serves its dataset. */
export interface Places {
  at(coordinate: string): { readonly subgraph: string; readonly node?: ASTNode | undefined };
}

export function attribution(subjects: readonly Subject[], landscape: Landscape): Places {
  const now = subjects.map(({ proposed, document }) => ({
    subgraph: proposed.name,
    places: placesOf(document),
  }));
  const concerned = new Set([...now.map(({ subgraph }) => subgraph), ...(landscape.removed ?? [])]);
  const before = landscape.members
    .filter(({ kind, name }) => kind === 'REMOTE' && concerned.has(name))
    .map(({ name, sdl }) => ({ subgraph: name, places: placesOf(parse(sdl, { noLocation: true })) }));
  const hosted = new Map<string, string>();
  for (const { name, kind } of landscape.members) {
    if (kind !== 'HOSTED') continue;
    const names = datasetNamesOf(name, landscape.datasets);
    const server = now.find(({ places }) => places.has(names.type));
    if (!server) continue;
    for (const own of Object.values(names)) hosted.set(own, server.subgraph);
  }
  const first = now[0]?.subgraph ?? landscape.removed?.[0] ?? '';
  return {
    at(coordinate) {
      const field = coordinate.replace(/\(.*$/, '');
      const [type = '', member = ''] = field.split('.');
      const names = [coordinate, field, ...(type === 'Query' ? [] : [type])];
      for (const name of names) {
        const found = now.find(({ places }) => places.has(name));
        const was = before.find(({ places }) => places.has(name));
        if (found)
          return { subgraph: found.subgraph, node: name === coordinate ? found.places.get(name) : undefined };
        if (was) return { subgraph: was.subgraph };
      }
      return { subgraph: hosted.get(member) ?? hosted.get(type) ?? first };
    },
  };
}
