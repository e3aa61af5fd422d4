import type { Problem } from './finding.js';
import type { Landscape, Proposed } from './landscape.js';
import { datasetNamesOf, servedTypes } from './members.js';
import type { Subject } from './subject.js';

/** Names of subgraphs that are somebody else's, or that stand twice in one publish. */
export function nameTaken(
  { proposed, document }: Subject,
  all: readonly Proposed[],
  { members, datasets }: Landscape,
): Problem[] {
  const wrong = (id: string, en: string): Problem[] => [
    { rule: 'subgraph-name', severity: 'ERROR', coordinate: null, words: { id, en } },
  ];
  const { name, agency } = proposed;
  if (all.filter((one) => one.name === name).length > 1)
    return wrong(`Subgraf ${name} disebut dua kali.`, `The subgraph ${name} is named twice.`);
  const known = members.find((one) => one.name === name);
  if (!known) return [];
  if (known.agency !== agency) {
    const owner = known.agency ?? 'SatuGraf';
    return wrong(`Nama subgraf ${name} milik ${owner}.`, `The subgraph name ${name} belongs to ${owner}.`);
  }
  if (known.kind !== 'HOSTED' || servedTypes(document).has(datasetNamesOf(name, datasets).type)) return [];
  return wrong(
    `${name} adalah dataset yang disimpan hub; pakai nama subgraf lain.`,
    `${name} is a dataset that the hub keeps; use another name for the subgraph.`,
  );
}
