import { command, FLAG, TEXT } from '../command.js';
import { UsageFailure } from '../failure.js';
import { both } from '../importing/file-import.js';
import { type Checked, exitOfOutcome, FINDING, showChecked } from '../registry/findings.js';
import { inputsOf } from '../registry/inputs.js';
import { SOURCE_HELP, sourceOf, sourcesOf } from '../registry/sources.js';

interface Publication {
  readonly outcome: 'PUBLISHED' | 'WAITING' | 'UNCHANGED' | 'REFUSED';
  readonly check: Checked;
  readonly proposal: { readonly id: string } | null;
  readonly supergraph: string | null;
}

const OUTCOMES = {
  PUBLISHED: { id: 'TERBIT', en: 'PUBLISHED' },
  WAITING: { id: 'MENUNGGU tinjauan tim teknis', en: 'WAITING for the technical team' },
  UNCHANGED: { id: 'TIDAK BERUBAH', en: 'UNCHANGED' },
  REFUSED: { id: 'TIDAK TERBIT', en: 'NOT PUBLISHED' },
} as const;

export const publish = command({
  usage: '[FILE.graphql] --name NAME --url URL [--base VERSION] | --all DIR [--replace-all]  [--strict]',
  about: { id: 'terbitkan subgraf sendiri', en: 'publish subgraphs of your own' },
  more: [
    'Tanpa FILE hub bertanya pada subgraf itu sendiri / without FILE the hub asks the subgraph itself',
    ...SOURCE_HELP,
    '--base VERSION        hanya bila versi ini yang berlaku / only if this version is the current one',
    '--all DIR             semua di satugraf.json, sekaligus atau tidak sama sekali / all of its satugraf.json, or none',
    '--replace-all         subgraf instansi yang tidak disebut dicabut / what is not listed is taken out',
    '--strict              kode keluar 1 juga bila menunggu / exit code 1 also where it waits',
  ],
  options: {
    name: TEXT,
    agency: TEXT,
    url: TEXT,
    base: TEXT,
    all: TEXT,
    'replace-all': FLAG,
    strict: FLAG,
  },
  words: [0, 1],
  async run({
    values: { all, strict, 'replace-all': replaceAll = false, ...named },
    words: [file],
    hub,
    terminal,
  }) {
    const { name, agency, url, base } = named;
    if (all !== undefined && file !== undefined) throw new UsageFailure('FILE | --all DIR?');
    if (all === undefined && replaceAll) throw new UsageFailure('--replace-all: --all DIR?');
    const given = { name, agency, url, base };
    const sources = all === undefined ? [await sourceOf(file ?? null, given)] : await sourcesOf(all, given);
    const { publication } = await hub.query<{ publication: Publication }>(
      `mutation ($subgraphs: [SubgraphInput!]!, $replaceAll: Boolean) {
        publication: publishSubgraphs(subgraphs: $subgraphs, replaceAll: $replaceAll) {
          outcome check { outcome findings ${FINDING} } proposal { id } supergraph
        }
      }`,
      { subgraphs: await inputsOf(hub, sources), replaceAll },
    );
    const { outcome, check, proposal, supergraph } = publication;
    showChecked(check, sources, terminal);
    const where = [
      ...(proposal ? [`satugraf proposals ${proposal.id}`] : []),
      ...(supergraph ? [`supergraf / supergraph ${supergraph}`] : []),
    ];
    terminal.line([both(OUTCOMES[outcome]), ...where].join('; '));
    return { exit: exitOfOutcome(outcome, strict), value: publication };
  },
});
