import { handOverDataset, type OwnDataset } from '../../hosted/dataset.js';
import type { Caller, TestHub } from '../../support/hub.js';
import { allowPort, becomeColumns, RemoteProducer } from '../../support/remote.js';

/** What every description says besides its first words. */
const FIVE =
  'Konsep: kunjungan. Definisi: kunjungan yang dicatat. Klasifikasi: tidak ada. Ukuran: jumlah. Satuan: kunjungan.';

export const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external"])';

/** A dataset of Dinas Kesehatan that its own subgraph serves: `dinkes_<name>`. */
export const datasetOf = (name: string): OwnDataset => ({
  name,
  columns: [
    { name: 'kode', type: 'TEXT', key: true },
    { name: 'jumlah', type: 'INTEGER' },
    { name: 'catatan', type: 'TEXT' },
  ],
});

const typeOf = (name: string): string => `Dinkes_${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** The SDL of such a subgraph; `fields` besides the key, and `words` that make it another version. */
export const sdlOf = (
  name: string,
  fields: readonly string[] = ['jumlah: Int', 'catatan: String'],
  words = '',
) => `${LINK}
type Query {
  "Semua ${name}. ${words} ${FIVE}"
  dinkes_${name}: [${typeOf(name)}]
}
"Satu ${name}. ${FIVE}"
type ${typeOf(name)} @key(fields: "kode") {
  "Kode. ${FIVE}"
  kode: String
${fields.map((field) => `  "Kolom. ${FIVE}"\n  ${field}`).join('\n')}
}
`;

/** A service with these datasets, one row each. */
export const serviceOf = (names: readonly string[], sdl: string): RemoteProducer =>
  new RemoteProducer(sdl, {
    Query: Object.fromEntries(
      names.map((name) => [
        `dinkes_${name}`,
        () => [{ kode: `${name} 1`, jumlah: 7, catatan: `catatan ${name}` }],
      ]),
    ),
  });

/** Hands a dataset over and brings it to its end, as a finished case would leave it. */
export async function cover(hub: TestHub, name: string): Promise<void> {
  const dataset = datasetOf(name);
  await handOverDataset(hub, dataset);
  await becomeColumns(
    hub,
    name,
    dataset.columns.map((column) => column.name),
    { status: 'CONFIRMED', accessClass: 'OPEN' },
  );
}

/** Starts a service whose address ADMIN has allowed. */
export async function started(hub: TestHub, names: readonly string[], sdl: string): Promise<RemoteProducer> {
  const service = await serviceOf(names, sdl).listen();
  await allowPort(hub, service.port);
  return service;
}

export interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly subgraph: string;
  readonly coordinate: string | null;
  readonly line: number | null;
  readonly next: string;
  readonly words: { readonly id: string; readonly en: string };
  readonly affected: readonly {
    readonly client: string;
    readonly operation: string;
    readonly owner: string | null;
  }[];
}

export interface Publication {
  readonly outcome: 'PUBLISHED' | 'WAITING' | 'UNCHANGED' | 'REFUSED';
  readonly supergraph: string | null;
  readonly proposal: { readonly id: string; readonly hash: string; readonly status: string } | null;
  readonly check: { readonly outcome: string; readonly findings: readonly Finding[] };
}

export interface SubgraphInput {
  readonly name: string;
  readonly url: string;
  readonly sdl?: string;
  readonly base?: number | null;
}

const CHECK =
  'outcome findings { rule severity subgraph coordinate line next words { id en } affected { client operation owner } }';

/** What a publish over HTTP comes to; fails where it is refused as a request. */
export async function publish(
  caller: Caller,
  subgraphs: readonly SubgraphInput[],
  replaceAll = false,
): Promise<Publication> {
  const answer = await caller.query<{ publishSubgraphs: Publication }>(
    `mutation ($subgraphs: [SubgraphInput!]!, $replaceAll: Boolean) {
      publishSubgraphs(subgraphs: $subgraphs, replaceAll: $replaceAll) {
        outcome supergraph proposal { id hash status } check { ${CHECK} }
      }
    }`,
    { subgraphs, replaceAll },
  );
  if (!answer.data?.publishSubgraphs) throw new Error(answer.text);
  return answer.data.publishSubgraphs;
}

export const review = (
  caller: Caller,
  { id, hash }: { readonly id: string; readonly hash: string },
  decision: 'APPROVE' | 'RETURN',
  reason: string,
) =>
  caller.query<{ reviewProposal: { status: string; reviews: { reason: string; counts: boolean }[] } }>(
    `mutation ($id: ID!, $hash: String!, $decision: ReviewDecision!, $reason: String!) {
      reviewProposal(id: $id, hash: $hash, decision: $decision, reason: $reason) { status reviews { reason counts } }
    }`,
    { id, hash, decision, reason },
  );
