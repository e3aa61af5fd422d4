import { type DocumentNode, parse, print } from 'graphql';
import type { SubgraphSource } from '../compose.js';
import { type DatasetNames, datasetNames } from '../names.js';
import { coveredDocument } from './covered.js';
import { argument, federationOf } from './federation.js';
import type { CoveredDataset, Member } from './landscape.js';
import { directivesOf, isObjectNode } from './subject.js';

/**
 * Types whose rows a subgraph has itself; not those that it only refers to, by keys that none of its resolvers takes.
 */
export function servedTypes(document: DocumentNode): Set<string> {
  const federation = federationOf(document);
  const served = new Set<string>();
  for (const node of document.definitions) {
    if (!isObjectNode(node)) continue;
    const keys = directivesOf(federation, node, 'key');
    const isReference = (key: (typeof keys)[number]): boolean => {
      const value = argument(key, 'resolvable');
      return value?.kind === 'BooleanValue' && !value.value;
    };
    if (keys.length === 0 || !keys.every(isReference)) served.add(node.name.value);
  }
  return served;
}

/** Names of a hosted subgraph's dataset: of the row where there is one, of the subgraph's own name otherwise. */
export function datasetNamesOf(name: string, datasets: readonly CoveredDataset[]): DatasetNames {
  const [agency = '', dataset = ''] = name.split('_');
  const names = datasetNames(agency, dataset);
  const type = datasets.find((one) => one.names.field === name)?.names.type;
  return type === undefined || type === names.type ? names : { ...names, type };
}

/** The members without the hosted datasets that a remote subgraph of the same agency serves. */
export function withoutServed(
  members: readonly Member[],
  datasets: readonly CoveredDataset[],
): readonly Member[] {
  const served = new Set<string>();
  for (const { kind, agency, sdl } of members)
    if (kind === 'REMOTE')
      for (const type of servedTypes(parse(sdl, { noLocation: true }))) served.add(`${agency} ${type}`);
  if (served.size === 0) return members;
  return members.filter(
    ({ kind, agency, name }) =>
      kind !== 'HOSTED' || !served.has(`${agency} ${datasetNamesOf(name, datasets).type}`),
  );
}

/**
 * What is composed of the current versions of all subgraphs: the hub's own, hosted datasets that no remote subgraph
 * serves, and of remote subgraphs what cases cover. Throws where a stored SDL cannot be read.
 */
export function composedMembers(
  members: readonly Member[],
  datasets: readonly CoveredDataset[],
): SubgraphSource[] {
  return withoutServed(members, datasets).flatMap((member): SubgraphSource[] => {
    if (member.kind !== 'REMOTE') return [member];
    const document = parse(member.sdl, { noLocation: true });
    const { document: left } = coveredDocument(document, member.agency ?? '', datasets);
    return left ? [{ ...member, sdl: print(left) }] : [];
  });
}
