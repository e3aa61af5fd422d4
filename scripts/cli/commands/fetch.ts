import { HUB_SUBGRAPH } from '../../../schema/as-subgraph.js';
import { command, FLAG, TEXT } from '../command.js';
import { Failure, UsageFailure } from '../failure.js';
import type { Hub } from '../hub.js';
import { checkFree, writeNew } from '../output.js';
import { registered } from '../registry/registered.js';

export const fetchCommand = command({
  usage: '[--supergraph | --subgraph NAME | --as-subgraph] [-o FILE.graphql]',
  about: { id: 'unduh skema (SDL)', en: 'download a schema (SDL)' },
  more: [
    'Bila tidak disebut: graf sebagaimana Anda lihat / unless told: the graph as you see it',
    '--supergraph          supergraf, untuk pengelola / the supergraph, for operators',
    '--subgraph NAME       SDL subgraf sendiri yang berlaku / the current SDL of a subgraph of your own',
    `--as-subgraph         hub sebagai satu subgraf, ${HUB_SUBGRAPH}, untuk router lain / the hub as one subgraph for other routers`,
  ],
  options: {
    supergraph: FLAG,
    subgraph: TEXT,
    'as-subgraph': FLAG,
    output: { type: 'string', short: 'o' },
  },
  anonymous: true,
  words: [0, 0],
  async run({ values, hub, terminal }) {
    const { supergraph, subgraph, 'as-subgraph': asSubgraph, output } = values;
    if ([supergraph, subgraph, asSubgraph].filter((one) => one !== undefined).length > 1)
      throw new UsageFailure('--supergraph | --subgraph NAME | --as-subgraph?');
    await checkFree(output);
    const sdl = supergraph
      ? await supergraphOf(hub)
      : subgraph !== undefined
        ? (await registered(hub, subgraph)).sdl
        : new TextDecoder().decode(await hub.download(asSubgraph ? '/subgraph.graphql' : '/schema.graphql'));
    if (output === undefined) terminal.line(sdl.trimEnd());
    else {
      await writeNew(output, sdl);
      terminal.line(`SDL: ${output} (${Buffer.byteLength(sdl)} B)`);
    }
    return {
      exit: 0,
      value: output === undefined ? { sdl } : { file: output, bytes: Buffer.byteLength(sdl) },
    };
  },
});

async function supergraphOf(hub: Hub): Promise<string> {
  const { supergraph } = await hub.query<{ supergraph: { sdl: string } | null }>('{ supergraph { sdl } }');
  if (!supergraph) throw new Failure(2, 'Belum ada supergraf / there is no supergraph yet');
  return supergraph.sdl;
}
