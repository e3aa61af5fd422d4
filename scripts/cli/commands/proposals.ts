import { command, TEXT } from '../command.js';
import { Failure } from '../failure.js';
import { FINDING, type Finding, showFindings } from '../registry/findings.js';
import type { Terminal } from '../terminal.js';

interface Proposal {
  readonly id: string;
  readonly agency: string;
  readonly status: string;
  readonly hash: string;
  readonly publisher: string;
  readonly createdAt: string;
  readonly subgraphs: readonly { readonly name: string }[];
}

interface Reviewed extends Proposal {
  readonly findings: readonly Finding[];
  readonly reviews: readonly {
    readonly reviewer: string;
    readonly decision: string;
    readonly reason: string;
    readonly at: string;
  }[];
}

const PROPOSAL = 'id agency status hash publisher createdAt subgraphs { name }';

export const proposals = command({
  usage: '[ID] [--status STATUS]',
  about: { id: 'usulan perubahan yang menunggu tinjauan', en: 'proposed changes and their reviews' },
  more: ['--status STATUS       misalnya / for instance WAITING'],
  options: { status: TEXT },
  words: [0, 1],
  async run({ values: { status }, words: [id], hub, terminal }) {
    if (id !== undefined) {
      const { proposal } = await hub.query<{ proposal: Reviewed | null }>(
        `query ($id: ID!) {
          proposal(id: $id) { ${PROPOSAL} findings ${FINDING} reviews { reviewer decision reason at } }
        }`,
        { id },
      );
      if (!proposal) throw new Failure(2, `${id}: tidak ada / there is none`);
      show(proposal, terminal);
      return { exit: 0, value: proposal };
    }
    const { proposals: all } = await hub.query<{ proposals: readonly Proposal[] }>(
      `query ($status: ProposalStatus) { proposals(status: $status) { ${PROPOSAL} } }`,
      { status: status?.toUpperCase() ?? null },
    );
    if (all.length === 0) terminal.line('Tidak ada usulan / no proposal');
    else
      terminal.table(
        [
          'id',
          'instansi / agency',
          'status',
          'subgraf / subgraphs',
          'pengusul / publisher',
          'dibuat / created',
        ],
        all.map((one) => [
          one.id,
          one.agency,
          one.status,
          one.subgraphs.map(({ name }) => name).join(', '),
          one.publisher,
          one.createdAt,
        ]),
      );
    return { exit: 0, value: all };
  },
});

function show(
  { id, agency, status, hash, publisher, createdAt, subgraphs, ...more }: Reviewed,
  terminal: Terminal,
) {
  terminal.line(`${id}  ${status}  ${agency}: ${subgraphs.map(({ name }) => name).join(', ')}`);
  terminal.line(`${publisher}, ${createdAt}, ${hash}`);
  showFindings(more.findings, [], terminal);
  for (const { reviewer, decision, reason, at } of more.reviews)
    terminal.line(`${at}  ${decision}  ${reviewer}: ${reason}`);
}
