import { command } from '../command.js';

export const signingKey = command({
  usage: 'NAME',
  about: {
    id: 'kunci untuk memeriksa tanda tangan hub pada subgraf sendiri',
    en: 'the key by which a subgraph of your own verifies the hub',
  },
  more: ['Rahasia: taruh di SATUGRAF_SECRET subgraf / a secret: it goes into the subgraph’s SATUGRAF_SECRET'],
  options: {},
  words: [1, 1],
  async run({ words: [subgraph], hub, terminal }) {
    const { key } = await hub.query<{ key: string }>(
      'query ($subgraph: ID!) { key: subgraphSigningKey(subgraph: $subgraph) }',
      { subgraph },
    );
    // The key alone, so that a script can take it as it is.
    terminal.line(key);
    return { exit: 0, value: { subgraph, key } };
  },
});
